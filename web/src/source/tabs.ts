// The two files as tabs: arrow keys change them, a badge says what is wrong in each.
import type { FileName } from "@teamwright/wasm";
import type { Across } from "../organisation/session.js";
import { byId, count } from "../elements.js";
import { FILES } from "../state/workspace.js";
import { tally, type Answer } from "../state/answer.js";

/** The tabs of the two files. */
export class Tabs {
  readonly #opened: (file: FileName) => void;
  #file: FileName = "team";

  /** `opened` is told of each change. */
  constructor(opened: (file: FileName) => void) {
    this.#opened = opened;
    for (const file of FILES) {
      const tab = tabOf(file);
      tab.addEventListener("click", () => this.open(file));
      tab.addEventListener("keydown", (event) => {
        if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
          event.preventDefault();
          this.open(event.key === "Home" ? "team" : event.key === "End" ? "platform" : other(file));
          tabOf(this.#file).focus();
        }
      });
    }
  }

  /** The file that is shown. */
  get file(): FileName {
    return this.#file;
  }

  /** Shows a file. */
  open(file: FileName): void {
    this.#file = file;
    for (const each of FILES) {
      const isShown = each === file;
      tabOf(each).setAttribute("aria-selected", String(isShown));
      tabOf(each).tabIndex = isShown ? 0 : -1;
      panelOf(each).hidden = !isShown;
    }
    this.#opened(file);
  }

  /** Renews the badges. */
  show({ findings }: Answer, across: Across | null): void {
    for (const file of FILES) {
      const { errors, warnings } = tally([...findings[file], ...(across?.findings[file] ?? [])]);
      const badge = tabOf(file).querySelector<HTMLElement>(".badge");
      if (badge) {
        badge.hidden = errors + warnings === 0;
        badge.classList.toggle("error", errors > 0);
        badge.textContent = String(errors || warnings);
        badge.setAttribute("aria-label", errors > 0 ? count(errors, "error") : count(warnings, "warning"));
        badge.setAttribute("role", "img");
      }
    }
  }
}

/** The element that holds a file's editor. */
export function panelOf(file: FileName): HTMLElement {
  return byId(`file-${file}`, HTMLElement);
}

/** The file that is not this one. */
export function other(file: FileName): FileName {
  return file === "team" ? "platform" : "team";
}

function tabOf(file: FileName): HTMLElement {
  return byId(`tab-${file}`, HTMLElement);
}
