// The page as a person uses it, in Chromium, under its strict policy.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { compiled, compiler, platform, team } from "./support/acme.mjs";
import { barriers, launched, linked, opened, picture, ready } from "./support/browser.mjs";

const page = await launched(after);
const { address } = page;
const lines = (opened, pane) => opened.locator(`#${pane} .cm-line`);
const copiedText = (opened) => opened.evaluate(() => navigator.clipboard.readText());
const all = process.platform === "darwin" ? "Meta" : "Control";

/** Puts the cursor behind a line of a file that contains a text. */
async function endOf(opened, text, pane = "file-team") {
  await lines(opened, pane).filter({ hasText: text }).first().click();
  await opened.keyboard.press("End");
}

/** The text that is copied by "Copy all". */
async function output(opened) {
  await opened.getByRole("button", { name: "Copy all" }).click();
  await opened.getByText("All objects are copied.").waitFor();
  return copiedText(opened);
}

test("it opens on a real example, and shows what the compiler makes of it, byte for byte", async (t) => {
  const it = await opened(page, t, address);
  assert.equal(await it.locator("#compiler").textContent(), compiler);
  assert.equal(await it.locator("#total").textContent(), `${compiled().manifests.length} objects`);
  assert.match(await lines(it, "file-team").first().textContent(), /^team: payments$/);
  assert.match(await lines(it, "stream").first().textContent(), /^apiVersion: v1$/);
  assert.equal(await output(it), compiled().yaml);
  assert.equal(await it.locator("#outline li").count(), compiled().manifests.length);
});

test("what is typed is in the manifests in the same frame", async (t) => {
  const it = await opened(page, t, address);
  await endOf(it, "name: Payments");
  const painted = await it.evaluate(async () => {
    document.execCommand("insertText", false, " and Refunds");
    await new Promise((resolve) => requestAnimationFrame(resolve));
    return document.querySelector("#stream").shadowRoot.querySelector(".cm-content").textContent;
  });
  assert.match(painted, /owner-name: "Payments and Refunds"/);
  assert.equal(await output(it), compiled(team.replace("name: Payments", "name: Payments and Refunds")).yaml);
});

test("the editor goes along with the cursor while it is answered", async (t) => {
  const it = await opened(page, t, address);
  await endOf(it, "team: payments");
  for (let line = 0; line < 40; line += 1) {
    await it.keyboard.press("Enter");
  }
  await it.keyboard.type("resourcequota: {}");
  assert.ok(await it.locator("#file-team .cm-lintRange-error").first().evaluate((mark) => {
    const { bottom } = document.querySelector("#file-team").getBoundingClientRect();
    return mark.getBoundingClientRect().bottom <= bottom;
  }));
});

test("another cluster, another example", async (t) => {
  const it = await opened(page, t, address);
  await it.getByRole("combobox", { name: "Cluster" }).selectOption("staging");
  assert.equal(await output(it), compiled(team, "staging").yaml);
  await it.getByLabel("Example").selectOption("catalog");
  assert.match(await lines(it, "file-team").first().textContent(), /^team: catalog$/);
});

test("a mistake is underlined and listed; the manifests are called old until it is repaired by a click", async (t) => {
  const it = await opened(page, t, address);
  await endOf(it, "slack:");
  await it.keyboard.press("Enter");
  await it.keyboard.press("Home");
  await it.keyboard.type("resourcequota: {}");
  const problem = it.locator("#problem-list li");
  assert.match(await problem.textContent(), /errorunknown key `resourcequota`team.yaml:8:1did you mean `resourceQuota`\?/);
  assert.equal(await lines(it, "file-team").locator(".cm-lintRange-error").textContent(), "resourcequota");
  assert.equal(await it.locator("#summary").textContent(), "1 error");
  assert.match(await it.locator("#old").textContent(), /^Old: from before 1 error on the left/);
  assert.ok(await it.getByRole("button", { name: "Copy all" }).isHidden());
  assert.deepEqual(await barriers(it), []);
  await picture(it, "old");
  await it.keyboard.press(`${all}+Home`);
  await it.getByRole("button", { name: "First error" }).click();
  assert.equal(await it.evaluate(() => document.getSelection().toString()), "resourcequota");
  await problem.getByRole("button", { name: "Explain TW0201" }).click();
  assert.match(await it.locator("dialog pre").textContent(), /unknown key/i);
  await it.keyboard.press("Escape");
  await problem.getByRole("button", { name: "rename to" }).click();
  assert.ok(await it.locator("#old").isHidden());
  assert.equal(await output(it), compiled(team.replace('payments"\n', 'payments"\nresourceQuota: {}\n')).yaml);
});

test("a problem leads to its place, in whichever file; F8 as well", async (t) => {
  const it = await opened(page, t, await linked(address, `${team}teir: large\n`, platform.replace("adopt: false", "adopt: 😀"), "team"));
  assert.equal(await it.locator("#tab-platform .badge").textContent(), "1");
  await it.locator("#problem-list .problem").filter({ hasText: "platform.yaml" }).click();
  assert.ok(await it.locator("#file-platform").isVisible());
  await it.keyboard.type("false");
  assert.equal(await it.locator("#summary").textContent(), "1 error");
  await it.keyboard.press("F2");
  await it.keyboard.press("F8");
  await it.keyboard.type("tier");
  assert.equal(await it.locator("#summary").textContent(), "None. This is what will sync.");
});

test("undo is each file's own, and is there after a change of tabs", async (t) => {
  const it = await opened(page, t, address);
  await endOf(it, "team: payments");
  await it.keyboard.insertText(" # mine");
  await it.getByRole("tab", { name: "platform.yaml" }).click();
  await endOf(it, "organization: acme", "file-platform");
  await it.keyboard.insertText(" # theirs");
  await it.keyboard.press("F2");
  await it.keyboard.press(`${all}+z`);
  assert.equal(await lines(it, "file-team").first().textContent(), "team: payments");
  await it.keyboard.press("F2");
  assert.match(await lines(it, "file-platform").nth(2).textContent(), /# theirs$/);
  await it.keyboard.press(`${all}+z`);
  assert.equal(await lines(it, "file-platform").nth(2).textContent(), "organization: acme");
});

test("the outline goes to an object, which is copied alone; all are one file", async (t) => {
  const it = await opened(page, t, address);
  const quota = compiled().manifests.find(({ kind }) => kind === "ResourceQuota");
  await it.getByRole("button", { name: `ResourceQuota ${quota.name}`, exact: true }).click();
  await it.getByRole("button", { name: `Copy ResourceQuota ${quota.name}` }).click();
  await it.getByText("is copied.").waitFor();
  assert.equal(await copiedText(it), quota.yaml);
  const [download] = await Promise.all([it.waitForEvent("download"), it.getByRole("button", { name: "Download YAML" }).click()]);
  assert.equal(download.suggestedFilename(), "team-payments.yaml");
  assert.equal(await readFile(await download.path(), "utf8"), compiled().yaml);
});

test("a line of the manifests leads to the text that it comes from, in whichever file, or says what else made it", async (t) => {
  const it = await opened(page, t, address);
  const quota = compiled().manifests.find(({ kind }) => kind === "ResourceQuota");
  const lit = (file) => it.locator(`#file-${file} .tw-lit`);
  const card = it.locator("#card");
  const line = (text) => lines(it, "stream").filter({ hasText: text }).first();

  await line("owner-email").click();
  assert.deepEqual(await lit("team").allTextContents(), ["payments@acme.example"]);
  assert.match(await card.textContent(), /Namespace team-payments.*written.*payments@acme\.example.*team\.yaml:6:10/);
  await line("cost-center").click();
  assert.ok(await it.locator("#file-platform").isVisible());
  assert.deepEqual(await lit("platform").allTextContents(), ["shop"]);
  assert.deepEqual(await lit("team").allTextContents(), []);

  await it.getByRole("button", { name: `ResourceQuota ${quota.name}`, exact: true }).click();
  await line("requests.cpu").click();
  assert.match(await card.textContent(), /tier/);
  assert.equal(await card.getByRole("button").count(), 0);
  await line("hard:").click();
  assert.match(await card.textContent(), /only begins something/);
  await it.getByRole("button", { name: "Namespace team-payments", exact: true }).click();
  await line("owner-email").click();
  await it.keyboard.press("Enter");
  assert.equal(await it.evaluate(() => document.getSelection().toString()), "payments@acme.example");
  assert.deepEqual(await barriers(it), []);
});

test("the cursor on a key lights what all below it feeds", async (t) => {
  const it = await opened(page, t, address);
  await lines(it, "file-team").filter({ hasText: "owner:" }).click();
  await it.keyboard.press("Home");
  const fed = compiled().linesFrom("team", team.indexOf("owner:"));
  const on = ["subscribe.on-health-degraded.slack", "subscribe.on-sync-failed.slack"];
  assert.deepEqual(fed.map(({ path }) => path.split("~1")[1]), ["owner-email", "owner-name", "owner-slack", ...on]);
  await it.getByText("Feeds 5 lines in 2 objects").waitFor();
  const lit = it.locator("#stream .tw-lit-line");
  assert.deepEqual((await lit.allTextContents()).map((line) => line.trim().split(":")[0]), fed.map(({ path }) => path.split("annotations/")[1].replace("~1", "/")));
});

test("the cursor on a value lights the lines that it feeds, and brings the first into view", async (t) => {
  const it = await opened(page, t, address);
  await endOf(it, "allowTo:");
  await it.keyboard.press("ArrowLeft");
  await it.keyboard.press("ArrowLeft");
  const fed = compiled().linesFrom("team", team.indexOf("[postgres]") + 3);
  await it.getByText(`Feeds ${fed.length} lines in 1 object`).waitFor();
  assert.deepEqual(await it.locator("#outline .fed").allTextContents(), ["allow-egress-postgres"]);
  assert.match(await it.locator("#stream .tw-lit-line").first().textContent(), /apiVersion/);
  await it.locator("#card").getByRole("button", { name: "Next" }).click();
  await picture(it, "follow");
  await it.keyboard.press("F2");
  await endOf(it, "organization: acme", "file-platform");
  await it.locator("#stream .tw-lit-line").filter({ hasText: "part-of: acme" }).first().waitFor();
});

test("completion and hover say what the compiler knows", async (t) => {
  const it = await opened(page, t, address);
  await endOf(it, "slack:");
  await it.keyboard.press("Enter");
  await it.keyboard.press("Home");
  await it.keyboard.type("res");
  const offered = it.locator("#file-team .cm-tooltip-autocomplete li");
  assert.equal(await offered.first().locator(".cm-completionLabel").textContent(), "resourceQuota");
  await it.keyboard.press("Escape");
  await it.keyboard.press(`${all}+z`);
  await lines(it, "file-team").getByText("allowEgress").hover({ position: { x: 20, y: 8 } });
  assert.equal(await it.locator("#file-team .teamwright-path").textContent(), "networkPolicy.allowEgress");
});

test("a link restores everything; it leaves the address with the first edit, which is kept in the browser", async (t) => {
  const it = await opened(page, t, address);
  await endOf(it, "team: payments");
  await it.keyboard.type(" # 😀 é");
  await it.getByRole("tab", { name: "platform.yaml" }).click();
  await it.getByRole("combobox", { name: "Cluster" }).selectOption("staging");
  await it.getByRole("tab", { name: "Changes" }).click();
  await it.getByRole("button", { name: "Share" }).click();
  await it.getByText("A link to all of this is copied.").waitFor();
  const link = await copiedText(it);
  assert.equal(link, it.url());

  const other = await opened(page, t, link);
  assert.equal(await other.getByRole("combobox", { name: "Cluster" }).inputValue(), "staging");
  assert.ok(await other.locator("#file-platform").isVisible());
  await other.getByText("Every object is as in the version that was opened.").waitFor();
  assert.equal(other.url(), link);
  await other.keyboard.press("F2");
  await endOf(other, "team: payments # 😀 é");
  await other.keyboard.type("!");
  await other.waitForURL(address);
  await other.close();

  const third = await opened(page, t, link);
  await third.getByRole("tab", { name: "Manifests" }).click();
  await third.waitForURL(address);
  assert.equal(await output(third), compiled(team, "staging").yaml);
});

test("what was typed is there on the next visit, until a reset, which can be undone", async (t) => {
  const context = await opened(page, t, address);
  await endOf(context, "team: payments");
  await context.keyboard.insertText(" # kept");
  const next = await context.context().newPage();
  await next.goto(address);
  await ready(next);
  const first = lines(next, "file-team").first();
  assert.equal(await first.textContent(), "team: payments # kept");
  await next.getByRole("button", { name: "Reset" }).click();
  assert.equal(await first.textContent(), "team: payments");
  await first.click();
  await next.keyboard.press(`${all}+z`);
  assert.equal(await first.textContent(), "team: payments # kept");
});

test("at twice the size everything is there, and nothing is beside the page", async (t) => {
  // What a browser makes of a window of 1280 by 800 whose zoom is 200 %.
  const it = await opened(page, t, address, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
  for (const name of ["Manifests", "Changes", "Network", "Quota", "Order", "Access"]) {
    await it.getByRole("tab", { name, exact: true }).click();
    assert.equal(await it.evaluate(() => document.documentElement.scrollWidth), 640, name);
    assert.deepEqual(await barriers(it), [], name);
  }
  await picture(it, "twice");
});

test("light and dark, as the system has it and by hand, without a barrier", async (t) => {
  const it = await opened(page, t, address, { colorScheme: "dark" });
  const ground = () => it.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await ground();
  assert.deepEqual(await barriers(it), []);
  await picture(it, "dark");
  await it.getByRole("button", { name: "Theme: system" }).click();
  const light = await ground();
  assert.notEqual(light, dark);
  assert.deepEqual(await barriers(it), []);
  await picture(it, "light");
  await it.getByRole("button", { name: "Theme: light" }).click();
  assert.equal(await ground(), dark);
  await it.emulateMedia({ colorScheme: "light" });
  assert.equal(await ground(), dark);
  await it.getByRole("button", { name: "Theme: dark" }).click();
  assert.equal(await ground(), light);
});

test("on a phone everything is in one column, nothing is wider than the screen, and there is no barrier", async (t) => {
  const it = await opened(page, t, address, { viewport: { width: 360, height: 740 }, hasTouch: true });
  const width = () => it.evaluate(() => document.documentElement.scrollWidth);
  assert.equal(await width(), 360);
  assert.deepEqual(await barriers(it), []);
  await picture(it, "phone");
  await it.getByRole("link", { name: "Manifests" }).tap();
  await it.locator("#stream .cm-line").first().waitFor();
  await picture(it, "phone-manifests");
  assert.equal(await width(), 360);
});

test("by keyboard alone: Tab leaves the editor, arrows change tabs, F1 says the keys; nothing moves if nothing should", async (t) => {
  const it = await opened(page, t, address, { reducedMotion: "reduce" });
  await endOf(it, "team: payments");
  await it.keyboard.press("Tab");
  assert.equal(await it.evaluate(() => document.activeElement?.closest("#file-team")), null);
  await it.getByRole("tab", { name: "team.yaml" }).focus();
  await it.keyboard.press("ArrowRight");
  assert.equal(await it.getByRole("tab", { name: "platform.yaml" }).getAttribute("aria-selected"), "true");
  await it.keyboard.press("F1");
  assert.ok(await it.getByRole("dialog").isVisible());
  assert.deepEqual(await barriers(it), []);
  await it.keyboard.press("Escape");
  assert.equal(await it.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), "auto");
});

test("hostile texts are texts", async (t) => {
  const hostile = [
    `team: <img src=x onerror=alert(1)>\n"<script>alert(1)</script>": \u202egnp.exe\n`,
    `team: demo\ndescription: "${"😀".repeat(1024)}"\n`,
    "[".repeat(256 * 1024),
  ];
  for (const text of hostile) {
    const it = await opened(page, t, await linked(address, text, platform));
    assert.ok((await it.locator("#problem-list li").count()) > 0);
    assert.equal(await it.evaluate(() => document.documentElement.scrollWidth), 1280);
    assert.equal(await it.locator("img[src=x]").count(), 0);
  }
});
