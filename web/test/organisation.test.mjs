// What an open folder needs no page for: which of its answers are old, and that a zip depends on nothing but its files.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { execPath } from "node:process";
import { test } from "node:test";
import { init } from "@teamwright/wasm";
import { unzipSync } from "fflate";
import { isBelow, zip } from "../node_modules/.unit/download/zip.js";
import { countOf, LiveReview } from "../node_modules/.unit/organisation/live.js";
import { ofPaths } from "../node_modules/.unit/organisation/nodes.js";
import { opened } from "../node_modules/.unit/organisation/walk.js";
import { organisation, templates } from "./support/acme.mjs";

await init();
const open = (files) => {
  const root = ofPaths("acme", Object.entries(files).map(([path, text]) => [path, new Blob([text])]));
  return opened(root, () => undefined, new AbortController().signal);
};

/** A worker whose answers come when the test wants them to. */
function slowWorker() {
  const asked = [];
  const review = (teams, platform) => new Promise((resolve, reject) => asked.push({ teams, platform, resolve, reject }));
  return { asked, review, close: () => undefined };
}

const report = (...diagnostics) => ({ diagnostics, summary: { errors: diagnostics.length, warnings: 0, teams: 8 } });

test("an answer about other files than those that are there is old until the next one comes", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const acme = await open(organisation);
  const worker = slowWorker();
  let told = 0;
  const live = new LiveReview(acme, () => (told += 1), worker);
  const settled = () => new Promise((resolve) => void setImmediate(resolve));
  assert.deepEqual(live.standing, { last: null, isCurrent: false, failure: null });
  const path = "teams/catalog/team.yaml";
  worker.asked[0].resolve(report({ path, severity: "error" }));
  await settled();
  assert.deepEqual([live.standing.isCurrent, countOf(live.standing.last, path), told], [true, { errors: 1, warnings: 0 }, 1]);

  acme.set(path, "team: catalog\n");
  live.changed();
  assert.equal(live.standing.isCurrent, false);
  t.mock.timers.tick(100);
  acme.set(path, "team: catalog # more\n");
  live.changed();
  t.mock.timers.tick(149);
  assert.equal(worker.asked.length, 1);
  t.mock.timers.tick(1);
  assert.equal(worker.asked[1].teams.find((team) => team.path === path).text, "team: catalog # more\n");
  // While it is on its way somebody types on: it is old when it comes.
  acme.set(path, "team: [");
  worker.asked[1].resolve(report());
  await settled();
  assert.deepEqual([live.standing.isCurrent, countOf(live.standing.last, path)], [false, { errors: 0, warnings: 0 }]);

  live.changed();
  t.mock.timers.tick(150);
  worker.asked[2].reject(new Error("out of memory"));
  await settled();
  assert.deepEqual([live.standing.isCurrent, live.standing.failure], [false, "out of memory"]);
  live.close();
});

test("files are as they were until they are edited, and again when the edit is taken back or saved", async () => {
  const acme = await open(organisation);
  const path = "teams/catalog/team.yaml";
  acme.set(path, "team: catalog\n");
  acme.setPlatform("");
  assert.deepEqual(acme.changes().map(({ path }) => path), ["platform.yaml", path]);
  acme.setPlatform(organisation["platform.yaml"]);
  assert.deepEqual([acme.changeCount, acme.isChanged(path)], [1, true]);
  acme.saved(acme.changes()[0]);
  assert.deepEqual([acme.changeCount, acme.version], [0, 3]);
});

test("templates are read where the platform has them; new ones are changes until they are saved or removed", async () => {
  const folder = { ...organisation, "platform/templates/README.md": "", "platform/templates/latin.yaml": Uint8Array.of(0x61, 0xff) };
  const acme = await open(folder);
  assert.deepEqual(acme.templates, templates);
  assert.deepEqual(acme.refused.map(({ path, text }) => [path, [...text]]), [["platform/templates/latin.yaml", [0x61, 0xff]]]);
  assert.deepEqual([acme.findings, acme.changeCount], [[], 0]);
  const [first, ...rest] = templates;
  const path = "platform/templates/a.yaml";
  acme.setTemplates([{ path, text: "" }, { ...first, text: "other" }, ...rest]);
  assert.deepEqual(acme.changes().map(({ path, before }) => [path, before]), [[first.path, first.text], [path, null]]);
  assert.deepEqual([acme.isNew(path), acme.isNew(first.path), acme.templatesBefore], [true, false, templates]);
  acme.setTemplates([{ ...first, text: "other" }, ...rest]);
  assert.deepEqual(acme.changes().map(({ path }) => path), [first.path]);
  acme.setTemplates([{ path, text: "new" }, ...templates]);
  acme.saved(acme.changes()[0]);
  assert.deepEqual([acme.changeCount, acme.isNew(path), acme.templatesBefore.length], [0, false, 5]);
  const nowhere = await open({ "teams/a/team.yaml": "team: a\n", "platform/templates/a.yaml": "" });
  assert.deepEqual([nowhere.templates, nowhere.refused], [[], []]);
});

test("a zip holds its files, and is the same whenever and wherever it is made", () => {
  const files = [{ path: "b/é.yaml", text: "😀\n" }, { path: "a.yaml", text: "" }];
  const bytes = zip(files);
  assert.deepEqual(Object.keys(unzipSync(bytes)), ["a.yaml", "b/é.yaml"]);
  assert.deepEqual(zip(files.toReversed()), bytes);
  const program = `
    const { zip } = await import(${JSON.stringify(new URL("../node_modules/.unit/download/zip.js", import.meta.url))});
    process.stdout.write(Buffer.from(zip(${JSON.stringify(files)})).toString("hex"));
  `;
  for (const TZ of ["UTC", "Pacific/Kiritimati", "America/St_Johns"]) {
    const made = execFileSync(execPath, ["--input-type=module", "--eval", program], { env: { ...process.env, TZ } });
    assert.equal(made.toString(), Buffer.from(bytes).toString("hex"), TZ);
  }
});

test("no zip has a path that leads out of where it is unpacked", () => {
  for (const path of ["../a", "a/../../b", "/a", "a//b", "a\\..\\b", "C:a", ".", "", "a/", "a\0"]) {
    assert.ok(!isBelow(path), path);
    assert.throws(() => zip([{ path, text: "" }]), RangeError);
  }
  assert.ok(isBelow("teams/a..b/…/team.yaml"));
});
