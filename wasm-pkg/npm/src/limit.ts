// The length of a text is known before it is copied into the module.
import * as border from "./teamwright.js";

let most: number | undefined;

/**
 * A text that is refused for its length is cut before it is copied, to a length that is refused just the same:
 * a UTF-16 unit is a byte of UTF-8 or more.
 */
export function within(text: string): string {
  most ??= border.maxBytes();
  return text.length > most ? text.slice(0, most + 1) : text;
}
