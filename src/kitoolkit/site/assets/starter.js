/*
 * The conversation starter. What was chosen is in the address; answers are in this browser only and leave it as a file
 * when somebody asks for one.
 */
import { choose, changes } from "./starter-choose.js";
import { html, markdown, table } from "./starter-files.js";
import * as state from "./starter-state.js";
import { download, make } from "./kit-files.js";

const root = document.querySelector("[data-starter]");
const find = (selector) => root.querySelector(selector);
const { words, labels } = JSON.parse(document.getElementById("starter-words").textContent);
const language = document.documentElement.lang;
const form = find("[data-form]");
const MATERIAL = ["tools", "others", "went_wrong", "trade_offs", "open_questions"];
const FIELDS = ["answer", "who", "by"];

let data;
let talk;
let questions = [];
let before = null;

/* what was chosen */

/** From the address; null where nothing was chosen yet. */
function chosen() {
  const query = new URLSearchParams(location.search);
  if (!query.has("use")) return null;
  const known = (scheme, name) => (labels[scheme][name] ? name : "");
  return {
    use: known("use", query.get("use")),
    phase: known("phase", query.get("phase") ?? ""),
    roles: query.getAll("role").filter((name) => known("role", name)),
    worries: query.getAll("worry").filter((name) => known("requirement", name)),
  };
}

function address(choice) {
  const pairs = [["use", choice.use], ["phase", choice.phase], ...choice.roles.map((role) => ["role", role]), ...choice.worries.map((worry) => ["worry", worry])];
  return `?${new URLSearchParams(pairs.filter(([key, value]) => value || key === "use"))}`;
}

function fromForm() {
  const given = new FormData(form);
  return { use: given.get("use") ?? "", phase: given.get("phase") ?? "", roles: given.getAll("role"), worries: given.getAll("worry") };
}

function toForm(choice) {
  const picked = { use: [choice.use], phase: [choice.phase], role: choice.roles, worry: choice.worries };
  for (const input of form.querySelectorAll("input")) input.checked = picked[input.name].includes(input.value);
}

/** The choice in words: [name, value] pairs. */
function facts(choice) {
  const legend = (name) => form.querySelector(`[name=${name}]`).closest("fieldset").querySelector("legend").textContent;
  const list = (scheme, names) => names.map((name) => labels[scheme][name]).join(", ");
  return [
    [legend("use"), labels.use[choice.use] ?? words.starter_use_other],
    [legend("phase"), labels.phase[choice.phase] ?? words.starter_phase_other],
    [legend("role"), list("role", choice.roles)],
    [legend("worry"), list("requirement", choice.worries)],
  ].filter(([, value]) => value);
}

/* showing */

function say(text) { find("[data-status]").textContent = text; }

function show() {
  const choice = chosen();
  form.hidden = Boolean(choice);
  find("[data-import]").hidden = Boolean(choice);
  find("[data-all]").hidden = Boolean(choice);
  find("[data-talk]").hidden = !choice;
  const other = document.querySelector(".kit-language");
  if (other) other.search = location.search;
  if (!choice) return;
  toForm(choice);
  questions = choose(data, choice);
  const heading = questions.length ? words.starter_heading.replace("#", questions.length) : words.starter_none;
  find("[data-heading]").textContent = heading;
  find("[data-choice]").replaceChildren(...facts(choice).map(([name, value]) => make("span", {}, `${name} `, make("b", {}, value))));
  for (const field of root.querySelectorAll("[data-project]")) field.value = talk.project[field.dataset.project] ?? "";
  showGroups();
  showOwn();
  showProgress();
  showChanges();
  say(heading);
}

function showGroups() {
  const groups = Map.groupBy ? Map.groupBy(questions, (one) => one.requirement) : group(questions);
  let number = 0;
  find("[data-groups]").replaceChildren(...[...groups].map(([requirement, members]) => {
    const list = make("ol", { class: "kit-asks__list", start: number + 1 }, ...members.map((one) => asked(one, number += 1)));
    return make("section", { class: `kit-asks kit-c-${requirement}` }, make("h3", { class: "kit-asks__name" }, labels.requirement[requirement]), list);
  }));
}

function group(list) {
  const found = new Map();
  for (const one of list) found.set(one.requirement, [...(found.get(one.requirement) ?? []), one]);
  return found;
}

function asked(question, number) {
  const item = make("li", { class: "kit-ask", id: `q-${question.key.replace("/", "-")}` },
    make("h4", {}, `${number}. ${question.question}`),
    make("p", { class: "kit-ask__why" }, make("b", {}, words.why_asked), ` ${question.why}`));
  const rows = material(question).map(([name, entries]) =>
    make("div", { class: "kit-row" }, make("dt", {}, name), make("dd", {}, ...links(entries))));
  if (rows.length) {
    item.append(make("details", { class: "kit-ask__more" }, make("summary", {}, words.starter_material), make("dl", { class: "kit-rows kit-rows--tight" }, ...rows)));
  }
  item.append(room(`q${number}`, talk.answers[question.key] ?? {}, (name, value) => {
    talk.answers[question.key] = { answer: "", who: "", by: "", ...talk.answers[question.key], [name]: value };
    changed();
  }));
  return item;
}

function material(question) {
  return question.material
    .map((numbers, place) => [words[`starter_${MATERIAL[place]}`], numbers.map((number) => ({
      title: data.entries[number][1],
      address: new URL(`${data.entries[number][0]}/`, new URL(root.dataset.site, location)).href,
    }))])
    .filter(([, entries]) => entries.length);
}

const links = (entries) => entries.flatMap(({ title, address: href }, place) => [place ? "; " : "", make("a", { href }, title)]);

/** Room for an answer: three fields; on paper what was written, or lines. */
function room(id, given, on) {
  const fields = FIELDS.map((name) => {
    const value = given[name] ?? "";
    const field = make(name === "answer" ? "textarea" : "input", { id: `${id}-${name}`, autocomplete: "off", rows: name === "answer" ? 3 : undefined });
    field.value = value;
    const paper = make("span", { class: `kit-paper kit-room__paper kit-room__paper--${name}` }, value);
    field.addEventListener("input", () => { paper.textContent = field.value; on(name, field.value); });
    return make("p", { class: `kit-room__field kit-room__field--${name}` }, make("label", { for: field.id }, words[`starter_${name}`]), field, paper);
  });
  return make("div", { class: "kit-room__fields" }, ...fields);
}

function showOwn() {
  find("[data-own]").replaceChildren(...talk.own.map((own, place) => {
    const id = `own${place}`;
    const field = make("input", { id, autocomplete: "off" });
    field.value = own.question;
    const paper = make("b", { class: "kit-paper" }, own.question);
    field.addEventListener("input", () => { own.question = field.value; paper.textContent = field.value; changed(); });
    const remove = make("button", { type: "button", class: "kit-toggle kit-screen" }, words.starter_own_remove);
    remove.addEventListener("click", () => {
      talk.own.splice(place, 1);
      changed();
      showOwn();
      find("[data-add]").focus();
    });
    return make("li", { class: "kit-ask" },
      make("p", { class: "kit-room__field" }, make("label", { for: id }, `${words.starter_own_question} ${place + 1}`), field, paper),
      room(id, own, (name, value) => { own[name] = value; changed(); }), make("p", {}, remove));
  }));
}

function showProgress() {
  const own = talk.own.filter((one) => one.question);
  const all = questions.length + own.length;
  const done = questions.filter((one) => talk.answers[one.key]?.answer.trim()).length + own.filter((one) => one.answer.trim()).length;
  const text = words.starter_progress.replace("##", all).replace("#", done);
  find("#talk-progress").max = all || 1;
  find("#talk-progress").value = done;
  find("[data-progress-text]").textContent = text;
}

/** Something was filled in: keep it, with the questions there were. */
function changed() {
  talk.known = digests();
  talk.shown = { ...talk.shown, ...Object.fromEntries(questions.map((one) => [one.key, one.question])) };
  if (!state.save(talk)) say(words.starter_not_kept);
  showProgress();
}

const digests = () => Object.fromEntries(data.questions.map((one) => [one.key, one.digest]));

/* what changed since last time */

function showChanges() {
  const place = find("[data-changes]");
  if (!before) return place.replaceChildren();
  const found = changes(before, data.questions, questions.map((one) => one.key));
  if (before.partial) found.added = [];
  const lists = [
    [words.starter_added, found.added.map((one) => [one.question])],
    [words.starter_changed, found.changed.map((one) => [one.question, ` (${words.starter_was} ${one.was})`])],
    [words.starter_removed, found.removed.map((one) => [one.was, one.answer ? ` ${words.starter_answer}: ${one.answer}` : ""])],
  ].filter(([, items]) => items.length);
  if (!lists.length) return place.replaceChildren();
  const seen = make("button", { type: "button", class: "kit-button kit-button--quiet kit-screen" }, words.starter_seen);
  seen.addEventListener("click", () => {
    before = null;
    changed();
    showChanges();
    find("#talk").focus();
  });
  place.replaceChildren(make("section", { class: "kit-notice kit-changes", "aria-labelledby": "changes" },
    make("h3", { id: "changes", tabindex: "-1" }, words.starter_changes), make("p", {}, words.starter_changes_text),
    ...lists.flatMap(([name, items]) => [make("h4", {}, name), make("ul", {}, ...items.map((parts) => make("li", {}, ...parts)))]), seen));
}

/* files */

/** What goes into every file: names, groups of questions with material and answers. */
function report() {
  const project = ["name", "date", "people"].map((name) => [words[`form_${name === "name" ? "project" : name}`], talk.project[name]]);
  const blank = { answer: "", who: "", by: "" };
  let number = 0;
  const groups = [...group(questions)].map(([requirement, members]) => ({
    name: labels.requirement[requirement],
    questions: members.map((one) => ({ ...one, ...blank, ...talk.answers[one.key], number: number += 1, material: material(one) })),
  }));
  const own = talk.own.filter((one) => one.question).map((one) => ({ ...blank, ...one, why: "", material: [], number: number += 1 }));
  if (own.length) groups.push({ name: words.starter_own, questions: own });
  const made = [words.starter_made, location.href];
  return { title: words.starter_title, facts: [...project, ...facts(chosen()), made].filter(([, value]) => value), groups };
}

const name = (ending) => {
  const project = (talk.project.name ?? "").toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 40);
  return `${words.starter_title.toLowerCase().replace(/ /g, "-")}${project ? `-${project}` : ""}.${ending}`;
};

function showExport() {
  const files = [
    [words.starter_json, () => download(name("json"), "application/json", state.toFile(talk, { choice: chosen(), questions, digests: digests(), titles: data.entries, language }))],
    [words.export_markdown, () => download(name("md"), "text/markdown", markdown(report(), words))],
    [words.starter_word, () => download(name("html"), "text/html", html(report(), words, language))],
    [words.export_csv, () => download(name("csv"), "text/csv", table(report(), words))],
    [words.export_print, () => print()],
    [words.starter_clear, clearAll],
  ];
  find("[data-export]").append(...files.map(([label, act]) => {
    const button = make("button", { type: "button", class: "kit-button kit-button--quiet" }, label);
    button.addEventListener("click", act);
    return button;
  }));
}

function clearAll() {
  if (!confirm(words.starter_clear_sure)) return;
  state.clear();
  talk = state.empty();
  before = null;
  show();
  find("#talk").focus();
}

async function open(file) {
  const read = file ? state.fromFile(await file.text()) : null;
  find("[data-import-failed]").hidden = Boolean(read);
  if (!read) return;
  const { choice, partial, ...rest } = read;
  talk = { ...state.empty(), ...rest };
  before = structuredClone({ ...talk, partial });
  history.pushState(null, "", address(choice));
  show();
  state.save(talk);
  say(words.starter_imported);
  (find("#changes") ?? find("#talk")).focus();
}

/* acting */

function listen() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.pushState(null, "", address(fromForm()));
    show();
    find("#talk").focus();
    scrollTo({ top: find("#talk").getBoundingClientRect().top + scrollY - 16 });
  });
  find("[data-change]").addEventListener("click", () => {
    history.pushState(null, "", location.pathname);
    show();
    form.querySelector("input:checked").focus();
  });
  find("[data-add]").addEventListener("click", () => {
    talk.own.push({ question: "", answer: "", who: "", by: "" });
    showOwn();
    find(`#own${talk.own.length - 1}`).focus();
  });
  for (const field of root.querySelectorAll("[data-project]")) {
    field.addEventListener("input", () => { talk.project[field.dataset.project] = field.value; changed(); });
  }
  find("#starter-file").addEventListener("change", (event) => open(event.target.files[0]));
  addEventListener("popstate", show);
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...root.querySelectorAll("details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of opened) details.open = false; });
}

async function start() {
  data = await (await fetch(root.dataset.source)).json();
  talk = state.restore();
  if (Object.keys(talk.known).length) before = structuredClone(talk);
  showExport();
  listen();
  show();
  root.dataset.ready = "";
}

start();
