// Both ways between the texts and the objects, as the compiler knows them: a line to the text that it comes from, a text
// to the lines that it feeds.
import type { EditorView } from "@codemirror/view";
import type { Compilation, FileName, Leaf } from "@teamwright/wasm";
import { showCard } from "./card.js";
import { light } from "./editor/lit.js";
import { goTo } from "./editor/place.js";
import type { OutputPane } from "./output/pane.js";
import type { Tabs } from "./source/tabs.js";
import type { Output } from "./state/answer.js";
import { FILES } from "./state/workspace.js";

/** What is lit, and why. */
type Following =
  | { readonly kind: "nothing" }
  | { readonly kind: "line"; readonly leaf: Leaf }
  | { readonly kind: "key"; readonly leaves: readonly Leaf[]; readonly at: number };

/** Follows values through the page. */
export class Follow {
  readonly #pane: OutputPane;
  readonly #editors: Readonly<Record<FileName, EditorView>>;
  readonly #tabs: Tabs;
  #output: Output = { kind: "none" };
  #following: Following = { kind: "nothing" };

  constructor(pane: OutputPane, editors: Readonly<Record<FileName, EditorView>>, tabs: Tabs) {
    this.#pane = pane;
    this.#editors = editors;
    this.#tabs = tabs;
  }

  /** There is a new answer: what was lit belongs to the one before. */
  renew(output: Output): void {
    this.#output = output;
    this.#darken();
    showCard({ kind: output.kind === "old" ? "old" : "idle" });
  }

  /** Somebody points to a 1-based line of the output. */
  fromLine(line: number): void {
    const compilation = this.#compilation();
    if (!compilation) {
      return;
    }
    this.#darken();
    const leaf = compilation.originOfLine(line);
    if (!leaf) {
      showCard({ kind: "structure", line });
      return;
    }
    this.#following = { kind: "line", leaf };
    const { file, range } = leaf.origin;
    const hasPlace = file !== undefined && range !== undefined;
    showCard({ kind: "origin", leaf, go: hasPlace ? () => this.go() : null });
    this.#pane.lightLines([line], new Set([leaf.manifest]), false);
    if (hasPlace) {
      if (this.#tabs.file !== file) {
        this.#tabs.open(file);
      }
      const [from, to] = [range.start.utf16, range.end.utf16];
      light(this.#editors[file], { kind: "text", from, to }, from);
    }
  }

  /** Somebody has put the cursor somewhere in a file. */
  fromText(file: FileName, scroll: boolean): void {
    const compilation = this.#compilation();
    if (!compilation) {
      return;
    }
    const leaves = compilation.linesFrom(file, this.#editors[file].state.selection.main.head);
    this.#darken();
    if (leaves.length === 0) {
      showCard({ kind: "idle" });
      return;
    }
    this.#following = { kind: "key", leaves, at: 0 };
    showCard({ kind: "feeds", leaves, step: (by) => this.#step(by) });
    const manifests = new Set(leaves.map(({ manifest }) => manifest));
    this.#pane.lightLines(leaves.map(({ line }) => line), manifests, scroll);
  }

  /** Goes to the other end of what is lit. */
  go(): void {
    const following = this.#following;
    switch (following.kind) {
      case "nothing":
        return;
      case "line": {
        const { file, range } = following.leaf.origin;
        if (file !== undefined && range !== undefined) {
          this.#tabs.open(file);
          goTo(this.#editors[file], range.start.utf16, range.end.utf16);
        }
        return;
      }
      case "key":
        this.#reveal(following.leaves[following.at]);
        this.#pane.view.focus();
    }
  }

  #step(by: 1 | -1): void {
    if (this.#following.kind === "key") {
      const { leaves, at } = this.#following;
      const next = (at + by + leaves.length) % leaves.length;
      this.#following = { kind: "key", leaves, at: next };
      this.#reveal(leaves[next]);
    }
  }

  #reveal(leaf: Leaf | undefined): void {
    const { view } = this.#pane;
    if (leaf && leaf.line <= view.state.doc.lines) {
      // Not a selection by a person: that would ask where the line comes from.
      view.dispatch({ selection: { anchor: view.state.doc.line(leaf.line).from }, scrollIntoView: true });
    }
  }

  #compilation(): Compilation | null {
    return this.#output.kind === "current" ? this.#output.compilation : null;
  }

  #darken(): void {
    this.#following = { kind: "nothing" };
    this.#pane.lightLines([], new Set(), false);
    for (const file of FILES) {
      light(this.#editors[file], null);
    }
  }
}
