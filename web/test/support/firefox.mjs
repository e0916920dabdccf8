// The page in a headless Firefox, watched as it is in Chromium. What Firefox offers over WebDriver BiDi is less: no clipboard,
// no downloads.
import assert from "node:assert/strict";
import { firefox } from "playwright-core";
import { serve } from "../../serve.mjs";
import { barriers, isOwn, picture, ready } from "./browser.mjs";

/** The Firefox of the machine, if there is one. */
export const path = process.env.FIREFOX_PATH || null;

/** A browser and the served page. */
export async function launchedFirefox(clean) {
  // A Firefox that Playwright has not built itself speaks BiDi only.
  const channel = path === firefox.executablePath() ? {} : { channel: "moz-firefox" };
  const browser = await firefox.launch({ executablePath: path, ...channel });
  const { address, stop } = await serve();
  clean(async () => {
    await browser.close();
    await stop();
  });
  return { browser, address };
}

/** Pages at which tools look: they write styles, and Firefox tells that the policy refuses them. */
const inspected = new WeakSet();

/** Looks at a page when a journey is over: a picture of it, and what axe finds. */
export async function inspect(page, name) {
  inspected.add(page);
  await picture(page, name);
  return barriers(page);
}

/** Opens an address; ends the test if something was said, refused or fetched that should not have been. */
export async function openedFirefox({ browser }, t, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const said = [];
  page.on("console", (message) => inspected.has(page) || said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => inspected.has(page) || said.push(String(error)));
  await page.goto(address);
  await ready(page);
  page.on("request", (request) => isOwn(request.url()) || said.push(`asked for ${request.url()}`));
  t.after(async () => {
    await context.close();
    assert.deepEqual(said, []);
  });
  return page;
}
