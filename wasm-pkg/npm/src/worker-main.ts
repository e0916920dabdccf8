// Inside the worker: one instance, one question after the other.
import { compile, CompilerCrash, init, Platform, review } from "./index.js";
import type { FromWorker, PlatformFile, Question, Questions, Kind, ToWorker } from "./worker-protocol.js";

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
};

let loaded: Promise<void> | undefined;
/** The platform of the last question: the next one has the same, mostly. */
let platform: Platform | undefined;

function platformOf(file: PlatformFile): Platform {
  const path = file?.path ?? "platform.yaml";
  const isSame = file === null ? platform?.text === null : platform?.text === file.text && platform.path === path;
  if (!platform || !isSame) {
    platform?.free();
    platform = file === null ? Platform.builtIn() : Platform.parse(file.text, { path });
  }
  return platform;
}

function answer(question: Question): Questions[Kind]["answered"] {
  switch (question.kind) {
    case "compile":
      return compile(question.text, platformOf(question.platform), question.options).toJSON();
    case "review":
      return review(question.teams, platformOf(question.platform));
  }
}

async function asked(id: number, question: Question): Promise<FromWorker> {
  try {
    await (loaded ??= init());
    return { kind: "answer", id, value: answer(question) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "failure", id, message, crashed: error instanceof CompilerCrash };
  }
}

scope.onmessage = ({ data }) => {
  switch (data.kind) {
    case "load":
      loaded = init(data.module);
      // Whoever asks first is told.
      loaded.catch(() => undefined);
      return;
    case "ask":
      void asked(data.id, data.question).then((message) => scope.postMessage(message));
  }
};
