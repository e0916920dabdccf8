// The editor of one of the two files, or of templates.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import type { Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  type KeyBinding,
} from "@codemirror/view";
import type { FileName, Platform } from "@teamwright/wasm";
import { completionSource, hovers, type EditorOptions } from "@teamwright/wasm/codemirror";
import { wrapping } from "../editor/hanging.js";
import { lighting } from "../editor/lit.js";
import { place } from "../editor/place.js";
import { LABELS } from "../state/workspace.js";

/** What an editor asks of the page, and tells it. */
export interface SourceOptions {
  readonly host: HTMLElement;
  /** Which file it is. In a template the compiler completes nothing, and says nothing of a key. */
  readonly file: FileName | "template";
  readonly text: string;
  readonly platform: () => Platform;
  readonly keys: readonly KeyBinding[];
  /** The text has changed. Called in the task of the keystroke. */
  readonly changed: () => void;
  /** The cursor has moved, and the text is as it was. */
  readonly moved: () => void;
}

function assisted(options: EditorOptions): Extension {
  return [autocompletion({ icons: false, override: [completionSource(options)] }), hovers(options)];
}

/** Makes the editor. Tab leaves it, as everywhere on the page; Ctrl-] indents. */
export function sourceEditor({ host, file, text, platform, keys, changed, moved }: SourceOptions): EditorView {
  const assist = file === "template" ? [] : assisted({ platform, file });
  return place(host, text, [
    wrapping,
    lineNumbers(),
    foldGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    assist,
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    search(),
    yaml(),
    lighting,
    EditorView.contentAttributes.of({ "aria-label": file === "template" ? "Template" : LABELS[file], tabindex: "0" }),
    keymap.of([
      ...keys,
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...completionKeymap,
      ...lintKeymap,
    ]),
    EditorView.updateListener.of(({ docChanged, selectionSet }) => {
      if (docChanged) {
        changed();
      } else if (selectionSet) {
        queueMicrotask(moved);
      }
    }),
  ]);
}
