// What a person has in front of them, and what a link or the browser's storage restores.
import type { FileName } from "@teamwright/wasm";

/** The text of each file. */
export type Texts = Readonly<Record<FileName, string>>;

/** All that the preview is a function of. */
export interface Workspace {
  readonly texts: Texts;
  /** The file that is shown. */
  readonly file: FileName;
  /** The cluster that was chosen; `null` for the first one of platform.yaml. */
  readonly cluster: string | null;
}

/** Both files, in the order of their tabs. */
export const FILES = ["team", "platform"] as const satisfies readonly FileName[];

/** What a file is called in its repository. */
export const LABELS: Readonly<Record<FileName, string>> = { team: "team.yaml", platform: "platform.yaml" };

/** Reads what {@link JSON.stringify} made of a workspace; `null` for anything else. */
export function parsed(json: string): Workspace | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  if (!isRecord(value) || !isRecord(value["texts"])) {
    return null;
  }
  const { file, cluster } = value;
  const { team, platform } = value["texts"];
  const isWhole =
    typeof team === "string" &&
    typeof platform === "string" &&
    (file === "team" || file === "platform") &&
    (cluster === null || typeof cluster === "string");
  return isWhole ? { texts: { team, platform }, file, cluster } : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
