// The example that the page starts on, and what the compiler says of it in Node.
import { readdir, readFile } from "node:fs/promises";
import { compile, digest, init, Platform, version } from "@teamwright/wasm";

const read = (path) => readFile(new URL(`../../../examples/acme/${path}`, import.meta.url), "utf8");

export const team = await read("teams/payments/team.yaml");
export const platform = await read("platform.yaml");

const files = (await readdir(new URL("../../../examples/acme/platform/templates", import.meta.url))).sort();
/** Its templates, as a platform takes them. */
export const templates = await Promise.all(
  files.map(async (name) => ({ path: `platform/templates/${name}`, text: await read(`platform/templates/${name}`) })),
);

const names = (await readdir(new URL("../../../examples/acme/teams", import.meta.url))).sort();
const teams = await Promise.all(names.map(async (name) => [`teams/${name}/team.yaml`, await read(`teams/${name}/team.yaml`)]));

/** All of its files, by their paths. */
export const organisation = {
  "platform.yaml": platform,
  ...Object.fromEntries(templates.map(({ path, text }) => [path, text])),
  ...Object.fromEntries(teams),
};

/** The platform of some files by their paths. */
export const platformOf = (files) =>
  Platform.parse(files["platform.yaml"], {
    templates: Object.entries(files).filter(([path]) => path.startsWith("platform/templates/")).map(([path, text]) => ({ path, text })),
  });

await init();
export const compiler = `teamwright ${version()} ${digest()}`;

/** Compiles as the page does. */
export function compiled(text = team, cluster = "production") {
  return compile(text, platformOf(organisation), { path: "team.yaml", cluster });
}
