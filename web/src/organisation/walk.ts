// Reads a folder: lists what the compiler wants to know of it, then the files that it names. Nothing else is opened, however
// large or deep the folder is.
import { decode, mostBytes, Platform, survey, type Diagnostic, type Survey, type TemplateFile } from "@teamwright/wasm";
import type { DirectoryNode, FileNode, Node } from "./nodes.js";
import { Organisation, type OpenedFile } from "./organisation.js";

/** More names than these are no repository of teams. */
const MOST_ENTRIES = 200_000;
/** As many as the compiler's memory reviews together. */
const MOST_TEAMS = 10_000;
/** The most that all files are together, in bytes. */
const MOST_TEXT = 128 << 20;
/** Files that are read at the same time. */
const AT_ONCE = 48;

/** Why a folder can't be opened, in words for a person. */
export class Unopened extends Error {
  override readonly name = "Unopened";
}

/** What is being done, for a person who waits. */
export type Progress = (words: string) => void;

/** Opens a folder; throws {@link Unopened}, or the reason of `signal`. */
export async function opened(root: DirectoryNode, progress: Progress, signal: AbortSignal): Promise<Organisation> {
  const walk = new Walk(root, progress, signal);
  await walk.list("", root);
  const built = Platform.builtIn();
  const first = walk.survey(built);
  built.free();
  const platform = first.platform === undefined ? null : await walk.read(first.platform, "platform.yaml");
  const read = platform?.kind === "read" ? Platform.parse(platform.file.text) : Platform.builtIn();
  try {
    const found = await walk.through(read);
    const findings: Diagnostic[] = [...found.diagnostics];
    if (platform?.kind === "refused") {
      findings.push(platform.why);
    }
    if (found.teams.length > MOST_TEAMS) {
      throw new Unopened(`${number(found.teams.length)} teams are more than a page can hold: \`teamwright check\` takes them.`);
    }
    const templates = await walk.templates(found);
    const teams = await walk.teams(found);
    findings.push(...teams.refused);
    if (teams.read.length === 0 && findings.length === 0) {
      throw new Unopened(`${root.name} holds no teams. Open the folder that holds platform.yaml, or the folder of teams.`);
    }
    return new Organisation(root, platform?.kind === "read" ? platform.file : null, templates, teams.read, findings);
  } finally {
    read.free();
  }
}

type Outcome =
  | { readonly kind: "read"; readonly file: OpenedFile }
  | { readonly kind: "refused"; readonly why: Diagnostic; readonly bytes: Uint8Array };

class Walk {
  readonly #root: DirectoryNode;
  readonly #progress: Progress;
  readonly #signal: AbortSignal;
  /** Paths as the compiler wants them, each with what is there. */
  readonly #entries: string[] = [];
  readonly #nodes: Node[] = [];
  readonly #looked = new Set<number>();
  #bytes = 0;

  constructor(root: DirectoryNode, progress: Progress, signal: AbortSignal) {
    this.#root = root;
    this.#progress = progress;
    this.#signal = signal;
  }

  survey(platform: Platform): Survey {
    return survey(this.#root.name, this.#entries, platform);
  }

  /** Looks wherever the compiler wants to, until there is nowhere left. */
  async through(platform: Platform): Promise<Survey> {
    for (;;) {
      const found = this.survey(platform);
      const next = found.look.filter((entry) => !this.#looked.has(entry));
      if (next.length === 0) {
        return found;
      }
      for (const entry of next) {
        this.#looked.add(entry);
      }
      await this.#each(next, async (entry) => {
        const node = this.#nodes[entry];
        if (node?.kind === "directory") {
          await this.list(this.#entries[entry] ?? "", node);
        }
      });
    }
  }

  /** Notes down what lies in a directory. */
  async list(path: string, directory: DirectoryNode): Promise<void> {
    for await (const node of directory.entries()) {
      this.#entries.push(node.kind === "directory" ? `${path}${node.name}/` : `${path}${node.name}`);
      this.#nodes.push(node);
      const count = this.#entries.length;
      if (count > MOST_ENTRIES) {
        throw new Unopened(`${this.#root.name} holds more than ${number(MOST_ENTRIES)} names. Open the repository itself.`);
      }
      if (count % 500 === 0) {
        this.#signal.throwIfAborted();
        this.#progress(`Looking through ${number(count)} names …`);
      }
    }
  }

  /** Reads every template. */
  async templates({ templates }: Survey): Promise<{ readonly read: readonly OpenedFile[]; readonly refused: readonly TemplateFile[] }> {
    const read: OpenedFile[] = [];
    const refused: TemplateFile[] = [];
    for (const { entry, path } of templates) {
      this.#signal.throwIfAborted();
      const outcome = await this.read(entry, path);
      if (outcome.kind === "read") {
        read.push(outcome.file);
      } else {
        refused.push({ path, text: outcome.bytes });
      }
    }
    return { read, refused };
  }

  /** Reads every team's file. */
  async teams({ teams }: Survey): Promise<{ readonly read: readonly OpenedFile[]; readonly refused: readonly Diagnostic[] }> {
    const read: OpenedFile[] = [];
    const refused: Diagnostic[] = [];
    let done = 0;
    await this.#each(teams, async ({ entry, path }) => {
      const outcome = await this.read(entry, path);
      if (outcome.kind === "read") {
        read.push(outcome.file);
      } else {
        refused.push(outcome.why);
      }
      done += 1;
      if (done % 50 === 0) {
        this.#progress(`Reading ${number(done)} of ${number(teams.length)} teams …`);
      }
    });
    const order = new Map(teams.map(({ path }, index) => [path, index]));
    read.sort((one, other) => (order.get(one.path) ?? 0) - (order.get(other.path) ?? 0));
    return { read, refused };
  }

  /** Reads a file, as much of it as the compiler looks at. */
  async read(entry: number, path: string): Promise<Outcome> {
    const node = this.#nodes[entry] as FileNode;
    const blob = await this.#blob(node, path);
    this.#bytes += Math.min(blob.size, mostBytes());
    if (this.#bytes > MOST_TEXT) {
      throw new Unopened(`The files of ${this.#root.name} are more than ${MOST_TEXT >> 20} MB together.`);
    }
    const bytes = new Uint8Array(await blob.slice(0, mostBytes() + 1).arrayBuffer());
    const decoded = decode(path, bytes);
    return "text" in decoded
      ? { kind: "read", file: { path, node, text: decoded.text } }
      : { kind: "refused", why: decoded.refused, bytes };
  }

  async #blob(node: FileNode, path: string): Promise<Blob> {
    try {
      return await node.read();
    } catch (error) {
      throw new Unopened(`${path} could not be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Does something with each, some at once, and stops where somebody wants it to. */
  async #each<T>(all: readonly T[], work: (each: T) => Promise<void>): Promise<void> {
    const rest = all.values();
    const worker = async (): Promise<void> => {
      for (const each of rest) {
        this.#signal.throwIfAborted();
        await work(each);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }
}

/** `12,000`, everywhere the same. */
export function number(value: number): string {
  return value.toLocaleString("en");
}
