// The service worker beside the finished page: the list of its files, and a name that is another one whenever any of them is.
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin } from "vite";

/** Builds `source` into `service-worker.js` once everything else is written. */
export function offline(source: string): Plugin {
  let folder = "";
  return {
    name: "offline",
    apply: "build",
    configResolved: ({ root, build }) => {
      folder = join(root, build.outDir);
    },
    closeBundle: {
      sequential: true,
      handler: () => written(source, folder),
    },
  };
}

async function written(source: string, folder: string): Promise<void> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = all.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
  const files = paths.map((path) => path.replaceAll("\\", "/")).filter((path) => path !== "service-worker.js").sort();
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(file).update("\0").update(await readFile(join(folder, file)));
  }
  // Some hosts send whoever asks for index.html to its folder.
  const listed = files.map((file) => (file === "index.html" ? "./" : file));
  const made = await build({
    configFile: false,
    logLevel: "warn",
    define: { FILES: JSON.stringify(listed), VERSION: JSON.stringify(hash.digest("hex").slice(0, 16)) },
    build: { write: false, lib: { entry: source, formats: ["es"], fileName: "service-worker" } },
  });
  const [output] = Array.isArray(made) ? made : [made];
  const chunk = output && "output" in output ? output.output[0] : undefined;
  if (!chunk) {
    throw new Error("the service worker was not built");
  }
  await writeFile(join(folder, "service-worker.js"), chunk.code);
}
