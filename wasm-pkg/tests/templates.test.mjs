// The platform's templates through every way into the package: what they make, what is wrong with them, where lines go back to.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { mock, test } from "node:test";
import { guarded } from "../pkg/instance.js";
import { compile, complete, CompilerCrash, hover, init, objectFiles, Platform, review, survey } from "../pkg/node.js";
import * as border from "../pkg/teamwright.js";
import { CompilerWorker } from "../pkg/worker-node.js";

await init();
const acme = new URL("../../examples/acme/", import.meta.url);
const read = (path) => readFile(new URL(path, acme), "utf8");
const folder = "platform/templates";
const names = (await readdir(new URL(folder, acme))).sort();
const templates = await Promise.all(names.map(async (name) => ({ path: `${folder}/${name}`, text: await read(`${folder}/${name}`) })));
const [text, path] = [await read("teams/payments/team.yaml"), "teams/payments/team.yaml"];
const yaml = await read("platform.yaml");
const platform = Platform.parse(yaml, { templates });

/** The text of a range. */
const at = (text, { start, end }) => text.slice(start.utf16, end.utf16);
const named = (name, text) => ({ path: `${folder}/${name}.yaml`, text });
const info = (name) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "${name}"}\n`;

test("templates add objects, each with its template, and change none of the others", () => {
  assert.deepEqual(platform.diagnostics, []);
  const [made, without] = [compile(text, platform, { path }), compile(text, Platform.parse(yaml), { path })];
  const added = made.manifests.filter(({ template }) => template !== undefined);
  assert.deepEqual([...new Set(added.map(({ template }) => template))].sort(), templates.map(({ path }) => path));
  assert.deepEqual(made.manifests.filter(({ template }) => template === undefined).map(({ yaml }) => yaml), without.manifests.map(({ yaml }) => yaml));
  assert.deepEqual(made.changesSince(without).changes.map(({ change }) => change), added.map(() => "added"));
  for (const { kind, name } of added) {
    assert.ok(objectFiles(text, platform, { path }).some(({ path }) => path.endsWith(`/${kind}-${name}.yaml`)), kind);
  }
});

test("a line goes back to its template, and the template to the line", () => {
  const made = compile(text, platform, { path });
  const leaves = made.origins().filter(({ origin }) => origin.path?.startsWith(folder));
  assert.ok(leaves.length > 20, String(leaves.length));
  for (const { line, origin } of leaves) {
    assert.equal(origin.file, undefined);
    const back = made.linesFrom(origin.path, origin.range.start.utf16);
    assert.ok(back.some((leaf) => leaf.line === line), `${origin.path} ${line}`);
  }
  const dashboard = templates.find(({ path }) => path.endsWith("dashboard.yaml"));
  const [name] = made.linesFrom(dashboard.path, dashboard.text.indexOf("name:") + 6);
  assert.equal(at(dashboard.text, name.origin.range), '"{{ team.name }}-dashboard"');
  assert.throws(() => made.linesFrom("platform/templates/none.yaml", 0), /no file `platform\/templates\/none.yaml`: the files are team, platform, and templates by their paths/);
});

test("what is wrong with a template for everybody is the platform's, and what is wrong for a team is the team's", () => {
  const guard = named("guard", "apiVersion: v1\nkind: ResourceQuota # 😀\nmetadata: {name: q}\n");
  const wrong = Platform.parse(yaml, { templates: [...templates, guard] });
  const [found] = wrong.diagnostics;
  assert.deepEqual([wrong.diagnostics.length, found.path, at(guard.text, found.range)], [1, guard.path, "ResourceQuota"]);
  assert.equal(compile(text, wrong, { path }).yaml, null);
  const owner = named("owner", info("{{ team.owner.email }}"));
  const needs = Platform.parse("", { templates: [owner] });
  assert.ok(needs.diagnostics.every(({ severity }) => severity === "warning"));
  const nobody = compile("team: nobody\n", needs, { path: "teams/nobody/team.yaml" });
  const error = nobody.diagnostics.find(({ severity }) => severity === "error");
  assert.deepEqual([error.path, at(owner.text, error.range), nobody.yaml], [owner.path, "team.owner.email", null]);
  assert.match(error.message, /^for team `nobody`: /);
  const report = review([{ path: "teams/nobody/team.yaml", text: "team: nobody\n" }], needs);
  assert.ok(report.diagnostics.some(({ path, message }) => path === owner.path && message === error.message));
  assert.ok(complete("team: a\nti", 10, needs).items.length > 0 && hover(text, 1, needs).path === "team");
});

test("a template that is no text, or too long, is refused, and nothing is made", () => {
  const latin = { path: `${folder}/latin.yaml`, text: Uint8Array.of(0x61, 0xe9) };
  const long = { path: `${folder}/long.yaml`, text: new Uint8Array(300 << 10) };
  const both = Platform.parse(yaml, { templates: [latin, ...templates, long] });
  assert.deepEqual(both.diagnostics.map(({ code, path }) => [code, path]), [["TW0110", latin.path], ["TW0102", long.path]]);
  assert.equal(compile(text, both, { path }).yaml, null);
  const many = Platform.parse(yaml, { templates: Array.from({ length: 201 }, (_, index) => named(index, info(`n${index}`))) });
  assert.match(many.diagnostics[0].message, /at most 200 templates/);
  const cut = Platform.builtIn({ templates: [named("a", "x".repeat(200 << 20))] });
  assert.equal(cut.diagnostics[0].message, "the file is larger than 256 KiB");
});

test("templates are read once for all keystrokes, and again in a fresh instance", () => {
  const before = compile(text, platform, { path }).yaml;
  const parse = mock.method(border.Platform, "parse");
  const held = Platform.parse(yaml, { templates });
  for (let count = 0; count < 20; count += 1) {
    compile(`${text}# ${count}\n`, held, { path });
    complete(text, count, held);
  }
  assert.equal(parse.mock.callCount(), 1);
  const heavy = { path: `é${"x".repeat(4 << 20)}`, text: "\u0001" };
  assert.throws(() => review(Array(80).fill(heavy), held), CompilerCrash);
  assert.equal(compile(text, held, { path }).yaml, before);
  assert.equal(parse.mock.callCount(), 2);
  parse.mock.restore();
});

test("a folder's templates are where the platform has them", () => {
  const entries = ["platform.yaml", "platform/", "teams/", ...names.map((name) => `${folder}/${name}`), `${folder}/README.md`, "teams/payments/team.yaml"];
  const found = survey("acme", entries, platform);
  assert.deepEqual(found.templates.map(({ entry, path }) => [entries[entry], path]), templates.map(({ path }) => [path, path]));
  const elsewhere = Platform.parse("gitops: {platformPath: base}\n");
  assert.deepEqual(survey("acme", entries, elsewhere).templates, []);
  const asked = survey("acme", ["platform.yaml", "base/", "teams/"], elsewhere);
  assert.deepEqual(asked.look.sort(), [1, 2]);
  assert.equal(elsewhere.templatePath("a.yml"), "base/templates/a.yml");
  assert.deepEqual(["a", ".a.yaml", "b/a.yaml", ""].map((name) => elsewhere.templatePath(name)), [null, null, null, null]);
});

test("a worker takes templates, and notices when one is another", { timeout: 60_000 }, async () => {
  const worker = new CompilerWorker();
  const teams = [{ path, text }];
  const other = templates.with(0, { ...templates[0], text: templates[0].text.replace("dashboard", "board") });
  const wrong = [...templates, named("wrong", "apiVersion: v1\n")];
  for (const some of [templates, [], other, wrong, templates]) {
    const here = Platform.parse(yaml, { templates: some });
    assert.deepEqual(await worker.compile(text, { text: yaml, templates: some }, { path }), compile(text, here, { path }).toJSON());
    assert.deepEqual(await worker.review(teams, { text: yaml, templates: some }), review(teams, here));
  }
  worker.close();
});

test("a trap while templates are handed over takes nothing with it", () => {
  const console_ = mock.method(console, "error", () => undefined);
  assert.throws(() => guarded(() => border.initSync(undefined).tw_alloc(-1)), CompilerCrash);
  console_.mock.restore();
  assert.deepEqual(platform.diagnostics, []);
  assert.ok(compile(text, platform, { path }).manifests.some(({ template }) => template));
});
