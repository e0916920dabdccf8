// The review of the whole repository, while somebody writes. It runs in a worker; the newest question wins, and whoever looks
// at an answer is told whether the files are still those that it is about.
import type { Diagnostic } from "@teamwright/wasm";
import { CompilerWorker, Superseded } from "@teamwright/wasm/worker";
import { tally } from "../state/answer.js";
import type { Organisation } from "./organisation.js";

/** Errors and warnings of one file. */
export interface Count {
  readonly errors: number;
  readonly warnings: number;
}

/** What a review found. */
export interface Reviewed {
  /** The version of the files that it is about. */
  readonly version: number;
  readonly findings: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Of each file that has any. */
  readonly counts: ReadonlyMap<string, Count>;
  readonly total: Count;
}

/** How the review stands. */
export interface Standing {
  /** The last answer, of whatever age. */
  readonly last: Reviewed | null;
  /** Whether it is about the files as they are now. */
  readonly isCurrent: boolean;
  /** What went wrong, if the last question has no answer. */
  readonly failure: string | null;
}

/** As long after a keystroke, in milliseconds, nobody has typed on. */
const PAUSE = 150;

/** Reviews one organisation again and again. */
export class LiveReview {
  readonly #organisation: Organisation;
  readonly #told: () => void;
  readonly #worker: CompilerWorker;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last: Reviewed | null = null;
  #failure: string | null = null;
  #isClosed = false;

  /** `told` is called whenever {@link standing} is another one. */
  constructor(organisation: Organisation, told: () => void, worker = new CompilerWorker()) {
    this.#organisation = organisation;
    this.#told = told;
    this.#worker = worker;
    void this.#ask();
  }

  get standing(): Standing {
    const isCurrent = this.#last?.version === this.#organisation.version;
    return { last: this.#last, isCurrent, failure: this.#failure };
  }

  /** A file has changed: asks again, as soon as nobody types. */
  changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), PAUSE);
  }

  /** Ends it. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#worker.close();
  }

  async #ask(): Promise<void> {
    const { version, teams, platform, templates, refused } = this.#organisation;
    const files = platform === null ? null : { text: platform, templates: [...templates, ...refused] };
    try {
      const { diagnostics, summary } = await this.#worker.review(teams, files);
      const findings = byPath(diagnostics);
      const counts = new Map([...findings].map(([path, found]) => [path, tally(found)]));
      this.#last = { version, findings, counts, total: summary };
      this.#failure = null;
    } catch (error) {
      if (error instanceof Superseded || this.#isClosed) {
        return;
      }
      this.#failure = error instanceof Error ? error.message : String(error);
    }
    this.#told();
  }
}

function byPath(diagnostics: readonly Diagnostic[]): Map<string, Diagnostic[]> {
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const group = groups.get(diagnostic.path);
    if (group) {
      group.push(diagnostic);
    } else {
      groups.set(diagnostic.path, [diagnostic]);
    }
  }
  return groups;
}

const NONE: Count = { errors: 0, warnings: 0 };

/** What a review found in one file. */
export function countOf(reviewed: Reviewed | null, path: string): Count {
  return reviewed?.counts.get(path) ?? NONE;
}
