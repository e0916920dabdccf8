// All that the page loads but the compiler's module, as a host sends it; fails above the budget.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { exit } from "node:process";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

/** The most bytes after brotli. */
const BUDGET = 400_000;

const folder = fileURLToPath(new URL("../dist", import.meta.url));
const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith(".wasm"));
const total = files.reduce((sum, { parentPath, name }) => sum + brotliCompressSync(readFileSync(join(parentPath, name))).length, 0);
console.log(`  page   ${total.toLocaleString("en")} bytes of ${BUDGET.toLocaleString("en")} after brotli, without the module`);
if (total > BUDGET) {
  console.error(`error: the page is ${(total - BUDGET).toLocaleString("en")} bytes over its budget`);
  exit(1);
}
