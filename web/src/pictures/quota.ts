// How much the team may use: a bar for each amount of its quota, with what the tier gives, what the ceiling allows, and what one
// container takes.
import type { Bar, Mark, Quota } from "@teamwright/wasm";
import { button, count, element } from "../elements.js";
import { drawing, shape } from "./svg.js";

/** Draws it; `go` is told which line of the manifests somebody wants to see. */
export function drawnQuota({ tier, bars, fits }: Quota, go: (line: number) => void): readonly Node[] {
  const room =
    fits === undefined
      ? "A pod whose containers ask for nothing does not start here."
      : `${count(fits.pods, "pod")} of one container that asks for nothing fit; ${fits.by} is used up first.`;
  const title = element("p", { class: "view-title" }, tier === undefined ? room : `Tier ${tier}. ${room}`);
  const legend = element("ul", { class: "legend" }, ...LEGEND.map(([name, words]) => element("li", { class: `key-${name}` }, words)));
  const list = element("ul", { class: "bars" }, ...bars.map((bar) => drawnBar(bar, go)));
  return [title, legend, list];
}

const LEGEND: readonly (readonly [name: string, words: string])[] = [
  ["quota", "quota"],
  ["largest", "largest container or claim"],
  ["default", "container that asks for nothing"],
  ["tier", "what the tier gives"],
  ["ceiling", "ceiling"],
];

function drawnBar({ key, quota, tier, ceiling, default: usual, largest, fits }: Bar, go: (line: number) => void): HTMLElement {
  const head = element("div", { class: "bar-head" }, element("h3", {}, key), amount(quota, go));
  const box = (name: string, mark: Mark | undefined): Node[] =>
    mark ? [shape("rect", { class: `bar-${name}`, x: 0, y: 0, width: mark.amount === "0" ? 0 : Math.max(mark.share, 3), height: 20 })] : [];
  const tick = (name: string, mark: Mark | undefined): Node[] => {
    const x = Math.min(Math.max(mark?.share ?? 0, 2), 998);
    return mark ? [shape("path", { class: `bar-${name}`, d: `M${x} 0 V20`, "vector-effect": "non-scaling-stroke" })] : [];
  };
  const shapes = [
    ...box("quota", quota),
    ...box("largest", largest),
    ...box("default", usual),
    ...tick("tier", tier),
    ...tick("ceiling", ceiling),
  ];
  const words = [
    said("tier", tier, go),
    said("ceiling", ceiling, go),
    said("largest", largest, go),
    said("asks for nothing", usual, go),
    fits === undefined || usual === undefined ? null : element("span", {}, `${fits} of these fit`),
  ].filter((each) => each !== null);
  const notes = words.length > 0 ? [element("p", { class: "bar-words" }, ...words)] : [];
  return element("li", {}, head, drawing("bar-drawn", 1000, 20, ...shapes), ...notes);
}

function said(name: string, mark: Mark | undefined, go: (line: number) => void): HTMLElement | null {
  return mark ? element("span", {}, `${name} `, amount(mark, go)) : null;
}

function amount({ amount, line }: Mark, go: (line: number) => void): HTMLElement {
  return line === 0 ? element("code", {}, amount) : button(amount, () => go(line), { class: "amount", title: "To this line" });
}
