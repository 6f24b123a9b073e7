/* Holds the catalogue in oxigraph, away from the page: a page can stop a worker, a query it cannot. */
import { csv } from "../kit-files.js";
import init, { Store } from "../vendor/oxigraph/web.js";

const RESULTS = "application/sparql-results+json";
let store;
let answer = { names: [], rows: [] };

async function start({ engine, dump }) {
  await init({ module_or_path: engine });
  store = new Store();
  store.load(new Uint8Array(dump), { format: "text/turtle" });
  return { facts: store.size };
}

/** Ask; what comes back are the first rows, the others wait here. */
function ask({ query, form, most }) {
  const from = performance.now();
  if (form === "CONSTRUCT" || form === "DESCRIBE") {
    const rows = store.query(query).map((quad) => [quad.subject, quad.predicate, quad.object].map(ofTerm));
    answer = { names: ["subject", "predicate", "object"], rows };
  } else {
    const found = JSON.parse(store.query(query, { results_format: RESULTS }));
    if ("boolean" in found) return { truth: found.boolean, took: performance.now() - from };
    const names = found.head.vars;
    answer = { names, rows: found.results.bindings.map((row) => names.map((name) => ofBinding(row[name]))) };
  }
  return { names: answer.names, count: answer.rows.length, rows: answer.rows.slice(0, most), took: performance.now() - from };
}

/* A cell: [sort, text, language or datatype]; null where there is nothing. */

const SORTS = { uri: "iri", bnode: "blank", literal: "text", NamedNode: "iri", BlankNode: "blank", Literal: "text" };

const ofBinding = (term) => term && [SORTS[term.type] ?? "text", term.type === "triple" ? JSON.stringify(term.value) : term.value, term["xml:lang"] ?? "", term.datatype ?? ""];
const ofTerm = (term) => [SORTS[term.termType] ?? "text", term.value, term.language ?? "", term.datatype?.value ?? ""];

const tasks = {
  start,
  ask,
  more: ({ from, most }) => ({ rows: answer.rows.slice(from, from + most) }),
  table: () => ({ csv: csv([answer.names, ...answer.rows.map((row) => row.map((cell) => cell?.[1]))]) }),
};

self.addEventListener("message", async ({ data }) => {
  try {
    self.postMessage(await tasks[data.task](data));
  } catch (error) {
    /* After a fault of the machine itself, such as no more memory, the engine cannot be used again. */
    const broken = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    self.postMessage({ error: String(error.message ?? error), broken });
  }
});
