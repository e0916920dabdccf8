// The length of a text is known before it is copied into the module.
import * as border from "./teamwright.js";

let most: number | undefined;

/** The most bytes of a file. */
export function maxBytes(): number {
  return (most ??= border.maxBytes());
}

/**
 * A text that is refused for its length is cut before it is copied, to a length that is refused just the same:
 * a UTF-16 unit is a byte of UTF-8 or more.
 */
export function within(text: string): string {
  return text.length > maxBytes() ? text.slice(0, maxBytes() + 1) : text;
}
