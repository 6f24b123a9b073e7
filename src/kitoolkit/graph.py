"""The catalogue as an RDF graph, for SPARQL. The only module that makes rdflib graphs of entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.query import Result
from rdflib.term import Node

from kitoolkit import jsonld, triples
from kitoolkit.model import Entry
from kitoolkit.triples import Iri, Triple, Value
from kitoolkit.vocabulary import Vocabulary


def build(entries: Iterable[Entry], vocabulary: Vocabulary) -> Graph:
    """The graph of entries and concepts: what their JSON-LD says.

    Args:
        entries: The entries.
        vocabulary: The concepts.

    Returns:
        A graph with the prefixes of `triples.prefixes` bound.
    """
    graph = Graph(bind_namespaces="none")
    for prefix, iri in triples.prefixes(vocabulary).items():
        graph.bind(prefix, iri)
    for subject, predicate, target in triples.of_nodes(jsonld.nodes(entries, vocabulary)):
        graph.add((URIRef(subject), URIRef(predicate), _term(target)))
    return graph


def _term(target: Iri | Value) -> Node:
    if isinstance(target, Iri):
        return URIRef(target)
    datatype = URIRef(target.datatype) if target.datatype else None
    return Literal(target.text, lang=target.language or None, datatype=datatype, normalize=False)


def read_turtle(text: str, base: str) -> tuple[list[Triple], dict[str, str]]:
    """The triples of a Turtle file in order, with blank nodes numbered, and its prefixes."""
    graph = Graph(bind_namespaces="none").parse(data=text, format="turtle", publicID=base)
    return list(_triples(graph)), {prefix: str(iri) for prefix, iri in graph.namespaces()}


def _triples(graph: Graph) -> Iterator[Triple]:
    numbers: dict[Node, Iri] = {}

    def resource(node: Node) -> Iri:
        return numbers.setdefault(node, Iri(f"_:b{len(numbers)}")) if isinstance(node, BNode) else Iri(node)

    for subject, predicate, target in graph:
        if isinstance(target, Literal):
            found: Iri | Value = Value(str(target), target.language or "", str(target.datatype or ""))
        else:
            found = resource(target)
        yield resource(subject), resource(predicate), found


def query(graph: Graph, text: str) -> Result:
    """Run a SPARQL query; the catalogue's prefixes need no PREFIX line.

    Raises:
        ValueError: Where the query is no valid SPARQL, or wants to change data.
    """
    try:
        return graph.query(text)
    except Exception as error:
        raise ValueError(f"this is no valid SPARQL query: {str(error).strip().splitlines()[0]}") from error
