// The page itself: texts on the left, an answer at each keystroke, and what people do with it.
import type { EditorView, KeyBinding } from "@codemirror/view";
import { digest, objectFiles, version, type FileName, type Fix } from "@teamwright/wasm";
import { mark, repair } from "@teamwright/wasm/codemirror";
import { copied, downloaded, downloadedBytes, say } from "./clipboard.js";
import { Baseline } from "./compare/baseline.js";
import { drawnComparison } from "./compare/view.js";
import { zip } from "./download/zip.js";
import { difference } from "./editor/difference.js";
import { fresh, goTo } from "./editor/place.js";
import { byId, count, element } from "./elements.js";
import { EXAMPLES, example, FIRST, neighbours } from "./examples.js";
import { Follow } from "./follow.js";
import { Opening } from "./organisation/opening.js";
import type { Organisation } from "./organisation/organisation.js";
import { TeamsPane } from "./organisation/pane.js";
import { Session } from "./organisation/session.js";
import { downloadName, OutputPane } from "./output/pane.js";
import { pictures } from "./pictures/views.js";
import { showProblems } from "./problems.js";
import { showKeys, showText } from "./sheet.js";
import { sourceEditor } from "./source/editor.js";
import { other, panelOf, Tabs } from "./source/tabs.js";
import { Asker, type Answer } from "./state/answer.js";
import { fragmentOf, workspaceOf } from "./state/permalink.js";
import { saveWorkspace } from "./state/saved.js";
import { FILES, opened, since, written, type Texts, type Which, type Workspace } from "./state/workspace.js";
import { Views, type View } from "./views.js";

/** Opens the page on a workspace. In a task each for the compiler, the editors and what is drawn: a slow phone listens in between. */
export async function openPage(workspace: Workspace): Promise<void> {
  const asker = new Asker();
  const answer = asker.ask(workspace.texts, workspace.cluster);
  await nextTask();
  const page = new Page(workspace, asker, answer);
  await nextTask();
  page.begin();
}

async function nextTask(): Promise<void> {
  await new Promise((begin) => setTimeout(begin));
}

class Page {
  readonly #asker: Asker;
  readonly #tabs: Tabs;
  readonly #editors: Readonly<Record<FileName, EditorView>>;
  readonly #pane: OutputPane;
  readonly #follow: Follow;
  readonly #views: Views;
  readonly #baseline: Baseline;
  readonly #teams = new TeamsPane();
  readonly #opening = new Opening((organisation) => this.#openFolder(organisation));
  /** The folder that is open. */
  #session: Session | null = null;
  /** What was there before it. */
  #aside: Workspace | null = null;
  #cluster: string | null;
  #answer: Answer;
  /** An answer is on its way, in this very task. */
  #isAsked = false;
  /** What the link in the address holds. */
  #linked: Workspace | null;

  constructor(workspace: Workspace, asker: Asker, answer: Answer) {
    const { texts, versions, view, file, cluster } = workspace;
    this.#asker = asker;
    this.#answer = answer;
    this.#cluster = cluster;
    this.#baseline = new Baseline(versions);
    this.#linked = location.hash === "" ? null : workspace;
    this.#tabs = new Tabs((file) => this.#opened(file));
    this.#editors = { team: this.#editor("team", texts.team), platform: this.#editor("platform", texts.platform) };
    this.#pane = new OutputPane({
      copy: ({ yaml, kind, name }) => void copied(yaml, `${kind} ${name} is copied.`),
      pointed: (line) => this.#follow.fromLine(line),
      followed: () => this.#follow.go(),
      firstError: () => this.#goToFirstError(),
      cluster: (name) => this.#chooseCluster(name),
    });
    this.#follow = new Follow(this.#pane, this.#editors, this.#tabs);
    this.#views = new Views([this.#comparison(), ...this.#pictures()], view, () => {
      this.#pane.view.requestMeasure();
      this.#keep();
    });
    this.#tabs.open(file);
  }

  /** Shows what is there, and listens. */
  begin(): void {
    this.#show();
    this.#listen();
    byId("compiler", HTMLElement).textContent = `teamwright ${version()} ${digest()}`;
  }

  #editor(file: FileName, text: string): EditorView {
    const keys: readonly KeyBinding[] = [
      { key: "Mod-Enter", run: () => (this.#follow.go(), true) },
    ];
    return sourceEditor({
      host: panelOf(file),
      file,
      text,
      keys,
      platform: () => this.#answer.platform,
      changed: () => this.#changed(),
      moved: () => this.#follow.fromText(file, true),
    });
  }

  #texts(): Texts {
    const { team, platform } = this.#editors;
    return { team: team.state.doc.toString(), platform: platform.state.doc.toString() };
  }

  #workspace(): Workspace {
    const { versions } = this.#baseline;
    return { texts: this.#texts(), versions, view: this.#views.name, file: this.#tabs.file, cluster: this.#cluster };
  }

  /**
   * Answers in the task of the keystroke, so that the answer is painted with it; but when the editor is done with it: an editor
   * that is changed while it tells of a change forgets where it wanted to scroll.
   */
  #changed(): void {
    if (!this.#isAsked) {
      this.#isAsked = true;
      queueMicrotask(() => {
        this.#isAsked = false;
        this.#session?.take(this.#texts());
        this.#answer = this.#asker.ask(this.#texts(), this.#cluster, this.#session?.place);
        this.#show();
        this.#keep();
      });
    }
  }

  #show(): void {
    const answer = this.#answer;
    this.#showFindings();
    this.#pane.show(answer, this.#cluster);
    this.#follow.renew(answer.output);
    this.#views.show(answer.output);
  }

  /** What is wrong with the two files, alone and beside others. */
  #showFindings(): void {
    const answer = this.#answer;
    const across = this.#session?.across(answer) ?? null;
    for (const file of FILES) {
      // Places of an older review may have moved on.
      mark(this.#editors[file], [...answer.findings[file], ...(across?.isCurrent ? across.findings[file] : [])]);
    }
    this.#tabs.show(answer, across);
    showProblems(answer, across, {
      go: (file, { range }) => this.#goTo(file, range.start.utf16, range.end.utf16),
      repair: (file, fix) => this.#repair(file, fix),
      explain: showText,
    });
  }

  /** The view of what became of the objects. */
  #comparison(): View {
    const baseline = this.#baseline;
    const actions = {
      go: (line: number) => this.#reveal(() => this.#pane.openLine(line)),
      open: (manifest: number) => this.#reveal(() => this.#pane.open(manifest)),
      pin: () => {
        const texts = this.#texts();
        baseline.pin(this.#session ? { ...texts, platform: this.#session.organisation.platform } : texts);
        this.#compareAnew();
      },
      choose: (which: Which) => {
        baseline.choose(which);
        this.#compareAnew();
      },
    };
    return {
      name: "changes",
      label: "Changes",
      draw: ({ compilation }) => drawnComparison(baseline.compared(compilation, this.#cluster), baseline.versions, actions),
    };
  }

  #compareAnew(): void {
    this.#views.redraw();
    this.#keep();
  }

  /** The views that are pictures. */
  #pictures(): readonly View[] {
    return pictures({
      neighbours: () => this.#session?.neighbours ?? neighbours(this.#texts()),
      go: (line) => this.#reveal(() => this.#pane.openLine(line)),
      open: (manifest) => this.#reveal(() => this.#pane.open(manifest)),
    });
  }

  /** Goes somewhere in the manifests, from another view. */
  #reveal(go: () => void): void {
    this.#views.open("manifests");
    go();
  }

  /** Takes a folder in place of what was there. */
  #openFolder(organisation: Organisation): void {
    if (!this.#mayLeave()) {
      return;
    }
    this.#aside ??= this.#workspace();
    this.#session?.close();
    this.#leaveLink();
    this.#cluster = null;
    this.#tabs.open("team");
    this.#session = new Session(organisation, this.#teams, {
      editors: this.#editors,
      renewed: (before) => {
        this.#asker.forget();
        this.#baseline.open(since(before));
        this.#changed();
      },
      reviewed: () => this.#showFindings(),
      close: () => this.#closeFolder(),
      explain: showText,
    });
    say(`${organisation.name} is open.`);
  }

  /** Goes back to what was there before the folder, unless there is something in it that somebody wants to keep. */
  #closeFolder(): boolean {
    if (!this.#mayLeave()) {
      return false;
    }
    this.#session?.close();
    this.#session = null;
    if (this.#aside) {
      const { texts } = this.#aside;
      for (const file of FILES) {
        this.#editors[file].setState(fresh(this.#editors[file], texts[file]));
      }
      this.#asker.forget();
      this.#replace(this.#aside);
      this.#aside = null;
    }
    return true;
  }

  #mayLeave(): boolean {
    const changes = this.#session?.organisation.changeCount ?? 0;
    return changes === 0 || confirm(`${count(changes, "file")} of ${this.#session?.organisation.name} not saved. Close the folder anyway?`);
  }

  /** A link that is no longer true leaves the address, or a reload would bring back what it held. */
  #keep(): void {
    const workspace = this.#workspace();
    if (this.#linked && isSame(this.#linked, workspace)) {
      return;
    }
    // Files of a folder are kept in the folder.
    if (!this.#session) {
      saveWorkspace(workspace);
    }
    this.#leaveLink();
  }

  #leaveLink(): void {
    this.#linked = null;
    if (location.hash !== "") {
      history.replaceState(null, "", location.pathname + location.search);
    }
  }

  #opened(file: FileName): void {
    this.#editors[file].requestMeasure();
  }

  #goTo(file: FileName, from: number, to: number): void {
    this.#tabs.open(file);
    goTo(this.#editors[file], from, to);
  }

  #goToFirstError(): void {
    for (const file of FILES) {
      const error = this.#answer.findings[file].find(({ severity }) => severity === "error");
      if (error) {
        this.#goTo(file, error.range.start.utf16, error.range.end.utf16);
        return;
      }
    }
  }

  #repair(file: FileName, fix: Fix): void {
    const view = this.#editors[file];
    this.#tabs.open(file);
    repair(view, fix);
    view.focus();
  }

  #chooseCluster(name: string): void {
    this.#cluster = name;
    this.#changed();
  }

  /** Puts other texts into the editors, as one step that each of them can undo. */
  #replace({ texts, versions, view, file, cluster }: Workspace): void {
    this.#baseline.open(versions);
    for (const each of FILES) {
      const view = this.#editors[each];
      const change = difference(view.state.doc.toString(), texts[each]);
      if (change) {
        view.dispatch({ changes: change, userEvent: "input.replace" });
      }
    }
    this.#cluster = cluster;
    this.#tabs.open(file);
    this.#views.open(view);
    this.#changed();
  }

  async #share(): Promise<void> {
    const workspace = this.#workspace();
    const fragment = await fragmentOf(workspace);
    this.#linked = workspace;
    history.replaceState(null, "", `#${fragment}`);
    await copied(location.href, "A link to all of this is copied.");
  }

  async #openLink(): Promise<void> {
    const workspace = await workspaceOf(location.hash.slice(1));
    if (workspace && this.#closeFolder()) {
      this.#linked = workspace;
      this.#replace(workspace);
    }
  }

  #listen(): void {
    const examples = byId("example", HTMLSelectElement);
    examples.append(...[...EXAMPLES.keys()].map((name) => element("option", { value: name }, name)));
    examples.value = FIRST;
    examples.addEventListener("change", () => this.#replace({ ...opened(example(examples.value)), view: this.#views.name }));
    onClick("reset", () => {
      examples.value = FIRST;
      this.#replace(opened(example(FIRST)));
    });
    onClick("share", () => void this.#share());
    onClick("keys", showKeys);
    onClick("copy-all", () => this.#pane.made && void copied(this.#pane.made.yaml, "All objects are copied."));
    onClick("download", () => {
      const { made } = this.#pane;
      if (made) {
        downloaded(downloadName(made.manifests, "yaml"), made.yaml);
      }
    });
    onClick("download-zip", () => this.#downloadZip());
    addEventListener("beforeunload", (event) => {
      if ((this.#session?.organisation.changeCount ?? 0) > 0) {
        event.preventDefault();
      }
    });
    addEventListener("hashchange", () => void this.#openLink());
    addEventListener("keydown", (event) => this.#pressed(event));
  }

  /** Each object as a file, called as the command calls it. */
  #downloadZip(): void {
    const { made } = this.#pane;
    const path = this.#session?.place.team;
    const files = objectFiles(this.#texts().team, this.#answer.platform, path === undefined ? {} : { path });
    if (made && files) {
      const name = downloadName(made.manifests, "zip");
      downloadedBytes(name, zip(files), "application/zip");
      say(`${name} is downloaded: ${count(files.length, "file")}.`);
    }
  }

  #pressed(event: KeyboardEvent): void {
    const isMod = event.ctrlKey || event.metaKey;
    if (event.key === "F1") {
      showKeys();
    } else if (event.key === "F2") {
      this.#tabs.open(other(this.#tabs.file));
      this.#editors[this.#tabs.file].focus();
    } else if (isMod && event.key === "s") {
      void (this.#session ? this.#session.save() : this.#share());
    } else if (isMod && event.key === "o") {
      this.#opening.show();
    } else if (isMod && event.key === "p" && this.#session) {
      this.#teams.find();
    } else {
      return;
    }
    event.preventDefault();
  }
}

/** Whether two workspaces are the same but for the file that is shown. */
function isSame(one: Workspace, other: Workspace): boolean {
  return written({ ...one, file: "team" }) === written({ ...other, file: "team" });
}

function onClick(id: string, action: () => void): void {
  byId(id, HTMLButtonElement).addEventListener("click", action);
}
