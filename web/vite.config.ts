// How the page is built. Everything is a file beside index.html: nothing is inlined, so that a strict policy holds.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { offline } from "./build/offline.ts";

export default defineConfig({
  // Any folder of any static host serves it.
  base: "./",
  // The npm package is a link into this repository, where its own tools lie: CodeMirror is the page's, and there once.
  resolve: { preserveSymlinks: true },
  plugins: [offline(fileURLToPath(new URL("src/offline/service-worker.ts", import.meta.url)))],
  build: {
    // The first versions that have light-dark() and CompressionStream.
    target: ["chrome123", "firefox128", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The editor is most of it, and is needed at once.
    chunkSizeWarningLimit: 1000,
    // How long each step took is nobody's trouble.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
