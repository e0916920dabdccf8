// A page with the installed package, made by Vite, by webpack, and by nobody.
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bring, install } from "./installed.mjs";
import { snippets } from "./readme.mjs";

const sources = fileURLToPath(new URL("../page", import.meta.url));

/** The README's snippets as modules, each with what the page looks at. */
const README = {
  "readme-page.js": ["@teamwright/wasm, ts", "result"],
  "readme-worker.js": ["A worker for whole repositories, ts", "report"],
  "readme-editor.js": ["CodeMirror 6, ts", "view"],
};

/** Writes a portal's sources into a folder: the package as npm installs it, and a page that uses all of it. */
export async function portal(tarball, folder) {
  await writeFile(join(folder, "package.json"), '{ "type": "module", "sideEffects": true }\n');
  await install(tarball, folder);
  await bring(folder, "@codemirror");
  await cp(sources, folder, { recursive: true });
  for (const [file, [name, shown]] of Object.entries(README)) {
    await writeFile(join(folder, file), `${snippets.get(name)}\nexport { ${shown} };\n`);
  }
}

/** Vite with no configuration beside the folders. */
export async function byVite(folder, to) {
  const { build } = await import("vite");
  await page(folder, "index.html", "editor.js");
  await build({ root: folder, configFile: false, logLevel: "error", build: { outDir: to, emptyOutDir: true, reportCompressedSize: false } });
}

/** webpack with no configuration beside the folders. What it would shorten is left long: that takes ten seconds. */
export async function byWebpack(folder, to) {
  const { default: webpack } = await import("webpack");
  const settings = { performance: { hints: false }, optimization: { minimize: false } };
  const options = { mode: "production", context: folder, entry: "./editor.js", output: { path: to }, ...settings };
  const stats = await new Promise((resolve, reject) => webpack(options, (error, done) => (error ? reject(error) : resolve(done))));
  const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
  if (errors.length + warnings.length > 0) {
    throw new Error([...errors, ...warnings].map(({ message }) => message).join("\n"));
  }
  await page(to, "index.html", "main.js");
}

/** The files as they are. Scripts find the package where the page's server has it: see {@link asServed}. */
export async function byNobody(folder) {
  await page(folder, "plain.html", "page.js");
}

/** What a page without a bundler writes instead of the package's name. */
export const asServed = (script) =>
  script.replaceAll(/"@teamwright\/wasm(\/worker)?"/g, (_, entry) => `"/node_modules/@teamwright/wasm${entry ?? "/index"}.js"`);

async function page(folder, name, script) {
  const html = await readFile(join(sources, "page.html"), "utf8");
  await writeFile(join(folder, name), html.replace("page.js", script));
}
