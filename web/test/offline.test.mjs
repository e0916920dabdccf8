// After the first visit the page needs no network; while there is one, it is the newest.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../serve.mjs";
import { compiled } from "./support/acme.mjs";
import { launched, ready } from "./support/browser.mjs";

const { browser } = await launched(after);
const dist = fileURLToPath(new URL("../dist", import.meta.url));

/** A page in a browser that knows nothing yet, when everything is kept. */
async function visited(t, address) {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(address);
  await ready(page);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
    }
  });
  return page;
}

test("without a network it opens again, compiles, and reviews a folder", async (t) => {
  const { address, stop } = await serve();
  const page = await visited(t, address);
  await stop();
  await assert.rejects(fetch(address));
  await page.reload();
  await ready(page);
  assert.equal(await page.locator("#total").textContent(), `${compiled().manifests.length} objects`);
  await page.goto(`${address}index.html`);
  await ready(page);
  await page.getByRole("button", { name: "Open folder" }).click();
  await page.getByRole("button", { name: "The example organisation" }).click();
  await page.getByText("8 teams: no problems").waitFor();
});

test("what is kept is the page's own files, each once, and all of them", async (t) => {
  const { address, stop } = await serve();
  t.after(stop);
  const page = await visited(t, address);
  const kept = await page.evaluate(async () => {
    const all = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map(({ url }) => url);
  });
  const html = await readFile(join(dist, "index.html"), "utf8");
  const named = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]*)"/g)].map(([, path]) => `${address}${path}`);
  assert.ok([address, ...named].every((url) => kept.includes(url)), kept.join("\n"));
  assert.equal(new Set(kept).size, kept.length);
  assert.equal(kept.length, named.length + 3, "the page, what it names, the compiler and its worker");
});

test("with a network a newer page is shown at once", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "teamwright-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await cp(dist, folder, { recursive: true });
  const { address, stop } = await serve(0, folder);
  t.after(stop);
  const page = await visited(t, address);
  const path = join(folder, "index.html");
  await writeFile(path, (await readFile(path, "utf8")).replace(/<title>[^<]*/, "<title>Newer"));
  // The server has packed the older one.
  await stop();
  const again = await serve(Number(new URL(address).port), folder);
  t.after(again.stop);
  await page.reload();
  assert.equal(await page.title(), "Newer");
});
