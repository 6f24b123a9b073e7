/*
 * The catalogue page: filters, order, comparing and the shortlist. The list stands in the page; this hides and sorts
 * it. All state is in the address, so that a link, the back button and a reload give the same page.
 */
import { Choice } from "./catalogue-choose.js";
import { Comparison, Shortlist, Picks } from "./catalogue-views.js";
import { make } from "./kit-files.js";

const root = document.querySelector("[data-catalogue]");
const find = (selector) => root.querySelector(selector);
const words = JSON.parse(document.getElementById("catalogue-words").textContent);
const items = [...root.querySelectorAll(".kit-item")];
const form = find("[data-filters]");
const sheet = find("[data-sheet]");
const narrow = matchMedia("(max-width: 59.99em)");

const page = { root, words, find, items, say, go };
let choice;
let state;
let views;
let index;
let standing = items.map((_, place) => place);
let answer = { text: "", scores: null, said: "" };

/* the address */

function read() {
  const query = new URLSearchParams(location.search);
  return {
    text: query.get("q") ?? "",
    order: query.get("order") ?? "",
    chosen: choice.known(query),
    compare: query.has("compare") ? list(query.get("compare")) : null,
    shortlist: query.has("shortlist") ? list(query.get("shortlist")) : null,
  };
}

const list = (text) => text.split(",").filter(Boolean);

function address({ text, order, chosen, compare, shortlist }) {
  const pairs = [];
  if (text) pairs.push(["q", text]);
  for (const facet of choice.facets.keys()) for (const name of chosen.get(facet) ?? []) pairs.push([facet, name]);
  if (order) pairs.push(["order", order]);
  if (compare) pairs.push(["compare", compare.join(",")]);
  if (shortlist) pairs.push(["shortlist", shortlist.join(",")]);
  const query = pairs.map(([key, value]) => `${key}=${encodeURIComponent(value).replace(/%2C/g, ",").replace(/%2F/g, "/")}`);
  return query.length ? `?${query.join("&")}` : location.pathname;
}

/** Change the state: a new step in the history, or the same one where only a text grows. What is being typed stays. */
function go(change, { replace = false, typed = false } = {}) {
  state = { ...state, ...change };
  if ("text" in change && !typed) form.elements.q.value = state.text;
  history[replace ? "replaceState" : "pushState"](null, "", address(state));
  show();
}

/* showing */

let announcing = 0;
function say(text) {
  clearTimeout(announcing);
  announcing = setTimeout(() => { find("[data-status]").textContent = text; }, 250);
}

function counted(number) {
  if (number === items.length) return words.results_all.replace("#", number);
  const text = number === 0 ? words.results_none : number === 1 ? words.results_one : words.results_some;
  return text.replace("##", items.length).replace("#", number);
}

async function show() {
  const view = state.compare ? "compare" : state.shortlist ? "shortlist" : "list";
  for (const part of root.querySelectorAll("[data-view]")) part.hidden = part.dataset.view !== view;
  find(".kit-lead").hidden = view !== "list";
  find(".kit-lists").hidden = view !== "list";
  find("[data-dock]").hidden = view !== "list";
  const language = document.querySelector(".kit-language");
  if (language) language.search = location.search;
  if (view === "compare") views.comparison.show(state.compare);
  else if (view === "shortlist") views.shortlist.show(state.shortlist);
  else await showList();
}

/** The search of the whole site, fetched when somebody goes to the box for words. */
const search = () => (index ??= import("./search/index.js")
  .then(({ Index }) => Index.open(new URL(root.dataset.index, location), document.documentElement.lang)));

/** Ask the search for the words; what it found is kept until other words are asked. */
async function ask(text) {
  if (!text) return { text, scores: null, said: "" };
  try {
    const { found, asked, meant } = await (await search()).find(text, { typing: true });
    const said = meant ? words["find.instead"].replace("#", meant) : asked.corrected.size ? words["find.searched"].replace("#", asked.words.join(" ")) : "";
    return { text, scores: new Map(found.map(({ id, score }) => [id, score])), said };
  } catch {
    index = undefined;
    return { text: null, scores: null, said: words.search_failed };
  }
}

async function showList() {
  const { text } = state;
  if (text !== answer.text) {
    const given = await ask(text);
    if (text !== state.text) return;
    answer = given;
  }
  const order = state.order || (text ? "relevance" : "title");
  const found = choice.choose({ ...state, scores: answer.scores, order });
  const shown = new Set(found.places);
  items.forEach((item, place) => { if (item.hidden === shown.has(place)) item.hidden = !item.hidden; });
  putInOrder(found.places);
  find("[data-count]").textContent = counted(found.places.length);
  find("[data-said]").hidden = !answer.said;
  find("[data-said]").textContent = answer.said;
  find("[data-show-results]").textContent = words.results_show.replace("#", found.places.length);
  say([counted(found.places.length), answer.said].filter(Boolean).join(" "));
  showForm(found.counts);
  showPicked();
  showDock();
  const select = find("#order");
  select.value = order;
  select.querySelector("[value=relevance]").disabled = !state.text;
}

/** Move the items that are shown, where they do not stand in that order already: moving makes the page slow. */
function putInOrder(places) {
  const at = new Map(standing.map((place, index) => [place, index]));
  if (places.every((place, index) => !index || at.get(place) > at.get(places[index - 1]))) return;
  const moved = new Set(places);
  find("[data-items]").append(...places.map((place) => items[place]));
  standing = [...standing.filter((place) => !moved.has(place)), ...places];
}

function showForm(counts) {
  for (const facet of form.querySelectorAll("[data-facet]")) {
    const names = state.chosen.get(facet.dataset.facet) ?? [];
    for (const box of facet.querySelectorAll("input")) {
      box.checked = names.includes(box.value);
      const left = counts[choice.facets.get(box.name).get(box.value).number];
      box.parentElement.querySelector(".kit-tick__count").textContent = left;
      box.parentElement.classList.toggle("is-empty", left === 0 && !box.checked);
    }
    facet.querySelector("[data-chosen]").textContent = names.length ? `(${names.length})` : "";
  }
}

function showPicked() {
  const picked = find("[data-picked]");
  const all = [...state.chosen].flatMap(([facet, names]) => names.map((name) => [choice.label(facet, name), () => without(facet, name)]));
  if (state.text) all.unshift([`“${state.text}”`, () => go({ text: "" })]);
  picked.hidden = !all.length;
  picked.replaceChildren(...all.map(([label, remove], place) => {
    const button = make("button", { type: "button", class: "kit-picked__one", "aria-label": words.filter_remove.replace("#", label) }, label);
    button.addEventListener("click", () => {
      remove();
      const left = picked.querySelectorAll("button");
      (left[Math.min(place, left.length - 1)] ?? find("#results")).focus();
    });
    return make("li", {}, button);
  }));
}

function without(facet, name) {
  const chosen = new Map(state.chosen);
  chosen.set(facet, chosen.get(facet).filter((other) => other !== name));
  if (!chosen.get(facet).length) chosen.delete(facet);
  go({ chosen });
}

function showDock() {
  const filters = [...state.chosen.values()].reduce((sum, names) => sum + names.length, 0) + (state.text ? 1 : 0);
  number(find("[data-open-filters]"), filters);
  number(find("[data-open-compare]"), views.picks.size, true);
  number(find("[data-open-shortlist]"), views.shortlist.size, true);
  const empty = [...find("[data-dock]").children].every((button) => button.hidden || (button.matches(".kit-dock__filters") && !narrow.matches));
  find("[data-dock]").classList.toggle("is-empty", empty);
}

function number(button, count, hideEmpty = false) {
  button.querySelector("[data-number]").textContent = count ? `(${count})` : "";
  if (hideEmpty) button.hidden = !count;
}

/* acting */

function listen() {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => {
    if (event.target.type !== "checkbox") return;
    const ticked = [...form.querySelectorAll("input:checked")].map((box) => [box.name, box.value]);
    go({ chosen: choice.known(ticked) });
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    go({ text: "", chosen: new Map(), order: "" });
  });
  let typed = 0;
  form.elements.q.addEventListener("focus", () => search().catch(() => { index = undefined; }), { once: true });
  form.elements.q.addEventListener("input", () => {
    clearTimeout(typed);
    const text = form.elements.q.value.trim();
    typed = setTimeout(() => { if (text !== state.text) go({ text }, { replace: Boolean(state.text && text), typed: true }); }, 120);
  });
  find("#order").addEventListener("change", (event) => go({ order: event.target.value }));
  find("[data-open-compare]").addEventListener("click", () => { go({ compare: views.picks.slugs }); find("#compare").focus(); });
  find("[data-open-shortlist]").addEventListener("click", () => { go({ shortlist: views.shortlist.kept }); find("#shortlist").focus(); });
  for (const link of root.querySelectorAll("[data-back]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      go({ compare: null, shortlist: null });
      find("#results").focus();
    });
  }
  addEventListener("popstate", () => {
    state = read();
    form.elements.q.value = state.text;
    show();
  });
}

/** On a small screen the filters are a sheet that opens from the bottom, within reach of a thumb. */
function arrange() {
  const place = () => {
    if (sheet.open) sheet.close();
    find(narrow.matches ? "[data-slot]" : "[data-side]").append(form);
    showDock();
  };
  narrow.addEventListener("change", place);
  find("[data-open-filters]").addEventListener("click", () => { sheet.showModal(); find("#filters-title").focus(); });
  find("[data-close-filters]").addEventListener("click", () => sheet.close());
  find("[data-show-results]").addEventListener("click", () => { sheet.close(); find("#results").focus(); find("#results").scrollIntoView(); });
  sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });
  place();
}

async function start() {
  const data = await (await fetch(root.dataset.source)).json();
  choice = new Choice(data, items.map((item) => item.dataset.id));
  page.choice = choice;
  const picks = new Picks(page, showDock);
  views = { picks, comparison: new Comparison(page, picks), shortlist: new Shortlist(page, showDock) };
  state = read();
  form.elements.q.value = state.text;
  form.hidden = false;
  find("[data-order]").hidden = false;
  arrange();
  listen();
  for (const facet of form.querySelectorAll("[data-facet]")) {
    if (narrow.matches) facet.open = false;
    if (state.chosen.has(facet.dataset.facet)) facet.open = true;
  }
  await show();
  root.dataset.ready = "";
}

start();
