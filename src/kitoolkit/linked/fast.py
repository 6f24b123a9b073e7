"""The same graph in oxigraph, which answers queries many times faster. The only module that knows pyoxigraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from kitoolkit.linked.triples import Iri, Triple, Value
from kitoolkit.problem import UnknownNameError

if TYPE_CHECKING:
    import pyoxigraph
    from rdflib.query import Result

Engine: TypeAlias = Literal["rdflib", "oxigraph"]
ENGINES: tuple[Engine, ...] = get_args(Engine)
_PLAIN = "http://www.w3.org/2001/XMLSchema#string"


def chosen(engine: str | None) -> Engine:
    """The engine that is meant: oxigraph where none is named and it is installed.

    Raises:
        ImportError: Where oxigraph is named and not installed.
        UnknownNameError: For another engine.
    """
    there = find_spec("pyoxigraph") is not None
    if engine is None:
        return "oxigraph" if there else "rdflib"
    if engine not in ENGINES:
        raise UnknownNameError("engine", engine, ENGINES)
    if engine == "oxigraph" and not there:
        raise ImportError("oxigraph is not installed: pip install 'kitoolkit[fast]'")
    return "oxigraph" if engine == "oxigraph" else "rdflib"


class FastGraph:
    """Triples in oxigraph, in memory.

    Args:
        content: The triples.
        prefixes: Prefixes that queries may use without naming them.
    """

    def __init__(self, content: Iterable[Triple], prefixes: Mapping[str, str]) -> None:
        import pyoxigraph

        self._store = pyoxigraph.Store()
        self._store.bulk_extend(quads(content))
        self._prefixes = dict(prefixes)

    def query(self, text: str, most: int | None = None) -> Result:
        """Run a query. One that may ask another server or graph is not given to oxigraph, whatever it turns out to do.

        Args:
            text: The query.
            most: The most rows or triples to give; all where it is None. The others are never made.

        Raises:
            ValueError: Where the query is no valid SPARQL, wants to change data or may read elsewhere.
        """
        import pyoxigraph

        from kitoolkit.linked import graph

        if graph.may_lead_elsewhere(text):
            raise ValueError("oxigraph is not given a query with service, graph, from or \\u in it: let rdflib run it")
        try:
            found = self._store.query(text, prefixes=self._prefixes)
        except SyntaxError as error:
            raise graph.no_query(error) from error
        if isinstance(found, pyoxigraph.QueryBoolean):
            return graph.affirmed(bool(found))
        if isinstance(found, pyoxigraph.QueryTriples):
            return graph.constructed((_triple(triple) for triple in islice(found, most)), self._prefixes)
        names = [variable.value for variable in found.variables]
        return graph.selected(names, [_row(names, solution) for solution in islice(found, most)])


def quads(content: Iterable[Triple]) -> Iterator[pyoxigraph.Quad]:
    """Triples in the form of oxigraph, in its default graph."""
    from pyoxigraph import NamedNode, Quad

    for subject, predicate, target in content:
        yield Quad(NamedNode(subject), NamedNode(predicate), _written(target))


def _written(target: Iri | Value) -> pyoxigraph.NamedNode | pyoxigraph.Literal:
    import pyoxigraph

    if isinstance(target, Iri):
        return pyoxigraph.NamedNode(target)
    if target.language:
        return pyoxigraph.Literal(target.text, language=target.language)
    return pyoxigraph.Literal(target.text, datatype=pyoxigraph.NamedNode(target.datatype or _PLAIN))


def _row(names: Iterable[str], solution: pyoxigraph.QuerySolution) -> dict[str, Iri | Value]:
    return {name: _term(value) for name, value in zip(names, solution, strict=True) if value is not None}


def _triple(found: pyoxigraph.Triple) -> Triple:
    subject, target = _term(found.subject), _term(found.object)
    if not isinstance(subject, Iri):
        raise ValueError("a triple about a text")
    return subject, Iri(found.predicate.value), target


def _term(found: object) -> Iri | Value:
    import pyoxigraph

    if isinstance(found, pyoxigraph.NamedNode):
        return Iri(found.value)
    if isinstance(found, pyoxigraph.BlankNode):
        return Iri(f"_:{found.value}")
    if isinstance(found, pyoxigraph.Literal):
        datatype = "" if found.language or found.datatype.value == _PLAIN else found.datatype.value
        return Value(found.value, found.language or "", datatype)
    raise ValueError("a triple as a value cannot be shown: ask for its parts")
