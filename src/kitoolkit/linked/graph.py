"""The catalogue as an RDF graph, for SPARQL. The only module that makes rdflib graphs of entries."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import cast

from rdflib import BNode, Graph, Literal, URIRef, Variable
from rdflib.query import Result, ResultRow
from rdflib.term import Identifier, Node

from kitoolkit.linked import jsonld, triples
from kitoolkit.linked.triples import Iri, Triple, Value
from kitoolkit.model import Entry
from kitoolkit.vocabulary import Vocabulary


def build(entries: Iterable[Entry], vocabulary: Vocabulary, private: Collection[str] = ()) -> Graph:
    """The graph of entries and concepts: what their JSON-LD says.

    Args:
        entries: The entries.
        vocabulary: The concepts.
        private: Ids of the entries to mark as private.

    Returns:
        A graph with the prefixes of `triples.prefixes` bound.
    """
    graph = Graph(bind_namespaces="none")
    for prefix, iri in triples.prefixes(vocabulary).items():
        graph.bind(prefix, iri)
    for subject, predicate, target in triples.of_nodes(jsonld.nodes(entries, vocabulary, private)):
        graph.add((URIRef(subject), URIRef(predicate), _term(target)))
    return graph


def _term(target: Iri | Value) -> Identifier:
    if isinstance(target, Iri):
        return BNode(target[2:]) if target.startswith("_:") else URIRef(target)
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


def query(graph: Graph, text: str, most: int | None = None) -> Result:
    """Run a SPARQL query; the catalogue's prefixes need no PREFIX line.

    Args:
        graph: The graph.
        text: The query.
        most: The most rows or triples to give; all where it is None.

    Raises:
        ValueError: Where the query is no valid SPARQL, wants to change data or to read elsewhere.
    """
    refuse_elsewhere(text)
    try:
        result = graph.query(text)
        return result if most is None else _first(result, most)
    except Exception as error:
        raise no_query(error) from error


def _first(whole: Result, most: int) -> Result:
    """The beginning of an answer. Rows are made one by one: those that are not asked for are never made."""
    first = Result(whole.type)
    first.vars, first.askAnswer = whole.vars, whole.askAnswer
    if whole.type == "SELECT":
        rows = cast("Iterator[ResultRow]", islice(whole, most))
        first.bindings = [{Variable(name): value for name, value in row.asdict().items()} for row in rows]
    elif whole.graph is not None:
        first.graph = Graph(namespace_manager=whole.graph.namespace_manager, bind_namespaces="none")
        for triple in islice(whole.graph, most):
            first.graph.add(triple)
    return first


def no_query(error: Exception) -> ValueError:
    """The error for a text that is no query."""
    reason = str(error).strip() or "it is empty"
    return ValueError(f"this is no valid SPARQL query: {reason.splitlines()[0]}")


_MAY_LEAD_ELSEWHERE = re.compile(r"service|graph|from|\\u", re.IGNORECASE)
"""What a query holds that names another graph or server; a code point may spell such a word.

It is looked for inside words too: parsers do not agree where a word begins, and some read `1SERVICE` as two.
"""
_ELSEWHERE = {
    "ServiceGraphPattern": "SERVICE asks another server: a query of the catalogue uses no network",
    "GraphGraphPattern": "GRAPH names a graph: the catalogue is one graph without a name",
    "DatasetClause": "FROM names a graph: the catalogue is one graph without a name",
}


def may_lead_elsewhere(text: str) -> bool:
    """Whether a query may ask another server or graph: then only the parser that judges it may run it.

    >>> may_lead_elsewhere("ASK { ?s ?p 1SERVICE <https://x.test/> {} }"), may_lead_elsewhere("ASK { ?s ?p 1 }")
    (True, False)
    """
    return _MAY_LEAD_ELSEWHERE.search(text) is not None


def refuse_elsewhere(text: str) -> None:
    """Refuse a query that asks another server or another graph. Only a parser knows a keyword from a text.

    What rdflib's parser lets through, only rdflib may run: others see other words in the same text.

    Raises:
        ValueError: Where the query does so, or where it holds such a word and is no valid SPARQL.
    """
    if not may_lead_elsewhere(text):
        return
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        waiting: list[object] = [parseQuery(text)]
    except Exception as error:
        raise no_query(error) from error
    while waiting:
        part = waiting.pop()
        if reason := _ELSEWHERE.get(getattr(part, "name", "")):
            raise ValueError(reason)
        if isinstance(part, Mapping):
            waiting.extend(part.values())
        if isinstance(part, Iterable) and not isinstance(part, str):  # a result of parsing is a mapping and a list
            waiting.extend(part)


def selected(names: Iterable[str], rows: Iterable[Mapping[str, Iri | Value]]) -> Result:
    """The answer to a SELECT."""
    result = Result("SELECT")
    result.vars = [Variable(name) for name in names]
    result.bindings = [{Variable(name): _term(value) for name, value in row.items()} for row in rows]
    return result


def affirmed(answer: bool) -> Result:
    """The answer to an ASK."""
    result = Result("ASK")
    result.askAnswer = answer
    return result


def constructed(found: Iterable[Triple], prefixes: Mapping[str, str]) -> Result:
    """The answer to a CONSTRUCT or DESCRIBE."""
    result = Result("CONSTRUCT")
    result.graph = Graph(bind_namespaces="none")
    for prefix, iri in prefixes.items():
        result.graph.bind(prefix, iri)
    for subject, predicate, target in found:
        result.graph.add((_term(subject), URIRef(predicate), _term(target)))
    return result


def described(text: str, prefixes: Mapping[str, str]) -> Result:
    """The answer to a CONSTRUCT or DESCRIBE, from Turtle or N-Triples."""
    result = constructed((), prefixes)
    if result.graph is not None:
        result.graph.parse(data=text, format="turtle")
    return result
