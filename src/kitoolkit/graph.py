"""The catalogue as an RDF graph, for SPARQL and for Turtle. The only module that makes rdflib graphs of entries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.query import Result

from kitoolkit import jsonld
from kitoolkit.jsonld import PREFIXES, Node, expand
from kitoolkit.model import BASE_IRI, ENTRY_TYPES, Entry
from kitoolkit.vocabulary import Vocabulary


def build(entries: Iterable[Entry], vocabulary: Vocabulary) -> Graph:
    """The graph of entries and concepts: what their JSON-LD says, made without a JSON-LD processor.

    Args:
        entries: The entries.
        vocabulary: The concepts.

    Returns:
        A graph with the prefixes of `jsonld.PREFIXES` bound.
    """
    graph = Graph(bind_namespaces="none")
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri)
    for kind in (*ENTRY_TYPES, "part", *vocabulary.schemes):
        graph.bind(kind if kind not in PREFIXES else f"{kind}s", BASE_IRI + kind + "/")
    context = jsonld.context()
    for node in jsonld.nodes(entries, vocabulary):
        kind = context[node["kind"]]
        subject = _address(node["id"])
        graph.add((subject, RDF.type, URIRef(expand(kind["@id"]))))
        _add(graph, subject, node, kind["@context"])
    return graph


def _address(target: str) -> URIRef:
    return URIRef(target if "://" in target else BASE_IRI + target)


def _add(graph: Graph, subject: URIRef, node: Node, terms: Node) -> None:
    for name, value in node.items():
        if name in {"id", "kind"}:
            continue
        term = terms[name] if isinstance(terms[name], dict) else {"@id": terms[name]}
        iri = term["@id"]
        predicate = URIRef(iri if "://" in iri else expand(iri))
        if term.get("@container") == "@language":
            for language, texts in value.items():
                for text in texts if isinstance(texts, list) else [texts]:
                    graph.add((subject, predicate, Literal(text, lang=language)))
            continue
        for item in value if isinstance(value, list) else [value]:
            _add_value(graph, subject, predicate, item, term)


def _add_value(graph: Graph, subject: URIRef, predicate: URIRef, item: Any, term: Node) -> None:  # noqa: ANN401
    if isinstance(item, dict) and "@value" in item:
        graph.add((subject, predicate, Literal(item["@value"], lang=item["@language"])))
    elif isinstance(item, dict):
        part = _address(item["id"])
        graph.add((subject, predicate, part))
        _add(graph, part, item, term["@context"])
    elif term.get("@type") == "@id":
        graph.add((subject, predicate, _address(item)))
    elif term.get("@type") == "xsd:date":
        graph.add((subject, predicate, Literal(item, datatype=XSD.date, normalize=False)))
    else:
        graph.add((subject, predicate, Literal(item)))


def query(graph: Graph, text: str) -> Result:
    """Run a SPARQL query; the catalogue's prefixes need no PREFIX line.

    Raises:
        ValueError: Where the query is no valid SPARQL, or wants to change data.
    """
    try:
        return graph.query(text)
    except Exception as error:
        raise ValueError(f"this is no valid SPARQL query: {str(error).strip().splitlines()[0]}") from error
