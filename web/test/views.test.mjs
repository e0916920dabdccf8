// The other ways to look at an answer: what has changed, and the pictures; in Chromium, as a person uses them.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { compile, Platform } from "@teamwright/wasm";
import { compiled, platform, team } from "./support/acme.mjs";
import { barriers, launched, linked, opened, picture } from "./support/browser.mjs";

const page = await launched(after);
const { address } = page;
const all = process.platform === "darwin" ? "Meta" : "Control";
const view = (it) => it.locator("#view");
const tab = (it, name) => it.getByRole("tab", { name, exact: true });

/** Writes behind the line of team.yaml that contains a text. */
async function write(it, behind, text) {
  await it.locator("#file-team .cm-line").filter({ hasText: behind }).first().click();
  await it.keyboard.press("End");
  await it.keyboard.insertText(text);
}

/** The text of the line of the manifests that the cursor is on. */
const line = (it) => it.locator("#stream .cm-content").evaluate((content) => {
  const { anchorNode } = content.getRootNode().getSelection?.() ?? getSelection();
  return (anchorNode.nodeType === Node.TEXT_NODE ? anchorNode.parentElement : anchorNode).closest(".cm-line").textContent;
});

test("what has changed is told object by object, what is risky first and why, and each value leads to its line", async (t) => {
  const it = await opened(page, t, address);
  await tab(it, "Changes").click();
  await it.getByText("Every object is as in the version that was opened.").waitFor();
  await write(it, "team: payments", "\ntier: large");
  await write(it, "allowTo: [postgres]", "\n  allowToNamespaces: [team-search]");
  const changes = view(it).locator("article");
  assert.match(await changes.first().textContent(), /^AddedNetworkPolicy allow-to-team-search.*Look first A way is open that was closed before\.$/);
  const quota = changes.filter({ hasText: "ResourceQuota" });
  assert.match(await quota.textContent(), /Changed.*Look The team may use more of the cluster\..*spec\.hard\["requests\.cpu"\]1020/);
  assert.match(await view(it).getByRole("status").textContent(), /^1 changed, 1 added, \d+ as before; 1 object to look at first$/);
  assert.deepEqual(await barriers(it), []);
  await picture(it, "changes");
  await quota.getByRole("row", { name: /requests\.cpu/ }).getByRole("button").click();
  assert.equal(await tab(it, "Manifests").getAttribute("aria-selected"), "true");
  await it.locator("#card").getByText("/spec/hard/requests.cpu").waitFor();
});

test("a pinned version is compared with, until another file is opened", async (t) => {
  const it = await opened(page, t, address);
  await write(it, "team: payments", "\ntier: large");
  await tab(it, "Changes").click();
  await view(it).getByRole("button", { name: "Pin this version" }).click();
  await it.getByText("Every object is as in the pinned version.").waitFor();
  await view(it).getByLabel("Compared with").selectOption("opened");
  await view(it).locator("article").filter({ hasText: "ResourceQuota" }).waitFor();
  await view(it).getByLabel("Compared with").selectOption("pinned");
  await it.getByText("Every object is as in the pinned version.").waitFor();
  // The next visit has the tab and both versions.
  const next = await it.context().newPage();
  await next.goto(address);
  await next.getByText("Every object is as in the pinned version.").waitFor();
  await view(next).getByLabel("Compared with").selectOption("opened");
  await view(next).locator("article").filter({ hasText: "ResourceQuota" }).waitFor();
  await next.close();
  await it.getByLabel("Example").selectOption("catalog");
  await it.getByText("Every object is as in the version that was opened.").waitFor();
  assert.equal(await view(it).getByLabel("Compared with").locator("option").count(), 1);
});

test("what is removed shows what it was; a version with errors has nothing to compare with", async (t) => {
  const it = await opened(page, t, address);
  await tab(it, "Changes").click();
  await it.locator("#file-team .cm-line").filter({ hasText: "allowFromNamespaces" }).click();
  await it.keyboard.press(`${all}+/`);
  const gone = view(it).locator("article").filter({ hasText: "allow-from-team-checkout" });
  assert.match(await gone.textContent(), /^Removed.*The object is deleted\..*A way is closed/);
  await gone.getByText("What it was").click();
  assert.equal(await gone.locator("pre").textContent(), compiled().manifests.find(({ name }) => name === "allow-from-team-checkout").yaml);
  const broken = await opened(page, t, await linked(address, `${team}resourcequota: {}\n`, platform));
  await tab(broken, "Changes").click();
  assert.match(await view(broken).textContent(), /There are errors on the left/);
  await broken.getByRole("button", { name: "rename to" }).click();
  await broken.getByText("There is nothing to compare with: the version that was opened has errors.").waitFor();
});

test("with an error a view stays as it was, and is called old", async (t) => {
  const it = await opened(page, t, address);
  await tab(it, "Quota").click();
  const before = await view(it).textContent();
  await write(it, "team: payments", "\nteir: large");
  assert.match(await it.locator("#old").textContent(), /^Old: from before 1 error/);
  assert.equal(await view(it).textContent(), before);
  assert.deepEqual(await barriers(it), []);
});

test("the network is drawn with the policy behind each way, and half open pairs are told; a card leads to its line", async (t) => {
  const it = await opened(page, t, address);
  await tab(it, "Network").click();
  const card = (name) => view(it).locator(".net-card").filter({ hasText: name });
  assert.match(await card("team-checkout").textContent(), /allow-from-team-checkoutBoth sides agree/);
  assert.match(await card("postgres").textContent(), /10\.20\.0\.0\/22TCP 5432allow-egress-postgres/);
  await write(it, "allowTo: [postgres]", "\n  allowToNamespaces: [team-search]");
  assert.match(await card("team-search").textContent(), /allow-to-team-searchHalf open/);
  await it.getByText("One pair is half open.").waitFor();
  const policies = compiled().manifests.filter(({ kind }) => kind === "NetworkPolicy").map(({ name }) => name);
  const drawn = await view(it).locator(".net-policy").allTextContents();
  assert.deepEqual(policies.filter((name) => name !== "default-deny-all" && !drawn.includes(name)), []);
  // A curve for each card, from its side to the middle.
  const paths = view(it).locator(".net-way");
  assert.equal(await paths.count(), await view(it).locator(".net-card").count());
  await it.waitForFunction(() => [...document.querySelectorAll(".net-way")].every((path) => path.getTotalLength() > 10));
  assert.deepEqual(await barriers(it), []);
  await picture(it, "network");
  await card("team-checkout").click();
  await it.locator("#card").getByText("of NetworkPolicy allow-from-team-checkout").waitFor();
  assert.deepEqual(await it.locator("#file-team .tw-lit").allTextContents(), ["team-checkout"]);
});

test("of other organisations nobody knows the other teams", async (t) => {
  const it = await opened(page, t, await linked(address, team, `${platform}# another\n`));
  await tab(it, "Network").click();
  const card = view(it).locator(".net-card").filter({ hasText: "team-checkout" });
  assert.match(await card.textContent(), /Whether the other side agrees is not known here/);
});

test("the quota is drawn with its marks, each of which leads to its line", async (t) => {
  const it = await opened(page, t, address);
  await tab(it, "Quota").click();
  const { tier, bars, fits } = compiled().quota();
  assert.match(await view(it).locator(".view-title").textContent(), new RegExp(`^Tier ${tier}\\. ${fits.pods} pods .*${fits.by} is used up first\\.$`));
  assert.deepEqual(await view(it).locator(".bar-head h3").allTextContents(), bars.map(({ key }) => key));
  const widths = await view(it).locator(".bar-quota").evaluateAll((boxes) => boxes.map((box) => Number(box.getAttribute("width"))));
  assert.deepEqual(widths, bars.map(({ quota }) => (quota.amount === "0" ? 0 : quota.share)));
  assert.deepEqual(await barriers(it), []);
  await picture(it, "quota");
  await view(it).locator("li").filter({ hasText: "limits.memory" }).getByRole("button").first().click();
  await it.locator("#card").getByText("/spec/hard/limits.memory").waitFor();
});

test("the order has every object once, in the waves of its part", async (t) => {
  const it = await opened(page, t, address);
  await tab(it, "Order").click();
  const names = await view(it).getByRole("button").evaluateAll((buttons) => buttons.map((each) => each.getAttribute("aria-label")));
  assert.deepEqual(names.toSorted(), compiled().manifests.map(({ kind, name }) => `${kind} ${name}`).toSorted());
  assert.deepEqual(await barriers(it), []);
  await picture(it, "order");
  await view(it).getByRole("button", { name: "LimitRange payments-limits" }).click();
  assert.match(await line(it), /^apiVersion/);
});

test("who may do what stands in a matrix, and leads to the rule that says so", async (t) => {
  const it = await opened(page, t, address);
  await tab(it, "Access").click();
  const row = (name) => view(it).getByRole("row", { name });
  assert.match(await row(/^applications, sync/).textContent(), /use sync\u2013$/);
  assert.match(await row(/^deployments apps/).textContent(), /change.*look/);
  assert.match(await view(it).locator(".role").first().textContent(), /Developers.*acme-payments/);
  assert.equal(await view(it).locator("tbody tr").count(), compiled().access().rights.length);
  assert.deepEqual(await barriers(it), []);
  await picture(it, "access");
  await row(/^applications, sync/).getByRole("button").click();
  await it.locator("#card").getByText("proj:team-payments:developer, applications, sync").waitFor();
});

test("views are tabs for a keyboard, fit a phone, and are dark where everything is", async (t) => {
  const it = await opened(page, t, address, { viewport: { width: 360, height: 740 }, hasTouch: true, colorScheme: "dark" });
  await tab(it, "Manifests").focus();
  for (const name of ["Changes", "Network", "Quota", "Order", "Access"]) {
    await it.keyboard.press("ArrowRight");
    assert.equal(await tab(it, name).getAttribute("aria-selected"), "true");
    assert.equal(await it.evaluate(() => document.documentElement.scrollWidth), 360, name);
    assert.deepEqual(await barriers(it), [], name);
    await view(it).scrollIntoViewIfNeeded();
    await picture(it, `phone-${name.toLowerCase()}`);
  }
  await it.keyboard.press("ArrowRight");
  assert.equal(await tab(it, "Manifests").getAttribute("aria-selected"), "true");
});

test("hostile names are texts in every view", async (t) => {
  const hostile = `team: demo\naccess: {developers: {groups: ["<img src=x onerror=alert(1)>", "\u{1f680}${"x".repeat(200)}"]}}\n`;
  const it = await opened(page, t, await linked(address, hostile, ""));
  await tab(it, "Access").click();
  assert.equal(await it.locator("img[src=x]").count(), 0);
  assert.ok(compile(hostile, Platform.parse("")).manifests);
  assert.match(await view(it).textContent(), /<img src=x/);
  assert.equal(await it.evaluate(() => document.documentElement.scrollWidth), 1280);
});
