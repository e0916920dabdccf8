// One compiled team. Each view of it crosses the border when somebody looks at it.
import { generation, guarded } from "./instance.js";
import { within } from "./limit.js";
import { neighboursOf, type TeamFile } from "./neighbours.js";
import { handleOf, type Platform } from "./platform.js";
import * as border from "./teamwright.js";
import type { Access, Comparison, Diagnostic, Leaf, Manifest, Network, PartName, Quota } from "./types.js";

/** What to compile. */
export interface CompileOptions {
  /** Path of team.yaml in the repository. `team` in the file must be the name of its directory. */
  readonly path?: string;
  /** Which objects; all of them by default. */
  readonly part?: PartName;
  /** The cluster that the namespace part is made for; the first one of platform.yaml by default. */
  readonly cluster?: string;
}

/** An object as Kubernetes knows it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
  };
  readonly [field: string]: unknown;
}

/** A compilation whose views have all been looked at: plain data, for a message or a file. */
export interface CompilationData {
  readonly diagnostics: readonly Diagnostic[];
  readonly manifests: readonly Manifest[] | null;
  readonly yaml: string | null;
}

/** Nobody. The list is always the same one, so that it is read once. */
const NOBODY: readonly TeamFile[] = [];

/**
 * Only the newest compilation keeps its memory in the module. An older one that is looked at is compiled again, which
 * gives the same: the same texts always do.
 */
let newest: Compilation | undefined;

/** The objects of one team, or what keeps them from being made. */
export class Compilation implements CompilationData {
  /**
   * Everything found in team.yaml, and in templates with this team, in order. What is wrong with platform.yaml, and with a
   * template for any team, is the platform's own.
   */
  readonly diagnostics: readonly Diagnostic[];
  readonly #text: string;
  readonly #platform: Platform;
  readonly #options: CompileOptions;
  readonly #hasManifests: boolean;
  #handle: border.Compilation | undefined;
  #generation = -1;
  #yaml: string | null | undefined;
  #manifests: readonly Manifest[] | null | undefined;
  #objects: readonly KubernetesObject[] | null | undefined;

  /** @internal */
  constructor(text: string, platform: Platform, options: CompileOptions) {
    this.#text = text;
    this.#platform = platform;
    this.#options = options;
    const compiled = this.#compiled();
    this.#hasManifests = guarded(() => compiled.hasManifests);
    this.diagnostics = JSON.parse(guarded(() => compiled.diagnostics())) as Diagnostic[];
  }

  /** All objects as one YAML stream, byte for byte what Argo CD gets; `null` if there is an error. */
  get yaml(): string | null {
    if (this.#yaml === undefined) {
      this.#yaml = this.#hasManifests ? (guarded(() => this.#compiled().yaml()) ?? null) : null;
    }
    return this.#yaml;
  }

  /** The objects with their places in the stream, in its order; `null` if there is an error. */
  get manifests(): readonly Manifest[] | null {
    return (this.#manifests ??= this.#view<readonly Manifest[]>((compiled, platform) => compiled.manifests(platform)));
  }

  /** The objects as Kubernetes knows them, in the same order; `null` if there is an error. */
  get objects(): readonly KubernetesObject[] | null {
    return (this.#objects ??= this.#view<readonly KubernetesObject[]>((compiled) => compiled.objects()));
  }

  /** Each line of {@link yaml} that holds a value, with where the value comes from. */
  origins(): readonly Leaf[] {
    return this.#view<Leaf[]>((compiled, platform) => compiled.origins(platform)) ?? [];
  }

  /** Where the value on a 1-based line of {@link yaml} comes from; `null` for a line that only begins something. */
  originOfLine(line: number): Leaf | null {
    const found = this.#view<Leaf[]>((compiled, platform) => compiled.originOfLine(platform, line));
    return found?.[0] ?? null;
  }

  /**
   * The lines of {@link yaml} that go back to the text around an offset (UTF-16) of a file, `team`, `platform` or a template by
   * its path; on a key, those that go back to anything that it holds.
   */
  linesFrom(file: string, offset: number): readonly Leaf[] {
    return this.#view<Leaf[]>((compiled, platform) => compiled.linesFrom(platform, file, offset)) ?? [];
  }

  /**
   * What became of the objects of an earlier compilation of the team, the riskiest first; `null` if either side has an
   * error.
   */
  changesSince(before: Compilation): Comparison | null {
    return this.#view((after) => {
      const earlier = before.#fresh();
      const born = generation;
      try {
        return after.changesSince(earlier);
      } finally {
        // After a trap it lies in an instance that is gone.
        if (born === generation) {
          earlier.free();
        }
      }
    });
  }

  /**
   * Who reaches the team and whom it reaches; `null` if there is an error. `neighbours` are the other teams: with them it says
   * where both sides agree. They are read once for each list and platform.
   */
  network(neighbours: readonly TeamFile[] = NOBODY): Network | null {
    return this.#picture("network", neighbours);
  }

  /** How much the team may use; `null` if there is an error. */
  quota(): Quota | null {
    return this.#picture("quota");
  }

  /** Who may do what; `null` if there is an error. */
  access(): Access | null {
    return this.#picture("access");
  }

  #picture<T>(name: string, neighbours: readonly TeamFile[] = NOBODY): T | null {
    return this.#view((compiled, platform) => compiled.picture(platform, name, neighboursOf(neighbours, this.#platform)));
  }

  /** Plain data, with every view looked at. */
  toJSON(): CompilationData {
    return { diagnostics: this.diagnostics, manifests: this.manifests, yaml: this.yaml };
  }

  #view<T>(look: (compiled: border.Compilation, platform: border.Platform) => string): T | null {
    if (!this.#hasManifests) {
      return null;
    }
    const compiled = this.#compiled();
    return JSON.parse(guarded(() => look(compiled, handleOf(this.#platform)))) as T;
  }

  #compiled(): border.Compilation {
    if (!this.#handle || this.#generation !== generation) {
      if (newest) {
        newest.#release();
      }
      this.#handle = this.#fresh();
      this.#generation = generation;
      newest = this;
    }
    return this.#handle;
  }

  #fresh(): border.Compilation {
    const { path = "", part = "all", cluster } = this.#options;
    const platform = handleOf(this.#platform);
    return guarded(() => border.compile(within(this.#text), path, platform, part, cluster));
  }

  #release(): void {
    if (this.#generation === generation) {
      this.#handle?.free();
    }
    this.#handle = undefined;
  }
}
