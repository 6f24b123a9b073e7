/* The page with all results: the question and the choices are in the address, so that the back button works. */

import { Index } from "./index.js";
import { Results, byKind } from "./show.js";

const FIRST = 10;
const page = document.querySelector("[data-search-page]");
const form = page.querySelector("form");
const input = form.querySelector("input[type=search]");
const status = page.querySelector("[role=status]");
const facets = page.querySelector("[data-facets]");
const list = page.querySelector("[data-list]");
const said = page.querySelector("[data-said]");
const starting = page.querySelector("[data-starting]");
const title = document.title;
let latest = 0;
let opened;

const open = () => (opened ??= Index.open(new URL(page.dataset.index, location), document.documentElement.lang)
  .then((index) => new Results(index, new URL(page.dataset.root, location), page)));

const read = () => {
  const query = new URLSearchParams(location.search);
  return { text: (query.get("q") ?? "").trim(), kind: query.getAll("kind"), requirement: query.getAll("requirement") };
};

function write({ text, kind, requirement }, how) {
  const pairs = [["q", text], ...kind.map((one) => ["kind", one]), ...requirement.map((one) => ["requirement", one])];
  history[how](null, "", `?${new URLSearchParams(pairs.filter(([, value]) => value))}`);
}

/** Whether one result has what is chosen; `but` leaves one facet out, for the counts of that facet. */
function fits(one, state, results, but = "") {
  if (but !== "kind" && state.kind.length && !state.kind.includes(one.kind)) return false;
  if (but === "requirement" || !state.requirement.length) return true;
  return state.requirement.some((id) => one.requirements & (1 << results.index.held.requirements.findIndex((each) => each.id === id)));
}

async function show() {
  const turn = ++latest;
  const state = read();
  input.value = state.text;
  document.title = state.text ? `${state.text} · ${title}` : title;
  starting.hidden = Boolean(state.text);
  if (!state.text) {
    for (const part of [list, facets, said]) part.replaceChildren();
    status.textContent = "";
    return;
  }
  let results;
  try {
    results = await open();
  } catch {
    status.textContent = page.dataset.failed;
    starting.hidden = false;
    return;
  }
  const { found, asked, meant } = await results.index.find(state.text);
  const wanted = await results.wanted(asked);
  const left = found.filter((one) => fits(one, state, results));
  const groups = await Promise.all([...byKind(left)].map(([kind, hits]) => group(results, kind, hits, wanted, asked)));
  if (turn !== latest) return;
  starting.hidden = left.length > 0;
  list.replaceChildren(...groups);
  choices(results, found, state);
  const better = asked.corrected.size && !meant ? results.say("searched").replace("#", asked.words.join(" ")) : "";
  const count = meant ? results.say("instead").replace("#", meant) : results.say("count", left.length);
  said.textContent = [count, better].filter(Boolean).join(" ");
  status.textContent = said.textContent;
}

async function group(results, kind, hits, wanted, asked) {
  const part = document.createElement("section");
  part.className = "kit-section kit-found__group";
  const heading = document.createElement("h2");
  heading.id = `found-${kind}`;
  heading.textContent = `${results.say(`kinds.${kind}`)} (${hits.length})`;
  part.setAttribute("aria-labelledby", heading.id);
  const items = document.createElement("ul");
  items.className = "kit-found__list";
  const add = async (from, to) => items.append(...(await Promise.all(hits.slice(from, to).map((hit) => results.hit(hit, wanted, asked, true)))));
  await add(0, FIRST);
  part.append(heading, items);
  if (hits.length > FIRST) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "kit-button";
    button.textContent = results.say("more", hits.length - FIRST);
    button.addEventListener("click", async () => {
      await add(FIRST);
      button.remove();
      items.children[FIRST].querySelector("a").focus();
    });
    part.append(button);
  }
  return part;
}

/** The facets with their counts; the focus stays where it was. */
function choices(results, found, state) {
  const focused = document.activeElement?.id;
  const kinds = [...byKind(found.filter((one) => fits(one, state, results, "kind")))];
  const within = found.filter((one) => fits(one, state, results, "requirement"));
  const requirements = results.index.held.requirements.map(({ id, label }, place) => [id, within.filter((one) => one.requirements & (1 << place)).length, label[results.index.language]]);
  const sets = [
    fieldset("kind", kinds.map(([kind, hits]) => [kind, hits.length, results.say(`kinds.${kind}`)]), state, results),
    fieldset("requirement", requirements, state, results),
  ];
  facets.replaceChildren(...sets.filter(Boolean));
  if (focused) document.getElementById(focused)?.focus();
}

function fieldset(name, values, state, results) {
  const shown = values.filter(([value, count]) => count || state[name].includes(value));
  if (shown.length < 2 && !state[name].length) return null;
  const set = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = results.say(`facet.${name}`);
  set.append(legend);
  for (const [value, count, label] of shown) {
    const line = document.createElement("label");
    const tick = document.createElement("input");
    Object.assign(tick, { type: "checkbox", name, value, id: `choose-${value.replace("/", "-")}`, checked: state[name].includes(value) });
    line.append(tick, ` ${label} (${count})`);
    set.append(line);
  }
  return set;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  write({ text: input.value.trim(), kind: [], requirement: [] }, "pushState");
  show();
});
facets.addEventListener("change", () => {
  const chosen = (name) => [...facets.querySelectorAll(`input[name=${name}]:checked`)].map(({ value }) => value);
  write({ text: read().text, kind: chosen("kind"), requirement: chosen("requirement") }, "pushState");
  show();
});
addEventListener("popstate", show);
show();
