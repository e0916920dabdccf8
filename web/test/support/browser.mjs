// The page in a headless Chromium, watched: what its console says, what the policy refuses, what it asks for once it is there.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { chromium } from "playwright-core";
import * as workspace from "../../node_modules/.unit/state/workspace.js";
import { fragmentOf } from "../../node_modules/.unit/state/permalink.js";
import { serve } from "../../serve.mjs";

const executablePath = process.env.CHROME_PATH;
assert.ok(executablePath, "CHROME_PATH names no Chromium: `make web-test` finds or installs one");
const pictures = fileURLToPath(new URL("../../../target/web/screenshots", import.meta.url));

/** A browser and the served page; `clean` is a test's `after`. */
export async function launched(clean) {
  const quiet = ["--no-first-run", "--disable-quic", "--disable-sync", "--disable-component-update", "--disable-background-networking"];
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", ...quiet] });
  const { address, stop } = await serve();
  clean(async () => {
    await browser.close();
    await stop();
  });
  return { browser, address };
}

/** The address that opens the page on these texts. */
export async function linked(address, team, platform, file = "team", templates = []) {
  return `${address}#${await fragmentOf({ ...workspace.opened({ team, platform, templates }), file })}`;
}

/**
 * Opens an address in a browser that knows nothing yet. Ends the test if something was said, refused or fetched that should
 * not have been.
 */
export async function opened({ browser }, t, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const said = [];
  page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => said.push(String(error)));
  await page.goto(address);
  await ready(page);
  page.on("request", (request) => isOwn(request.url()) || said.push(`asked for ${request.url()}`));
  t.after(async () => {
    await context.close();
    assert.deepEqual(said, []);
  });
  return page;
}

/** What a page makes itself, and the worker of a folder that is opened. */
export function isOwn(url) {
  return url.startsWith("blob:") || /\/assets\/(worker-main|teamwright_bg)-[^/]*$/.test(url);
}

/** Waits until there is an answer. */
export async function ready(page) {
  await page.locator("#compiler:not(:empty)").waitFor();
}

/** Everything that axe finds, in few words. */
export async function barriers(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate("axe.run({ resultTypes: ['violations'] })");
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

/** Keeps a picture for whoever wants to look. */
export async function picture(page, name) {
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png` });
}
