// Folders for the page to open: on the disk, in the browser's own file system, and such that a browser might be tricked with.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder on the disk, gone after the test. */
export async function onDisk(t, files) {
  const above = await mkdtemp(join(tmpdir(), "teamwright-"));
  t.after(() => rm(above, { recursive: true, force: true }));
  const folder = join(above, "organisation");
  await mkdir(folder);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** Chooses a folder on the disk, in a browser that can only read one. */
export async function choose(page, folder) {
  await page.evaluate(() => delete globalThis.showDirectoryPicker);
  await page.getByRole("button", { name: "Open folder" }).click();
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "Choose a folder" }).click()]);
  await chooser.setFiles(folder);
}

/** Chooses a folder that can be saved to: it lies in the browser's own file system. */
export async function chooseSavable(page, files) {
  await page.evaluate(async (files) => {
    const root = await navigator.storage.getDirectory();
    const organisation = await root.getDirectoryHandle("organisation", { create: true });
    globalThis.fileOf = async (path, options) => {
      const names = path.split("/");
      const last = names.pop();
      let directory = organisation;
      for (const name of names) {
        directory = await directory.getDirectoryHandle(name, options);
      }
      return directory.getFileHandle(last, options);
    };
    globalThis.put = async (path, text) => {
      const stream = await (await fileOf(path, { create: true })).createWritable();
      await stream.write(text);
      await stream.close();
    };
    globalThis.got = async (path) => (await (await fileOf(path)).getFile()).text();
    for (const [path, text] of Object.entries(files)) {
      await put(path, text);
    }
    globalThis.showDirectoryPicker = async () => organisation;
  }, files);
  await page.getByRole("button", { name: "Open folder" }).click();
  await page.getByRole("button", { name: "Choose a folder" }).click();
}

/** Waits until the review of everything is about the files as they are. */
export async function reviewed(page) {
  await page.locator("#teams-summary:not(.is-waiting)").waitFor();
}

/** A good team that asks for nothing of others. */
export const plain = (name) => `team: ${name}
owner: {name: Team, email: ${name}@acme.example}
access: {developers: {groups: [acme-${name}]}, viewers: {groups: [acme-engineering]}}
`;

/** Many teams, of which each tenth has a mistake. */
export function many(count) {
  const files = {};
  for (let index = 0; index < count; index += 1) {
    const name = `t${String(index).padStart(5, "0")}`;
    files[`teams/${name}/team.yaml`] = plain(name) + (index % 10 === 0 ? "teir: large\n" : "");
  }
  return files;
}
