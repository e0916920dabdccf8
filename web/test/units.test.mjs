// What needs no page: differences of texts, groups, links, and how an answer grows old.
import assert from "node:assert/strict";
import { test } from "node:test";
import { init } from "@teamwright/wasm";
import { difference } from "../node_modules/.unit/editor/difference.js";
import { grouped } from "../node_modules/.unit/output/group.js";
import { Asker } from "../node_modules/.unit/state/answer.js";
import { fragmentOf, workspaceOf } from "../node_modules/.unit/state/permalink.js";
import { opened, parsed, written } from "../node_modules/.unit/state/workspace.js";
import { compiled, platform, team } from "./support/acme.mjs";

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
    const texts = { team: text, platform };
    const versions = [
      { opened: texts, pinned: null, which: "opened" },
      { opened: { team, platform: null }, pinned: null, which: "opened" },
      { opened: { team: "", platform: "" }, pinned: { team, platform: null }, which: "pinned" },
    ];
    for (const each of versions) {
      const workspace = { texts, versions: each, view: "changes", file: "platform", cluster: "staging" };
      const fragment = await fragmentOf(workspace);
      assert.match(fragment, /^1\.[\w-]*$/);
      assert.deepEqual(await workspaceOf(fragment), workspace);
    }
  }
  const fresh = opened({ team, platform });
  assert.deepEqual(parsed(written(fresh)), fresh);
  assert.deepEqual(JSON.parse(written(fresh)), { texts: fresh.texts, file: "team", cluster: null });
});

test("a fragment that is no link is none, and does not fill the memory", async () => {
  const bomb = await fragmentOf(opened({ team: "a".repeat(9 << 20), platform: "" }));
  assert.ok(bomb.length < 40_000);
  const whole = await fragmentOf(opened({ team, platform }));
  for (const fragment of ["", "source", "1.", "1.AAAA", "1.%%%", whole.slice(0, -9), `2.${whole.slice(2)}`, bomb]) {
    assert.equal(await workspaceOf(fragment), null, fragment.slice(0, 20));
  }
  const rest = '"texts":{"team":"","platform":""},"file":"team","cluster":null';
  assert.ok(parsed(`{${rest}}`));
  const versions = ["1", "{}", '{"opened":{"team":""},"pinned":null,"which":"opened"}', '{"opened":{"team":"","platform":""},"pinned":null,"which":"pinned"}'];
  const wrong = [...versions.map((each) => `{${rest},"versions":${each}}`), `{${rest},"view":1}`];
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
  assert.equal(asker.ask({ team: "team: [", platform }, null).output.kind, "none");
  const good = asker.ask({ team, platform }, null);
  assert.equal(good.output.kind, "current");
  assert.equal(good.output.made.yaml, compiled().yaml);
  const bad = asker.ask({ team: `${team}teir: large\n`, platform }, null);
  assert.equal(bad.output.kind, "old");
  assert.equal(bad.output.made, good.output.made);
  assert.equal(bad.findings.team.length, 1);
  const broken = asker.ask({ team, platform: `${platform}teir: large\n` }, null);
  assert.equal(broken.output.kind, "old");
  assert.equal(broken.findings.platform.length, 1);
  assert.equal(asker.ask({ team, platform }, null).output.kind, "current");
});

test("a chosen cluster is taken as long as the platform has it", () => {
  const asker = new Asker();
  const yaml = (cluster) => asker.ask({ team, platform }, cluster).output.made.yaml;
  assert.equal(yaml("staging"), compiled(team, "staging").yaml);
  assert.notEqual(yaml("staging"), yaml("production"));
  assert.equal(yaml("gone"), yaml(null));
});
