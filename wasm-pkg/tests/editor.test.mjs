// The extensions for CodeMirror in a real editor: what somebody who types sees.
import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { launched, opened } from "./support/browser.mjs";
import { emptyFolder, packed } from "./support/installed.mjs";
import { byVite, portal } from "./support/pages.mjs";
import { serve } from "./support/server.mjs";

const [packing, folder, vite] = await Promise.all([1, 2, 3].map(() => emptyFolder(after)));
const { tarball } = await packed(packing);
await portal(tarball, folder);
await byVite(folder, vite);
const { page, said } = await opened(await launched(after), await serve(vite, after));
const source = page.locator("#source");

/** Puts a text into the source's editor, with the cursor at its end. */
const replace = (text) => page.evaluate((text) => globalThis.teamwright.replace(text), text);
const written = () => page.evaluate("teamwright.source.state.doc.toString()");
/** The text that is selected in the source's editor. */
const selected = () => page.evaluate(() => {
  const { doc, selection } = globalThis.teamwright.source.state;
  return doc.sliceString(selection.main.from, selection.main.to);
});

beforeEach(async () => {
  await replace("");
  await source.locator(".cm-content").click();
});

test("what is wrong is underlined as it is typed, with wide characters before, in and after it", async () => {
  await page.keyboard.type("# 😀 é\nteam: demo\nte😀m: 1 # 😀\n");
  assert.equal(await source.locator(".cm-lintRange-error").textContent(), "te😀m");
  await replace('team: demo\nowner: {name: "😀😀", emial: a@example.com} # 😀\n');
  assert.equal(await source.locator(".cm-lintRange-error").textContent(), "emial");
});

test("a certain repair is a click", async () => {
  await replace("# 😀\nteam: demo\nresourcequota: {}\n");
  await source.locator(".cm-lintRange-error").first().hover();
  await source.locator(".cm-tooltip-lint .cm-diagnosticAction").first().click();
  assert.equal(await written(), "# 😀\nteam: demo\nresourceQuota: {}\n");
});

test("a completion is offered while typing, and taken by Enter", async () => {
  await page.keyboard.type("team: demo # 😀\nnetworkPolicy:\n  al");
  const offered = source.locator(".cm-tooltip-autocomplete li");
  await offered.filter({ hasText: "allowIngress" }).waitFor();
  const labels = await offered.locator(".cm-completionLabel").allTextContents();
  assert.ok(labels.includes("allowIngress") && labels.includes("allowEgress"), labels.join());
  assert.ok(labels.every((label) => /a.*l/.test(label)), labels.join());
  // CodeMirror takes no key for the list in its first moments, so that nobody accepts by accident.
  await page.waitForTimeout(150);
  await page.keyboard.press("Enter");
  await offered.first().waitFor({ state: "detached" });
  assert.equal(await written(), `team: demo # 😀\nnetworkPolicy:\n  ${labels[0]}: `);
});

test("a hover says what a key means, what is in force, and what it becomes", async () => {
  await replace("team: demo # 😀\nnetworkPolicy:\n  allowIngress: true\n");
  await source.getByText("allowIngress").hover({ position: { x: 30, y: 8 } });
  const card = source.locator(".teamwright-hover");
  assert.equal(await card.locator(".teamwright-path").textContent(), "networkPolicy.allowIngress");
  assert.match(await card.locator(".teamwright-in-force").textContent(), /written here: true/);
  assert.match(await card.locator(".teamwright-targets").textContent(), /NetworkPolicy/);
});

test("a line of the output leads to the text that it comes from, by F12 and by a click", async () => {
  await replace('# 😀\nteam: demo\nowner: {name: "😀 Team", email: demo@example.com}\n');
  const output = page.locator("#output");
  const lines = await page.evaluate("teamwright.output.state.doc.toString().split('\\n')");
  const line = output.locator(".cm-line").nth(lines.findIndex((line) => line.includes("demo@example.com")));
  await line.click();
  await page.keyboard.press("F12");
  assert.equal(await selected(), "demo@example.com");
  assert.ok(await page.evaluate("teamwright.source.hasFocus"));
  await output.locator(".cm-line").nth(lines.findIndex((line) => line.includes("😀 Team"))).click({ modifiers: ["Control"] });
  assert.equal(await selected(), '"😀 Team"');
});

test("what is wrong with a template is underlined in its editor, and nothing is said of keys", async () => {
  const template = page.locator("#template");
  await template.locator(".cm-content").click();
  await page.keyboard.insertText('# 😀\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ team.nmae }}"}\nstatus: {}\n');
  await template.locator(".cm-lintRange-error").nth(1).waitFor();
  assert.deepEqual(await template.locator(".cm-lintRange-error").allTextContents(), ["team.nmae", "status"]);
  await template.getByText("apiVersion").hover();
  assert.equal(await template.locator(".teamwright-hover").count(), 0);
});

test("the README's editor has findings", async () => {
  const editor = page.locator("body > div").first();
  assert.equal(await editor.locator(".cm-content").textContent(), "team: backend");
  await editor.locator(".cm-lintPoint-warning").first().waitFor({ state: "attached" });
});

test("nothing was refused by the policy, and the console is empty", () => assert.deepEqual(said, []));
