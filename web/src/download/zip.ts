// Files in one: the same files give the same bytes, whenever and wherever.
import { strToU8, zipSync, type Zippable } from "fflate";

/** A file in a zip. */
export interface Packed {
  /** With `/` between its components. */
  readonly path: string;
  readonly text: string;
}

/** The first moment that a zip can tell. It is written as local time, and read as such: no zone shifts it. */
const FIRST = new Date(1980, 0, 1);

/** Packs files in the order of their paths. A path that would leave the folder it is unpacked in is refused. */
export function zip(files: readonly Packed[]): Uint8Array<ArrayBuffer> {
  const packed: Zippable = {};
  const order = files.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  for (const { path, text } of order) {
    if (!isBelow(path)) {
      throw new RangeError(`a zip can't hold ${JSON.stringify(path)}`);
    }
    packed[path] = strToU8(text);
  }
  return zipSync(packed, { level: 9, mtime: FIRST }) as Uint8Array<ArrayBuffer>;
}

/** Whether every program unpacks a path below the folder that it was told. */
export function isBelow(path: string): boolean {
  return !/[\\:\0]/.test(path) && path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}
