// One start, from the module's bytes to the first results, as JSON in milliseconds. Run by keystroke.mjs.
import { readFile } from "node:fs/promises";
import { compile, initSync, Platform } from "../pkg/node.js";
import { initSync as instantiate } from "../pkg/teamwright.js";

const path = "teams/checkout/team.yaml";
const text = await readFile(new URL("../../tests/benches/team.yaml", import.meta.url), "utf8");
const bytes = await readFile(new URL("../pkg/teamwright_bg.wasm", import.meta.url));

const taken = {};
let last = performance.now();
const took = (name) => {
  const now = performance.now();
  taken[name] = now - last;
  last = performance.now();
};

const module = await WebAssembly.compile(bytes);
took("WebAssembly.compile");
instantiate({ module });
took("instantiation");
initSync(module);
took("the rest of init: a small team");
const platform = Platform.builtIn();
void compile(text, platform, { path }).yaml;
took("the first result: findings and YAML");
void compile(`${text}# 2\n`, platform, { path }).yaml;
took("the second");
void compile(`${text}# 3\n`, platform, { path }).yaml;
took("the third");
console.log(JSON.stringify(taken));
