/* Choosing among entries: which match, how many each value would leave, and in which order. No page here. */
export class Choice {
  /**
   * @param data what `browse.data` wrote: facets [{name, values: [[name, label]]}] and entries
   *   [{id, n: its number in the search, v: numbers of values, new, seen}], in the order of titles
   * @param ids the ids of the entries that the page shows, in its order
   */
  constructor(data, ids) {
    this.facets = new Map();
    this.size = 0;
    for (const facet of data.facets) {
      const values = new Map();
      for (const [name, label] of facet.values) {
        values.set(name, { number: this.size, label });
        this.size += 1;
      }
      this.facets.set(facet.name, values);
    }
    const rows = new Map(data.entries.map((entry) => [entry.id, entry]));
    this.entries = ids.map((id, place) => {
      const entry = rows.get(id) ?? { id, v: [], new: "", seen: "" };
      return { ...entry, place, has: new Set(entry.v) };
    });
  }

  label(facet, name) {
    return this.facets.get(facet)?.get(name)?.label;
  }

  /** Only what exists: facet → names, from pairs of strings. */
  known(pairs) {
    const chosen = new Map();
    for (const [facet, name] of pairs) {
      if (!this.facets.get(facet)?.has(name)) continue;
      chosen.set(facet, [...new Set([...(chosen.get(facet) ?? []), name])]);
    }
    return chosen;
  }

  /**
   * @param scores number in the search → how well it fits what was asked; null where nothing is asked
   * @returns {places, counts}: the places of the entries in order; per value the number of entries that it would leave,
   *   beside what is chosen in other facets
   */
  choose({ scores = null, chosen = new Map(), order = "" }) {
    const groups = [...chosen].map(([facet, names]) => [
      facet,
      names.map((name) => this.facets.get(facet).get(name).number),
    ]);
    const counts = new Array(this.size).fill(0);
    const places = [];
    for (const entry of this.entries) {
      if (scores && !scores.has(entry.n)) continue;
      const missed = groups.filter(([, numbers]) => !numbers.some((number) => entry.has.has(number)));
      if (!missed.length) places.push(entry.place);
      if (missed.length > 1) continue;
      for (const [facet, values] of this.facets) {
        if (missed.length && missed[0][0] !== facet) continue;
        for (const { number } of values.values()) if (entry.has.has(number)) counts[number] += 1;
      }
    }
    return { places: this.#ordered(places, order, scores), counts };
  }

  #ordered(places, order, scores) {
    const by = {
      relevance: (a, b) => (scores ? scores.get(this.entries[b].n) - scores.get(this.entries[a].n) : 0),
      new: (a, b) => this.entries[b].new.localeCompare(this.entries[a].new),
      reviewed: (a, b) => this.entries[b].seen.localeCompare(this.entries[a].seen),
    }[order];
    return by ? places.sort((a, b) => by(a, b) || a - b) : places;
  }
}
