// What the page and the worker say to each other.
import type { CompilationData, CompileOptions } from "./compilation.js";
import type { PlatformOptions, TeamFile } from "./index.js";
import type { WasmModule } from "./instance.js";
import type { Report } from "./types.js";

/** A platform.yaml with its templates as a message can carry them; `null` for the built-in platform. */
export type PlatformFile = ({ readonly text: string } & PlatformOptions) | null;

/** How a list of teams differs from the one that the worker had last. */
export interface TeamChanges {
  /** Teams that are other ones, with their indexes. */
  readonly changed: readonly (readonly [index: number, team: TeamFile])[];
  /** How many there are now. */
  readonly length: number;
}

/** What can be asked, and what is answered. */
export interface Questions {
  readonly compile: {
    readonly asked: { readonly text: string; readonly platform: PlatformFile; readonly options: CompileOptions };
    readonly answered: CompilationData;
  };
  readonly review: {
    readonly asked: { readonly teams: readonly TeamFile[]; readonly platform: PlatformFile };
    readonly answered: Report;
  };
}

export type Kind = keyof Questions;

/** To the worker. */
export type ToWorker =
  | { readonly kind: "load"; readonly module: WasmModule | string | undefined }
  | { readonly kind: "ask"; readonly id: number; readonly question: Sent };

/** A question as it is sent: of teams only those that the worker does not have. */
export type Sent =
  | Extract<Question, { kind: "compile" }>
  | { readonly kind: "review"; readonly teams: TeamChanges; readonly platform: PlatformFile };

/** One question of any kind. */
export type Question = { [K in Kind]: { readonly kind: K } & Questions[K]["asked"] }[Kind];

/** From the worker. */
export type FromWorker =
  | { readonly kind: "answer"; readonly id: number; readonly value: Questions[Kind]["answered"] }
  | { readonly kind: "failure"; readonly id: number; readonly message: string; readonly crashed: boolean };
