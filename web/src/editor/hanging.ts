// A line that is wrapped goes on below its own text, not at the margin. By classes: a strict policy forbids `style`.
import { RangeSetBuilder, type Extension } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";

/** Deeper lines hang as deep as this. */
const DEEPEST = 16;
/** What the theme gives a line on its left. */
const PADDING = 8;

const lines = Array.from({ length: DEEPEST + 1 }, (_, depth) => Decoration.line({ class: `tw-hang-${depth}` }));
const look = EditorView.theme(
  Object.fromEntries(
    lines.map((_, depth) => [
      `.cm-line.tw-hang-${depth}`,
      { paddingLeft: `calc(${PADDING}px + ${depth + 2}ch)`, textIndent: `-${depth + 2}ch` },
    ]),
  ),
);

function drawn(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      // The dashes of a list belong to what is indented.
      const depth = Math.min(/^[ -]*/.exec(line.text)?.[0].length ?? 0, DEEPEST);
      const decoration = lines[depth];
      if (decoration) {
        builder.add(line.from, line.from, decoration);
      }
      at = line.to + 1;
    }
  }
  return builder.finish();
}

const plugin = ViewPlugin.define(
  (view) => ({
    decorations: drawn(view),
    update({ docChanged, viewportChanged, view }: ViewUpdate) {
      if (docChanged || viewportChanged) {
        this.decorations = drawn(view);
      }
    },
  }),
  { decorations: (value) => value.decorations },
);

/** Wraps lines. */
export const wrapping: Extension = [EditorView.lineWrapping, plugin, look];
