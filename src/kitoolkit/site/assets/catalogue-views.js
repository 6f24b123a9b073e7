/* Comparing tools side by side, and the shortlist: what stands beside the list on the catalogue page. */
import { asMarkdown, csv, download, keep, make, recall } from "./kit-files.js";

const MOST = 4;

/** A toggle on every item. */
function toggles(page, { label, pressed, on, only }) {
  for (const item of page.items) {
    if (only && !item.dataset.id.startsWith(only)) continue;
    const title = item.querySelector(".kit-item__title").textContent;
    const button = make("button", { type: "button", class: "kit-toggle", "aria-pressed": String(pressed(item.dataset.id)) }, label,
      make("span", { class: "kit-visually-hidden" }, `: ${title}`));
    button.addEventListener("click", () => on(item.dataset.id, button));
    let row = item.querySelector(".kit-item__do");
    if (!row) item.append(row = make("p", { class: "kit-item__do" }));
    row.append(button);
    (item.toggles ??= []).push(() => button.setAttribute("aria-pressed", String(pressed(item.dataset.id))));
  }
}

const refresh = (page) => { for (const item of page.items) for (const toggle of item.toggles ?? []) toggle(); };

/** The tools picked to be compared. */
export class Picks {
  constructor(page, changed) {
    this.page = page;
    this.changed = changed;
    this.slugs = this.#known(recall("compare", []));
    toggles(page, {
      label: page.words.compare,
      only: "tool/",
      pressed: (id) => this.slugs.includes(id.slice(5)),
      on: (id) => this.toggle(id.slice(5)),
    });
  }

  get size() { return this.slugs.length; }

  #known(slugs) {
    const ids = new Set(this.page.items.map((item) => item.dataset.id));
    return [...new Set(slugs)].filter((slug) => ids.has(`tool/${slug}`)).slice(0, MOST);
  }

  set(slugs) {
    this.slugs = this.#known(slugs);
    keep("compare", this.slugs);
    refresh(this.page);
  }

  toggle(slug) {
    const { words, say } = this.page;
    const has = this.slugs.includes(slug);
    if (!has && this.size >= MOST) return say(words.compare_full), this.page.find("[data-dock]").setAttribute("data-note", words.compare_full);
    this.page.find("[data-dock]").removeAttribute("data-note");
    this.set(has ? this.slugs.filter((other) => other !== slug) : [...this.slugs, slug]);
    say(words.compare_added.replace("#", this.size));
    this.changed();
  }
}

/** The table: properties in the rows, tools in the columns. The data come from the portal's own JSON. */
export class Comparison {
  constructor(page, picks) {
    this.page = page;
    this.picks = picks;
    this.read = new Map();
  }

  async show(slugs) {
    const { page } = this;
    this.picks.set(slugs);
    const place = page.find("[data-comparison]");
    if (!this.picks.size) return place.replaceChildren(make("p", {}, page.words.compare_none));
    const asked = this.picks.slugs;
    try {
      const tools = await Promise.all(asked.map((slug) => this.#tool(slug)));
      if (asked === this.picks.slugs) place.replaceChildren(this.#table(tools));
    } catch {
      place.replaceChildren(make("p", { class: "kit-notice" }, page.words.compare_failed));
    }
  }

  async #tool(slug) {
    if (!this.read.has(slug)) {
      const answer = await fetch(new URL(`tool/${slug}.json`, new URL(this.page.root.dataset.api, location)));
      if (!answer.ok) throw new Error(answer.status);
      this.read.set(slug, await answer.json());
    }
    return this.read.get(slug);
  }

  #table(tools) {
    const { words } = this.page;
    const head = make("tr", {}, make("th", { scope: "col" }, words.compare_property), ...tools.map((tool) => this.#head(tool)));
    const rows = this.#rows(tools).map(([name, cells]) =>
      make("tr", {}, make("th", { scope: "row" }, name), ...cells.map((cell) => make("td", {}, cell || quiet(words.not_filled)))));
    const table = make("table", { class: "kit-compare" }, make("thead", {}, head), make("tbody", {}, ...rows));
    return make("div", { class: "kit-scroll", role: "region", "aria-labelledby": "compare", tabindex: "0" }, table);
  }

  #item(tool) { return this.page.items.find((item) => item.dataset.id === tool.id); }

  #head(tool) {
    const title = this.#item(tool).querySelector("a");
    const remove = make("button", { type: "button", class: "kit-toggle kit-screen", "aria-label": this.page.words.compare_remove.replace("#", title.textContent) }, "×");
    remove.addEventListener("click", () => {
      this.page.go({ compare: this.picks.slugs.filter((slug) => `tool/${slug}` !== tool.id) }, { replace: true });
      this.page.find("#compare").focus();
    });
    return make("th", { scope: "col" }, make("a", { href: title.href }, title.textContent), " ", remove);
  }

  #rows(tools) {
    const { words, choice } = this.page;
    const text = (value) => inLanguage(value, words);
    const concepts = (facet, ids) => (ids ?? []).map((id) => choice.label(facet, id.split("/")[1])).filter(Boolean).join(", ");
    const rows = [
      [words.column_summary, (tool) => this.#item(tool).querySelector(".kit-item__text").textContent],
      [words.type, (tool) => concepts("type", [tool.type])],
      [words.status, (tool) => choice.label("state", tool.status.state)],
      [words.cost, (tool) => choice.label("cost", tool.cost)],
      [words.effort, (tool) => words[`effort.${tool.effort}`]],
      [words.skills, (tool) => text(tool.skills)],
      [words.licence, (tool) => tool.licence ?? words.no_licence],
      [words.languages, (tool) => (tool.languages ?? []).map((code) => choice.label("language", code)).join(", ")],
      [words.publisher, (tool) => tool.publisher],
      [words["facet.requirement"], (tool) => concepts("requirement", tool.requirements)],
      [words["facet.phase"], (tool) => concepts("phase", tool.phases)],
      [words["facet.use"], (tool) => concepts("use", tool.uses)],
      [words.use_when, (tool) => text(tool.use_when)],
      [words.avoid_when, (tool) => text(tool.avoid_when)],
      [words.limits, (tool) => make("ul", {}, ...tool.limits.map((limit) => make("li", {}, text(limit))))],
      [words.interests, (tool) => text(tool.interests)],
      [words.review, (tool) => tool.reviewed ?? words.not_reviewed],
      [words.homepage, (tool) => make("a", { href: tool.homepage, rel: "external", class: "kit-outside" }, new URL(tool.homepage).host)],
    ];
    return rows.map(([name, cell]) => [name, tools.map(cell)]);
  }
}

const quiet = (text) => make("span", { class: "kit-quiet" }, text);

/** A text in the page's language; else in the other, marked so. Links and emphasis of Markdown become plain. */
function inLanguage(value, words) {
  if (!value) return "";
  const { lang } = document.documentElement;
  const plain = (text) => text.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[*_`]{1,2}(\S[^*_`]*)[*_`]{1,2}/g, "$1");
  if (value[lang]) return plain(value[lang]);
  const other = lang === "nl" ? "en" : "nl";
  return make("span", {}, make("span", { lang: other }, plain(value[other])), " ", make("span", { class: "kit-only" }, `(${words.only_other_language})`));
}

/** What a reader keeps; in this browser only. */
export class Shortlist {
  constructor(page, changed) {
    this.page = page;
    this.kept = recall("shortlist", []).filter((id) => typeof id === "string");
    this.byId = new Map(page.items.map((item) => [item.dataset.id, item]));
    toggles(page, {
      label: page.words.keep,
      pressed: (id) => this.kept.includes(id),
      on: (id) => {
        this.#keep(this.kept.includes(id) ? this.kept.filter((other) => other !== id) : [...this.kept, id]);
        page.say(page.words.shortlist_count.replace("#", this.size));
        changed();
      },
    });
  }

  get size() { return this.kept.length; }

  #keep(ids) {
    this.kept = ids;
    keep("shortlist", ids);
    refresh(this.page);
  }

  show(ids) {
    const { page } = this;
    const own = ids.every((id) => this.kept.includes(id));
    page.find("[data-shortlist-text]").textContent = !ids.length ? page.words.shortlist_none : own ? page.words.shortlist_text : page.words.shortlist_shared;
    page.find("[data-shortlist]").replaceChildren(...ids.map((id) => this.#line(id, ids, own)));
    page.find("[data-shortlist-do]").replaceChildren(...(ids.length ? this.#buttons(ids, own) : []));
  }

  #line(id, ids, own) {
    const { words } = this.page;
    const entry = this.#entry(id);
    const line = make("li", { class: "kit-kept__one" });
    if (!entry) line.append(words.shortlist_gone.replace("#", id));
    else {
      line.append(
        make("h3", {}, make("a", { href: entry.address }, entry.title)),
        make("p", { class: "kit-item__kind" }, entry.kind),
        make("p", { class: "kit-item__text" }, entry.summary),
      );
    }
    if (own) {
      const remove = make("button", { type: "button", class: "kit-toggle kit-screen", "aria-label": words.shortlist_remove.replace("#", entry?.title ?? id) }, "×");
      remove.addEventListener("click", () => {
        const left = ids.filter((other) => other !== id);
        this.#keep(this.kept.filter((other) => other !== id));
        this.page.go({ shortlist: left }, { replace: true });
        this.page.find("#shortlist").focus();
      });
      line.append(remove);
    }
    return line;
  }

  #entry(id) {
    const item = this.byId.get(id);
    if (!item) return null;
    const link = item.querySelector(".kit-item__title a");
    const text = (part) => item.querySelector(part).textContent;
    return { id, title: link.textContent, address: link.href, kind: text(".kit-item__kind"), summary: text(".kit-item__text") };
  }

  #buttons(ids, own) {
    const { words } = this.page;
    const entries = ids.map((id) => this.#entry(id)).filter(Boolean);
    const button = (label, act) => {
      const made = make("button", { type: "button", class: "kit-button kit-button--quiet" }, label);
      made.addEventListener("click", act);
      return made;
    };
    const found = [
      button(words.copy_link, () => this.#copy()),
      button(words.export_csv, () => download("kitoolkit.csv", "text/csv", this.#csv(entries))),
      button(words.export_markdown, () => download("kitoolkit.md", "text/markdown", this.#markdown(entries))),
      button(words.export_print, () => print()),
    ];
    if (!own) {
      found.unshift(button(words.shortlist_keep, () => {
        this.#keep([...new Set([...this.kept, ...ids])]);
        this.show(ids);
        this.page.say(words.shortlist_count.replace("#", this.size));
        this.page.find("#shortlist").focus();
      }));
    }
    return found;
  }

  async #copy() {
    const { words, say } = this.page;
    try {
      await navigator.clipboard.writeText(location.href);
      this.page.find("[data-shortlist-text]").textContent = words.copied;
      say(words.copied);
    } catch {
      this.page.find("[data-shortlist-text]").textContent = words.copy_failed;
      say(words.copy_failed);
    }
  }

  #csv(entries) {
    const { words } = this.page;
    const head = ["id", "kind", "title", "summary", "address"].map((name) => words[`column_${name}`]);
    return csv([head, ...entries.map((entry) => [entry.id, entry.kind, entry.title, entry.summary, entry.address])]);
  }

  #markdown(entries) {
    const lines = entries.map((entry) => `- [${asMarkdown(entry.title)}](${entry.address}) (${entry.kind}): ${asMarkdown(entry.summary)}`);
    return `# ${this.page.words.shortlist_title}\n\n${lines.join("\n")}\n`;
  }
}
