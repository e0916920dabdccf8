// What runs in a Web Worker.
import { init } from "./index.js";
import { answering } from "./worker-answers.js";
import type { FromWorker, ToWorker } from "./worker-protocol.js";

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
};

const hear = answering({ init, send: (message) => scope.postMessage(message) });
scope.onmessage = ({ data }) => hear(data);
