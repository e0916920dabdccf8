// A platform.yaml with its templates, read and checked once, for any number of teams.
import { generation, guarded } from "./instance.js";
import { within } from "./limit.js";
import * as border from "./teamwright.js";
import { templatesOf, type TemplateFile } from "./templates.js";
import { digest } from "./digest.js";
import type { Diagnostic } from "./types.js";

/** What the platform's files are beside the text of platform.yaml. */
export interface PlatformOptions {
  /** Path of platform.yaml in the repository. */
  readonly path?: string;
  /** The platform's templates, in the order of their names. */
  readonly templates?: readonly TemplateFile[];
}

const NONE: readonly TemplateFile[] = [];

/** What the platform offers to its teams. Holds what is wrong with its own files. */
export class Platform {
  /** The text of platform.yaml; `null` for the built-in platform. */
  readonly text: string | null;
  /** Its path in the repository. */
  readonly path: string;
  /** Its templates. */
  readonly templates: readonly TemplateFile[];
  #handle: border.Platform | undefined;
  #generation = -1;
  #diagnostics: readonly Diagnostic[] | undefined;
  #clusters: readonly string[] | undefined;

  private constructor(text: string | null, path: string, templates: readonly TemplateFile[]) {
    this.text = text;
    this.path = path;
    this.templates = templates;
    handleOf(this);
  }

  /** Reads platform.yaml and templates. Never throws for what is written there: see {@link diagnostics}. */
  static parse(text: string, options: PlatformOptions = {}): Platform {
    return new Platform(text, options.path ?? "platform.yaml", options.templates ?? NONE);
  }

  /** The platform of a repository that has no platform.yaml; the command looks for no templates there. */
  static builtIn(options: Pick<PlatformOptions, "templates"> = {}): Platform {
    return new Platform(null, "", options.templates ?? NONE);
  }

  /** Everything wrong with platform.yaml and its templates, in order. With an error here no team has manifests. */
  get diagnostics(): readonly Diagnostic[] {
    this.#diagnostics ??= JSON.parse(guarded(() => handleOf(this).diagnostics())) as Diagnostic[];
    return this.#diagnostics;
  }

  /** Names of its clusters, in the order of the file. */
  get clusters(): readonly string[] {
    this.#clusters ??= JSON.parse(guarded(() => handleOf(this).clusters())) as string[];
    return this.#clusters;
  }

  /** The path of a template whose file is called `name`; `null` if no template is called so. */
  templatePath(name: string): string | null {
    return guarded(() => handleOf(this).templatePath(name)) ?? null;
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
      const { text, path, templates } = platform;
      const release = digest === "dev" ? undefined : digest;
      platform.#handle = guarded(() =>
        border.Platform.parse(text === null ? undefined : within(text), path, release, templatesOf(templates)),
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
