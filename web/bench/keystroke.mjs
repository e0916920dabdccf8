// From a keystroke to its paint: the page beside the same page with the editors alone, in one run, in Chromium and Firefox.
// `node keystroke.mjs [RUNS]` prints a table; `PAGE=1` writes it into docs/preview.md.
import { readFile, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { argv, env } from "node:process";
import { fileURLToPath } from "node:url";
import { chromium, firefox } from "playwright-core";
import { fragmentOf } from "../node_modules/.unit/state/permalink.js";
import { opened } from "../node_modules/.unit/state/workspace.js";
import { serve } from "../serve.mjs";

const RUNS = Number(argv[2] ?? 5);
const KEYS = 40;
/** The first ones of a run find nothing warm. */
const WARM = 12;
const PLATFORM = "sourceRepos: [https://github.com/acme/*]\nnetwork: {ingress: [{namespace: ingress-nginx}]}\n";

/** A team with so many apps. */
const team = (apps) => `team: demo
description: Somebody types here
owner: {name: Team, email: demo@example.com}
access: {developers: {groups: [demo]}, viewers: {groups: [auditors]}}
apps:
${Array.from({ length: apps }, (_, at) => `  - {name: app-${at}, repoURL: https://github.com/acme/demo, path: deploy/${at}, targetRevision: main, environment: production}\n`).join("")}`;

const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
const at = (values, part) => values.toSorted((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * part))];

/** Milliseconds from each keydown to the task behind the frame that shows it. */
async function typed(browser, address, apps) {
  const fragment = await fragmentOf(opened({ team: team(apps), platform: PLATFORM }));
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(60_000);
  await page.goto(`${address}#${fragment}`);
  await page.locator("#compiler:not(:empty)").waitFor();
  await page.locator("#file-team .cm-line").filter({ hasText: "Somebody types here" }).click();
  await page.keyboard.press("End");
  await page.evaluate(() => {
    globalThis.samples = [];
    const channel = new MessageChannel();
    let began = 0;
    channel.port1.onmessage = () => samples.push(performance.now() - began);
    addEventListener("keydown", ({ timeStamp }) => {
      began = timeStamp;
      requestAnimationFrame(() => channel.port2.postMessage(null));
    }, true);
  });
  for (let key = 0; key < WARM + KEYS; key += 1) {
    await page.keyboard.press("abcdefghij"[key % 10]);
    await page.waitForFunction((count) => samples.length === count, key + 1);
  }
  const samples = await page.evaluate(() => samples);
  await page.close();
  return samples.slice(WARM);
}

/** Milliseconds from the start of a first visit until the objects are there. */
async function firstObjects(browser, address) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => {
    const look = () => {
      if (/object/.test(document.querySelector("#total")?.textContent ?? "")) {
        globalThis.objects = performance.now();
      } else {
        requestAnimationFrame(look);
      }
    };
    requestAnimationFrame(look);
  });
  await page.goto(address);
  await page.waitForFunction(() => globalThis.objects);
  const shown = await page.evaluate(() => objects);
  await context.close();
  return shown;
}

const alone = await serve(0, fileURLToPath(new URL("../../target/web/alone", import.meta.url)));
const page = await serve();
const quiet = ["--no-sandbox", "--no-first-run", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browsers = [["Chromium", () => chromium.launch({ executablePath: env.CHROME_PATH, args: quiet })]];
if (env.FIREFOX_PATH) {
  const channel = env.FIREFOX_PATH === firefox.executablePath() ? {} : { channel: "moz-firefox" };
  browsers.push(["Firefox", () => firefox.launch({ executablePath: env.FIREFOX_PATH, ...channel })]);
}
const one = (value) => value.toFixed(1);
const rows = [];
const starts = [];
const before = loadavg()[0];
const versions = [];
for (const [name, launch] of browsers) {
  const browser = await launch();
  versions.push(`${name} ${browser.version()}`);
  for (const apps of [5, 50]) {
    const runs = { alone: [], page: [] };
    for (let run = 0; run < RUNS; run += 1) {
      runs.alone.push(await typed(browser, alone.address, apps));
      runs.page.push(await typed(browser, page.address, apps));
    }
    const of = (which, part) => median(runs[which].map((samples) => at(samples, part)));
    const [floor, whole] = [of("alone", 0.5), of("page", 0.5)];
    rows.push(`| ${name} | ${apps} | ${one(floor)} | ${one(whole)} | ${one(whole - floor)} | ${one(of("alone", 0.95))} | ${one(of("page", 0.95))} |`);
    console.error(rows.at(-1));
  }
  const shown = [];
  for (let run = 0; run < RUNS; run += 1) {
    shown.push(await firstObjects(browser, page.address));
  }
  starts.push(`| ${name} | ${Math.round(median(shown))} |`);
  console.error(starts.at(-1));
  await browser.close();
}
await alone.stop();
await page.stop();

const table = [
  `${versions.join(", ")}, ${cpus().length} cores (${cpus()[0].model.trim()}), load ${one(before)} before and ${one(loadavg()[0])} after; medians of ${RUNS} alternating runs of ${KEYS} keys, in milliseconds.`,
  "",
  "| browser | apps | editor alone, p50 | page, p50 | difference | editor alone, p95 | page, p95 |",
  "|---|---|---|---|---|---|---|",
  ...rows,
  "",
  "| browser | first objects of a first visit |",
  "|---|---|",
  ...starts,
].join("\n");
console.log(table);
if (env.PAGE) {
  const file = new URL("../../docs/preview.md", import.meta.url);
  const text = await readFile(file, "utf8");
  const [begin, end] = ["<!-- measured: make web-bench PAGE=1 -->", "<!-- end -->"];
  const [head, tail] = [text.slice(0, text.indexOf(begin) + begin.length), text.slice(text.indexOf(end))];
  await writeFile(file, `${head}\n${table}\n${tail}`);
}
