// What a person has in front of them, and what a link or the browser's storage restores.
import type { FileName } from "@teamwright/wasm";

/** The text of each file. */
export type Texts = Readonly<Record<FileName, string>>;

/** Both files as they once were; in a folder there may have been no platform.yaml. */
export type Earlier = Pick<Texts, "team"> & { readonly platform: string | null };

/** Which earlier version objects are compared with. */
export type Which = "opened" | "pinned";

/** The earlier versions that are kept. */
export interface Versions {
  /** Both files as they were opened. */
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
  readonly file: FileName;
  /** The cluster that was chosen; `null` for the first one of platform.yaml. */
  readonly cluster: string | null;
}

/** Both files, in the order of their tabs. */
export const FILES = ["team", "platform"] as const satisfies readonly FileName[];

/** What a file is called in its repository. */
export const LABELS: Readonly<Record<FileName, string>> = { team: "team.yaml", platform: "platform.yaml" };

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
  const isOpened = versions.pinned === null && FILES.every((file) => versions.opened[file] === texts[file]);
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
  if (!isRecord(value) || !isTexts(value["texts"])) {
    return null;
  }
  // The short form; it is also that of pages that knew neither views nor versions.
  const { texts, file, cluster, view = MANIFESTS, versions = since(texts) } = value;
  const isWhole =
    (file === "team" || file === "platform") &&
    (cluster === null || typeof cluster === "string") &&
    typeof view === "string" &&
    isVersions(versions);
  return isWhole ? { texts, versions, view, file, cluster } : null;
}

function isTexts(value: unknown): value is Texts {
  return isRecord(value) && FILES.every((file) => typeof value[file] === "string");
}

function isEarlier(value: unknown): value is Earlier {
  return isTexts(value) || (isRecord(value) && typeof value["team"] === "string" && value["platform"] === null);
}

function isVersions(value: unknown): value is Versions {
  if (!isRecord(value) || !isEarlier(value["opened"])) {
    return false;
  }
  const { pinned, which } = value;
  return which === "pinned" ? isEarlier(pinned) : which === "opened" && (pinned === null || isEarlier(pinned));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
