// The right half: how many objects, which, their text; and whether they are those of the texts on the left.
import type { EditorView } from "@codemirror/view";
import type { Manifest } from "@teamwright/wasm";
import { light } from "../editor/lit.js";
import { goTo } from "../editor/place.js";
import { button, byId, count, element } from "../elements.js";
import { tally, type Answer, type Made, type Output } from "../state/answer.js";
import { Outline } from "./outline.js";
import { showStream, streamEditor, type StreamOptions } from "./stream.js";

/** What the pane tells the page. */
export interface PaneOptions extends Omit<StreamOptions, "host"> {
  readonly firstError: () => void;
  readonly cluster: (name: string) => void;
}

const NOTHING: Made = { manifests: [], yaml: "" };

/** The pane of manifests. */
export class OutputPane {
  readonly view: EditorView;
  readonly outline: Outline;
  readonly #firstError: () => void;
  #made: Made | undefined;

  constructor(options: PaneOptions) {
    this.#firstError = options.firstError;
    this.view = streamEditor({ host: byId("stream", HTMLElement), ...options });
    this.outline = new Outline((manifest) => this.open(manifest));
    const cluster = byId("cluster", HTMLSelectElement);
    cluster.addEventListener("change", () => options.cluster(cluster.value));
  }

  /** The objects on the screen. */
  get made(): Made | undefined {
    return this.#made;
  }

  /** Shows an answer. */
  show(answer: Answer, cluster: string | null): void {
    const { output } = answer;
    this.#showAge(output, answer);
    this.#showClusters(answer.clusters, cluster);
    // Nothing is shown rather than what was made of other files.
    const made = output.kind === "none" ? undefined : output.made;
    if (made !== this.#made) {
      this.#made = made;
      showStream(this.view, made ?? NOTHING);
      this.outline.show(made?.manifests ?? []);
    }
    const total = this.#made?.manifests.length ?? 0;
    byId("total", HTMLElement).textContent = count(total, "object");
    byId("jump-objects", HTMLElement).textContent = String(total);
  }

  /** Goes to an object. */
  open(manifest: number): void {
    const found = this.#made?.manifests[manifest];
    if (found && found.firstLine < this.view.state.doc.lines) {
      // The line below the head; its first line is the head.
      const { from } = this.view.state.doc.line(found.firstLine + 1);
      goTo(this.view, from, from);
    }
  }

  /** Goes to a 1-based line, as if somebody had clicked it. */
  openLine(line: number): void {
    if (line <= this.view.state.doc.lines) {
      const { from } = this.view.state.doc.line(line);
      goTo(this.view, from, from);
    }
  }

  /** Lights lines (1-based) and marks their objects; scrolls to the first if none of them is to be seen. */
  lightLines(lines: readonly number[], manifests: ReadonlySet<number>, scroll: boolean): void {
    this.outline.mark(manifests);
    const { doc } = this.view.state;
    const [first] = lines;
    const isFar = scroll && first !== undefined && first <= doc.lines && !this.#isSeen(lines);
    const target = isFar ? doc.line(first).from : undefined;
    light(this.view, lines.length > 0 ? { kind: "lines", lines } : null, target);
  }

  /** Whether one of these lines is on the screen. To ask, the browser has to lay the page out: while somebody types nobody does. */
  #isSeen(lines: readonly number[]): boolean {
    const { doc } = this.view.state;
    const { scrollTop, clientHeight } = this.view.scrollDOM;
    const [top, bottom] = [scrollTop, scrollTop + clientHeight].map((y) => this.view.lineBlockAtHeight(y));
    const [from, to] = [top?.from ?? 0, bottom?.to ?? 0];
    return lines.some((line) => line <= doc.lines && doc.line(line).from >= from && doc.line(line).to <= to);
  }

  #showAge(output: Output, { findings }: Answer): void {
    const { errors } = tally([...findings.values()].flat());
    byId("output", HTMLElement).classList.toggle("is-old", output.kind !== "current");
    const old = byId("old", HTMLElement);
    // It takes the place of the toolbar, so that nothing jumps while somebody types.
    old.hidden = output.kind === "current";
    byId("toolbar", HTMLElement).hidden = output.kind !== "current";
    const words = ageOf(output, errors);
    if (old.dataset["words"] !== words) {
      old.dataset["words"] = words;
      const go = errors > 0 ? [button("First error", this.#firstError)] : [];
      old.replaceChildren(element("span", {}, words), ...go);
    }
  }

  #showClusters(clusters: readonly string[], chosen: string | null): void {
    const select = byId("cluster", HTMLSelectElement);
    const names = clusters.join("\n");
    if (select.dataset["names"] !== names) {
      select.dataset["names"] = names;
      select.replaceChildren(...clusters.map((name) => element("option", { value: name }, name)));
      byId("cluster-field", HTMLElement).hidden = clusters.length < 2;
    }
    const value = chosen !== null && clusters.includes(chosen) ? chosen : (clusters[0] ?? "");
    if (select.value !== value) {
      select.value = value;
    }
  }
}

function ageOf({ kind }: Output, errors: number): string {
  const why = errors > 0 ? `${count(errors, "error")} on the left` : "the compiler's stop";
  switch (kind) {
    case "current":
      return "";
    case "old":
      return `Old: from before ${why}`;
    case "none":
      return `Nothing yet, for ${why}`;
  }
}

/** The name of the file that is downloaded. */
export function downloadName(manifests: readonly Manifest[], extension: string): string {
  const name = manifests.find(({ kind }) => kind === "Namespace")?.name ?? "manifests";
  return `${name}.${extension}`;
}
