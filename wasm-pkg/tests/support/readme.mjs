// The snippets of the package's README, as they stand there.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

const readme = new URL("../../npm/README.md", import.meta.url);

/** Each by the heading above it and its language, such as `CodeMirror 6, ts`. */
export const snippets = new Map();

let heading = "";
for (const [, title, language, code] of (await readFile(readme, "utf8")).matchAll(/^#+ (.*)$|^```(\w*)\n([^]*?)^```$/gm)) {
  if (title) {
    heading = title;
    continue;
  }
  const name = `${heading}, ${language}`;
  assert.ok(!snippets.has(name), `two snippets of the README are "${name}"`);
  snippets.set(name, code);
}

/** What runs where. A snippet that is in neither is one that nobody has run. */
export const NODE_MODULES = ["@teamwright/wasm, ts", "A worker for whole repositories, ts"];
export const NODE_COMMONJS = ["@teamwright/wasm, js"];
export const PAGE = [...NODE_MODULES, "CodeMirror 6, ts"];
assert.deepEqual(new Set([...NODE_COMMONJS, ...PAGE]), new Set(snippets.keys()), "the README's snippets and those that are run");
