// Curves between the cards of a picture and its middle. Cards are as high as their text, so a curve is where the browser has put
// its card, and moves with it.
import { shape } from "./svg.js";

/** A card beside the middle. */
export interface Connection {
  readonly card: HTMLElement;
  /** On which side: `in` on the left of the middle, `out` on its right. */
  readonly direction: "in" | "out";
  readonly kind: "open" | "half" | "unknown";
}

/** The curves, drawn anew whenever the picture gets another size. What they say is said in the cards as well. */
export function connected(picture: HTMLElement, middle: HTMLElement, connections: readonly Connection[]): SVGSVGElement {
  const paths = connections.map((connection) => ({ connection, path: shape("path", { class: `net-way ${connection.kind}` }) }));
  const drawing = shape("svg", { class: "net-curves", "aria-hidden": "true" }, ...paths.map(({ path }) => path));
  const place = (): void => {
    const origin = picture.getBoundingClientRect();
    const centre = middle.getBoundingClientRect();
    for (const { connection, path } of paths) {
      const card = connection.card.getBoundingClientRect();
      const isIn = connection.direction === "in";
      const [from, to] = isIn ? [card.right, centre.left] : [centre.right, card.left];
      const [above, below] = isIn ? [middleOf(card), middleOf(centre)] : [middleOf(centre), middleOf(card)];
      const half = (from + to) / 2 - origin.left;
      const [start, end] = [`${from - origin.left} ${above - origin.top}`, `${to - origin.left} ${below - origin.top}`];
      path.setAttribute("d", `M${start} C${half} ${above - origin.top} ${half} ${below - origin.top} ${end}`);
    }
  };
  new ResizeObserver(place).observe(picture);
  return drawing;
}

function middleOf({ top, bottom }: DOMRect): number {
  return (top + bottom) / 2;
}
