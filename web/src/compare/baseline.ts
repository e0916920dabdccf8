// What the objects are compared with: both files as they were opened, or as they were when somebody pinned them.
import { compile, Platform, type Comparison, type Compilation, type Manifest } from "@teamwright/wasm";
import { LABELS, type Texts } from "../state/workspace.js";

/** Which earlier version. */
export type Which = "opened" | "pinned";

/** What a comparison comes to. */
export type Compared =
  | { readonly kind: "compared"; readonly comparison: Comparison; readonly before: readonly Manifest[] }
  /** The earlier version has errors, so it never made objects. */
  | { readonly kind: "nothing before" };

/** The versions that are kept, and the one that is compared with. */
export class Baseline {
  #which: Which = "opened";
  #opened: Texts;
  #pinned: Texts | null = null;
  #earlier: { readonly texts: Texts; readonly cluster: string | null; readonly compilation: Compilation } | undefined;

  constructor(opened: Texts) {
    this.#opened = opened;
  }

  get which(): Which {
    return this.#which;
  }

  /** Whether a version was pinned. */
  get isPinned(): boolean {
    return this.#pinned !== null;
  }

  /** Both files of the version that is compared with. */
  get texts(): Texts {
    return (this.#which === "pinned" ? this.#pinned : null) ?? this.#opened;
  }

  /** Other files are opened; a pin of the ones before says nothing about them. */
  open(texts: Texts): void {
    this.#opened = texts;
    this.#pinned = null;
    this.#which = "opened";
  }

  /** Keeps a version, and compares with it from now on. */
  pin(texts: Texts): void {
    this.#pinned = texts;
    this.#which = "pinned";
  }

  choose(which: Which): void {
    this.#which = which;
  }

  /** What became of the objects since then. A cluster that the earlier platform.yaml lacks is passed over. */
  compared(now: Compilation, cluster: string | null): Compared {
    const earlier = this.#compiled(cluster);
    const comparison = now.changesSince(earlier);
    const before = earlier.manifests;
    return comparison && before ? { kind: "compared", comparison, before } : { kind: "nothing before" };
  }

  #compiled(cluster: string | null): Compilation {
    const { texts } = this;
    if (this.#earlier?.texts !== texts || this.#earlier.cluster !== cluster) {
      const platform = Platform.parse(texts.platform, { path: LABELS.platform });
      const isKnown = cluster !== null && platform.clusters.includes(cluster);
      const compilation = compile(texts.team, platform, { path: LABELS.team, ...(isKnown ? { cluster } : {}) });
      this.#earlier = { texts, cluster, compilation };
    }
    return this.#earlier.compilation;
  }
}
