// `@teamwright/wasm`: the compiler that Argo CD runs, in a page, a worker or Node.
import { Compilation, type CompileOptions } from "./compilation.js";
import { digest as moduleDigest } from "./digest.js";
import { guarded, load, loadSync, type Bytes, type ModuleSource, type WasmModule } from "./instance.js";
import { within } from "./limit.js";
import type { TeamFile } from "./neighbours.js";
import { handleOf, Platform } from "./platform.js";
import * as border from "./teamwright.js";
import type { Completions, FileName, Hover, Report } from "./types.js";

export type * from "./types.js";
export type { CompilationData, CompileOptions, KubernetesObject } from "./compilation.js";
export { CompilerCrash, type Bytes, type ModuleSource, type WasmModule } from "./instance.js";
export type { TeamFile } from "./neighbours.js";
export type { PlatformOptions } from "./platform.js";
export type { TemplateFile } from "./templates.js";
export { Compilation, Platform };
export { decode, mostBytes, objectFiles, survey } from "./folder.js";

/**
 * Loads the compiler, once; everything else waits for it. Without a source the module lies beside this file.
 * In a page whose Content-Security-Policy restricts scripts, `script-src` needs `'wasm-unsafe-eval'`.
 */
export function init(source?: ModuleSource | Promise<ModuleSource>): Promise<void> {
  return load(() => source);
}

/** Loads the compiler from bytes, or from a module, that are here already. */
export function initSync(source: Bytes | WasmModule): void {
  loadSync(source);
}

/** A place's surroundings, for {@link complete} and {@link hover}. */
export interface AssistOptions {
  /** Path of the file in the repository. */
  readonly path?: string;
  /** Which file it is; `team` by default. */
  readonly file?: FileName;
  /** Names of the repository's teams, where they are known. */
  readonly teams?: readonly string[];
}

/**
 * Compiles one team. It takes far less than a frame, so call it where the keystroke arrives.
 *
 * @throws if `options` name a part or a cluster that does not exist, or with a {@link CompilerCrash}.
 */
export function compile(text: string, platform: Platform, options: CompileOptions = {}): Compilation {
  return new Compilation(text, platform, options);
}

/** Everything wrong with a whole repository: its platform.yaml and templates, each team, and what only all teams together show. */
export function review(teams: Iterable<TeamFile>, platform: Platform): Report {
  const handle = handleOf(platform);
  return JSON.parse(
    guarded(() => {
      const all = new border.Review();
      let index = 0;
      for (const { path, text } of teams) {
        all.set(index, handle, path, within(text));
        index += 1;
      }
      const report = all.report(handle);
      all.free();
      return report;
    }),
  ) as Report;
}

/** What may stand at an offset (UTF-16) of a text, however broken it is. */
export function complete(
  text: string,
  offset: number,
  platform: Platform,
  options: AssistOptions = {},
): Completions {
  const { file = "team", path = "", teams = [] } = options;
  const handle = handleOf(platform);
  return JSON.parse(
    guarded(() => border.complete(within(text), offset, handle, file, path, [...teams])),
  ) as Completions;
}

/** What is known about an offset (UTF-16) of a text; `null` where no key is near. */
export function hover(text: string, offset: number, platform: Platform, options: AssistOptions = {}): Hover | null {
  const { file = "team", path = "" } = options;
  const handle = handleOf(platform);
  return JSON.parse(guarded(() => border.hover(within(text), offset, handle, file, path))) as Hover | null;
}

/**
 * The long text for a code such as `TW0201`, a key such as `networkPolicy.allowEgress`, or a kind.
 *
 * @throws if nothing has that name; the message says what comes near.
 */
export function explain(subject: string): string {
  return guarded(() => border.explain(subject));
}

/** The JSON Schema (2020-12) of a file. */
export function schema(file: FileName): Readonly<Record<string, unknown>> {
  return JSON.parse(guarded(() => border.schema(file))) as Record<string, unknown>;
}

/** The compiler's version. */
export function version(): string {
  return guarded(() => border.version());
}

/** The digest of the compiler's module, as a pin in platform.yaml names it; `dev` for a build of a working tree. */
export function digest(): string {
  return moduleDigest;
}
