// Serves web/dist to this machine alone, under the policy that the page asks for itself. `node serve.mjs` says where, opens a
// browser where there is one, and ends with Ctrl-C.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { argv, exit, platform, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const DIST = fileURLToPath(new URL("dist", import.meta.url));
const squeeze = promisify(brotliCompress);
const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Starts a server on a port of loopback (0: any): its address, and what stops it. */
export async function serve(port = 0, folder = DIST) {
  const html = await readFile(join(folder, "index.html"), "utf8");
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  if (policy === undefined) {
    throw new Error("dist/index.html has no Content-Security-Policy");
  }
  const known = new Map();
  /** What a file is sent as: packed when it is first asked for. */
  const packed = (path) => {
    if (!known.has(path)) {
      known.set(path, readFile(path).then((bytes) => squeeze(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })));
    }
    return known.get(path);
  };
  const server = createServer(async (request, response) => {
    // An absolute path has no `..` left that would lead out of the folder.
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    try {
      const file = path.endsWith("/") ? `${path}index.html` : path;
      const isPacked = /\bbr\b/.test(request.headers["accept-encoding"] ?? "");
      const bytes = await (isPacked ? packed(join(folder, file)) : readFile(join(folder, file)));
      response.writeHead(200, {
        // A name with a hash never changes.
        "Cache-Control": file.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
        ...(isPacked ? { "Content-Encoding": "br" } : {}),
        "Content-Security-Policy": `${policy}; frame-ancestors 'none'`,
        "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "Vary": "Accept-Encoding",
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
