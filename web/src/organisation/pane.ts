// The teams of an open folder: search, problems of each, what is not saved.
import { explain } from "@teamwright/wasm";
import { button, byId, count, element } from "../elements.js";
import { VirtualList } from "./list.js";
import { countOf, type Standing } from "./live.js";
import type { Organisation } from "./organisation.js";
import { canSave } from "./save.js";
import { number } from "./walk.js";

/** What a person does with the pane. */
export interface PaneActions {
  readonly open: (path: string) => void;
  readonly save: () => void;
  readonly close: () => void;
  readonly explain: (title: string, text: string) => void;
}

/** Findings of the folder that are shown one by one. */
const MOST_FINDINGS = 100;

/** The pane. There is one: a folder takes the place of the one before. */
export class TeamsPane {
  readonly #list: VirtualList;
  readonly #search = byId("teams-search", HTMLInputElement);
  readonly #onlyWrong = byId("teams-wrong", HTMLInputElement);
  #actions: PaneActions | null = null;
  #organisation: Organisation | null = null;
  #standing: Standing = { last: null, isCurrent: false, failure: null };
  #open = "";
  /** What was listed last. */
  #of: Organisation | null = null;
  /** Paths of the teams that are listed. */
  #listed: readonly string[] = [];

  constructor() {
    this.#list = new VirtualList({
      host: byId("teams-list", HTMLElement),
      label: "Teams",
      draw: (row, index) => this.#draw(row, this.#listed[index] ?? ""),
      opened: (index) => this.#actions?.open(this.#listed[index] ?? ""),
    });
    this.#search.addEventListener("input", () => this.#filter());
    this.#onlyWrong.addEventListener("change", () => this.#filter());
    this.#search.addEventListener("keydown", (event) => this.#searching(event));
    byId("teams-save", HTMLButtonElement).addEventListener("click", () => this.#actions?.save());
    byId("teams-close", HTMLButtonElement).addEventListener("click", () => this.#actions?.close());
  }

  /** Shows a folder, or none. */
  of(organisation: Organisation | null, actions: PaneActions | null): void {
    this.#organisation = organisation;
    this.#actions = actions;
    this.#search.value = "";
    this.#onlyWrong.checked = false;
    for (const id of ["teams", "jump-teams"]) {
      byId(id, HTMLElement).hidden = organisation === null;
    }
    // They are about two files that lie nowhere.
    for (const id of ["example-field", "reset"]) {
      byId(id, HTMLElement).hidden = organisation !== null;
    }
    if (organisation) {
      byId("teams-title", HTMLElement).textContent = organisation.name;
      this.#showFindings(organisation);
    }
  }

  /** Shows how the review stands, which team is open and what is not saved. */
  show(standing: Standing, open: string): void {
    const hasMoved = this.#open !== open;
    const isOther = hasMoved || this.#standing.last !== standing.last;
    this.#standing = standing;
    this.#open = open;
    const organisation = this.#organisation;
    if (!organisation) {
      return;
    }
    this.#summarise(organisation);
    if (isOther || this.#of !== organisation) {
      this.#of = organisation;
      this.#filter();
    } else {
      // A keystroke: nothing but marks.
      this.#list.draw();
    }
    if (hasMoved) {
      this.#list.reveal(Math.max(0, this.#listed.indexOf(open)));
    }
    const changed = organisation.changeCount;
    byId("teams-foot", HTMLElement).hidden = changed === 0;
    const does = canSave(organisation) ? "Save" : "Download";
    byId("teams-save", HTMLButtonElement).textContent = `${does} ${count(changed, "change")}`;
  }

  /** Goes to the search. */
  find(): void {
    this.#search.focus();
    this.#search.select();
  }

  #summarise(organisation: Organisation): void {
    const { last, isCurrent, failure } = this.#standing;
    const teams = count(organisation.teams.length, "team").replace(/^\d+/, (digits) => number(Number(digits)));
    const shown = byId("teams-summary", HTMLElement);
    shown.classList.toggle("is-waiting", !isCurrent);
    shown.textContent = `${teams}: ${failure === null ? found() : `the review failed: ${failure}`}`;

    function found(): string {
      if (last === null) {
        return "reviewing …";
      }
      const { errors, warnings } = last.total;
      const parts = [errors > 0 && count(errors, "error"), warnings > 0 && count(warnings, "warning")];
      const words = parts.filter((part) => part !== false).join(", ") || "no problems";
      return isCurrent ? words : `${words} before the last change …`;
    }
  }

  #filter(): void {
    const organisation = this.#organisation;
    if (!organisation) {
      return;
    }
    const wanted = this.#search.value.trim().toLowerCase();
    const isWanted = (path: string): boolean => {
      const { errors, warnings } = countOf(this.#standing.last, path);
      return nameOf(path).toLowerCase().includes(wanted) && (!this.#onlyWrong.checked || errors + warnings > 0);
    };
    this.#listed = organisation.teams.map(({ path }) => path).filter(isWanted);
    byId("teams-none", HTMLElement).hidden = this.#listed.length > 0;
    this.#list.show(this.#listed.length, this.#listed.indexOf(this.#open));
  }

  #draw(row: HTMLElement, path: string): void {
    const { last, isCurrent } = this.#standing;
    const { errors, warnings } = countOf(last, path);
    const isChanged = this.#organisation?.isChanged(path) ?? false;
    const looks = `${path} ${errors} ${warnings} ${isChanged} ${isCurrent}`;
    if (row.dataset["looks"] === looks) {
      return;
    }
    row.dataset["looks"] = looks;
    row.className = `team${isChanged ? " changed" : ""}${isCurrent ? "" : " is-waiting"}`;
    row.title = path;
    const parts: Node[] = [element("span", { class: "name" }, nameOf(path))];
    if (isChanged) {
      parts.push(element("span", { class: "dot", role: "img", "aria-label": "not saved" }));
    }
    if (errors + warnings > 0) {
      const words = errors > 0 ? count(errors, "error") : count(warnings, "warning");
      const look = `badge${errors > 0 ? " error" : ""}`;
      parts.push(element("span", { class: look, role: "img", "aria-label": words }, String(errors || warnings)));
    }
    row.replaceChildren(...parts);
  }

  #showFindings({ findings }: Organisation): void {
    const box = byId("teams-folder", HTMLDetailsElement);
    box.hidden = findings.length === 0;
    const items = findings.slice(0, MOST_FINDINGS).map(({ code, severity, message, help, path }) =>
      element(
        "li",
        {},
        element("span", { class: `severity ${severity}` }, severity),
        ` ${message}`,
        element("span", { class: "help" }, [path, help].filter((part) => part !== undefined).join(" · ")),
        button(code, () => this.#actions?.explain(code, explain(code)), { class: "code", "aria-label": `Explain ${code}` }),
      ),
    );
    const rest = findings.length - items.length;
    const more = rest > 0 ? [element("li", {}, `and ${number(rest)} more`)] : [];
    byId("teams-folder-title", HTMLElement).textContent = `${count(findings.length, "problem")} of the folder`;
    byId("teams-folder-list", HTMLElement).replaceChildren(...items, ...more);
  }

  #searching(event: KeyboardEvent): void {
    const [first] = this.#listed;
    if (event.key === "ArrowDown") {
      this.#list.focus();
    } else if (event.key === "Enter" && first !== undefined) {
      this.#actions?.open(first);
    } else if (event.key === "Escape" && this.#search.value !== "") {
      this.#search.value = "";
      this.#filter();
    } else {
      return;
    }
    event.preventDefault();
  }
}

/** A team is called as its directory is. */
export function nameOf(path: string): string {
  return path.split("/").at(-2) ?? path;
}
