// A platform.yaml, read and checked once, for any number of teams.
import { generation, guarded } from "./instance.js";
import { within } from "./limit.js";
import * as border from "./teamwright.js";
import { digest } from "./digest.js";
import type { Diagnostic } from "./types.js";

/** What the platform offers to its teams. Holds what is wrong with its own file. */
export class Platform {
  /** The text of platform.yaml; `null` for the built-in platform. */
  readonly text: string | null;
  /** Its path in the repository. */
  readonly path: string;
  #handle: border.Platform | undefined;
  #generation = -1;
  #diagnostics: readonly Diagnostic[] | undefined;
  #clusters: readonly string[] | undefined;

  private constructor(text: string | null, path: string) {
    this.text = text;
    this.path = path;
    handleOf(this);
  }

  /** Reads platform.yaml. Never throws for what is written there: see {@link diagnostics}. */
  static parse(text: string, options: { readonly path?: string } = {}): Platform {
    return new Platform(text, options.path ?? "platform.yaml");
  }

  /** The platform of a repository that has no platform.yaml. */
  static builtIn(): Platform {
    return new Platform(null, "");
  }

  /** Everything wrong with platform.yaml, in order. With an error here no team has manifests. */
  get diagnostics(): readonly Diagnostic[] {
    this.#diagnostics ??= JSON.parse(guarded(() => handleOf(this).diagnostics())) as Diagnostic[];
    return this.#diagnostics;
  }

  /** Names of its clusters, in the order of the file. */
  get clusters(): readonly string[] {
    this.#clusters ??= JSON.parse(guarded(() => handleOf(this).clusters())) as string[];
    return this.#clusters;
  }

  /** Gives its memory back at once, instead of when it is collected. It may still be used. */
  free(): void {
    if (this.#generation === generation) {
      this.#handle?.free();
    }
    this.#handle = undefined;
  }

  /** @internal */
  static handle(platform: Platform): border.Platform {
    if (!platform.#handle || platform.#generation !== generation) {
      const { text, path } = platform;
      const release = digest === "dev" ? undefined : digest;
      platform.#handle = guarded(() =>
        text === null ? border.Platform.builtIn() : border.Platform.parse(within(text), path, release),
      );
      platform.#generation = generation;
    }
    return platform.#handle;
  }
}

/**
 * The platform inside the instance that is running now.
 *
 * @internal
 */
export function handleOf(platform: Platform): border.Platform {
  return Platform.handle(platform);
}
