"""Entries in order, and how to choose among them by facet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Collection as Collection_
from typing import Any, Generic, TypedDict, TypeVar, Unpack, cast, overload

import msgspec

from kitoolkit.model import ENTRY_TYPES, Checklist, Entry, Example, Language, Lesson, Organisation, Question, Tool
from kitoolkit.problem import UnknownNameError
from kitoolkit.structure import fields
from kitoolkit.vocabulary import Vocabulary

EntryT = TypeVar("EntryT", bound=Entry, covariant=True)
Values = str | Iterable[str]


class Facets(TypedDict, total=False):
    """What `where` can filter by; a value, or several of which one must hold."""

    kind: Values
    requirement: Values
    principle: Values
    commitment: Values
    broadcaster_principle: Values
    law: Values
    phase: Values
    use: Values
    role: Values
    type: Values
    organisation: Values
    cost: Values
    language: Values
    state: Values
    evidence: Values


def _listed(field: str, of_question: str = "") -> Callable[[Entry], tuple[str, ...]]:
    """Values of a field; a checklist also has those of its questions."""

    def values(entry: Entry) -> tuple[str, ...]:
        own: tuple[str, ...] = getattr(entry, field)
        if not of_question or not isinstance(entry, Checklist):
            return own
        asked: list[str] = list(own)
        for question in entry.questions:
            value = getattr(question, of_question)
            asked.extend([value] if isinstance(value, str) else value)
        return tuple(dict.fromkeys(asked))

    return values


def _single(field: str, *kinds: type[Entry]) -> Callable[[Entry], tuple[str, ...]]:
    def values(entry: Entry) -> tuple[str, ...]:
        return (getattr(entry, field),) if isinstance(entry, kinds) else ()

    return values


def _state(entry: Entry) -> tuple[str, ...]:
    if isinstance(entry, Tool):
        return (entry.status.state,)
    return (entry.state,) if isinstance(entry, (Example, Question)) else ()


def _languages(entry: Entry) -> tuple[str, ...]:
    return entry.languages if isinstance(entry, Tool) else ()


FACETS: dict[str, Callable[[Entry], tuple[str, ...]]] = {
    "kind": lambda entry: (entry.kind,),
    "requirement": _listed("requirements", "requirement"),
    "principle": _listed("principles"),
    "commitment": _listed("commitments"),
    "broadcaster_principle": _listed("broadcaster_principles"),
    "law": _listed("laws"),
    "phase": _listed("phases", "phases"),
    "use": _listed("uses", "uses"),
    "role": _listed("roles", "roles"),
    "type": _single("type", Tool, Organisation),
    "organisation": _listed("organisations"),
    "cost": _single("cost", Tool),
    "language": _languages,
    "state": _state,
    "evidence": _single("evidence", Lesson),
}
"""Every facet: the values that an entry has in it."""

SCHEMES = {
    "requirement": "requirement",
    "principle": "principle",
    "commitment": "commitment",
    "law": "law",
    "broadcaster_principle": "broadcaster-principle",
    "phase": "phase",
    "use": "use",
    "role": "role",
    "type": "tool-type",
}
"""The facets whose values are concepts, with their scheme."""


def facet_of_scheme(scheme: str) -> str | None:
    """The facet whose values come from a scheme, or None where no facet does.

    >>> facet_of_scheme("tool-type")
    'type'
    """
    return next((facet for facet, own in SCHEMES.items() if own == scheme), None)


class Collection(Sequence[EntryT], Generic[EntryT]):
    """Entries in order. Choosing among them gives another collection; nothing changes in place.

    Args:
        entries: The entries.
        vocabulary: The concepts that they name.
        whole: All entries of the catalogue, which say what values exist; these entries where it is None.

    Attributes:
        vocabulary: The concepts that the entries name.
    """

    def __init__(
        self, entries: Iterable[EntryT], vocabulary: Vocabulary, whole: Collection_[Entry] | None = None
    ) -> None:
        self._here = tuple(entries)
        self.vocabulary = vocabulary
        self._whole: Collection_[Entry] = self._here if whole is None else whole

    @property
    def _entries(self) -> tuple[EntryT, ...]:
        """The entries; `ConnectedCollection` fetches them."""
        return self._here

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, index: int) -> EntryT: ...
    @overload
    def __getitem__(self, index: slice) -> Collection[EntryT]: ...
    def __getitem__(self, index: int | slice) -> EntryT | Collection[EntryT]:
        if isinstance(index, slice):
            return Collection(self._entries[index], self.vocabulary, self._whole)
        return self._entries[index]

    def __iter__(self) -> Iterator[EntryT]:
        return iter(self._entries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Collection) and self._entries == other._entries

    def __hash__(self) -> int:
        return hash(self.ids)

    def __repr__(self) -> str:
        shown = ", ".join(self.ids[:3]) + (", …" if len(self) > 3 else "")
        return f"<{len(self)} entries: {shown}>" if self else "<0 entries>"

    def _repr_html_(self) -> str:
        import html

        rows = "".join(
            f"<tr><td><code>{html.escape(entry.id)}</code></td><td>{html.escape(entry.title.get('nl', ''))}</td>"
            f"<td>{html.escape(entry.title.get('en', ''))}</td></tr>"
            for entry in self._entries[:50]
        )
        more = f"<caption>50 of {len(self)}</caption>" if len(self) > 50 else ""
        return f"<table>{more}<thead><tr><th>id</th><th>nl</th><th>en</th></tr></thead><tbody>{rows}</tbody></table>"

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, in order."""
        return tuple(entry.id for entry in self._entries)

    def where(self, **facets: Unpack[Facets]) -> Collection[EntryT]:
        """The entries that have the asked values: of one facet any, of several facets all.

        A broader concept also finds what is under it: `use/generative` finds `use/synthetic-voice`.

        Args:
            **facets: Facet and value or values, such as `requirement="requirement/transparency"`.

        Returns:
            A collection in the same order.

        Raises:
            UnknownNameError: For a facet or value that does not exist, with the nearest that does.
        """
        wanted = [(_facet(facet), self._wanted(facet, cast("Values", value))) for facet, value in facets.items()]
        return Collection(
            (entry for entry in self._entries if all(not values.isdisjoint(of(entry)) for of, values in wanted)),
            self.vocabulary,
            self._whole,
        )

    def counts(self, facet: str) -> dict[str, int]:
        """How many entries have each value of a facet.

        Args:
            facet: The facet's name.

        Returns:
            Value and number, in the vocabulary's order where the values are concepts, else most frequent first.

        Raises:
            UnknownNameError: For a facet that does not exist.
        """
        _facet(facet)
        counted = self._counted(facet)
        if facet in SCHEMES and not any(value not in self.vocabulary for value in counted):
            return {concept: counted[concept] for concept in self.vocabulary if concept in counted}
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))

    def _counted(self, facet: str) -> Mapping[str, int]:
        return Counter(value for entry in self._entries for value in set(FACETS[facet](entry)))

    def records(self, language: Language | None = None) -> list[dict[str, Any]]:
        """The entries as flat mappings, for `pandas.DataFrame`.

        Args:
            language: Give texts in this language under the field's name; both, as `title_nl` and `title_en`,
                where it is None.

        Returns:
            A mapping per entry; lists stay lists.
        """
        return [_record(entry, language) for entry in self._entries]

    def _wanted(self, facet: str, value: Values) -> set[str]:
        """The values to look for, with what is narrower.

        Raises:
            UnknownNameError: For a facet or value that does not exist.
        """
        _facet(facet)
        asked = [value] if isinstance(value, str) else list(value)
        known = self._known(facet)
        for one in asked:
            if one not in known:
                raise UnknownNameError(facet, one, known)
        if facet in SCHEMES:
            return {narrower for one in asked for narrower in self._narrower(one)}
        return set(asked)

    def _known(self, facet: str) -> set[str]:
        """The values that exist, whether or not one of these entries has them."""
        known = {concept.id for concept in self.vocabulary.scheme(SCHEMES[facet])} if facet in SCHEMES else set()
        if facet in SCHEMES and facet != "type":  # the type of an organisation is no concept
            return known
        if facet == "organisation":
            return self._organisations()
        return known | _choices(facet) | self._occurring(facet)

    def _organisations(self) -> set[str]:
        return {entry.id for entry in self._whole if isinstance(entry, Organisation)}

    def _occurring(self, facet: str) -> set[str]:
        return {one for entry in self._whole for one in FACETS[facet](entry)}

    def _narrower(self, value: str) -> tuple[str, ...]:
        return self.vocabulary.with_narrower(value) if value in self.vocabulary else (value,)


def _facet(name: str) -> Callable[[Entry], tuple[str, ...]]:
    if name not in FACETS:
        raise UnknownNameError("facet", name, FACETS)
    return FACETS[name]


def _choices(facet: str) -> set[str]:
    """The values that the model allows in a facet, whether or not an entry has them."""
    if facet == "kind":
        return set(ENTRY_TYPES)
    structs: list[type[msgspec.Struct]] = list(ENTRY_TYPES.values())
    found: set[str] = set()
    for struct in structs:
        for field in fields(struct):
            inner = fields(field.struct) if field.struct and field.name == "status" else ()
            for candidate in (field, *inner):
                if candidate.name == facet:
                    found.update(candidate.choices)
    return found


def _record(entry: Entry, language: Language | None) -> dict[str, Any]:
    record: dict[str, Any] = {"id": entry.id, "kind": entry.kind}
    for field in fields(type(entry)):
        value = getattr(entry, field.name)
        if field.form == "text" and not field.many:
            texts = value or {}
            if language:
                record[field.name] = texts.get(language)
            else:
                record |= {f"{field.name}_{code}": texts.get(code) for code in ("nl", "en")}
        elif field.form in {"string", "choice"}:
            record[field.name] = list(value) if field.many else value
        else:
            record[field.name] = msgspec.to_builtins(list(value) if field.many else value)
    return record
