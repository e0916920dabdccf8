// What one keystroke costs in Node: a team of five applications is compiled, and its result is there as JavaScript's own
// objects and texts, with offsets in UTF-16. Beside it, in one run, what no compiler could save.
//
//   make wasm-bench        ROUNDS=… and STARTS=… take other numbers of rounds and processes
//
// Read the figures as ratios within one run; absolute times say more about the machine than about the package. The aims, on an
// idle desktop: a keystroke with findings and YAML in 200 µs, 99 of 100 in 500 µs; a first result 5 ms after `init`.
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { env, execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { compile, init, Platform } from "../pkg/node.js";
import { initSync } from "../pkg/teamwright.js";

const ROUNDS = Number(env.ROUNDS ?? 5_000);
const STARTS = Number(env.STARTS ?? 15);

const path = "teams/checkout/team.yaml";
const text = await readFile(new URL("../../tests/benches/team.yaml", import.meta.url), "utf8");
await init();
const platform = Platform.builtIn();
const { tw_free } = initSync(undefined);

/** The file as it is while somebody types a comment at its end: no two texts are the same. */
let typed = 0;
const next = () => `${text}# ${(typed += 1)}\n`;
/** The same file with a key that nobody knows in the middle: there is a finding with help and a repair. */
const wrong = () => next().replace("resourceQuota:", "resourcequota:");

const result = compile(text, platform, { path });
const [diagnostics, whole] = [JSON.stringify(compile(wrong(), platform, { path }).diagnostics), JSON.stringify(result)];

const steps = {
  "an export that does nothing": () => tw_free(1, 0),
  "JSON.parse of the findings": () => JSON.parse(diagnostics),
  "JSON.parse of the whole result": () => JSON.parse(whole),
  "keystroke, findings": () => compile(next(), platform, { path }).diagnostics,
  "keystroke, findings and YAML": () => compile(next(), platform, { path }).yaml,
  "keystroke, findings and objects": () => compile(next(), platform, { path }).objects,
  "keystroke, a wrong file": () => compile(wrong(), platform, { path }).diagnostics,
};

/** Each step in turn, so that whatever else the machine does hits them all alike. */
const times = Object.fromEntries(Object.keys(steps).map((name) => [name, []]));
for (let round = -ROUNDS / 10; round < ROUNDS; round += 1) {
  for (const [name, step] of Object.entries(steps)) {
    const start = performance.now();
    step();
    const took = performance.now() - start;
    if (round >= 0) times[name].push(took);
  }
}

const quantile = (numbers, part) => numbers.sort((a, b) => a - b)[Math.floor((numbers.length - 1) * part)];
const micro = (milliseconds) => `${(milliseconds * 1e3).toFixed(1)} µs`.padStart(12);
const yardstick = quantile(times["JSON.parse of the whole result"], 0.5);

console.log(`${`one keystroke, ${ROUNDS} times`.padEnd(40)}         p50         p99     p50 in JSON.parse of the whole result`);
for (const [name, all] of Object.entries(times)) {
  const [half, most] = [quantile(all, 0.5), quantile(all, 0.99)];
  console.log(`${name.padEnd(40)}${micro(half)}${micro(most)}${(half / yardstick).toFixed(2).padStart(8)}`);
}

/** A program of its own for each start: the second of a process finds everything warm. */
const start = fileURLToPath(new URL("start.mjs", import.meta.url));
const starts = Array.from({ length: STARTS }, () => JSON.parse(execFileSync(execPath, [start])));
console.log(`\n${`from the bytes to results, ${STARTS} processes`.padEnd(40)}         p50`);
for (const name of Object.keys(starts[0])) {
  const half = quantile(starts.map((one) => one[name]), 0.5);
  console.log(`${name.padEnd(40)}${half.toFixed(2).padStart(9)} ms`);
}
