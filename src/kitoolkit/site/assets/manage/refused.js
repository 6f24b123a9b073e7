/* What is saved on a forge is public at once: what may not be published is not saved. No page here. */
import { confidential } from "../form/confidential.js";
import { speaker } from "../form/check.js";

/**
 * Why an entry may not be saved, in a language; empty where it may.
 *
 * @param values the fields of the entry
 * @param about {kind, rules, sentences}
 */
export function refused(values, about, language) {
  const { told } = speaker(about.sentences);
  const found = [];
  confidential(values, about, (path, name, filled, { severity }) => {
    if (severity !== "error") return;
    const { message, hint } = told(name, filled);
    found.push(`${path.join(".")}: ${message[language]} (${hint[language]})`);
  });
  return found.join("\n");
}
