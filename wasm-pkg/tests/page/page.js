// What the test asks the page for. The README's snippets are run by being loaded.
import * as compiler from "@teamwright/wasm";
import * as client from "@teamwright/wasm/worker";
import { everything, everythingFromWorker } from "./everything.js";
import { result } from "./readme-page.js";
import { report } from "./readme-worker.js";
import { play } from "./worker-scenes.js";

globalThis.teamwright = {
  readme: { yaml: result.yaml, summary: report.summary },
  everything: (teams) => everything(compiler, teams),
  everythingFromWorker: (teams) => everythingFromWorker(client, teams),
  scenes: () =>
    play(client, {
      hanging: () => new Worker(new URL("./hanging.js", import.meta.url), { type: "module" }),
      broken: () => new Worker(new URL("./broken.js", import.meta.url), { type: "module" }),
      nowhere: new URL("/nowhere.wasm", location.href),
    }),
};
