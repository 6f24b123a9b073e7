/* Choosing among entries: which match, how many each value would leave, and in which order. No page here. */
import { fold } from "./kit-words.js";

const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/* How much a word counts by where it stands. */
const IN_TITLE = 8;
const IN_CONCEPT = 3;
const IN_SUMMARY = 2;

export class Choice {
  /**
   * @param data what `browse.data` wrote: facets [{name, values: [[name, label, also]]}] and entries
   *   [{id, v: numbers of values, new, seen, also}], in the order of titles
   * @param texts what the page shows of each entry: {id, title, summary}, in its order
   */
  constructor(data, texts) {
    this.facets = new Map();
    this.names = [];
    for (const facet of data.facets) {
      const values = new Map();
      for (const [name, label, also] of facet.values) {
        values.set(name, { number: this.names.length, label });
        this.names.push(words(`${label} ${also}`));
      }
      this.facets.set(facet.name, values);
    }
    const rows = new Map(data.entries.map((entry) => [entry.id, entry]));
    this.entries = texts.map(({ id, title, summary }, place) => {
      const entry = rows.get(id) ?? { id, v: [], new: "", seen: "", also: "" };
      return { ...entry, place, has: new Set(entry.v), title: words(`${title} ${entry.also}`), summary: words(summary) };
    });
  }

  label(facet, name) {
    return this.facets.get(facet)?.get(name)?.label;
  }

  /** Only what exists: facet → names, from pairs of strings. */
  known(pairs) {
    const chosen = new Map();
    for (const [facet, name] of pairs) {
      if (!this.facets.get(facet)?.has(name)) continue;
      chosen.set(facet, [...new Set([...(chosen.get(facet) ?? []), name])]);
    }
    return chosen;
  }

  /** How well each entry answers the words: a map of place → score; every entry where there are no words. */
  #scores(text) {
    const asked = words(text);
    const all = new Map(this.entries.map((entry) => [entry.place, 0]));
    if (!asked.length) return { scores: all, partly: false };
    const found = new Map();
    const some = new Map();
    for (const entry of this.entries) {
      const scores = asked.map((word) => this.#score(word, entry));
      const total = scores.reduce((sum, score) => sum + score, 0);
      if (scores.every(Boolean)) found.set(entry.place, total);
      if (total) some.set(entry.place, total);
    }
    return found.size ? { scores: found, partly: false } : { scores: some, partly: some.size > 0 };
  }

  #score(word, entry) {
    const best = (row) => row.reduce((most, other) => Math.max(most, alike(word, other)), 0);
    let score = IN_TITLE * best(entry.title) + IN_SUMMARY * best(entry.summary);
    for (const number of entry.v) {
      const share = best(this.names[number]);
      if (share) return score + IN_CONCEPT * share;
    }
    return score;
  }

  /**
   * @returns {places, counts, partly}: the places of the entries in order; per value the number of entries that it
   *   would leave, beside what is chosen in other facets; whether only some of the words were found
   */
  choose({ text = "", chosen = new Map(), order = "" }) {
    const { scores, partly } = this.#scores(text);
    const groups = [...chosen].map(([facet, names]) => [
      facet,
      names.map((name) => this.facets.get(facet).get(name).number),
    ]);
    const counts = new Array(this.names.length).fill(0);
    const places = [];
    for (const entry of this.entries) {
      if (!scores.has(entry.place)) continue;
      const missed = groups.filter(([, numbers]) => !numbers.some((number) => entry.has.has(number)));
      if (!missed.length) places.push(entry.place);
      if (missed.length > 1) continue;
      for (const [facet, values] of this.facets) {
        if (missed.length && missed[0][0] !== facet) continue;
        for (const { number } of values.values()) if (entry.has.has(number)) counts[number] += 1;
      }
    }
    return { places: this.#ordered(places, order, scores), counts, partly };
  }

  #ordered(places, order, scores) {
    const by = {
      relevance: (a, b) => scores.get(b) - scores.get(a),
      new: (a, b) => this.entries[b].new.localeCompare(this.entries[a].new),
      reviewed: (a, b) => this.entries[b].seen.localeCompare(this.entries[a].seen),
    }[order];
    return by ? places.sort((a, b) => by(a, b) || a - b) : places;
  }
}

/** How much one word is like another: the same, its beginning, or a part of a long compound. */
function alike(word, other) {
  if (word === other) return 1;
  if (word.length > 2 && other.startsWith(word)) return 0.7;
  if (word.length > 4 && other.includes(word)) return 0.4;
  if (other.length > 4 && word.startsWith(other)) return 0.4;
  return 0;
}
