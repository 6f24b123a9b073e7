/*
 * What is wrong with an entry, in the words of `kitoolkit check`: the JSON Schema by a validator, the sense of it by the
 * same rules as `check.sense` and `check.together`, and by those of `confidential.js` and `wording.js`. Sentences come from Python, and so do the entries that are there: lists
 * of id, title, other names, what is compared of the homepage, the fields that are in the file only, and what takes the
 * place of an entry that is deprecated (null of others). No page here.
 */
import { Validator } from "../vendor/json-schema/validator.js";
import { confidential } from "./confidential.js";
import { follow, isText, strings, texts, valueAt } from "./walking.js";
import { wording } from "./wording.js";
import { isUnsafe } from "./yaml.js";

const DATED = new Set(["seen", "added", "reviewed"]);
const YEAR = 365 * 24 * 60 * 60 * 1000;
const SHORT = 12;

/**
 * @param data the fields of the entry, as in the file
 * @param about {schema, kind, slug, own: the id it has already or "", today, sentences, languages, entries, shapes, rules,
 *   isPrivate: whether it may hold what is confidential, passed: fields whose content may stay, or null}
 * @returns {name, path, at, severity, message, hint} per problem: its name, `path` as `kitoolkit check` has it, `at` the field to show
 *   it at; message and hint per language
 */
export function problems(data, about) {
  const found = [];
  const speak = speaker(about.sentences);
  const add = (path, name, values, more = {}) =>
    found.push({ name, path, at: more.at ?? path, severity: more.severity ?? "error", ...speak.told(name, values), ...more.words });
  unsafe(data, add);
  form(data, about, add, speak);
  for (const rule of [...SENSE, wording, confidential]) rule(data, about, add);
  named(data, about, add, speak);
  if (!data.deprecated) doubles(data, about, add);
  references(data, about, add, speak);
  return found;
}

/** Sentences filled in: `told` gives what is wrong and what to do about it, `sentence` one of them. */
export function speaker(sentences) {
  const sentence = (name, values = {}) => Object.fromEntries(Object.entries(sentences[name]).map(([language, pattern]) => [
    language,
    pattern.replace(/\{(\w+)\}/g, (_, key) => values[key]?.[language] ?? String(values[key])),
  ]));
  const told = (name, values) => ({ message: sentence(name, values), hint: sentences[`${name}.hint`] ? sentence(`${name}.hint`, values) : {} });
  return { sentence, told };
}

/* form */

function form(data, about, add, speak) {
  const seen = new Set();
  for (const { instanceLocation, keyword } of new Validator(about.schema, "2020-12", false).validate(data).errors) {
    const key = `${keyword} ${instanceLocation}`;
    if (!FORM[keyword] || seen.has(key)) continue;
    seen.add(key);
    const path = pathOf(instanceLocation, data);
    FORM[keyword]({ path, schema: follow(about.schema, path), value: valueAt(data, path), name: nameOf(path), about, add, speak });
  }
}

function pathOf(pointer, data) {
  let here = data;
  return pointer.split("/").slice(1).map((part) => {
    const name = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    const step = Array.isArray(here) ? Number(name) : name;
    here = here[step];
    return step;
  });
}

const nameOf = (path) => path.findLast((part) => typeof part === "string") ?? "";

const FORM = {
  additionalProperties({ path, schema, value, add, speak }) {
    const known = Object.keys(schema.properties);
    const hint = isText(schema) ? speak.sentence("only_languages") : speak.sentence("choose_from", { names: known.join(", ") });
    for (const name of Object.keys(value).filter((key) => !known.includes(key))) {
      add([...path, name], "unknown_field", { name }, { at: path, words: { hint } });
    }
  },
  required({ path, schema, value, name, about, add }) {
    for (const missing of schema.required.filter((key) => !(key in value))) {
      if (isText(schema)) {
        add(path, "missing_language", { name, language: about.languages[missing], code: missing }, { at: [...path, missing] });
      } else {
        const [nl, ...en] = schema.properties[missing].title.split(" / ");
        add(path, "missing_field", { name: missing, help: { nl, en: en.join(" / ") } }, { at: [...path, missing] });
      }
    }
  },
  type({ path, schema, value, name, add, speak }) {
    if (value === null) return add(path, "empty_value", { name });
    const names = Object.keys(schema.properties ?? {}).join(", ");
    const words = schema.type === "object" && isText(schema) ? { hint: speak.sentence("in_two_languages") } : {};
    add(path, `not_${schema.type}`, { name, names }, { words });
  },
  enum({ path, schema, value, add, speak }) {
    const few = schema.enum.length <= 20 ? schema.enum.join(", ") : `${schema.enum.slice(0, 20).join(", ")} …`;
    add(path, "unknown_value", { value }, { words: { hint: speak.sentence("choose_from", { names: few }) } });
  },
  pattern({ path, schema, value, about, add }) {
    const shape = about.shapes[schema.pattern];
    if (shape) add(path, `shape.${shape}`, { value });
    else if (schema.pattern === "\\S") add(path, "blank");
    else add(path, "no_id", { value, kind: schema.pattern.slice(4).split(")")[0].split("|")[0] });
  },
  maxLength: ({ path, schema, value, add }) => add(path, "too_long", { length: [...value].length, longest: schema.maxLength }),
  minLength: ({ path, add }) => add(path, "blank"),
  minItems: ({ path, schema, name, add }) => add(path, "too_few", { name, least: schema.minItems }),
  minProperties: ({ path, schema, name, add }) => add(path, "too_few", { name, least: schema.minItems ?? 1 }),
  uniqueItems({ path, value, add }) {
    value.forEach((item, place) => {
      if (typeof item === "string" && value.indexOf(item) < place) add([...path, place], "repeated", { value: item });
    });
  },
};

/* what stands in an entry */

function unsafe(data, add) {
  for (const [path, text] of strings(data)) {
    const character = [...text].find((one) => one !== "\n" && isUnsafe(one));
    if (character === "\t") add(path, "tab");
    else if (character) add(path, "control", { code: `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}` });
  }
}

/* sense */

const list = (value) => (Array.isArray(value) ? value : []);

const SENSE = [
  function sourceHasAddress(data, about, add) {
    list(data.sources).forEach((source, place) => {
      const path = ["sources", place];
      if (source.url && source.document) add([...path, "document"], "address_and_document");
      else if (!source.url && !source.document) add(path, "no_source_address", {}, { at: [...path, "url"] });
      else if (source.document && !source.part) add([...path, "document"], "which_part", {}, { at: [...path, "part"] });
    });
  },
  function placeholdersAreFilled(data, about, add) {
    for (const [path, text] of strings(data)) {
      if (text.trim().replace(/^https:\/\//, "") === "…") add(path, "placeholder");
    }
  },
  function datesExist(data, { schema, shapes, today }, add) {
    for (const [path, value] of strings(data)) {
      const pattern = follow(schema, path).pattern;
      if (!["date", "partial-date"].includes(shapes[pattern]) || !new RegExp(pattern, "u").test(value)) continue;
      const day = value + "-01".repeat(3 - value.split("-").length);
      if (!onCalendar(day)) add(path, "no_day", { value });
      else if (day > today && DATED.has(path.at(-1))) add(path, "future", { value });
    }
  },
  function toolHasLicence(data, { kind }, add) {
    if (kind === "tool" && !data.licence && !data.licence_note) add([], "no_licence", {}, { at: ["licence"] });
  },
  function statusIsExplained(data, { kind }, add) {
    const state = data.status?.state;
    if (kind === "tool" && state && state !== "active" && !data.status.note) {
      add(["status", "state"], "unexplained_status", { state }, { at: ["status", "note"] });
    }
  },
  function exampleHasOrganisation(data, { kind }, add) {
    if (kind === "example" && !list(data.organisations).length) add([], "no_organisation", {}, { at: ["organisations"] });
  },
  function tradeoffHasTwoRequirements(data, { kind }, add) {
    if (kind === "tradeoff" && list(data.requirements).length < 2) add(["requirements"], "two_requirements");
  },
  function resolutionCitesSource(data, { kind }, add) {
    const addresses = new Set(list(data.sources).map((source) => source.url));
    if (kind !== "tradeoff") return;
    list(data.resolutions).forEach(({ source }, place) => {
      if (source && !addresses.has(source)) add(["resolutions", place, "source"], "not_among_sources");
    });
  },
  function questionNamesAreUnique(data, { kind }, add) {
    const names = list(kind === "checklist" ? data.questions : []).map((question) => question.slug);
    names.forEach((value, place) => {
      if (value && names.indexOf(value) < place) add(["questions", place, "slug"], "same_question_name", { value });
    });
  },
  function proseInBothLanguages(data, { schema, languages }, add) {
    for (const [path, text, { required }] of texts(data, schema)) {
      if (required) continue;
      for (const [code, language] of Object.entries(languages)) {
        if (!(code in text) && Object.keys(text).length) add(path, "one_language", { language }, { severity: "warning", at: [...path, code] });
      }
    }
  },
  function reviewIsRecent({ reviewed, deprecated }, { today }, add) {
    if (!deprecated && onCalendar(reviewed) && Date.parse(today) - Date.parse(reviewed) > YEAR) {
      add(["reviewed"], "old_review", { day: reviewed }, { severity: "warning" });
    }
  },
];

function onCalendar(day) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day ?? "") || day.startsWith("0000")) return false;
  const found = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(found.getTime()) && found.toISOString().startsWith(day);
}

/* the name of the file, and other entries */

const SPELLED = { ß: "ss", ø: "o", Ø: "O", æ: "ae", Æ: "Ae" };
const LONGEST = 60;

/** The name that a title gives, in the steps of `kitoolkit.slug`. */
export function slugOf(title) {
  const spelled = title.replace(/[ßøØæÆ]/g, (letter) => SPELLED[letter]);
  const plain = spelled.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase();
  const slug = plain.replace(/['`]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  if (slug.length <= LONGEST) return slug;
  const word = slug.lastIndexOf("-", LONGEST);
  return slug.slice(0, word > 0 ? word : LONGEST);
}

function named(data, { kind, slug, own, entries }, add, speak) {
  const at = { at: ["#slug"] };
  const id = `${kind}/${slug}`;
  if (own || (!slug && !data.title)) return; // the name follows from the title
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug)) {
    const near = slugOf(slug);
    add([], "no_address", { name: slug }, { ...at, words: { hint: near ? speak.sentence("call_it", { name: near }) : {} } });
  } else if (entries.some(([known]) => known === id)) add([], "taken", { id }, at);
}

const fold = (title) => title.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase().replace(/[^a-z0-9]/g, "");

/** A title in every form with one letter left out: titles that share one differ in a letter. */
function nearly(title) {
  const folded = fold(title);
  if (folded.length < SHORT) return new Set(folded ? [folded] : []);
  return new Set([folded, ...[...folded].flatMap((letter, place) => (/\d/.test(letter) ? [] : [folded.slice(0, place) + folded.slice(place + 1)]))]);
}

const sameAddress = (address) => address.toLowerCase().replace(/^https?:\/\/(www\.)?|\/?(#.*)?$/g, "");

function doubles(data, { kind, own, entries }, add) {
  const others = entries.filter(([id, , , , , instead]) => id.startsWith(`${kind}/`) && id !== own && !instead);
  const warning = { severity: "warning" };
  for (const language of ["nl", "en"]) {
    const mine = nearly(data.title?.[language] ?? "");
    const same = others.filter(([, title]) => [...nearly(title[language] ?? "")].some((form) => mine.has(form)));
    for (const [id] of same) add(["title", language], "same_title", { id }, warning);
    if (same.length) break;
  }
  const titles = Object.values(data.title ?? {}).map(fold).filter(Boolean);
  for (const [id, , names] of others) {
    const name = names.find((one) => titles.includes(fold(one)));
    if (name) add(["title"], "same_name", { id, value: name }, warning);
  }
  const address = data.homepage && sameAddress(data.homepage);
  for (const [id, , , other] of others) if (address && other === address) add(["homepage"], "same_homepage", { id }, warning);
}

function references(data, { kind, own, slug, entries, schema }, add, speak) {
  const known = new Map(entries.map(([id, , , , , instead]) => [id, instead]));
  for (const [path, id] of strings(data)) {
    const { pattern = "" } = follow(schema, path);
    if (!pattern.startsWith("^(?:") || !new RegExp(pattern, "u").test(id)) continue;
    if (id === (own || `${kind}/${slug}`)) add(path, "refers_to_itself");
    else if (!known.has(id)) add(path, "does_not_exist", { id });
    else if (known.get(id) && (!data.deprecated || path[0] === "deprecated")) {
      const names = { nl: known.get(id).join(" of "), en: known.get(id).join(" or ") };
      const hint = names.nl ? speak.sentence("take_instead", { names }) : speak.sentence("no_replacement");
      add(path, "is_deprecated", { id }, { severity: "warning", words: { hint } });
    }
  }
}
