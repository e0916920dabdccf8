// The left half: an editor for each of the two files and one for templates, below their tabs.
import type { EditorView, KeyBinding } from "@codemirror/view";
import type { Platform } from "@teamwright/wasm";
import { difference } from "../editor/difference.js";
import { fresh } from "../editor/place.js";
import { FILES, isOneOfTwo, type FileKey, type Texts } from "../state/workspace.js";
import { sourceEditor } from "./editor.js";
import { panelOf, Tabs } from "./tabs.js";
import { Templates } from "./templates.js";

/** What the editors ask of the page, and tell it. */
export interface SourcesOptions {
  readonly texts: Texts;
  readonly keys: readonly KeyBinding[];
  readonly platform: () => Platform;
  /** A text has changed. Called in the task of the keystroke. */
  readonly changed: () => void;
  /** The cursor has moved in a file. */
  readonly moved: (file: FileKey) => void;
  /** Another file is shown. */
  readonly opened: () => void;
}

/** The editors and their tabs. */
export class Sources {
  readonly tabs: Tabs;
  readonly templates: Templates;
  readonly team: EditorView;
  readonly platform: EditorView;
  readonly #changed: () => void;

  constructor({ texts, keys, platform, changed, moved, opened }: SourcesOptions) {
    this.#changed = changed;
    const editor = (file: "team" | "platform" | "template", host: HTMLElement, text: string): EditorView => {
      const told = (): void => {
        if (file === "template") {
          this.templates.take();
        }
        changed();
      };
      return sourceEditor({ host, file, text, keys, platform, changed: told, moved: () => moved(this.tabs.file) });
    };
    this.team = editor("team", panelOf("team"), texts.team);
    this.platform = editor("platform", panelOf("platform"), texts.platform);
    const host = panelOf("template").querySelector<HTMLElement>(".editor");
    this.templates = new Templates(editor("template", host ?? panelOf("template"), ""), texts.templates);
    this.tabs = new Tabs((file) => {
      if (!isOneOfTwo(file)) {
        this.templates.open(file);
      }
      this.view(file).requestMeasure();
      opened();
    });
    this.#list();
  }

  /** Every editor. */
  get views(): readonly EditorView[] {
    return [this.team, this.platform, this.templates.view];
  }

  /** The editor that has a file; of a template only while it is shown. */
  view(file: FileKey): EditorView {
    return file === "team" ? this.team : file === "platform" ? this.platform : this.templates.view;
  }

  /** Shows a file, and gives its editor. */
  open(file: FileKey): EditorView {
    if (this.tabs.file !== file) {
      this.tabs.open(file);
    }
    return this.view(file);
  }

  /** All texts as they are. */
  get texts(): Texts {
    const { team, platform, templates } = this;
    return { team: team.state.doc.toString(), platform: platform.state.doc.toString(), templates: templates.all };
  }

  /** Other files, each with an undo of its own, and team.yaml before one's eyes. */
  renew(texts: Texts): void {
    for (const file of FILES) {
      this[file].setState(fresh(this[file], texts[file]));
    }
    this.templates.put(texts.templates);
    this.#list();
    this.tabs.open("team");
  }

  /** Other texts, as one step that each editor can undo. */
  replace(texts: Texts, file: FileKey): void {
    for (const each of FILES) {
      const change = difference(this[each].state.doc.toString(), texts[each]);
      if (change) {
        this[each].dispatch({ changes: change, userEvent: "input.replace" });
      }
    }
    this.templates.replace(texts.templates);
    this.#list();
    this.tabs.open(file);
  }

  /** One template more, and before one's eyes; one that is there already is shown. */
  add(path: FileKey, text: string): void {
    if (!this.tabs.has(path)) {
      this.templates.add({ path, text });
      this.#list();
      this.#changed();
    }
    this.open(path).focus();
  }

  /** One template less. */
  remove(path: FileKey): void {
    const { other } = this.tabs;
    this.templates.remove(path);
    this.#list();
    this.tabs.open(other);
    this.#changed();
  }

  #list(): void {
    this.tabs.list(this.templates.all.map(({ path }) => path));
  }
}
