/*
 * The choice of questions as `starter.choose` makes it in Python: the lists per media use and phase come from there;
 * here only who is at the table and what worries them are taken into account. And: what changed since last time.
 */

/**
 * @param data what `conversing.data` wrote
 * @param choice {use, phase, roles, worries}: short names; empty for all
 * @returns the questions in order, each with its material: [[entry, …] per sort]
 */
export function choose(data, { use = "", phase = "", roles = [], worries = [] }) {
  const material = data.material[use];
  const fitting = data.lists[use][phase]
    .map((place) => ({ ...data.questions[place], material: material[place] }))
    .filter((question) => !roles.length || question.roles.some((role) => roles.includes(role)));
  if (!worries.length) return fitting;
  const worrying = fitting.filter((question) => worries.includes(question.requirement));
  const taken = {};
  const reminders = fitting.filter(({ requirement }) => {
    if (worries.includes(requirement)) return false;
    taken[requirement] = (taken[requirement] ?? 0) + 1;
    return taken[requirement] <= data.reminders;
  });
  return [...worrying, ...reminders];
}

/**
 * What changed in the catalogue since a conversation was kept.
 *
 * @param saved {known: {key: digest}, shown: {key: question}, answers}
 * @param questions all questions of today
 * @param keys of the questions that fit the choice today
 */
export function changes(saved, questions, keys) {
  const known = saved.known ?? {};
  if (!Object.keys(known).length) return { added: [], changed: [], removed: [] };
  const now = new Map(questions.map((question) => [question.key, question]));
  const concerns = (key) => keys.includes(key) || key in saved.shown || key in saved.answers;
  return {
    added: questions.filter(({ key }) => !(key in known) && keys.includes(key)),
    changed: questions
      .filter(({ key, digest }) => key in known && known[key] !== digest && concerns(key))
      .map((question) => ({ ...question, was: saved.shown[question.key] ?? "" })),
    removed: Object.keys(known)
      .filter((key) => !now.has(key) && concerns(key))
      .map((key) => ({ key, was: saved.shown[key] ?? key, answer: saved.answers[key]?.answer ?? "" })),
  };
}
