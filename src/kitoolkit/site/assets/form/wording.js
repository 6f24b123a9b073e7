/*
 * Rules about words, as `check.wording` has them: one word for one thing, no praise, sentences that can be read. Words,
 * patterns and bounds come from Python (`about.rules.wording`). All of them warn. No page here.
 */
import { canonical } from "./licence.js";
import { has, matches, pattern } from "./patterns.js";
import { texts } from "./walking.js";

const warning = { severity: "warning" };

export function wording(data, about, add) {
  const rules = about.rules.wording;
  const running = [...texts(data, about.schema)].filter(([path]) => !rules.named.includes(path[0])).flatMap(([path, text]) =>
    Object.entries(text).filter(([code, words]) => code in about.languages && typeof words === "string").map(([code, words]) => [[...path, code], code, words]));
  for (const [path, code, text] of running) {
    wordsAreOurs(path, code, text, rules, add);
    if (code === "nl") sentencesAreShort(path, text, rules, add);
    percentagesHaveContext(path, text, rules, add);
  }
  dutchIsPlain(running.filter(([, code]) => code === "nl").flatMap(([, , text]) => sentences(text, rules)), rules, add);
  if (about.kind === "tool") {
    licenceIsSpdx(data, rules, add);
    supersededNamesSuccessor(data, add);
  }
}

const unquoted = (text, { patterns }) => text.replace(pattern(patterns.quoted), " ");

function wordsAreOurs(path, code, text, rules, add) {
  const { pattern: avoided, instead } = rules.avoided[code];
  for (const value of new Set(matches(avoided, unquoted(text, rules)).map(([word]) => word))) {
    const better = instead[value] ?? instead[value[0].toLowerCase() + value.slice(1)] ?? "";
    add(path, better ? "word_to_avoid" : "praise", { value, instead: better }, warning);
  }
}

/** The words of each sentence, without what stands between brackets or quotes. */
function sentences(text, rules) {
  const parts = unquoted(text, rules).split(pattern(rules.patterns.sentence));
  return parts.map((part) => matches(rules.patterns.word, part).map(([word]) => word)).filter((words) => words.length);
}

function sentencesAreShort(path, text, rules, add) {
  for (const words of sentences(text, rules)) {
    if (words.length > rules.longest_sentence) add(path, "long_sentence", { count: words.length, start: words.slice(0, 4).join(" ") }, warning);
  }
}

/** Flesch's reading ease, fitted to Dutch by Douma, as `check.wording.reading_ease`. */
function dutchIsPlain(spoken, rules, add) {
  const words = spoken.flat();
  if (words.length < rules.enough) return;
  const syllables = words.reduce((sum, word) => sum + Math.max(1, matches(rules.patterns.vowels, word.toLowerCase()).length), 0);
  const ease = 206.84 - (77 * syllables) / words.length - (0.93 * words.length) / spoken.length;
  if (ease < rules.hardest) add(["summary"], "hard_to_read", { ease: Math.round(ease), least: Math.round(rules.hardest) }, warning);
}

function percentagesHaveContext(path, text, rules, add) {
  if (has(rules.patterns.percentage, unquoted(text, rules)) && !has(rules.patterns.other_number, text)) add(path, "bare_percentage", {}, warning);
}

function licenceIsSpdx({ licence }, { spdx }, add) {
  if (!licence) return;
  const written = canonical(licence, spdx);
  if (!written) add(["licence"], "no_spdx", { value: licence }, warning);
  else if (written !== licence) add(["licence"], "spdx_written", { value: licence, written }, warning);
}

function supersededNamesSuccessor({ status }, add) {
  if (status?.state === "superseded" && !status.successor) add(["status", "state"], "no_successor", {}, { ...warning, at: ["status", "successor"] });
}
