// Loads the compiler, restores what was there, and opens the page.
import { init } from "@teamwright/wasm";
import { byId } from "./elements.js";
import { example, FIRST } from "./examples.js";
import { keepOffline } from "./offline/keep.js";
import { openPage } from "./page.js";
import { schemes } from "./scheme.js";
import { workspaceOf } from "./state/permalink.js";
import { savedWorkspace } from "./state/saved.js";
import { opened, type Workspace } from "./state/workspace.js";

/** A link wins over what was saved, and that over the example. */
async function restored(): Promise<Workspace> {
  const linked = await workspaceOf(location.hash.slice(1));
  return linked ?? savedWorkspace() ?? opened(example(FIRST));
}

async function start(): Promise<void> {
  schemes();
  const [workspace] = await Promise.all([restored(), init()]);
  await openPage(workspace);
  keepOffline();
}

start().catch((error: unknown) => {
  byId("summary", HTMLElement).textContent = `The compiler could not be loaded: ${String(error)}`;
});
