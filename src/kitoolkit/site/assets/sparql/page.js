/*
 * The page for SPARQL. Nothing is fetched before somebody asks, and nothing that is asked leaves the browser: the
 * question stands behind the # of the address, which browsers do not send.
 */
import { download } from "../kit-files.js";
import { Broken, Engine, NotFetched, Stopped } from "./engine.js";
import { Cells, table } from "./show.js";
import { expected, look, place, withPrefixes } from "./text.js";

const MOST = 200;
const MARK = "#query=";

const root = document.querySelector("[data-sparql]");
const find = (selector) => root.querySelector(selector);
const { words, base, prefixes, with_pages } = JSON.parse(document.getElementById("sparql-words").textContent);
const number = new Intl.NumberFormat(document.documentElement.lang);

const form = find("[data-form]");
const editor = find("[data-query]");
const choice = find("[data-choice]");
const stop = find("[data-stop]");
const problem = find("[data-problem]");
const rows = find("[data-rows]");
const engine = new Engine({ engine: new URL(root.dataset.engine, location).href, dump: new URL(root.dataset.dump, location).href });
const cells = new Cells({ base, prefixes, with_pages }, root.dataset.site);

let shown = 0;
let count = 0;

const say = (text) => { find("[data-status]").textContent = text; };
const fill = (text, ...values) => values.reduce((done, value) => done.replace("#", () => value), text);

/* the question */

const examples = new Map([...root.querySelectorAll("[data-example]")].map((one) => [one.dataset.example, {
  query: one.querySelector("code").textContent.trim(),
  question: one.querySelector("summary").textContent.trim(),
  empty: one.querySelector("[data-empty]").textContent.trim(),
}]));

const example = () => [...examples.values()].find((one) => one.query === editor.value.trim());

/** Put a question in the editor; what was answered before no longer belongs to it. */
function put(query) {
  editor.value = query;
  editor.rows = Math.min(Math.max(query.split("\n").length + 1, 6), 24);
  mark();
  clear();
}

function mark() {
  const found = [...examples].find(([, one]) => one.query === editor.value.trim());
  choice.value = found ? found[0] : "";
}

function fromAddress() {
  if (!location.hash.startsWith(MARK)) return false;
  try {
    put(decodeURIComponent(location.hash.slice(MARK.length)));
  } catch {
    return false; // a broken address: not ours
  }
  return true;
}

function toAddress() {
  const mine = MARK + encodeURIComponent(editor.value.trim());
  if (location.hash !== mine) history.pushState(null, "", mine);
  const other = document.querySelector(".kit-language");
  if (other) other.hash = mine;
}

/* asking */

async function ask() {
  const query = editor.value;
  clear();
  const refused = refusal(query);
  if (refused) return complain(refused);
  toAddress();
  busy(true);
  try {
    await engine.start((step) => say(words[`sparql_${step}`]));
    find("[data-size]").hidden = true;
    say(words.sparql_asking);
    show(await engine.ask(withPrefixes(query, prefixes), look(query).form, MOST));
  } catch (error) {
    explain(error, query);
  } finally {
    busy(false);
  }
}

function refusal(query) {
  const { form: kind, elsewhere, changes } = look(query);
  if (!query.trim()) return words.sparql_no_question;
  if (changes) return fill(words.sparql_changes, changes);
  if (elsewhere === "SERVICE") return words.sparql_service;
  if (elsewhere) return fill(words.sparql_graph, elsewhere);
  return kind ? "" : words.sparql_no_form;
}

function busy(now) {
  form.setAttribute("aria-busy", now);
  find("[data-ask]").disabled = now;
  stop.hidden = !now;
}

function explain(error, query) {
  if (error instanceof Stopped) return say(words.sparql_stopped);
  if (error instanceof NotFetched) return complain(words.sparql_not_fetched);
  if (error instanceof Broken) return complain(words.sparql_broken);
  const at = place(error.message, query);
  complain(`${at ? fill(words.sparql_fault_at, at.line, at.column) : words.sparql_fault} ${reason(error.message)}`, at);
}

function reason(message) {
  if (message.includes("Prefix not found")) return words.sparql_prefix;
  if (!place(message, "")) return fill(words.sparql_engine_says, message);
  const possible = expected(message);
  return possible.length ? fill(words.sparql_expected, possible.join("  ")) : words.sparql_unexpected;
}

/** Say what is wrong with the question, and go there. */
function complain(text, at = null) {
  say("");
  problem.hidden = false;
  problem.textContent = text;
  editor.setAttribute("aria-invalid", "true");
  editor.focus();
  if (at) editor.setSelectionRange(at.start, Math.min(at.start + 1, editor.value.length));
}

function clear() {
  say("");
  problem.hidden = true;
  problem.textContent = "";
  editor.removeAttribute("aria-invalid");
  find("[data-answer]").hidden = true;
}

/* the answer */

function show(answer) {
  const took = fill(words.sparql_took, number.format(Math.max(answer.took / 1000, 0.01).toFixed(2)));
  const about = example();
  const isTruth = "truth" in answer;
  count = isTruth ? 0 : answer.count;
  shown = isTruth ? 0 : answer.rows.length;
  const heading = isTruth ? words[answer.truth ? "sparql_yes" : "sparql_no"] : count === 1 ? words.sparql_row : fill(words.sparql_rows, number.format(count));
  find("[data-heading]").textContent = heading;
  find("[data-none]").hidden = isTruth || count > 0;
  find("[data-none]").textContent = about?.empty ?? words.sparql_none;
  find("[data-table]").hidden = !count;
  find("[data-csv]").hidden = !count;
  rows.replaceChildren(...(count ? [table(answer.names, answer.rows, about?.question ?? words.sparql_caption, cells)] : []));
  showMore();
  find("[data-answer]").hidden = false;
  say(`${heading}. ${took}`);
}

function showMore() {
  find("[data-part]").hidden = shown >= count;
  find("[data-part-text]").textContent = fill(words.sparql_part, number.format(shown), number.format(count));
}

async function more() {
  const { rows: next } = await engine.more(shown, MOST);
  const first = next.map((row) => cells.row(row));
  rows.querySelector("tbody").append(...first);
  shown += next.length;
  showMore();
  say(find("[data-part-text]").textContent);
}

/* what the reader does */

form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
editor.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(find("[data-ask]")); }
});
editor.addEventListener("input", mark);
choice.addEventListener("change", () => { if (choice.value) put(examples.get(choice.value).query); });
stop.addEventListener("click", () => { engine.stop(); find("[data-ask]").focus(); });
find("[data-more]").addEventListener("click", more);
find("[data-csv]").addEventListener("click", async () => download(words.sparql_file, "text/csv", (await engine.table()).csv));
find("[data-copy]").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(location.href);
    say(words.sparql_copied);
  } catch {
    say(words.sparql_not_copied);
  }
});
for (const one of root.querySelectorAll("[data-use]")) {
  one.hidden = false;
  one.addEventListener("click", () => {
    put(examples.get(one.dataset.use).query);
    editor.focus();
    form.scrollIntoView({ block: "start" });
  });
}
window.addEventListener("hashchange", fromAddress);

form.hidden = false;
if (!fromAddress()) put([...examples.values()][0].query);
