// A list of any length, of which only what is seen is in the page. One stop for Tab; arrows move in it, Enter opens.
import { element } from "../elements.js";

/** A row is as high as this, in pixels of the style sheet. */
const ROW = 32;
/** Rows that are drawn above and below what is seen. */
const MORE = 8;

/** What the list asks for and tells. */
export interface ListOptions {
  readonly host: HTMLElement;
  readonly label: string;
  /** Draws a row into an element that may have shown another. */
  readonly draw: (row: HTMLElement, index: number) => void;
  readonly opened: (index: number) => void;
}

/** The list. */
export class VirtualList {
  readonly #options: ListOptions;
  readonly #rows: HTMLElement;
  #length = 0;
  /** Where the keyboard is. */
  #active = 0;
  #selected = -1;

  constructor(options: ListOptions) {
    this.#options = options;
    const { host, label } = options;
    this.#rows = element("div", { class: "rows", role: "listbox", tabindex: 0, "aria-label": label });
    host.replaceChildren(this.#rows);
    host.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(host);
    this.#rows.addEventListener("keydown", (event) => this.#pressed(event));
    this.#rows.addEventListener("focus", () => this.draw());
    this.#rows.addEventListener("blur", () => this.draw());
    this.#rows.addEventListener("click", ({ target }) => {
      const row = target instanceof Element ? target.closest<HTMLElement>("[role=option]") : null;
      if (row) {
        this.#active = Number(row.dataset["index"]);
        this.#options.opened(this.#active);
      }
    });
  }

  /** Shows so many rows, of which one is open; -1 for none. */
  show(length: number, selected: number): void {
    this.#length = length;
    if (this.#selected !== selected) {
      this.#selected = selected;
      this.#active = Math.max(selected, 0);
    }
    this.#active = Math.min(this.#active, Math.max(length - 1, 0));
    this.#rows.style.height = `${length * ROW}px`;
    this.draw();
  }

  /** Brings a row into view. */
  reveal(index: number): void {
    const { host } = this.#options;
    const top = index * ROW;
    if (top < host.scrollTop) {
      host.scrollTop = top;
    } else if (top + ROW > host.scrollTop + host.clientHeight) {
      host.scrollTop = top + ROW - host.clientHeight;
    }
    this.draw();
  }

  focus(): void {
    this.#rows.focus({ preventScroll: true });
    this.reveal(this.#active);
  }

  /** Draws what is seen. */
  draw(): void {
    const { host, draw } = this.#options;
    const first = Math.max(0, Math.floor(host.scrollTop / ROW) - MORE);
    const last = Math.min(this.#length, Math.ceil((host.scrollTop + host.clientHeight) / ROW) + MORE);
    const wanted = new Set<number>();
    for (let index = first; index < last; index += 1) {
      wanted.add(index);
    }
    if (this.#length > 0) {
      // A screen reader asks for the row that the keyboard is on.
      wanted.add(this.#active);
    }
    const spare: HTMLElement[] = [];
    const shown = new Map<number, HTMLElement>();
    for (const row of this.#rows.children as HTMLCollectionOf<HTMLElement>) {
      const index = Number(row.dataset["index"]);
      if (wanted.has(index)) {
        shown.set(index, row);
      } else {
        spare.push(row);
      }
    }
    for (const index of wanted) {
      const row = shown.get(index) ?? spare.pop() ?? this.#rows.appendChild(element("div", { role: "option" }));
      this.#place(row, index);
      draw(row, index);
    }
    for (const row of spare) {
      row.remove();
    }
    const hasFocus = document.activeElement === this.#rows;
    if (this.#length > 0) {
      this.#rows.setAttribute("aria-activedescendant", `${this.#rows.ariaLabel}-${this.#active}`);
    } else {
      this.#rows.removeAttribute("aria-activedescendant");
    }
    for (const row of this.#rows.children) {
      row.classList.toggle("active", hasFocus && Number((row as HTMLElement).dataset["index"]) === this.#active);
    }
  }

  #place(row: HTMLElement, index: number): void {
    row.dataset["index"] = String(index);
    row.id = `${this.#rows.ariaLabel}-${index}`;
    row.style.transform = `translateY(${index * ROW}px)`;
    row.ariaSelected = String(index === this.#selected);
    row.ariaPosInSet = String(index + 1);
    row.ariaSetSize = String(this.#length);
  }

  #pressed(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.#options.host.clientHeight / ROW) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.#length,
      End: this.#length,
    };
    const step = steps[event.key];
    if (event.key === "Enter" || event.key === " ") {
      if (this.#active < this.#length) {
        this.#options.opened(this.#active);
      }
    } else if (step !== undefined) {
      this.#active = Math.max(0, Math.min(this.#length - 1, this.#active + step));
      this.reveal(this.#active);
    } else {
      return;
    }
    event.preventDefault();
  }
}
