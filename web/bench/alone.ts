// The floor of the benchmark: the same page, in which nothing but the editors of the two files is at work.
import { init, Platform } from "@teamwright/wasm";
import { byId } from "../src/elements.js";
import { sourceEditor } from "../src/source/editor.js";
import { panelOf, Tabs } from "../src/source/tabs.js";
import { workspaceOf } from "../src/state/permalink.js";
import { FILES } from "../src/state/workspace.js";

const workspace = await workspaceOf(location.hash.slice(1));
await init();
const platform = Platform.builtIn();
const nothing = (): void => undefined;
new Tabs(nothing).open("team");
for (const file of FILES) {
  const text = workspace?.texts[file] ?? "";
  sourceEditor({ host: panelOf(file), file, text, keys: [], platform: () => platform, changed: nothing, moved: nothing });
}
byId("compiler", HTMLElement).textContent = "the editor alone";
