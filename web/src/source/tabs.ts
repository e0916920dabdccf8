// The files as tabs: the two that are always there, and one for each template. Arrow keys change them, a badge says what is
// wrong in each.
import type { Across } from "../organisation/session.js";
import { byId, count, element } from "../elements.js";
import { foundIn, tally, type Answer } from "../state/answer.js";
import { FILES, isOneOfTwo, labelOf, type FileKey } from "../state/workspace.js";

/** The panel of all templates. */
const TEMPLATE = "template";

/** The tabs of the files. */
export class Tabs {
  readonly #opened: (file: FileKey) => void;
  readonly #list = byId("files", HTMLElement);
  #tabs = new Map<FileKey, HTMLElement>();
  #file: FileKey = "team";
  #before: FileKey = "team";

  /** `opened` is told of each change. */
  constructor(opened: (file: FileKey) => void) {
    this.#opened = opened;
    for (const file of FILES) {
      this.#tabs.set(file, this.#listening(file, byId(`tab-${file}`, HTMLElement)));
    }
  }

  /** The file that is shown. */
  get file(): FileKey {
    return this.#file;
  }

  /** Whether a file has a tab. */
  has(file: FileKey): boolean {
    return this.#tabs.has(file);
  }

  /** Has a tab for each of these templates, in this order, and for no other. */
  list(templates: readonly FileKey[]): void {
    const before = this.#tabs;
    this.#tabs = new Map();
    for (const file of [...FILES, ...templates]) {
      this.#tabs.set(file, before.get(file) ?? this.#listening(file, drawn(file)));
    }
    for (const [file, tab] of before) {
      if (!this.#tabs.has(file)) {
        tab.remove();
      }
    }
    this.#list.append(...this.#tabs.values());
  }

  /** Shows a file; team.yaml, if there is none of the name. */
  open(asked: FileKey): void {
    const file = this.#tabs.has(asked) ? asked : "team";
    if (file !== this.#file) {
      this.#before = this.#file;
    }
    this.#file = file;
    for (const [each, tab] of this.#tabs) {
      tab.setAttribute("aria-selected", String(each === file));
      tab.tabIndex = each === file ? 0 : -1;
    }
    const shown = isOneOfTwo(file) ? file : TEMPLATE;
    for (const each of [...FILES, TEMPLATE]) {
      panelOf(each).hidden = each !== shown;
    }
    const tab = this.#tabs.get(file);
    if (tab) {
      panelOf(shown).setAttribute("aria-labelledby", tab.id);
      this.#reveal(tab);
    }
    this.#opened(file);
  }

  /** The file that was shown before this one; else one of the two. */
  get other(): FileKey {
    const isThere = this.#before !== this.#file && this.#tabs.has(this.#before);
    return isThere ? this.#before : this.#file === "team" ? "platform" : "team";
  }

  /** Renews the badges. */
  show({ findings }: Answer, across: Across | null): void {
    for (const [file, tab] of this.#tabs) {
      const { errors, warnings } = tally([...foundIn(findings, file), ...foundIn(across?.findings ?? new Map(), file)]);
      const badge = tab.querySelector<HTMLElement>(".badge");
      if (badge) {
        badge.hidden = errors + warnings === 0;
        badge.classList.toggle("error", errors > 0);
        badge.textContent = String(errors || warnings);
        badge.setAttribute("aria-label", errors > 0 ? count(errors, "error") : count(warnings, "warning"));
        badge.setAttribute("role", "img");
      }
    }
  }

  /** Into what is seen of the row, and nothing else of the page moves. */
  #reveal({ offsetLeft, offsetWidth }: HTMLElement): void {
    const { scrollLeft, clientWidth } = this.#list;
    if (offsetLeft < scrollLeft) {
      this.#list.scrollLeft = offsetLeft;
    } else if (offsetLeft + offsetWidth > scrollLeft + clientWidth) {
      this.#list.scrollLeft = offsetLeft + offsetWidth - clientWidth;
    }
  }

  #listening(file: FileKey, tab: HTMLElement): HTMLElement {
    tab.addEventListener("click", () => this.open(file));
    tab.addEventListener("keydown", (event) => {
      const files = [...this.#tabs.keys()];
      const at = files.indexOf(file);
      const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: files.length - 1 }[event.key];
      const target = next === undefined ? undefined : files.at(next % files.length);
      if (target !== undefined) {
        event.preventDefault();
        this.open(target);
        this.#tabs.get(target)?.focus();
      }
    });
    return tab;
  }
}

/** The element that holds a file's editor. */
export function panelOf(file: FileKey): HTMLElement {
  return byId(`file-${file}`, HTMLElement);
}

let made = 0;

function drawn(file: FileKey): HTMLElement {
  made += 1;
  const attributes = { type: "button", role: "tab", id: `tab-template-${made}`, "aria-controls": `file-${TEMPLATE}`, title: file };
  return element("button", { ...attributes, class: "template" }, `${labelOf(file)} `, element("span", { class: "badge", hidden: true }));
}
