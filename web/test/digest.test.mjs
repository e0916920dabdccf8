// The compiler in the page is the one that the command says it is.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { digest } from "@teamwright/wasm";
import { launched, ready } from "./support/browser.mjs";

const { browser, address } = await launched(after);
const root = new URL("../../", import.meta.url);

test("the footer says what `teamwright digest` says, and that is the digest of the module that is served", { timeout: 600_000 }, async () => {
  const page = await browser.newPage();
  await page.goto(address);
  await ready(page);
  // A build of a working tree has no digest, neither here nor there.
  const release = digest() === "dev" ? {} : { TEAMWRIGHT_WASM_DIGEST: digest() };
  const words = ["run", "--quiet", "--package", "teamwright", "--", "digest"];
  const { stdout } = await promisify(execFile)(process.env.CARGO ?? "cargo", words, { cwd: root, env: { ...process.env, ...release } });
  assert.equal(await page.locator("#compiler").textContent(), `teamwright ${stdout.trim()}`);
  if (digest() !== "dev") {
    const assets = new URL("web/dist/assets/", root);
    const [module] = (await readdir(assets)).filter((name) => name.endsWith(".wasm"));
    assert.equal(`sha256:${createHash("sha256").update(await readFile(new URL(module, assets))).digest("hex")}`, digest());
  }
});
