// The platform's templates in the page, as a person uses them: written beside what they make, followed both ways, kept and saved.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { compile } from "@teamwright/wasm";
import { unzipSync } from "fflate";
import { compiled, organisation, platform, platformOf, team, templates } from "./support/acme.mjs";
import { barriers, launched, linked, opened, picture, ready } from "./support/browser.mjs";
import { choose, chooseSavable, onDisk, plain, reviewed } from "./support/folders.mjs";

const page = await launched(after);
const { address } = page;
const all = process.platform === "darwin" ? "Meta" : "Control";
const lines = (it, pane) => it.locator(`#${pane} .cm-line`);
const tab = (it, name) => it.getByRole("tab", { name: new RegExp(`^${name}`) });
const files = (it) => it.locator("#files [role=tab]");
const summary = (it) => it.locator("#summary").textContent();
const name = "dashboard.yaml";
const path = `platform/templates/${name}`;

/** The beginning of the open template: an editor draws what is seen. */
async function shown(it) {
  const drawn = (await lines(it, "file-template").allTextContents()).join("\n");
  assert.ok(drawn.length > 200, drawn);
  return drawn;
}

/** The names on the tabs. */
const names = async (it) => (await files(it).allTextContents()).map((text) => text.split(" ")[0]);

/** Writes behind the line of the open template that contains a text. */
async function write(it, behind, text) {
  await lines(it, "file-template").filter({ hasText: behind }).first().click();
  await it.keyboard.press("End");
  await it.keyboard.insertText(text);
}

/** Everything that is on the right, as it is copied. */
async function output(it) {
  await it.getByRole("button", { name: "Copy all" }).click();
  await it.getByText("All objects are copied.").waitFor();
  return it.evaluate(() => navigator.clipboard.readText());
}

/** What a template of this text makes the example of. */
const made = (text, more = {}) =>
  compile(team, platformOf({ ...organisation, [path]: text, ...more }), { path: "team.yaml", cluster: "production" }).yaml;
const text = organisation[path];

async function example(it) {
  await it.getByRole("button", { name: "Open folder" }).click();
  await it.getByRole("button", { name: "The example organisation" }).click();
  await reviewed(it);
}

test("the example has its templates: a tab each, and what each makes of the team beside it", async (t) => {
  const it = await opened(page, t, address);
  assert.deepEqual(await names(it), ["team.yaml", "platform.yaml", ...templates.map(({ path }) => path.split("/").at(-1))]);
  assert.equal(await output(it), compiled().yaml);
  await tab(it, name).click();
  assert.ok(text.startsWith(await shown(it)));
  const object = compiled().manifests.find(({ template }) => template === path);
  const makes = it.locator("#template-made");
  assert.equal(await makes.textContent(), `Makes ${object.kind} ${object.name}`);
  await it.getByRole("tab", { name: "Quota", exact: true }).click();
  await makes.getByRole("button").click();
  assert.equal(await it.getByRole("tab", { name: "Manifests" }).getAttribute("aria-selected"), "true");
  await it.locator("#stream .tw-about").filter({ hasText: `Made by the template ${name}.` }).waitFor();
  assert.deepEqual(await barriers(it), []);
  await tab(it, "success-rate.yaml").click();
  const rates = compiled().manifests.filter(({ template }) => template === "platform/templates/success-rate.yaml");
  assert.equal(await makes.getByRole("button").count(), Math.min(3, rates.length));
});

test("what is typed in a template is in the manifests in the same frame", async (t) => {
  const it = await opened(page, t, address);
  await tab(it, name).click();
  await lines(it, "file-template").filter({ hasText: "grafana_folder" }).first().click();
  await it.keyboard.press("End");
  const more = '\n    example.com/by: "{{ team.owner.name }}"';
  const painted = await it.evaluate(async (more) => {
    document.execCommand("insertText", false, more);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    return document.querySelector("#total").textContent;
  }, more);
  assert.match(painted, /objects$/);
  const result = await output(it);
  assert.match(result, /example\.com\/by: Payments/);
  assert.equal(result, made(text.replace('folder: "{{ team.name }}"', `$&${more.replaceAll("$", "$$$$")}`)));
});

test("a mistake is underlined in its template and listed, for everybody or for this team; nothing is made until it is mended", async (t) => {
  const it = await opened(page, t, address);
  await tab(it, name).click();
  await write(it, "kind:", " # 😀\nstatus: {}");
  const problem = it.locator("#problem-list li");
  assert.match(await problem.textContent(), /^error.*status.*dashboard\.yaml:/);
  assert.match(await it.locator("#old").textContent(), /^Old: from before 1 error on the left/);
  assert.match(await it.locator("#template-made").textContent(), /shown when the errors are repaired/);
  assert.equal(await tab(it, name).locator(".badge").textContent(), "1");
  assert.equal(await lines(it, "file-template").locator(".cm-lintRange-error").first().textContent(), "status");
  assert.deepEqual(await barriers(it), []);
  await tab(it, "team.yaml").click();
  await it.getByRole("button", { name: "First error" }).click();
  assert.ok(await it.locator("#file-template").isVisible());
  await it.keyboard.press(`${all}+z`);
  assert.equal(await summary(it), "None. This is what will sync.");
  await write(it, "grafana_folder", '\n    a: "{{ team.owner.slack }}"');
  assert.equal(await summary(it), "None. This is what will sync.");
  await tab(it, "team.yaml").click();
  await lines(it, "file-team").filter({ hasText: "slack:" }).first().click();
  await it.keyboard.press(`${all}+/`);
  assert.match(await problem.first().textContent(), /^errorfor team `payments`.*dashboard\.yaml:/);
  await problem.first().locator(".problem").click();
  assert.equal(await it.evaluate(() => document.getSelection().toString()), "team.owner.slack");
});

test("a line leads to its template, and a place of the template to its lines", async (t) => {
  const it = await opened(page, t, address);
  const object = compiled().manifests.find(({ template }) => template === path);
  await it.getByRole("button", { name: `${object.kind} ${object.name}`, exact: true }).click();
  await lines(it, "stream").filter({ hasText: `name: ${object.name}` }).first().click();
  assert.ok(await it.locator("#file-template").isVisible());
  assert.equal(await tab(it, name).getAttribute("aria-selected"), "true");
  const lit = await it.locator("#file-template .tw-lit").allTextContents();
  assert.deepEqual(lit, ['"{{ team.name }}-dashboard"']);
  assert.match(await it.locator("#card").textContent(), /platform\/templates\/dashboard\.yaml:\d+:\d+/);
  await it.keyboard.press("Enter");
  assert.equal(await it.evaluate(() => document.getSelection().toString()), '"{{ team.name }}-dashboard"');
  await lines(it, "file-template").filter({ hasText: "metadata:" }).first().click();
  await it.keyboard.press("Home");
  const fed = compiled().linesFrom(path, text.indexOf("metadata:"));
  await it.getByText(`Feeds ${fed.length} line`).waitFor();
  assert.deepEqual((await it.locator("#stream .tw-lit-line").allTextContents()).length, fed.length);
  await picture(it, "template-follow");
  // What another template feeds is not lit when one comes back.
  await tab(it, "disruption-budget.yaml").click();
  await tab(it, name).click();
  assert.equal(await it.locator("#file-template .tw-lit").count(), 0);
});

test("each template has an undo of its own, arrows go through all files, F2 to the one before", async (t) => {
  const it = await opened(page, t, address);
  for (const file of [name, "quota-alerts.yaml"]) {
    await tab(it, file).click();
    await write(it, "apiVersion", " # mine");
  }
  await tab(it, name).click();
  assert.match(await shown(it), /v1 # mine\n/);
  await lines(it, "file-template").first().click();
  await it.keyboard.press(`${all}+z`);
  assert.ok(text.startsWith(await shown(it)));
  await tab(it, "quota-alerts.yaml").click();
  assert.match(await shown(it), /v1 # mine\n/);
  await tab(it, "success-rate.yaml").focus();
  await it.keyboard.press("ArrowRight");
  assert.equal(await tab(it, "team.yaml").getAttribute("aria-selected"), "true");
  await it.keyboard.press("End");
  assert.equal(await tab(it, "success-rate.yaml").getAttribute("aria-selected"), "true");
  await it.keyboard.press("F2");
  assert.ok(await it.locator("#file-team").isVisible());
  await it.keyboard.press("F2");
  assert.match(await shown(it), /AnalysisTemplate/);
});

test("a new template begins as one that works, is compared with what was there, and can be removed", async (t) => {
  const it = await opened(page, t, address);
  const said = ["../no.yaml", "info", "info.yaml"];
  it.on("dialog", (dialog) => void (dialog.type() === "prompt" ? dialog.accept(said.shift()) : dialog.accept()));
  await it.getByRole("button", { name: "New template" }).click();
  await it.getByText("No template can be called ../no.yaml.").waitFor();
  await it.getByRole("button", { name: "New template" }).click();
  assert.equal(await tab(it, "info.yaml").getAttribute("aria-selected"), "true");
  assert.equal(await summary(it), "None. This is what will sync.");
  assert.equal(await it.locator("#template-made").textContent(), "Makes ConfigMap payments-info");
  await it.getByRole("tab", { name: "Changes" }).click();
  assert.match(await it.locator("#view article").textContent(), /^AddedConfigMap payments-info/);
  await tab(it, "team.yaml").click();
  await it.getByRole("button", { name: "New template" }).click();
  assert.equal(await files(it).count(), 7);
  assert.equal(await tab(it, "info.yaml").getAttribute("aria-selected"), "true");
  await it.getByRole("button", { name: "Remove info.yaml" }).click();
  assert.equal(await files(it).count(), 6);
  await it.getByText("Every object is as in the version that was opened.").waitFor();
  await tab(it, name).click();
  await it.getByRole("button", { name: `Remove ${name}` }).click();
  assert.match(await it.locator("#view article").textContent(), /^Removed/);
});

test("a link and the next visit have the templates, as they were and as they are; a reset brings the example's back", async (t) => {
  const it = await opened(page, t, address);
  await tab(it, name).click();
  await write(it, "grafana_folder", "\n    a: 😀");
  const result = await output(it);
  await it.getByRole("tab", { name: "Changes" }).click();
  await it.getByRole("button", { name: "Share" }).click();
  await it.getByText("A link to all of this is copied.").waitFor();
  const other = await opened(page, t, it.url());
  assert.equal(await tab(other, name).getAttribute("aria-selected"), "true");
  assert.match(await other.locator("#view article").textContent(), /^Changed/);
  await other.getByRole("tab", { name: "Manifests" }).click();
  assert.equal(await output(other), result);
  const next = await it.context().newPage();
  await next.goto(address);
  await ready(next);
  assert.match(await shown(next), / {4}a: 😀/);
  await next.getByRole("button", { name: "Reset" }).click();
  await tab(next, name).click();
  assert.ok(text.startsWith(await shown(next)));
  await lines(next, "file-template").first().click();
  await next.keyboard.press(`${all}+z`);
  assert.match(await shown(next), / {4}a: 😀/);
  await next.close();
  // A link of somebody who has no templates has none.
  const without = await opened(page, t, await linked(address, team, platform));
  assert.equal(await files(without).count(), 2);
});

test("a folder's templates are read as the command reads them, and judge every team", async (t) => {
  const it = await opened(page, t, address);
  const needs = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: info, annotations: {slack: "{{ team.owner.slack | lower }}"}}\n';
  const folder = {
    ...organisation,
    "platform/templates/README.md": "",
    "platform/templates/.hidden.yaml": "[",
    "platform/templates/deep/more.yaml": "[",
    "platform/templates/needs.yml": needs,
    "teams/silent/team.yaml": plain("silent"),
  };
  await choose(it, await onDisk(t, folder));
  await reviewed(it);
  assert.deepEqual((await names(it)).slice(2), ["dashboard.yaml", "disruption-budget.yaml", "needs.yml", "quota-alerts.yaml", "success-rate.yaml"]);
  const beside = it.locator("#problem-list li").filter({ hasText: "beside other files" });
  assert.match(await beside.textContent(), /for team `silent`.*needs\.yml:3:/);
  await beside.locator(".problem").click();
  assert.equal(await it.evaluate(() => document.getSelection().toString()), "team.owner.slack | lower");
  assert.equal(await it.getByRole("button", { name: /^Remove/ }).count(), 0);
  await it.keyboard.insertText("team.name");
  await reviewed(it);
  assert.equal(await it.locator("#problem-list li").count(), 0);
  const [download] = await Promise.all([it.waitForEvent("download"), it.getByRole("button", { name: "Download 1 change" }).click()]);
  const saved = Object.entries(unzipSync(await readFile(await download.path()))).map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]);
  assert.deepEqual(saved, [["platform/templates/needs.yml", needs.replace("team.owner.slack | lower", "team.name")]]);
  assert.deepEqual(await barriers(it), []);
  it.on("dialog", (dialog) => void dialog.accept());
});

test("templates are saved where they lay, new ones with their folder", async (t) => {
  const it = await opened(page, t, address);
  await chooseSavable(it, { "platform.yaml": platform.replace("gitops:", "gitops:\n  platformPath: base/line"), "teams/a/team.yaml": plain("a") });
  await reviewed(it);
  assert.equal(await files(it).count(), 2);
  it.once("dialog", (dialog) => void dialog.accept("info"));
  await it.getByRole("button", { name: "New template" }).click();
  await it.keyboard.press(`${all}+s`);
  await it.getByText("1 file saved.").waitFor();
  const kept = await it.evaluate(() => got("base/line/templates/info.yaml"));
  assert.match(kept, /name: "\{\{ team\.name \}\}-info"/);
  assert.equal(await it.getByRole("button", { name: /^Remove/ }).count(), 0);
  await write(it, "kind:", " # more");
  await it.keyboard.press(`${all}+s`);
  await it.locator("#teams-foot[hidden]").waitFor({ state: "attached" });
  assert.equal(await it.evaluate(() => got("base/line/templates/info.yaml")), kept.replace("kind: ConfigMap", "kind: ConfigMap # more"));
  // What somebody else has put there in the meantime is asked about.
  await it.evaluate(() => put("base/line/templates/late.yaml", "theirs"));
  it.once("dialog", (dialog) => void dialog.accept("late"));
  await it.getByRole("button", { name: "New template" }).click();
  it.once("dialog", (dialog) => void dialog.dismiss());
  await it.keyboard.press(`${all}+s`);
  await it.getByText("Left as somebody else has made them: base/line/templates/late.yaml.").waitFor();
  assert.equal(await it.evaluate(() => got("base/line/templates/late.yaml")), "theirs");
  it.on("dialog", (dialog) => void dialog.accept());
});

test("a template that is no text lets nothing be made, and is said", async (t) => {
  const it = await opened(page, t, address);
  await choose(it, await onDisk(t, { ...organisation, "platform/templates/latin.yaml": Buffer.from([0x61, 0xff]) }));
  await reviewed(it);
  assert.match(await it.locator("#problem-list li").textContent(), /byte 0xFF is not UTF-8.*latin\.yaml:1:2/);
  assert.match(await it.locator("#old").textContent(), /^Nothing yet/);
  assert.equal(await files(it).count(), 6);
  assert.deepEqual(await barriers(it), []);
});

test("at any size and in either scheme nothing is beside the page, and there is no barrier", async (t) => {
  for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]]) {
    for (const colorScheme of ["light", "dark"]) {
      const it = await opened(page, t, address, { viewport: { width, height }, colorScheme });
      await tab(it, "success-rate.yaml").click();
      assert.equal(await it.evaluate(() => document.documentElement.scrollWidth), width);
      assert.deepEqual(await barriers(it), []);
      const box = await tab(it, "success-rate.yaml").boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= width, JSON.stringify(box));
      await picture(it, `template-${width}-${colorScheme}`);
    }
  }
  const it = await opened(page, t, address, { viewport: { width: 1440, height: 900 } });
  await example(it);
  await tab(it, name).click();
  assert.deepEqual(await barriers(it), []);
  await picture(it, "template-organisation");
});
