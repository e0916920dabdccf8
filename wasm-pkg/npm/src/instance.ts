// The one instance of the module: made by `init`, and made anew after a trap.
import * as border from "./teamwright.js";

/** `WebAssembly.Module`, which is a type of the browser's library: a program for Node alone may do without that. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } } ? Module : object;

/** The bytes of the module. */
export type Bytes = ArrayBuffer | ArrayBufferView;

/** Where the module comes from: its address, its answer, its bytes, or the module itself. */
export type ModuleSource = string | URL | Request | Response | Bytes | WasmModule;

/** The compiler ended by a trap: a bug, or no memory or stack left. A fresh instance has taken its place. */
export class CompilerCrash extends Error {
  override readonly name = "CompilerCrash";
}

/** Counts instances; a handle of an earlier one points nowhere. */
export let generation = 0;

let ready: Promise<void> | undefined;
let isReady = false;

/** Loads the module, once: `source` is not asked again. If it gives nothing, the module lies beside this file. */
export function load(source: () => ModuleSource | undefined | Promise<ModuleSource | undefined>): Promise<void> {
  ready ??= start(source).catch((error: unknown) => {
    ready = undefined;
    throw error;
  });
  return ready;
}

async function start(source: Parameters<typeof load>[0]): Promise<void> {
  const given = await source();
  if (!isReady) {
    await border.default(given === undefined ? undefined : { module_or_path: given as border.InitInput });
    begin();
  }
}

/** Loads the module from bytes that are here already. */
export function loadSync(source: Bytes | WasmModule): void {
  if (!isReady) {
    border.initSync({ module: source as border.SyncInitInput });
    begin();
    ready = Promise.resolve();
  }
}

/** A team that calls most of what any team calls. */
const TEAM = "team: a\napps: [{name: a, repoURL: https://github.com/a/a, path: a, targetRevision: main}]\n";

/** Engines translate a function when it is first called: one team is compiled at once, so that no keystroke waits for that. */
function begin(): void {
  isReady = true;
  const platform = border.Platform.parse(undefined, "", undefined, new border.Templates());
  const team = border.compile(TEAM, "", platform, "all");
  team.diagnostics();
  team.yaml();
  team.free();
  platform.free();
}

/** Runs what calls into the module. A trap becomes a {@link CompilerCrash}, and the next call finds a fresh instance. */
export function guarded<T>(work: () => T): T {
  if (!isReady) {
    throw new Error("the compiler is not loaded: await init() first");
  }
  try {
    return work();
  } catch (error) {
    throw isTrap(error) ? replaced(error) : error;
  }
}

/** V8 and JavaScriptCore report an overflowing stack as a RangeError, SpiderMonkey as an InternalError. */
function isTrap(error: unknown): error is Error {
  return (
    error instanceof WebAssembly.RuntimeError ||
    error instanceof RangeError ||
    (error instanceof Error && error.name === "InternalError")
  );
}

function replaced(trap: Error): CompilerCrash {
  let words = "";
  try {
    words = border.lastPanic();
  } catch {
    // The old instance can't say more than its trap did.
  }
  border.__wbg_reset_state();
  generation += 1;
  const without = trap instanceof WebAssembly.RuntimeError ? "out of memory" : "out of stack";
  return new CompilerCrash(`the compiler stopped: ${words || without}`, { cause: trap });
}
