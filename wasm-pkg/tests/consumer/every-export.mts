// A consumer that uses everything the package exports, values and types.
import { autocompletion } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import {
  Compilation, compile, complete, CompilerCrash, decode, digest, explain, hover, init, initSync, mostBytes, objectFiles, Platform,
  review, schema, survey, version,
  type Access, type AssistOptions, type Bar, type Bytes, type Cell, type Change, type Comparison, type CompilationData,
  type CompileOptions, type Completion, type Completions, type Consent, type Diagnostic, type Edit, type FieldChange,
  type FileName, type Fit, type Fix, type FoundFile, type Hover, type KubernetesObject, type Leaf, type Manifest, type Mark, type ModuleSource, type Network, type ObjectFile,
  type Origin, type PartName, type Person, type Position, type Quota, type Range, type Related, type Report, type Right, type Risk, type Rung, type Side, type Summary, type Survey, type Target,
  type PlatformOptions, type TeamFile, type TemplateFile, type WasmModule, type Way,
} from "@teamwright/wasm";
import {
  completionSource, findings, goToOrigin, hovers, mark, repair, reveal, teamwright, type EditorOptions, type OriginOptions,
} from "@teamwright/wasm/codemirror";
import {
  CompilerCrash as Crash, CompilerWorker, Superseded, type PlatformFile, type WorkerLike, type WorkerOptions,
} from "@teamwright/wasm/worker";

export async function loaded(source: ModuleSource, bytes: Bytes, module: WasmModule): Promise<string> {
  await init();
  await init(source);
  await init(new URL("https://example.com/teamwright_bg.wasm"));
  await init(fetch("teamwright_bg.wasm"));
  initSync(bytes);
  initSync(new Uint8Array());
  initSync(module);
  const same: typeof Crash = CompilerCrash;
  return `${version()} ${digest()} ${same.name}`;
}

export function everyView(text: string): (string | number | boolean | null)[] {
  const platform: Platform = Platform.parse("", { path: "platform.yaml" });
  const part: PartName = "namespace";
  const options: CompileOptions = { path: "teams/a/team.yaml", part, cluster: platform.clusters[0] ?? "one" };
  const result: Compilation = compile(text, platform, options);
  const data: CompilationData = result.toJSON();
  const found: readonly Diagnostic[] = data.diagnostics;
  const manifest: Manifest | undefined = result.manifests?.[0];
  const object: KubernetesObject | undefined = result.objects?.[0];
  const leaves: readonly Leaf[] = [...result.origins(), ...result.linesFrom("team", 0)];
  const origin: Origin | undefined = result.originOfLine(1)?.origin;
  platform.free();
  const [severity, range]: ["error" | "warning" | undefined, Range | undefined] = [found[0]?.severity, found[0]?.range];
  return [
    platform.text, platform.path, result.yaml, severity ?? null, range === undefined ? null : first(range.start),
    ...(manifest ? [manifest.kind, manifest.part, manifest.namespace ?? null, manifest.firstLine] : []),
    object?.metadata.labels?.["team"] ?? null, leaves.length, origin?.path ?? null, ...found.flatMap(repairs),
  ];
}

const first = (position: Position): number => position.utf16;

function repairs({ related, fixes }: Diagnostic): string[] {
  const other = (place: Related): string => `${place.path}: ${place.message}`;
  const edits = fixes.flatMap((fix: Fix): Edit[] => fix.edits);
  return [...related.map(other), ...edits.map(({ newText }) => newText)];
}

export function assisted(text: string, file: FileName): string[] {
  const options: AssistOptions = { path: "teams/a/team.yaml", file, teams: ["a", "b"] };
  const offered: Completions = complete(text, 0, Platform.builtIn(), options);
  const known: Hover | null = hover(text, 0, Platform.builtIn(), options);
  const ladder = (known?.ladder ?? []).map((rung: Rung) => rung.value ?? rung.source);
  const targets = (known?.targets ?? []).map((target: Target) => target.name);
  return [...offered.items.map(({ label }: Completion) => label), ...ladder, ...targets, explain("TW0201")];
}

export function compared(before: Compilation, after: Compilation): string[] {
  const comparison: Comparison | null = after.changesSince(before);
  const side = (one: Side | undefined): string => (one === undefined ? "" : `${one.value}:${one.line}`);
  const field = ({ path, before, after }: FieldChange): string => `${path} ${side(before)} ${side(after)}`;
  const risk = ({ rule, level, reason }: Risk): string => `${level} ${rule}: ${reason}`;
  const changes: readonly Change[] = comparison?.changes ?? [];
  return changes.flatMap((change) => [change.change, ...change.risks.map(risk), ...change.fields.map(field)]);
}

export function drawn(compilation: Compilation, neighbours: readonly TeamFile[]): (string | number)[] {
  const network: Network | null = compilation.network(neighbours);
  const said = ({ name, consent }: Way): string => `${name} ${consent satisfies Consent | undefined}`;
  const quota: Quota | null = compilation.quota();
  const mark = (one: Mark | undefined): number => one?.share ?? 0;
  const bar = ({ key, ceiling, largest }: Bar): string => `${key} ${mark(ceiling)} ${mark(largest)}`;
  const fits: Fit | undefined = quota?.fits;
  const access: Access | null = compilation.access();
  const person = ({ role, name, argocd }: Person): string => `${role} ${name} ${argocd ?? 0}`;
  const cell = (one: Cell | undefined): string => one?.verbs.join(" ") ?? "";
  const right = ({ resource, developer, viewer }: Right): string => `${resource} ${cell(developer)} ${cell(viewer)}`;
  return [
    ...(network?.ways ?? []).map(said), ...(quota?.bars ?? []).map(bar), fits?.pods ?? 0,
    ...(access?.people ?? []).map(person), ...(access?.rights ?? []).map(right), compilation.network()?.namespace ?? "",
  ];
}

export function reviewed(teams: readonly TeamFile[]): [Summary, Readonly<Record<string, unknown>>] {
  const report: Report = review(teams, Platform.builtIn());
  return [report.summary, schema("team")];
}

export function opened(entries: readonly string[], bytes: Uint8Array): string[] {
  const { platform, teams, templates, look, diagnostics }: Survey = survey("acme", entries, Platform.builtIn());
  const read = decode(entries[platform ?? 0] ?? "", bytes.subarray(0, mostBytes() + 1));
  const files: readonly ObjectFile[] = "text" in read ? (objectFiles(read.text, Platform.builtIn(), { path: "" }) ?? []) : [];
  const refused: readonly Diagnostic[] = "refused" in read ? [read.refused] : diagnostics;
  const paths = [...teams, ...templates].map(({ entry, path }: FoundFile) => entries[entry] ?? path);
  return [...paths, ...look.map(String), ...files.map(({ path, text }) => path + text), ...refused.map(({ code }) => code)];
}

export async function worked(make: () => Worker, own: () => WorkerLike): Promise<number | string> {
  const options: WorkerOptions = { make, module: "teamwright_bg.wasm", patience: 1_000, onReplaced: ({ message }) => message };
  const [worker, other] = [new CompilerWorker(options), new CompilerWorker({ make: own })];
  const template: TemplateFile = { path: Platform.builtIn().templatePath("a.yaml") ?? "", text: "" };
  const files: PlatformOptions = { path: "platform.yaml", templates: [template] };
  const platform: PlatformFile = { text: Platform.parse("", files).templates.map(({ path }) => path).join(), ...files };
  try {
    const compiled: CompilationData = await worker.compile("", platform, { part: "all" });
    const report: Report = await other.review([{ path: "teams/a/team.yaml", text: compiled.yaml ?? "" }], null);
    return report.summary.errors;
  } catch (error) {
    return error instanceof Superseded || error instanceof CompilerCrash ? error.message : "";
  } finally {
    worker.close();
  }
}

export function editors(compilation: Compilation, source: EditorView): EditorView[] {
  const options: EditorOptions = { platform: () => Platform.builtIn(), delay: 50, file: "team", path: "teams/a/team.yaml" };
  const origins: OriginOptions = {
    compilation: () => compilation,
    show: ({ origin }) => origin.range && reveal(source, origin.range),
  };
  const one: Extension = [findings(options), hovers(options), autocompletion({ override: [completionSource(options)] })];
  mark(source, compilation.diagnostics);
  compilation.diagnostics.forEach(({ fixes }) => fixes.forEach((fix) => repair(source, fix)));
  return [one, teamwright(options), goToOrigin(origins)].map((extensions) => new EditorView({ extensions }));
}
