/* Results as elements: what was found, where, and why. The words come from the page, the markup from its templates. */

import { split } from "./ask.js";

const LONGEST = 160;
const WORD = /[\p{L}\p{N}]+/gu;
const PLAIN = /^[a-z0-9]{2}/i;

/** Says of a word of a text whether the question asked for it, in any of its forms. */
export class Wanted {
  constructor(words, asked, language, names) {
    this.words = words;
    this.language = language;
    const said = [...asked.words, ...names.flatMap((name) => split(name))].filter((word) => !words.empty.has(word));
    this.stems = new Set(said.map((word) => words.stem(word, language)));
    this.known = new Map();
    const family = [...words.stemmed[language]].filter(([, stem]) => this.stems.has(stem)).map(([word]) => word);
    // stems begin as their words do; only in Dutch "ge" may fall off
    this.starts = new Set([...this.stems, ...family, ...(language === "nl" ? ["ge"] : [])].map((one) => one.slice(0, 2)));
  }

  /** Most words are passed over by their first letters: to stem all words of a text takes long. */
  has(word) {
    if (PLAIN.test(word) && !this.starts.has(word.slice(0, 2).toLowerCase())) return false;
    if (!this.known.has(word)) this.known.set(word, this.#has(word));
    return this.known.get(word);
  }

  #has(word) {
    return split(word).some((one) => !this.words.empty.has(one) && this.stems.has(this.words.stem(one, this.language)));
  }

  /** Start and end of each wanted word in a text. */
  places(text) {
    return [...text.matchAll(WORD)].filter(([word]) => this.has(word)).map(({ 0: word, index }) => [index, index + word.length]);
  }
}

/** A text as nodes, what was asked for in `mark`; long texts only around the first place with most others near. */
export function marked(text, places, whole = false) {
  let [start, end] = [0, text.length];
  if (!whole && text.length > LONGEST) {
    const near = ([from]) => places.filter(([other]) => other >= from && other - from < LONGEST - 50).length;
    const best = places.reduce((most, place) => (most && near(most) >= near(place) ? most : place), null);
    if (best && best[0] > 40) start = Math.min(best[0], text.indexOf(" ", best[0] - 40) + 1);
    end = Math.min(text.length, start + LONGEST);
    if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), best?.[1] ?? 0, start + 1);
  }
  const nodes = [start ? "… " : ""];
  let at = start;
  for (const [from, to] of places.filter(([from, to]) => from >= start && to <= end)) {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(from, to);
    nodes.push(text.slice(at, from), mark);
    at = to;
  }
  nodes.push(text.slice(at, end), end < text.length ? " …" : "");
  return nodes.filter(Boolean);
}

/** The text of a result to show, and the fields in which it was found. */
export function reasons(shown, wanted, concepts, say) {
  const why = [];
  if (wanted.places(shown.title).length) why.push(say("title"));
  if (wanted.places(shown.names.join(" ")).length) why.push(say("names"));
  let best = { text: shown.summary, places: wanted.places(shown.summary) };
  const fields = new Set();
  for (const [label, text] of shown.texts) {
    const places = wanted.places(text);
    if (!places.length) continue;
    if (label) fields.add(label.toLowerCase());
    if (distinct(places, text) > distinct(best.places, best.text)) best = { text, places };
  }
  why.push(...[...fields].slice(0, 2));
  for (const [id, label] of shown.concepts) {
    if (concepts.includes(id)) why.push(`${say(id.split("/")[0])} “${label}”`);
  }
  if (!why.length) why.push(...(shown.near ?? []).filter((title) => wanted.places(title).length).map((title) => `${say("near")} “${title}”`).slice(0, 1));
  return { best, why: why.slice(0, 4) };
}

const distinct = (places, text) => new Set(places.map(([from, to]) => text.slice(from, to).toLowerCase())).size;

export class Results {
  /**
   * @param index The open index.
   * @param root The address of the site's pages in this language.
   * @param templates The element that holds the templates and words.
   */
  constructor(index, root, templates) {
    this.index = index;
    this.root = root;
    this.template = templates.querySelector("template[data-hit]");
    this.words = JSON.parse(templates.querySelector("[data-words]").textContent);
  }

  say(key, count) {
    const text = this.words[count === 1 && `${key}_one` in this.words ? `${key}_one` : key] ?? key;
    return count === undefined ? text : text.replace("#", count);
  }

  /** What to look for in the texts: the words of the question, and the names of the words of the glossary in it. */
  async wanted(asked) {
    const { concepts } = this.index.held;
    const glossary = asked.concepts.filter((id) => id.startsWith("term/") && id in concepts);
    const texts = await Promise.all(glossary.map((id) => this.index.text(concepts[id])));
    return new Wanted(this.index.words, asked, this.index.language, texts.flatMap(({ title, names }) => [title, ...names]));
  }

  async hit({ id, kind }, wanted, asked, whole = false) {
    const shown = await this.index.text(id);
    const node = this.template.content.firstElementChild.cloneNode(true);
    const { best, why } = reasons(shown, wanted, asked.concepts, (key) => this.say(`why.${key}`));
    const link = node.querySelector("a");
    link.href = new URL(shown.url, this.root);
    link.append(...marked(shown.title, wanted.places(shown.title), true));
    node.querySelector("[data-kind]").textContent = shown.scheme ?? this.say(`kind.${kind}`);
    node.querySelector("[data-fragment]").append(...marked(best.text, best.places, whole && best.text === shown.summary));
    const reason = node.querySelector("[data-why]");
    if (why.length) reason.textContent = `${this.say("found_in")} ${why.join(", ")}`;
    else reason.remove();
    return node;
  }
}

/** What was found, by kind, the kind of the best result first. */
export function byKind(found) {
  const groups = new Map();
  for (const one of found) {
    if (!groups.has(one.kind)) groups.set(one.kind, []);
    groups.get(one.kind).push(one);
  }
  return groups;
}
