// A portal's page: an editor for the source and one for the output, in shadow roots.
import { autocompletion } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { compile, Platform } from "@teamwright/wasm";
import { goToOrigin, reveal, teamwright } from "@teamwright/wasm/codemirror";
import "./page.js";
import { view } from "./readme-editor.js";

const platform = Platform.builtIn();
const path = "teams/demo/team.yaml";

function editor(id, extensions) {
  const host = document.body.appendChild(document.createElement("div"));
  host.id = id;
  return new EditorView({ parent: host.attachShadow({ mode: "open" }), extensions });
}

let compilation = null;
const source = editor("source", [
  autocompletion(),
  teamwright({ platform: () => platform, path, delay: 20 }),
  EditorView.updateListener.of(({ docChanged, state }) => docChanged && show(state.doc.toString())),
]);
const output = editor("output", [
  EditorState.readOnly.of(true),
  goToOrigin({ compilation: () => compilation, show: ({ origin }) => reveal(source, origin.range) }),
]);

editor("template", [teamwright({ platform: () => platform, file: "template", path: "platform/templates/a.yaml", delay: 20 })]);

function show(text) {
  compilation = compile(text, platform, { path });
  output.dispatch({ changes: { from: 0, to: output.state.doc.length, insert: compilation.yaml ?? "" } });
}

const replace = (text) => source.dispatch({ changes: { from: 0, to: source.state.doc.length, insert: text }, selection: { anchor: text.length } });

Object.assign(globalThis.teamwright, { source, output, replace, readmeEditor: view });
