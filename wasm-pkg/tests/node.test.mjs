// The built package in Node, as a program uses it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { compile, complete, digest, explain, hover, init, Platform, review, schema, version } from "../pkg/node.js";

const root = new URL("../../", import.meta.url);
const text = await readFile(new URL("tests/benches/team.yaml", root), "utf8");
const path = "teams/checkout/team.yaml";

await init();

test("a team becomes objects, and each view shows the same", () => {
  const result = compile(text, Platform.builtIn(), { path });
  assert.equal(result.manifests.map(({ yaml }) => yaml).join(""), result.yaml);
  assert.deepEqual(
    result.objects.map(({ kind, metadata }) => [kind, metadata.name]),
    result.manifests.map(({ kind, name }) => [kind, name]),
  );
  for (const { line, path } of result.origins()) {
    assert.equal(result.originOfLine(line).path, path);
  }
});

test("an older result that is looked at late is still its own", () => {
  const platform = Platform.builtIn();
  const [first, second] = ["first", "second"].map((team) => compile(`team: ${team}\n`, platform));
  assert.match(second.yaml, /team-second/);
  assert.match(first.yaml, /team-first/);
  assert.doesNotMatch(first.yaml, /team-second/);
});

test("offsets count as JavaScript does, with wide characters before, in and after the error", () => {
  const wide = "# 🚀 é\nteam: demo\nowner: {name: \"🚀\"}\nteem🚀s: 1 # 🚀\n";
  const { diagnostics, manifests, yaml } = compile(wide, Platform.builtIn());
  const { start, end } = diagnostics.find(({ code }) => code === "TW0201").range;
  assert.equal(wide.slice(start.utf16, end.utf16), "teem🚀s");
  assert.equal(manifests, null);
  assert.equal(yaml, null);
});

test("completion, hover, review, explanations and schemas answer", () => {
  const platform = Platform.parse("clusters: [{name: one, server: https://kubernetes.default.svc, environments: [production]}]\n", { path: "p/platform.yaml" });
  assert.ok(platform.diagnostics.every((found) => found.path === "p/platform.yaml"));
  assert.deepEqual(platform.clusters, ["one"]);
  const half = "team: demo\nnetworkPolicy:\n  al";
  assert.ok(complete(half, half.length, platform).items.some(({ label }) => label === "allowIngress"));
  assert.equal(hover(text, 1, platform).path, "team");
  const report = review([{ path: "teams/a/team.yaml", text: "team: b\n" }], platform);
  assert.equal(report.summary.teams, 1);
  assert.ok(report.summary.errors > 0);
  assert.match(explain("TW0201"), /unknown key/);
  assert.equal(schema("team").type, "object");
  assert.equal(digest(), "dev");
  assert.equal(report.compiler, version());
});

test("a caller's mistake is an error in words", () => {
  assert.throws(() => explain("nothing"), /nothing is called/);
  assert.throws(() => compile(text, Platform.builtIn(), { part: "half" }), /no part `half`/);
  assert.throws(() => compile(text, Platform.builtIn(), { cluster: "mars" }), /no cluster `mars`/);
});
