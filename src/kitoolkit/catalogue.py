"""The one way in for Python: `Catalogue`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from kitoolkit import opening, snapshot
from kitoolkit.collection import FACETS, Collection, Facets
from kitoolkit.interface import AnyCatalogue, EntryT, concepts_of
from kitoolkit.model import ENTRY_TYPES, Entry, Language
from kitoolkit.problem import UnknownNameError, user_language
from kitoolkit.vocabulary import Vocabulary

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.query import Result

    from kitoolkit.contribute.draft import Draft
    from kitoolkit.difference import Difference
    from kitoolkit.export import Format
    from kitoolkit.linked.fast import Engine, FastGraph
    from kitoolkit.opening import Found
    from kitoolkit.overlay import Own
    from kitoolkit.search import Hits, Searcher
    from kitoolkit.starter import StarterQuestion
    from kitoolkit.stores.connected import ConnectedCatalogue


class Catalogue(AnyCatalogue):
    """All entries by id, and what can be asked of them: see also `AnyCatalogue`.

    Open one with `Catalogue.open()`.

    Examples:
        >>> catalogue = Catalogue.open()
        >>> catalogue["tool/fairlearn"].title["nl"]
        'Fairlearn'
        >>> "tool/fairlearn" in catalogue.tools.where(requirement="requirement/diversity").ids
        True

    Attributes:
        digest: A name made from the content.
        private: The ids of the entries that are not public.
        folder: The folder of its entries' files; None where it was not opened from files.
    """

    def __init__(
        self, content: bytes, search_index: Path | None = None, private: Mapping[str, Own] | None = None
    ) -> None:
        read = snapshot.read(content)
        self._content, self._search_index, self._own = content, search_index, dict(private or {})
        self._vocabulary = read.vocabulary
        self._public = {entry.id: entry for entry in read.read_entries()}
        over = {entry.id: entry for entry in read.read_private()}
        over |= {entry_id: own.entry for entry_id, own in self._own.items()}
        self.private = frozenset(over)
        self._entries = _in_order(self._public | over) if over else self._public
        self.digest = snapshot.layered_digest(read.digest, (own.entry for own in self._own.values()))
        self.folder: Path | None = None

    @classmethod
    def open(cls, place: str | Path | Sequence[str | Path] | None = None) -> Catalogue:
        """Open a catalogue.

        Several places are one catalogue: the first is the public one, the others are folders with private entries of
        an organisation, which lie over it. A private entry with the id of a public one takes its place. Exports and
        a portal leave private entries out unless they are asked for; `private` says which they are.

        Args:
            place: A checkout, a folder of entries (then with the package's own ontology), the address of a published
                portal, a portal's `snapshot.json`, or nothing: the nearest checkout from the working folder upward,
                else the snapshot that travels with the package. Or several of these, as above.

        Raises:
            CatalogueError: With every problem, where an entry or vocabulary is faulty.
            FileNotFoundError: Where there is no catalogue at that place.
            ValueError: Where a file is no snapshot, is not whole, or is of a newer library.
            PortalError: Where a portal gives no catalogue and no earlier copy of it is kept.
        """
        if place is None or isinstance(place, (str, Path)):
            return cls._of_found(opening.find(place))
        return cls._layered(list(place) or [None])

    @classmethod
    def _layered(cls, places: Sequence[str | Path | None]) -> Catalogue:
        """A public catalogue and private entries over it."""
        from kitoolkit import overlay

        overlays = overlay.folders(place for place in places[1:] if place is not None)
        base = cls._of_found(opening.find(places[0], overlay.ids(overlays)))
        if not overlays:
            return base
        if base.folder and base.folder.resolve() in {folder.resolve() for folder in overlays}:
            raise ValueError(f"{base.folder} is named twice: once as public, once as private")
        own = overlay.entries(overlays, base.vocabulary, base, base.digest)
        layered = cls(base.snapshot, base._search_index, own)
        layered.folder = base.folder
        return layered

    @classmethod
    def _of_found(cls, found: Found) -> Catalogue:
        catalogue = cls(found.content, found.search_index)
        catalogue.folder = found.folder
        return catalogue

    @staticmethod
    def connect(
        url: str, *, graph: str = "", headers: Mapping[str, str] | None = None, timeout: float = 60.0
    ) -> ConnectedCatalogue:
        """A catalogue in a SPARQL store, which answers as one that is opened.

        Args:
            url: The address at which the store takes queries, such as `http://127.0.0.1:7878/query`.
            graph: The named graph of another catalogue in that store. By default the current release that
                `kitoolkit publish --sparql` put there, else the store's default graph.
            headers: Sent with every request; by default what `~/.netrc` says of the host.
            timeout: The longest to wait for an answer, in seconds.

        Raises:
            EndpointError: Where the store gives no answer.
            ValueError: Where an address is none, or holds a password.
        """
        from kitoolkit.stores.connected import ConnectedCatalogue
        from kitoolkit.stores.endpoint import Endpoint

        return ConnectedCatalogue(Endpoint(url, graph=graph, headers=headers, timeout=timeout))

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
        private = f" of which {len(self.private)} private" if self.private else ""
        return f"<Catalogue: {len(self)} entries{private}, {len(self.vocabulary)} concepts>"

    def is_private(self, entry_id: str) -> bool:
        """Whether an entry is not public.

        Raises:
            UnknownNameError: Where there is no such entry.
        """
        return self[entry_id].id in self.private

    @cached_property
    def public(self) -> Catalogue:
        """This catalogue without private entries: what may be passed on."""
        if not self.private:
            return self
        public = Catalogue(snapshot.make(self._public.values(), self.vocabulary), self._search_index)
        public.folder = self.folder
        return public

    @cached_property
    def snapshot(self) -> bytes:
        """The compiled catalogue, as a portal publishes it; with private entries where there are."""
        if not self._own:
            return self._content
        return snapshot.make(
            self._public.values(), self.vocabulary, (self[entry_id] for entry_id in sorted(self.private))
        )

    @property
    def vocabulary(self) -> Vocabulary:
        """The concepts that entries name."""
        return self._vocabulary

    def _of(self, entry_type: type[EntryT]) -> Collection[EntryT]:
        chosen = (entry for entry in self._entries.values() if isinstance(entry, entry_type) and not entry.deprecated)
        return Collection(chosen, self.vocabulary, self._entries.values())

    @property
    def deprecated(self) -> Collection[Entry]:
        """The entries that no longer count, in order of kind and id; `entry.deprecated` says why and since when."""
        return self._chosen(entry.id for entry in self._entries.values() if entry.deprecated)

    def _current(self, ids: Iterable[str]) -> list[str]:
        return [entry_id for entry_id in ids if not self[entry_id].deprecated]

    def _chosen(self, ids: Iterable[str]) -> Collection[Entry]:
        return Collection((self[entry_id] for entry_id in ids), self.vocabulary, self._entries.values())

    @cached_property
    def _concepts(self) -> dict[str, set[str]]:
        return {entry.id: concepts_of(entry) for entry in self.entries}

    def _sharing(self, concepts: Set[str]) -> Mapping[str, Set[str]]:
        shared = ((entry_id, found & concepts) for entry_id, found in self._concepts.items())
        return {entry_id: found for entry_id, found in shared if found}

    @cached_property
    def _referring(self) -> dict[str, list[str]]:
        referring: dict[str, list[str]] = {entry_id: [] for entry_id in self._entries}
        for entry_id in self._entries:
            for target in self.references(entry_id):
                referring[target].append(entry_id)
        return referring

    def referring(self, entry_id: str) -> tuple[str, ...]:
        """The ids of the entries that name an entry.

        Raises:
            UnknownNameError: Where there is no such entry.
        """
        return tuple(self._referring[self[entry_id].id])

    def _served(self, rows: str, columns: str, facets: Facets) -> Mapping[tuple[str, str], int]:
        counted: Counter[tuple[str, str]] = Counter()
        for entry in self.entries.where(**facets):
            of_rows, of_columns = (self._with_broader(FACETS[facet](entry)) for facet in (rows, columns))
            counted.update((row, column) for row in of_rows for column in of_columns)
        return counted

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

    def draft(self, name: str, *, slug: str = "", **fields: Any) -> Draft:  # noqa: ANN401
        """Start a new entry, or open one to change it.

        Args:
            name: A kind, such as `lesson`, for a new entry; an id, such as `tool/fairlearn`, for one that exists.
            slug: The name of the new entry's file; by default made from the title.
            **fields: Its fields, such as `title={"nl": "…", "en": "…"}`.

        Raises:
            UnknownNameError: For a kind, an entry or a field that does not exist.
            CatalogueError: Where the file of the entry cannot be read.
        """
        from kitoolkit.contribute.draft import Draft, Surroundings

        if name in self._own:
            around = Surroundings(self._entries, self.vocabulary, self._own[name].folder, private=True)
        else:
            around = Surroundings(self._public, self.vocabulary, self.folder)
        if "/" not in name:
            return Draft.new(name, around, slug, **fields)
        draft = Draft.of(name, around)
        for field, value in fields.items():
            draft[field] = value
        return draft

    @cached_property
    def _searcher(self) -> Searcher:
        from kitoolkit import cache, search

        folder = None if self.private else self._search_index
        if folder is None or not folder.is_dir():
            code = cache.content_key(Path(module).read_bytes() for module in search.SOURCES)
            place = f"{cache.private()}/" if self.private else ""
            folder = cache.load_folder(
                f"{place}search-{self.digest}-{code}",
                lambda target: search.build(target, self._entries.values(), self.vocabulary),
            )
        return search.Searcher(folder)

    @cached_property
    def graph(self) -> Graph:
        """Entries and concepts as an rdflib graph; private entries are marked by their access rights."""
        from kitoolkit.linked import graph

        return graph.build(self._entries.values(), self.vocabulary, self.private)

    @cached_property
    def _fast_graph(self) -> FastGraph:
        from kitoolkit.linked import fast, jsonld, triples

        nodes = jsonld.nodes(self._entries.values(), self.vocabulary, self.private)
        return fast.FastGraph(triples.of_nodes(nodes), triples.prefixes(self.vocabulary))

    def sparql(self, query: str, *, engine: Engine | None = None, most: int | None = None) -> Result:
        """Ask a SPARQL query; the prefixes of the catalogue are known.

        Args:
            query: A SELECT, ASK, CONSTRUCT or DESCRIBE. It reads this catalogue only.
            engine: `rdflib`, which is always there, or `oxigraph`, which is many times faster and comes with
                `kitoolkit[fast]`. The faster one that is installed where it is None; the answers are the same.
                A text that holds `service`, `graph`, `from` or an escaped code point always goes to rdflib,
                which judges whether that leads elsewhere: the two do not read every such text alike.
            most: The most rows, or triples of a CONSTRUCT or DESCRIBE, to give; all where it is None.

        Raises:
            ValueError: Where it is no valid SPARQL query, or one that changes data or asks another server or graph.
            ImportError: Where oxigraph is asked for and not installed.
            UnknownNameError: For another engine.
        """
        from kitoolkit.linked import fast, graph

        if fast.chosen(engine) == "rdflib" or graph.may_lead_elsewhere(query):
            return graph.query(self.graph, query, most)
        return self._fast_graph.query(query, most)

    def diff(self, new: Catalogue) -> Difference:
        """What changed from this catalogue to another: entries added, changed field by field, and removed.

        Examples:
            >>> catalogue = Catalogue.open()
            >>> print(catalogue.diff(catalogue))
            0 added, 0 changed, 0 removed
        """
        from kitoolkit import difference

        return difference.compare(self, new)

    def export(self, form: Format, *, private: bool = False) -> str:
        """The whole catalogue as text: `turtle`, `jsonld`, `ntriples`, `json` or `csv`.

        Args:
            form: The form.
            private: Whether private entries go along, marked as such; then the text is not for the public.

        Raises:
            UnknownNameError: For another form.
        """
        from kitoolkit import export

        entries = self._entries if private else self._public
        return export.export(tuple(entries.values()), self.vocabulary, form, self.private if private else ())


def _in_order(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """By kind and id, as in a snapshot."""
    kinds = list(ENTRY_TYPES)
    return {
        entry_id: entries[entry_id]
        for entry_id in sorted(entries, key=lambda one: (kinds.index(one.partition("/")[0]), one))
    }
