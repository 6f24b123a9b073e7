"""Turtle, N-Triples and flattened JSON-LD as we write them, read by another's parser."""

from __future__ import annotations

import json

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitoolkit import Catalogue
from kitoolkit.linked import jsonld, triples
from kitoolkit.linked.flattened import flattened
from kitoolkit.linked.triples import RDF_TYPE, Iri, Triple, Value
from kitoolkit.linked.turtle import ntriples, turtle

XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {"ex": "https://example.org/", "xsd": XSD}
THING, NAME = Iri("https://example.org/thing"), Iri("https://example.org/name")


def read(text: str, form: pyoxigraph.RdfFormat) -> set[Triple]:
    return {
        (Iri(quad.subject.value), Iri(quad.predicate.value), as_ours(quad.object))
        for quad in pyoxigraph.parse(text, format=form)
    }


def as_ours(term: object) -> Iri | Value:
    if isinstance(term, pyoxigraph.Literal):
        plain = term.language or term.datatype.value == XSD + "string"
        return Value(term.value, term.language or "", "" if plain else term.datatype.value)
    assert isinstance(term, pyoxigraph.NamedNode)
    return Iri(term.value)


def assert_written(*said: Triple) -> None:
    expected = set(said)
    assert read(turtle(said, PREFIXES), pyoxigraph.RdfFormat.TURTLE) == expected
    assert read(ntriples(said), pyoxigraph.RdfFormat.N_TRIPLES) == expected
    document = json.dumps(flattened(said, PREFIXES), default=str)
    assert read(document, pyoxigraph.RdfFormat.JSON_LD) == expected


def test_turtle_is_short_and_in_order():
    said: list[Triple] = [
        (THING, Iri(RDF_TYPE), Iri("https://example.org/Kind")),
        (THING, NAME, Value("ding", "nl")),
        (THING, NAME, Value("thing", "en")),
        (THING, NAME, Value("thing", "en")),
        (THING, Iri("https://example.org/day"), Value("2026-11-21", datatype=XSD + "date")),
        (Iri("https://elsewhere.example/a"), NAME, THING),
    ]
    assert turtle(said, PREFIXES | {"unused": "https://unused.example/"}) == (
        "@prefix ex: <https://example.org/> .\n"
        f"@prefix xsd: <{XSD}> .\n"
        "\n"
        "ex:thing\n"
        "    a ex:Kind ;\n"
        '    ex:name "ding"@nl , "thing"@en ;\n'
        '    ex:day "2026-11-21"^^xsd:date .\n'
        "\n"
        "<https://elsewhere.example/a>\n"
        "    ex:name ex:thing .\n"
    )
    assert_written(*said)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30))
def test_any_text_survives(text: str):
    assert_written((THING, NAME, Value(text, "nl")), (THING, NAME, Value(text)))


@pytest.mark.parametrize(
    "local",
    [
        "a.b",
        "a.",
        ".a",
        "-a",
        "a-b",
        "1",
        "a/b",
        "a%20b",
        "é",
        "a:b",
        "a'b",
        "(a)",
        "a?b=c&d",
        "",
        "part.1.sources.2",
    ],
)
def test_any_address_survives(local: str):
    assert_written((Iri(f"https://example.org/{local}"), NAME, Iri(f"https://example.org/x#{local}")))


def test_what_no_address_may_hold_is_escaped():
    assert "<https://example.org/a\\u0020\\u003Eb>" in turtle([(Iri("https://example.org/a >b"), NAME, THING)], {})


def test_blank_nodes_keep_their_names():
    said: list[Triple] = [(THING, NAME, Iri("_:b0")), (Iri("_:b0"), NAME, Value("inner"))]
    assert turtle(said, PREFIXES).endswith('ex:thing\n    ex:name _:b0 .\n\n_:b0\n    ex:name "inner" .\n')
    assert flattened(said, PREFIXES)["@graph"][1] == {"@id": "_:b0", "ex:name": ["inner"]}


def test_n_triples_are_sorted_and_none_is_twice():
    said: list[Triple] = [(THING, NAME, Value("b")), (THING, NAME, Value("a")), (THING, NAME, Value("b"))]
    assert [line.split('"')[1] for line in ntriples(said).splitlines()] == ["a", "b"]


def test_a_node_alone_has_its_own_context_only(toy_catalogue: Catalogue):
    document = jsonld.node_document(jsonld.entry_node(toy_catalogue["tool/explain-it"]))
    assert "tool" in document["@context"]
    assert "lesson" not in document["@context"]
    assert read(json.dumps(document), pyoxigraph.RdfFormat.JSON_LD) == set(
        triples.of_nodes([jsonld.entry_node(toy_catalogue["tool/explain-it"])])
    )
