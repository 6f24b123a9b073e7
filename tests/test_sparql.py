"""SPARQL on the catalogue: rdflib and oxigraph give the same answers, and neither reads elsewhere."""

from __future__ import annotations

import contextlib
import http.server
import threading
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.compare import to_isomorphic
from rdflib.query import Result

from kitoolkit import Catalogue, UnknownNameError
from kitoolkit.linked import fast
from kitoolkit.model import BASE_IRI, ENTRY_TYPES

ENGINES = ("rdflib", "oxigraph")

# Each with whether the order of its rows is said.
QUERIES = {
    "all triples": ("SELECT ?s ?p ?o { ?s ?p ?o }", False),
    "join": ("SELECT ?tool { ?tool a kit:Tool ; kit:requirement requirement:transparency ; kit:phase ?phase }", False),
    "distinct": ("SELECT DISTINCT ?class { ?s a ?class }", False),
    "matrix": (
        "SELECT ?r ?p (COUNT(DISTINCT ?e) AS ?n) { ?e kit:requirement ?r ; kit:phase ?p } GROUP BY ?r ?p "
        "ORDER BY ?r ?p",
        True,
    ),
    "having": ("SELECT ?r (COUNT(?e) AS ?n) { ?e kit:requirement ?r } GROUP BY ?r HAVING (COUNT(?e) > 1)", False),
    "sum, least and greatest": (
        "SELECT (SUM(?o) AS ?sum) (MIN(?o) AS ?least) (MAX(?o) AS ?most) { ?c kit:order ?o }",
        True,
    ),
    "count of nothing": ("SELECT (COUNT(*) AS ?n) { tool:nothing ?p ?o }", True),
    "joined texts": (
        "SELECT ?e (GROUP_CONCAT(STR(?t); SEPARATOR='|') AS ?all) "
        "{ ?e a kit:Lesson ; dct:title ?t FILTER(lang(?t) = 'nl') } GROUP BY ?e",
        False,
    ),
    "order of texts": ("SELECT ?t { ?e dct:title ?t FILTER(lang(?t) = 'en') } ORDER BY ?t", True),
    "order downward": ("SELECT ?e ?d { ?e dct:created ?d } ORDER BY DESC(?d) ?e LIMIT 5 OFFSET 1", True),
    "order of numbers": ("SELECT ?c ?o { ?c kit:order ?o } ORDER BY ?o ?c", True),
    "languages": ("SELECT ?t (lang(?t) AS ?l) { tool:explain-it dct:title ?t }", False),
    "langMatches": ("SELECT ?t { ?e dct:title ?t FILTER langMatches(lang(?t), 'NL') }", False),
    "a text in one language": ('SELECT ?e { ?e dct:title "Explain It"@en }', False),
    "datatypes": ("SELECT ?d (datatype(?d) AS ?type) { tool:explain-it dct:created ?d }", False),
    "datatype of a plain string": ("SELECT ?x (datatype(?x) AS ?t) { tool:explain-it dct:publisher ?x }", False),
    "dates": ('SELECT ?e { ?e dct:created ?d FILTER(?d >= "2026-11-02"^^xsd:date) }', False),
    "regex": ("SELECT ?e { ?e dct:abstract ?t FILTER regex(str(?t), 'alg[oe]ritm', 'i') }", False),
    "functions": (
        "SELECT ?e (STRLEN(?t) AS ?n) (UCASE(?t) AS ?u) (CONCAT(STR(?e), '#', LANG(?t)) AS ?c) "
        "{ ?e a kit:Tool ; dct:title ?t FILTER(CONTAINS(LCASE(STR(?t)), 'i')) }",
        False,
    ),
    "optional": ("SELECT ?e ?s { ?e a kit:Tool OPTIONAL { ?e schema:codeRepository ?s } }", False),
    "what is missing": ("SELECT ?c { ?c a skos:Concept FILTER NOT EXISTS { ?e kit:requirement ?c } }", False),
    "minus": ("SELECT ?e { ?e dct:title ?t MINUS { ?e a kit:Tool } }", False),
    "union": ("SELECT ?e { { ?e a kit:Tool } UNION { ?e a kit:Lesson } }", False),
    "paths": ("SELECT ?e ?u { ?e kit:use/skos:broader* ?u }", False),
    "backwards": ("SELECT ?e { requirement:transparency ^kit:requirement ?e }", False),
    "subselect": ("SELECT ?e ?n { { SELECT ?e (COUNT(?p) AS ?n) { ?e kit:phase ?p } GROUP BY ?e } }", False),
    "values": ("SELECT ?e ?t { VALUES ?e { tool:explain-it tool:voice-lab } ?e dct:title ?t }", False),
    "bind": ("SELECT ?x { BIND(IF(2 > 1, 'yes', 'no') AS ?x) }", True),
    "numbers": ("SELECT (1 + 2 AS ?a) (7 / 2 AS ?b) (ABS(-4) AS ?c) (10 - 12 AS ?d) {}", True),
    "an IRI made": (f"SELECT (IRI(CONCAT('{BASE_IRI}', 'tool/x')) AS ?x) {{}}", True),
    "the word service in a text": ("SELECT ?e { ?e dct:title ?t FILTER(STR(?t) != 'service from graph') }", False),
    "a code point": ("SELECT ?e { ?e dct:title ?t FILTER(STR(?t) = '\\u0045xplain It') }", False),
    "yes": ("ASK { tool:explain-it kit:requirement ?r }", True),
    "no": ("ASK { tool:nothing ?p ?o }", True),
    "construct": ("CONSTRUCT { ?e skos:prefLabel ?t } WHERE { ?e a kit:Tool ; dct:title ?t }", False),
    "construct with blank nodes": ("CONSTRUCT { [] dct:title ?t } WHERE { ?e a kit:Tool ; dct:title ?t }", False),
    "describe": ("DESCRIBE tool:explain-it", False),
}


def rows(result: Result, in_order: bool) -> object:
    """An answer as plain values; terms as they are written, so that types and languages count."""
    if result.type == "ASK":
        return result.askAnswer
    if result.type == "CONSTRUCT":
        assert result.graph is not None
        return to_isomorphic(result.graph)
    found = [{str(name): value.n3() for name, value in row.items()} for row in result.bindings]
    assert result.vars is not None
    names = [str(name) for name in result.vars]
    plain = [tuple(row.get(name) for name in names) for row in found]
    return (names, plain if in_order else Counter(plain))


@pytest.mark.parametrize("name", QUERIES)
def test_both_give_the_same_answer(toy_catalogue: Catalogue, name: str):
    query, in_order = QUERIES[name]
    ours, theirs = (toy_catalogue.sparql(query, engine=engine) for engine in ENGINES)  # type: ignore[arg-type]
    assert ours.type in {theirs.type, "DESCRIBE"}
    expected = rows(ours, in_order) if ours.type != "DESCRIBE" else to_isomorphic(ours.graph or Graph())
    assert rows(theirs, in_order) == expected
    if ours.type == "SELECT":
        assert len(ours) > 0


@pytest.mark.parametrize("number", ["AVG(?o)", "SUM(?o) * 2", "SUM(?o) + 1.50"])
def test_a_number_is_the_same_however_it_is_written(toy_catalogue: Catalogue, number: str):
    """rdflib gives an average more digits, and a product of integers as a decimal."""
    query = f"SELECT ({number} AS ?n) {{ ?c kit:order ?o }}"
    [(ours,)], [(theirs,)] = (toy_catalogue.sparql(query, engine=engine) for engine in ENGINES)  # type: ignore[arg-type,misc]
    assert float(ours) == pytest.approx(float(theirs))  # type: ignore[arg-type]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
        "CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }",
        "DESCRIBE tool:explain-it",
    ],
)
def test_no_more_is_given_than_was_asked_for(toy_catalogue: Catalogue, engine: fast.Engine, query: str):
    """Of the first, all rows would take hours."""
    for most in (0, 3):
        result = toy_catalogue.sparql(query, engine=engine, most=most)
        assert len(result.bindings if result.type == "SELECT" else result.graph or ()) == most
    assert toy_catalogue.sparql("ASK { ?a ?b ?c }", engine=engine, most=3).askAnswer
    everything = toy_catalogue.sparql("SELECT ?e ?t { ?e dct:title ?t } ORDER BY ?t", engine=engine)
    first = toy_catalogue.sparql("SELECT ?e ?t { ?e dct:title ?t } ORDER BY ?t", engine=engine, most=5)
    assert [str(name) for name in first.vars or ()] == ["e", "t"]
    assert list(first) == list(everything)[:5]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_answer_is_one_of_rdflib(toy_catalogue: Catalogue, engine: fast.Engine):
    [row] = toy_catalogue.sparql('SELECT ?t { tool:explain-it dct:title ?t FILTER(lang(?t) = "en") }', engine=engine)
    assert row.t == Literal("Explain It", lang="en")  # type: ignore[union-attr]
    result = toy_catalogue.sparql("SELECT ?e { ?e a kit:Tool } ORDER BY ?e LIMIT 1", engine=engine)
    assert [row.e for row in result] == [URIRef(f"{BASE_IRI}tool/diversity-guide")]  # type: ignore[union-attr]
    assert b"tool/diversity-guide" in (result.serialize(format="json") or b"")


def test_the_faster_one_is_used_where_it_is_installed(toy_catalogue: Catalogue, monkeypatch):
    """Told by the digits of an average: the one difference between them."""
    query = "SELECT (AVG(?x) AS ?mean) { VALUES ?x { 1 1 2 } }"

    def written(engine: fast.Engine | None = None) -> str:
        [(mean,)] = toy_catalogue.sparql(query, engine=engine)  # type: ignore[misc]
        return str(mean)

    assert written() == written("oxigraph")
    monkeypatch.setattr("kitoolkit.linked.fast.find_spec", lambda name: None)
    assert written() == written("rdflib")
    with pytest.raises(ImportError, match=r"pip install 'kitoolkit\[fast\]'"):
        written("oxigraph")


def test_another_engine(toy_catalogue: Catalogue):
    with pytest.raises(UnknownNameError, match="did you mean 'oxigraph'"):
        toy_catalogue.sparql("ASK {}", engine="oxygraph")  # type: ignore[arg-type]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", [*ENTRY_TYPES, "requirement", "part", "kit", "dct"])
def test_prefixes_are_known(toy_catalogue: Catalogue, engine: fast.Engine, kind: str):
    assert toy_catalogue.sparql(f"ASK {{ FILTER(isIRI({kind}:x)) }}", engine=engine).askAnswer


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "query",
    [
        "SELECT",
        "",
        "SELECT * { ?s nothing:here ?o }",
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1/x>",
        "CLEAR ALL",
        "DROP GRAPH <a:b>",
        "COPY DEFAULT TO <a:b>",
        "SELECT * { service",
    ],
)
def test_what_is_no_query_or_changes_data_is_refused(toy_catalogue: Catalogue, engine: fast.Engine, query: str):
    everything = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    before = list(toy_catalogue.sparql(everything, engine=engine))
    with pytest.raises(ValueError, match=r"^this is no valid SPARQL query: ."):
        toy_catalogue.sparql(query, engine=engine)
    assert list(toy_catalogue.sparql(everything, engine=engine)) == before


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """A server that remembers what it was asked."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET  # noqa: N815

        def log_message(self, *args: object) -> None:
            pass

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, args=[0.01])
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}/", asked
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}", "SERVICE asks another server"),
        ("SELECT * {{ service silent <{url}> {{ ?s ?p ?o }} }}", "SERVICE asks another server"),
        ("SELECT * {{ ?s ?p ?o . SERVICE ?s {{ ?a ?b ?c }} }}", "SERVICE asks another server"),
        ("PREFIX x: <{url}> ASK {{ {{ OPTIONAL {{ SERVICE x:y {{ ?s ?p ?o }} }} }} }}", "SERVICE asks another server"),
        ("ASK {{ FILTER EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}", "SERVICE asks another server"),
        ("ASK {{ {{ SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }} }}", "SERVICE asks another server"),
        ("ASK {{ FILTER(1<2#>'''\n) SERVICE <{url}> {{ ?s ?p ?o }} #'''\n}}", "SERVICE asks another server"),
        ("CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}", "SERVICE asks another server"),
        ("SELECT * {{ \\u0053ERVICE <{url}> {{ ?s ?p ?o }} }}", "SERVICE|no valid SPARQL"),
        ("SELECT * FROM <{url}> {{ ?s ?p ?o }}", "FROM names a graph"),
        ("SELECT * FROM NAMED <{url}> {{ ?s ?p ?o }}", "FROM names a graph"),
        ("SELECT * {{ GRAPH ?g {{ ?s ?p ?o }} }}", "GRAPH names a graph"),
        ("SELECT * {{ GRAPH <{url}> {{ ?s ?p ?o }} }}", "GRAPH names a graph"),
    ],
)
def test_no_query_leaves_the_catalogue(
    toy_catalogue: Catalogue, elsewhere: tuple[str, list[str]], engine: fast.Engine, query: str, said: str
):
    url, asked = elsewhere
    with pytest.raises(ValueError, match=said):
        toy_catalogue.sparql(query.format(url=url), engine=engine)
    assert asked == []


READ_TWO_WAYS = [
    "SELECT * {{ ?s ?p 1SERVICE <{url}> {{ ?a ?b ?c }} }}",
    "SELECT * {{ ?s ?p ?o # x\rSERVICE <{url}> {{ ?a ?b ?c }}\n}}",
    'SELECT * {{ ?s ?p ?o FILTER(?o != "\\u0022) # ") SERVICE <{url}> {{ ?a ?b ?c }}\n}}',
    "SELECT * {{ ?s ?p ?o FILTER(?o = 1)ſERVICE <{url}> {{ ?a ?b ?c }} }}",
]
"""Two parsers do not agree where a number, a comment or a text ends in these."""


@pytest.mark.parametrize("engine", [None, *ENGINES])
@pytest.mark.parametrize("query", READ_TWO_WAYS)
def test_what_engines_read_differently_goes_nowhere(
    toy_catalogue: Catalogue, elsewhere: tuple[str, list[str]], engine: fast.Engine | None, query: str
):
    """The parser that judges is the one that runs: it refuses, or answers from the catalogue."""
    url, asked = elsewhere
    with contextlib.suppress(ValueError):
        toy_catalogue.sparql(query.format(url=url), engine=engine, most=3)
    assert asked == []


@pytest.mark.parametrize("query", READ_TWO_WAYS)
def test_oxigraph_itself_is_not_given_such_a_text(elsewhere: tuple[str, list[str]], query: str):
    url, asked = elsewhere
    with pytest.raises(ValueError, match="oxigraph is not given a query with"):
        fast.FastGraph((), {}).query(query.format(url=url))
    assert asked == []


@settings(max_examples=30)
@given(st.text(max_size=40))
def test_any_text_is_a_query_or_a_clear_error(toy_catalogue: Catalogue, text: str):
    for engine in ENGINES:
        with contextlib.suppress(ValueError):
            assert toy_catalogue.sparql(text, engine=engine).type  # type: ignore[arg-type]
