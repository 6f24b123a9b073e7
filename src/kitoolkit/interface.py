"""What can be asked of a catalogue, wherever its entries are: here, or in a store over the web."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from math import fsum
from typing import TYPE_CHECKING, TypeVar, Unpack, cast

import msgspec

from kitoolkit.collection import FACETS, SCHEMES, Collection, Facets, facet_of_scheme
from kitoolkit.model import (
    ENTRY_TYPES,
    Checklist,
    Entry,
    Example,
    Lesson,
    Organisation,
    Question,
    Tool,
    TradeOff,
)
from kitoolkit.problem import UnknownNameError
from kitoolkit.structure import fields
from kitoolkit.vocabulary import Vocabulary

if TYPE_CHECKING:
    from rdflib.query import Result

EntryT = TypeVar("EntryT", bound=Entry)


class Gaps(msgspec.Struct, frozen=True):
    """How many entries serve each pair of concepts.

    Attributes:
        rows: Ids of the concepts in the rows.
        columns: Ids of the concepts in the columns.
        counts: Number of entries, shape rows × columns.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """The pairs that no entry serves."""
        return tuple((row, column) for row, column, count in self._cells() if count == 0)

    def records(self) -> list[dict[str, str | int]]:
        """One mapping per pair, for `pandas.DataFrame`."""
        return [{"row": row, "column": column, "entries": count} for row, column, count in self._cells()]

    def __getitem__(self, pair: tuple[str, str]) -> int:
        row, column = pair
        for concept, known in ((row, self.rows), (column, self.columns)):
            if concept not in known:
                raise UnknownNameError("concept", concept, known)
        return self.counts[self.rows.index(row)][self.columns.index(column)]

    def _cells(self) -> Iterator[tuple[str, str, int]]:
        for row, numbers in zip(self.rows, self.counts, strict=True):
            for column, count in zip(self.columns, numbers, strict=True):
                yield row, column, count


class AnyCatalogue(Mapping[str, Entry]):
    """All entries by id, and what can be asked of them.

    By its id an entry is found for ever. An entry that is deprecated, because something takes its place or because it
    was wrong, is in no list: not in `entries`, `tools`, `where`, `search`, `related` or `gaps`. `deprecated` has those.

    `Catalogue` holds them itself; `ConnectedCatalogue` asks a store. Write functions for this type, and they work on
    both.
    """

    @property
    @abstractmethod
    def vocabulary(self) -> Vocabulary:
        """The concepts that entries name."""

    @abstractmethod
    def referring(self, entry_id: str) -> tuple[str, ...]:
        """The ids of the entries that name an entry.

        Raises:
            UnknownNameError: Where there is no such entry.
        """

    @abstractmethod
    def sparql(self, query: str) -> Result:
        """Ask a SPARQL query; the prefixes of the catalogue are known.

        Raises:
            ValueError: Where it is no valid SPARQL query.
        """

    @property
    @abstractmethod
    def deprecated(self) -> Collection[Entry]:
        """The entries that no longer count, in order of kind and id; `entry.deprecated` says why and since when."""

    @abstractmethod
    def _of(self, entry_type: type[EntryT]) -> Collection[EntryT]:
        """The entries of a type that are not deprecated, in order of kind and id."""

    @abstractmethod
    def _current(self, ids: Iterable[str]) -> list[str]:
        """Of these ids those of entries that are not deprecated, in this order."""

    @abstractmethod
    def _chosen(self, ids: Iterable[str]) -> Collection[Entry]:
        """Entries by id, in this order."""

    @abstractmethod
    def _sharing(self, concepts: Set[str]) -> Mapping[str, Set[str]]:
        """Which of some concepts each entry that is not deprecated has, for those that have one."""

    @abstractmethod
    def _served(self, rows: str, columns: str, facets: Facets) -> Mapping[tuple[str, str], int]:
        """How many of the chosen entries serve a pair of concepts, or what is narrower."""

    @property
    def entries(self) -> Collection[Entry]:
        """The entries that are not deprecated, in order of kind and id."""
        return self._of(Entry)

    @property
    def tools(self) -> Collection[Tool]:
        """The tools."""
        return self._of(Tool)

    @property
    def examples(self) -> Collection[Example]:
        """What organisations do, publicly."""
        return self._of(Example)

    @property
    def lessons(self) -> Collection[Lesson]:
        """What was learned."""
        return self._of(Lesson)

    @property
    def tradeoffs(self) -> Collection[TradeOff]:
        """Tensions between requirements."""
        return self._of(TradeOff)

    @property
    def questions(self) -> Collection[Question]:
        """Open questions."""
        return self._of(Question)

    @property
    def checklists(self) -> Collection[Checklist]:
        """Lists of questions that start a conversation."""
        return self._of(Checklist)

    @property
    def organisations(self) -> Collection[Organisation]:
        """Signatories, broadcasters, publishers, institutes, makers."""
        return self._of(Organisation)

    def kind(self, kind: str) -> Collection[Entry]:
        """The entries of a kind, by its name.

        Raises:
            UnknownNameError: Where there is no such kind.
        """
        if kind not in ENTRY_TYPES:
            raise UnknownNameError("kind", kind, ENTRY_TYPES)
        return self._of(ENTRY_TYPES[kind])

    def serving(self, concept_id: str) -> Collection[Entry]:
        """The entries that serve a concept, or one that is narrower.

        Raises:
            UnknownNameError: Where there is no such concept.
        """
        facet = facet_of_scheme(self.vocabulary[concept_id].scheme)
        if facet is None:
            return self.entries[:0]
        return self.entries.where(**cast("Facets", {facet: concept_id}))

    def references(self, entry_id: str) -> tuple[str, ...]:
        """The ids of the entries that an entry names.

        Raises:
            UnknownNameError: Where there is no such entry.
        """
        return tuple(dict.fromkeys(named_entries(self[entry_id])))

    def related(self, entry_id: str, limit: int = 12) -> Collection[Entry]:
        """What belongs with an entry: named by it or naming it first, then the others; nearest by concepts first.

        Args:
            entry_id: The entry.
            limit: The most entries to give.

        Raises:
            UnknownNameError: Where there is no such entry.
        """
        entry = self[entry_id]
        named = self._current(dict.fromkeys((*named_entries(entry), *self.referring(entry.id))))
        own = concepts_of(entry)
        sharing = self._sharing(own)
        counts = Counter(concept for found in sharing.values() for concept in found)
        nearest = nearest_by_concepts(own, sharing, counts)
        places = {other: place for place, other in enumerate(nearest)}
        first = sorted(named, key=lambda other: (places.get(other, len(places)), other))
        return self._chosen((first + [other for other in nearest if other not in {entry.id, *first}])[:limit])

    def gaps(self, rows: str = "requirement", columns: str = "phase", **facets: Unpack[Facets]) -> Gaps:
        """How many entries serve each pair of concepts of two facets.

        Args:
            rows: A facet whose values are concepts.
            columns: Another.
            **facets: Count only these entries, such as `kind="tool"`.

        Raises:
            UnknownNameError: For a facet that does not exist or has no concepts.
        """
        for facet in (rows, columns):
            if facet not in SCHEMES:
                raise UnknownNameError("facet with concepts", facet, SCHEMES)
        counted = self._served(rows, columns, facets)
        row_ids, column_ids = (
            tuple(concept.id for concept in self.vocabulary.current(SCHEMES[facet])) for facet in (rows, columns)
        )
        return Gaps(
            row_ids, column_ids, tuple(tuple(counted.get((row, column), 0) for column in column_ids) for row in row_ids)
        )


def concepts_of(entry: Entry) -> set[str]:
    """The concepts that an entry has in any facet."""
    return {value for facet in SCHEMES for value in FACETS[facet](entry) if "/" in value}


def named_entries(struct: msgspec.Struct) -> Iterator[str]:
    """The ids of entries that an entry names, in the order of its fields."""
    for field in fields(type(struct)):
        value = getattr(struct, field.name)
        for item in value if field.many else [value]:
            if isinstance(item, msgspec.Struct):
                yield from named_entries(item)
            elif field.info.entries and item is not None:
                yield item


def nearest_by_concepts(own: Set[str], others: Mapping[str, Set[str]], counts: Mapping[str, int]) -> list[str]:
    """The others that share a concept, nearest first. Sharing one says less, the more entries have it.

    >>> others = {"tool/a": {"use/common"}, "tool/b": {"use/rare"}, "tool/c": {"use/else"}}
    >>> nearest_by_concepts({"use/common", "use/rare"}, others, {"use/common": 9, "use/rare": 2})
    ['tool/b', 'tool/a']
    """
    shared = {other: fsum(1 / counts[concept] for concept in own & found) for other, found in others.items()}
    return sorted((other for other in shared if shared[other] > 0), key=lambda other: (-shared[other], other))
