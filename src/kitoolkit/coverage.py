"""How far the catalogue is: what it covers and where it falls short, in languages, in sources and in reviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from kitoolkit.model import ENTRY_TYPES, LANGUAGES, Checklist, Entry
from kitoolkit.structure import fields

if TYPE_CHECKING:
    from kitoolkit.catalogue import Catalogue

AGES = (91, 182, 365)
"""The steps in which the age of a review is counted, in days."""
MANY_SOURCES = 4
"""So many sources or more are counted together."""


class Use(msgspec.Struct, frozen=True):
    """How far the entries for one media use reach; checklists ask, so they are counted apart.

    Attributes:
        id: The media use.
        phases: Per requirement: the phases that an entry made for this use serves.
        general: Per requirement: the phases that only an entry serves which is made for no media use in particular.
        gaps: The pairs of requirement and phase that no entry serves, made for this use or for all.
        questions: How many questions of checklists are about this use in particular.
    """

    id: str
    phases: dict[str, tuple[str, ...]]
    general: dict[str, tuple[str, ...]]
    gaps: tuple[tuple[str, str], ...]
    questions: int


class Coverage(msgspec.Struct, frozen=True):
    """How far a catalogue is.

    Attributes:
        day: The day to which the age of reviews is counted, ISO 8601.
        kinds: Number of entries per kind.
        requirements: Ids of the requirements, in order.
        phases: Ids of the phases, in order.
        uses: The media uses, without those that are narrower than another.
        incomplete: Ids of entries with a text that misses a language, and those languages.
        sources: How many entries have 1, 2, 3 … sources; the last holds all that have more.
        reviewed: Per kind: how many entries were reviewed at most 91, 182, 365 days ago, longer ago, and never.
        unreviewed: Ids of entries that no second reader has seen.
    """

    day: str
    kinds: dict[str, int]
    requirements: tuple[str, ...]
    phases: tuple[str, ...]
    uses: tuple[Use, ...]
    incomplete: dict[str, tuple[str, ...]]
    sources: tuple[int, ...]
    reviewed: dict[str, tuple[int, ...]]
    unreviewed: tuple[str, ...]


def measure(catalogue: Catalogue, day: date | None = None) -> Coverage:
    """Measure a catalogue.

    Args:
        catalogue: The catalogue.
        day: The day to which the age of reviews is counted; that of the newest change in the catalogue where it is
            None, so that the same catalogue always gives the same figures.

    Examples:
        >>> from kitoolkit import Catalogue
        >>> coverage = measure(Catalogue.open())
        >>> len(coverage.requirements), len(coverage.phases), len(coverage.uses)
        (7, 8, 10)
    """
    entries = tuple(catalogue.entries)
    day = day or newest_change(entries)
    requirements, phases, uses = (
        tuple(one.id for one in catalogue.vocabulary.current(scheme) if not one.broader)
        for scheme in ("requirement", "phase", "use")
    )
    return Coverage(
        day=day.isoformat(),
        kinds={kind: len(catalogue.kind(kind)) for kind in ENTRY_TYPES},
        requirements=requirements,
        phases=phases,
        uses=tuple(_reach(use, catalogue, requirements, phases) for use in uses),
        incomplete={entry.id: lacking for entry in entries if (lacking := _lacking(entry))},
        sources=_counted(min(len(entry.sources), MANY_SOURCES) for entry in entries),
        reviewed={kind: _ages(catalogue.kind(kind), day) for kind in ENTRY_TYPES},
        unreviewed=tuple(entry.id for entry in entries if not entry.reviewed),
    )


def newest_change(entries: Iterable[Entry]) -> date:
    """The newest day on which an entry was added or reviewed."""
    days = (day for entry in entries for day in (entry.added, entry.reviewed) if day)
    return date.fromisoformat(max(days, default="2026-01-01"))


def _reach(use: str, catalogue: Catalogue, requirements: Iterable[str], phases: Iterable[str]) -> Use:
    narrower = {one.id for one in catalogue.vocabulary.scheme("use") if use in (one.id, *one.broader)}
    own, general = set(), set()
    for entry in catalogue.entries:
        if not isinstance(entry, Checklist):
            uses = set(getattr(entry, "uses", ()))
            pairs = {(one, two) for one in entry.requirements for two in entry.phases}
            own |= pairs if uses & narrower else set()
            general |= set() if uses else pairs
    asked = (question for checklist in catalogue.checklists for question in checklist.questions)

    def of(requirement: str, pairs: set[tuple[str, str]]) -> tuple[str, ...]:
        return tuple(phase for phase in phases if (requirement, phase) in pairs)

    return Use(
        id=use,
        phases={requirement: of(requirement, own) for requirement in requirements},
        general={requirement: of(requirement, general - own) for requirement in requirements},
        gaps=tuple((one, two) for one in requirements for two in phases if (one, two) not in own | general),
        questions=sum(bool(narrower & set(question.uses)) for question in asked),
    )


def _lacking(struct: msgspec.Struct) -> tuple[str, ...]:
    """The languages that a text somewhere in an entry misses."""
    found = {language for text in _texts(struct) for language in LANGUAGES if not text.get(language)}
    return tuple(language for language in LANGUAGES if language in found)


def _texts(struct: msgspec.Struct) -> Iterator[Mapping[str, str]]:
    for field in fields(type(struct)):
        value = getattr(struct, field.name)
        for item in value if field.many else [value]:
            if isinstance(item, msgspec.Struct):
                yield from _texts(item)
            elif isinstance(item, dict):
                yield item


def _counted(numbers: Iterable[int]) -> tuple[int, ...]:
    counts = Counter(numbers)
    return tuple(counts[number] for number in range(1, MANY_SOURCES + 1))


def _ages(entries: Iterable[Entry], day: date) -> tuple[int, ...]:
    found = Counter(_age(entry, day) for entry in entries)
    return tuple(found[step] for step in range(len(AGES) + 2))


def _age(entry: Entry, day: date) -> int:
    """The step in which an entry counts: the first whose number of days is not passed; the last for never."""
    if not entry.reviewed:
        return len(AGES) + 1
    days = (day - date.fromisoformat(entry.reviewed)).days
    return sum(days > age for age in AGES)
