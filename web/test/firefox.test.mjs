// What people do most, in Firefox.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { serve } from "../serve.mjs";
import { compiled, platform, team } from "./support/acme.mjs";
import { linked, ready } from "./support/browser.mjs";
import { inspect, launchedFirefox, openedFirefox, path } from "./support/firefox.mjs";
import { reviewed } from "./support/folders.mjs";

const skip = path === null && "no Firefox: `make web-test` finds or installs one";
const firefox = skip ? null : await launchedFirefox(after);
const lines = (it, pane) => it.locator(`#${pane} .cm-line`);

async function endOf(it, text, pane = "file-team") {
  await lines(it, pane).filter({ hasText: text }).first().click();
  await it.keyboard.press("End");
}

test("Firefox: the example is compiled, and what is typed is there in the same frame", { skip }, async (t) => {
  const it = await openedFirefox(firefox, t, firefox.address);
  assert.equal(await it.locator("#outline li").count(), compiled().manifests.length);
  await endOf(it, "name: Payments");
  const painted = await it.evaluate(async () => {
    document.execCommand("insertText", false, " and Refunds");
    await new Promise((resolve) => requestAnimationFrame(resolve));
    return document.querySelector("#stream").shadowRoot.querySelector(".cm-content").textContent;
  });
  assert.match(painted, /owner-name: "Payments and Refunds"/);
  assert.deepEqual(await inspect(it, "firefox"), []);
});

test("Firefox: a mistake is underlined, listed and repaired; undo takes it back", { skip }, async (t) => {
  const it = await openedFirefox(firefox, t, firefox.address);
  await endOf(it, "slack:");
  await it.keyboard.press("Enter");
  await it.keyboard.press("Home");
  await it.keyboard.type("resourcequota: {}");
  assert.equal(await lines(it, "file-team").locator(".cm-lintRange-error").textContent(), "resourcequota");
  await it.locator("#problem-list").getByRole("button", { name: "rename to" }).click();
  assert.equal(await it.locator("#summary").textContent(), "None. This is what will sync.");
  await it.keyboard.press("Control+z");
  assert.equal(await it.locator("#summary").textContent(), "1 error");
});

test("Firefox: completion, and both ways between a value and its lines", { skip }, async (t) => {
  const it = await openedFirefox(firefox, t, firefox.address);
  await lines(it, "stream").filter({ hasText: "owner-email" }).first().click();
  assert.deepEqual(await it.locator("#file-team .tw-lit").allTextContents(), ["payments@acme.example"]);
  await endOf(it, "allowTo:");
  await it.keyboard.press("ArrowLeft");
  await it.keyboard.press("ArrowLeft");
  await it.locator("#stream .tw-lit-line").first().waitFor();
  await endOf(it, "slack:");
  await it.keyboard.press("Enter");
  await it.keyboard.press("Home");
  await it.keyboard.type("res");
  assert.equal(await it.locator("#file-team .cm-completionLabel").first().textContent(), "resourceQuota");
});

test("Firefox: a link restores everything, dark and on a phone as well", { skip }, async (t) => {
  const address = await linked(firefox.address, `${team}# é 😀\n`, platform, "platform");
  const it = await openedFirefox(firefox, t, address, { viewport: { width: 390, height: 844 } });
  assert.ok(await it.locator("#file-platform").isVisible());
  await it.getByRole("button", { name: "Theme: system" }).click();
  await it.getByRole("button", { name: "Theme: light" }).click();
  // Its scroll bar takes room.
  assert.ok((await it.evaluate(() => document.documentElement.scrollWidth)) <= 390);
  assert.deepEqual(await inspect(it, "firefox-phone"), []);
});

test("Firefox: a folder that is dropped opens, and its review follows what is typed", { skip }, async (t) => {
  const it = await openedFirefox(firefox, t, firefox.address);
  await it.evaluate(() => {
    const file = (name, text) => ({ isDirectory: false, name, file: (done) => done(new Blob([text])) });
    const directory = (name, children) => ({
      isDirectory: true, name,
      createReader() { const left = [children, []]; return { readEntries: (done) => done(left.shift()) }; },
    });
    const teams = ["one", "two"].map((name) => directory(name, [file("team.yaml", `team: ${name}\n`)]));
    const item = { kind: "file", webkitGetAsEntry: () => directory("dropped", [directory("teams", teams)]) };
    const event = new Event("drop", { cancelable: true });
    Object.defineProperty(event, "dataTransfer", { value: { types: ["Files"], items: [item] } });
    dispatchEvent(event);
  });
  await it.locator("#teams-title").filter({ hasText: "dropped" }).waitFor();
  await reviewed(it);
  await it.getByRole("option", { name: /^two/ }).click();
  await endOf(it, "team: two");
  await it.keyboard.press("Backspace");
  const badge = it.getByRole("option", { name: /^two/ }).locator(".badge");
  await badge.waitFor();
  await reviewed(it);
  assert.match(await badge.getAttribute("aria-label"), /error/);
  assert.ok(await it.getByRole("button", { name: "Download 1 change" }).isVisible());
});

test("Firefox: without a network it opens again", { skip }, async () => {
  const { address, stop } = await serve();
  const page = await firefox.browser.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(address);
  await ready(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await stop();
  await page.reload();
  await ready(page);
  assert.equal(await page.locator("#total").textContent(), `${compiled().manifests.length} objects`);
  await page.close();
});
