"""A catalogue in a store answers as the one that is opened: the same tests run against both."""

from __future__ import annotations

import contextlib
import http.server
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitoolkit import AnyCatalogue, Catalogue, EndpointError, UnknownNameError
from kitoolkit.collection import FACETS, SCHEMES
from kitoolkit.linked import jsonld, rebuilt, triples
from kitoolkit.linked.triples import Iri, Value
from kitoolkit.model import BASE_IRI, ENTRY_TYPES, Entry
from kitoolkit.stores import patterns
from kitoolkit.stores.endpoint import Endpoint

from .conftest import TOY
from .stores import Server, oxigraph

NAMED = "https://sister.test/graph"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with oxigraph() as running:
        running.load(Catalogue.open(TOY))
        yield running


@pytest.fixture(scope="module", params=["local", "connected"])
def catalogue(request: pytest.FixtureRequest, toy_catalogue: Catalogue) -> Iterator[AnyCatalogue]:
    if request.param == "local":
        yield toy_catalogue
        return
    with Catalogue.connect(request.getfixturevalue("server").query) as connected:
        yield connected


def unordered(value: Any) -> Any:
    """Plain values with each list of words sorted: what a graph keeps."""
    if isinstance(value, dict):
        return {key: unordered(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        inner = [unordered(one) for one in value]
        return sorted(inner) if all(isinstance(one, str) for one in inner) else inner
    return value


def plain(entry: Entry) -> Any:
    return unordered(msgspec.to_builtins(entry))


def test_it_is_a_mapping(catalogue: AnyCatalogue, toy_catalogue: Catalogue):
    assert len(catalogue) == len(toy_catalogue) > 5
    assert list(catalogue) == list(toy_catalogue)
    assert "tool/explain-it" in catalogue
    assert "tool/nothing" not in catalogue
    assert "explain-it" not in catalogue
    assert 7 not in catalogue
    assert {name: plain(entry) for name, entry in catalogue.items()} == {
        name: plain(entry) for name, entry in toy_catalogue.items()
    }


def test_every_entry_comes_back_whole(catalogue: AnyCatalogue, toy_catalogue: Catalogue):
    for entry_id, entry in toy_catalogue.items():
        assert type(catalogue[entry_id]) is type(entry)
        assert plain(catalogue[entry_id]) == plain(entry)


def test_parts_keep_their_order(catalogue: AnyCatalogue, toy_catalogue: Catalogue):
    for entry_id, entry in toy_catalogue.items():
        for name in ("sources", "limits", "questions", "resolutions", "pledges"):
            theirs: Sequence[object] = getattr(catalogue[entry_id], name, ())
            assert [unordered(msgspec.to_builtins(part)) for part in theirs] == [
                unordered(msgspec.to_builtins(part)) for part in getattr(entry, name, ())
            ]


def test_the_concepts_are_the_same(catalogue: AnyCatalogue, toy_catalogue: Catalogue):
    assert dict(catalogue.vocabulary) == dict(toy_catalogue.vocabulary)
    assert list(catalogue.vocabulary) == list(toy_catalogue.vocabulary)
    assert catalogue.vocabulary.schemes == toy_catalogue.vocabulary.schemes


@pytest.mark.parametrize("name", ["tool/explain", "tool/explain-itt", "x", "", "tool/x> ?p ?o"])
def test_an_unknown_name_has_a_suggestion(catalogue: AnyCatalogue, toy_catalogue: Catalogue, name: str):
    with pytest.raises(UnknownNameError) as ours:
        catalogue[name]
    with pytest.raises(UnknownNameError) as local:
        toy_catalogue[name]
    assert str(ours.value) == str(local.value)


@pytest.mark.parametrize(
    "kind", ["entries", "tools", "examples", "lessons", "tradeoffs", "questions", "checklists", "organisations"]
)
def test_collections_per_kind(catalogue: AnyCatalogue, toy_catalogue: Catalogue, kind: str):
    found, local = getattr(catalogue, kind), getattr(toy_catalogue, kind)
    assert found.ids == local.ids
    assert len(found) == len(local) > 0
    assert [plain(entry) for entry in found] == [plain(entry) for entry in local]
    assert repr(found) == repr(local)


def test_a_kind_by_name(catalogue: AnyCatalogue, toy_catalogue: Catalogue):
    for kind in ENTRY_TYPES:
        assert catalogue.kind(kind).ids == toy_catalogue.kind(kind).ids
    with pytest.raises(UnknownNameError, match="did you mean 'tool'"):
        catalogue.kind("tols")


@pytest.mark.parametrize("facet", FACETS)
def test_counts_and_every_value_of_every_facet(catalogue: AnyCatalogue, toy_catalogue: Catalogue, facet: str):
    """Each value finds the same entries, among all of them and among the tools."""
    counts = catalogue.entries.counts(facet)
    assert list(counts.items()) == list(toy_catalogue.entries.counts(facet).items())
    for value in counts:
        chosen: dict[str, Any] = {facet: value}
        assert catalogue.entries.where(**chosen).ids == toy_catalogue.entries.where(**chosen).ids
        assert catalogue.tools.where(**chosen).ids == toy_catalogue.tools.where(**chosen).ids


@pytest.mark.parametrize(
    "facets",
    [
        {},
        {"requirement": "requirement/transparency", "phase": "phase/design"},
        {"use": "use/generative"},
        {"requirement": ["requirement/transparency", "requirement/diversity"], "kind": ["tool", "lesson"]},
        {"role": "role/editor", "kind": "checklist"},
        {"cost": "paid"},
        {"requirement": []},
    ],
)
def test_where(catalogue: AnyCatalogue, toy_catalogue: Catalogue, facets: dict[str, Any]):
    found, local = catalogue.entries.where(**facets), toy_catalogue.entries.where(**facets)
    assert found.ids == local.ids
    assert found.where(kind="tool").ids == local.where(kind="tool").ids
    assert found[1:3].ids == local[1:3].ids
    assert found[1:3].where(kind="tool").ids == local[1:3].where(kind="tool").ids
    assert found[:2].counts("kind") == local[:2].counts("kind")


@pytest.mark.parametrize(
    "facets",
    [
        {"requirement": "requirement/transparancy"},
        {"cost": "fre"},
        {"organisation": "organisation/nobody"},
        {"colour": "red"},
        {"type": '" } DROP ALL #'},
        {"use": "use/x> } #"},
    ],
)
def test_a_value_that_does_not_exist(catalogue: AnyCatalogue, toy_catalogue: Catalogue, facets: dict[str, Any]):
    with pytest.raises(UnknownNameError) as ours:
        catalogue.entries.where(**facets)
    with pytest.raises(UnknownNameError) as local:
        toy_catalogue.entries.where(**facets)
    assert str(ours.value) == str(local.value)


def test_one_by_its_place(catalogue: AnyCatalogue, toy_catalogue: Catalogue):
    assert catalogue.tools[0].id == toy_catalogue.tools[0].id
    assert catalogue.entries[-1].id == toy_catalogue.entries[-1].id
    with pytest.raises(IndexError):
        catalogue.tools[1000]


def test_serving(catalogue: AnyCatalogue, toy_catalogue: Catalogue):
    for concept in toy_catalogue.vocabulary:
        assert catalogue.serving(concept).ids == toy_catalogue.serving(concept).ids
    with pytest.raises(UnknownNameError):
        catalogue.serving("requirement/nothing")


def test_references(catalogue: AnyCatalogue, toy_catalogue: Catalogue):
    for entry_id in toy_catalogue:
        assert set(catalogue.references(entry_id)) == set(toy_catalogue.references(entry_id))
        assert catalogue.referring(entry_id) == toy_catalogue.referring(entry_id)
    with pytest.raises(UnknownNameError):
        catalogue.referring("tool/nothing")


def test_related(catalogue: AnyCatalogue, toy_catalogue: Catalogue):
    for entry_id in toy_catalogue:
        assert catalogue.related(entry_id, 100).ids == toy_catalogue.related(entry_id, 100).ids
    assert len(catalogue.related("tool/explain-it", limit=2)) == 2
    with pytest.raises(UnknownNameError):
        catalogue.related("tool/nothing")


@pytest.mark.parametrize(("rows", "columns"), [("requirement", "phase"), ("use", "role"), ("type", "requirement")])
@pytest.mark.parametrize("facets", [{}, {"kind": "tool"}, {"use": "use/generative"}])
def test_gaps(catalogue: AnyCatalogue, toy_catalogue: Catalogue, rows: str, columns: str, facets: dict[str, Any]):
    assert catalogue.gaps(rows, columns, **facets) == toy_catalogue.gaps(rows, columns, **facets)


def test_gaps_of_what_has_no_concepts(catalogue: AnyCatalogue):
    with pytest.raises(UnknownNameError, match="no facet with concepts 'cost'"):
        catalogue.gaps("cost", "phase")


def test_records(catalogue: AnyCatalogue, toy_catalogue: Catalogue):
    assert unordered(catalogue.tools.records("nl")) == unordered(toy_catalogue.tools.records("nl"))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?tool ?title { ?tool a kit:Tool ; dct:title ?title } ORDER BY ?tool ?title",
        "PREFIX d: <http://purl.org/dc/terms/> SELECT ?x { tool:explain-it d:created ?x }",
        "ASK { tool:explain-it kit:phase ?phase }",
        "ASK { tool:nothing ?p ?o }",
        "CONSTRUCT { ?s dct:title ?o } WHERE { ?s a kit:Tool ; dct:title ?o }",
        "DESCRIBE tool:explain-it",
    ],
)
def test_sparql(catalogue: AnyCatalogue, toy_catalogue: Catalogue, query: str):
    found, local = catalogue.sparql(query), toy_catalogue.sparql(query)
    assert found.type == local.type
    assert found.vars == local.vars
    assert found.askAnswer == local.askAnswer
    if found.graph is not None and local.graph is not None:
        assert set(found.graph) == set(local.graph)
    else:
        assert list(found) == list(local)


def test_what_is_no_query(catalogue: AnyCatalogue):
    with pytest.raises(ValueError, match="no valid SPARQL query"):
        catalogue.sparql("SELECT nothing at all")


def test_another_catalogue_in_a_named_graph(server: Server, toy):
    toy.edit("tools/explain-it.yaml", "Explain It", "Explain That")
    server.load(Catalogue.open(toy.folder), NAMED)
    with Catalogue.connect(server.query, graph=NAMED) as sister, Catalogue.connect(server.query) as ours:
        assert sister["tool/explain-it"].title["en"] == "Explain That"
        assert ours["tool/explain-it"].title["en"] == "Explain It"
        titles = sister.sparql("SELECT ?t { tool:explain-it dct:title ?t FILTER(lang(?t) = 'en') }")
        assert [str(title) for (title,) in titles] == ["Explain That"]  # type: ignore[misc]
        assert len(sister) == len(ours)


def test_an_empty_graph_is_an_empty_catalogue(server: Server):
    with Catalogue.connect(server.query, graph="https://nobody.test/") as nothing:
        assert (len(nothing), list(nothing), len(nothing.vocabulary)) == (0, [], 0)
        assert nothing.tools.ids == ()


def test_triples_that_make_no_entry_say_which_field(server: Server):
    graph = "https://broken.test/"
    server.load(Catalogue.open(TOY), graph)
    server.change(
        f"DELETE WHERE {{ GRAPH <{graph}> {{ <{BASE_IRI}tool/explain-it> <{BASE_IRI}ontology#costModel> ?cost }} }}"
    )
    with (
        Catalogue.connect(server.query, graph=graph) as broken,
        pytest.raises(EndpointError, match=r"tool/explain-it makes no entry: .*cost"),
    ):
        broken["tool/explain-it"]


# What gets into a query.


@given(st.text())
def test_nothing_but_an_id_gets_into_a_query(text: str):
    assert patterns.is_entry_id(text) is False


@given(st.sampled_from(list(ENTRY_TYPES)), st.text())
def test_an_id_ends_where_it_ends(kind: str, text: str):
    whole = f"{kind}/{text}"
    if patterns.is_entry_id(whole):
        assert set(text) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@given(st.text())
def test_an_address_cannot_end_early(text: str):
    try:
        written = patterns.iri(text)
    except ValueError:
        return
    assert written[0] == "<"
    assert not set(written[1:-1]) & set('<>"{}|\\^` \n\t')


@given(st.text())
def test_a_text_is_read_as_itself(text: str):
    """What is written between quotes is read by rdflib and by oxigraph as the same text."""
    import pyoxigraph
    from rdflib import Graph

    from kitoolkit.linked.turtle import quoted

    if any(0xD800 <= ord(one) < 0xE000 for one in text):
        return
    query = f"SELECT ?x {{ BIND({quoted(Value(text))} AS ?x) }}"
    [row] = pyoxigraph.Store().query(query)  # type: ignore[misc]
    assert row["x"].value == text
    assert [str(found) for (found,) in Graph().query(query)] == [text]  # type: ignore[misc]


def test_every_facet_has_its_path():
    assert set(patterns.facets()) == set(FACETS)
    assert all(patterns.path(facet) in patterns.concepts() for facet in SCHEMES)


@pytest.mark.parametrize("place", [TOY, None], ids=["toy", "real"])
def test_entries_are_built_back_from_shuffled_triples(place):
    catalogue = Catalogue.open(place)
    said = list(triples.of_nodes(jsonld.nodes(catalogue.values(), catalogue.vocabulary)))
    subjects = rebuilt.by_subject(sorted(said, key=lambda triple: hash(triple)))
    for entry_id, entry in catalogue.items():
        assert plain(rebuilt.entry(entry_id, subjects)) == plain(entry)
    vocabulary = rebuilt.vocabulary(reversed(said))
    assert list(vocabulary.items()) == list(catalogue.vocabulary.items())


def test_real_data(server: Server):
    real = Catalogue.open()
    server.load(real, "https://real.test/")
    with Catalogue.connect(server.query, graph="https://real.test/") as connected:
        assert {name: plain(entry) for name, entry in connected.items()} == {
            name: plain(entry) for name, entry in real.items()
        }
        assert dict(connected.vocabulary) == dict(real.vocabulary)
        assert connected.gaps() == real.gaps()
        assert connected.gaps("use", "role", kind="tool") == real.gaps("use", "role", kind="tool")
        for entry_id in list(real)[::40]:
            assert connected.related(entry_id).ids == real.related(entry_id).ids


# Stores that fail.

Reply = tuple[int, dict[str, str], bytes]


@contextmanager
def answering(reply: Callable[[], Reply]) -> Iterator[str]:
    """A server that answers each request in its own way."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            status, headers, body = reply()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # who asked may have left
                self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, args=[0.01])
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_port}/query"
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


JSON = {"Content-Type": "application/sparql-results+json"}


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ((404, {}, b""), "404: nothing answers there; is this the right address"),
        ((401, {}, b"go away"), "401: a user name and password are needed.*: go away"),
        ((403, {}, b""), "403: the store does not allow this"),
        ((500, {}, b"out of memory\nat line 7"), "500: out of memory$"),
        ((302, {"Location": "https://elsewhere.test/"}, b""), "moved to https://elsewhere.test/: use that address"),
        ((200, {"Content-Type": "text/html"}, b"<h1>Hello</h1>"), "no SPARQL results in JSON.*is this the address"),
        ((200, JSON, b"{"), "no SPARQL results in JSON"),
        ((200, JSON, b'{"head": {}, "boolean": true}'), "the answer to a SELECT has no rows"),
    ],
)
def test_a_store_that_fails_says_how(reply: Reply, said: str):
    with answering(lambda: reply) as address, pytest.raises(EndpointError, match=said):
        Catalogue.connect(address)


def test_a_store_that_is_not_there():
    with pytest.raises(EndpointError, match=r"gives no answer: http://127\.0\.0\.1:9/query"):
        Catalogue.connect("http://127.0.0.1:9/query")


def test_a_store_that_takes_too_long():
    waiting = threading.Event()

    def never() -> Reply:
        waiting.wait(30)
        return (200, JSON, b"")

    with answering(never) as address:
        with pytest.raises(EndpointError, match="timed out"):
            Catalogue.connect(address, timeout=0.05)
        waiting.set()


@pytest.mark.parametrize("address", ["localhost:7878/query", "ftp://host.test/", "", "http://"])
def test_what_is_no_address(address: str):
    with pytest.raises(ValueError, match="is no web address"):
        Catalogue.connect(address)


def test_a_password_in_an_address_is_refused_and_not_told():
    with pytest.raises(ValueError, match="holds a name or password") as error:
        Catalogue.connect("http://me:hush@host.test/query")
    assert "hush" not in str(error.value)


def test_the_password_comes_from_netrc(tmp_path, monkeypatch):
    seen = []
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login reader password hush\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            seen.append(self.headers["Authorization"])
            self.send_response(403)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.handle_request)
        thread.start()
        with pytest.raises(EndpointError) as error:
            Catalogue.connect(f"http://127.0.0.1:{running.server_port}/query")
        thread.join()
    assert seen == ["Basic cmVhZGVyOmh1c2g="]
    assert "hush" not in str(error.value)


def test_a_password_of_netrc_does_not_travel_in_the_open(tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("machine h.test login reader password hush\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with pytest.raises(ValueError, match=r"^http://h\.test/query: .* use https") as error:
        Catalogue.connect("http://h.test/query")
    assert "hush" not in str(error.value)


@pytest.mark.parametrize("status", [400, 401, 500, 302, 200])
@pytest.mark.parametrize(
    ("authorisation", "echo"),
    [
        ("Bearer hush+hush", "hush+hush hush%2Bhush hush\x1b+hush"),
        ("Basic cmVhZGVyOmh1c2graHVzaA==", "cmVhZGVyOmh1c2graHVzaA== reader:hush+hush hush+hush"),
    ],
)
def test_what_a_store_says_is_told_without_secrets(status: int, authorisation: str, echo: str):
    """Nor with what could steer a terminal."""
    said = f"\x1b[2J\x9b1m{echo}\x07 is wrong"
    headers = {"Location": f"https://elsewhere.test/{echo.split()[0]}", "Content-Type": f"text/{echo.split()[0]}"}
    with (
        answering(lambda: (status, headers, said.encode())) as address,
        Endpoint(address, headers={"Authorization": authorisation}) as endpoint,
    ):
        for ask in (endpoint.select, lambda query: endpoint.solutions(endpoint.answer(query))):
            with pytest.raises((EndpointError, ValueError)) as error:
                ask("SELECT * {}")
            told = str(error.value)
            assert told.isprintable()
            assert "***" in told
            assert not any(secret in told for secret in ("hush", "cmVhZGVy"))


def test_other_forms_of_results_are_read():
    """Virtuoso calls literals with a type `typed-literal`; blank nodes have a name; types may be left out."""
    rows = b"""{"head": {"link": [], "vars": ["a"]}, "results": {"distinct": false, "bindings": [
        {"a": {"type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#string", "value": "x"}},
        {"a": {"type": "literal", "xml:lang": "nl", "value": "y"}},
        {"a": {"type": "bnode", "value": "b0"}}, {}]}}"""
    empty = b'{"head": {"vars": []}, "results": {"bindings": []}}'
    replies = iter([empty, empty, rows])
    with (
        answering(lambda: (200, JSON, next(replies))) as address,
        Catalogue.connect(address) as connected,
    ):
        assert connected.vocabulary == {}
        assert connected.rows("SELECT ?a {}") == [{"a": Value("x")}, {"a": Value("y", "nl")}, {"a": Iri("_:b0")}, {}]
