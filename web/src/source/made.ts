// What stands above a template: the objects that it makes of the team that is open, each a way to them.
import type { Manifest } from "@teamwright/wasm";
import { button, byId, element } from "../elements.js";
import type { Output } from "../state/answer.js";
import { labelOf, type FileKey } from "../state/workspace.js";

/** What a person does there. */
export interface MadeActions {
  readonly open: (manifest: number) => void;
  /** Absent where it can't be removed. */
  readonly remove: (() => void) | null;
}

/** So many are named; more would take the place of the text. */
const MOST = 3;

/** Renews it. */
export function showMade(path: FileKey, output: Output, { open, remove }: MadeActions): void {
  const name = labelOf(path);
  byId("template-made", HTMLElement).replaceChildren(...words(path, output, open));
  const removes = byId("template-remove", HTMLButtonElement);
  removes.hidden = remove === null;
  removes.setAttribute("aria-label", `Remove ${name}`);
  removes.onclick = remove;
}

function words(path: FileKey, output: Output, open: (manifest: number) => void): readonly (Node | string)[] {
  if (output.kind !== "current") {
    return ["What it makes is shown when the errors are repaired."];
  }
  const made = [...output.made.manifests.entries()].filter(([, { template }]) => template === path);
  const ways = made.slice(0, MOST).map(([index, { kind, name }]: [number, Manifest]) =>
    button(`${kind} ${name}`, () => open(index), { class: "made" }),
  );
  const more = made.length > MOST ? [element("span", {}, `and ${made.length - MOST} more`)] : [];
  return made.length === 0 ? ["Makes nothing of this team on this cluster."] : ["Makes ", ...ways, ...more];
}
