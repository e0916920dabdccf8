// The package in a browser, as bundlers and pages use it, under a strict Content-Security-Policy.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as compiler from "../pkg/node.js";
import * as client from "../pkg/worker-node.js";
import { everything, everythingFromWorker } from "./page/everything.js";
import { EXPECTED } from "./page/worker-scenes.js";
import { launched, opened } from "./support/browser.mjs";
import { emptyFolder, packed } from "./support/installed.mjs";
import { asServed, byNobody, byVite, byWebpack, portal } from "./support/pages.mjs";
import { serve } from "./support/server.mjs";

/** Every case of the compiler's own tests. */
const cases = fileURLToPath(new URL("../../tests/cases", import.meta.url));
const teams = [];
for (const name of (await readdir(cases)).sort()) {
  const text = await readFile(join(cases, name, "team.yaml"), "utf8");
  const platform = await readFile(join(cases, name, "platform.yaml"), "utf8").catch(() => null);
  teams.push({ path: "teams/demo/team.yaml", text, platform });
}

const [packing, folder, vite, webpack] = await Promise.all([1, 2, 3, 4].map(() => emptyFolder(after)));
const { tarball } = await packed(packing);
await portal(tarball, folder);
await compiler.init();
const browser = await launched(after);

/** The page's README snippets ran, and it says what Node says, byte for byte, on its main thread and from its worker. */
async function agrees({ page, said }) {
  const { yaml, summary } = await page.evaluate("teamwright.readme");
  assert.match(yaml, /^---\napiVersion: v1\nkind: Namespace\n/);
  assert.deepEqual(summary, { errors: 0, warnings: 2, teams: 1 });
  const answers = await page.evaluate((teams) => globalThis.teamwright.everything(teams), teams);
  assert.deepEqual(answers, everything(compiler, teams));
  const answersFromWorker = await page.evaluate((teams) => globalThis.teamwright.everythingFromWorker(teams), teams);
  assert.deepEqual(answersFromWorker, await everythingFromWorker(client, teams));
  assert.deepEqual(said, []);
}

test("a page made by Vite says what Node says; its worker is replaced when it traps, hangs or breaks", async () => {
  await byVite(folder, vite);
  const { page, said } = await opened(browser, await serve(vite, after));
  await agrees({ page, said });
  const played = await page.evaluate("teamwright.scenes()");
  for (const [scene, outcome] of Object.entries(EXPECTED)) {
    assert.deepEqual(played[scene], outcome, scene);
  }
});

test("a page made by webpack says what Node says", async () => {
  await byWebpack(folder, webpack);
  await agrees(await opened(browser, await serve(webpack, after)));
});

test("a page made by nobody says what Node says", async () => {
  await byNobody(folder);
  await agrees(await opened(browser, await serve(folder, after, asServed), "plain.html"));
});
