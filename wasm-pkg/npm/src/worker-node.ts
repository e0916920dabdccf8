// The same for Node, whose workers are threads with events of their own.
import { Worker } from "node:worker_threads";
import { CompilerWorker as WebWorker, type WorkerLike, type WorkerOptions } from "./worker.js";

export * from "./worker.js";

/** A thread as a worker of the web. It keeps no program running: what it is asked has a timer that does. */
class Thread implements WorkerLike {
  // The program's own options, such as `--input-type`, may not be for this file.
  readonly #worker = new Worker(new URL("./worker-node-main.js", import.meta.url), { execArgv: [] });

  addEventListener(type: "message" | "error", listener: (event: { data: unknown; message?: string }) => void): void {
    this.#worker.on(type, (said: unknown) =>
      listener({ data: said, ...(said instanceof Error ? { message: said.message } : {}) }),
    );
    // A listener takes hold of the program again.
    this.#worker.unref();
  }

  postMessage(message: unknown): void {
    this.#worker.postMessage(message);
  }

  terminate(): unknown {
    return this.#worker.terminate();
  }
}

/** A thread with a compiler; everything else is as in a page. */
export class CompilerWorker extends WebWorker {
  constructor(options: WorkerOptions = {}) {
    super({ ...options, make: () => options.make?.() ?? new Thread() });
  }
}
