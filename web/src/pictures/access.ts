// Who may do what: the people by their role, and a matrix of what may be done in Kubernetes and in Argo CD.
import type { Access, Cell, Person, Right } from "@teamwright/wasm";
import { button, element } from "../elements.js";

const ROLES = ["developer", "viewer"] as const;
const PLACES = { kubernetes: "In Kubernetes, with kubectl", argocd: "In Argo CD" } as const;
const MAY: Readonly<Record<Cell["may"], string>> = { look: "look", change: "change", use: "use" };

/** Draws it; `go` is told which line of the manifests somebody wants to see. */
export function drawnAccess({ people, rights }: Access, go: (line: number) => void): readonly Node[] {
  const roles = ROLES.map((role) => group(role, people.filter((person) => person.role === role), go));
  const tables = (["argocd", "kubernetes"] as const).map((place) =>
    table(PLACES[place], rights.filter((right) => right.place === place), go),
  );
  const words = "What is not listed, nobody of the team may do.";
  return [element("p", { class: "view-title" }, words), element("div", { class: "people" }, ...roles), ...tables];
}

function group(role: Person["role"], people: readonly Person[], go: (line: number) => void): HTMLElement {
  const items = people.map(({ kind, name, kubernetes, argocd }) => {
    const links = [button("Kubernetes", () => go(kubernetes), { "aria-label": `${name} in Kubernetes` })];
    if (argocd !== undefined) {
      links.push(button("Argo CD", () => go(argocd), { "aria-label": `${name} in Argo CD` }));
    }
    return element("li", {}, element("span", { class: "hint" }, kind), element("strong", {}, name), ...links);
  });
  const list = items.length > 0 ? element("ul", {}, ...items) : element("p", { class: "hint" }, "Nobody.");
  return element("section", { class: "role" }, element("h3", {}, role === "developer" ? "Developers" : "Viewers"), list);
}

function table(title: string, rights: readonly Right[], go: (line: number) => void): HTMLElement {
  const head = element("tr", {}, ...["What", "Developers", "Viewers"].map((word) => element("th", { scope: "col" }, word)));
  const rows = rights.map((right) => {
    const { group, resource } = right;
    const name = group === "" ? [resource] : [resource, " ", element("span", { class: "hint" }, group)];
    const cells = ROLES.map((role) => element("td", {}, ...cell(right[role], `${resource} ${group}`, go)));
    return element("tr", {}, element("th", { scope: "row" }, ...name), ...cells);
  });
  const body = element("table", {}, element("caption", {}, title), element("thead", {}, head), element("tbody", {}, ...rows));
  return element("div", { class: "matrix", tabindex: 0, role: "group", "aria-label": title }, body);
}

function cell(may: Cell | undefined, what: string, go: (line: number) => void): readonly (Node | string)[] {
  if (may === undefined) {
    return [element("span", { class: "hint" }, "\u2013")];
  }
  const made = button(MAY[may.may], () => go(may.line), { class: `may ${may.may}`, "aria-label": `${MAY[may.may]} ${what}` });
  return [made, " ", element("span", { class: "verbs" }, may.verbs.join(", "))];
}
