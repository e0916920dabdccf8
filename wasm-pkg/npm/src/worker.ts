// `@teamwright/wasm/worker`: whole repositories, beside the page. A single team compiles faster without it.
import type { CompilationData, CompileOptions } from "./compilation.js";
import type { TeamFile } from "./index.js";
import { CompilerCrash, type WasmModule } from "./instance.js";
import type { Report } from "./types.js";
import type { FromWorker, Kind, PlatformFile, Question, Questions, Sent, ToWorker } from "./worker-protocol.js";

export type { PlatformFile } from "./worker-protocol.js";
export { CompilerCrash };

/** A newer question of the same kind took the place of this one. */
export class Superseded extends Error {
  override readonly name = "Superseded";
}

/** As much of a worker as is needed here: a `Worker` of the web is one. */
export interface WorkerLike {
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "error", listener: (event: { readonly message?: string }) => void): void;
  postMessage(message: unknown): void;
  terminate(): unknown;
}

/** How the worker is made. */
export interface WorkerOptions {
  /** The module, or its address; without it the worker finds it beside its own file. */
  readonly module?: WasmModule | string | URL;
  /** Makes the worker, where a bundler has its own way to, or gives nothing. It runs this package's `worker-main.js`. */
  readonly make?: () => WorkerLike | undefined;
  /** How long one answer may take, in milliseconds, before the worker is replaced. 20,000 by default. */
  readonly patience?: number;
  /** Told when an instance had to be replaced: after a trap, or when patience ran out. */
  readonly onReplaced?: (why: CompilerCrash) => void;
}

interface Pending {
  readonly id: number;
  readonly question: Question;
  readonly resolve: (value: never) => void;
  readonly reject: (why: Error) => void;
}

/**
 * A worker with a compiler. One question is in it at a time; of each kind the newest one waits, and an older one is
 * rejected with {@link Superseded}, so an old answer is never taken for a new one.
 */
export class CompilerWorker {
  readonly #options: WorkerOptions;
  readonly #waiting = new Map<Kind, Pending>();
  #worker: WorkerLike | undefined;
  #running: Pending | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = 0;
  /** The teams that the worker has. */
  #told: readonly TeamFile[] = [];
  #isClosed = false;

  constructor(options: WorkerOptions = {}) {
    this.#options = options;
    this.#worker = this.#made();
  }

  /** Compiles one team; every view of it comes back. */
  compile(text: string, platform: PlatformFile, options: CompileOptions = {}): Promise<CompilationData> {
    return this.#ask<"compile">({ kind: "compile", text, platform, options });
  }

  /** Everything wrong with a whole repository. */
  review(teams: readonly TeamFile[], platform: PlatformFile): Promise<Report> {
    return this.#ask<"review">({ kind: "review", teams, platform });
  }

  /** Ends the worker. What was asked is rejected. */
  close(): void {
    this.#isClosed = true;
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#rejectAll(new Error("the worker is closed"));
  }

  #ask<K extends Kind>(question: Question): Promise<Questions[K]["answered"]> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(new Error("the worker is closed"));
        return;
      }
      const older = [this.#waiting.get(question.kind), this.#running];
      for (const pending of older) {
        if (pending?.question.kind === question.kind) {
          pending.reject(new Superseded("a newer question was asked"));
        }
      }
      this.#last += 1;
      this.#waiting.set(question.kind, { id: this.#last, question, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    const [next] = this.#waiting.values();
    if (this.#running || !next) {
      return;
    }
    this.#waiting.delete(next.question.kind);
    this.#running = next;
    const { patience = 20_000 } = this.#options;
    this.#timer = setTimeout(() => this.#outOfPatience(patience), patience);
    this.#worker ??= this.#made();
    this.#worker.postMessage({ kind: "ask", id: next.id, question: this.#sent(next.question) } satisfies ToWorker);
  }

  /** Of thousands of teams mostly one has changed: the others are not copied again. */
  #sent(question: Question): Sent {
    if (question.kind !== "review") {
      return question;
    }
    const { teams, platform } = question;
    const isOther = ({ path, text }: TeamFile, index: number): boolean =>
      this.#told[index]?.text !== text || this.#told[index].path !== path;
    const changed = [...teams.entries()].filter(([index, team]) => isOther(team, index));
    this.#told = [...teams];
    return { kind: "review", teams: { changed, length: teams.length }, platform };
  }

  #made(): WorkerLike {
    this.#told = [];
    const { make, module } = this.#options;
    const worker: WorkerLike =
      make?.() ?? new Worker(new URL("./worker-main.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => this.#heard(data as FromWorker));
    worker.addEventListener("error", ({ message }) => {
      worker.terminate();
      this.#worker = undefined;
      this.#rejectAll(new Error(`the worker failed: ${message || "it could not be loaded"}`));
    });
    const source = module instanceof URL ? module.href : module;
    worker.postMessage({ kind: "load", module: source } satisfies ToWorker);
    return worker;
  }

  #heard(message: FromWorker): void {
    const running = this.#running;
    if (message.id !== running?.id) {
      return;
    }
    this.#done();
    switch (message.kind) {
      case "answer":
        running.resolve(message.value as never);
        break;
      case "failure":
        if (message.crashed) {
          // The worker's own instance is a fresh one already.
          this.#crashed(running, new CompilerCrash(message.message));
        } else {
          running.reject(new Error(message.message));
        }
    }
    this.#next();
  }

  #outOfPatience(patience: number): void {
    const running = this.#running;
    this.#done();
    this.#worker?.terminate();
    this.#worker = undefined;
    if (running) {
      this.#crashed(running, new CompilerCrash(`no answer within ${patience} ms`));
    }
    this.#next();
  }

  #crashed(running: Pending, why: CompilerCrash): void {
    running.reject(why);
    this.#options.onReplaced?.(why);
  }

  #done(): void {
    clearTimeout(this.#timer);
    this.#running = undefined;
  }

  #rejectAll(why: Error): void {
    const all = [this.#running, ...this.#waiting.values()];
    this.#done();
    this.#waiting.clear();
    for (const pending of all) {
      pending?.reject(why);
    }
  }
}
