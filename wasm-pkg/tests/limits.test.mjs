// What a hostile file, or a bug, can't do to the program that uses the package.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { mock, test } from "node:test";
import { guarded } from "../pkg/instance.js";
import { compile, complete, CompilerCrash, hover, init, Platform, review } from "../pkg/node.js";
import { initSync } from "../pkg/teamwright.js";

const text = await readFile(new URL("../../tests/benches/team.yaml", import.meta.url), "utf8");
const path = "teams/checkout/team.yaml";
const ONE_CLUSTER = "clusters: [{name: one, server: https://kubernetes.default.svc, environments: [production]}]\n";

await init();
/** What the running instance exports; the first call made it. */
const exported = () => initSync(undefined);

test("a file that is too long is refused, and is not copied", () => {
  const platform = Platform.builtIn();
  const long = "x".repeat(200 << 20);
  const refused = "the file is larger than 256 KiB";
  const before = exported().memory.buffer.byteLength;
  const found = [
    ...compile(long, platform).diagnostics,
    ...compile("x".repeat(256 * 1024 + 1), platform).diagnostics,
    ...Platform.parse(long).diagnostics,
    ...review([{ path, text: long }], platform).diagnostics,
  ];
  assert.deepEqual(found.map(({ message }) => message).filter((message) => message === refused), Array(4).fill(refused));
  complete(long, long.length, platform);
  hover(long, 1, platform);
  const grown = exported().memory.buffer.byteLength - before;
  assert.ok(grown < 16 << 20, `the memory has grown by ${grown} bytes`);
});

test("the longest file that is taken is taken whole, whatever its characters take", () => {
  const platform = Platform.builtIn();
  for (const character of ["x", "é", "🚀"]) {
    const count = Math.floor((256 * 1024 - 100) / Buffer.byteLength(character));
    const { diagnostics } = compile(`team: demo\n# ${character.repeat(count)}\nteem: 1\n`, platform);
    assert.ok(diagnostics.some(({ message }) => message.startsWith("unknown key `teem`")), character);
  }
});

/** Ends in a trap: each finding keeps its file, and an instance has 256 MiB. */
const exhaust = (platform) => review(Array(80).fill({ path: `é${"x".repeat(4 << 20)}`, text: "\u0001" }), platform);

test("a lack of memory is told, and a fresh instance takes over with the same platforms and results", () => {
  const platform = Platform.parse(ONE_CLUSTER);
  const before = compile(text, platform, { path });
  const { yaml } = compile(text, platform, { path });
  const old = exported().memory;
  assert.throws(
    () => exhaust(platform),
    (error) => error instanceof CompilerCrash && error.message === "the compiler stopped: out of memory",
  );
  assert.notEqual(exported().memory, old);
  assert.ok(exported().memory.buffer.byteLength < 16 << 20);
  assert.equal(before.yaml, yaml);
  assert.deepEqual(compile(text, platform, { path }).toJSON(), before.toJSON());
  assert.deepEqual(platform.clusters, ["one"]);
});

test("a panic is told in its own words, on the console and to the caller", () => {
  const platform = Platform.builtIn();
  const console_ = mock.method(console, "error", () => undefined);
  // No input panics. Room for more than there can be does, in the standard library; nothing of the compiler is different.
  assert.throws(
    () => guarded(() => exported().tw_alloc(-1)),
    (error) => error instanceof CompilerCrash && /^the compiler stopped: panicked at .*:\ncapacity overflow$/.test(error.message),
  );
  assert.match(console_.mock.calls[0]?.arguments[0] ?? "", /panicked at .*:\ncapacity overflow/);
  console_.mock.restore();
  assert.match(compile("team: demo\n", platform).yaml, /team-demo/);
});

test("a crash forgets the words of an earlier one", () => {
  const console_ = mock.method(console, "error", () => undefined);
  assert.throws(() => guarded(() => exported().tw_alloc(-1)), /capacity overflow/);
  console_.mock.restore();
  assert.throws(() => exhaust(Platform.builtIn()), /out of memory/);
});
