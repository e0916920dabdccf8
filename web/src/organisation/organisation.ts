// The files of a folder that is open: as they were, as they are now, and what the folder itself has wrong.
import type { Diagnostic, TeamFile, TemplateFile } from "@teamwright/wasm";
import type { Template } from "../state/workspace.js";
import type { DirectoryNode, FileNode } from "./nodes.js";

/** A file as it was read. */
export interface OpenedFile {
  /** Its path in the repository. */
  readonly path: string;
  readonly node: FileNode;
  readonly text: string;
}

/** A file that has been edited. */
export interface ChangedFile {
  readonly path: string;
  /** Where it was read; absent for one that was not there. */
  readonly node: FileNode | undefined;
  /** As it was read, or saved last; `null` if it was not there. */
  readonly before: string | null;
  readonly text: string;
}

/** The path of the platform's file where there is none yet. */
const PLATFORM = "platform.yaml";

/** A file, as it was and as it is. */
interface Held {
  node: FileNode | undefined;
  before: string | null;
  text: string;
}

/** An organisation's teams and platform. */
export class Organisation {
  readonly root: DirectoryNode;
  /** Findings about files that are no team's text: misplaced, unreadable, missing. */
  readonly findings: readonly Diagnostic[];
  readonly #indexes: ReadonlyMap<string, number>;
  /** Templates that are no text, as the compiler is to judge them. */
  readonly refused: readonly TemplateFile[];
  readonly #files = new Map<string, Held>();
  /** Paths of files that are not as they were. */
  readonly #changed = new Set<string>();
  #teams: readonly TeamFile[];
  #templates: readonly Template[];
  #version = 0;

  constructor(
    root: DirectoryNode,
    platform: OpenedFile | null,
    templates: { readonly read: readonly OpenedFile[]; readonly refused: readonly TemplateFile[] },
    teams: readonly OpenedFile[],
    findings: readonly Diagnostic[],
  ) {
    this.root = root;
    this.findings = findings;
    this.refused = templates.refused;
    this.#indexes = new Map(teams.map(({ path }, index) => [path, index]));
    this.#files.set(PLATFORM, { node: platform?.node, before: platform?.text ?? "", text: platform?.text ?? "" });
    for (const { path, node, text } of [...templates.read, ...teams]) {
      this.#files.set(path, { node, before: text, text });
    }
    this.#templates = templates.read.map(({ path, text }) => ({ path, text }));
    this.#teams = teams.map(({ path, text }) => ({ path, text }));
  }

  /** What the folder is called. */
  get name(): string {
    return this.root.name;
  }

  /** Counts changes: an answer belongs to one version. */
  get version(): number {
    return this.#version;
  }

  /** All teams as they are now, in the order of their paths. */
  get teams(): readonly TeamFile[] {
    return this.#teams;
  }

  /** All templates as they are now, in the order of their names. */
  get templates(): readonly Template[] {
    return this.#templates;
  }

  /** The templates as they were read, or saved last. */
  get templatesBefore(): readonly Template[] {
    return this.#templates.flatMap(({ path }) => {
      const text = this.#files.get(path)?.before ?? null;
      return text === null ? [] : [{ path, text }];
    });
  }

  /** The platform as it is now; `null` as long as there is none. */
  get platform(): string | null {
    return this.#platform("text");
  }

  /** The platform as it was read, or saved last; `null` if there was none. */
  get platformBefore(): string | null {
    return this.#platform("before");
  }

  /** A file's text as it is now. */
  text(path: string): string {
    return this.#files.get(path)?.text ?? "";
  }

  /** A file's text as it was read, or saved last. */
  before(path: string): string {
    return this.#files.get(path)?.before ?? "";
  }

  /** Takes another text for a file. */
  set(path: string, text: string): void {
    const file = this.#files.get(path);
    if (!file || file.text === text) {
      return;
    }
    file.text = text;
    this.#version += 1;
    this.#note(path, file);
    const index = this.#indexes.get(path);
    if (index !== undefined) {
      this.#teams = this.#teams.with(index, { path, text });
    }
  }

  /** Takes another text for the platform. */
  setPlatform(text: string): void {
    this.set(PLATFORM, text);
  }

  /** Takes other texts for the templates, of which some may be new. */
  setTemplates(templates: readonly Template[]): void {
    if (templates === this.#templates) {
      return;
    }
    for (const { path } of this.#templates) {
      if (this.isNew(path) && templates.every((template) => template.path !== path)) {
        this.#files.delete(path);
        this.#changed.delete(path);
        this.#version += 1;
      }
    }
    this.#templates = templates;
    for (const { path, text } of templates) {
      if (!this.#files.has(path)) {
        this.#files.set(path, { node: undefined, before: null, text: "" });
        this.#changed.add(path);
        this.#version += 1;
      }
      this.set(path, text);
    }
  }

  /** Whether a file is not in the folder yet. */
  isNew(path: string): boolean {
    return this.#files.get(path)?.before === null;
  }

  /** Whether a file is not as it was. */
  isChanged(path: string): boolean {
    return this.#changed.has(path);
  }

  /** How many files are not as they were. */
  get changeCount(): number {
    return this.#changed.size;
  }

  /** All that have been edited: the platform, then templates and teams in order, then what is new. */
  changes(): readonly ChangedFile[] {
    const all = [...this.#files].filter(([path]) => this.#changed.has(path));
    return all.map(([path, file]) => ({ path, ...file }));
  }

  /** What was written is what was there from now on. */
  saved({ path, text, node }: ChangedFile): void {
    const file = this.#files.get(path);
    if (file) {
      file.node = node;
      file.before = text;
      this.#note(path, file);
    }
  }

  #platform(version: "text" | "before"): string | null {
    const file = this.#files.get(PLATFORM);
    return file && (file.node !== undefined || file[version] !== "") ? file[version] : null;
  }

  #note(path: string, { text, before }: Held): void {
    if (text === before) {
      this.#changed.delete(path);
    } else {
      this.#changed.add(path);
    }
  }
}
