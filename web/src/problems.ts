// The list of everything that is wrong: each goes to its place, is repaired by a click where that is certain, and explained.
import { explain, type Diagnostic, type Fix } from "@teamwright/wasm";
import { button, byId, count, element } from "./elements.js";
import type { Across } from "./organisation/session.js";
import { foundIn, tally, type Answer } from "./state/answer.js";
import { labelOf, type FileKey } from "./state/workspace.js";

/** What a person does with a problem. */
export interface ProblemActions {
  /** Whether the file has a tab; one that is no text has none. */
  readonly isOpen: (file: FileKey) => boolean;
  readonly go: (file: FileKey, finding: Diagnostic) => void;
  readonly repair: (file: FileKey, fix: Fix) => void;
  readonly explain: (title: string, text: string) => void;
}

/** Redraws the list; below it what only all files of an open folder together show. */
export function showProblems({ findings, crash }: Answer, across: Across | null, actions: ProblemActions): void {
  const own = [...findings.keys()].flatMap((file) => foundIn(findings, file).map((finding) => ({ file, finding })));
  const beyond = [...(across?.findings ?? [])].flatMap(([file, found]) => found.map((finding) => ({ file, finding })));
  const all = [...own, ...beyond];
  const list = byId("problem-list", HTMLUListElement);
  list.replaceChildren(
    ...own.map(({ file, finding }) => item(file, finding, actions)),
    ...beyond.map(({ file, finding }) => repositoryItem(file, finding, across?.isCurrent ?? true, actions)),
  );
  list.hidden = all.length === 0;
  const summary = crash === null ? summaryOf(all.map(({ finding }) => finding)) : `The compiler has a bug: ${crash}`;
  const shown = byId("summary", HTMLParagraphElement);
  if (shown.textContent !== summary) {
    shown.textContent = summary;
  }
  byId("jump-problems", HTMLSpanElement).textContent = String(all.length);
}

function summaryOf(findings: readonly Diagnostic[]): string {
  const { errors, warnings } = tally(findings);
  const parts = [errors > 0 && count(errors, "error"), warnings > 0 && count(warnings, "warning")];
  return parts.filter((part) => part !== false).join(", ") || "None. This is what will sync.";
}

/** What is wrong only beside other files; old as long as the review of all of them is. */
function repositoryItem(file: FileKey, finding: Diagnostic, isCurrent: boolean, actions: ProblemActions): HTMLLIElement {
  const row = item(file, finding, actions);
  row.classList.toggle("is-waiting", !isCurrent);
  const words = isCurrent ? "beside other files" : "beside other files, before the last change";
  row.querySelector(".more")?.prepend(element("span", { class: "across" }, words));
  return row;
}

function item(file: FileKey, finding: Diagnostic, actions: ProblemActions): HTMLLIElement {
  const { code, severity, message, help, range, fixes } = finding;
  const { line, column } = range.start;
  const place = `${labelOf(file)}:${line}:${column}`;
  const go = actions.isOpen(file)
    ? button("", () => actions.go(file, finding), { class: "problem" })
    : element("div", { class: "problem" });
  go.append(
    element("span", { class: `severity ${severity}` }, severity),
    element("span", { class: "message" }, message),
    element("span", { class: "place" }, place),
  );
  const row = element("li", {}, go);
  const more = element("div", { class: "more" });
  if (help !== undefined) {
    more.append(element("span", { class: "help" }, help));
  }
  more.append(...fixes.map((fix) => button(fix.title, () => actions.repair(file, fix), { class: "fix" })));
  more.append(button(code, () => actions.explain(code, explain(code)), { class: "code", "aria-label": `Explain ${code}` }));
  row.append(more);
  return row;
}
