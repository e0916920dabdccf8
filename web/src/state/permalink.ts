// A workspace in a link's fragment, which browsers keep to themselves: `#1.` and compressed JSON in base64url.
import { parsed, written, type Workspace } from "./workspace.js";

/** Names the form. Another form gets another one, so that old links stay readable. */
const FORM = "1.";

/** The fragment that holds a workspace, without its `#`. */
export async function fragmentOf(workspace: Workspace): Promise<string> {
  const json = new TextEncoder().encode(written(workspace));
  const packed = await through(json, new CompressionStream("deflate-raw"));
  let binary = "";
  for (const byte of packed) {
    binary += String.fromCharCode(byte);
  }
  return FORM + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The workspace that a fragment holds; `null` if it holds none. */
export async function workspaceOf(fragment: string): Promise<Workspace | null> {
  if (!fragment.startsWith(FORM)) {
    return null;
  }
  try {
    const binary = atob(fragment.slice(FORM.length).replaceAll("-", "+").replaceAll("_", "/"));
    const packed = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const json = await through(packed, new DecompressionStream("deflate-raw"));
    return parsed(new TextDecoder().decode(json));
  } catch {
    return null;
  }
}

/** The most that a link unpacks to: three versions of both files at the compiler's limit, and then some. */
const MOST = 8 << 20;

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    pieces.push(piece.value);
    length += piece.value.length;
    if (length > MOST) {
      await reader.cancel();
      throw new RangeError("more than a workspace");
    }
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
