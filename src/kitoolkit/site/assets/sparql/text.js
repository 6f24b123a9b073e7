/*
 * What can be seen of a query without an engine: its words, apart from texts, addresses, comments and names.
 * The engine has the last word; this is for clear messages and for telling the forms of a query apart.
 */

const TOKEN = new RegExp([
  "#[^\\r\\n]*",
  "<[^<>\"{}|^`\\\\\\s]*>",
  "\"\"\"(?:[^\"\\\\]|\\\\.|\"{1,2}(?!\"))*\"\"\"",
  "'''(?:[^'\\\\]|\\\\.|'{1,2}(?!'))*'''",
  "\"(?:[^\"\\\\\\r\\n]|\\\\.)*\"",
  "'(?:[^'\\\\\\r\\n]|\\\\.)*'",
  "[?$@][\\p{L}\\p{N}_-]+",
  "(?:[\\p{L}_][\\p{L}\\p{N}_.-]*)?:[\\p{L}\\p{N}_.:%\\\\-]*",
  "(?<word>[\\p{L}_][\\p{L}\\p{N}_-]*)",
].join("|"), "gsu");

const FORMS = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];
const ELSEWHERE = ["SERVICE", "GRAPH", "FROM"];
const CHANGES = ["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"];

function words(query) {
  return [...query.matchAll(TOKEN)].filter((found) => found.groups.word).map((found) => found[0].toUpperCase());
}

/** What a query is and wants: its form, and the word by which it asks elsewhere or wants to change data, if it does. */
export function look(query) {
  const found = words(query);
  const form = found.find((word) => FORMS.includes(word)) ?? "";
  const elsewhere = found.find((word) => ELSEWHERE.includes(word)) ?? "";
  const first = found.find((word) => FORMS.includes(word) || CHANGES.includes(word));
  return { form, elsewhere, changes: CHANGES.includes(first) ? first : "" };
}

/** The query with the catalogue's prefixes on a line before it. */
export const withPrefixes = (query, prefixes) =>
  `${Object.entries(prefixes).map(([name, iri]) => `PREFIX ${name}: <${iri}>`).join(" ")}\n${query}`;

/** Where an error of the engine is in the query as it was typed; null where it does not say. */
export function place(message, query) {
  const found = /\bat (\d+):(\d+)/.exec(message);
  if (!found) return null;
  const [line, column] = [Number(found[1]) - 1, Number(found[2])];
  const lines = query.split("\n");
  if (line < 1) return { line: 1, column: 1, start: 0 };
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return { line, column, start: Math.min(before + column - 1, query.length) };
}

/** The words and signs that the engine would have understood there; without the ranges of letters that it lists too. */
export function expected(message) {
  const signs = message.replace(/\['[^\]]*\]/g, "").matchAll(/"((?:\\.|[^"\\])+)"|\b([A-Z]{2,})\b/g);
  return [...new Set([...signs].map(([, sign, word]) => word ?? sign.replace(/\\(.)/g, "$1")))].slice(0, 12);
}
