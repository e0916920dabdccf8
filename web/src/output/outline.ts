// The list of objects beside their text.
import type { Manifest } from "@teamwright/wasm";
import { button, byId, element } from "../elements.js";
import { grouped, type OfKind, type OfPart, type OfWave } from "./group.js";

/** What parts are called. */
export const PARTS: Readonly<Record<Manifest["part"], string>> = { project: "Project", namespace: "Namespace", apps: "Applications" };

/** The outline; it is drawn anew only when the list of objects is another one. */
export class Outline {
  readonly #opened: (manifest: number) => void;
  #entries = new Map<number, HTMLButtonElement>();
  #signature = "";

  /** `opened` is told which object somebody wants to see. */
  constructor(opened: (manifest: number) => void) {
    this.#opened = opened;
  }

  /** Shows these objects. */
  show(manifests: readonly Manifest[]): void {
    const signature = JSON.stringify(manifests.map(({ part, wave, kind, name }) => [part, wave, kind, name]));
    if (signature === this.#signature) {
      return;
    }
    this.#signature = signature;
    this.#entries = new Map();
    const parts = grouped(manifests).map((part) => this.#part(part, manifests));
    byId("outline", HTMLElement).replaceChildren(...parts);
  }

  /** Marks the objects that something feeds. */
  mark(manifests: ReadonlySet<number>): void {
    for (const [index, entry] of this.#entries) {
      entry.classList.toggle("fed", manifests.has(index));
    }
  }

  #part({ key, members }: OfPart, manifests: readonly Manifest[]): HTMLElement {
    const total = members.flatMap(({ members }) => members.flatMap(({ members }) => members)).length;
    const title = element("h3", {}, PARTS[key], " ", element("span", { class: "count" }, String(total)));
    return element("section", { class: "part" }, title, ...members.map((wave) => this.#wave(wave, manifests)));
  }

  #wave({ key, members }: OfWave, manifests: readonly Manifest[]): HTMLElement {
    const title = element("h4", { class: "wave" }, `wave ${key}`.replace("-", "\u2212"));
    return element("div", {}, title, ...members.map((kind) => this.#kind(kind, manifests)));
  }

  #kind({ key, members }: OfKind, manifests: readonly Manifest[]): HTMLElement {
    const counted = members.length > 1 ? [" ", element("span", { class: "count" }, String(members.length))] : [];
    const list = element("ul");
    for (const index of members) {
      const name = manifests[index]?.name ?? "";
      const entry = button(name, () => this.#opened(index), { "aria-label": `${key} ${name}`, title: name });
      this.#entries.set(index, entry);
      list.append(element("li", {}, entry));
    }
    return element("div", { class: "kind" }, element("h5", {}, key, ...counted), list);
  }
}
