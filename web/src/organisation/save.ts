// What was edited goes back to where it was read, where the browser can; else into a zip with the same paths.
import { isBelow, zip } from "../download/zip.js";
import type { DirectoryNode } from "./nodes.js";
import type { ChangedFile, Organisation } from "./organisation.js";

/** What became of saving. */
export interface Saved {
  /** Paths that are on the disk now. */
  readonly written: readonly string[];
  /** Paths that somebody else has changed since they were read: left as they are. */
  readonly foreign: readonly string[];
  /** Paths that could not be written, each with the reason. */
  readonly failed: readonly string[];
}

/** Whether the folder can be written to. */
export function canSave({ root }: Organisation): boolean {
  return root.mayWrite !== undefined;
}

/**
 * Writes every change; `null` if whoever sits there does not allow it. A file that is not what it was when it was read is
 * written only if `overwrite` says so.
 */
export async function save(
  organisation: Organisation,
  overwrite: (foreign: readonly string[]) => boolean,
): Promise<Saved | null> {
  if (!(await organisation.root.mayWrite?.())) {
    return null;
  }
  const [written, failed, foreign]: string[][] = [[], [], []];
  const later: ChangedFile[] = [];
  const write = async (file: ChangedFile): Promise<void> => {
    try {
      const node = file.node ?? (await organisation.root.make?.(file.path));
      await node?.write?.(file.text);
      organisation.saved({ ...file, node });
      written?.push(file.path);
    } catch (error) {
      failed?.push(`${file.path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  for (const file of organisation.changes()) {
    await ((await isForeign(file, organisation.root)) ? later.push(file) : write(file));
  }
  const paths = later.map(({ path }) => path);
  if (later.length > 0 && overwrite(paths)) {
    for (const file of later) {
      await write(file);
    }
  } else {
    foreign?.push(...paths);
  }
  return { written: written ?? [], foreign: foreign ?? [], failed: failed ?? [] };
}

/** Whether somebody else has written a file since it was read; what was not there may be there now. */
async function isForeign({ path, node, before }: ChangedFile, root: DirectoryNode): Promise<boolean> {
  try {
    // Byte for byte: a byte order mark is part of it.
    const bytes = await (await (node ?? (await root.find?.(path)))?.read())?.arrayBuffer();
    return bytes !== undefined && new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) !== before;
  } catch {
    // It is gone, which writing finds out.
    return false;
  }
}

/** The changes as files of a zip; paths that no zip can hold are told. */
export function changesZip(organisation: Organisation): {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly left: readonly string[];
} {
  const changes = organisation.changes();
  const left = changes.map(({ path }) => path).filter((path) => !isBelow(path));
  return { bytes: zip(changes.filter(({ path }) => isBelow(path))), left };
}
