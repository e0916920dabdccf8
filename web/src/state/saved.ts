// What the browser keeps between visits. Storage may be forbidden or full: then nothing is kept, and nothing breaks.
import { parsed, written, type Workspace } from "./workspace.js";

const WORKSPACE = "teamwright.workspace";
const SCHEME = "teamwright.scheme";

/** Which colours: those of the system, or the ones that a person chose. */
export type Scheme = "system" | "light" | "dark";

export function savedWorkspace(): Workspace | null {
  const json = read(WORKSPACE);
  return json === null ? null : parsed(json);
}

/** What is to be kept when the frame of the keystroke is painted. */
let unsaved: Workspace | null = null;

/** Keeps a workspace: not in the task of a keystroke, which would wait for the disk. */
export function saveWorkspace(workspace: Workspace): void {
  if (unsaved === null) {
    setTimeout(saveNow);
  }
  unsaved = workspace;
}

function saveNow(): void {
  if (unsaved) {
    write(WORKSPACE, written(unsaved));
    unsaved = null;
  }
}

export function savedScheme(): Scheme {
  const scheme = read(SCHEME);
  return scheme === "light" || scheme === "dark" ? scheme : "system";
}

export function saveScheme(scheme: Scheme): void {
  write(SCHEME, scheme);
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Private windows of some browsers have no room.
  }
}
