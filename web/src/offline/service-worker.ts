// Keeps the page's own files, so that after the first visit it opens without a network. It asks for nothing else, and answers
// for nothing else.

/** As much of a service worker as TypeScript's library for pages lacks. */
interface Scope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  addEventListener(type: "install" | "activate", listener: (event: Waiting) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetching) => void): void;
}

interface Waiting {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetching {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

export {};

/** Paths of all files relative to this one, and a name that no other set of files has: the build writes them here. */
declare const FILES: readonly string[];
declare const VERSION: string;

const worker = globalThis as unknown as Scope;
/** Other pages may live on the same host, and this one in several folders of it. */
const prefix = `teamwright ${worker.registration.scope} `;
const name = prefix + VERSION;
const addresses = new Set(FILES.map((file) => new URL(file, worker.registration.scope).href));

async function keep(): Promise<void> {
  const cache = await caches.open(name);
  // Names with a hash never change: what the browser has of them already will do.
  await cache.addAll([...addresses].map((address) => new Request(address, { cache: isHashed(address) ? "default" : "no-cache" })));
}

function isHashed(address: string): boolean {
  return address.includes("/assets/");
}

async function forgetOthers(): Promise<void> {
  const others = (await caches.keys()).filter((other) => other.startsWith(prefix) && other !== name);
  await Promise.all(others.map((other) => caches.delete(other)));
  // The page that is open already asks for its other files here as well.
  await worker.clients.claim();
}

async function answered(request: Request, address: string): Promise<Response> {
  const cache = await caches.open(name);
  if (!isHashed(address)) {
    try {
      // A newer page names newer files; without a network the one that is kept is whole.
      return await fetch(request);
    } catch {
      // No network.
    }
  }
  return (await cache.match(address)) ?? fetch(request);
}

worker.addEventListener("install", (event) => event.waitUntil(keep()));
worker.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  // The page itself is kept as its folder.
  const address = origin + pathname.replace(/\/index\.html$/, "/");
  if (request.method === "GET" && addresses.has(address)) {
    event.respondWith(answered(request, address));
  }
});
