// Where an editor lives: a shadow root, in which CodeMirror's styles are constructed sheets that `style-src 'self'` lets pass.
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { theme } from "./theme.js";

/** Puts an editor into an element. */
export function place(host: HTMLElement, doc: string, extensions: Extension): EditorView {
  const all = [theme, extensions];
  const view = new EditorView({ parent: host.attachShadow({ mode: "open" }), doc, extensions: all });
  placed.set(view, all);
  return view;
}

/** What each editor was made of. */
const placed = new WeakMap<EditorView, Extension>();

/** A state for an editor, with another text and a history of its own. */
export function fresh(view: EditorView, doc: string): EditorState {
  return EditorState.create({ doc, extensions: placed.get(view) ?? [] });
}

/** Selects a range, scrolls it into the middle, and goes there. */
export function goTo(view: EditorView, from: number, to: number): void {
  const [anchor, head] = [from, to].map((at) => Math.min(at, view.state.doc.length));
  view.dispatch({
    selection: { anchor: anchor ?? 0, head: head ?? 0 },
    effects: EditorView.scrollIntoView(anchor ?? 0, { y: "center" }),
    userEvent: "select.jump",
  });
  view.focus();
}
