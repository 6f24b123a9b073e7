/*
 * What a question asks for: lexicon.py, naming.py and asking.py again, for the browser. The rules come with the index, so
 * that both sides follow the same; tests/search compares their answers.
 */

const WORD = /[\p{L}\p{N}]+/gu;
const LANGUAGES = ["nl", "en"];

/** The words of a text, in lower case and without accents. */
export const split = (text) => text.replaceAll("ß", "ss").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").match(WORD) ?? [];

/** The order of two lists of numbers: by the first in which they differ. */
const compare = (one, other) => one.map((number, place) => number - other[place]).find(Boolean) ?? 0;

/** Letters to add, leave out, change or swap with their neighbour; above `most` only that it is more. */
export function distance(one, other, most) {
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= other.length; j += 1) {
      let cost = Math.min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      current.push(cost);
    }
    if (Math.min(...current) > most) return most + 1;
    [before, row] = [row, current];
  }
  return row[other.length];
}

/** The words and names that occur, fetched by the letter they begin with, when a question needs them. */
export class Words {
  /**
   * @param rules The rules of `index.json`.
   * @param stemmers Snowball's stemmers by language.
   * @param fetchLetter Gives what begins with a letter, by its code; null where nothing does.
   */
  constructor(rules, stemmers, fetchLetter) {
    this.rules = rules;
    this.empty = new Set(rules.empty);
    this.particles = new Set(rules.particles);
    this.stemmers = stemmers;
    this.fetchLetter = fetchLetter;
    this.letters = new Map();
    this.missing = new Set();
    this.stemmed = { nl: new Map(Object.entries(rules.stems.nl)), en: new Map(Object.entries(rules.stems.en)) };
  }

  stem(word, language) {
    const known = this.stemmed[language];
    if (!known.has(word)) known.set(word, word.length > 2 ? this.stemmers[language].stemWord(word) : word);
    return known.get(word);
  }

  /** Ask again until all letters that the answer needs are here. */
  async understand(text, options = {}) {
    for (;;) {
      this.missing.clear();
      const asked = this.#understand(text, options);
      if (!this.missing.size) return asked;
      await Promise.all([...this.missing].map(async (letter) => this.letters.set(letter, (await this.fetchLetter(letter)) ?? {})));
    }
  }

  /** The entry of a word in one of the lists that are kept by letter. */
  #held(list, key) {
    const held = this.#letter(key)[list];
    return held && Object.hasOwn(held, key) ? held[key] : undefined;
  }

  #letter(key) {
    const letter = key.codePointAt(0);
    if (!this.letters.has(letter)) this.missing.add(letter);
    return this.letters.get(letter) ?? {};
  }

  #occurs(word) {
    return Boolean(this.#held("words", word) || LANGUAGES.some((language) => this.#held(language, this.stem(word, language))));
  }

  #uses(part) {
    if (part.length < this.rules.shortestPart || this.particles.has(part)) return 0;
    return this.#held("nl", this.stem(part, "nl")) ?? 0;
  }

  #firstPart(text) {
    const without = this.rules.links.filter((link) => text.endsWith(link)).map((link) => text.slice(0, text.length - link.length));
    const worth = (one) => [this.#uses(one), this.#uses(one) && this.#held("words", one) ? 1 : 0, -one.length];
    const [best] = without.map((one) => [one, worth(one)]).reduce((most, next) => (compare(next[1], most[1]) > 0 ? next : most));
    return this.#uses(best) ? best : "";
  }

  #parts(word) {
    const { shortestPart, long } = this.rules;
    if (word.length < long || /^\d+$/.test(word)) return [];
    for (let end = word.length - shortestPart; end >= shortestPart; end -= 1) {
      const first = this.#firstPart(word.slice(0, end));
      if (!first) continue;
      const rest = word.slice(end);
      if (this.#uses(rest)) return [first, rest];
      const more = this.#parts(rest);
      if (more.length) return [first, ...more];
    }
    return [];
  }

  #nearest(word, most) {
    let best = [most + 1, 0, ""];
    const letters = new Set(word);
    for (const [other, count] of Object.entries(this.#letter(word).words ?? {})) {
      if (Math.abs(other.length - word.length) > most) continue;
      const others = new Set(other);
      let differing = 0;
      for (const letter of letters) differing += others.has(letter) ? 0 : 1;
      for (const letter of others) differing += letters.has(letter) ? 0 : 1;
      if (differing > 2 * most) continue;
      const found = [distance(word, other, most), -count, other];
      if ((compare(found.slice(0, 2), best.slice(0, 2)) || (found[2] < best[2] ? -1 : 1)) < 0) best = found;
    }
    return best[0] <= most ? best[2] : "";
  }

  /** A word that begins with this one, differs less than much, or begins alike. */
  #near(word) {
    const { alike } = this.rules;
    if (word.length < alike) return this.#nearest(word, 2);
    return this.#completions(word, 1)[0] || this.#nearest(word, Math.max(2, Math.floor(word.length / 3))) || this.#completions(word.slice(0, alike), 1)[0];
  }

  /** Words that begin so, most frequent first: what somebody may be typing. */
  #completions(word, many) {
    return Object.entries(this.#letter(word).words ?? {})
      .filter(([other]) => other.startsWith(word))
      .sort(([one, count], [other, more]) => more - count || (one < other ? -1 : 1))
      .slice(0, many)
      .map(([other]) => other);
  }

  #meant(word, { typing, more }) {
    const { corrected, part } = this.rules.weights;
    if (this.empty.has(word) || this.#occurs(word)) return [[word], 1];
    if (typing && word.length >= this.rules.alike) {
      const completed = this.#completions(word, 3);
      if (completed.length) return [completed, part, true];
    }
    const most = word.length < this.rules.shortestPart || /^\d+$/.test(word) ? 0 : word.length < this.rules.long ? 1 : 2;
    let near = most && this.#nearest(word, 1);
    if (near) return [[near], corrected];
    const parts = this.#parts(word);
    if (parts.length) return [parts, 1];
    near = most > 1 && this.#nearest(word, most);
    if (near) return [[near], corrected];
    near = more && this.#near(word);
    return near ? [[near], corrected] : [[word], 1];
  }

  /** The names of concepts in a row of words; of names that begin at one word the longest. */
  #named(words, language) {
    const row = words.map((word) => this.stem(word, language));
    const found = [];
    let after = 0;
    for (let start = 0; start < row.length; start += 1) {
      if (this.empty.has(words[start])) continue;
      for (let size = Math.min(this.rules.longestName, row.length - start); size > 0; size -= 1) {
        const concepts = this.#held(`names_${language}`, row.slice(start, start + size).join(" "));
        if (concepts && start + size > after) {
          after = start + size;
          found.push({ start, end: after, concepts });
          break;
        }
      }
    }
    return found;
  }

  #terms(word) {
    if (this.empty.has(word) || (word.length < 2 && !/^\d$/.test(word))) return [];
    const found = LANGUAGES.map((language) => [this.stem(word, language), 1]);
    return [...found, ...this.#parts(word).map((part) => [this.stem(part, "nl"), this.rules.weights.part])];
  }

  #understand(text, { typing = false, more = false }) {
    const { weights } = this.rules;
    const words = [];
    const counts = [];
    const corrected = new Map();
    const typed = [...new Set(split(text))];
    const unfinished = typing && /[\p{L}\p{N}]$/u.test(text) ? typed.at(-1) : "";
    for (const word of typed) {
      const [found, weight, completed] = this.#meant(word, { typing: word === unfinished, more });
      if (!completed && found.length === 1 && found[0] !== word) corrected.set(word, found[0]);
      words.push(...found);
      counts.push(...found.map(() => weight));
    }
    const terms = new Map();
    const related = new Map();
    for (const language of LANGUAGES) {
      for (const { start, end, concepts } of this.#named(words, language)) {
        for (const concept of concepts) {
          terms.set(concept, concept.startsWith("term/") ? weights.glossary : weights.concept);
          for (const near of this.#relatedWith(words[start], concept)) related.set(near, weights.related);
        }
        if (end - start > 1) for (let place = start; place < end; place += 1) counts[place] = Math.min(counts[place], weights.inName);
      }
    }
    const concepts = [...terms.keys()];
    for (const [near, weight] of related) if (!terms.has(near)) terms.set(near, weight);
    // the terms of a word, such as its stem in each language: of these only the best counts
    const alternatives = [];
    const grouped = new Set();
    words.forEach((word, place) => {
      const own = new Map(this.#terms(word).reverse());
      for (const [term, share] of own) terms.set(term, Math.max(counts[place] * share, terms.get(term) ?? 0));
      const group = [...own.keys()].filter((term) => !grouped.has(term)).sort();
      if (group.length) alternatives.push(group);
      for (const term of group) grouped.add(term);
    });
    return { terms, alternatives, words, corrected, concepts };
  }

  /** What is related with a concept; kept where its names are. */
  #relatedWith(word, concept) {
    for (const language of LANGUAGES) {
      const found = this.#letter(this.stem(word, language)).related?.[concept];
      if (found) return found;
    }
    return [];
  }
}
