// The least replacement that makes one text of another, so that an editor keeps its place, its folds and its marks.

/** What is replaced, in UTF-16. */
export interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** `null` if the texts are the same. A surrogate pair is never split. */
export function difference(before: string, after: string): Replacement | null {
  if (before === after) {
    return null;
  }
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) {
    start += 1;
  }
  if (isHigh(before, start - 1)) {
    start -= 1;
  }
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) {
    end += 1;
  }
  if (end > 0 && isLow(before, before.length - end)) {
    end -= 1;
  }
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

function isHigh(text: string, at: number): boolean {
  return at >= 0 && (text.charCodeAt(at) & 0xfc00) === 0xd800;
}

function isLow(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}
