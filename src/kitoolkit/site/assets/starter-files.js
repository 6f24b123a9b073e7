/* A conversation as a file. `report` is what all forms share; see `starter.js`. */
import { asHtml, asMarkdown, csv } from "./kit-files.js";

/** Fields with room for an answer, empty or not. */
const room = ({ answer, who, by }, words) => [
  [words.starter_answer, answer],
  [words.starter_who, who],
  [words.starter_by, by],
];

const named = (name) => (name.endsWith("?") ? name : `${name}:`);

export function markdown(report, words) {
  const lines = [`# ${report.title}`, ""];
  for (const [name, value] of report.facts) lines.push(`- ${named(name)} ${asMarkdown(value)}`);
  lines.push("", words.starter_never_complete, "");
  for (const group of report.groups) {
    lines.push(`## ${group.name}`, "");
    for (const question of group.questions) {
      lines.push(`### ${question.number}. ${asMarkdown(question.question)}`, "");
      if (question.why) lines.push(`*${words.why_asked}* ${asMarkdown(question.why)}`, "");
      for (const [name, items] of question.material) {
        lines.push(`- ${name}: ${items.map(({ title, address }) => `[${asMarkdown(title)}](${address})`).join("; ")}`);
      }
      lines.push("", ...room(question, words).map(([name, value]) => `**${name}:** ${asMarkdown(value)}\n`));
    }
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

/** Plain HTML that word processors open: headings, lists and a table with room. */
export function html(report, words, language) {
  const facts = report.facts.map(([name, value]) => `<li>${asHtml(named(name))} ${asHtml(value)}</li>`).join("\n");
  const groups = report.groups.map((group) => `<h2>${asHtml(group.name)}</h2>\n${group.questions.map((one) => asked(one, words)).join("\n")}`);
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${asHtml(report.title)}</title></head><body>
<h1>${asHtml(report.title)}</h1>
<ul>${facts}</ul>
<p>${asHtml(words.starter_never_complete)}</p>
${groups.join("\n")}
</body></html>
`;
}

function asked(question, words) {
  const material = question.material.map(([name, items]) =>
    `<li>${asHtml(name)}: ${items.map(({ title, address }) => `<a href="${asHtml(address)}">${asHtml(title)}</a>`).join("; ")}</li>`);
  const rows = room(question, words).map(([name, value]) =>
    `<tr><th align="left" valign="top" width="120">${asHtml(name)}</th><td width="480">${asHtml(value).replace(/\n/g, "<br>") || "&nbsp;"}</td></tr>`);
  return `<h3>${question.number}. ${asHtml(question.question)}</h3>
${question.why ? `<p><b>${asHtml(words.why_asked)}</b> ${asHtml(question.why)}</p>` : ""}
${material.length ? `<ul>${material.join("")}</ul>` : ""}
<table border="1" cellpadding="6" cellspacing="0" width="600">${rows.join("")}</table>`;
}

export function table(report, words) {
  const kinds = ["tools", "others", "went_wrong", "trade_offs", "open_questions"].map((name) => words[`starter_${name}`]);
  const head = [words["scheme_one.requirement"], words.starter_question, words.starter_why, ...kinds, words.starter_answer, words.starter_who, words.starter_by];
  const rows = report.groups.flatMap((group) => group.questions.map((question) => {
    const material = Object.fromEntries(question.material);
    const cells = kinds.map((kind) => (material[kind] ?? []).map(({ title }) => title).join(" | "));
    return [group.name, question.question, question.why, ...cells, question.answer, question.who, question.by];
  }));
  return csv([head, ...rows]);
}
