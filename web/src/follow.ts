// Both ways between the texts and the objects, as the compiler knows them: a line to the text that it comes from, a text
// to the lines that it feeds.
import type { Compilation, Leaf, Origin } from "@teamwright/wasm";
import { showCard } from "./card.js";
import { light } from "./editor/lit.js";
import { goTo } from "./editor/place.js";
import type { OutputPane } from "./output/pane.js";
import type { Sources } from "./source/sources.js";
import type { Output } from "./state/answer.js";
import type { FileKey } from "./state/workspace.js";

/** What is lit, and why. */
type Following =
  | { readonly kind: "nothing" }
  | { readonly kind: "line"; readonly leaf: Leaf }
  | { readonly kind: "key"; readonly leaves: readonly Leaf[]; readonly at: number };

/** Follows values through the page. */
export class Follow {
  readonly #pane: OutputPane;
  readonly #sources: Sources;
  #output: Output = { kind: "none" };
  #following: Following = { kind: "nothing" };

  constructor(pane: OutputPane, sources: Sources) {
    this.#pane = pane;
    this.#sources = sources;
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
    const place = placeOf(leaf.origin);
    showCard({ kind: "origin", leaf, go: place ? () => this.go() : null });
    this.#pane.lightLines([line], new Set([leaf.manifest]), false);
    if (place) {
      const { key, from, to } = place;
      light(this.#sources.open(key), { kind: "text", from, to }, from);
    }
  }

  /** Somebody has put the cursor somewhere in a file. */
  fromText(file: FileKey, scroll: boolean): void {
    const compilation = this.#compilation();
    if (!compilation) {
      return;
    }
    const leaves = compilation.linesFrom(file, this.#sources.view(file).state.selection.main.head);
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
        const place = placeOf(following.leaf.origin);
        if (place) {
          goTo(this.#sources.open(place.key), place.from, place.to);
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
    for (const view of this.#sources.views) {
      light(view, null);
    }
  }
}

/** The text that a value comes from, if it stands in a file. */
function placeOf({ file, path, range }: Origin): { readonly key: FileKey; readonly from: number; readonly to: number } | null {
  const key = file ?? path;
  return key === undefined || range === undefined ? null : { key, from: range.start.utf16, to: range.end.utf16 };
}
