// Prints a module's sizes and digest; fails above the budget. `--digest FILE` prints the digest only.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { argv, exit } from "node:process";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** The most bytes of the module after brotli, as a page downloads it; the expressions of templates are 118 KB of it. */
const BUDGET = 436_000;

const only = argv[2] === "--digest";
const module = readFileSync(argv[only ? 3 : 2]);
const digest = `sha256:${createHash("sha256").update(module).digest("hex")}`;
if (only) {
  console.log(digest);
  exit();
}
const brotli = brotliCompressSync(module, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: module.length },
}).length;
const number = (bytes) => bytes.toLocaleString("en").padStart(11);
console.log(`  raw    ${number(module.length)} bytes`);
console.log(`  gzip   ${number(gzipSync(module, { level: 9 }).length)} bytes`);
console.log(`  brotli ${number(brotli)} bytes of ${BUDGET.toLocaleString("en")}`);
console.log(`  ${digest}`);
if (brotli > BUDGET) {
  console.error(`error: the module is ${(brotli - BUDGET).toLocaleString("en")} bytes over its budget`);
  exit(1);
}
