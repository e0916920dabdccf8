// The worker client in Node, where a worker is a thread.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { execPath } from "node:process";
import { test } from "node:test";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { init, Platform, review } from "../pkg/node.js";
import * as client from "../pkg/worker-node.js";
import { EXPECTED, play } from "./page/worker-scenes.js";

await init();
const pkg = new URL("../pkg/", import.meta.url);

/** A thread with the events of a web worker. */
function thread(code, { gone } = {}) {
  const worker = new Worker(code, { eval: true, stderr: true });
  worker.on("exit", () => gone?.());
  const addEventListener = (type, listener) => worker.on(type, (said) => listener({ data: said, message: said.message }));
  return { addEventListener, postMessage: (message) => worker.postMessage(message), terminate: () => worker.terminate() };
}

test("of each kind the newest question wins, and a worker that traps, hangs or breaks is replaced", { timeout: 60_000 }, async () => {
  let gone;
  const ended = new Promise((resolve) => (gone = resolve));
  const played = await play(client, {
    hanging: () => thread("for (;;);", { gone }),
    broken: () => thread("throw new Error('broken')"),
    nowhere: new URL("nowhere.wasm", pkg),
  });
  for (const [scene, outcome] of Object.entries(EXPECTED)) {
    assert.deepEqual(played[scene], outcome, scene);
  }
  await ended;
});

test("an answer that comes after its time is nobody's", { timeout: 10_000 }, async () => {
  const hearing = [];
  const make = () => ({
    addEventListener: (type, listener) => type === "message" && hearing.push((data) => listener({ data })),
    postMessage: () => undefined,
    terminate: () => undefined,
  });
  const worker = new client.CompilerWorker({ make, patience: 50 });
  await assert.rejects(worker.compile("team: slow\n", null), /no answer within 50 ms/);
  const second = worker.compile("team: next\n", null);
  hearing[0]({ kind: "answer", id: 1, value: "slow" });
  hearing[1]({ kind: "answer", id: 2, value: "next" });
  assert.equal(await second, "next");
});

test("a module that is compiled already serves any number of workers", async () => {
  const module = await WebAssembly.compile(await readFile(new URL("teamwright_bg.wasm", pkg)));
  const workers = [1, 2].map(() => new client.CompilerWorker({ module }));
  const all = await Promise.all(workers.map((worker) => worker.compile("team: a\n", null)));
  assert.ok(all.every(({ yaml }) => yaml.includes("team-a")));
  for (const worker of workers) worker.close();
});

test("a review after another is sent what has changed, and finds what a review of everything finds", { timeout: 60_000 }, async () => {
  const sent = [];
  const thread = () => {
    const worker = new Worker(new URL("worker-node-main.js", pkg));
    worker.unref();
    return {
      addEventListener: (type, listener) => worker.on(type, (data) => listener({ data })),
      postMessage: (message) => (message.kind === "ask" && sent.push(message.question.teams.changed.length), worker.postMessage(message)),
      terminate: () => worker.terminate(),
    };
  };
  const worker = new client.CompilerWorker({ make: thread });
  const team = (name, rest = "") => ({ path: `teams/${name}/team.yaml`, text: `team: ${name}\n${rest}` });
  const clash = { path: "teams/z/team.yaml", text: "team: a\n" };
  const all = ["a", "b", "c", "d"].map((name) => team(name));
  const platform = { text: "namespacePrefix: x-\n" };
  const bad = team("b", "teir: large\n");
  const steps = [
    [all, null, 4], [all, null, 0], [all.with(1, bad), null, 1], [[...all, clash], null, 2], [all.slice(2), null, 2],
    [all.slice(2), platform, 0], [all, platform, 4], [[], platform, 0], [[clash, all[0]], null, 2],
  ];
  for (const [teams, platform, count] of steps) {
    const whole = review(teams, platform === null ? Platform.builtIn() : Platform.parse(platform.text));
    assert.deepEqual(await worker.review(teams, platform), whole);
    assert.equal(sent.pop(), count);
  }
  // After a trap the worker has a fresh instance and its texts, and after its end neither.
  const heavy = { path: `é${"x".repeat(4 << 20)}`, text: "\u0001" };
  await assert.rejects(worker.review(Array(80).fill(heavy), null), client.CompilerCrash);
  assert.deepEqual(await worker.review(all, null), review(all, Platform.builtIn()));
  worker.close();
});

test("a worker with nothing to do keeps no program running", { timeout: 20_000 }, async () => {
  const program = `
    const { CompilerWorker } = await import(${JSON.stringify(new URL("worker-node.js", pkg))});
    console.log((await new CompilerWorker().compile("team: a\\n", null)).yaml.length);
  `;
  const { stdout } = await promisify(execFile)(execPath, ["--input-type=module", "--eval", program], { timeout: 15_000 });
  assert.match(stdout, /^\d+\n$/);
});
