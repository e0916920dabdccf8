// The one dialog: the keys, or a long text of the compiler.
import { byId, element } from "./elements.js";

const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ["Ctrl Space", "what may stand here"],
  ["F8 · Shift F8", "to the next problem, or the one before"],
  ["Ctrl Enter", "from a key to the lines that it feeds"],
  ["Enter", "in the manifests: from a line to the text that it comes from"],
  ["F2", "to the other file: the one that was open before"],
  ["Ctrl F", "search, in the files and in the manifests"],
  ["Ctrl Z · Ctrl Y", "undo, redo: each file has its own history"],
  ["Ctrl ] · Ctrl [", "indent, and back; Tab leaves the editor"],
  ["Ctrl /", "make a line a comment, or no comment"],
  ["Ctrl Shift [ · Ctrl Shift ]", "fold, unfold"],
  ["Ctrl S", "copy a link to all of this; in an open folder: save it"],
  ["Ctrl O", "open a folder"],
  ["Ctrl P", "in an open folder: search a team; ↓ goes into the list, Enter opens"],
  ["F1", "this list"],
];

/** Shows a long text as it is. */
export function showText(title: string, text: string): void {
  open(title, element("pre", { tabindex: 0 }, text));
}

/** Shows the keys. */
export function showKeys(): void {
  const isMac = navigator.platform.startsWith("Mac");
  const rows = KEYS.flatMap(([keys, does]) => [
    element("dt", {}, element("kbd", {}, isMac ? keys.replaceAll("Ctrl", "⌘") : keys)),
    element("dd", {}, does),
  ]);
  open("Keys", element("dl", {}, ...rows));
}

function open(title: string, body: Node): void {
  byId("sheet-title", HTMLElement).textContent = title;
  byId("sheet-body", HTMLElement).replaceChildren(body);
  const sheet = byId("sheet", HTMLDialogElement);
  if (!sheet.open) {
    sheet.showModal();
  }
}
