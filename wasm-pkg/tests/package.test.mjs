// The package as somebody gets it: what is packed, and what a program in Node and in TypeScript makes of it.
import assert from "node:assert/strict";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execPath } from "node:process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { bring, emptyFolder, install, packed, run, tool } from "./support/installed.mjs";
import { NODE_COMMONJS, NODE_MODULES, snippets } from "./support/readme.mjs";

const [packing, folder, typed] = [await emptyFolder(after), await emptyFolder(after), await emptyFolder(after)];
const { tarball, files } = await packed(packing);
await install(tarball, folder);
const installed = join(folder, "node_modules/@teamwright/wasm");
const manifest = JSON.parse(await readFile(join(installed, "package.json"), "utf8"));

/** What a program prints, in the folder where the package is installed. */
async function printed(name, code) {
  await writeFile(join(folder, name), code);
  const { stdout } = await run(execPath, [name], { cwd: folder });
  return stdout.trim();
}

test("the tarball holds the package and nothing else", () => {
  const modules = ["codemirror", "compilation", "digest", "folder", "index", "instance", "limit", "neighbours", "node", "platform", "templates", "types"];
  const workers = ["reviewer", "worker", "worker-answers", "worker-main", "worker-node", "worker-node-main", "worker-protocol"];
  const code = [...modules, ...workers].flatMap((name) => [`${name}.js`, `${name}.d.ts`]);
  const others = ["LICENSE", "README.md", "package.json", "teamwright.js", "teamwright_bg.wasm"];
  assert.deepEqual([...files].sort(), [...code, ...others].sort());
});

test("nothing in the tarball names the machine that made it, or a source that is not there", async () => {
  const machine = fileURLToPath(new URL("../../", import.meta.url));
  for (const name of files) {
    const text = await readFile(join(installed, name), "latin1");
    const private_ = [machine, process.env.HOME, process.env.CARGO_HOME, process.env.CARGO_TARGET_DIR].filter((path) => path && path.length > 2);
    for (const address of [...private_, "/.cargo/", "/home/", "/root/", "/tmp/", "localhost", "127.0.0.1", "sourceMappingURL"]) {
      assert.ok(!text.includes(address), `${name} has ${address} in it`);
    }
    const hosts = name.endsWith(".wasm") ? [] : [...text.matchAll(/https?:\/\/([\w.-]+)/g)].map(([, host]) => host);
    assert.deepEqual(hosts.filter((host) => !["github.com", "www.apache.org", "teamwright.dev"].includes(host)), [], name);
  }
});

test("package.json says what the package is", async () => {
  assert.equal(manifest.name, "@teamwright/wasm");
  assert.equal(manifest.license, "Apache-2.0");
  assert.match(await readFile(join(installed, "LICENSE"), "utf8"), /Apache License\s+Version 2\.0/);
  assert.equal(manifest.engines.node, ">=20");
  assert.equal(manifest.type, "module");
  const workspace = await readFile(new URL("../../Cargo.toml", import.meta.url), "utf8");
  assert.equal(manifest.version, /^version = "(.*)"$/m.exec(workspace)[1]);
  for (const field of ["scripts", "dependencies", "devDependencies", "private"]) {
    assert.equal(manifest[field], undefined, field);
  }
  assert.ok(Object.keys(manifest.peerDependencies).every((name) => manifest.peerDependenciesMeta[name].optional));
});

test("every path that package.json names is in the tarball, types first", () => {
  const named = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(named));
  const paths = [manifest.types, ...named(manifest.exports), ...manifest.sideEffects];
  assert.deepEqual(paths.filter((path) => !files.includes(path.replace("./", ""))), []);
  const entries = Object.values(manifest.exports).filter((entry) => typeof entry === "object");
  assert.ok(entries.length > 0 && entries.every((entry) => Object.keys(entry)[0] === "types" && Object.keys(entry).at(-1) === "default"));
});

test("what has an effect when it is loaded is named, so that no bundler drops it", async () => {
  const starts = [];
  for (const name of files.filter((name) => name.endsWith(".js"))) {
    const text = await readFile(join(installed, name), "utf8");
    if (/^(scope\.onmessage =|parentPort\?\.on)/m.test(text)) starts.push(`./${name}`);
  }
  assert.deepEqual(manifest.sideEffects, starts);
});

for (const name of NODE_MODULES) {
  test(`the README's snippet runs as a module: ${name}`, async () => {
    const shown = snippets.get(name).includes("report") ? "report.summary" : "{ yaml: result.yaml, line: result.originOfLine(5) }";
    const answer = JSON.parse(await printed("module.mjs", `${snippets.get(name)}\nconsole.log(JSON.stringify(${shown}));\n`));
    if (answer.yaml === undefined) {
      assert.deepEqual(answer, { errors: 0, warnings: 2, teams: 1 });
    } else {
      assert.match(answer.yaml, /^---\napiVersion: v1\nkind: Namespace\n/);
      assert.equal(answer.line.origin.path, "teams/backend/team.yaml");
    }
  });
}

for (const name of NODE_COMMONJS) {
  test(`the README's snippet runs as CommonJS: ${name}`, async () => {
    const yaml = await printed("common.cjs", `${snippets.get(name)}\nconsole.log(yaml);\n`);
    assert.match(yaml, /^---\napiVersion: v1\nkind: Namespace\n/);
  });
}

test("each entry is there for `import` and for `require`", async () => {
  const entries = { "@teamwright/wasm": "compile", "@teamwright/wasm/worker": "CompilerWorker" };
  const names = JSON.stringify(Object.entries(entries));
  const code = (load) => `(async () => { for (const [entry, name] of ${names}) console.log(typeof (await ${load}(entry))[name]); })();\n`;
  assert.equal(await printed("imported.mjs", code("import")), "function\nfunction");
  assert.equal(await printed("required.cjs", code("require")), "function\nfunction");
});

test("`./wasm` is the module, with the exports that the README names", async () => {
  const code = `
    import { readFile } from "node:fs/promises";
    const module = await WebAssembly.compile(await readFile(new URL(import.meta.resolve("@teamwright/wasm/wasm"))));
    console.log(JSON.stringify(WebAssembly.Module.exports(module).map(({ name }) => name).filter((name) => name.startsWith("tw_"))));
  `;
  const exported = JSON.parse(await printed("hosted.mjs", code));
  const readme = await readFile(join(installed, "README.md"), "utf8");
  assert.deepEqual(exported.sort(), [...new Set(readme.match(/\btw_\w+/g))].sort());
});

test("inner modules are out of reach", async () => {
  await assert.rejects(printed("inner.mjs", 'import "@teamwright/wasm/teamwright.js";\n'), /ERR_PACKAGE_PATH_NOT_EXPORTED/);
});

const sources = fileURLToPath(new URL("consumer", import.meta.url));

before(async () => {
  await install(tarball, typed);
  await bring(typed, "@codemirror", "@types/node");
  await cp(sources, typed, { recursive: true });
  await writeFile(join(typed, "package.json"), '{ "type": "module" }\n');
});

/** Fails with what the TypeScript compiler says about a project. */
const compiles = (project) => run(tool("tsc"), ["--project", project]).catch(({ stdout }) => assert.fail(stdout));

test("the README's snippets compile as strict TypeScript", async () => {
  for (const [index, [name, code]] of [...snippets].entries()) {
    const isModule = name.endsWith(", ts");
    const file = join(typed, "readme", `snippet-${index}.${isModule ? "mts" : "cts"}`);
    // A module of the older kind is one for TypeScript only if something makes it so.
    await writeFile(file, isModule ? code : `export {};\n${code}`);
  }
  await compiles(join(typed, "readme"));
});

test("a strict TypeScript program that uses every export compiles, and no type is `any`", async () => {
  await compiles(typed);
  const program = await readFile(join(sources, "every-export.mts"), "utf8");
  const used = new Set(program.match(/\w+/g));
  const names = (await Promise.all(["index", "types", "worker", "codemirror"].map(exportsOf))).flat();
  assert.ok(names.length > 40);
  assert.deepEqual(names.filter((name) => !used.has(name)), []);
});

test("a strict TypeScript program for Node alone compiles", () => compiles(join(typed, "node")));

/** The names that a file of declarations exports itself. */
async function exportsOf(name) {
  const text = await readFile(join(installed, `${name}.d.ts`), "utf8");
  const declared = [...text.matchAll(/^export (?:declare )?(?:abstract )?(?:class|const|function|interface|type) (\w+)/gm)];
  const listed = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names]) => names.split(","));
  return [...declared.map(([, name]) => name), ...listed.map((name) => name.replace("type ", "").trim())];
}
