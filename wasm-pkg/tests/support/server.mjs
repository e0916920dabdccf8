// Serves folders to this machine alone, under the strictest policy that a page of the package needs.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { text as textOf } from "node:stream/consumers";

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src data:",
  "base-uri 'none'",
].join("; ");

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/**
 * Serves `folder`, with `rewrite` for each script. Gives the address, and what browsers report as refused by the policy,
 * in pages and in workers alike. `clean` is a test's `after`.
 */
export async function serve(folder, clean, rewrite = (text) => text) {
  const refused = [];
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    if (path === "/refused") {
      refused.push(await textOf(request));
      response.writeHead(204).end();
      return;
    }
    try {
      const file = path.endsWith("/") ? `${path}index.html` : path;
      const bytes = await readFile(join(folder, file));
      const type = TYPES[extname(file)] ?? "application/octet-stream";
      response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": `${POLICY}; report-uri /refused` });
      response.end(type === TYPES[".js"] ? rewrite(bytes.toString()) : bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  clean(() => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }));
  return { address: `http://127.0.0.1:${server.address().port}/`, refused };
}
