// The templates that are open: one editor, in which each has a text, an undo and a place of its own.
import type { EditorState } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { difference } from "../editor/difference.js";
import { light } from "../editor/lit.js";
import { fresh } from "../editor/place.js";
import type { FileKey, Template } from "../state/workspace.js";

/** The texts of all templates. */
export class Templates {
  readonly view: EditorView;
  #all: readonly Template[];
  /** Editors that were left. */
  readonly #left = new Map<FileKey, EditorState>();
  #shown: FileKey | null = null;

  constructor(view: EditorView, all: readonly Template[]) {
    this.view = view;
    this.#all = all;
  }

  /** All of them, in order. It is the same list as long as they are. */
  get all(): readonly Template[] {
    return this.#all;
  }

  /** The one in the editor; `null` before anybody looked at one. */
  get shown(): FileKey | null {
    return this.#shown;
  }

  /** Puts one into the editor, as it was left. */
  open(path: FileKey): void {
    if (path === this.#shown) {
      return;
    }
    this.#leave();
    this.#shown = path;
    this.view.setState(this.#left.get(path) ?? fresh(this.view, this.#textOf(path)));
    // What was lit when it was left.
    light(this.view, null);
  }

  /** Takes what was typed. */
  take(): void {
    const [path, text] = [this.#shown, this.view.state.doc.toString()];
    const at = this.#all.findIndex((template) => template.path === path);
    if (path !== null && at >= 0 && this.#all[at]?.text !== text) {
      this.#all = this.#all.with(at, { path, text });
    }
  }

  /** One more. */
  add(template: Template): void {
    this.#all = [...this.#all, template].sort((one, other) => (one.path < other.path ? -1 : 1));
  }

  /** One less. */
  remove(path: FileKey): void {
    this.#all = this.#all.filter((template) => template.path !== path);
    this.#forget(path);
  }

  /** Others, of which nothing is known yet. */
  put(all: readonly Template[]): void {
    this.#all = all;
    this.#left.clear();
    this.#shown = null;
  }

  /** Other texts, as one step that each editor can undo. */
  replace(all: readonly Template[]): void {
    this.#leave();
    this.#all = all;
    for (const [path, state] of this.#left) {
      const template = all.find((template) => template.path === path);
      if (template) {
        const changes = difference(state.doc.toString(), template.text);
        this.#left.set(path, changes ? state.update({ changes, userEvent: "input.replace" }).state : state);
      } else {
        this.#forget(path);
      }
    }
    const shown = this.#shown;
    this.#shown = null;
    if (shown !== null && this.#left.has(shown)) {
      this.open(shown);
    }
  }

  #leave(): void {
    if (this.#shown !== null) {
      this.#left.set(this.#shown, this.view.state);
    }
  }

  #forget(path: FileKey): void {
    this.#left.delete(path);
    if (this.#shown === path) {
      this.#shown = null;
    }
  }

  #textOf(path: FileKey): string {
    return this.#all.find((template) => template.path === path)?.text ?? "";
  }
}
