#!/usr/bin/env python3
"""How long SPARQL takes on rdflib and on oxigraph, side by side, and how long it takes to write Turtle.

The data are the catalogue's own entries, each repeated under other ids until there are enough. Every figure is CPU
seconds of a process of its own, the median of some runs; the answers of both engines are compared. Prints Markdown.

    python scripts/bench_sparql.py [--entries 100 1000 10000] [--runs 3]
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from typing import Any

import msgspec

from kitoolkit import Catalogue
from kitoolkit.linked import fast, graph, jsonld, triples, turtle
from kitoolkit.linked.triples import Triple
from kitoolkit.model import Entry

QUERIES = {
    "matrix of requirements and phases": (
        "SELECT ?r ?p (COUNT(DISTINCT ?e) AS ?n) { ?e kit:requirement ?r ; kit:phase ?p } GROUP BY ?r ?p"
    ),
    "regex over all summaries": ("SELECT ?e ?t { ?e dct:abstract ?t FILTER regex(str(?t), 'algorit(me|hm)s?', 'i') }"),
    "full scan": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(strlen(str(?o)) > 100) }",
}
WRITERS = ("turtle (our own)", "turtle (rdflib)", "turtle (oxigraph)")


def made(catalogue: Catalogue, count: int) -> Iterator[Entry]:
    """As many entries as asked for: the real ones in turn, with a number behind the slug."""
    for number, entry in zip(range(count), itertools.cycle(catalogue.values()), strict=False):
        round_ = number // len(catalogue)
        yield msgspec.structs.replace(entry, id=f"{entry.id}-{round_}") if round_ else entry


def cpu() -> float:
    return time.process_time()


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    gc.collect()
    start = cpu()
    result = act()
    return cpu() - start, result


def answer(result: Iterable[Any]) -> list[list[str]]:
    return sorted([str(value) for value in row] for row in result)


def measure(engine: str, count: int) -> dict[str, Any]:
    """Load and query in one engine; run in a process of its own."""
    catalogue = Catalogue.open()
    entries = list(made(catalogue, count))
    prefixes = triples.prefixes(catalogue.vocabulary)
    if engine in WRITERS:
        content = list(_content(entries, catalogue))
        return {"figures": {engine: write(engine, content, prefixes, entries, catalogue)}}
    figures: dict[str, float] = {}
    ask: Callable[[str], Any]
    if engine == "oxigraph":
        figures["load"], store = timed(lambda: fast.FastGraph(_content(entries, catalogue), prefixes))
        ask = store.query
    else:
        figures["load"], built = timed(lambda: graph.build(entries, catalogue.vocabulary))
        ask = lambda text: graph.query(built, text)  # noqa: E731
    answers = {}
    for name, query in QUERIES.items():
        figures[name], answers[name] = timed(lambda query=query: answer(ask(query)))  # type: ignore[misc]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    [[size]] = answer(ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    return {"figures": figures, "triples": int(size), "answers": answers, "memory": memory}


def _content(entries: list[Entry], own: Catalogue) -> Iterator[Triple]:
    return triples.of_nodes(jsonld.nodes(entries, own.vocabulary))


def write(engine: str, content: list[Triple], prefixes: dict[str, str], entries: list[Entry], own: Catalogue) -> float:
    """Seconds to write the triples, which are already there in the form that the writer takes."""
    if engine == WRITERS[0]:
        return timed(lambda: turtle.turtle(content, prefixes))[0]
    if engine == WRITERS[1]:
        built = graph.build(entries, own.vocabulary)
        return timed(lambda: built.serialize(format="turtle"))[0]
    import pyoxigraph

    quads = [pyoxigraph.Triple(quad.subject, quad.predicate, quad.object) for quad in fast.quads(content)]
    return timed(lambda: pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.TURTLE, prefixes=prefixes))[0]


def run(engine: str, count: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--measure", engine, str(count)]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=os.environ | {"PYTHONWARNINGS": "ignore"}
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def report(counts: list[int], runs: int) -> None:
    """Measure the engines in turn, so that drift of the machine falls on both alike, and print them."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("rdflib", "pyoxigraph"))
    print(f"Python {platform.python_version()}, {libraries}; CPU seconds, median of {runs} runs\n")
    print("| entries | triples | what | rdflib | oxigraph | times |")
    print("| ---: | ---: | --- | ---: | ---: | ---: |")
    for count in counts:
        taken: dict[str, list[dict[str, Any]]] = {"rdflib": [], "oxigraph": []}
        for _ in range(runs):
            for engine, results in taken.items():
                results.append(run(engine, count))
        last = {engine: results[-1] for engine, results in taken.items()}
        if last["rdflib"]["answers"] != last["oxigraph"]["answers"]:
            raise SystemExit(f"the answers differ at {count} entries")
        for name in last["rdflib"]["figures"]:
            slow, quick = (
                statistics.median(result["figures"][name] for result in taken[engine])
                for engine in ("rdflib", "oxigraph")
            )
            ratio = slow / max(quick, 1e-6)
            print(f"| {count} | {last['rdflib']['triples']} | {name} | {slow:.3f} | {quick:.3f} | {ratio:.0f} |")
        memory = [max(result["memory"] for result in taken[engine]) for engine in ("rdflib", "oxigraph")]
        print(f"| {count} | {last['rdflib']['triples']} | peak memory, MB | {memory[0]:.0f} | {memory[1]:.0f} | |")
    print("\nTurtle of all entries in one text, CPU seconds:\n")
    print("| entries | " + " | ".join(WRITERS) + " |")
    print("| ---: |" + " ---: |" * len(WRITERS))
    for count in counts:
        medians = (statistics.median(run(writer, count)["figures"][writer] for _ in range(runs)) for writer in WRITERS)
        print(f"| {count} | " + " | ".join(f"{seconds:.3f}" for seconds in medians) + " |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, nargs="+", default=[100, 1_000, 10_000], help="how many entries")
    parser.add_argument("--runs", type=int, default=3, help="runs of each")
    parser.add_argument("--measure", nargs=2, metavar=("ENGINE", "ENTRIES"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        engine, count = options.measure
        print(json.dumps(measure(engine, int(count))))
    else:
        report(options.entries, options.runs)


if __name__ == "__main__":
    main()
