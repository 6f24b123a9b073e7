/* An answer as a table: ids lead to their pages, the language of a text is marked. */
import { make } from "../kit-files.js";

const NUMBERS = /#(?:integer|decimal|double|float|int|long|short|nonNegativeInteger)$/;

const isNumber = (cell) => NUMBERS.test(cell?.[3] ?? "");

/** Makes cells: `base`, `prefixes` and `withPages` say what an address is, `site` where the pages are. */
export class Cells {
  constructor({ base, prefixes, with_pages: withPages }, site) {
    this.base = base;
    this.site = site;
    this.withPages = new Set(withPages);
    this.prefixes = Object.entries(prefixes).sort(([, one], [, other]) => other.length - one.length);
  }

  row(cells) { return make("tr", {}, ...cells.map((cell) => this.cell(cell))); }

  cell(cell) {
    if (!cell) return make("td");
    const [sort, text, language] = cell;
    if (sort === "iri") return make("td", { class: "kit-sparql__id" }, this.#address(text));
    return make("td", { lang: language || undefined, class: isNumber(cell) ? "kit-number" : undefined }, text);
  }

  #address(iri) {
    const id = iri.startsWith(this.base) ? iri.slice(this.base.length) : "";
    const [kind, slug] = id.split("/");
    if (this.withPages.has(kind) && (!slug || /^[\w-]+$/.test(slug)) && id.split("/").length < 3) {
      return make("a", { href: new URL(`${id}/`, new URL(this.site, location)).href }, id);
    }
    const [name, start] = this.prefixes.find(([, one]) => iri.startsWith(one)) ?? [];
    const short = name ? `${name}:${iri.slice(start.length)}` : iri;
    return /^https?:/.test(iri) && !id ? make("a", { href: iri, rel: "external", class: "kit-outside" }, short) : short;
  }
}

export function table(names, rows, caption, cells) {
  const head = make("tr", {}, ...names.map((name, column) =>
    make("th", { scope: "col", class: isNumber(rows[0][column]) ? "kit-number" : undefined }, name.replaceAll("_", " "))));
  return make("table", { class: "kit-table kit-sparql__table" },
    make("caption", { class: "kit-visually-hidden" }, caption),
    make("thead", {}, head),
    make("tbody", {}, ...rows.map((row) => cells.row(row))));
}
