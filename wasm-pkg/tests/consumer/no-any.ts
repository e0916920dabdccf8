// No `any` is in reach of a consumer: a type with one in it does not compile here, and the error names its place.
import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import * as root from "@teamwright/wasm";
import * as codemirror from "@teamwright/wasm/codemirror";
import * as worker from "@teamwright/wasm/worker";

type Is<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type IsAny<T> = 0 extends 1 & T ? true : false;

/** Types of others, which have some inside. */
type Others =
  | Request | Response | URL | BufferSource | ArrayBuffer | ArrayBufferView | WebAssembly.Module
  | CompletionContext | CompletionResult | EditorView | Extension;
type IsOther<T> = true extends (Others extends infer O ? (O extends unknown ? Is<T, O> : never) : never) ? true : false;

/** Where in `T` an `any` is; `never` if nowhere. */
type AnyIn<T, Path extends string, Depth extends 0[] = []> =
  IsAny<T> extends true ? Path
  : Depth["length"] extends 12 ? never
  : IsOther<T> extends true ? never
  : T extends object ? In<T, Path, [...Depth, 0]> : never;
type In<T extends object, Path extends string, Depth extends 0[]> =
  IsOther<T> extends true ? never
  : T extends Promise<infer V> ? AnyIn<V, `${Path}.then`, Depth>
  : T extends Iterable<infer I> ? AnyIn<I, `${Path}[]`, Depth>
  :
    | (T extends (...given: infer G) => infer R ? AnyIn<G, `${Path}(given)`, Depth> | AnyIn<R, `${Path}()`, Depth> : never)
    | (T extends new (...given: infer G) => unknown ? AnyIn<G, `new ${Path}(given)`, Depth> : never)
    | { [K in Own<T>]: AnyIn<T[K], `${Path}.${K & string}`, Depth> }[Own<T>];
/** What Node adds to the constructors of errors is not the package's. */
type Own<T> = T extends new (...given: never) => Error ? Extract<"prototype", keyof T> : keyof T;

type None<Places extends never> = Places;
export type Root = None<AnyIn<typeof root, "root">>;
export type Worker = None<AnyIn<typeof worker, "worker">>;
export type CodeMirror = None<AnyIn<typeof codemirror, "codemirror">>;

// It finds what it looks for.
// @ts-expect-error: in a parameter
export type Parameter = None<AnyIn<{ call(options: { deep?: readonly any[] }): void }, "planted">>;
// @ts-expect-error: in a result
export type Result = None<AnyIn<{ call: () => Promise<{ value: any }> }, "planted">>;
// @ts-expect-error: in what a class has
export type Member = None<AnyIn<{ prototype: { get: () => Map<string, any> } }, "planted">>;
