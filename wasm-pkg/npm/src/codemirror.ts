// `@teamwright/wasm/codemirror`: findings, completion, hovers and the way to a value's origin, for CodeMirror 6.
import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import { diagnosticCount, linter, setDiagnostics, type Action, type Diagnostic as Marked } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap, type Tooltip } from "@codemirror/view";
import type { Compilation } from "./compilation.js";
import { compile, complete, hover, Platform, type AssistOptions } from "./index.js";
import type { Diagnostic, FileName, Fix, Hover, Leaf, Range } from "./types.js";

/** What the extensions ask for each time, so that it may change while the editor lives. */
export interface EditorOptions extends Omit<AssistOptions, "file"> {
  /** Which file it is; `team` by default. Of a template, which `path` names, there are findings alone. */
  readonly file?: FileName | "template";
  /** The platform; for an editor of platform.yaml or of a template the last one that was read. */
  readonly platform: () => Platform;
  /** How long after the last keystroke findings are renewed, in milliseconds. 100 by default. */
  readonly delay?: number;
}

/** Findings, completion and hovers together. They need `autocompletion()` and a theme, as every editor has. */
export function teamwright(options: EditorOptions): Extension {
  const source = completionSource(options);
  return [findings(options), EditorState.languageData.of(() => [{ autocomplete: source }]), hovers(options)];
}

/** Findings as marks, each certain fix as an action. */
export function findings(options: EditorOptions): Extension {
  return linter((view) => found(view.state.doc.toString(), options).map((diagnostic) => marked(diagnostic)), {
    delay: options.delay ?? 100,
  });
}

/** What is found in this very text: with a team something may be wrong in a template as well. */
function found(text: string, options: EditorOptions): readonly Diagnostic[] {
  const { file = "team", path = file === "platform" ? "platform.yaml" : "", platform } = options;
  if (file === "team") {
    return compile(text, platform(), { path }).diagnostics.filter((finding) => finding.path === path);
  }
  const read = file === "platform" ? Platform.parse(text, { path }) : Platform.builtIn({ templates: [{ path, text }] });
  const { diagnostics } = read;
  read.free();
  return diagnostics;
}

/** Marks findings in an editor, for a page that compiles at each keystroke itself. */
export function mark(view: EditorView, diagnostics: readonly Diagnostic[]): void {
  // An editor that is told of nothing new would still have the browser lay out the page.
  if (diagnostics.length > 0 || diagnosticCount(view.state) > 0) {
    view.dispatch(setDiagnostics(view.state, diagnostics.map(marked)));
  }
}

function marked(diagnostic: Diagnostic): Marked {
  const { code, severity, message, help, range, fixes } = diagnostic;
  return {
    from: range.start.utf16,
    to: range.end.utf16,
    severity,
    source: code,
    message: help === undefined ? message : `${message}\n${help}`,
    actions: fixes.map(action),
  };
}

function action(fix: Fix): Action {
  return { name: fix.title, apply: (view) => repair(view, fix) };
}

/** Does what a fix of a finding does. */
export function repair(view: EditorView, fix: Fix): void {
  const changes = fix.edits.map(({ range, newText }) => ({
    from: range.start.utf16,
    to: range.end.utf16,
    insert: newText,
  }));
  // A finding stays on the screen until the next ones are there: its places may have moved on.
  if (changes.every(({ to }) => to <= view.state.doc.length)) {
    view.dispatch({ changes, userEvent: "input.fix" });
  }
}

/** What completion and hovers go by; nothing in a template. */
function assisted({ file = "team", path, teams }: EditorOptions): AssistOptions | null {
  if (file === "template") {
    return null;
  }
  return { file, ...(path === undefined ? {} : { path }), ...(teams === undefined ? {} : { teams }) };
}

/** Completion, for `autocompletion({ override: [...] })` or a language's data. */
export function completionSource(options: EditorOptions): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    const around = assisted(options);
    if (!around) {
      return null;
    }
    const text = context.state.doc.toString();
    const { range, items } = complete(text, context.pos, options.platform(), around);
    const [from, to] = [range.start.utf16, range.end.utf16];
    const isAsked = context.explicit || from < to || /(: |- )$/.test(context.state.sliceDoc(from - 2, from));
    if (items.length === 0 || !isAsked) {
      return null;
    }
    return {
      from,
      to,
      options: items.map(
        (item, index): Completion => ({
          label: item.label,
          apply: item.insertText,
          type: item.kind === "key" ? "property" : "enum",
          detail: item.detail,
          ...(item.documentation === "" ? {} : { info: item.documentation }),
          // The compiler's order, among those that fit the typed letters equally well.
          boost: Math.max(-99, 99 - index),
        }),
      ),
      validFor: /^[\w.-]*$/,
    };
  };
}

/** What a key means, the value in force and its origin, and what it becomes. */
export function hovers(options: EditorOptions): Extension {
  return hoverTooltip((view, position): Tooltip | null => {
    const around = assisted(options);
    const known = around && hover(view.state.doc.toString(), position, options.platform(), around);
    return known && { pos: known.range.start.utf16, end: known.range.end.utf16, create: () => ({ dom: card(known) }) };
  });
}

/** A hover as an element; the classes are for the page's own style. */
function card(known: Hover): HTMLElement {
  const dom = element("div", "teamwright-hover");
  dom.append(element("strong", "teamwright-path", known.path), element("p", "", known.documentation));
  dom.append(element("p", "teamwright-takes", `Takes: ${known.takes}`));
  if (known.ladder.length > 0) {
    const ladder = element("ul", "teamwright-ladder");
    for (const { source, value, inForce } of known.ladder) {
      const text = value === undefined ? source : `${source}: ${value}`;
      ladder.append(element("li", inForce ? "teamwright-in-force" : "", text));
    }
    dom.append(ladder);
  }
  if (known.targets.length > 0) {
    const targets = element("ul", "teamwright-targets");
    for (const { kind, name, paths } of known.targets) {
      targets.append(element("li", "", [`${kind} ${name}`, ...paths].join(" ")));
    }
    if (known.more > 0) {
      targets.append(element("li", "", `and ${known.more} more`));
    }
    dom.append(targets);
  }
  return dom;
}

function element(tag: string, className: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Where the way from an output to its source leads. */
export interface OriginOptions {
  /** What the editor shows: its text is the compilation's `yaml`. */
  readonly compilation: () => Compilation | null;
  /** Shows the place, in whichever editor has that file; {@link reveal} does it. */
  readonly show: (leaf: Leaf) => void;
}

/** For an editor that shows the output: F12, or a click with Ctrl or Cmd, goes to the text that a line comes from. */
export function goToOrigin(options: OriginOptions): Extension {
  const go = (view: EditorView, position: number): boolean => {
    const leaf = options.compilation()?.originOfLine(view.state.doc.lineAt(position).number);
    if (!leaf?.origin.range) {
      return false;
    }
    options.show(leaf);
    return true;
  };
  return [
    keymap.of([{ key: "F12", run: (view) => go(view, view.state.selection.main.head) }]),
    EditorView.domEventHandlers({
      mousedown: (event, view) => {
        const position = event.ctrlKey || event.metaKey ? view.posAtCoords(event) : null;
        return position !== null && go(view, position);
      },
    }),
  ];
}

/** Selects a range and scrolls it into view. */
export function reveal(view: EditorView, range: Range): void {
  const [anchor, head] = [range.start.utf16, range.end.utf16].map((at) => Math.min(at, view.state.doc.length));
  view.dispatch({ selection: { anchor: anchor ?? 0, head: head ?? 0 }, scrollIntoView: true });
  view.focus();
}
