/* A field for other entries: type part of a title, choose from a list with the keyboard or the pointer. */
import { make } from "../kit-files.js";
import { fold } from "../kit-words.js";

const SHOWN = 8;

export class Entries {
  /**
   * @param known entries: [id, {nl, en}, other names]
   * @param kinds names of the kinds, by kind
   * @param words of the page
   * @param say tells people who do not see the list what it holds
   */
  constructor(known, kinds, words, language, say) {
    Object.assign(this, { kinds, words, say });
    this.known = known.map(([id, title, names, , , instead]) => ({
      offered: !instead,
      id,
      kind: id.split("/")[0],
      title: title[language] ?? Object.values(title)[0],
      text: fold([...Object.values(title), ...names, id].join(" ")),
    }));
  }

  /** The ids that a field holds. */
  static read(field) {
    return [...field.querySelectorAll("[data-entries] > [data-id]")].map((item) => item.dataset.id);
  }

  write(field, ids) {
    field.querySelector("[data-entries]").replaceChildren();
    for (const id of ids) this.#add(field, id);
  }

  /** Make a field work, once. */
  start(field) {
    const input = field.querySelector("[role=combobox]");
    const list = field.querySelector("[role=listbox]");
    const box = { field, input, list, active: -1 };
    input.addEventListener("input", () => this.#show(box));
    input.addEventListener("keydown", (event) => this.#press(event, box));
    input.addEventListener("blur", () => this.#close(box));
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) this.#choose(box, option.dataset.id);
    });
  }

  #matching(field, text) {
    const asked = fold(text).split(/\s+/).filter(Boolean);
    const kinds = field.dataset.kinds.split(" ");
    const taken = new Set(Entries.read(field));
    if (!asked.length) return [];
    const fits = ({ id, kind, offered, text: own }) => offered && kinds.includes(kind) && !taken.has(id) && asked.every((word) => own.includes(word));
    const starts = (entry) => fold(entry.title).startsWith(asked[0]);
    return this.known.filter(fits).sort((a, b) => starts(b) - starts(a));
  }

  #show(box) {
    const found = this.#matching(box.field, box.input.value);
    box.list.replaceChildren(...found.slice(0, SHOWN).map((entry, place) =>
      make("li", { role: "option", id: `${box.list.id}-${place}`, "data-id": entry.id, "aria-selected": "false" },
        entry.title, make("span", { class: "kit-combo__kind" }, ` ${this.kinds[entry.kind]}`))));
    const open = found.length > 0;
    box.list.hidden = !open;
    box.input.setAttribute("aria-expanded", String(open));
    this.#activate(box, -1);
    if (box.input.value.trim()) this.say(open ? this.words.found.replace("#", found.length) : this.words.found_none);
  }

  #close(box) {
    box.list.hidden = true;
    box.input.setAttribute("aria-expanded", "false");
    this.#activate(box, -1);
  }

  #activate(box, place) {
    box.active = place;
    for (const [number, option] of [...box.list.children].entries()) {
      option.setAttribute("aria-selected", String(number === place));
      if (number === place) option.scrollIntoView({ block: "nearest" });
    }
    if (place < 0) box.input.removeAttribute("aria-activedescendant");
    else box.input.setAttribute("aria-activedescendant", box.list.children[place].id);
  }

  #press(event, box) {
    const count = box.list.hidden ? 0 : box.list.children.length;
    if (event.key === "Enter") {
      event.preventDefault(); // never sends the form from here
      if (count) this.#choose(box, box.list.children[Math.max(box.active, 0)].dataset.id);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#activate(box, box.active < 0 && step < 0 ? count - 1 : (box.active + step + count) % count);
    } else if (event.key === "Escape" && count) {
      event.preventDefault();
      this.#close(box);
    }
  }

  #choose(box, id) {
    if (!("many" in box.field.dataset)) this.write(box.field, []);
    this.#add(box.field, id);
    box.input.value = "";
    this.#close(box);
    box.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #add(field, id) {
    const entry = this.known.find((one) => one.id === id) ?? { title: id, kind: id.split("/")[0] };
    const remove = make("button", { type: "button", class: "kit-toggle" }, this.words.remove_item, make("span", { class: "kit-visually-hidden" }, `: ${entry.title}`));
    const item = make("li", { "data-id": id }, make("span", {}, entry.title, make("span", { class: "kit-combo__kind" }, ` ${this.kinds[entry.kind] ?? ""}`)), remove);
    remove.addEventListener("click", () => {
      item.remove();
      this.say(this.words.removed.replace("#", entry.title));
      const input = field.querySelector("[role=combobox]");
      input.focus();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    field.querySelector("[data-entries]").append(item);
  }
}
