// The same for Node, whose `fetch` does not read files.
import { readFile } from "node:fs/promises";
import { load, type ModuleSource } from "./instance.js";

export * from "./index.js";

/** Loads the compiler, once; everything else waits for it. Without a source the module lies beside this file. */
export function init(source?: ModuleSource | Promise<ModuleSource>): Promise<void> {
  return load(() => found(source));
}

async function found(source?: ModuleSource | Promise<ModuleSource>): Promise<ModuleSource> {
  const given = (await source) ?? new URL("./teamwright_bg.wasm", import.meta.url);
  const isFile = (given instanceof URL || typeof given === "string") && String(given).startsWith("file:");
  return isFile ? readFile(new URL(given)) : given;
}
