/*
 * What the fields of a form hold, and where a field is. In the page every field is a `data-field` with its `data-widget`;
 * a group of fields is a `data-fields`, an item of a list a `data-item`.
 */
import { Entries } from "./combobox.js";

let made = 0;

const inner = (element, selector) => element.querySelector(selector);
const all = (element, selector) => [...element.querySelectorAll(selector)];
const control = (element) => inner(element, "[data-control]");
const items = (field) => [...inner(field, "[data-items]").children];
const isEmpty = (value) => value === undefined || value === "" || (typeof value === "object" && !Object.keys(value).length);

/** The fields that stand directly in a group. */
export function fieldsOf(group) {
  return all(group, "[data-field]").filter((field) => field.parentElement.closest("[data-fields]") === group);
}

/** What a group of fields holds; what is left out of the file is left out here. */
export function read(group) {
  const values = {};
  for (const field of fieldsOf(group)) {
    const value = READ[field.dataset.widget](field);
    if (!isEmpty(value) || "required" in field.dataset) values[field.dataset.field] = value;
  }
  return values;
}

const textOf = (input) => input.value.trim();

function languages(element) {
  const texts = all(element, "[data-language]").map((one) => [one.dataset.language, textOf(control(one))]);
  return Object.fromEntries(texts.filter(([, text]) => text));
}

const READ = {
  line: (field) => textOf(control(field)),
  radio: (field) => inner(field, "input:checked")?.value ?? "",
  text: languages,
  ticks: (field) => [...all(field, "input:checked").map((input) => input.value), ...JSON.parse(field.dataset.others ?? "[]")],
  entries: (field) => ("many" in field.dataset ? Entries.read(field) : Entries.read(field)[0]),
  lines: (field) => items(field).map((item) => textOf(control(item))),
  texts: (field) => items(field).map(languages),
  part: read,
  parts: (field) => items(field).map(read),
};

/** Without what is empty at any depth: what can be written. */
export function filled(value) {
  if (Array.isArray(value)) return value.map(filled).filter((one) => !isEmpty(one));
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one)]).filter(([, one]) => !isEmpty(one)));
}

/** Writes values into a group of fields; `entries` fills in the fields for other entries. */
export function write(group, values, entries) {
  for (const field of fieldsOf(group)) WRITE[field.dataset.widget](field, values[field.dataset.field], entries);
}

const put = (input, value) => { input.value = value ?? ""; };

function writeLanguages(element, texts) {
  for (const one of all(element, "[data-language]")) put(control(one), texts?.[one.dataset.language]);
}

function writeItems(field, values, entries, one) {
  inner(field, "[data-items]").replaceChildren();
  for (const value of values) one(addItem(field, entries), value);
  renumber(field);
}

/** Ticks the boxes; what has no box any more is kept, out of sight. */
function writeTicks(field, value = []) {
  const boxes = all(field, "input[type=checkbox]");
  for (const box of boxes) box.checked = value.includes(box.value);
  field.dataset.others = JSON.stringify(value.filter((one) => !boxes.some((box) => box.value === one)));
}

const WRITE = {
  line: (field, value) => put(control(field), value),
  radio: (field, value) => { for (const input of all(field, "input")) input.checked = input.value === (value ?? ""); },
  text: writeLanguages,
  ticks: writeTicks,
  entries: (field, value, entries) => entries.write(field, "many" in field.dataset ? value ?? [] : [value].filter(Boolean)),
  lines: (field, value, entries) => writeItems(field, value ?? [], entries, (item, text) => put(control(item), text)),
  texts: (field, value, entries) => writeItems(field, atLeast(field, value), entries, writeLanguages),
  part: (field, value, entries) => write(field, value ?? {}, entries),
  parts: (field, value, entries) => writeItems(field, atLeast(field, value), entries, (item, values) => write(item, values, entries)),
};

function atLeast(field, values = []) {
  const more = Math.max(Number(field.dataset.least ?? 0) - values.length, 0);
  return [...values, ...Array.from({ length: more }, () => ({}))];
}

/** One item more in a list, with names of its own. */
export function addItem(field, entries) {
  const item = inner(field, "template").content.firstElementChild.cloneNode(true);
  made += 1;
  for (const element of [item, ...all(item, "*")]) {
    for (const { name, value } of [...element.attributes]) {
      if (value.includes("@") && /^(id|for|name|aria-)/.test(name)) element.setAttribute(name, value.replaceAll("@", made));
    }
  }
  inner(field, "[data-items]").append(item);
  for (const one of all(item, "[data-widget=entries]")) entries.start(one);
  renumber(field);
  return item;
}

/** Takes an item away; what should have the focus then. */
export function removeItem(item) {
  const field = item.closest("[data-widget]");
  const next = item.nextElementSibling ?? item.previousElementSibling;
  item.remove();
  renumber(field);
  if (!next) return inner(field, "[data-add]");
  return inner(next, "legend[data-title]") ?? control(next);
}

let removeWord = "#";

/** What the buttons that take an item away are called; set once. */
export const callRemoving = (word) => { removeWord = word; };

function renumber(field) {
  for (const [place, item] of items(field).entries()) {
    const title = `${field.dataset.word} ${place + 1}`;
    inner(item, "[data-title]").textContent = title;
    for (const button of all(item, "[data-remove]")) button.textContent = removeWord.replace("#", title.toLowerCase());
  }
}

/**
 * Where a path of fields leads: the element that shows what is wrong there, and what gets the focus.
 *
 * @param path such as ["sources", 0, "supports", "nl"]; ends earlier where the page has no such place
 */
export function locate(form, path) {
  let group = form;
  let holder = path[0] === "#slug" ? inner(form, "[data-slug]") : null;
  for (let place = 0; place < path.length && group; place += 1) {
    const field = fieldsOf(group).find((one) => one.dataset.field === path[place]);
    if (!field) break;
    holder = field;
    group = null;
    const { widget } = field.dataset;
    let rest = path.slice(place + 1);
    if (["lines", "texts", "parts"].includes(widget) && items(field)[rest[0]]) {
      holder = items(field)[rest[0]];
      rest = rest.slice(1);
      place += 1;
    }
    if (widget === "part" || (widget === "parts" && holder !== field)) group = holder;
    else holder = inner(holder, `[data-language="${rest[0]}"]`) ?? holder;
  }
  if (!holder) return null;
  const focus = all(holder, "input, select, textarea, button").find((one) => !one.closest("template")) ?? holder;
  return { holder, focus: focus.matches("[data-remove]") ? inner(holder, "legend") ?? focus : focus };
}
