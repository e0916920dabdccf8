// The page without the preview, for the benchmark: index.html with another script.
import { defineConfig, mergeConfig } from "vite";
import page from "../vite.config.ts";

const alone = {
  plugins: [
    {
      name: "alone",
      transformIndexHtml: { order: "pre" as const, handler: (html: string) => html.replace("./src/main.ts", "./bench/alone.ts") },
    },
  ],
  build: { outDir: "../target/web/alone", emptyOutDir: true },
};

// It is not kept for when there is no network.
export default defineConfig(mergeConfig({ ...page, plugins: [] }, alone));
