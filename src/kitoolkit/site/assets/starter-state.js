/* What a conversation holds, and how it is kept in the browser and in a file. */
import { forget, keep, recall } from "./kit-files.js";

const FORMAT = "kitoolkit-conversation";
const NAME = "conversation";
const text = (value) => (typeof value === "string" ? value.slice(0, 20_000) : "");
const record = (value) => (value && typeof value === "object" && !Array.isArray(value) ? value : {});
const answered = (value) => ({ answer: text(value?.answer), who: text(value?.who), by: text(value?.by) });
const last = (id) => text(id).split("/").at(-1);

/** Nothing yet. `known` and `shown` are the questions there were when it was kept; `own` those of the readers. */
export const empty = () => ({ project: {}, answers: {}, own: [], known: {}, shown: {}, choice: null });

/** What was kept here, made sound: it may come from an older version of this page. */
export const restore = () => sound(recall(NAME, {}));

/** Keep it; says whether that worked. Nothing is kept where nothing was filled in. */
export const save = (talk) => keep(NAME, talk);
export const clear = () => forget(NAME);

function sound(found) {
  const talk = empty();
  const given = record(found);
  for (const name of ["name", "date", "people"]) if (text(record(given.project)[name])) talk.project[name] = text(given.project[name]);
  for (const [key, value] of Object.entries(record(given.answers))) talk.answers[key] = answered(value);
  for (const key of ["known", "shown"]) {
    for (const [name, value] of Object.entries(record(given[key]))) if (text(value)) talk[key][name] = text(value);
  }
  if (Array.isArray(given.own)) talk.own = given.own.filter(Boolean).map((one) => ({ question: text(one.question), ...answered(one) }));
  return talk;
}

/** The file, as the command line writes it too, with what is needed to see later what changed. */
export function toFile(talk, { choice, questions, digests, titles, language }) {
  const full = (scheme, names) => names.filter(Boolean).map((name) => `${scheme}/${name}`);
  return `${JSON.stringify({
    format: FORMAT,
    version: 1,
    language,
    choice: {
      use: full("use", [choice.use]),
      phase: full("phase", [choice.phase]),
      roles: full("role", choice.roles),
      worries: full("requirement", choice.worries),
    },
    project: talk.project,
    questions: questions.map((question) => ({
      checklist: `checklist/${question.key.split("/")[0]}`,
      slug: question.key.split("/")[1],
      question: question.question,
      why: question.why,
      requirement: `requirement/${question.requirement}`,
      material: question.material.flat().map((number) => titles[number][0]),
      digest: question.digest,
      ...answered(talk.answers[question.key]),
    })),
    own: talk.own,
    answers: talk.answers,
    known: digests,
  }, null, 2)}\n`;
}

/** A conversation from a file, or null where the file is something else. */
export function fromFile(content) {
  let given;
  try {
    given = record(JSON.parse(content));
  } catch {
    return null;
  }
  if (given.format !== FORMAT || !Array.isArray(given.questions)) return null;
  const talk = sound(given);
  for (const question of given.questions.filter(Boolean)) {
    const key = `${last(question.checklist)}/${text(question.slug)}`;
    talk.shown[key] = text(question.question);
    if (!given.known) talk.known[key] = text(question.digest);
    const own = answered(question);
    if (own.answer || own.who || own.by) talk.answers[key] = own;
  }
  const chosen = record(given.choice);
  const several = (names) => (Array.isArray(names) ? names.map(last) : []);
  talk.choice = {
    use: several(chosen.use)[0] ?? "",
    phase: several(chosen.phase)[0] ?? "",
    roles: several(chosen.roles),
    worries: several(chosen.worries),
  };
  talk.partial = !given.known;
  return talk;
}
