// In which order Argo CD makes the objects: a timeline of waves for each part, which is an Application of its own.
import type { Manifest } from "@teamwright/wasm";
import { button, element } from "../elements.js";
import { grouped, type OfPart, type OfWave } from "../output/group.js";
import { PARTS } from "../output/outline.js";

/** Draws it; `open` is told which object somebody wants to see. */
export function drawnOrder(manifests: readonly Manifest[], open: (manifest: number) => void): readonly Node[] {
  const words = "Argo CD syncs each part on its own, wave by wave: the next begins when everything of the one before is healthy.";
  return [element("p", { class: "view-title" }, words), ...grouped(manifests).map((part) => drawnPart(part, manifests, open))];
}

function drawnPart({ key, members }: OfPart, manifests: readonly Manifest[], open: (manifest: number) => void): HTMLElement {
  const waves = members.map((wave) => drawnWave(wave, manifests, open));
  const line = element("ol", { class: "waves", tabindex: 0, "aria-label": `Waves of ${PARTS[key]}` }, ...waves);
  return element("section", { class: "lane" }, element("h3", {}, PARTS[key]), line);
}

function drawnWave({ key, members }: OfWave, manifests: readonly Manifest[], open: (manifest: number) => void): HTMLElement {
  const kinds = members.map((kind) => {
    const objects = kind.members.map((index) => {
      const name = manifests[index]?.name ?? "";
      return element("li", {}, button(name, () => open(index), { "aria-label": `${kind.key} ${name}`, title: name }));
    });
    return element("div", { class: "of-kind" }, element("h5", {}, kind.key), element("ul", {}, ...objects));
  });
  return element("li", { class: "of-wave" }, element("h4", {}, `wave ${key}`.replace("-", "\u2212")), ...kinds);
}
