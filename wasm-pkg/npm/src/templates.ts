// The platform's templates on their way into the module.
import { maxBytes, within } from "./limit.js";
import * as border from "./teamwright.js";

/** A template of the platform team, such as `platform/templates/alerts.yaml`. */
export interface TemplateFile {
  /** Path in the repository. */
  readonly path: string;
  /** Its text; or its bytes, where they may not be one: then that is what the platform's `diagnostics` say. */
  readonly text: string | Uint8Array;
}

/**
 * Templates for a platform, which takes them away.
 * @internal
 */
export function templatesOf(files: readonly TemplateFile[]): border.Templates {
  const templates = new border.Templates();
  for (const { path, text } of files) {
    if (typeof text === "string") {
      templates.add(path, within(text));
    } else {
      templates.addBytes(path, text.subarray(0, maxBytes() + 1));
    }
  }
  return templates;
}

/**
 * Whether two lists are the same.
 * @internal
 */
export function areSame(some: readonly TemplateFile[], others: readonly TemplateFile[]): boolean {
  const isSame = ({ path, text }: TemplateFile, index: number): boolean => {
    const other = others[index];
    return path === other?.path && (text === other.text || isSameBytes(text, other.text));
  };
  return some === others || (some.length === others.length && some.every(isSame));
}

function isSameBytes(some: string | Uint8Array, others: string | Uint8Array): boolean {
  const areBytes = typeof some !== "string" && typeof others !== "string";
  return areBytes && some.length === others.length && some.every((byte, index) => byte === others[index]);
}
