// Inside the worker, whatever its host: one instance, one question after the other.
import { compile, CompilerCrash, Platform, type ModuleSource } from "./index.js";
import { Reviewer } from "./reviewer.js";
import { areSame } from "./templates.js";
import type { FromWorker, Kind, PlatformFile, Questions, Sent, ToWorker } from "./worker-protocol.js";

/** What a host gives: how the module is loaded there, and the way back. */
export interface Host {
  readonly init: (source?: ModuleSource) => Promise<void>;
  readonly send: (message: FromWorker) => void;
}

/** Takes the messages of a page, one by one. */
export function answering({ init, send }: Host): (message: ToWorker) => void {
  let module: ModuleSource | undefined;

  const asked = async (id: number, question: Sent): Promise<FromWorker> => {
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
        // Whatever becomes of the question: the page counts on it that this worker has them now.
        if (message.question.kind === "review") {
          reviewer.change(message.question.teams);
        }
        void asked(message.id, message.question).then(send);
    }
  };
}

const reviewer = new Reviewer();

function answer(question: Sent): Questions[Kind]["answered"] {
  switch (question.kind) {
    case "compile":
      return compile(question.text, platformOf(question.platform), question.options).toJSON();
    case "review":
      return reviewer.report(platformOf(question.platform));
  }
}

/** The platform of the last question: the next one has the same, mostly. */
let platform: Platform | undefined;

function platformOf(file: PlatformFile): Platform {
  const { path = "platform.yaml", templates = [] } = file ?? {};
  const isSame = platform?.text === (file?.text ?? null) && (file === null || platform.path === path);
  if (!platform || !isSame || !areSame(platform.templates, templates)) {
    platform?.free();
    platform = file === null ? Platform.builtIn() : Platform.parse(file.text, { path, templates });
  }
  return platform;
}
