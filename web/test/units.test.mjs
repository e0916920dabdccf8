// What needs no page: differences of texts, groups, links, and how an answer grows old.
import assert from "node:assert/strict";
import { test } from "node:test";
import { init } from "@teamwright/wasm";
import { difference } from "../node_modules/.unit/editor/difference.js";
import { grouped } from "../node_modules/.unit/output/group.js";
import { Asker } from "../node_modules/.unit/state/answer.js";
import { fragmentOf, workspaceOf } from "../node_modules/.unit/state/permalink.js";
import { opened, parsed, written } from "../node_modules/.unit/state/workspace.js";
import { compiled, platform, team, templates } from "./support/acme.mjs";

await init();

test("a difference is the least that is replaced, and splits no character", () => {
  const texts = ["", "a", "aa", "aba", "abcba", "x😀y", "x😁y", "x🤀y", "😀", "😀😀", "é😀", "same\nsame\n", "same\nother\nsame\n"];
  for (const before of texts) {
    for (const after of texts) {
      const change = difference(before, after);
      const result = change ? before.slice(0, change.from) + change.insert + before.slice(change.to) : before;
      assert.equal(result, after);
      assert.ok(!change || change.insert.isWellFormed(), `${before} to ${after}: ${JSON.stringify(change)}`);
    }
  }
  assert.deepEqual(difference("same", "same"), null);
  assert.deepEqual(difference("a: 1\nb: 2\nc: 3\n", "a: 1\nb: 20\nc: 3\n"), { from: 9, to: 9, insert: "0" });
});

test("a link holds everything, exactly", async () => {
  for (const text of ["", team, "é 😀 \u202e \r\n\t\0", "x".repeat(300_000), "\ud800 alone"]) {
    const path = "platform/templates/é.yaml";
    const texts = { team: text, platform, templates: [...templates, { path, text }] };
    const versions = [
      { opened: texts, pinned: null, which: "opened" },
      { opened: { team, platform: null, templates: [] }, pinned: null, which: "opened" },
      { opened: { team: "", platform: "", templates: [] }, pinned: { team, platform: null, templates }, which: "pinned" },
      { opened: { ...texts, templates }, pinned: null, which: "opened" },
    ];
    for (const [index, each] of versions.entries()) {
      const workspace = { texts, versions: each, view: "changes", file: index % 2 ? path : "platform", cluster: "staging" };
      const fragment = await fragmentOf(workspace);
      assert.match(fragment, /^1\.[\w-]*$/);
      assert.deepEqual(await workspaceOf(fragment), workspace);
    }
  }
  const fresh = opened({ team, platform, templates });
  assert.deepEqual(parsed(written(fresh)), fresh);
  assert.deepEqual(JSON.parse(written(fresh)), { texts: fresh.texts, file: "team", cluster: null });
});

test("a fragment that is no link is none, and does not fill the memory", async () => {
  const bomb = await fragmentOf(opened({ team: "a".repeat(9 << 20), platform: "", templates: [] }));
  assert.ok(bomb.length < 40_000);
  const whole = await fragmentOf(opened({ team, platform, templates }));
  for (const fragment of ["", "source", "1.", "1.AAAA", "1.%%%", whole.slice(0, -9), `2.${whole.slice(2)}`, bomb]) {
    assert.equal(await workspaceOf(fragment), null, fragment.slice(0, 20));
  }
  const rest = '"texts":{"team":"","platform":""},"file":"team","cluster":null';
  // Links of pages that knew no templates stay readable.
  assert.deepEqual(parsed(`{${rest}}`), opened({ team: "", platform: "", templates: [] }));
  const versions = ["1", "{}", '{"opened":{"team":""},"pinned":null,"which":"opened"}', '{"opened":{"team":"","platform":""},"pinned":null,"which":"pinned"}'];
  const others = ['{"texts":{"team":"","platform":"","templates":[1]},"file":"team","cluster":null}', `{${rest.replace('"file":"team"', '"file":"platform/templates/a.yaml"')}}`];
  const wrong = [...versions.map((each) => `{${rest},"versions":${each}}`), `{${rest},"view":1}`, ...others];
  for (const json of ["", "null", "{}", '{"texts":{}}', '{"texts":{"team":"","platform":1},"file":"team","cluster":null}', ...wrong]) {
    assert.equal(parsed(json), null, json);
  }
});

test("each object is in the outline once, below its part, its wave and its kind", () => {
  const { manifests } = compiled();
  const seen = [];
  for (const part of grouped(manifests)) {
    const waves = part.members.map(({ key }) => key);
    assert.deepEqual(waves, waves.toSorted((one, other) => one - other));
    for (const wave of part.members) {
      for (const kind of wave.members) {
        for (const index of kind.members) {
          const { part: itsPart, wave: itsWave, kind: itsKind } = manifests[index];
          assert.deepEqual([itsPart, itsWave, itsKind], [part.key, wave.key, kind.key]);
          seen.push(index);
        }
      }
    }
  }
  assert.deepEqual(seen.toSorted((one, other) => one - other), manifests.map((_, index) => index));
});

test("with an error the last objects are old, without any before there are none, and the next good text makes new ones", () => {
  const asker = new Asker();
  assert.equal(asker.ask({ team: "team: [", platform, templates }, null).output.kind, "none");
  const good = asker.ask({ team, platform, templates }, null);
  assert.equal(good.output.kind, "current");
  assert.equal(good.output.made.yaml, compiled().yaml);
  const bad = asker.ask({ team: `${team}teir: large\n`, platform, templates }, null);
  assert.equal(bad.output.kind, "old");
  assert.equal(bad.output.made, good.output.made);
  assert.equal(bad.findings.get("team").length, 1);
  const broken = asker.ask({ team, platform: `${platform}teir: large\n`, templates }, null);
  assert.equal(broken.output.kind, "old");
  assert.equal(broken.findings.get("platform").length, 1);
  const [{ path, text }, ...rest] = templates;
  const guard = asker.ask({ team, platform, templates: [{ path, text: text.replace("ConfigMap", "Secret") }, ...rest] }, null);
  assert.equal(guard.output.kind, "old");
  assert.deepEqual([...guard.findings].map(([key, found]) => [key, found.length]), [["team", 0], ["platform", 0], [path, 1]]);
  assert.equal(asker.ask({ team, platform, templates }, null).output.kind, "current");
});

test("the platform is read once as long as its files are the same; what is no text lets nothing be made", () => {
  const asker = new Asker();
  const first = asker.ask({ team, platform, templates }, null);
  assert.equal(asker.ask({ team: `${team}# more\n`, platform, templates: [...templates] }, null).platform, first.platform);
  const others = templates.with(0, { ...templates[0], text: `${templates[0].text}# more\n` });
  assert.notEqual(asker.ask({ team, platform, templates: others }, null).platform, first.platform);
  const refused = [{ path: "platform/templates/latin.yaml", text: Uint8Array.of(0xff) }];
  const place = { team: "team.yaml", hasPlatform: true, refused };
  const answer = asker.ask({ team, platform, templates }, null, place);
  assert.deepEqual([answer.output.kind, answer.findings.get(refused[0].path).length], ["old", 1]);
  // Without a platform.yaml the command looks for no templates.
  const built = asker.ask({ team: "team: a\n", platform: "", templates }, null, { ...place, hasPlatform: false });
  assert.deepEqual([built.output.kind, built.platform.templates], ["current", []]);
});

test("a chosen cluster is taken as long as the platform has it", () => {
  const asker = new Asker();
  const yaml = (cluster) => asker.ask({ team, platform, templates }, cluster).output.made.yaml;
  assert.equal(yaml("staging"), compiled(team, "staging").yaml);
  assert.notEqual(yaml("staging"), yaml("production"));
  assert.equal(yaml("gone"), yaml(null));
});
