// What a person has in front of them, and what a link or the browser's storage restores.
import type { FileName } from "@teamwright/wasm";

/** A template of the platform. */
export interface Template {
  /** Its path in the repository. */
  readonly path: string;
  readonly text: string;
}

/** The text of each file. */
export interface Texts {
  readonly team: string;
  readonly platform: string;
  /** In the order of their names. */
  readonly templates: readonly Template[];
}

/** What names a file on the page: `team`, `platform`, or a template's path. */
export type FileKey = string;

/** All files as they once were; in a folder there may have been no platform.yaml. */
export type Earlier = Omit<Texts, "platform"> & { readonly platform: string | null };

/** Which earlier version objects are compared with. */
export type Which = "opened" | "pinned";

/** The earlier versions that are kept. */
export interface Versions {
  /** The files as they were opened. */
  readonly opened: Earlier;
  /** As they were when somebody pinned them. */
  readonly pinned: Earlier | null;
  readonly which: Which;
}

/** The tab of the manifests themselves, among those of the right half. */
export const MANIFESTS = "manifests";

/** All that the preview is a function of. */
export interface Workspace {
  readonly texts: Texts;
  readonly versions: Versions;
  /** The tab of the right half that is open. */
  readonly view: string;
  /** The file that is shown. */
  readonly file: FileKey;
  /** The cluster that was chosen; `null` for the first one of platform.yaml. */
  readonly cluster: string | null;
}

/** The two files that are always there, in the order of their tabs. */
export const FILES = ["team", "platform"] as const satisfies readonly FileName[];

/** What a file is called in its repository. */
export const LABELS: Readonly<Record<FileName, string>> = { team: "team.yaml", platform: "platform.yaml" };

/** Whether it is one of the two; else it is a template. */
export function isOneOfTwo(key: FileKey): key is FileName {
  return key === "team" || key === "platform";
}

/** What a file is called where its folder is plain. */
export function labelOf(key: FileKey): string {
  return isOneOfTwo(key) ? LABELS[key] : (key.split("/").at(-1) ?? key);
}

/** Every file, in the order of their tabs. */
export function keysOf({ templates }: Pick<Texts, "templates">): readonly FileKey[] {
  return [...FILES, ...templates.map(({ path }) => path)];
}

/** Whether two lists of templates are the same. */
export function areSame(some: readonly Template[], others: readonly Template[]): boolean {
  const isSame = ({ path, text }: Template, index: number): boolean => path === others[index]?.path && text === others[index].text;
  return some === others || (some.length === others.length && some.every(isSame));
}

/** Files that have just been opened are compared with themselves. */
export function since(opened: Earlier): Versions {
  return { opened, pinned: null, which: "opened" };
}

/** A workspace of files that have just been opened. */
export function opened(texts: Texts): Workspace {
  return { texts, versions: since(texts), view: MANIFESTS, file: "team", cluster: null };
}

/** A workspace as JSON: short as long as it is as it was opened. */
export function written(workspace: Workspace): string {
  const { texts, versions, view, ...rest } = workspace;
  const { opened, pinned } = versions;
  const isAsOpened = FILES.every((file) => opened[file] === texts[file]) && areSame(opened.templates, texts.templates);
  const isOpened = pinned === null && isAsOpened;
  return JSON.stringify({
    texts,
    ...(isOpened ? {} : { versions }),
    ...(view === MANIFESTS ? {} : { view }),
    ...rest,
  });
}

/** Reads what {@link written} made; `null` for anything else. */
export function parsed(json: string): Workspace | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  const texts = isRecord(value) ? textsOf(value["texts"]) : null;
  if (!isRecord(value) || texts === null) {
    return null;
  }
  // The short form; it is also that of pages that knew neither views nor versions.
  const { file, cluster, view = MANIFESTS } = value;
  const versions = value["versions"] === undefined ? since(texts) : versionsOf(value["versions"]);
  const isWhole =
    typeof file === "string" &&
    keysOf(texts).includes(file) &&
    (cluster === null || typeof cluster === "string") &&
    typeof view === "string";
  return isWhole && versions ? { texts, versions, view, file, cluster } : null;
}

function textsOf(value: unknown): Texts | null {
  const earlier = earlierOf(value);
  return earlier?.platform === null ? null : (earlier as Texts | null);
}

function earlierOf(value: unknown): Earlier | null {
  if (!isRecord(value)) {
    return null;
  }
  // Earlier pages knew no templates.
  const { team, platform, templates = [] } = value;
  const isWhole = typeof team === "string" && (platform === null || typeof platform === "string");
  return isWhole && Array.isArray(templates) && templates.every(isTemplate) ? { team, platform, templates } : null;
}

function isTemplate(value: unknown): value is Template {
  return isRecord(value) && typeof value["path"] === "string" && typeof value["text"] === "string";
}

function versionsOf(value: unknown): Versions | null {
  if (!isRecord(value)) {
    return null;
  }
  const { which } = value;
  const [opened, pinned] = [earlierOf(value["opened"]), earlierOf(value["pinned"])];
  if (opened === null || (which !== "opened" && which !== "pinned")) {
    return null;
  }
  const isWhole = pinned !== null || (which === "opened" && value["pinned"] === null);
  return isWhole ? { opened, pinned, which } : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
