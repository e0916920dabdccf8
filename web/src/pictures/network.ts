// Who reaches the team, on the left, and whom it reaches, on the right: a list on each side, and curves between them.
import type { Consent, Network, Way } from "@teamwright/wasm";
import { button, element } from "../elements.js";
import { connected, type Connection } from "./curves.js";

/** Ways that one policy opens, which is one card: name servers and destinations have several addresses. Teams stand alone. */
type Card = readonly [Way, ...Way[]];

const CONSENT: Readonly<Record<Consent, string>> = {
  both: "Both sides agree",
  ours: "Half open: the other side does not agree, so nothing passes",
  theirs: "Half open: only the other side is open, so nothing passes",
  unknown: "Whether the other side agrees is not known here",
};

/** Draws it; `go` is told which line of the manifests somebody wants to see. */
export function drawnNetwork({ namespace, ways }: Network, go: (line: number) => void): readonly Node[] {
  const half = ways.filter(({ consent }) => isHalf(consent)).length;
  const pairs = half === 0 ? "" : half === 1 ? " One pair is half open." : ` ${half} pairs are half open.`;
  const team = element("div", { class: "net-team" }, element("strong", {}, namespace), element("span", {}, "this team"));
  const [into, out] = [side("May reach this team", ways, "in", go), side("This team may reach", ways, "out", go)];
  const connections = [...into.connections, ...out.connections];
  const picture = element("div", { class: "net" }, into.section, team, out.section);
  picture.append(connected(picture, team, connections));
  return [element("p", { class: "view-title" }, `What is not drawn is closed.${pairs}`), picture];
}

function side(
  title: string,
  ways: readonly Way[],
  direction: Way["direction"],
  go: (line: number) => void,
): { readonly section: HTMLElement; readonly connections: readonly Connection[] } {
  const cards = merged(ways.filter((way) => way.direction === direction));
  const connections = cards.map((card) => ({ card: drawnCard(card, go), direction, kind: kindOf(card[0].consent) }));
  const items = connections.map(({ card }) => element("li", {}, card));
  const list = items.length > 0 ? element("ul", {}, ...items) : element("p", { class: "hint" }, "Nobody.");
  return { section: element("section", { class: `net-side ${direction}` }, element("h3", {}, title), list), connections };
}

function merged(ways: readonly Way[]): Card[] {
  const cards = new Map<string, Card>();
  for (const way of ways) {
    const key = JSON.stringify(way.side === "team" ? [way.name, way.policy] : [way.policy]);
    const known = cards.get(key);
    cards.set(key, known ? [...known, way] : [way]);
  }
  return [...cards.values()];
}

function drawnCard(card: Card, go: (line: number) => void): HTMLElement {
  const [{ ports, policy, line, consent }] = card;
  const names = [...new Set(card.map(({ name }) => name))];
  const parts = names.flatMap((name) => {
    const only = card.filter((way) => way.name === name && way.only !== "").map((way) => way.only);
    const narrowed = only.map((each) => element("span", { class: "net-only", title: each }, each));
    return [element("strong", {}, name), ...narrowed];
  });
  if (ports.length > 0) {
    parts.push(element("span", { class: "net-only" }, ports.join(", ")));
  }
  if (policy !== undefined) {
    parts.push(element("span", { class: "net-policy" }, policy));
  }
  if (consent !== undefined) {
    parts.push(element("span", { class: `net-consent ${consent}` }, CONSENT[consent]));
  }
  const attributes = { class: `net-card ${kindOf(consent)}` };
  if (line === 0) {
    return element("div", attributes, ...parts);
  }
  const made = button("", () => go(line), attributes);
  made.append(...parts);
  return made;
}

function isHalf(consent: Consent | undefined): boolean {
  return consent === "ours" || consent === "theirs";
}

function kindOf(consent: Consent | undefined): Connection["kind"] {
  return isHalf(consent) ? "half" : consent === "unknown" ? "unknown" : "open";
}
