"""The one way in for Python: `Catalogue`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from math import fsum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, Unpack, cast

import msgspec

from kitoolkit import locations, snapshot
from kitoolkit.collection import FACETS, SCHEMES, Collection, Facets, facet_of_scheme
from kitoolkit.model import (
    ENTRY_TYPES,
    Checklist,
    Entry,
    Example,
    Language,
    Lesson,
    Organisation,
    Question,
    Tool,
    TradeOff,
)
from kitoolkit.problem import UnknownNameError, user_language
from kitoolkit.structure import fields
from kitoolkit.vocabulary import Vocabulary

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.query import Result

    from kitoolkit.export import Format
    from kitoolkit.search import Hits, Searcher
    from kitoolkit.starter import StarterQuestion

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


class Catalogue(Mapping[str, Entry]):
    """All entries by id, and what can be asked of them.

    Open one with `Catalogue.open()`.

    Examples:
        >>> catalogue = Catalogue.open()
        >>> catalogue["tool/fairlearn"].title["nl"]
        'Fairlearn'
        >>> "tool/fairlearn" in catalogue.tools.where(requirement="requirement/diversity").ids
        True

    Attributes:
        vocabulary: The concepts that entries name.
        digest: A name made from the content.
        snapshot: The compiled catalogue, as a portal publishes it.
    """

    def __init__(self, content: bytes, search_index: Path | None = None) -> None:
        read = snapshot.read(content)
        self.vocabulary: Vocabulary = read.vocabulary
        self.digest = read.digest
        self.snapshot = content
        self._entries = {entry.id: entry for entry in read.read_entries()}
        self._search_index = search_index

    @classmethod
    def open(cls, place: str | Path | None = None) -> Catalogue:
        """Open a catalogue.

        Args:
            place: A checkout, a folder of entries (then with the package's own ontology), the address of a published
                portal, or nothing: the nearest checkout from the working folder upward, else the snapshot that
                travels with the package.

        Raises:
            CatalogueError: With every problem, where an entry or vocabulary is faulty.
            FileNotFoundError: Where there is no catalogue at that place.
            PortalError: Where a portal gives no catalogue and no earlier copy of it is kept.
        """
        if isinstance(place, str) and place.startswith(("https://", "http://")):
            from kitoolkit import remote

            return cls(remote.load(place))
        if place is None:
            checkout = locations.checkout(Path.cwd())
            bundled = locations.BUNDLED / "snapshot.json"
            if checkout is None and bundled.is_file():
                return cls(bundled.read_bytes(), locations.BUNDLED / "search")
            checkout = checkout or locations.own_checkout()
            if checkout is None:
                raise FileNotFoundError("no catalogue here, and none in the package: install it again")
            return cls._compiled(checkout / "catalogue", checkout / "ontology")
        folder = Path(place).expanduser()
        if not folder.is_dir():
            raise FileNotFoundError(f"no folder {folder}")
        if (folder / "catalogue").is_dir():
            own = folder / "ontology"
            return cls._compiled(folder / "catalogue", own if own.is_dir() else locations.ontology())
        return cls._compiled(folder, locations.ontology())

    @classmethod
    def _compiled(cls, entries: Path, ontology: Path) -> Catalogue:
        from kitoolkit import compiling, vocabulary

        return cls(compiling.compiled(entries, vocabulary.load(ontology)))

    def __getitem__(self, entry_id: str) -> Entry:
        try:
            return self._entries[entry_id]
        except KeyError:
            raise UnknownNameError("entry", entry_id, self._entries) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, entry_id: object) -> bool:
        return entry_id in self._entries

    def __repr__(self) -> str:
        return f"<Catalogue: {len(self)} entries, {len(self.vocabulary)} concepts>"

    @property
    def entries(self) -> Collection[Entry]:
        """All entries, in order of kind and id."""
        return Collection(self._entries.values(), self.vocabulary)

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

    def _of(self, entry_type: type[EntryT]) -> Collection[EntryT]:
        chosen = (entry for entry in self._entries.values() if isinstance(entry, entry_type))
        return Collection(chosen, self.vocabulary, self._entries.values())

    def kind(self, kind: str) -> Collection[Entry]:
        """The entries of a kind, by its name.

        Raises:
            UnknownNameError: Where there is no such kind.
        """
        if kind not in ENTRY_TYPES:
            raise UnknownNameError("kind", kind, ENTRY_TYPES)
        return Collection(self._of(ENTRY_TYPES[kind]), self.vocabulary, self._entries.values())

    def serving(self, concept_id: str) -> Collection[Entry]:
        """The entries that serve a concept, or one that is narrower.

        Raises:
            UnknownNameError: Where there is no such concept.
        """
        facet = facet_of_scheme(self.vocabulary[concept_id].scheme)
        if facet is None:
            return self.entries[:0]
        return self.entries.where(**cast("Facets", {facet: concept_id}))

    def related(self, entry_id: str, limit: int = 12) -> Collection[Entry]:
        """What belongs with an entry: named by it or naming it first, then what shares most concepts with it.

        Args:
            entry_id: The entry.
            limit: The most entries to give.

        Raises:
            UnknownNameError: Where there is no such entry.
        """
        entry_id = self[entry_id].id  # raises where there is none
        named = list(dict.fromkeys((*self._references[entry_id], *self._referring[entry_id])))
        own = self._concepts[entry_id]
        shared = {
            other.id: fsum(self._rarity[concept] for concept in own & self._concepts[other.id])
            for other in self._entries.values()
            if other.id != entry_id and other.id not in named
        }
        near = sorted((other for other in shared if shared[other] > 0), key=lambda other: (-shared[other], other))
        chosen = (self[other] for other in (named + near)[:limit])
        return Collection(chosen, self.vocabulary, self._entries.values())

    @cached_property
    def _concepts(self) -> dict[str, set[str]]:
        return {entry.id: _concepts(entry) for entry in self._entries.values()}

    @cached_property
    def _rarity(self) -> dict[str, float]:
        """How much sharing a concept says: less, the more entries have it."""
        counts: dict[str, int] = {}
        for entry in self._entries.values():
            for concept in self._concepts[entry.id]:
                counts[concept] = counts.get(concept, 0) + 1
        return {concept: 1 / count for concept, count in counts.items()}

    @cached_property
    def _references(self) -> dict[str, tuple[str, ...]]:
        return {entry.id: tuple(dict.fromkeys(_targets(entry))) for entry in self._entries.values()}

    @cached_property
    def _referring(self) -> dict[str, list[str]]:
        referring: dict[str, list[str]] = {entry_id: [] for entry_id in self._entries}
        for entry_id, targets in self._references.items():
            for target in targets:
                referring[target].append(entry_id)
        return referring

    def references(self, entry_id: str) -> tuple[str, ...]:
        """The ids of the entries that an entry names."""
        return self._references[self[entry_id].id]

    def referring(self, entry_id: str) -> tuple[str, ...]:
        """The ids of the entries that name an entry."""
        return tuple(self._referring[self[entry_id].id])

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
        chosen = self.entries.where(**facets)
        row_ids, column_ids = (
            tuple(concept.id for concept in self.vocabulary.scheme(SCHEMES[facet])) for facet in (rows, columns)
        )
        served = [
            (self._with_broader(FACETS[rows](entry)), self._with_broader(FACETS[columns](entry))) for entry in chosen
        ]
        counts = tuple(
            tuple(
                sum(row in of_rows and column in of_columns for of_rows, of_columns in served) for column in column_ids
            )
            for row in row_ids
        )
        return Gaps(row_ids, column_ids, counts)

    def checklist(
        self,
        *,
        use: str | None = None,
        phase: str | None = None,
        roles: Iterable[str] = (),
        worries: Iterable[str] = (),
    ) -> tuple[StarterQuestion, ...]:
        """The questions that matter for a plan, grouped by requirement, each with what helps to answer it.

        No list is complete: it starts a conversation.

        Args:
            use: What somebody is about to do, such as `use/recommendation`; all media uses where it is None.
            phase: The phase, such as `phase/design`; all where it is None.
            roles: Who is at the table, such as `["role/editor"]`; questions for others are left out.
            worries: Requirements that come first and keep all their questions; of each other one only one remains.

        Raises:
            UnknownNameError: For a concept that does not exist.
        """
        from kitoolkit import starter

        return starter.choose(self, self.vocabulary, use=use, phase=phase, roles=roles, worries=worries)

    def _with_broader(self, values: Iterable[str]) -> set[str]:
        found = set(values)
        waiting = [value for value in found if value in self.vocabulary]
        while waiting:
            for broader in self.vocabulary[waiting.pop()].broader:
                if broader not in found:
                    found.add(broader)
                    waiting.append(broader)
        return found

    def search(
        self,
        text: str,
        *,
        limit: int = 10,
        fragment_language: Language | None = None,
        **facets: Unpack[Facets],
    ) -> Hits:
        """Search in full text, in Dutch and English at once.

        Args:
            text: Words or a question; "words between quotes" must stand together.
            limit: The most hits to give.
            fragment_language: The language of the fragments; the user's where it is None.
            **facets: Only entries with these values, such as `kind="tool"`.

        Raises:
            UnknownNameError: For a facet or value that does not exist.
        """
        allowed = set(self.entries.where(**facets).ids) if facets else None
        return self._searcher.search(
            text,
            limit=limit,
            language=fragment_language or user_language(),
            allowed=None if allowed is None else allowed.__contains__,
        )

    @cached_property
    def _searcher(self) -> Searcher:
        from kitoolkit import cache, search

        folder = self._search_index
        if folder is None or not folder.is_dir():
            code = cache.content_key(Path(module).read_bytes() for module in search.SOURCES)
            folder = cache.load_folder(
                f"search-{self.digest}-{code}",
                lambda target: search.build(target, self._entries.values(), self.vocabulary),
            )
        return search.Searcher(folder)

    @cached_property
    def graph(self) -> Graph:
        """Entries and concepts as an rdflib graph."""
        from kitoolkit import graph

        return graph.build(self._entries.values(), self.vocabulary)

    def sparql(self, query: str) -> Result:
        """Ask the graph a SPARQL query; the prefixes of the catalogue are known.

        Raises:
            ValueError: Where it is no valid SPARQL query.
        """
        from kitoolkit import graph

        return graph.query(self.graph, query)

    def export(self, form: Format) -> str:
        """The whole catalogue as text: `turtle`, `jsonld`, `ntriples`, `json` or `csv`.

        Raises:
            UnknownNameError: For another form.
        """
        from kitoolkit import export

        return export.export(tuple(self._entries.values()), self.vocabulary, form)


def _concepts(entry: Entry) -> set[str]:
    return {value for facet in SCHEMES for value in FACETS[facet](entry) if "/" in value}


def _targets(struct: msgspec.Struct) -> Iterator[str]:
    """The ids of entries that an entry names, in the order of its fields."""
    for field in fields(type(struct)):
        value = getattr(struct, field.name)
        for item in value if field.many else [value]:
            if isinstance(item, msgspec.Struct):
                yield from _targets(item)
            elif field.info.entries and item is not None:
                yield item
