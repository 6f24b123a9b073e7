/*
 * What may not be published, as `check.confidential` finds it: what belongs to a person, secrets, markings, and names in
 * lessons. Patterns, lists and lengths come from Python (`about.rules.confidential`); what is done with them stands there
 * as well. No page here.
 */
import { begins, has, isWhole, matches } from "./patterns.js";
import { strings } from "./walking.js";

/** Every match in an entry that is not allowed by name, and what is allowed though it is not there. */
export function confidential(data, about, add) {
  if (about.isPrivate) return;
  const allowed = new Map(allowedIn(data).map(([place, text]) => [bare(text), place]));
  const met = new Set();
  const said = new Set();
  const known = new Set(about.passed ? [...found(about.passed, about)].map(({ text }) => bare(text)) : []);
  const { only_warned: onlyWarned, shown_whole: shownWhole } = about.rules.confidential;
  for (const { path, what, text } of found(data, about)) {
    met.add(bare(text));
    if (allowed.has(bare(text)) || known.has(bare(text))) continue;
    const shown = spaced(shownWhole.includes(what) ? text : masked(text));
    const once = JSON.stringify([path, what, shown]);
    if (said.has(once)) continue;
    said.add(once);
    add(path, `confidential.${what}`, { shown }, { severity: onlyWarned.includes(what) ? "warning" : "error" });
  }
  for (const [text, place] of allowed) {
    if (!met.has(text)) add(["allowed", place, "text"], "allowed_in_vain", {}, { severity: "warning" });
  }
}

const spaced = (text) => text.split(/\s+/u).filter(Boolean).join(" ");
const bare = (text) => text.replace(/\s+/gu, "").toUpperCase().toLowerCase();

function masked(text) {
  const characters = [...text];
  return `${characters.slice(0, Math.min(2, Math.floor(characters.length / 4))).join("")}…`;
}

function allowedIn(data) {
  const listed = Array.isArray(data.allowed) ? data.allowed : [];
  return listed.map((item, place) => [place, item?.text]).filter(([, text]) => typeof text === "string");
}

function* found(data, { kind, rules: { confidential: rules } }) {
  for (const [path, text] of strings(data)) {
    if (path[0] === "allowed") continue;
    const told = rules.with_incidents.includes(kind) && !rules.naming_sources.includes(path[0]);
    const here = [...personal(text, rules), ...secrets(text, rules), ...markings(text, rules), ...(told ? people(text, rules) : [])];
    for (const match of here) yield { path, ...match };
  }
}

const match = (what, start, text) => ({ what, start, text });

/* what belongs to a person */

export function personal(text, rules) {
  const { personal: patterns } = rules;
  const emails = matches(patterns.email, text).filter(([one]) => !begins(patterns.of_a_program, one));
  const built = accounts(text, rules);
  const inAccount = ({ start }) => built.some((one) => one.start <= start && start < one.start + one.text.length);
  return [
    ...emails.map((one) => match("email", one.index, one[0])),
    ...built.filter((one) => isIban(one.text, rules)),
    ...[...telephones(text, patterns), ...citizens(text, patterns)].filter((one) => !inAccount(one)),
  ];
}

function telephones(text, patterns) {
  return matches(patterns.telephone, text).filter(({ 0: one, index, groups }) => {
    const digits = groups.rest.replace(/\P{Nd}/gu, "");
    if (!begins(patterns.area, digits) || begins(patterns.date, one.replace(/^\(+/, ""))) return false;
    const isBare = /^\p{Nd}+$/u.test(one) && !/^(?:06|0031)/.test(one);
    return !isBare || has(patterns.named_telephone, [...text.slice(0, index)].slice(-20).join(""));
  }).map((one) => match("telephone", one.index, one[0]));
}

/** What is built as an IBAN; whether it is one, its check digits say. */
function accounts(text, { personal: patterns, iban_lengths: lengths }) {
  return matches(patterns.iban, text).flatMap(({ 0: one, index }) => {
    const taken = first(one, lengths[one.slice(0, 2).toUpperCase()] ?? 0);
    return taken && !/^[\p{L}\p{N}]/u.test(text.slice(index + taken.length)) ? [match("iban", index, taken)] : [];
  });
}

/** The beginning of a text that holds so many letters and digits; empty where it holds fewer, or for none. */
function first(text, length) {
  let count = 0;
  let place = 0;
  for (const character of text) {
    place += character.length;
    count += /[\p{L}\p{N}]/u.test(character) ? 1 : 0;
    if (count === length) return text.slice(0, place);
  }
  return "";
}

function isIban(text, { iban_lengths: lengths }) {
  const plain = text.replace(/[\s.-]/gu, "").toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(plain) || lengths[plain.slice(0, 2)] !== plain.length) return false;
  const digits = [...plain.slice(4), ...plain.slice(0, 4)].map((one) => parseInt(one, 36)).join("");
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}

const WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, -1];

/** Numbers that can be a citizen service number: they pass the 11-proof. */
function citizens(text, patterns) {
  return matches(patterns.nine_digits, text).filter(({ 0: digits }) => {
    if (!/^\d{9}$/.test(digits) || Number(digits) === 0) return false;
    return WEIGHTS.reduce((sum, weight, place) => sum + weight * Number(digits[place]), 0) % 11 === 0;
  }).map((one) => match("citizen", one.index, one[0]));
}

/* secrets */

export function secrets(text, rules) {
  const { secrets: patterns, secret_rules: listed } = rules;
  const passwords = matches(patterns.password, text).map(({ groups, indices }) =>
    match("secret", indices.groups.secret[0], groups.secret.replace(/\.+$/, "")));
  const inAddresses = matches(patterns.in_address, text).map((one) => match("secret", one.index, one[0]));
  const places = new Set(inAddresses.map(({ start }) => start));
  const found = [...passwords, ...inAddresses];
  if (!isWorthALook(text, rules)) return found;
  const lowered = text.toLowerCase();
  for (const [regex, keywords, entropy] of listed) {
    if (!keywords.some((keyword) => lowered.includes(keyword))) continue;
    for (const one of matches(regex, text)) {
      const group = Math.max(1 + one.slice(1).findIndex(Boolean), 0);
      const start = one.indices[group][0];
      if (places.has(start) || entropyOf(one[group]) <= entropy || isWhole(patterns.no_secret, one[group])) continue;
      places.add(start);
      found.push(match("secret", start, one[group]));
    }
  }
  return found;
}

/** A secret is a long word with digits, or is announced by one of a few words. */
function isWorthALook(text, { secrets: patterns, announced }) {
  if (announced.some((word) => text.includes(word))) return true;
  const isMixed = (word) => !/^[A-Za-z]*$/.test(word) && /\d/.test(word);
  return matches(patterns.long_word, text).map(([word]) => word).filter(isMixed)
    .some((word) => (word.length >= 20 && word.toLowerCase() !== word) || word.split("-").some((part) => part.length >= 12 && isMixed(part)));
}

/** How little a text repeats itself, in bits per character (Shannon). */
function entropyOf(text) {
  const characters = [...text];
  const counts = new Map();
  for (const one of characters) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts.values()].map((count) => count / characters.length).reduce((sum, share) => sum - share * Math.log2(share), 0);
}

/* markings and names */

export function markings(text, { markings: patterns, around_markings: around }) {
  const found = new Map();
  for (const { 0: one, index } of patterns.flatMap((pattern) => matches(pattern, text))) {
    const kept = one.split("").map((character) => !around.includes(character));
    const shown = one.slice(kept.indexOf(true), kept.lastIndexOf(true) + 1);
    const start = index + one.indexOf(shown);
    if (!found.has(start)) found.set(start, match("marking", start, shown));
  }
  return [...found.values()];
}

export function people(text, { people: patterns }) {
  const found = new Map();
  const given = matches(patterns.by_given, text).map((one) => [one[0], one.index]);
  const called = matches(patterns.by_calling, text).map((one) => [one.groups.name, one.indices.groups.name[0]]);
  for (const [name, start] of [...given, ...called]) {
    const ofMore = has(patterns.of_more_than_one, name) || begins(patterns.of_more_than_one, text.slice(start + name.length));
    if (!found.has(start) && !ofMore) found.set(start, match("person", start, name));
  }
  return [...found.values()];
}
