"""Measures the searches on the judged queries of `tests/search/queries.tsv`, and prints Markdown tables.

    python scripts/bench_search.py                  quality: Python, browser, and Material's search as it was
    python scripts/bench_search.py --cost           bytes and time in Chromium, now and at 10,000 made-up entries
    python scripts/bench_search.py --packages DIR   engines tried, from the npm packages in DIR/node_modules
                                                    (npm install minisearch @orama/orama pagefind)
    python scripts/bench_search.py --answers TEXT   the first ten of each search for one question
    python scripts/bench_search.py --pool           what is still to be judged: the first ten of all searches together,
                                                    without what was graded, in the order of the alphabet

Held-out queries are only for the figures: do not print their answers while changing the search.
"""

from __future__ import annotations

import argparse
import csv
import functools
import gzip
import http.server
import json
import math
import random
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from kitoolkit import Catalogue, snapshot
from kitoolkit.model import LANGUAGES, Entry, Language
from kitoolkit.search.terms import entry_pieces
from kitoolkit.site.finder import index_of, search_files
from kitoolkit.site.pages import all_pages

ROOT = Path(__file__).parents[1]
JUDGED = ROOT / "tests" / "search"
ASSETS = ROOT / "src" / "kitoolkit" / "site" / "assets"
MANY = 10_000
DEPTH = 60
"""Results asked of each search: entries that came after the judging are left out of the first ten."""


class Query(msgspec.Struct, frozen=True):
    """A judged query: what is asked, on the site of which language, and what each entry is worth."""

    text: str
    site: Language
    group: str
    held_out: bool
    grades: dict[str, int]


Answers = dict[str, list[str]]
"""The ids of entries that a search gives for each query, best first."""


def queries() -> list[Query]:
    lines = (JUDGED / "queries.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [_query(row) for row in rows]


def _query(row: dict[str, str]) -> Query:
    grades = {**dict.fromkeys(row["grade 1"].split(), 1), **dict.fromkeys(row["grade 2"].split(), 2)}
    language: Language = "nl" if row["language"] == "nl" else "en"
    other: Language = "en" if language == "nl" else "nl"
    site = other if row["class"] == "other language" else language
    return Query(row["query"], site, row["class"], row["half"] == "held-out", grades)


def judged() -> set[str]:
    """The entries that were there when the queries were judged."""
    return set((JUDGED / "judged.txt").read_text(encoding="utf-8").split())


# figures


class Figures(msgspec.Struct, frozen=True):
    """What a search is worth: nDCG@10 (linear gain, as trec_eval), success at 1 (grade 1 or 2) and at 5 (grade 2)."""

    ndcg: float
    first: float
    five: float


def figures(asked: list[Query], answers: Answers, known: set[str] | None = None) -> Figures:
    known = judged() if known is None else known
    each = [_figures(query, [one for one in answers[query.text] if one in known]) for query in asked]
    return Figures(*(statistics.fmean(values) for values in zip(*each, strict=True)))


def _figures(query: Query, found: list[str]) -> tuple[float, float, float]:
    gains = [query.grades.get(one, 0) for one in found[:10]]
    best = sorted(query.grades.values(), reverse=True)[:10]
    first = bool(gains and gains[0] > 0)
    return _discounted(gains) / _discounted(best), float(first), float(2 in gains[:5])


def _discounted(gains: list[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def quality_table(searches: dict[str, Answers]) -> Iterator[str]:
    asked = queries()
    for held_out in (False, True):
        half = [query for query in asked if query.held_out is held_out]
        yield f"\n**{'Held-out' if held_out else 'Open'} queries ({len(half)})**: nDCG@10 · success@1 · success@5\n"
        yield f"| class | queries | {' | '.join(searches)} |"
        yield f"|---|---|{'---|' * len(searches)}"
        for group in [*dict.fromkeys(query.group for query in half), "all"]:
            part = [query for query in half if group in {query.group, "all"}]
            cells = (figures(part, answers) for answers in searches.values())
            shown = " | ".join(f"{one.ndcg:.3f} · {one.first:.2f} · {one.five:.2f}" for one in cells)
            yield f"| {group} | {len(part)} | {shown} |"


def pool_lines(searches: dict[str, Answers], catalogue: Catalogue) -> Iterator[str]:
    """What a judge has to grade; which search found it is not said."""
    yield "query\tlanguage\tid\ttitle\tsummary\tgrade"
    for query in sorted(queries(), key=lambda one: one.text):
        found = {one for answers in searches.values() for one in answers[query.text][:10]}
        for one in sorted(found - set(query.grades)):
            entry = catalogue[one]
            summary = " ".join(entry.summary[query.site].split())
            yield f"{query.text}\t{query.site}\t{one}\t{entry.title[query.site]}\t{summary}\t"


# the searches


def python_answers(catalogue: Catalogue, asked: list[Query]) -> Answers:
    return {query.text: [hit.id for hit in catalogue.search(query.text, limit=DEPTH)] for query in asked}


ASK = """async ([folder, language, texts, depth]) => {
  const { Index } = await import("/assets/search/index.js");
  const index = await Index.open(new URL(folder, location), language);
  const answers = {};
  for (const text of texts) {
    const { found } = await index.find(text, { typing: true });
    const entries = found.filter(({ kind }) => kind !== "concept" && kind !== "page").slice(0, depth);
    answers[text] = await Promise.all(entries.map(async ({ id }) => (await index.text(id)).url.replace(/\\/$/, "")));
  }
  return answers;
}"""


def browser_answers(catalogue: Catalogue, asked: list[Query]) -> Answers:
    """The search of the site, in Chromium, from the files that a build writes."""
    answers: Answers = {}
    with tempfile.TemporaryDirectory() as name:
        site = Path(name)
        index = write_index(catalogue, site)
        with served(site) as address, chromium() as browser:
            page = browser.new_page()
            page.goto(f"{address}/index.html")
            for language in LANGUAGES:
                texts = [query.text for query in asked if query.site == language]
                answers |= page.evaluate(ASK, [index, language, texts, DEPTH])
    return answers


def write_index(catalogue: Catalogue, site: Path) -> str:
    """Write what the search in the browser needs; gives the path of the index."""
    files = search_files(catalogue, ROOT)
    for file in files:
        target = site / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    shutil.copytree(ASSETS, site / "assets", dirs_exist_ok=True)
    (site / "index.html").write_text("<!doctype html><title>bench</title>", encoding="utf-8")
    return f"/{index_of(files)}"


WORKER = """async ([folder, texts]) => {
  const start = performance.now();
  const { config, docs } = await (await fetch(`${folder}/search_index.json`)).json();
  const worker = new Worker(`${folder}/workers/search.js`);
  const ask = (type, data) => new Promise((resolve) => {
    worker.onmessage = ({ data: answer }) => resolve(answer.data);
    worker.postMessage({ type, data });
  });
  await ask(0, { config, docs, options: { suggest: false } });
  const answers = {};
  let first = 0;
  for (const text of texts) {
    const { items } = await ask(2, text);
    first ||= performance.now() - start;
    answers[text] = items.map(([page]) => page.location.split("#")[0].replace(/\\/$/, ""));
  }
  return { answers, first };
}"""


def material_answers(catalogue: Catalogue, asked: list[Query]) -> Answers:
    """Material's own search, as the site had it: lunr on the HTML of the pages, one index per language."""
    answers: Answers = {}
    with tempfile.TemporaryDirectory() as name:
        site = Path(name)
        (site / "index.html").write_text("<!doctype html><title>bench</title>", encoding="utf-8")
        for language in LANGUAGES:
            write_material(site / language, language, _material_documents(catalogue, language))
        with served(site) as address, chromium() as browser:
            page = browser.new_page()
            page.goto(f"{address}/index.html")
            for language in LANGUAGES:
                texts = [query.text for query in asked if query.site == language]
                answers |= page.evaluate(WORKER, [f"/{language}", texts])["answers"]
    return {text: [one for one in found if one in catalogue] for text, found in answers.items()}


def _material_documents(catalogue: Catalogue, language: Language) -> list[dict[str, Any]]:
    from material.plugins.search.plugin import SearchIndex
    from mkdocs.structure.toc import get_toc

    index = SearchIndex()
    for page in all_pages(catalogue, language, search_files(catalogue)):
        headings: list[Any] = [
            {"level": one.level, "id": one.id, "name": one.text, "children": []} for one in page.headings
        ]
        stand_in = SimpleNamespace(
            meta=page.meta, content=page.content, toc=get_toc(headings), url=page.path, title=page.title
        )
        index.add_entry_from_context(stand_in)
    return list(index.entries)


def write_material(folder: Path, language: Language, documents: list[dict[str, Any]]) -> None:
    """What Material's search needs: its index, its worker and lunr's stemmers."""
    import material

    scripts = Path(str(material.__file__)).parent / "templates" / "assets" / "javascripts"
    config = {"lang": [language], "separator": "[\\s\\-]+", "pipeline": ["stopWordFilter"], "fields": {
        "title": {"boost": 1000.0}, "text": {"boost": 1.0}, "tags": {"boost": 1000000.0}}}  # fmt: skip
    shutil.copytree(scripts / "lunr", folder / "lunr")
    (folder / "workers").mkdir()
    shutil.copy(next((scripts / "workers").glob("search.*.min.js")), folder / "workers" / "search.js")
    (folder / "search_index.json").write_text(json.dumps({"config": config, "docs": documents}), encoding="utf-8")


# bytes and time


BOX = """<!doctype html><html lang="nl"><title>bench</title>
<div data-search data-index="{index}" data-root="/" data-failed="">
<form action="/zoeken/"><input type="search" name="q"></form><p role="status"></p>
<div data-panel hidden><p data-said></p><div data-list></div><p><a data-more></a></p></div>
<template data-hit><li><a></a> <span data-kind></span><p data-fragment></p><p data-why></p></li></template>
<script type="application/json" data-words>{{}}</script></div>
<script>
const input = document.querySelector("input");
let last = 0;
window.times = [];
input.addEventListener("focus", () => {{ window.start = performance.now(); }});
input.addEventListener("input", () => {{ last = performance.now(); }}, true);
document.addEventListener("kit:found", () => {{
  window.first ??= performance.now() - window.start;
  window.times.push(performance.now() - last);
}});
</script>
<script type="module" src="/assets/search/open.js"></script>"""


class Cost(msgspec.Struct, frozen=True):
    """Bytes (gzip) for a first result: median and most; ms to it from the first key, and after the last key later."""

    bytes: float
    most_bytes: float
    first: float
    later: float


def browser_cost(catalogue: Catalogue, texts: list[str]) -> Cost:
    sizes, firsts, laters = [], [], []
    with tempfile.TemporaryDirectory() as name:
        site = Path(name)
        index = write_index(catalogue, site)
        (site / "index.html").write_text(BOX.format(index=index), encoding="utf-8")
        with served(site) as address, chromium() as browser:
            for text in texts:
                got: list[str] = []
                page = browser.new_context().new_page()
                page.goto(f"{address}/index.html", wait_until="networkidle")
                page.on("response", lambda response, got=got: got.append(response.url))
                page.keyboard.press("/")
                page.keyboard.insert_text(text)
                page.wait_for_function("window.first")
                page.wait_for_load_state("networkidle")
                sizes.append(_compressed(got, site))
                firsts.append(page.evaluate("window.first"))
                for other in texts[:6]:
                    page.evaluate("document.querySelector('input').value = ''; window.times = []")
                    page.keyboard.insert_text(other)
                    page.wait_for_function("window.times.length")
                    laters.append(page.evaluate("window.times[0]"))
                page.context.close()
    return Cost(statistics.median(sizes), max(sizes), statistics.median(firsts), statistics.median(laters))


def _compressed(addresses: list[str], site: Path) -> int:
    """Bytes of what was fetched: from the files, since Chromium does not keep large answers."""
    files = (site / unquote(urlsplit(one).path).lstrip("/") for one in addresses)
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in files if file.is_file())


def material_cost(documents: list[dict[str, Any]], texts: list[str]) -> Cost:
    with tempfile.TemporaryDirectory() as name:
        site = Path(name)
        (site / "index.html").write_text("<!doctype html><title>bench</title>", encoding="utf-8")
        write_material(site / "nl", "nl", documents)
        stemmers = ("lunr/min/lunr.nl.min.js", "lunr/min/lunr.stemmer.support.min.js")
        needed = ("search_index.json", "workers/search.js", *stemmers)
        size = sum(len(gzip.compress((site / "nl" / one).read_bytes(), 6)) for one in needed)
        with served(site) as address, chromium() as browser:
            page = browser.new_page()
            page.goto(f"{address}/index.html")
            page.set_default_timeout(120_000)
            first = page.evaluate(WORKER, ["/nl", texts[:1]])["first"]
    return Cost(size, size, first, math.nan)


def many(catalogue: Catalogue, count: int = MANY) -> Catalogue:
    """A catalogue of made-up entries: the sentences of the real ones in other orders, with rare words of their own."""
    chance = random.Random(1)  # noqa: S311
    real = list(catalogue.values())
    sentences = {
        language: [
            sentence
            for entry in real
            for piece in entry_pieces(entry, catalogue.vocabulary, language)
            for sentence in piece.text.split(". ")
            if len(sentence) > 20
        ]
        for language in LANGUAGES
    }

    def text(number: int, length: int) -> dict[str, str]:
        return {
            language: ". ".join([*chance.sample(of, length), f"{_made_up(chance)} {_made_up(chance)} {number}"])
            for language, of in sentences.items()
        }

    made: list[Entry] = []
    for number in range(count):
        entry = chance.choice(real)
        changes: dict[str, Any] = {
            "id": f"{entry.kind}/{entry.slug}-{number}",
            "title": {code: f"{title} {_made_up(chance)}" for code, title in entry.title.items()},
            "summary": text(number, 2),
            "description": text(number, 14),
            "related": tuple(chance.choice(made).id for _ in entry.related if made),
        }
        made.append(msgspec.structs.replace(entry, **changes))
    return Catalogue(snapshot.make(made, catalogue.vocabulary))


def _made_up(chance: random.Random) -> str:
    return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(chance.choice((2, 3, 4))))


def _made_up_documents(catalogue: Catalogue) -> list[dict[str, Any]]:
    """The sections that Material's search would index of made-up entries, as many per page as it has of real ones."""
    documents = []
    for entry in catalogue.values():
        pieces = [piece.text for piece in entry_pieces(entry, catalogue.vocabulary, "nl") if piece.text]
        documents.append({"location": f"{entry.id}/", "title": pieces[0], "text": pieces[2]})
        documents += [
            {"location": f"{entry.id}/#part-{number}", "title": pieces[0], "text": f"<p>{text}</p>"}
            for number, text in enumerate(pieces[3:9])
        ]
    return documents


def cost_table(catalogue: Catalogue) -> Iterator[str]:
    texts = [query.text for query in queries() if not query.held_out and query.site == "nl"][::3]
    yield "\n**Cost of a first result** (bytes after gzip; Chromium, files from this machine)\n"
    yield "| search | entries | kB, median | kB, most | ms to the first result | ms after the last key, later |"
    yield "|---|---|---|---|---|---|"
    big = many(catalogue)
    costs: list[tuple[str, Catalogue, Callable[[], Cost]]] = [
        ("browser", catalogue, lambda: browser_cost(catalogue, texts)),
        ("browser", big, lambda: browser_cost(big, texts)),
        ("Material", catalogue, lambda: material_cost(_material_documents(catalogue, "nl"), texts)),
        ("Material", big, lambda: material_cost(_made_up_documents(big), texts)),
    ]
    for name, of, measure in costs:
        cost = measure()
        yield (
            f"| {name} | {len(of)} | {cost.bytes / 1000:.0f} | {cost.most_bytes / 1000:.0f} "
            f"| {cost.first:.0f} | {cost.later:.0f} |".replace("nan", "–")
        )


# engines tried

ENGINES = {
    "MiniSearch": """async (texts) => {
      const start = performance.now();
      const { default: MiniSearch } = await import("/node_modules/minisearch/dist/es/index.js");
      const options = { fields: ["title", "names", "summary", "text"], idField: "id" };
      const index = MiniSearch.loadJSON(await (await fetch("minisearch.json")).text(), options);
      const how = { prefix: true, fuzzy: 0.2, boost: { title: 4, names: 4, summary: 2.5 } };
      let first = 0;
      const answers = {};
      for (const text of texts) {
        answers[text] = index.search(text, how).map(({ id }) => id);
        first ||= performance.now() - start;
      }
      return { answers, first };
    }""",
    "Orama": """async (texts) => {
      const start = performance.now();
      const { create, load, search } = await import("/node_modules/@orama/orama/dist/browser/index.js");
      const field = "string";
      const index = create({ schema: { title: field, names: field, summary: field, text: field } });
      load(index, await (await fetch("orama.json")).json());
      const how = { tolerance: 1, limit: 60, boost: { title: 4, names: 4, summary: 2.5 } };
      let first = 0;
      const answers = {};
      for (const text of texts) {
        answers[text] = (await search(index, { term: text, ...how })).hits.map(({ id }) => id);
        first ||= performance.now() - start;
      }
      return { answers, first };
    }""",
    "Pagefind": """async (texts) => {
      const start = performance.now();
      const pagefind = await import(new URL("pagefind/pagefind.js", location));
      let first = 0;
      const answers = {};
      for (const text of texts) {
        const { results } = await pagefind.search(text);
        const data = await Promise.all(results.slice(0, first ? 60 : 10).map((one) => one.data()));
        answers[text] = data.map(({ meta }) => meta.id);
        first ||= performance.now() - start;
      }
      return { answers, first };
    }""",
}
"""Each engine as its own documentation says, on the texts of one language, without our synonyms and compounds."""

MAKE = """
import fs from "node:fs";
import MiniSearch from "minisearch";
import { create, insertMultiple, save } from "@orama/orama";
import * as pagefind from "pagefind";
const [folder, language] = process.argv.slice(2);
const documents = JSON.parse(fs.readFileSync(`${folder}/documents.json`));
const mini = new MiniSearch({ fields: ["title", "names", "summary", "text"], idField: "id" });
mini.addAll(documents);
fs.writeFileSync(`${folder}/minisearch.json`, JSON.stringify(mini));
const orama = create({ schema: { title: "string", names: "string", summary: "string", text: "string" } });
await insertMultiple(orama, documents, 1000);
fs.writeFileSync(`${folder}/orama.json`, JSON.stringify(save(orama)));
const { index } = await pagefind.createIndex();
for (const { id, title, names, summary, text } of documents) {
  const content = [title, title, names, summary, text].join("\\n");
  await index.addCustomRecord({ url: `/${id}/`, content, language, meta: { title, id } });
}
await index.writeFiles({ outputPath: `${folder}/pagefind` });
await pagefind.close();
"""


def engine_answers(catalogue: Catalogue, packages: Path, asked: list[Query]) -> dict[str, tuple[Answers, Cost]]:
    """Answers and cost of each engine that was tried."""
    answers: dict[str, Answers] = {name: {} for name in ENGINES}
    costs: dict[str, Cost] = {}
    with tempfile.TemporaryDirectory() as name:
        site = Path(name)
        (site / "node_modules").symlink_to((packages / "node_modules").resolve())
        (site / "make.mjs").write_text(MAKE, encoding="utf-8")
        languages = sorted({query.site for query in asked})
        for language in languages:
            _make_engines(catalogue, site, language)
        with served(site) as address, chromium() as browser:
            for engine, script in ENGINES.items():
                for language in languages:
                    texts = [query.text for query in asked if query.site == language]
                    cost, found = _ask_engine(browser, site, f"{address}/{language}/index.html", script, texts)
                    answers[engine] |= found
                    costs[engine] = cost
    return {engine: (answers[engine], costs[engine]) for engine in ENGINES}


def _make_engines(catalogue: Catalogue, site: Path, language: Language) -> None:
    folder = site / language
    folder.mkdir()
    (folder / "index.html").write_text(f'<!doctype html><html lang="{language}"><title>bench</title>', encoding="utf-8")
    documents = [_document(entry, catalogue, language) for entry in catalogue.values()]
    (folder / "documents.json").write_text(json.dumps(documents), encoding="utf-8")
    subprocess.run(["node", "make.mjs", str(folder), language], cwd=site, check=True, stdout=subprocess.DEVNULL)  # noqa: S607


def _document(entry: Entry, catalogue: Catalogue, language: Language) -> dict[str, str]:
    pieces = [piece.text for piece in entry_pieces(entry, catalogue.vocabulary, language)]
    return {"id": entry.id, "title": pieces[0], "names": pieces[1], "summary": pieces[3], "text": "\n".join(pieces[4:])}


def _ask_engine(browser: Any, site: Path, address: str, script: str, texts: list[str]) -> tuple[Cost, Answers]:  # noqa: ANN401
    got: list[str] = []
    page = browser.new_context().new_page()
    page.set_default_timeout(180_000)
    page.goto(address, wait_until="networkidle")
    page.on("response", lambda response, got=got: got.append(response.url))
    first = page.evaluate(script, texts[:1])["first"]
    size = _compressed(got, site)
    found: Answers = page.evaluate(script, texts)["answers"]
    page.context.close()
    return Cost(size, size, first, math.nan), found


def engines_table(catalogue: Catalogue, packages: Path) -> Iterator[str]:
    asked = queries()
    yield "\n**Engines as they come** (texts of one language each, no expansions of ours)\n"
    yield "| engine | entries | nDCG@10, open | success@5, open | kB for a first result | ms to the first result |"
    yield "|---|---|---|---|---|---|"
    for engine, (answers, cost) in engine_answers(catalogue, packages, asked).items():
        found = figures([query for query in asked if not query.held_out], answers)
        yield _engine_row(engine, len(catalogue), f"{found.ndcg:.3f} | {found.five:.2f}", cost)
    big = many(catalogue)
    one = [query for query in asked if query.site == "nl"][:1]
    for engine, (_, cost) in engine_answers(big, packages, one).items():
        yield _engine_row(engine, len(big), "– | –", cost)


def _engine_row(engine: str, entries: int, quality: str, cost: Cost) -> str:
    return f"| {engine} | {entries} | {quality} | {cost.bytes / 1000:.0f} | {cost.first:.0f} |"


# helpers


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections stay open, as they do on a host of sites
    disable_nagle_algorithm = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


@contextmanager
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = player.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cost", action="store_true")
    parser.add_argument("--packages", type=Path)
    parser.add_argument("--answers")
    parser.add_argument("--pool", action="store_true")
    parser.add_argument("--catalogue", type=Path, default=ROOT)
    given = parser.parse_args()
    catalogue = Catalogue.open(given.catalogue)
    asked = queries()
    if given.answers:
        asked = [Query(given.answers, "nl", "", False, {})]
    started = time.monotonic()
    if given.cost:
        lines = cost_table(catalogue)
    elif given.packages:
        lines = engines_table(catalogue, given.packages)
    else:
        searches = {"Python": python_answers(catalogue, asked), "browser": browser_answers(catalogue, asked)}
        searches["Material"] = material_answers(catalogue, asked)
        if given.pool:
            lines = pool_lines(searches, catalogue)
        elif given.answers:
            lines = (f"{name}: {', '.join(found[given.answers][:10])}" for name, found in searches.items())
        else:
            lines = quality_table(searches)
    for line in lines:
        print(line, flush=True)
    print(f"\n{len(catalogue)} entries, {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
