// The example organisation, as it lies in the repository.
import type { TeamFile } from "@teamwright/wasm";
import type { Template, Texts } from "./state/workspace.js";
import platform from "../../examples/acme/platform.yaml?raw";

const files = import.meta.glob<string>("../../examples/acme/teams/*/team.yaml", {
  query: "?raw",
  import: "default",
  eager: true,
});

const templates: readonly Template[] = Object.entries(
  import.meta.glob<string>("../../examples/acme/platform/templates/*.yaml", { query: "?raw", import: "default", eager: true }),
).map(([path, text]) => ({ path: path.split("/").slice(-3).join("/"), text }));

/** The teams of the example organisation, by name. */
export const EXAMPLES: ReadonlyMap<string, Texts> = new Map(
  Object.entries(files).map(([path, team]) => [path.split("/").at(-2) ?? path, { team, platform, templates }]),
);

/** What the page starts on: a team that uses much of what there is. */
export const FIRST = "payments";

/** The texts of an example. */
export function example(name: string): Texts {
  const texts = EXAMPLES.get(name);
  if (!texts) {
    throw new Error(`there is no example ${name}`);
  }
  return texts;
}

const TEAMS: readonly TeamFile[] = Object.entries(files).map(([path, text]) => ({ path: path.split("/").slice(-3).join("/"), text }));
const NOBODY: readonly TeamFile[] = [];

/** The teams beside which a team lives: those of the example organisation under its platform, else none that are known. */
export function neighbours(texts: Texts): readonly TeamFile[] {
  return texts.platform === platform ? TEAMS : NOBODY;
}
