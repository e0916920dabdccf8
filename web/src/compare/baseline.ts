// What the objects are compared with: the files as they were opened, or as they were when somebody pinned them.
import type { Comparison, Compilation, Manifest } from "@teamwright/wasm";
import { compiledIn, platformOf } from "../state/answer.js";
import { LABELS, type Earlier, type Versions, type Which } from "../state/workspace.js";

/** What a comparison comes to. */
export type Compared =
  | { readonly kind: "compared"; readonly comparison: Comparison; readonly before: readonly Manifest[] }
  /** The earlier version has errors, so it never made objects. */
  | { readonly kind: "nothing before" };

/** The versions that are kept, and the one that is compared with. */
export class Baseline {
  #versions: Versions;
  #earlier: { readonly version: Earlier; readonly cluster: string | null; readonly compilation: Compilation } | undefined;

  constructor(versions: Versions) {
    this.#versions = versions;
  }

  get versions(): Versions {
    return this.#versions;
  }

  /** Other versions count: a pin says nothing about other files. */
  open(versions: Versions): void {
    this.#versions = versions;
  }

  /** Keeps a version, and compares with it from now on. */
  pin(pinned: Earlier): void {
    this.#versions = { ...this.#versions, pinned, which: "pinned" };
  }

  choose(which: Which): void {
    this.#versions = { ...this.#versions, which };
  }

  /** What became of the objects since then. A cluster that the earlier platform.yaml lacks is passed over. */
  compared(now: Compilation, cluster: string | null): Compared {
    const earlier = this.#compiled(cluster);
    const comparison = now.changesSince(earlier);
    const before = earlier.manifests;
    return comparison && before ? { kind: "compared", comparison, before } : { kind: "nothing before" };
  }

  #compiled(cluster: string | null): Compilation {
    const { opened, pinned, which } = this.#versions;
    const version = (which === "pinned" ? pinned : null) ?? opened;
    if (this.#earlier?.version !== version || this.#earlier.cluster !== cluster) {
      const compilation = compiledIn(version.team, platformOf(version.platform, version.templates), LABELS.team, cluster);
      this.#earlier = { version, cluster, compilation };
    }
    return this.#earlier.compilation;
  }
}
