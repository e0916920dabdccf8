// An open folder in the page: which of its teams is in the editor, what each of them looked like when it was left, and what
// the review of all of them says about the one that is seen.
import type { EditorState, StateEffect } from "@codemirror/state";
import type { Diagnostic, TeamFile } from "@teamwright/wasm";
import { downloadedBytes, say } from "../clipboard.js";
import { fresh } from "../editor/place.js";
import { byId, count } from "../elements.js";
import type { Sources } from "../source/sources.js";
import { foundIn, type Answer, type Findings, type Place } from "../state/answer.js";
import { keysOf, type Earlier, type FileKey, type Texts } from "../state/workspace.js";
import { LiveReview } from "./live.js";
import type { Organisation } from "./organisation.js";
import type { TeamsPane } from "./pane.js";
import { canSave, changesZip, save } from "./save.js";

/** What a session asks of the page. */
export interface Desk {
  readonly sources: Sources;
  /** Other texts are in the editors: everything is about them now. `before` is how they lay in the folder. */
  renewed(before: Earlier): void;
  /** There is something else to say of the files as they are. */
  reviewed(): void;
  /** Somebody wants the folder closed. */
  close(): void;
  explain(title: string, text: string): void;
}

/** What the review of all files says of those that are seen, beyond what each says alone. */
export interface Across {
  readonly findings: Findings;
  /** Whether it is about the texts as they are. */
  readonly isCurrent: boolean;
}

/** An editor that was left. */
interface Left {
  readonly state: EditorState;
  readonly scroll: StateEffect<unknown>;
}

/** A folder that is open. */
export class Session {
  readonly organisation: Organisation;
  readonly #desk: Desk;
  readonly #pane: TeamsPane;
  readonly #live: LiveReview;
  readonly #left = new Map<string, Left>();
  #path = "";
  #neighbours: readonly TeamFile[] = [];

  constructor(organisation: Organisation, pane: TeamsPane, desk: Desk) {
    this.organisation = organisation;
    this.#desk = desk;
    this.#pane = pane;
    const [first] = organisation.teams;
    this.#path = first?.path ?? "";
    const { platform, templates } = organisation;
    desk.sources.renew({ team: first?.text ?? "", platform: platform ?? "", templates });
    this.#live = new LiveReview(organisation, () => this.#reviewed());
    pane.of(organisation, {
      open: (path) => this.open(path),
      save: () => void this.save(),
      close: () => desk.close(),
      explain: (title, text) => desk.explain(title, text),
    });
    this.#neighbours = this.#others();
    desk.renewed(this.#before());
  }

  /** Where the texts lie. */
  get place(): Place {
    const { platform, refused } = this.organisation;
    return { team: this.#path, hasPlatform: platform !== null, refused };
  }

  /** The teams beside the one that is seen. It is the same list as long as they are: what is known of it is kept. */
  get neighbours(): readonly TeamFile[] {
    return this.#neighbours;
  }

  /** Puts another team into the editor, as it was left. */
  open(path: string): void {
    const { team } = this.#desk.sources;
    if (path !== this.#path && path !== "") {
      this.#left.set(this.#path, { state: team.state, scroll: team.scrollSnapshot() });
      this.#path = path;
      const left = this.#left.get(path);
      team.setState(left?.state ?? fresh(team, this.organisation.text(path)));
      if (left) {
        team.dispatch({ effects: left.scroll });
      }
      this.#neighbours = this.#others();
      this.#desk.renewed(this.#before());
    }
    if (matchMedia("(max-width: 899.98px)").matches) {
      // A keyboard on the screen would hide what was opened.
      byId("source", HTMLElement).scrollIntoView();
    } else {
      team.focus();
    }
  }

  /** Takes what was typed. */
  take(texts: Texts): void {
    const { version } = this.organisation;
    this.organisation.set(this.#path, texts.team);
    this.organisation.setPlatform(texts.platform);
    this.organisation.setTemplates(texts.templates);
    if (this.organisation.version !== version) {
      this.#live.changed();
    }
    this.show();
  }

  /** Renews the list. */
  show(): void {
    this.#pane.show(this.#live.standing, this.#path);
  }

  /** What only all files together show of those that are seen. */
  across({ findings }: Answer): Across {
    const { last, isCurrent } = this.#live.standing;
    const beyond = (file: FileKey): readonly Diagnostic[] => {
      const own = new Set(foundIn(findings, file).map(keyOf));
      const path = file === "team" ? this.#path : file === "platform" ? "platform.yaml" : file;
      return (last?.findings.get(path) ?? []).filter((finding) => !own.has(keyOf(finding)));
    };
    return { findings: new Map(keysOf(this.organisation).map((file) => [file, beyond(file)])), isCurrent };
  }

  /** Saves all changes, or gives them as a file. */
  async save(): Promise<void> {
    const { organisation } = this;
    if (organisation.changeCount === 0) {
      say("There is nothing to save.");
    } else if (canSave(organisation)) {
      say(await this.#written());
    } else {
      const { bytes, left } = changesZip(organisation);
      const name = `${organisation.name}-changes.zip`;
      downloadedBytes(name, bytes, "application/zip");
      say(left.length === 0 ? `${name} is downloaded.` : `${name} is downloaded, without ${left.join(", ")}.`);
    }
    this.show();
    // What was new is so no more.
    this.#desk.reviewed();
  }

  /** Ends it. */
  close(): void {
    this.#live.close();
    this.#pane.of(null, null);
  }

  async #written(): Promise<string> {
    const ask = (foreign: readonly string[]): boolean =>
      confirm(`Somebody else has changed ${foreign.join(", ")} since the folder was opened. Overwrite?`);
    const saved = await save(this.organisation, ask);
    if (saved === null) {
      return "The browser may not write to this folder.";
    }
    const { written, foreign, failed } = saved;
    return [
      `${count(written.length, "file")} saved.`,
      ...(foreign.length > 0 ? [`Left as somebody else has made them: ${foreign.join(", ")}.`] : []),
      ...failed.map((why) => `Not saved: ${why}.`),
    ].join(" ");
  }

  #others(): readonly TeamFile[] {
    return this.organisation.teams.filter(({ path }) => path !== this.#path);
  }

  #before(): Earlier {
    const { platformBefore, templatesBefore } = this.organisation;
    return { team: this.organisation.before(this.#path), platform: platformBefore, templates: templatesBefore };
  }

  #reviewed(): void {
    this.show();
    this.#desk.reviewed();
  }
}

/** The same finding of the same text. */
function keyOf({ code, message, range }: Diagnostic): string {
  return `${code} ${range.start.offset} ${range.end.offset} ${message}`;
}
