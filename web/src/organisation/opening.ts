// How a folder is opened: picked, dropped, or the example; and what is said while it is read, or if it can't be.
import { byId } from "../elements.js";
import { EXAMPLES } from "../examples.js";
import { ofEntry, ofHandle, ofPaths, picker, together, type DirectoryNode, type Node } from "./nodes.js";
import type { Organisation } from "./organisation.js";
import { opened, Unopened } from "./walk.js";

/** Lets people open folders; `done` gets each that was read. */
export class Opening {
  readonly #done: (organisation: Organisation) => void;
  readonly #dialog = byId("open-sheet", HTMLDialogElement);
  readonly #words = byId("open-words", HTMLElement);
  readonly #files = byId("open-files", HTMLInputElement);
  #stop: AbortController | null = null;

  constructor(done: (organisation: Organisation) => void) {
    this.#done = done;
    byId("open", HTMLButtonElement).addEventListener("click", () => this.show());
    byId("open-pick", HTMLButtonElement).addEventListener("click", () => void this.#pick());
    byId("open-example", HTMLButtonElement).addEventListener("click", () => void this.#read(example()));
    this.#files.addEventListener("change", () => this.#listed());
    this.#dialog.addEventListener("close", () => this.#stop?.abort());
    byId("open-stop", HTMLButtonElement).addEventListener("click", () => this.#stopped());
    addEventListener("dragover", (event) => {
      if (event.dataTransfer?.types.includes("Files")) {
        event.preventDefault();
        document.body.classList.add("is-dropping");
      }
    });
    addEventListener("dragleave", ({ relatedTarget }) => {
      document.body.classList.toggle("is-dropping", relatedTarget !== null);
    });
    addEventListener("drop", (event) => {
      document.body.classList.remove("is-dropping");
      if (event.dataTransfer?.types.includes("Files")) {
        event.preventDefault();
        void this.#dropped(event.dataTransfer);
      }
    });
  }

  /** Asks which folder. */
  show(): void {
    this.#say("");
    if (!this.#dialog.open) {
      this.#dialog.showModal();
    }
  }

  async #pick(): Promise<void> {
    const pick = picker();
    if (!pick) {
      this.#files.click();
      return;
    }
    try {
      const handle = await pick({ id: "organisation" });
      await this.#read(ofHandle(handle) as DirectoryNode);
    } catch (error) {
      // Whoever changes their mind need not be told.
      if (!(error instanceof DOMException && error.name === "AbortError")) {
        this.#say(String(error), true);
      }
    }
  }

  #listed(): void {
    const files = [...(this.#files.files ?? [])];
    // The first component is the folder itself.
    const paths = files.map((file): [string, Blob] => [file.webkitRelativePath.replace(/^[^/]*\//, ""), file]);
    const name = files[0]?.webkitRelativePath.split("/")[0] ?? "";
    // The same folder can be chosen again.
    this.#files.value = "";
    if (paths.length > 0) {
      void this.#read(ofPaths(name, paths));
    }
  }

  async #dropped(data: DataTransfer): Promise<void> {
    // All of them are asked in this very task: afterwards a drop gives nothing any more.
    const nodes = await Promise.all([...data.items].filter(({ kind }) => kind === "file").map(nodeOf));
    const all = nodes.filter((node) => node !== null);
    const [first] = all;
    if (first) {
      this.show();
      await this.#read(all.length === 1 && first.kind === "directory" ? first : together("dropped", all));
    }
  }

  async #read(root: DirectoryNode): Promise<void> {
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    this.#say(`Opening ${root.name} …`);
    try {
      const organisation = await opened(root, (words) => this.#say(words), stop.signal);
      stop.signal.throwIfAborted();
      this.#stop = null;
      this.#dialog.close();
      this.#done(organisation);
    } catch (error) {
      if (!stop.signal.aborted) {
        this.#say(error instanceof Unopened ? error.message : `The folder could not be read: ${String(error)}`, true);
      }
    }
  }

  #say(words: string, isFault = false): void {
    this.#words.classList.toggle("fault", isFault);
    this.#words.textContent = words;
    // It stays the same button while words come and go: nobody could press it otherwise.
    byId("open-stop", HTMLButtonElement).hidden = this.#stop === null || isFault;
  }

  #stopped(): void {
    this.#stop?.abort();
    this.#stop = null;
    this.#say("Stopped.");
  }
}

/** As much of a drop's item as TypeScript's library lacks. */
interface Item extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

function nodeOf(item: Item): Promise<Node | null> {
  if (item.getAsFileSystemHandle) {
    return item.getAsFileSystemHandle().then((handle) => handle && ofHandle(handle));
  }
  const entry = item.webkitGetAsEntry();
  return Promise.resolve(entry && ofEntry(entry));
}

/** The example organisation, as it lies in the repository. */
function example(): DirectoryNode {
  const teams = [...EXAMPLES].map(([name, { team }]): [string, Blob] => [`teams/${name}/team.yaml`, new Blob([team])]);
  const [{ platform, templates } = { platform: "", templates: [] }] = EXAMPLES.values();
  const others = templates.map(({ path, text }): [string, Blob] => [path, new Blob([text])]);
  return ofPaths("acme", [["platform.yaml", new Blob([platform])], ...others, ...teams]);
}
