// How the page is built. Everything is a file beside index.html: nothing is inlined, so that a strict policy holds.
import { defineConfig } from "vite";

export default defineConfig({
  // Any folder of any static host serves it.
  base: "./",
  // The npm package is a link into this repository, where its own tools lie: CodeMirror is the page's, and there once.
  resolve: { preserveSymlinks: true },
  build: {
    // The first versions that have light-dark() and CompressionStream.
    target: ["chrome123", "firefox128", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The editor is most of it, and is needed at once.
    chunkSizeWarningLimit: 1000,
  },
});
