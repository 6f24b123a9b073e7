/* Patterns from Python, compiled when they are first used. No page here. */

const compiled = new Map();

/** A pattern that goes through a text; each match has `indices`. */
export function pattern(source) {
  if (!compiled.has(source)) compiled.set(source, new RegExp(source, "dgu"));
  return compiled.get(source);
}

/** All matches. */
export const matches = (source, text) => [...text.matchAll(pattern(source))];

/** Whether it stands anywhere in a text. */
export const has = (source, text) => text.search(pattern(source)) >= 0;

/** Whether a text begins with it. */
export const begins = (source, text) => has(`^(?:${source})`, text);

/** Whether it is the whole of a text. */
export const isWhole = (source, text) => has(`^(?:${source})$`, text);
