// Text that is lit up because something beside it comes from it, or is made of it.
import { StateEffect, StateField, type EditorState, type Extension, type Range } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";

/** What is lit: a text, or whole lines (1-based). */
export type Lit =
  | { readonly kind: "text"; readonly from: number; readonly to: number }
  | { readonly kind: "lines"; readonly lines: readonly number[] };

const put = StateEffect.define<Lit | null>();
const text = Decoration.mark({ class: "tw-lit" });
const line = Decoration.line({ class: "tw-lit-line" });

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { state, changes, effects }) {
    let next = marks.map(changes);
    for (const effect of effects) {
      if (effect.is(put)) {
        next = Decoration.set(drawn(state, effect.value), true);
      }
    }
    return next;
  },
  provide: (marks) => EditorView.decorations.from(marks),
});

function drawn(state: EditorState, lit: Lit | null): Range<Decoration>[] {
  switch (lit?.kind) {
    case undefined:
      return [];
    case "text": {
      const [from, to] = [lit.from, Math.min(lit.to, state.doc.length)];
      return from < to ? [text.range(from, to)] : [];
    }
    case "lines":
      return lit.lines.filter((at) => at <= state.doc.lines).map((at) => line.range(state.doc.line(at).from));
  }
}

/** For an editor that can be lit. */
export const lighting: Extension = field;

/** Lights something, instead of what is lit; `scroll` brings a position into view. */
export function light(view: EditorView, lit: Lit | null, scroll?: number): void {
  const isDark = view.state.field(field).size === 0;
  if (lit === null && isDark) {
    return;
  }
  const effects: StateEffect<unknown>[] = [put.of(lit)];
  if (scroll !== undefined) {
    effects.push(EditorView.scrollIntoView(Math.min(scroll, view.state.doc.length), { y: "center" }));
  }
  view.dispatch({ effects });
}
