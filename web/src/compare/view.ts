// What became of the objects, one after the other, what is risky first and why.
import type { Change, Comparison, FieldChange, Manifest, Risk, Side } from "@teamwright/wasm";
import { button, count, element } from "../elements.js";
import type { Versions, Which } from "../state/workspace.js";
import type { Compared } from "./baseline.js";

/** What a person does here. */
export interface CompareActions {
  /** To a 1-based line of the manifests. */
  readonly go: (line: number) => void;
  /** To an object of the manifests. */
  readonly open: (manifest: number) => void;
  readonly pin: () => void;
  readonly choose: (which: Which) => void;
}

/** The whole view. */
export function drawnComparison(
  compared: Compared,
  { which, pinned }: Versions,
  actions: CompareActions,
): readonly Node[] {
  const head = element("div", { class: "view-head" }, summary(compared, which), chooser(which, pinned !== null, actions));
  if (compared.kind === "nothing before") {
    return [head];
  }
  const { comparison, before } = compared;
  return [head, ...comparison.changes.map((change) => drawnChange(change, before, actions))];
}

function chooser(which: Which, isPinned: boolean, actions: CompareActions): HTMLElement {
  const option = (value: Which, label: string): HTMLOptionElement =>
    element("option", { value, selected: value === which }, label);
  const options = [option("opened", "the version that was opened"), ...(isPinned ? [option("pinned", "the pinned version")] : [])];
  const select = element("select", {}, ...options);
  select.addEventListener("change", () => actions.choose(select.value === "pinned" ? "pinned" : "opened"));
  const field = element("label", { class: "field" }, element("b", {}, "Compared with"), " ", select);
  return element("div", { class: "view-actions" }, field, button("Pin this version", actions.pin));
}

function summary(compared: Compared, which: Which): HTMLElement {
  const version = which === "pinned" ? "the pinned version" : "the version that was opened";
  if (compared.kind === "nothing before") {
    return element("p", { class: "view-title", role: "status" }, `There is nothing to compare with: ${version} has errors.`);
  }
  const words = counted(compared.comparison);
  return element("p", { class: "view-title", role: "status" }, words === "" ? `Every object is as in ${version}.` : words);
}

/** `1 added, 2 changed, 19 as before; 1 to look at first`; nothing if nothing has changed. */
export function counted({ changes, unchanged }: Comparison): string {
  const kinds = (["removed", "changed", "added"] as const).map((kind) => {
    const number = changes.filter(({ change }) => change === kind).length;
    return number > 0 && `${number} ${kind}`;
  });
  const risky = changes.filter(({ risks }) => risks.some(({ level }) => level === "high")).length;
  const parts = [...kinds, changes.length > 0 && `${unchanged} as before`].filter((part) => part !== false);
  return parts.join(", ") + (risky > 0 ? `; ${count(risky, "object")} to look at first` : "");
}

const WORDS: Readonly<Record<Change["change"], string>> = { added: "Added", removed: "Removed", changed: "Changed" };

function drawnChange(change: Change, before: readonly Manifest[], actions: CompareActions): HTMLElement {
  const { kind, name, after, risks, fields } = change;
  const title = element("h3", {}, element("strong", {}, kind), " ", element("span", { class: "name" }, name));
  const chip = element("span", { class: `chip ${change.change}` }, WORDS[change.change]);
  const show = after === undefined ? [] : [button("Show", () => actions.open(after), { "aria-label": `Show ${kind} ${name}` })];
  const article = element("article", { class: "change" }, element("div", { class: "change-head" }, chip, title, ...show));
  if (risks.length > 0) {
    article.append(element("ul", { class: "risks" }, ...risks.map(drawnRisk)));
  }
  if (fields.length > 0) {
    article.append(table(fields, `${kind} ${name}`, actions));
  } else if (change.change === "changed") {
    article.append(element("p", { class: "hint" }, "The same entries, in another order."));
  }
  const gone = change.before === undefined ? undefined : before[change.before];
  if (change.change === "removed" && gone) {
    const text = element("pre", { tabindex: 0 }, gone.yaml);
    article.append(element("details", {}, element("summary", {}, "What it was"), text));
  }
  return article;
}

function drawnRisk({ level, reason }: Risk): HTMLElement {
  const word = level === "high" ? "Look first" : "Look";
  return element("li", {}, element("span", { class: `risk ${level}` }, word), " ", reason);
}

function table(fields: readonly FieldChange[], object: string, actions: CompareActions): HTMLElement {
  const head = element("tr", {}, ...["Field", "Before", "Now"].map((word) => element("th", { scope: "col" }, word)));
  const rows = fields.map(({ path, before, after }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, path),
      element("td", { class: "before" }, value(before)),
      element("td", { class: "after" }, after ? goes(after, actions) : value(after)),
    ),
  );
  const body = element("table", { "aria-label": `Fields of ${object}` }, element("thead", {}, head), element("tbody", {}, ...rows));
  return element("div", { class: "fields", tabindex: 0, role: "group", "aria-label": `Changes of ${object}` }, body);
}

function value(side: Side | undefined): HTMLElement {
  return side ? element("code", {}, side.value === "" ? '""' : side.value) : element("span", { class: "hint" }, "nothing");
}

function goes(side: Side, actions: CompareActions): HTMLElement {
  const made = button("", () => actions.go(side.line), { class: "value", title: "To this line" });
  made.append(value(side));
  return made;
}
