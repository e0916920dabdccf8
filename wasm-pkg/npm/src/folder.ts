// A folder of files, and a team's objects as files: which is which, and what they are called, is the compiler's to say.
import { guarded } from "./instance.js";
import { maxBytes, within } from "./limit.js";
import { handleOf, type Platform } from "./platform.js";
import * as border from "./teamwright.js";
import type { Diagnostic, ObjectFile, Survey } from "./types.js";

/**
 * Makes out a folder that somebody opened: a repository, the folder of its teams, or one team's. `entries` are paths in
 * it, with `/` between components and behind a directory; what lies below other directories need not be there.
 *
 * Begin with what lies in the folder itself and {@link Platform.builtIn}; read `platform`, list what `look` names, and ask
 * again with the platform and all entries, until there is nowhere new to look.
 */
export function survey(folder: string, entries: readonly string[], platform: Platform): Survey {
  return JSON.parse(guarded(() => border.survey(folder, entries.join("\0"), handleOf(platform)))) as Survey;
}

/** A file's text, or the finding that says why it has none. Of a larger file {@link mostBytes} and one more will do. */
export function decode(path: string, bytes: Uint8Array): { readonly text: string } | { readonly refused: Diagnostic } {
  const some = bytes.subarray(0, mostBytes() + 1);
  const [refused] = JSON.parse(guarded(() => border.unreadable(path, some))) as Diagnostic[];
  // A byte order mark stays: the compiler has something to say about it.
  return refused ? { refused } : { text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(some) };
}

/** The most bytes that a file may have. */
export function mostBytes(): number {
  return guarded(() => maxBytes());
}

/**
 * Everything that is made of a team, each object in a file of its own, for every cluster: what `teamwright render --out`
 * writes, below the same paths. `null` if there is an error.
 */
export function objectFiles(
  text: string,
  platform: Platform,
  options: { readonly path?: string } = {},
): readonly ObjectFile[] | null {
  const handle = handleOf(platform);
  return JSON.parse(guarded(() => border.objectFiles(within(text), options.path ?? "", handle))) as ObjectFile[] | null;
}
