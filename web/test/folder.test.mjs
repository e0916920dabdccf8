// A whole organisation in the page: opened from wherever a browser finds it, reviewed while it is written, and saved.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { compile, objectFiles, review } from "@teamwright/wasm";
import { unzipSync } from "fflate";
import { organisation, platform, platformOf } from "./support/acme.mjs";
import { barriers, launched, opened, picture } from "./support/browser.mjs";
import { choose, chooseSavable, many, onDisk, plain, reviewed } from "./support/folders.mjs";

const page = await launched(after);
const { address } = page;
const mod = process.platform === "darwin" ? "Meta" : "Control";
const lines = (it, pane) => it.locator(`#${pane} .cm-line`);
const row = (it, name) => it.getByRole("option", { name: new RegExp(`^${name}\\b`) });
const summary = (it) => it.locator("#teams-summary").textContent();
const words = (it) => it.locator("#open-words").textContent();

async function type(it, after, text, pane = "file-team") {
  await lines(it, pane).filter({ hasText: after }).first().click();
  await it.keyboard.press("End");
  await it.keyboard.insertText(text);
}

/** What the list says of each team that has problems, when the review is done. */
async function counts(it) {
  await reviewed(it);
  const rows = await it.locator("#teams-list [role=option]:has(.badge)").evaluateAll((rows) =>
    rows.map((row) => [row.querySelector(".name").textContent, row.querySelector(".badge").getAttribute("aria-label")]));
  return Object.fromEntries(rows);
}

/** The same from Node. */
function expected(files) {
  const teams = Object.entries(files).filter(([path]) => path.startsWith("teams/")).map(([path, text]) => ({ path, text }));
  const { diagnostics } = review(teams, platformOf(files));
  const found = {};
  for (const { path, severity } of diagnostics.filter(({ path }) => path !== "platform.yaml")) {
    (found[path.split("/").at(-2)] ??= []).push(severity);
  }
  const said = (all, one) => `${all.length} ${one}${all.length === 1 ? "" : "s"}`;
  return Object.fromEntries(Object.entries(found).map(([name, all]) => {
    const errors = all.filter((severity) => severity === "error");
    return [name, errors.length > 0 ? said(errors, "error") : said(all, "warning")];
  }));
}

async function example(it) {
  await it.getByRole("button", { name: "Open folder" }).click();
  await it.getByRole("button", { name: "The example organisation" }).click();
  await reviewed(it);
}

test("the example organisation is a folder: its teams, each with its own text, objects and path", async (t) => {
  const it = await opened(page, t, address);
  await it.keyboard.press(`${mod}+o`);
  assert.deepEqual(await barriers(it), []);
  await picture(it, "open");
  await it.keyboard.press("Escape");
  await example(it);
  assert.equal(await summary(it), "8 teams: no problems");
  assert.equal(await it.locator("#teams-list [role=option]").count(), 8);
  await row(it, "vision").click();
  const text = organisation["teams/vision/team.yaml"];
  assert.equal(await lines(it, "file-team").first().textContent(), text.split("\n")[0]);
  await it.getByRole("button", { name: "Copy all" }).click();
  await it.getByText("All objects are copied.").waitFor();
  const made = compile(text, platformOf(organisation), { path: "teams/vision/team.yaml", cluster: "production" });
  assert.equal(await it.evaluate(() => navigator.clipboard.readText()), made.yaml);
  assert.deepEqual(await barriers(it), []);
  await picture(it, "organisation");
  await it.getByRole("button", { name: "Close the folder" }).click();
  assert.match(await lines(it, "file-team").first().textContent(), /^team: payments/);
  assert.ok(await it.locator("#teams").isHidden());
});

test("the review of all files follows what is typed in one; an old answer is never shown as new", async (t) => {
  const it = await opened(page, t, address);
  await example(it);
  await row(it, "catalog").click();
  await type(it, "- team-storefront", "\n    - team-nobody");
  // In the very task of the keystroke there is no new answer yet.
  assert.match(await summary(it), /before the last change/);
  const files = { ...organisation };
  files["teams/catalog/team.yaml"] = files["teams/catalog/team.yaml"].replace("- team-storefront", "- team-storefront\n    - team-nobody");
  assert.deepEqual(await counts(it), expected(files));
  const beside = it.locator("#problem-list li").filter({ hasText: "beside other files" });
  assert.match(await beside.textContent(), /team-nobody/);
  assert.equal(await lines(it, "file-team").locator(".cm-lintRange").textContent(), "team-nobody");
  await it.getByLabel("With problems").check();
  assert.deepEqual(await it.locator("#teams-list .name").allTextContents(), Object.keys(expected(files)));
  await it.keyboard.press("F2");
  await type(it, "organization: acme", "\nnonsense: 1", "file-platform");
  files["platform.yaml"] = files["platform.yaml"].replace("organization: acme", "organization: acme\nnonsense: 1");
  assert.deepEqual(await counts(it), expected(files));
});

test("each team has an undo of its own, is marked as long as it is not saved, and leaving warns", async (t) => {
  const it = await opened(page, t, address);
  await example(it);
  await type(it, "team: catalog", " # mine");
  await row(it, "payments").click();
  await type(it, "team: payments", " # theirs");
  assert.equal(await it.locator("#teams-list .dot").count(), 2);
  await row(it, "catalog").click();
  assert.equal(await lines(it, "file-team").first().textContent(), "team: catalog # mine");
  await it.keyboard.press(`${mod}+z`);
  assert.equal(await lines(it, "file-team").first().textContent(), "team: catalog");
  assert.match(await row(it, "payments").textContent(), /payments/);
  assert.equal(await it.locator("#teams-list .dot").count(), 1);
  await it.keyboard.press(`${mod}+z`);
  assert.equal(await lines(it, "file-team").first().textContent(), "team: catalog");

  const asked = [];
  it.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void (dialog.type() === "confirm" ? dialog.dismiss() : dialog.accept());
  });
  await it.getByRole("button", { name: "Close the folder" }).click();
  assert.ok(await it.locator("#teams").isVisible());
  await it.close({ runBeforeUnload: true });
  await it.waitForEvent("close");
  assert.deepEqual(asked, ["confirm", "beforeunload"]);
});

test("what was edited is saved where it lay, and nothing else; what somebody else has changed is asked about", async (t) => {
  const it = await opened(page, t, address);
  await chooseSavable(it, organisation);
  await reviewed(it);
  await type(it, "team: catalog", " # é 😀");
  await row(it, "search").click();
  await type(it, "team: search", " # mine");
  await it.evaluate(() => put("teams/search/team.yaml", "team: search # somebody else's\n"));
  const asked = [];
  it.once("dialog", (dialog) => (asked.push(dialog.message()), dialog.dismiss()));
  await it.keyboard.press(`${mod}+s`);
  await it.getByText("1 file saved. Left as somebody else has made them: teams/search/team.yaml.").waitFor();
  assert.match(asked[0], /teams\/search\/team\.yaml/);
  assert.equal(await it.evaluate(() => got("teams/catalog/team.yaml")), organisation["teams/catalog/team.yaml"].replace("team: catalog", "team: catalog # é 😀"));
  assert.equal(await it.evaluate(() => got("teams/search/team.yaml")), "team: search # somebody else's\n");
  assert.equal(await it.getByRole("button", { name: "Save 1 change" }).count(), 1);
  it.once("dialog", (dialog) => void dialog.accept());
  await it.getByRole("button", { name: "Save 1 change" }).click();
  await it.getByText("1 file saved.", { exact: true }).waitFor();
  assert.equal(await it.evaluate(() => got("teams/search/team.yaml")), organisation["teams/search/team.yaml"].replace("team: search", "team: search # mine"));
  assert.equal(await it.locator("#teams-list .dot").count(), 0);
});

test("where nothing can be written the changes are a file, with the paths of the folder", async (t) => {
  const it = await opened(page, t, address);
  await choose(it, await onDisk(t, { ...organisation, "README.md": "", ".git/HEAD": "", "teams/catalog/notes.txt": "" }));
  await reviewed(it);
  assert.equal(await it.locator("#teams-title").textContent(), "organisation");
  await type(it, "team: catalog", " # mine");
  await it.keyboard.press("F2");
  await type(it, "organization: acme", " # ours", "file-platform");
  const [download] = await Promise.all([it.waitForEvent("download"), it.getByRole("button", { name: "Download 2 changes" }).click()]);
  assert.equal(download.suggestedFilename(), "organisation-changes.zip");
  const files = Object.entries(unzipSync(await readFile(await download.path()))).map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]);
  assert.deepEqual(Object.fromEntries(files), {
    "platform.yaml": platform.replace("organization: acme", "organization: acme # ours"),
    "teams/catalog/team.yaml": organisation["teams/catalog/team.yaml"].replace("team: catalog", "team: catalog # mine"),
  });
  it.on("dialog", (dialog) => void dialog.accept());
});

test("a team's objects are a zip of files, called as the command calls them", async (t) => {
  const it = await opened(page, t, address);
  await example(it);
  await row(it, "payments").click();
  const download = async () => {
    const [download] = await Promise.all([it.waitForEvent("download"), it.getByRole("button", { name: "Download zip" }).click()]);
    assert.equal(download.suggestedFilename(), "team-payments.zip");
    return readFile(await download.path());
  };
  const bytes = await download();
  const files = Object.entries(unzipSync(bytes)).map(([path, bytes]) => ({ path, text: new TextDecoder().decode(bytes) }));
  const made = objectFiles(organisation["teams/payments/team.yaml"], platformOf(organisation), { path: "teams/payments/team.yaml" });
  assert.deepEqual(files, made.toSorted((one, other) => (one.path < other.path ? -1 : 1)));
  assert.ok(files.some(({ path }) => path === "payments/namespace/staging/Namespace-team-payments.yaml"));
  assert.deepEqual(await download(), bytes);
});

test("thousands of teams are as fluid as one", async (t) => {
  const it = await opened(page, t, address);
  await choose(it, await onDisk(t, { "platform.yaml": platform, ...many(3_000) }));
  await reviewed(it);
  const found = await summary(it);
  assert.match(found, /^3,000 teams: 300 errors, /);
  assert.ok((await it.locator("#teams-list [role=option]").count()) < 60);
  assert.deepEqual(await barriers(it), []);
  await picture(it, "thousands");
  await lines(it, "file-team").filter({ hasText: "owner" }).click();
  const painted = await it.evaluate(async () => {
    document.execCommand("insertText", false, " # here");
    await new Promise((resolve) => requestAnimationFrame(resolve));
    return [document.querySelector("#teams-list .dot") !== null, document.querySelector("#teams-summary").textContent];
  });
  assert.deepEqual(painted, [true, `${found} before the last change …`]);
  await reviewed(it);
  await it.keyboard.press(`${mod}+p`);
  await it.keyboard.type("2999");
  await it.keyboard.press("Enter");
  assert.equal(await lines(it, "file-team").first().textContent(), "team: t02999");
  await it.keyboard.press(`${mod}+p`);
  await it.keyboard.press("Escape");
  await it.keyboard.press("ArrowDown");
  await it.keyboard.press("End");
  await it.keyboard.press("PageUp");
  await it.keyboard.press("Home");
  await it.keyboard.press("Enter");
  assert.equal(await lines(it, "file-team").first().textContent(), "team: t00000");
  assert.equal(await it.locator("#teams-list [aria-selected=true]").getAttribute("aria-setsize"), "3000");
  it.on("dialog", (dialog) => void dialog.accept());
});

test("what a folder has that it should not is said, and the rest of it opens", async (t) => {
  const it = await opened(page, t, address);
  await choose(it, await onDisk(t, {
    "platform.yaml": platform,
    "teams/good/team.yaml": plain("good"),
    "teams/huge/team.yaml": "#".repeat(5 << 20),
    "teams/binary/team.yaml": Buffer.from([0x74, 0xff, 0xfe, 0x00]),
    "teams/script/team.yaml": "team: <img src=x onerror=alert(1)>\n",
    "teams/turned\u202e<b>around/team.yaml": plain("good"),
    "teams/none/README.md": "",
    "teams/good/platform.yaml": "",
    [`teams/good/${"deep/".repeat(200)}team.yaml`]: "",
  }));
  await reviewed(it);
  assert.equal(await it.locator("#teams-folder-title").textContent(), "4 problems of the folder");
  await it.locator("#teams-folder-title").click();
  const said = await it.locator("#teams-folder").textContent();
  for (const part of ["huge/team.yaml` is larger than 256 KiB", "byte 0xFF is not UTF-8", "`teams/none` has no team.yaml", "`teams/good/platform.yaml` stands where a team can write"]) {
    assert.ok(said.includes(part), `${part}: ${said}`);
  }
  assert.deepEqual(await it.locator("#teams-list .name").allTextContents(), ["good", "script", "turned\\u{202e}<b>around"]);
  assert.equal(await it.locator("img[src=x], #teams b").count(), 0);
  assert.deepEqual(await barriers(it), []);
  await picture(it, "hostile-folder");
  await row(it, "script").click();
  // Nothing of the team before is shown for it.
  assert.match(await it.locator("#old").textContent(), /^Nothing yet/);
  assert.equal(await lines(it, "stream").allTextContents().then((all) => all.join("")), "");
});

test("a folder without teams, or with more than there can be, is told so, and can be stopped while it is read", async (t) => {
  const it = await opened(page, t, address);
  await choose(it, await onDisk(t, { "notes.txt": "", "a/b/c/d/e/team.yaml": "" }));
  await it.getByText("organisation holds no teams.").waitFor();
  await it.keyboard.press("Escape");
  // As browsers give them, but made up: nobody wants to write a hundred thousand files for a test.
  await it.evaluate(() => {
    const file = (name, text) => ({ kind: "file", name, getFile: async () => new Blob([text]) });
    const directory = (name, values) => ({ kind: "directory", name, async *values() { yield* values(); } });
    const numbers = function* (count, make) { for (let at = 0; at < count; at += 1) yield make(String(at)); };
    const pickers = [
      () => directory("endless", function* () { for (;;) yield file("x", ""); }),
      () => directory("crowded", () => numbers(100_000, (at) => file(`f${at}`, ""))),
      () => directory("teams-of-teams", function* () {
        yield directory("teams", () => numbers(10_001, (at) => directory(`t${at}`, () => [file("team.yaml", "team: a\n")])));
      }),
      () => directory("cyclic", function* loop() { yield directory("teams", () => loop()); }),
      () => directory("slow", async function* () { for (;;) { yield* numbers(500, (at) => file(at, "")); await new Promise((resolve) => setTimeout(resolve)); } }),
    ];
    globalThis.showDirectoryPicker = async () => pickers.shift()();
  });
  const pick = async () => {
    await it.getByRole("button", { name: "Open folder" }).click();
    await it.getByRole("button", { name: "Choose a folder" }).click();
  };
  for (const fault of [/holds more than 200,000 names/, /crowded holds no teams/, /10,001 teams are more than a page can hold/]) {
    await pick();
    await it.locator("#open-words.fault").filter({ hasText: fault }).waitFor();
    await it.keyboard.press("Escape");
  }
  await pick();
  await it.locator("#teams-folder-title").waitFor();
  await pick();
  await it.getByText(/Looking through/).waitFor();
  await it.getByRole("button", { name: "Stop" }).click();
  assert.equal(await words(it), "Stopped.");
});

test("a folder that is dropped opens, by a handle or without one", async (t) => {
  const it = await opened(page, t, address);
  const drop = (kind) => it.evaluate((kind) => {
    const file = (name, text) => ({ kind: "file", isDirectory: false, name, getFile: async () => new Blob([text]), file: (done) => done(new Blob([text])) });
    const directory = (name, children) => ({
      kind: "directory", isDirectory: true, name,
      async *values() { yield* children; },
      createReader() { const left = [children, []]; return { readEntries: (done) => done(left.shift()) }; },
    });
    const root = directory(kind, [directory("teams", [directory("demo", [file("team.yaml", "team: demo\n")])])]);
    const item = { kind: "file", webkitGetAsEntry: () => root, ...(kind === "handle" ? { getAsFileSystemHandle: async () => root } : {}) };
    const event = new Event("drop", { cancelable: true });
    Object.defineProperty(event, "dataTransfer", { value: { types: ["Files"], items: [item] } });
    dispatchEvent(event);
    return event.defaultPrevented;
  }, kind);
  for (const kind of ["handle", "entry"]) {
    assert.ok(await drop(kind));
    await it.locator("#teams-title").filter({ hasText: kind }).waitFor();
    await reviewed(it);
    assert.equal(await lines(it, "file-team").first().textContent(), "team: demo");
    // Without a platform.yaml the built-in one counts, which the folder is told.
    assert.match(await it.locator("#teams-folder").textContent(), /no platform\.yaml was found/);
  }
  // It counted when the folder was opened, too.
  await it.getByRole("tab", { name: "Changes" }).click();
  await it.getByText("Every object is as in the version that was opened.").waitFor();
  await it.getByRole("tab", { name: "platform.yaml" }).click();
  await lines(it, "file-platform").first().click();
  await it.keyboard.insertText("organization: demo\nnamespacePrefix: t-\n");
  await it.locator("#view article").first().waitFor();
});

test("on a phone and where there is little room the teams stand above the files", async (t) => {
  for (const [width, height] of [[1024, 768], [390, 844]]) {
    const it = await opened(page, t, address, { viewport: { width, height }, hasTouch: true });
    await example(it);
    assert.equal(await it.evaluate(() => document.documentElement.scrollWidth), width);
    assert.deepEqual(await barriers(it), []);
    await picture(it, `organisation-${width}`);
    await row(it, "payments").tap();
    await lines(it, "file-team").filter({ hasText: "team: payments" }).waitFor();
  }
});
