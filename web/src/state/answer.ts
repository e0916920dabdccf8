// From the texts to what is shown of them. The compiler runs here, in the task of the keystroke.
import {
  compile,
  CompilerCrash,
  Platform,
  type Compilation,
  type Diagnostic,
  type Manifest,
  type TemplateFile,
} from "@teamwright/wasm";
import { LABELS, type FileKey, type Texts } from "./workspace.js";

/** Objects that were made. */
export interface Made {
  readonly manifests: readonly Manifest[];
  readonly yaml: string;
}

/** The objects on the screen: those of the texts beside them, those of an earlier text, or none. */
export type Output =
  | { readonly kind: "current"; readonly made: Made; readonly compilation: Compilation }
  | { readonly kind: "old"; readonly made: Made }
  | { readonly kind: "none" };

/** Where the texts lie. */
export interface Place {
  /** Path of the team's file. In a repository its directory has to be called as the team is. */
  readonly team: string;
  /** Whether there is a platform.yaml. Without one the built-in platform counts. */
  readonly hasPlatform: boolean;
  /** Templates that are no text. What keeps them from being one keeps everything from being made. */
  readonly refused: readonly TemplateFile[];
}

/** Files that lie nowhere. */
const NOWHERE: Place = { team: LABELS.team, hasPlatform: true, refused: [] };

/** What was found in each file. */
export type Findings = ReadonlyMap<FileKey, readonly Diagnostic[]>;

const NOTHING: readonly Diagnostic[] = [];

/** What the compiler says of some texts. */
export interface Answer {
  readonly findings: Findings;
  /** Names of the platform's clusters. */
  readonly clusters: readonly string[];
  /** The platform that the texts describe, for completion and hovers. */
  readonly platform: Platform;
  readonly output: Output;
  /** The compiler's last words, if it has a bug. */
  readonly crash: string | null;
}

/** The platform of a text and its templates; without a text the built-in platform counts, and nobody looks for templates. */
export function platformOf(text: string | null, templates: readonly TemplateFile[]): Platform {
  return text === null ? Platform.builtIn() : Platform.parse(text, { path: LABELS.platform, templates });
}

/** What was found in a file. */
export function foundIn(findings: Findings, key: FileKey): readonly Diagnostic[] {
  return findings.get(key) ?? NOTHING;
}

/** Compiles a team's text for a cluster. One that the platform lacks is passed over. */
export function compiledIn(text: string, platform: Platform, path: string, cluster: string | null): Compilation {
  const isKnown = cluster !== null && platform.clusters.includes(cluster);
  return compile(text, platform, { path, ...(isKnown ? { cluster } : {}) });
}

/** Asks the compiler, and remembers what it made last. */
export class Asker {
  #platform: Platform | undefined;
  #made: Made | undefined;

  /** Answers for the newest texts. A chosen cluster that platform.yaml lacks is passed over. */
  ask(texts: Texts, cluster: string | null, place: Place = NOWHERE): Answer {
    try {
      return this.#asked(texts, cluster, place);
    } catch (error) {
      if (!(error instanceof CompilerCrash)) {
        throw error;
      }
      const findings = new Map<FileKey, Diagnostic[]>();
      const platform = (this.#platform ??= Platform.builtIn());
      return { findings, clusters: [], platform, output: this.#earlier(), crash: error.message };
    }
  }

  #asked(texts: Texts, cluster: string | null, place: Place): Answer {
    const platform = this.#read(texts, place);
    const { clusters } = platform;
    const compilation = compiledIn(texts.team, platform, place.team, cluster);
    const findings = byKey([...compilation.diagnostics, ...platform.diagnostics], place.team);
    const { manifests, yaml } = compilation;
    if (manifests === null || yaml === null) {
      return { findings, clusters, platform, output: this.#earlier(), crash: null };
    }
    this.#made = { manifests, yaml };
    return { findings, clusters, platform, output: { kind: "current", made: this.#made, compilation }, crash: null };
  }

  /** Whoever writes a team has the same platform from keystroke to keystroke. */
  #read({ platform, templates }: Texts, { hasPlatform, refused }: Place): Platform {
    const text = hasPlatform ? platform : null;
    const files = hasPlatform ? [...templates, ...refused] : [];
    if (!this.#platform || this.#platform.text !== text || !areSame(this.#platform.templates, files)) {
      this.#platform?.free();
      this.#platform = platformOf(text, files);
    }
    return this.#platform;
  }

  /** Forgets what was made last: it was of other files. */
  forget(): void {
    this.#made = undefined;
  }

  #earlier(): Output {
    return this.#made ? { kind: "old", made: this.#made } : { kind: "none" };
  }
}

function areSame(some: readonly TemplateFile[], others: readonly TemplateFile[]): boolean {
  return some.length === others.length && some.every(({ path, text }, index) => path === others[index]?.path && text === others[index].text);
}

/** Findings by the file that is wrong, the team's being called `team`. */
function byKey(all: readonly Diagnostic[], team: string): Findings {
  const findings = new Map<FileKey, Diagnostic[]>([["team", []], ["platform", []]]);
  for (const finding of all) {
    const key = finding.path === team ? "team" : finding.path === LABELS.platform ? "platform" : finding.path;
    const group = findings.get(key);
    if (group) {
      group.push(finding);
    } else {
      findings.set(key, [finding]);
    }
  }
  return findings;
}

/** Errors and warnings of a file. */
export function tally(findings: readonly Diagnostic[]): { readonly errors: number; readonly warnings: number } {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  return { errors, warnings: findings.length - errors };
}
