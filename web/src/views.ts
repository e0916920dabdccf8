// The tabs of the right half: the manifests, and other ways to look at the same answer. Only the one that is open is drawn.
import { byId, element } from "./elements.js";
import type { Output } from "./state/answer.js";
import { MANIFESTS } from "./state/workspace.js";

/** A way to look at an answer. */
export interface View {
  readonly name: string;
  readonly label: string;
  /** Draws what is current. Called at each answer while the view is open, and when it is opened. */
  readonly draw: (output: Output & { readonly kind: "current" }) => readonly Node[];
}

/** The tabs. */
export class Views {
  readonly #views: readonly View[];
  readonly #tabs: ReadonlyMap<string, HTMLButtonElement>;
  readonly #panel = byId("view", HTMLElement);
  readonly #opened: () => void;
  #open = MANIFESTS;
  #output: Output = { kind: "none" };

  /** `open` is the tab to begin with; `opened` is told when another one is open. */
  constructor(views: readonly View[], open: string, opened: () => void) {
    this.#views = views;
    this.#opened = opened;
    const labels = [{ name: MANIFESTS, label: "Manifests" }, ...views];
    this.#tabs = new Map(labels.map(({ name, label }) => [name, this.#tab(name, label)]));
    byId("views", HTMLElement).append(...this.#tabs.values());
    this.#turnTo(open);
  }

  /** The name of the tab that is open. */
  get name(): string {
    return this.#open;
  }

  /** Opens a tab. */
  open(name: string): void {
    this.#turnTo(name);
    this.#opened();
  }

  /** Shows an answer; what is old stays as it is. */
  show(output: Output): void {
    this.#output = output;
    this.#draw();
  }

  /** Draws the open view anew, because something else than the answer has changed. */
  redraw(): void {
    this.#draw();
  }

  /** To a tab; to that of the manifests where there is none of the name. */
  #turnTo(asked: string): void {
    const name = this.#tabs.has(asked) ? asked : MANIFESTS;
    this.#open = name;
    for (const [each, tab] of this.#tabs) {
      tab.setAttribute("aria-selected", String(each === name));
      tab.tabIndex = each === name ? 0 : -1;
    }
    const isManifests = name === MANIFESTS;
    byId("output", HTMLElement).dataset["view"] = name;
    for (const id of ["outline", "stream", "card"]) {
      byId(id, HTMLElement).hidden = !isManifests;
    }
    this.#panel.hidden = isManifests;
    this.#panel.setAttribute("aria-labelledby", `view-${name}`);
    this.#panel.replaceChildren();
    this.#draw();
  }

  #draw(): void {
    const view = this.#views.find(({ name }) => name === this.#open);
    if (!view) {
      return;
    }
    if (this.#output.kind === "current") {
      this.#panel.replaceChildren(...view.draw(this.#output));
    } else if (this.#panel.childElementCount === 0) {
      const words = "There are errors on the left. This is drawn when they are repaired.";
      this.#panel.replaceChildren(element("p", { class: "hint" }, words));
    }
  }

  #tab(name: string, label: string): HTMLButtonElement {
    const controls = name === MANIFESTS ? "stream" : "view";
    const tab = element("button", { type: "button", role: "tab", id: `view-${name}`, "aria-controls": controls }, label);
    tab.addEventListener("click", () => this.open(name));
    tab.addEventListener("keydown", (event) => {
      const names = [...this.#tabs.keys()];
      const at = names.indexOf(name);
      const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: names.length - 1 }[event.key];
      const target = next === undefined ? undefined : names.at(next % names.length);
      if (target !== undefined) {
        event.preventDefault();
        this.open(target);
        this.#tabs.get(target)?.focus();
      }
    });
    return tab;
  }
}
