"""A catalogue in a store: the questions of `Catalogue`, asked in SPARQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import TYPE_CHECKING, Self, TypeVar, Unpack, cast, overload

from kitoolkit.collection import Collection, Facets, Values
from kitoolkit.interface import AnyCatalogue
from kitoolkit.linked import rebuilt
from kitoolkit.linked.jsonld import expand
from kitoolkit.linked.triples import RDF_TYPE, Iri, Triple, Value
from kitoolkit.model import BASE_IRI, ENTRY_TYPES, Entry
from kitoolkit.problem import UnknownNameError
from kitoolkit.stores import patterns
from kitoolkit.stores.endpoint import Endpoint, EndpointError, Row
from kitoolkit.stores.patterns import iri
from kitoolkit.vocabulary import Vocabulary, local_id

if TYPE_CHECKING:
    from rdflib.query import Result

EntryT = TypeVar("EntryT", bound=Entry, covariant=True)
GRAPHS = BASE_IRI + "graph/"
"""Where `kitoolkit publish --sparql` puts releases, by default."""
CURRENT, RELEASES = "current", "releases"
"""The graph that holds the newest release, and the one that tells of all releases."""
HAS_CURRENT = "http://www.w3.org/ns/dcat#hasCurrentVersion"
"""Leads from a graph whose content changes to that of the release which it holds now."""
_AT_ONCE = 500
"""How many entries are fetched by one query."""
_KINDS = tuple(ENTRY_TYPES)
_BROADER = iri(expand("skos:broader"))


class ConnectedCatalogue(AnyCatalogue):
    """A catalogue in a SPARQL store; nothing is kept here but the concepts and the names of releases.

    Open one with `Catalogue.connect()`. It answers as `Catalogue` does, save for the order of values within a list
    (see `kitoolkit.linked.rebuilt`), and has no full-text search.

    A store that `kitoolkit publish --sparql` filled holds whole releases. This keeps to the one that was current
    when it was opened, so that all its answers belong together; open another one for a newer release.

    Attributes:
        release: The named graph that is asked; empty for the store's default graph.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        asked = endpoint.graph
        self._endpoint = endpoint
        self.release = _release(endpoint, asked or GRAPHS + CURRENT) or asked
        self._pinned = self.release != asked
        endpoint.graph = self.release

    def close(self) -> None:
        """Close the connections. It happens by itself when nothing refers to this any more."""
        self._endpoint.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Catalogue at {self._endpoint.url}: {self.release or 'its default graph'}>"

    def __getitem__(self, entry_id: str) -> Entry:
        found = self.fetch([entry_id]) if patterns.is_entry_id(entry_id) else []
        if not found:
            raise UnknownNameError("entry", str(entry_id), self)
        return found[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids_of(patterns.entries()))

    def __len__(self) -> int:
        return len(self.ids_of(patterns.entries()))

    def __contains__(self, entry_id: object) -> bool:
        if not patterns.is_entry_id(entry_id):
            return False
        known = patterns.values("entry", [iri(str(entry_id))])
        return bool(self.rows(f"SELECT ?entry {{ {known} {patterns.entries()} }}"))

    @cached_property
    def _concepts(self) -> Vocabulary:
        classes = (iri(expand(name)) for name in ("skos:Concept", "skos:ConceptScheme"))
        rows = self.rows(f"SELECT ?s ?p ?o {{ {patterns.values('class', classes)} ?s <{RDF_TYPE}> ?class ; ?p ?o }}")
        try:
            return rebuilt.vocabulary(_triples(rows))
        except ValueError as error:
            raise EndpointError(f"{self._endpoint.url}: {error}") from error

    @property
    def vocabulary(self) -> Vocabulary:
        """The concepts that entries name, read once."""
        return self._concepts

    def referring(self, entry_id: str) -> tuple[str, ...]:
        """The ids of the entries that name an entry.

        Raises:
            UnknownNameError: Where there is no such entry.
        """
        if entry_id not in self:
            raise UnknownNameError("entry", str(entry_id), self)
        pattern = f"{patterns.entries()} ?entry {patterns.references()} {iri(entry_id)} ."
        return self.ids_of(pattern)

    def sparql(self, query: str) -> Result:
        """Ask the store a SPARQL query about this catalogue; the prefixes of the catalogue are known.

        Raises:
            ValueError: Where the store says that it is no valid SPARQL query.
            EndpointError: Where the store gives no answer.
        """
        from kitoolkit.linked import graph, triples

        prefixes = triples.prefixes(self.vocabulary)
        answer = self._endpoint.answer(patterns.with_prefixes(query, prefixes))
        if "json" not in answer.headers.get("content-type", ""):
            return graph.described(answer.content.decode(), prefixes)
        found = self._endpoint.solutions(answer)
        if found.boolean is not None:
            return graph.affirmed(found.boolean)
        return graph.selected(found.head.vars, found.rows)

    def rows(self, query: str) -> list[Row]:
        """The rows of a SELECT.

        Raises:
            EndpointError: Where none come: the store is down or refuses, or the release is no longer there.
        """
        found = self._endpoint.select(query)
        if not found and self._pinned and not self._endpoint.ask("ASK { ?s ?p ?o }"):
            raise EndpointError(f"{self._endpoint.url}: the release {self.release} is no longer there: connect again")
        return found

    def ids_of(self, pattern: str) -> tuple[str, ...]:
        """The ids of the entries that a pattern of `?entry` finds, in order of kind and id."""
        rows = self.rows(f"SELECT DISTINCT ?entry {{ {pattern} }}")
        found = {known for row in rows if (known := patterns.entry_id(row["entry"]))}
        return tuple(sorted(found, key=lambda known: (_KINDS.index(known.partition("/")[0]), known)))

    def fetch(self, ids: Sequence[str]) -> list[Entry]:
        """Entries by id, in this order; those that are not there are left out.

        Raises:
            EndpointError: Where what the store holds makes no entry.
        """
        found: list[Entry] = []
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            chosen = [iri(one) for one in some]
            own = f"{patterns.values('s', chosen)} ?s ?p ?o"
            parts = f"{patterns.values('entry', chosen)} ?entry {patterns.parts()} ?s . ?s ?p ?o"
            rows = self.rows(f"SELECT ?s ?p ?o {{ {{ {own} }} UNION {{ {parts} }} }}")
            subjects = rebuilt.by_subject(_triples(rows))
            try:
                found.extend(rebuilt.entry(one, subjects) for one in some if Iri(BASE_IRI + one) in subjects)
            except ValueError as error:
                raise EndpointError(f"{self._endpoint.url}: {error}") from error
        return found

    def _of(self, entry_type: type[EntryT]) -> Collection[EntryT]:
        kinds = [kind for kind in ENTRY_TYPES if issubclass(ENTRY_TYPES[kind], entry_type)]
        return ConnectedCollection(self, f"{patterns.entries(kinds)} {patterns.current()}")

    @property
    def deprecated(self) -> Collection[Entry]:
        """The entries that no longer count, in order of kind and id; `entry.deprecated` says why and since when."""
        current = set(self.entries.ids)
        return self._chosen(entry_id for entry_id in self if entry_id not in current)

    def _current(self, ids: Iterable[str]) -> list[str]:
        asked = list(ids)
        known = patterns.values("entry", map(iri, asked))
        current = set(self.ids_of(f"{known} {patterns.entries()} {patterns.current()}")) if asked else set()
        return [entry_id for entry_id in asked if entry_id in current]

    def _chosen(self, ids: Iterable[str]) -> Collection[Entry]:
        return ConnectedCollection(self, patterns.entries(), ids=tuple(ids))

    def _sharing(self, concepts: Set[str]) -> Mapping[str, Set[str]]:
        if not concepts:
            return {}
        shared = f"{patterns.values('concept', map(iri, sorted(concepts)))} ?entry {patterns.concepts()} ?concept ."
        rows = self.rows(
            "SELECT ?entry (GROUP_CONCAT(DISTINCT STR(?concept); SEPARATOR=' ') AS ?shared) "
            f"{{ {patterns.entries()} {patterns.current()} {shared} }} GROUP BY ?entry"
        )
        found = ((patterns.entry_id(row.get("entry")), row.get("shared")) for row in rows)
        return {
            known: {local_id(address) for address in shared.text.split()}
            for known, shared in found
            if known and isinstance(shared, Value)
        }

    def _served(self, rows: str, columns: str, facets: Facets) -> Mapping[tuple[str, str], int]:
        chosen = cast("ConnectedCollection[Entry]", self.entries.where(**facets))
        pairs = " ".join(
            f"?entry {patterns.path(facet)}/{_BROADER}* ?{name} ."
            for facet, name in ((rows, "row"), (columns, "column"))
        )
        query = (
            f"SELECT ?row ?column (COUNT(DISTINCT ?entry) AS ?n) {{ {chosen.pattern} {pairs} }} GROUP BY ?row ?column"
        )
        found: dict[tuple[str, str], int] = {}
        for row in self.rows(query):
            if "row" in row and "column" in row:  # some stores give one empty row for no groups
                found[_word(row["row"]), _word(row["column"])] = int(_word(row["n"]))
        return found


class ConnectedCollection(Collection[EntryT]):
    """Entries of a store: choosing among them makes a query, and nothing is fetched before it is needed.

    Args:
        source: The catalogue.
        pattern: What holds of `?entry`.
        ids: These entries only, in this order; all in order of kind and id where it is None.
        facets: How many facets the pattern has.
    """

    def __init__(
        self, source: ConnectedCatalogue, pattern: str, *, ids: tuple[str, ...] | None = None, facets: int = 0
    ) -> None:
        self._source, self._pattern, self._among, self._facets = source, pattern, ids, facets
        self.vocabulary = source.vocabulary

    @property
    def pattern(self) -> str:
        """What holds of `?entry`, in SPARQL."""
        among = "" if self._among is None else patterns.values("entry", map(iri, self._among))
        return f"{among} {self._pattern}"

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids, in order."""
        if self._among is None:
            return self._source.ids_of(self.pattern)
        if not self._facets or not self._among:
            return self._among
        found = set(self._source.ids_of(self.pattern))
        return tuple(known for known in self._among if known in found)

    @cached_property
    def _entries(self) -> tuple[EntryT, ...]:
        return tuple(cast("list[EntryT]", self._source.fetch(self.ids)))

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, index: int) -> EntryT: ...
    @overload
    def __getitem__(self, index: slice) -> Collection[EntryT]: ...
    def __getitem__(self, index: int | slice) -> EntryT | Collection[EntryT]:
        if isinstance(index, slice):
            return ConnectedCollection(self._source, patterns.entries(), ids=self.ids[index])
        return cast("EntryT", self._source[self.ids[index]])

    def where(self, **facets: Unpack[Facets]) -> Collection[EntryT]:
        """The entries that have the asked values, as `Collection.where`.

        Raises:
            UnknownNameError: For a facet or value that does not exist, with the nearest that does.
        """
        pattern, number = self._pattern, self._facets
        for facet, value in facets.items():
            pattern += " " + patterns.having(facet, sorted(self._wanted(facet, cast("Values", value))), number)
            number += 1
        return ConnectedCollection(self._source, pattern, ids=self._among, facets=number)

    def _counted(self, facet: str) -> dict[str, int]:
        rows = self._source.rows(
            f"SELECT ?value (COUNT(DISTINCT ?entry) AS ?n) {{ {self.pattern} ?entry {patterns.path(facet)} ?value }} "
            "GROUP BY ?value"
        )
        return {patterns.facet_value(facet, row["value"]): int(_word(row["n"])) for row in rows if "value" in row}

    def _organisations(self) -> set[str]:
        return set(self._source.organisations.ids)

    def _occurring(self, facet: str) -> set[str]:
        pattern = f"{patterns.entries()} ?entry {patterns.path(facet)} ?value"
        rows = self._source.rows(f"SELECT DISTINCT ?value {{ {pattern} }}")
        return {patterns.facet_value(facet, row["value"]) for row in rows}


def _release(endpoint: Endpoint, current: str) -> str:
    """The graph of the release that is current, where the store holds releases under that name."""
    if not current.endswith(f"/{CURRENT}"):
        return ""
    releases = iri(current.removesuffix(CURRENT) + RELEASES)
    query = f"SELECT ?release {{ GRAPH {releases} {{ {iri(current)} <{HAS_CURRENT}> ?release }} }}"
    return next((str(row["release"]) for row in endpoint.select(query, everywhere=True)), "")


def _triples(rows: Iterable[Row]) -> Iterator[Triple]:
    for row in rows:
        subject, predicate = row["s"], row["p"]
        if isinstance(subject, Iri) and isinstance(predicate, Iri):
            yield subject, predicate, row["o"]


def _word(term: Iri | Value) -> str:
    return local_id(term) if isinstance(term, Iri) else term.text
