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
    """The triples of a Turtle file, sorted, and its prefixes.

    Blank nodes are numbered in the order in which they are met, so that the same text gives the same triples.
    """
    graph = Graph(bind_namespaces="none").parse(data=text, format="turtle", publicID=base)
    return list(_Sorted(graph)), {prefix: str(iri) for prefix, iri in graph.namespaces()}


class _Sorted:
    """The triples of a graph whose blank nodes stand in no circle, from the named subjects down."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._names: dict[Node, Iri] = {}
        self._contents: dict[Node, str] = {}

    def __iter__(self) -> Iterator[Triple]:
        named = {subject for subject in self._graph.subjects() if isinstance(subject, URIRef)}
        for subject in sorted(named):
            yield from self._of(subject)

    def _of(self, subject: Node) -> Iterator[Triple]:
        inner = []
        found = self._graph.predicate_objects(subject)
        for predicate, target in sorted(found, key=lambda one: (one[0], self._content(one[1]))):
            if isinstance(target, BNode) and target not in self._names:
                self._names[target] = Iri(f"_:b{len(self._names)}")
                inner.append(target)
            yield self._resource(subject), Iri(predicate), self._target(target)
        for node in inner:
            yield from self._of(node)

    def _content(self, node: Node) -> str:
        """What a term is; of a blank node, what is said of it."""
        if not isinstance(node, BNode):
            return node.n3()
        if node not in self._contents:
            parts = (
                f"{predicate} {self._content(target)}" for predicate, target in self._graph.predicate_objects(node)
            )
            self._contents[node] = f"[{' ; '.join(sorted(parts))}]"
        return self._contents[node]

    def _resource(self, node: Node) -> Iri:
        return self._names[node] if isinstance(node, BNode) else Iri(node)

    def _target(self, node: Node) -> Iri | Value:
        if isinstance(node, Literal):
            return Value(str(node), node.language or "", str(node.datatype or ""))
        return self._resource(node)


def query(graph: Graph, text: str) -> Result:
    """Run a SPARQL query; the catalogue's prefixes need no PREFIX line.

    Raises:
        ValueError: Where the query is no valid SPARQL, or wants to change data.
    """
    try:
        return graph.query(text)
    except Exception as error:
        raise ValueError(f"this is no valid SPARQL query: {str(error).strip().splitlines()[0]}") from error
