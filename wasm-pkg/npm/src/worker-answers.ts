// Inside the worker, whatever its host: one instance, one question after the other.
import { compile, CompilerCrash, Platform, review, type ModuleSource } from "./index.js";
import type { FromWorker, PlatformFile, Question, Questions, Kind, ToWorker } from "./worker-protocol.js";

/** What a host gives: how the module is loaded there, and the way back. */
export interface Host {
  readonly init: (source?: ModuleSource) => Promise<void>;
  readonly send: (message: FromWorker) => void;
}

/** Takes the messages of a page, one by one. */
export function answering({ init, send }: Host): (message: ToWorker) => void {
  let module: ModuleSource | undefined;

  const asked = async (id: number, question: Question): Promise<FromWorker> => {
    try {
      await init(module);
      return { kind: "answer", id, value: answer(question) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { kind: "failure", id, message, crashed: error instanceof CompilerCrash };
    }
  };

  return (message) => {
    switch (message.kind) {
      case "load":
        module = message.module;
        // Whoever asks first is told what is wrong, and loads it again.
        init(module).catch(() => undefined);
        return;
      case "ask":
        void asked(message.id, message.question).then(send);
    }
  };
}

function answer(question: Question): Questions[Kind]["answered"] {
  switch (question.kind) {
    case "compile":
      return compile(question.text, platformOf(question.platform), question.options).toJSON();
    case "review":
      return review(question.teams, platformOf(question.platform));
  }
}

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
