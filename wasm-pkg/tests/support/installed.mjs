// The package as somebody gets it: packed by npm, and installed by npm into an empty folder.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const run = promisify(execFile);
const pkg = fileURLToPath(new URL("../../pkg", import.meta.url));
const tools = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** An empty folder; `clean` is a test's `after`. */
export async function emptyFolder(clean) {
  const folder = await mkdtemp(join(tmpdir(), "teamwright-"));
  clean(() => rm(folder, { recursive: true }));
  return folder;
}

/** Packs the package into a folder: the tarball's path, and the names of the files in it. */
export async function packed(folder) {
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder, pkg]);
  const [{ filename, files }] = JSON.parse(stdout);
  return { tarball: join(folder, filename), files: files.map(({ path }) => path) };
}

/** Installs a tarball into a folder, without a network: the package needs nothing else. */
export async function install(tarball, folder) {
  await run("npm", ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", tarball], { cwd: folder });
}

/** Puts what a consumer brings along beside it, such as CodeMirror. */
export async function bring(folder, ...names) {
  await mkdir(join(folder, "node_modules/@types"), { recursive: true });
  for (const name of names) {
    await symlink(join(tools, name), join(folder, "node_modules", name));
  }
}

/** The path of a development tool's program. */
export const tool = (name) => join(tools, ".bin", name);
