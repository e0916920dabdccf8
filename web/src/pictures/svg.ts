// Shapes. They are drawn by attributes and classes alone: a strict policy forbids `style`.
import type { Attributes } from "../elements.js";

const NAMESPACE = "http://www.w3.org/2000/svg";

/** Makes a shape. What it shows is said in words beside it, so nobody has to read it aloud. */
export function shape<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Node[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  made.append(...children);
  return made;
}

/** A drawing that is stretched to the box that it gets. */
export function drawing(className: string, width: number, height: number, ...children: readonly Node[]): SVGSVGElement {
  const attributes = { class: className, viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" };
  return shape("svg", attributes, ...children);
}
