// A headless Chromium of the machine.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const executablePath = process.env.CHROME_PATH;
assert.ok(executablePath, "CHROME_PATH names no Chromium: `make wasm-test` finds or installs one");

/** Starts it; `clean` is a test's `after`. */
export async function launched(clean) {
  const quiet = ["--no-first-run", "--disable-quic", "--disable-sync", "--disable-component-update", "--disable-background-networking"];
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", ...quiet] });
  clean(() => browser.close());
  return browser;
}

/**
 * Opens a page of `served`. `said` is what its console and those of its workers said, what was thrown, and what the policy
 * refused.
 */
export async function opened(browser, { address, refused: said }, path = "") {
  const page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => said.push(String(error)));
  await page.goto(`${address}${path}`);
  await page.waitForFunction(() => globalThis.teamwright);
  return { page, said };
}
