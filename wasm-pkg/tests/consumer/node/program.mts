// A program for Node alone, which knows no type of the browser's.
import { readFile } from "node:fs/promises";
import { compile, init, Platform, type ModuleSource } from "@teamwright/wasm";
import { CompilerWorker, type WorkerOptions } from "@teamwright/wasm/worker";

export async function compiled(text: string): Promise<string | null> {
  const source: ModuleSource = await readFile("teamwright_bg.wasm");
  await init(source);
  return compile(text, Platform.builtIn()).yaml;
}

export function worked(options: WorkerOptions): CompilerWorker {
  return new CompilerWorker(options);
}
