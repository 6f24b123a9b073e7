/* The search box in the header: results while typing, in a list below it. Loaded when somebody goes to the box. */

import { Index } from "./index.js";
import { Results, byKind } from "./show.js";

const SHOWN = { groups: 4, hits: 3 };

export function start(box) {
  const input = box.querySelector("input[type=search]");
  const form = box.querySelector("form");
  const panel = box.querySelector("[data-panel]");
  const list = panel.querySelector("[data-list]");
  const status = box.querySelector("[role=status]");
  const more = panel.querySelector("[data-more]");
  const root = new URL(box.dataset.root, location);
  let latest = 0;

  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("search.css", import.meta.url) });
  document.head.append(style);

  const opened = Index.open(new URL(box.dataset.index, location), document.documentElement.lang)
    .then((index) => new Results(index, root, box));

  const close = () => {
    latest += 1;
    panel.hidden = true;
  };

  async function answer() {
    const turn = ++latest;
    const text = input.value.trim();
    if (!text) {
      close();
      status.textContent = "";
      return;
    }
    try {
      await show(await opened, text, turn);
    } catch {
      if (turn === latest) fail(text);
    }
  }

  /** Say that it did not work; the link leads to the page of results, which may. */
  function fail(text) {
    list.replaceChildren();
    status.textContent = box.dataset.failed;
    panel.querySelector("[data-said]").textContent = box.dataset.failed;
    more.href = pageOf(text);
    more.textContent = box.dataset.again;
    panel.hidden = false;
  }

  function pageOf(text) {
    const address = new URL(form.action);
    address.searchParams.set("q", text);
    return address;
  }

  async function show(results, text, turn) {
    const { found, asked, meant } = await results.index.find(input.value.trimStart(), { typing: true });
    const groups = [...byKind(found)].slice(0, SHOWN.groups);
    for (const [, hits] of groups) for (const { id } of hits.slice(0, SHOWN.hits)) results.index.text(id);
    const wanted = await results.wanted(asked);
    const sections = await Promise.all(groups.map(([kind, hits]) => section(results, kind, hits, wanted, asked)));
    if (turn !== latest) return;
    list.replaceChildren(...sections);
    more.href = pageOf(text);
    more.textContent = found.length ? results.say("all", found.length) : results.say("help");
    const shown = meant ? results.say("instead").replace("#", meant) : results.say("count", found.length);
    const corrected = asked.corrected.size && !meant ? ` ${results.say("searched").replace("#", asked.words.join(" "))}` : "";
    panel.querySelector("[data-said]").textContent = (found.length && !meant ? "" : shown) + corrected;
    status.textContent = shown + corrected;
    panel.hidden = false;
    box.dispatchEvent(new CustomEvent("kit:found", { bubbles: true }));
  }

  async function section(results, kind, hits, wanted, asked) {
    const part = document.createElement("section");
    const heading = document.createElement("h2");
    heading.id = `found-${kind}`;
    heading.textContent = `${results.say(`kinds.${kind}`)} (${hits.length})`;
    part.setAttribute("aria-labelledby", heading.id);
    const items = document.createElement("ul");
    items.append(...(await Promise.all(hits.slice(0, SHOWN.hits).map((hit) => results.hit(hit, wanted, asked)))));
    part.append(heading, items);
    return part;
  }

  const links = () => [...panel.querySelectorAll("a[href]")];

  function move(step) {
    if (panel.hidden) return;
    const stops = [input, ...links()];
    const place = stops.indexOf(document.activeElement) + step;
    stops[(place + stops.length) % stops.length].focus();
  }

  input.addEventListener("input", answer);
  input.addEventListener("focus", () => { if (panel.hidden && input.value.trim()) answer(); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      input.focus();
      close();
    }
  });
  box.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget && !box.contains(relatedTarget)) close(); });
  document.addEventListener("pointerdown", ({ target }) => { if (!box.contains(target)) close(); });
  if (input.value.trim()) answer();
}
