// All objects as one text, byte for byte what Argo CD gets: an editor in which nothing can be written.
import { defaultKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { foldGutter, foldKeymap } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import type { Manifest } from "@teamwright/wasm";
import { difference } from "../editor/difference.js";
import { wrapping } from "../editor/hanging.js";
import { lighting } from "../editor/lit.js";
import { place } from "../editor/place.js";
import type { Made } from "../state/answer.js";
import { heads, headsOf } from "./heads.js";

/** What the stream tells the page. */
export interface StreamOptions {
  readonly host: HTMLElement;
  readonly copy: (manifest: Manifest) => void;
  /** Somebody has put the cursor on a 1-based line. */
  readonly pointed: (line: number) => void;
  /** Somebody wants to be where the line comes from. */
  readonly followed: () => void;
}

/** Makes the editor. It takes the focus, so that a keyboard reads and folds it and follows its lines. */
export function streamEditor({ host, copy, pointed, followed }: StreamOptions): EditorView {
  const follow = (): boolean => {
    followed();
    return true;
  };
  return place(host, "", [
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ "aria-label": "Manifests", "aria-readonly": "true", tabindex: "0" }),
    wrapping,
    // Without objects there is no line to count.
    lineNumbers({ formatNumber: (line, { doc }) => (doc.length === 0 ? "" : String(line)) }),
    foldGutter(),
    drawSelection(),
    highlightSelectionMatches(),
    search(),
    yaml(),
    lighting,
    heads(copy),
    keymap.of([{ key: "Enter", run: follow }, ...searchKeymap, ...foldKeymap, ...defaultKeymap]),
    EditorView.updateListener.of(({ transactions, state }) => {
      if (transactions.some((transaction) => transaction.isUserEvent("select"))) {
        const { number } = state.doc.lineAt(state.selection.main.head);
        // When the editor is done: its own scrolling comes first.
        queueMicrotask(() => pointed(number));
      }
    }),
  ]);
}

/** Shows these objects; what stays the same stays where it is. */
export function showStream(view: EditorView, { yaml, manifests }: Made): void {
  const change = difference(view.state.doc.toString(), yaml);
  view.dispatch({ ...(change ? { changes: change } : {}), effects: headsOf(manifests) });
}
