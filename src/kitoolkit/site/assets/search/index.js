/* The search: fetches the pieces of the index that a question needs, and lets MiniSearch rank. No page is touched here. */

import MiniSearch from "../vendor/minisearch/index.js";
import { Words } from "./ask.js";

/** What scores less than this share of the best result is no result: it has only a common word with the question. */
const LEAST = 0.1;
const STEMMERS = new URL("../vendor/snowball/", import.meta.url);

const script = (name) => new Promise((resolve, reject) => {
  const element = document.createElement("script");
  element.src = new URL(name, STEMMERS);
  element.onload = resolve;
  element.onerror = () => reject(new Error(`${name} cannot be loaded`));
  document.head.append(element);
});

async function stemmers() {
  await Promise.all(["base-stemmer.js", "dutch-stemmer.js", "english-stemmer.js"].map(script));
  return { nl: new globalThis.DutchStemmer(), en: new globalThis.EnglishStemmer() };
}

/** A file of the index; a connection that breaks off is tried once more. */
async function json(address) {
  const answer = await fetch(address).catch(() => fetch(address));
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

export class Index {
  /** Open the index in a folder, for readers of one language. */
  static async open(folder, language) {
    const [held, found] = await Promise.all([json(new URL("index.json", folder)), stemmers()]);
    return new Index(folder, language, held, found);
  }

  constructor(folder, language, held, found) {
    this.folder = folder;
    this.language = language;
    this.held = held;
    const letters = new Set(held.letters);
    const fetchLetter = (letter) => (letters.has(letter) ? json(new URL(`words/${letter.toString(16)}.json`, folder)) : null);
    this.words = new Words(held.rules, found, fetchLetter);
    this.pieces = new Map();
    this.shown = new Map();
    // concepts and pages in fields of their own, so that they do not change how rare a word is among the entries
    this.fields = ["entry", "concept", "page"];
    this.field = held.kind.map((kind) => Math.max(0, this.fields.indexOf(held.kinds[kind])));
    this.entries = this.field.filter((field) => field === 0).length;
    this.averages = this.fields.map((_, field) => {
      const lengths = held.lengths.filter((_, id) => this.field[id] === field);
      return lengths.reduce((sum, length) => sum + length, 0) / (lengths.length || 1);
    });
  }

  /**
   * Everything that fits a question, best first.
   *
   * @returns `found`: number, kind, score and requirements of each; `asked`: how the question was understood; `meant`:
   *   the question that was answered instead, where nothing fits the one that was asked.
   */
  async find(text, { typing = false } = {}) {
    let asked = await this.words.understand(text, { typing });
    let found = await this.#rank(asked);
    let meant = "";
    if (!found.length && asked.words.length) {
      asked = await this.words.understand(text, { more: true });
      found = await this.#rank(asked);
      if (found.length) meant = asked.words.join(" ");
    }
    return { found, asked, meant };
  }

  async #rank({ terms, alternatives }) {
    const needed = new Set([...terms.keys()].map((term) => this.#pieceOf(term)).filter((piece) => piece >= 0));
    await Promise.all([...needed].map(async (piece) => {
      if (!this.pieces.has(piece)) this.pieces.set(piece, await json(new URL(`terms/${piece}.json`, this.folder)));
    }));
    const kept = [...terms.keys()].map((term) => [term, this.pieces.get(this.#pieceOf(term))?.[term]]).filter(([, steps]) => steps);
    if (!kept.length) return [];
    const scores = this.#scores(new Map(kept), terms, alternatives, this.#mini(kept));
    const results = [...scores]
      .map(([id, score]) => ({ id, score, kind: this.held.kinds[this.held.kind[id]], requirements: this.held.requirement[id] }))
      .filter(({ id }) => !this.held.language[id] || this.held.language[id] === this.language)
      .sort((one, other) => other.score - one.score || one.id - other.id);
    return results.filter(({ score }) => score >= LEAST * results[0].score);
  }

  /** How well each text fits: for a word the best of its terms, and all of that together. */
  #scores(steps, terms, alternatives, mini) {
    const { saturation, length } = this.held.rules;
    const alone = new Set(steps.keys());
    for (const group of alternatives) for (const term of group) alone.delete(term);
    const total = new Map();
    for (const group of [...alternatives, ...[...alone].map((term) => [term])]) {
      const best = new Map();
      for (const term of group.filter((one) => steps.has(one))) {
        const boost = terms.get(term) * this.#flatter(steps.get(term));
        const found = mini.search(term, { boostTerm: () => boost, bm25: { k: saturation, b: length, d: 0 } });
        for (const { id, score } of found) best.set(id, Math.max(score, best.get(id) ?? 0));
      }
      for (const [id, score] of best) total.set(id, (total.get(id) ?? 0) + score);
    }
    return total;
  }

  /** What brings MiniSearch's measure of a rare term to that of whoosh, which makes less of it and finds better. */
  #flatter(steps) {
    const all = this.held.lengths.length;
    let having = 0;
    for (let place = 0, id = 0; place < steps.length; place += 2) {
      id += steps[place];
      having += this.field[id] === 0 ? 1 : 0;
    }
    return (Math.log(this.entries / (having + 1)) + 1) / Math.log(1 + (all - having + 0.5) / (having + 0.5));
  }

  #pieceOf(term) {
    const { starts } = this.held;
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= term) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** A MiniSearch of just these terms and the texts that hold them, in the form in which it saves itself. */
  #mini(kept) {
    const { lengths, rules } = this.held;
    const documentIds = {};
    const fieldLength = {};
    const index = kept.map(([term, steps]) => {
      const weights = this.fields.map(() => ({}));
      for (let place = 0, id = 0; place < steps.length; place += 2) {
        id += steps[place];
        weights[this.field[id]][id] = steps[place + 1] / rules.unit;
        documentIds[id] = id;
        fieldLength[id] = this.fields.map((_, field) => (field === this.field[id] ? lengths[id] : 0));
      }
      return [term, { ...weights }];
    });
    const saved = {
      index, documentCount: lengths.length, nextId: lengths.length, documentIds, fieldIds: Object.fromEntries(this.fields.map((name, field) => [name, field])),
      fieldLength, averageFieldLength: this.averages, storedFields: {}, dirtCount: 0, serializationVersion: 2,
    };
    return MiniSearch.loadJS(saved, { fields: this.fields, tokenize: (text) => text.split("\n"), processTerm: (term) => term });
  }

  /** What a result shows: address, title, summary, texts. */
  async text(id) {
    if (!this.shown.has(id)) this.shown.set(id, json(new URL(`${this.language}/${id}.json`, this.folder)));
    return this.shown.get(id);
  }
}
