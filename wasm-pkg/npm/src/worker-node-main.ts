// What runs in a thread of Node.
import { parentPort } from "node:worker_threads";
import { init } from "./node.js";
import { answering } from "./worker-answers.js";
import type { ToWorker } from "./worker-protocol.js";

const hear = answering({ init, send: (message) => parentPort?.postMessage(message) });
parentPort?.on("message", (message: ToWorker) => hear(message));
