// Files and directories as a browser gives them: by a handle, by a drop, as a flat list, or out of the page itself.

/** A file. `write` is there where the browser can save to the place that it was read from. */
export interface FileNode {
  readonly kind: "file";
  readonly name: string;
  read(): Promise<Blob>;
  readonly write?: (text: string) => Promise<void>;
}

/** A directory. */
export interface DirectoryNode {
  readonly kind: "directory";
  readonly name: string;
  entries(): AsyncIterable<Node> | Iterable<Node>;
  /** Asks whoever sits there whether files may be written; absent where none can be. */
  readonly mayWrite?: () => Promise<boolean>;
  /** The file at a path below; rejects if there is none. */
  readonly find?: (path: string) => Promise<FileNode>;
  /** A file at a path below that may not be there yet, nor the directories on the way. */
  readonly make?: (path: string) => Promise<FileNode>;
}

export type Node = FileNode | DirectoryNode;

/** As much of the File System Access API as TypeScript's library lacks. */
interface Handle extends FileSystemDirectoryHandle {
  requestPermission?(options: { readonly mode: "readwrite" }): Promise<PermissionState>;
}

/** Opens a folder so that it can be written to as well; only some browsers have it. */
type Picker = (options: { readonly id: string }) => Promise<FileSystemDirectoryHandle>;

/** The browser's own picker, where there is one. */
export function picker(): Picker | undefined {
  const has = globalThis as { readonly showDirectoryPicker?: Picker };
  // Called as a method: it is one of the window.
  return has.showDirectoryPicker && ((options) => (has.showDirectoryPicker as Picker)(options));
}

/** From a handle. */
export function ofHandle(handle: FileSystemHandle): Node {
  if (isDirectory(handle)) {
    const mayWrite = async (): Promise<boolean> =>
      handle.requestPermission === undefined || (await handle.requestPermission({ mode: "readwrite" })) === "granted";
    const at = async (path: string, create: boolean): Promise<FileNode> => {
      const names = path.split("/");
      const last = names.pop() ?? "";
      let directory: FileSystemDirectoryHandle = handle;
      for (const name of names) {
        directory = await directory.getDirectoryHandle(name, { create });
      }
      return ofHandle(await directory.getFileHandle(last, { create })) as FileNode;
    };
    const [find, make] = [(path: string) => at(path, false), (path: string) => at(path, true)];
    return { kind: "directory", name: handle.name, entries: () => ofHandles(handle), mayWrite, find, make };
  }
  const file = handle as FileSystemFileHandle;
  const write = async (text: string): Promise<void> => {
    // What is written takes the file's place when it is closed, whole.
    const stream = await file.createWritable();
    await stream.write(text);
    await stream.close();
  };
  return { kind: "file", name: file.name, read: () => file.getFile(), write };
}

async function* ofHandles(directory: Handle): AsyncGenerator<Node> {
  const listed = directory as unknown as { values(): AsyncIterable<FileSystemHandle> };
  for await (const handle of listed.values()) {
    yield ofHandle(handle);
  }
}

function isDirectory(handle: FileSystemHandle): handle is Handle {
  return handle.kind === "directory";
}

/** From what was dropped, in browsers that give no handle for it. */
export function ofEntry(entry: FileSystemEntry): Node {
  if (entry.isDirectory) {
    const { name } = entry;
    return { kind: "directory", name, entries: () => ofEntries(entry as FileSystemDirectoryEntry) };
  }
  const read = (): Promise<Blob> => new Promise((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
  return { kind: "file", name: entry.name, read };
}

async function* ofEntries(directory: FileSystemDirectoryEntry): AsyncGenerator<Node> {
  const reader = directory.createReader();
  const some = (): Promise<FileSystemEntry[]> => new Promise((done, failed) => reader.readEntries(done, failed));
  // A hundred at a time, until there are none.
  for (let entries = await some(); entries.length > 0; entries = await some()) {
    yield* entries.map(ofEntry);
  }
}

/** From a flat list: paths with `/` between their components. */
export function ofPaths(name: string, files: Iterable<readonly [path: string, file: Blob]>): DirectoryNode {
  const root = new Map<string, Tree>();
  for (const [path, file] of files) {
    const parts = path.split("/");
    const last = parts.pop() ?? "";
    let directory = root;
    for (const part of parts) {
      const next = directory.get(part);
      if (next instanceof Map) {
        directory = next;
      } else {
        const made = new Map<string, Tree>();
        directory.set(part, made);
        directory = made;
      }
    }
    directory.set(last, file);
  }
  return ofTree(name, root);
}

/** A file, or what lies in a directory. */
type Tree = Blob | Map<string, Tree>;

function ofTree(name: string, tree: Map<string, Tree>): DirectoryNode {
  const node = ([name, tree]: [string, Tree]): Node =>
    tree instanceof Map ? ofTree(name, tree) : { kind: "file", name, read: () => Promise.resolve(tree) };
  return { kind: "directory", name, entries: () => [...tree].map(node) };
}

/** Several things that were dropped at once, as if they lay in one folder. */
export function together(name: string, nodes: readonly Node[]): DirectoryNode {
  return { kind: "directory", name, entries: () => nodes };
}
