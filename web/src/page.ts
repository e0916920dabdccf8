// The page itself: texts on the left, an answer at each keystroke, and what people do with it.
import { digest, objectFiles, version, type Fix } from "@teamwright/wasm";
import { mark, repair } from "@teamwright/wasm/codemirror";
import { copied, downloaded, downloadedBytes, say } from "./clipboard.js";
import { Baseline } from "./compare/baseline.js";
import { drawnComparison } from "./compare/view.js";
import { zip } from "./download/zip.js";
import { goTo } from "./editor/place.js";
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
import { showMade } from "./source/made.js";
import { Sources } from "./source/sources.js";
import { Asker, foundIn, type Answer } from "./state/answer.js";
import { fragmentOf, workspaceOf } from "./state/permalink.js";
import { saveWorkspace } from "./state/saved.js";
import { FILES, isOneOfTwo, keysOf, labelOf, opened, since, written, type FileKey, type Which, type Workspace } from "./state/workspace.js";
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
  readonly #sources: Sources;
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
    this.#sources = new Sources({
      texts,
      keys: [{ key: "Mod-Enter", run: () => (this.#follow.go(), true) }],
      platform: () => this.#answer.platform,
      changed: () => this.#changed(),
      moved: (file) => this.#follow.fromText(file, true),
      opened: () => this.#opened(),
    });
    this.#pane = new OutputPane({
      copy: ({ yaml, kind, name }) => void copied(yaml, `${kind} ${name} is copied.`),
      pointed: (line) => this.#follow.fromLine(line),
      followed: () => this.#follow.go(),
      firstError: () => this.#goToFirstError(),
      cluster: (name) => this.#chooseCluster(name),
    });
    this.#follow = new Follow(this.#pane, this.#sources);
    this.#views = new Views([this.#comparison(), ...this.#pictures()], view, () => {
      this.#pane.view.requestMeasure();
      this.#keep();
    });
    this.#sources.tabs.open(file);
  }

  /** Shows what is there, and listens. */
  begin(): void {
    this.#show();
    this.#listen();
    byId("compiler", HTMLElement).textContent = `teamwright ${version()} ${digest()}`;
  }

  #workspace(): Workspace {
    const { versions } = this.#baseline;
    return { texts: this.#sources.texts, versions, view: this.#views.name, file: this.#sources.tabs.file, cluster: this.#cluster };
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
        const { texts } = this.#sources;
        this.#session?.take(texts);
        this.#answer = this.#asker.ask(texts, this.#cluster, this.#session?.place);
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

  /** What is wrong with each file, alone and beside others; and what a template makes. */
  #showFindings(): void {
    const answer = this.#answer;
    const across = this.#session?.across(answer) ?? null;
    const { tabs, templates } = this.#sources;
    for (const file of [...FILES, ...(templates.shown === null ? [] : [templates.shown])]) {
      // Places of an older review may have moved on.
      const beyond = across?.isCurrent ? foundIn(across.findings, file) : [];
      mark(this.#sources.view(file), [...foundIn(answer.findings, file), ...beyond]);
    }
    tabs.show(answer, across);
    byId("new-template", HTMLButtonElement).hidden = this.#session?.place.hasPlatform === false;
    if (templates.shown !== null) {
      this.#showMade(templates.shown);
    }
    showProblems(answer, across, {
      isOpen: (file) => tabs.has(file),
      go: (file, { range }) => this.#goTo(file, range.start.utf16, range.end.utf16),
      repair: (file, fix) => this.#repair(file, fix),
      explain: showText,
    });
  }

  #showMade(path: FileKey): void {
    const isNew = this.#session?.organisation.isNew(path) ?? true;
    showMade(path, this.#answer.output, {
      open: (manifest) => this.#reveal(() => this.#pane.open(manifest)),
      remove: isNew ? () => this.#removeTemplate(path) : null,
    });
  }

  /** Asks what it is to be called; the compiler says which names there are. */
  #addTemplate(): void {
    const name = prompt("What is the template's file called?", "alerts.yaml")?.trim();
    if (!name) {
      return;
    }
    const { platform } = this.#answer;
    const path = platform.templatePath(name) ?? platform.templatePath(`${name}.yaml`);
    if (path === null) {
      say(`No template can be called ${name}.`);
      return;
    }
    this.#sources.add(path, starter(path));
  }

  #removeTemplate(path: FileKey): void {
    if (confirm(`Remove ${labelOf(path)}?`)) {
      this.#sources.remove(path);
    }
  }

  /** The view of what became of the objects. */
  #comparison(): View {
    const baseline = this.#baseline;
    const actions = {
      go: (line: number) => this.#reveal(() => this.#pane.openLine(line)),
      open: (manifest: number) => this.#reveal(() => this.#pane.open(manifest)),
      pin: () => {
        const { texts } = this.#sources;
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
      neighbours: () => this.#session?.neighbours ?? neighbours(this.#sources.texts),
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
    this.#session = new Session(organisation, this.#teams, {
      sources: this.#sources,
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
      this.#sources.renew(this.#aside.texts);
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

  /** Another file is shown: what is wrong in a template is marked when it is. */
  #opened(): void {
    if (!isOneOfTwo(this.#sources.tabs.file)) {
      this.#showFindings();
    }
  }

  #goTo(file: FileKey, from: number, to: number): void {
    goTo(this.#sources.open(file), from, to);
  }

  #goToFirstError(): void {
    for (const file of keysOf(this.#sources.texts)) {
      const error = foundIn(this.#answer.findings, file).find(({ severity }) => severity === "error");
      if (error) {
        this.#goTo(file, error.range.start.utf16, error.range.end.utf16);
        return;
      }
    }
  }

  #repair(file: FileKey, fix: Fix): void {
    const view = this.#sources.open(file);
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
    this.#sources.replace(texts, file);
    this.#cluster = cluster;
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
    onClick("new-template", () => this.#addTemplate());
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
    const files = objectFiles(this.#sources.texts.team, this.#answer.platform, path === undefined ? {} : { path });
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
      const { tabs } = this.#sources;
      this.#sources.open(tabs.other).focus();
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

/** What a new template begins as: an object of each team, called as the file is. */
function starter(path: FileKey): string {
  const name = labelOf(path).replace(/\.ya?ml$/, "").toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: "{{ team.name }}-${name || "template"}"
data:
  team: "{{ team.name }}"
`;
}

/** Whether two workspaces are the same but for the file that is shown. */
function isSame(one: Workspace, other: Workspace): boolean {
  return written({ ...one, file: "team" }) === written({ ...other, file: "team" });
}

function onClick(id: string, action: () => void): void {
  byId(id, HTMLButtonElement).addEventListener("click", action);
}
