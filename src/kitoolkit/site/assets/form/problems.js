/* What is wrong, shown at the fields and in a list above the form that leads to them. */
import { make } from "../kit-files.js";
import { locate } from "./fields.js";

export class Problems {
  /**
   * @param form the form
   * @param section where the list stands
   * @param words of the page
   * @param language of the page
   */
  constructor(form, section, words, language) {
    Object.assign(this, { form, section, words, language });
  }

  /** As `kitoolkit check` says it. */
  text({ message, hint }) {
    const more = hint[this.language];
    return more ? `${message[this.language]} (${more})` : message[this.language];
  }

  /** Shows problems at their fields, and no others. */
  atFields(found) {
    for (const slot of this.form.querySelectorAll("[data-error]")) this.#empty(slot);
    for (const input of this.form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
    for (const problem of found) {
      const place = locate(this.form, problem.at);
      const slot = place?.holder.querySelector(":scope > [data-error]");
      if (!slot) continue;
      const isWarning = problem.severity === "warning";
      const told = make("span", { class: isWarning ? "kit-error__warning" : null }, isWarning ? `${this.words.warnings_heading}: ` : "", this.text(problem));
      slot.append(told);
      slot.hidden = false;
      if (!isWarning && place.focus.matches("[data-control]")) place.focus.setAttribute("aria-invalid", "true");
    }
  }

  #empty(slot) {
    if (slot.hidden) return;
    slot.replaceChildren();
    slot.hidden = true;
  }

  /** The list above the form; gone where there is nothing. */
  list(errors) {
    this.section.hidden = !errors.length;
    const heading = errors.length === 1 ? this.words.error_one : this.words.errors.replace("#", errors.length);
    this.section.querySelector("[data-errors-heading]").textContent = heading;
    this.section.querySelector("[data-errors-list]").replaceChildren(...this.items(errors));
  }

  /** Problems as items of a list, in the order of the page, each with a link to its field. */
  items(found) {
    const placed = found.map((problem) => ({ problem, place: locate(this.form, problem.at) }));
    const follows = (a, b) => (a.place.focus.compareDocumentPosition(b.place.focus) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
    placed.sort((a, b) => (a.place && b.place && a.place.focus !== b.place.focus ? follows(a, b) : 0));
    return placed.map(({ problem, place }) => {
      if (!place) return make("li", {}, this.text(problem));
      const link = make("a", { href: place.focus.id ? `#${place.focus.id}` : "#main" }, `${this.name(place.holder)}${this.text(problem)}`);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        for (let around = place.focus.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
        place.focus.focus();
        place.holder.scrollIntoView({ block: "start" });
      });
      return make("li", {}, link);
    });
  }

  /** What a place is called, before what is wrong there: "Bron 1, Wat deze bron laat zien, Engels: ". */
  name(holder) {
    const names = [];
    for (let element = holder; element && element !== this.form; element = element.parentElement) {
      if (!element.matches("[data-item], [data-field], [data-language], [data-slug]")) continue;
      const label = element.querySelector("[data-title], legend, label, summary").cloneNode(true);
      for (const more of label.querySelectorAll(".kit-need, .kit-facet__chosen")) more.remove();
      names.unshift(label.textContent.trim());
      if (element.matches("[data-item]")) break;
    }
    const name = names.join(", ");
    return name.endsWith("?") ? `${name} ` : `${name}: `;
  }
}
