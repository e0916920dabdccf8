// The strip below the manifests: where a line comes from, or what a key makes.
import type { Leaf, Origin } from "@teamwright/wasm";
import { button, byId, count, element } from "./elements.js";

/** What the card says. */
export type Card =
  | { readonly kind: "idle" }
  | { readonly kind: "old" }
  | { readonly kind: "structure"; readonly line: number }
  | { readonly kind: "origin"; readonly leaf: Leaf; readonly go: (() => void) | null }
  | { readonly kind: "feeds"; readonly leaves: readonly Leaf[]; readonly step: (by: 1 | -1) => void };

/** What the page itself says there: it stands before the compiler is loaded. */
const idle = [...byId("card", HTMLElement).childNodes];

/** Shows it. */
export function showCard(card: Card): void {
  byId("card", HTMLElement).replaceChildren(...drawn(card));
}

function drawn(card: Card): readonly (Node | string)[] {
  switch (card.kind) {
    case "idle":
      return idle;
    case "old":
      return [hint("These objects are old: their lines do not go back to the text on the left.")];
    case "structure":
      return [hint(`Line ${card.line} only begins something; its values are on the lines below.`)];
    case "origin":
      return origin(card.leaf, card.go);
    case "feeds":
      return feeds(card.leaves, card.step);
  }
}

function hint(text: string): HTMLElement {
  return element("p", { class: "hint" }, text);
}

const KINDS: Readonly<Record<Origin["kind"], string>> = {
  written: "written",
  platform: "platform",
  tier: "tier",
  default: "default",
  lock: "locked",
  derived: "derived",
};

function origin({ kind, name, path, value, origin }: Leaf, go: (() => void) | null): HTMLElement[] {
  const field = element("p", { class: "field-path" }, element("b", {}, path), ` of ${kind} ${name}`);
  const chip = element("span", { class: `chip ${origin.kind}` }, KINDS[origin.kind]);
  const words = element("p", { class: "words" }, chip, element("code", {}, value), " ", element("span", {}, origin.text));
  return [element("div", { class: "text" }, field, words), ...(go ? [button("Show", go)] : [])];
}

function feeds(leaves: readonly Leaf[], step: (by: 1 | -1) => void): HTMLElement[] {
  const objects = new Map(leaves.map(({ manifest, kind, name }) => [manifest, `${kind} ${name}`]));
  const total = `Feeds ${count(leaves.length, "line")} in ${count(objects.size, "object")}`;
  const names = element("p", { class: "words" }, [...objects.values()].join(", "));
  const text = element("div", { class: "text" }, element("p", { class: "total" }, total), names);
  const steps = [button("Previous", () => step(-1)), button("Next", () => step(1))];
  return [text, ...(leaves.length > 1 ? steps : [])];
}
