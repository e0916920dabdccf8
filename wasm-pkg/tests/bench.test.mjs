// The benchmark still runs. What it measures is for `make wasm-bench`.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { env, execPath } from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("every step of the benchmark runs", () => {
  const bench = fileURLToPath(new URL("../bench/keystroke.mjs", import.meta.url));
  const printed = execFileSync(execPath, [bench], { encoding: "utf8", env: { ...env, ROUNDS: "10", STARTS: "1" } });
  assert.match(printed, /^keystroke, findings and YAML +[\d.]+ µs +[\d.]+ µs/m);
  assert.match(printed, /^the first result: findings and YAML +[\d.]+ ms/m);
  assert.doesNotMatch(printed, /NaN|undefined/);
});
