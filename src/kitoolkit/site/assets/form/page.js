/*
 * The form for contributors. What is filled in stays in this browser until somebody follows one of the ways to send it.
 * With `?id=tool/fairlearn` it changes that entry: what is not touched stays as it is.
 */
import { download, forget, keep, make, recall } from "../kit-files.js";
import { fold } from "../kit-words.js";
import { problems, slugOf } from "./check.js";
import { Entries } from "./combobox.js";
import { addItem, callRemoving, filled, read, removeItem, write } from "./fields.js";
import { Problems } from "./problems.js";
import { ways } from "./send.js";
import { write as asYaml } from "./yaml.js";

const root = document.querySelector("[data-propose]");
const find = (selector) => root.querySelector(selector);
const { words, kinds, forge, contact, shapes } = JSON.parse(document.getElementById("form-words").textContent);
const language = document.documentElement.lang;
const { kind } = root.dataset;
const form = find("[data-form]");
const slug = find("#f-slug");
const shown = new Problems(form, find("[data-errors]"), words, language);
/* What is worth knowing before somebody has filled in the rest. */
const EARLY = new Set(["same_title", "same_name", "same_homepage", "taken"]);
const isEarly = ({ name }) => EARLY.has(name) || name.startsWith("confidential.");

let shared;
let schema;
let rules;
let entries;
let base = null;
let own = "";
let isPrivate = false;
let passed = null;
let untouched = {};
let checked = false;
let slugFollows = true;
let timer;

const say = (text) => { find("[data-status]").textContent = text; };
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const draftName = () => `form.${own || kind}`;

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/* what the entry is now */

/** The fields; of an entry that is being improved those that nobody touched are as they were. */
function values() {
  const now = read(form);
  if (!base) return now;
  const kept = Object.entries(base).filter(([name]) => same(now[name], untouched[name]));
  const changed = Object.entries(now).filter(([name, value]) => !(name in base) || !same(value, untouched[name]));
  return { ...Object.fromEntries(kept), ...Object.fromEntries(changed) };
}

const nameOfFile = () => own.split("/")[1] ?? slug.value.trim();
const text = () => asYaml(kind, filled(values()), schema);

function check() {
  const about = { ...shared, schema, rules, kind, shapes, own, isPrivate, passed, slug: nameOfFile(), today: today() };
  return problems(values(), about);
}

/* showing */

function showCounts() {
  for (const count of form.querySelectorAll("[data-count]")) {
    const given = [...count.parentElement.querySelector("[data-control]").value.trim()].length;
    const longest = Number(count.dataset.count);
    count.textContent = `${given} / ${longest}`;
    count.classList.toggle("is-over", given > longest);
  }
  for (const field of form.querySelectorAll("[data-widget=ticks]")) {
    const count = field.querySelectorAll("input:checked").length;
    field.querySelector("[data-chosen]").textContent = count ? words.chosen.replace("#", count) : "";
  }
}

function showNow() {
  showCounts();
  find("[data-preview]").textContent = text();
}

/** Problems again, without moving anybody: all after a first check, before it only what is worth knowing early. */
function showProblems() {
  const found = check().filter((problem) => checked || isEarly(problem));
  shown.atFields(found);
  const errors = found.filter((problem) => problem.severity === "error");
  if (checked) shown.list(errors);
  return { errors, warnings: found.filter((problem) => problem.severity === "warning") };
}

function submit(event) {
  event.preventDefault();
  checked = true;
  const { errors, warnings } = showProblems();
  find("[data-done]").hidden = errors.length > 0;
  if (errors.length) return find("#errors").focus();
  find("[data-file]").textContent = `catalogue/${kind}s/${nameOfFile()}.yaml`;
  find("[data-warnings]").hidden = !warnings.length;
  find("[data-warnings-list]").replaceChildren(...shown.items(warnings));
  showWays();
  return find("#done").focus();
}

/* sending */

function showWays() {
  const title = values().title[language];
  const entry = { folder: `catalogue/${kind}s`, name: `${nameOfFile()}.yaml`, text: text(), isNew: !own, title };
  const found = ways(entry, { forge, contact }, words).map((one, place) => {
    const look = place ? "kit-button kit-button--quiet" : "kit-button";
    const button = one.href
      ? make("a", { class: look, href: one.href, target: one.way === "mail" ? null : "_blank", rel: "noopener", "data-way": one.way }, one.label)
      : make("button", { class: look, type: "button", "data-way": one.way }, one.label);
    if (one.copies) button.addEventListener("click", () => copy(entry.text));
    if (one.way === "download") button.addEventListener("click", () => download(entry.name, "application/yaml", entry.text));
    return make("li", {}, make("p", {}, button), make("p", { class: "kit-propose__note" }, one.text));
  });
  if (!forge) found.unshift(make("li", {}, make("p", {}, words.send_none)));
  find("[data-send]").replaceChildren(...found);
}

async function copy(content) {
  let told = words.copied;
  try {
    await navigator.clipboard.writeText(content);
  } catch {
    told = words.not_copied;
  }
  for (const place of root.querySelectorAll("[data-copied]")) {
    place.textContent = told;
    place.hidden = false;
  }
  say(told);
}

/* keeping */

function save() {
  const kept = keep(draftName(), { values: read(form), slug: slug.value, slugFollows, when: new Date().toISOString() });
  find("[data-kept]").textContent = kept ? words.kept : words.not_kept;
}

function resume(draft) {
  write(form, draft.values ?? {}, entries);
  slug.value = draft.slug ?? "";
  slugFollows = Boolean(draft.slugFollows);
}

function startAgain() {
  forget(draftName());
  write(form, base ?? { added: today() }, entries);
  slug.value = "";
  slugFollows = true;
  checked = false;
  shown.atFields([]);
  shown.list([]);
  find("[data-done]").hidden = true;
  find("[data-kept]").textContent = "";
  open();
}

function open() {
  find("[data-draft]").hidden = true;
  find("[data-body]").hidden = false;
  showNow();
}

/* acting */

function touched(event) {
  if (event.target.matches("[data-narrow]")) return;
  if (event.target === slug) slugFollows = false;
  if (slugFollows && event.target.closest("[data-field=title]")) {
    const { en, nl } = read(form).title ?? {};
    slug.value = slugOf(en ?? nl ?? "");
  }
  find("[data-done]").hidden = true;
  for (const place of root.querySelectorAll("[data-copied]")) place.hidden = true;
  clearTimeout(timer);
  timer = setTimeout(() => { showNow(); save(); }, 150);
}

function narrow(filter) {
  const field = filter.closest("[data-widget]");
  const asked = fold(filter.value).split(/\s+/).filter(Boolean);
  let left = 0;
  for (const label of field.querySelectorAll(".kit-tick")) {
    const own = fold(`${label.textContent} ${label.dataset.also}`);
    label.hidden = !asked.every((word) => own.includes(word));
    left += label.hidden ? 0 : 1;
  }
  field.querySelector("[data-nothing]").hidden = left > 0;
}

function click({ target }) {
  const button = target.closest("button");
  if (!button) return;
  if (button.matches("[data-add]")) {
    const item = addItem(button.closest("[data-widget]"), entries);
    item.querySelector("[data-control], input").focus();
  } else if (button.matches("[data-remove]")) {
    const item = button.closest("[data-item]");
    say(words.removed.replace("#", item.querySelector("[data-title]").textContent));
    removeItem(item).focus();
  } else if (button.matches("[data-today]")) {
    button.parentElement.querySelector("[data-control]").value = today();
  } else return;
  touched({ target: button });
  showProblems();
}

function listen() {
  form.addEventListener("input", (event) => (event.target.matches("[data-narrow]") ? narrow(event.target) : touched(event)));
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-narrow]")) return;
    touched(event);
    showProblems();
  });
  form.addEventListener("click", click);
  form.addEventListener("submit", submit);
  find("[data-copy]").addEventListener("click", () => copy(text()));
  find("[data-restart]").addEventListener("click", () => {
    if (!confirm(words.restart_sure)) return;
    startAgain();
    find("[data-control]").focus();
  });
  find("[data-resume]").addEventListener("click", () => {
    resume(recall(draftName(), {}));
    open();
    find("[data-control]").focus();
  });
  find("[data-discard]").addEventListener("click", () => {
    startAgain();
    find("[data-control]").focus();
  });
}

/* starting */

/** What a file holds now: a copy from before would not know what the scripts ask of it. */
async function json(address) {
  const answer = await fetch(address, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}

/** The entry that the address names; nothing where it names none of this kind. */
async function improved() {
  const id = new URLSearchParams(location.search).get("id") ?? "";
  if (!id) return;
  if (!id.startsWith(`${kind}/`) || !shared.entries.some(([known]) => known === id)) {
    find("[data-failed] p").textContent = words.unknown.replace("#", () => id);
    find("[data-failed]").hidden = false;
    return;
  }
  const { id: _id, kind: _kind, private: marked = false, ...fields } = await json(new URL(`${id}.json`, new URL(root.dataset.api, location)));
  own = id;
  base = fields;
  isPrivate = marked;
  const title = words.improve_title.replace("#", () => fields.title[language]);
  find("h1").textContent = title;
  document.title = title;
  const [, , , , keptInFile] = shared.entries.find(([known]) => known === id);
  if (keptInFile.includes("allowed")) passed = fields; // what is allowed there by name is not known here
  if (keptInFile.length) find("[data-improving]").append(` ${words.kept_in.replace("#", keptInFile.join(", "))}`);
  find("[data-improving]").hidden = false;
  find("[data-slug]").hidden = true;
}

async function start() {
  try {
    [shared, schema, rules] = await Promise.all(["catalogue", "schema", "rules"].map((name) => json(root.dataset[name])));
    await improved();
  } catch {
    find("[data-failed]").hidden = false;
    return;
  }
  const other = document.querySelector(".kit-language");
  if (other) other.search = location.search;
  find("[data-without-script]").hidden = true;
  callRemoving(`${words.remove_item}: #`);
  entries = new Entries(shared.entries, kinds, words, language, say);
  for (const field of form.querySelectorAll("[data-widget=entries]")) entries.start(field);
  listen();
  write(form, base ?? { added: today() }, entries);
  untouched = base ? read(form) : {};
  const draft = recall(draftName(), null);
  if (draft?.values) {
    const when = new Date(draft.when).toLocaleString(language, { dateStyle: "long", timeStyle: "short" });
    find("[data-draft-found]").textContent = words.draft_found.replace("#", when);
    find("[data-draft]").hidden = false;
  } else open();
  root.dataset.ready = "";
}

start();
