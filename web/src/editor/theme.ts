// How editors look. They live in shadow roots, where the page's style sheet does not reach, but its variables do.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: "var(--key)" },
  { tag: tags.string, color: "var(--string)" },
  { tag: tags.content, color: "var(--text)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--dim)", fontStyle: "italic" },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace, tags.meta], color: "var(--dim)" },
]);

const look = EditorView.theme({
  "&": { color: "var(--text)", backgroundColor: "var(--surface)", fontSize: "var(--code)", height: "100%" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", overscrollBehavior: "contain" },
  ".cm-content": { caretColor: "var(--accent)", padding: "10px 0" },
  ".cm-line": { padding: "0 16px 0 8px" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--selection)",
  },
  ".cm-activeLine": { backgroundColor: "var(--active)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--faint)", border: "none" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--text)" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 6px 0 12px", minWidth: "2.6em" },
  ".cm-foldGutter .cm-gutterElement": { padding: "0 2px", cursor: "pointer" },
  ".cm-foldPlaceholder": {
    background: "var(--active)",
    border: "1px solid var(--rule)",
    color: "var(--dim)",
    padding: "0 6px",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--selection)" },
  ".cm-searchMatch": { backgroundColor: "var(--lit)" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--lit)", outline: "2px solid var(--accent)" },
  ".cm-panels": { backgroundColor: "var(--ground)", color: "var(--text)", fontFamily: "var(--sans)" },
  ".cm-panels-bottom": { borderTop: "1px solid var(--rule)" },
  ".cm-textfield, .cm-button": {
    background: "var(--surface)",
    border: "1px solid var(--edge)",
    borderRadius: "5px",
    color: "var(--text)",
    fontSize: "12.5px",
  },
  ".cm-panel.cm-search label": { fontSize: "12.5px" },
  ".cm-panel.cm-search [name=close]": { color: "var(--text)" },
  ".cm-tooltip": {
    background: "var(--raised)",
    border: "1px solid var(--edge)",
    borderRadius: "8px",
    boxShadow: "var(--shadow)",
    color: "var(--text)",
    fontFamily: "var(--sans)",
    fontSize: "13px",
    lineHeight: "1.45",
    maxWidth: "min(460px, 90vw)",
    overflow: "auto",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "12.5px", maxHeight: "16em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 10px 3px 6px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent)", color: "var(--on-accent)" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionDetail": { color: "var(--dim)", fontFamily: "var(--sans)", fontStyle: "normal" },
  ".cm-completionMatchedText": { fontWeight: "700", textDecoration: "none" },
  ".cm-tooltip.cm-completionInfo": { padding: "8px 12px" },
  ".cm-diagnostic": { padding: "8px 12px", borderLeftWidth: "3px", whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--error)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warning)" },
  ".cm-diagnosticSource": { color: "var(--dim)", opacity: "1", fontFamily: "var(--mono)", fontSize: "11.5px" },
  ".cm-diagnosticAction": {
    background: "var(--accent)",
    borderRadius: "5px",
    color: "var(--on-accent)",
    margin: "6px 8px 0 0",
    padding: "3px 9px",
  },
  ".teamwright-hover": { padding: "10px 14px" },
  ".teamwright-hover p": { margin: "4px 0" },
  ".teamwright-hover ul": { margin: "8px 0 0", padding: "8px 0 0", borderTop: "1px solid var(--rule)", listStyle: "none" },
  ".teamwright-path": { fontFamily: "var(--mono)", fontSize: "12.5px", color: "var(--key)" },
  ".teamwright-takes, .teamwright-ladder, .teamwright-targets": { color: "var(--dim)" },
  ".teamwright-in-force": { color: "var(--text)", fontWeight: "600" },
  ".tw-lit": { backgroundColor: "var(--lit)", boxShadow: "0 0 0 2px var(--lit)", borderRadius: "2px" },
  ".tw-lit-line": { backgroundColor: "var(--lit)", boxShadow: "inset 3px 0 var(--lit-edge)" },
});

/** The look of all editors. */
export const theme: Extension = [look, syntaxHighlighting(colours)];
