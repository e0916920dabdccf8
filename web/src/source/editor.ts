// The editor of one of the two files.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
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
import { completionSource, hovers } from "@teamwright/wasm/codemirror";
import { wrapping } from "../editor/hanging.js";
import { lighting } from "../editor/lit.js";
import { place } from "../editor/place.js";
import { LABELS } from "../state/workspace.js";

/** What an editor asks of the page, and tells it. */
export interface SourceOptions {
  readonly host: HTMLElement;
  readonly file: FileName;
  readonly text: string;
  readonly platform: () => Platform;
  readonly keys: readonly KeyBinding[];
  /** The text has changed. Called in the task of the keystroke. */
  readonly changed: () => void;
  /** The cursor has moved, and the text is as it was. */
  readonly moved: () => void;
}

/** Makes the editor. Tab leaves it, as everywhere on the page; Ctrl-] indents. */
export function sourceEditor({ host, file, text, platform, keys, changed, moved }: SourceOptions): EditorView {
  const assist = { platform, file };
  return place(host, text, [
    wrapping,
    lineNumbers(),
    foldGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ icons: false, override: [completionSource(assist)] }),
    hovers(assist),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    search(),
    yaml(),
    lighting,
    EditorView.contentAttributes.of({ "aria-label": LABELS[file], tabindex: "0" }),
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
