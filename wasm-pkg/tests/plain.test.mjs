// The exports for hosts without JavaScript, in an instance whose imports all trap.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { compile, init, Platform } from "../pkg/node.js";

const bytes = await readFile(new URL("../pkg/teamwright_bg.wasm", import.meta.url));
const module = await WebAssembly.compile(bytes);

function host() {
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    (imports[from] ??= {})[name] = () => assert.fail(`called ${name}`);
  }
  const { exports } = new WebAssembly.Instance(module, imports);
  const read = (packed) => {
    const [address, length] = [Number(packed >> 32n), Number(packed & 0xffff_ffffn)];
    const text = new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(exports.memory.buffer, address >>> 0, length));
    exports.tw_free(address, length);
    return text;
  };
  const raw = (question, text) => {
    const request = new TextEncoder().encode(text);
    const address = exports.tw_alloc(request.length);
    new Uint8Array(exports.memory.buffer, address >>> 0, request.length).set(request);
    const answer = exports[question](address, request.length);
    exports.tw_free(address, request.length);
    return answer;
  };
  return {
    exports,
    ask: (question, request) => JSON.parse(read(raw(question, JSON.stringify(request)))),
    mistake: (question, text) => {
      assert.equal(raw(question, text), 0n);
      return read(exports.tw_last_error());
    },
  };
}

test("the plain exports give what the package gives", async () => {
  await init();
  const text = "team: 'demo' # 🚀\nnetworkPolicy: {allowIngress: true}\n";
  const path = "teams/demo/team.yaml";
  const { ask } = host();
  const there = ask("tw_compile", { text, path });
  const here = compile(text, Platform.builtIn(), { path });
  assert.deepEqual(there, here.toJSON());
  assert.deepEqual(ask("tw_origins", { text, path }), here.origins());
  const utf16 = text.indexOf("true");
  assert.deepEqual(ask("tw_origins", { text, path, file: "team", utf16 }), here.linesFrom("team", utf16));
  const before = { text: "team: demo\n" };
  const changes = here.changesSince(compile(before.text, Platform.builtIn(), { path }));
  assert.deepEqual(changes.changes[0].risks.map(({ rule }) => rule), ["network-opened"]);
  assert.deepEqual(ask("tw_compare", { text, path, before }), changes);
  assert.equal(ask("tw_compare", { text, path, before: { text: "team: [" } }), null);
  const teams = [{ path: "teams/web/team.yaml", text: "team: web\nnetworkPolicy: {allowToNamespaces: [team-demo]}\n" }];
  const network = here.network(teams);
  assert.deepEqual(ask("tw_picture", { text, path, subject: "network", teams }), network);
  assert.equal(network.ways.at(-1).consent, "theirs");
  assert.deepEqual(ask("tw_picture", { text, path, subject: "quota" }), here.quota());
  assert.deepEqual(ask("tw_picture", { text, path, subject: "access" }), here.access());
  assert.equal(ask("tw_picture", { text: "team: [", subject: "quota" }), null);
  assert.ok(ask("tw_complete", { text, utf16 }).items.length > 0);
  assert.equal(ask("tw_hover", { text, utf16 }).path, "networkPolicy.allowIngress");
  assert.equal(ask("tw_review", { teams: [{ path, text }] }).summary.teams, 1);
  assert.deepEqual(ask("tw_platform", {}), []);
  assert.equal(ask("tw_schema", { file: "platform" }).type, "object");
  assert.match(ask("tw_explain", { subject: "TW0201" }), /unknown key/);
});

test("the plain exports take templates wherever they take a platform", async () => {
  await init();
  const [text, path] = ["team: demo\n", "teams/demo/team.yaml"];
  const template = { path: "platform/templates/info.yaml", text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ team.name }}"}\n' };
  const wrong = { path: "platform/templates/wrong.yaml", text: "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n" };
  const { ask } = host();
  const platform = Platform.builtIn({ templates: [template] });
  const [here, files] = [compile(text, platform, { path }), { text, path, templates: [template] }];
  assert.equal(here.manifests.at(-1).template, template.path);
  assert.deepEqual(ask("tw_compile", files), here.toJSON());
  const utf16 = template.text.indexOf("team.name");
  const back = here.linesFrom(template.path, utf16);
  assert.deepEqual(back.map(({ value }) => value), ["demo"]);
  assert.deepEqual(ask("tw_origins", { ...files, file: template.path, utf16 }), back);
  assert.deepEqual(ask("tw_origins", { ...files, templates: [wrong], file: template.path, utf16 }), []);
  const before = { text, templates: [] };
  assert.deepEqual(ask("tw_compare", { ...files, before }).changes.map(({ change, kind }) => [change, kind]), [["added", "ConfigMap"]]);
  assert.deepEqual(ask("tw_compare", { ...files, before: { ...before, templates: [template] } }).changes, []);
  assert.deepEqual(ask("tw_platform", { templates: [template, wrong] }), Platform.builtIn({ templates: [template, wrong] }).diagnostics);
  const report = ask("tw_review", { teams: [{ path, text }], templates: [wrong] });
  assert.deepEqual(report.diagnostics.filter(({ severity }) => severity === "error").map(({ path }) => path), [wrong.path]);
  assert.equal(ask("tw_picture", { ...files, subject: "quota", templates: [wrong] }), null);
  assert.ok(ask("tw_complete", { ...files, utf16: 0 }).range && ask("tw_hover", { ...files, utf16: 0 }).path === "team");
});

test("a wrong request is told", () => {
  const { mistake } = host();
  assert.match(mistake("tw_compile", "{"), /^not a request/);
  assert.equal(mistake("tw_compile", '{"text": "a" "b"}'), "not a request: expected `,` or `}` at byte 13");
  assert.match(mistake("tw_compile", '{"txet": ""}'), /unknown field `txet`: the fields are teamNames, text, path, /);
  assert.match(mistake("tw_compile", '{"text": "a", "text": "b"}'), /the field `text` stands twice/);
  assert.match(mistake("tw_compile", '{"text": 1}'), /`text` is no string/);
  assert.match(mistake("tw_complete", '{"utf16": 1.5}'), /`utf16` is no number of 32 bits/);
  assert.match(mistake("tw_complete", '{"teamNames": [null]}'), /`teamNames` is no string/);
  assert.match(mistake("tw_review", '{"teams": {}}'), /`teams` is no array/);
  assert.match(mistake("tw_review", '{"teams": [{"path": "a"}]}'), /a team has no `text`/);
  assert.match(mistake("tw_compile", '{"templates": [{"text": ""}]}'), /a template has no `path`/);
  assert.match(mistake("tw_origins", '{"text": "team: a", "file": "x", "utf16": 0}'), /no file `x`: the files are team, platform, and templates by their paths/);
  assert.match(mistake("tw_review", '{"teams": [{"path": "a", "text": "b", "c": 1}]}'), /unknown field `c`: the fields are path, text/);
  assert.match(mistake("tw_compile", '{"part": "half"}'), /no part `half`/);
  assert.match(mistake("tw_complete", "{}"), /no `utf16`/);
  assert.match(mistake("tw_picture", '{"subject": "rain"}'), /no picture `rain`/);
  assert.match(mistake("tw_compare", "{}"), /no `before`/);
  assert.match(mistake("tw_compare", '{"before": {}}'), /`before` has no `text`/);
});

test("memory that is given back is used again", () => {
  const { ask, exports } = host();
  const request = { text: "team: demo\n", path: "teams/demo/team.yaml" };
  ask("tw_compile", request);
  for (let count = 0; count < 100; count += 1) ask("tw_compile", request);
  const after = exports.memory.buffer.byteLength;
  for (let count = 0; count < 1_000; count += 1) ask("tw_compile", request);
  assert.equal(exports.memory.buffer.byteLength, after);
});

test("no more memory than the module's maximum", () => {
  const { exports } = host();
  const pages = exports.memory.buffer.byteLength / 65_536;
  exports.memory.grow(4_096 - pages);
  assert.throws(() => exports.memory.grow(1), RangeError);
});
