// Lets the browser keep the page, once it is there and nobody waits for it.

/** Registers the service worker. Where there is none the page needs a network, as any other. */
export function keepOffline(): void {
  if (import.meta.env.PROD && "serviceWorker" in navigator) {
    navigator.serviceWorker.register(new URL("service-worker.js", document.baseURI)).catch(() => {
      // Private windows and plain HTTP have none.
    });
  }
}
