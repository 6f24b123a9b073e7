"""The catalogue as linked data: one graph, however it is written down."""

from __future__ import annotations

import json
import re

import pytest
from rdflib import RDF, SKOS, XSD, Graph, Literal, URIRef
from rdflib.compare import graph_diff, to_isomorphic

from kitoolkit import Catalogue
from kitoolkit.linked.jsonld import PREFIXES, context, expand
from kitoolkit.model import BASE_IRI, ENTRY_TYPES

KIT = BASE_IRI + "ontology#"
NOT_IN_IRIS = re.compile(r'[\x00-\x20<>"{}|\\^`]')


def assert_same(one: Graph, other: Graph) -> None:
    only_one, only_other = graph_diff(to_isomorphic(one), to_isomorphic(other))[1:]
    assert (set(only_one), set(only_other)) == (set(), set())


@pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
)  # rdflib's own reader of JSON-LD
def test_json_ld_is_read_as_the_same_graph(toy_catalogue: Catalogue):
    assert_same(Graph().parse(data=toy_catalogue.export("jsonld"), format="json-ld"), toy_catalogue.graph)


def test_turtle_is_read_as_the_same_graph(toy_catalogue: Catalogue):
    assert_same(Graph().parse(data=toy_catalogue.export("turtle"), format="turtle"), toy_catalogue.graph)


def test_n_triples_are_read_as_the_same_graph_in_order(toy_catalogue: Catalogue):
    text = toy_catalogue.export("ntriples")
    assert_same(Graph().parse(data=text, format="nt"), toy_catalogue.graph)
    lines = text.splitlines()
    assert lines == sorted(lines)
    assert len(lines) == len(toy_catalogue.graph)


def test_every_address_is_valid(toy_catalogue: Catalogue):
    for triple in toy_catalogue.graph:
        for node in triple:
            if isinstance(node, URIRef):
                assert not NOT_IN_IRIS.search(node)
                assert re.match(r"https?://[^/]+", node)


def test_there_are_no_blank_nodes(toy_catalogue: Catalogue):
    """So that two exports can be compared line by line."""
    assert "_:" not in toy_catalogue.export("ntriples").replace('"', "")


def test_every_entry_and_concept_has_its_class(toy_catalogue: Catalogue):
    graph = toy_catalogue.graph
    for entry in toy_catalogue.values():
        assert (URIRef(BASE_IRI + entry.id), RDF.type, URIRef(expand(entry.iri_class))) in graph
    for concept in toy_catalogue.vocabulary:
        assert (URIRef(BASE_IRI + concept), RDF.type, SKOS.Concept) in graph


def test_values_have_their_types(toy_catalogue: Catalogue):
    graph, tool = toy_catalogue.graph, URIRef(BASE_IRI + "tool/explain-it")
    dct = PREFIXES["dct"]
    assert set(graph.objects(tool, URIRef(dct + "title"))) == {
        Literal("Uitlegger", lang="nl"),
        Literal("Explain It", lang="en"),
    }
    assert graph.value(tool, URIRef(dct + "created")) == Literal("2026-11-02", datatype=XSD.date)
    assert graph.value(tool, URIRef(KIT + "requirement")) == URIRef(BASE_IRI + "requirement/transparency")
    assert graph.value(tool, URIRef(PREFIXES["foaf"] + "homepage")) == URIRef("https://toy.test/explain-it")
    sources = set(graph.objects(tool, URIRef(dct + "source")))
    assert sources == {URIRef(f"{BASE_IRI}part/tool.explain-it.sources.{number}") for number in (1, 2)}
    [limit] = graph.objects(tool, URIRef(KIT + "limit"))
    assert limit == URIRef(f"{BASE_IRI}part/tool.explain-it.limits.1")
    assert set(graph.objects(limit, URIRef(dct + "description"))) == {
        Literal("Werkt niet voor video.", lang="nl"),
        Literal("Does not work for video.", lang="en"),
    }


def test_sparql(toy_catalogue: Catalogue):
    rows = toy_catalogue.sparql(
        "SELECT ?tool ?title { ?tool kit:requirement requirement:transparency ; a kit:Tool ; dct:title ?title "
        'FILTER (lang(?title) = "en") } ORDER BY ?title'
    )
    assert [(str(row.tool), str(row.title)) for row in rows] == [  # type: ignore[union-attr]
        (BASE_IRI + "tool/explain-it", "Explain It"),
        (BASE_IRI + "tool/voice-lab", "Voice Lab"),
    ]


def test_sparql_follows_concepts(toy_catalogue: Catalogue):
    rows = toy_catalogue.sparql(
        "SELECT ?entry { ?entry kit:use/skos:broader <https://w3id.org/kitoolkit/use/generative> }"
    )
    assert [str(row[0]) for row in rows] == [BASE_IRI + "tool/voice-lab"]  # type: ignore[index]


@pytest.mark.parametrize("kind", [*ENTRY_TYPES, "requirement", "use", "part"])
def test_a_prefix_per_kind_and_scheme(toy_catalogue: Catalogue, kind: str):
    assert toy_catalogue.sparql(f"ASK {{ FILTER (str({kind}:x) = '{BASE_IRI}{kind}/x') }}").askAnswer


@pytest.mark.parametrize(
    "query", ["SELECT", "", "INSERT DATA { <a:b> <a:b> <a:b> }", "SELECT * { ?s nothing:here ?o }", "DROP ALL"]
)
def test_what_is_no_query_raises(toy_catalogue: Catalogue, query: str):
    before = len(toy_catalogue.graph)
    with pytest.raises(ValueError, match=r"^this is no valid SPARQL query: ."):
        toy_catalogue.sparql(query)
    assert len(toy_catalogue.graph) == before


def test_context_is_complete_in_itself(toy_catalogue: Catalogue):
    """No reader needs the network: the context is inlined and every term stands in it."""
    document = json.loads(toy_catalogue.export("jsonld"))
    assert document["@context"] == json.loads(json.dumps(context()))
    assert document["@context"]["@base"] == BASE_IRI
    for node in document["@graph"]:
        own = document["@context"][node["kind"]]["@context"]
        assert set(node) - {"id", "kind"} <= set(own)
