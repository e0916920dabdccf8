// What stands above each object in place of its `---`: kind, name, wave, what it is for, and a button that copies it.
import { StateEffect, StateField, type EditorState, type Extension } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, type DecorationSet } from "@codemirror/view";
import type { Manifest } from "@teamwright/wasm";
import { button, element } from "../elements.js";
import { labelOf } from "../state/workspace.js";

const put = StateEffect.define<readonly Manifest[]>();

class Head extends WidgetType {
  constructor(
    readonly manifest: Manifest,
    readonly copy: (manifest: Manifest) => void,
  ) {
    super();
  }

  override eq({ manifest }: Head): boolean {
    // The text is part of it: it is what the button copies.
    const { yaml, part, template } = this.manifest;
    return manifest.yaml === yaml && manifest.part === part && manifest.template === template;
  }

  override get estimatedHeight(): number {
    return 78;
  }

  override toDOM(): HTMLElement {
    const { kind, name, wave, template } = this.manifest;
    const about = template === undefined ? this.manifest.about : `Made by the template ${labelOf(template)}.`;
    const copy = button("Copy", () => this.copy(this.manifest), { "aria-label": `Copy ${kind} ${name}` });
    const title = element("div", { class: "tw-title" }, element("strong", {}, kind), " ", element("span", {}, name));
    const badge = element("span", { class: "tw-wave" }, `wave ${wave}`.replace("-", "\u2212"));
    const row = element("div", { class: "tw-row" }, title, badge, copy);
    // The editor measures the outer element, and leaves margins out.
    const head = element("div", { class: "tw-head" }, row, element("div", { class: "tw-about" }, about));
    return element("div", { class: "tw-above" }, head);
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

/** For the editor that shows the output. */
export function heads(copy: (manifest: Manifest) => void): Extension {
  const field = StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(drawn, { state, changes, effects }) {
      const newest = effects.find((effect) => effect.is(put));
      return newest ? Decoration.set(widgets(state, newest.value as readonly Manifest[], copy)) : drawn.map(changes);
    },
    provide: (drawn) => EditorView.decorations.from(drawn),
  });
  return [field, look];
}

/** With the change of text goes what its objects are. */
export function headsOf(manifests: readonly Manifest[]): StateEffect<readonly Manifest[]> {
  return put.of(manifests);
}

function widgets(state: EditorState, manifests: readonly Manifest[], copy: (manifest: Manifest) => void) {
  return manifests.map((manifest) => {
    const { from, to } = state.doc.line(manifest.firstLine);
    return Decoration.replace({ widget: new Head(manifest, copy), block: true }).range(from, to);
  });
}

const look = EditorView.theme({
  ".tw-head": {
    background: "var(--ground)",
    borderTop: "1px solid var(--rule)",
    borderBottom: "1px solid var(--rule)",
    fontFamily: "var(--sans)",
    lineHeight: "1.4",
    padding: "8px 14px 9px",
  },
  ".tw-above": { padding: "10px 0 6px" },
  ".tw-row": { display: "flex", alignItems: "center", gap: "10px" },
  ".tw-title": { flex: "1", minWidth: "0", overflowWrap: "anywhere", fontSize: "13.5px" },
  ".tw-title span": { fontFamily: "var(--mono)", fontSize: "12.5px", color: "var(--dim)", marginLeft: "4px" },
  ".tw-wave": { color: "var(--dim)", fontSize: "11.5px", whiteSpace: "nowrap", fontVariantNumeric: "tabular-nums" },
  ".tw-about": { color: "var(--dim)", fontSize: "12.5px", whiteSpace: "normal", maxWidth: "72ch" },
  ".tw-row button": {
    background: "var(--surface)",
    border: "1px solid var(--edge)",
    borderRadius: "6px",
    color: "var(--text)",
    cursor: "pointer",
    font: "inherit",
    fontSize: "12px",
    minHeight: "26px",
    padding: "2px 9px",
  },
  ".tw-row button:hover": { borderColor: "var(--accent)", color: "var(--accent)" },
  ".tw-row button:focus-visible": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
});
