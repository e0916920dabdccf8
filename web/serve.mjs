// Serves web/dist to this machine alone, under the policy that the page asks for itself. `node serve.mjs` says where, opens a
// browser where there is one, and ends with Ctrl-C.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { argv, exit, platform, stdout } from "node:process";
import { fileURLToPath } from "node:url";

const DIST = fileURLToPath(new URL("dist", import.meta.url));
const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Starts a server on a port of loopback (0: any): its address, and what stops it. */
export async function serve(port = 0) {
  const html = await readFile(join(DIST, "index.html"), "utf8");
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  if (policy === undefined) {
    throw new Error("dist/index.html has no Content-Security-Policy");
  }
  const server = createServer(async (request, response) => {
    // An absolute path has no `..` left that would lead out of the folder.
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    try {
      const file = path.endsWith("/") ? `${path}index.html` : path;
      const bytes = await readFile(join(DIST, file));
      response.writeHead(200, {
        "Content-Security-Policy": `${policy}; frame-ancestors 'none'`,
        "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
      });
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  const stop = () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
  return { address: `http://127.0.0.1:${server.address().port}/`, stop };
}

/** Opens the address in the person's browser, if there is a screen; whatever comes of it. */
function show(address) {
  const opener = platform === "darwin" ? "open" : process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? "xdg-open" : null;
  if (opener !== null && stdout.isTTY) {
    spawn(opener, [address], { stdio: "ignore", detached: true }).on("error", () => {}).unref();
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  // A fixed port keeps what the browser has saved; if something else is there, any other.
  const { address, stop } = await serve(4180).catch(() => serve(0));
  console.log(`the live preview: ${address}   (Ctrl-C ends it)`);
  show(address);
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => void stop().then(() => exit(0)));
  }
}
