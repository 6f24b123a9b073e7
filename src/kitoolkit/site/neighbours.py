"""The small picture of what lies around an entry or a concept: which lines it has and where they are drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from kitoolkit.model import ENTRY_TYPES, Entry

MOST_CONCEPTS = 7
MOST_OF_KIND = 3
LINE = 18
"""Units between two lines."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the picture: a concept, a kind of entry with their number, or an entry.

    Attributes:
        y: Where it is drawn.
        id: The id of the concept or entry, or the kind.
        count: The number of entries of the kind; 0 on other lines.
    """

    y: int
    id: str
    count: int = 0


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn.

    Attributes:
        height: The height of the whole.
        left: The concepts.
        right: The kinds, each followed by some of its entries.
    """

    height: int
    left: tuple[Line, ...]
    right: tuple[Line, ...]

    @property
    def middle(self) -> int:
        """The height of the middle."""
        return self.height // 2


def of_entry(entry: Entry, related: Iterable[Entry]) -> Picture | None:
    """What lies around an entry: what it serves, and what belongs with it; None where there is nothing to draw."""
    return _drawn(entry.requirements or entry.uses or entry.phases, list(related))


def of_concept(concept_id: str, serving: Iterable[Entry]) -> Picture | None:
    """What lies around a concept: the entries that serve it, those about little else first, and what they serve too.

    That is the media uses of a requirement, and the requirements of any other concept.
    """

    def beside(entry: Entry) -> tuple[str, ...]:
        return entry.uses if concept_id.startswith("requirement/") else entry.requirements

    entries = sorted(serving, key=lambda entry: (len(entry.requirements) + len(entry.uses), entry.id))
    counts = Counter(one for entry in entries for one in beside(entry))
    return _drawn(sorted(counts, key=lambda one: (-counts[one], one)), entries)


def _drawn(concepts: Sequence[str], entries: Sequence[Entry]) -> Picture | None:
    left = concepts[:MOST_CONCEPTS]
    right: list[tuple[str, int]] = []
    for kind in ENTRY_TYPES:
        if ids := [entry.id for entry in entries if entry.kind == kind]:
            right += [(kind, len(ids)), *((one, 0) for one in ids[:MOST_OF_KIND])]
    if not left or not right:
        return None
    height = LINE * max(len(left), len(right)) + LINE // 2
    beginnings = _places(len(left), height), _places(len(right), height)
    return Picture(
        height=height,
        left=tuple(Line(y=y, id=one) for y, one in zip(beginnings[0], left, strict=True)),
        right=tuple(Line(y=y, id=one, count=count) for y, (one, count) in zip(beginnings[1], right, strict=True)),
    )


def _places(number: int, height: int) -> range:
    """Where a number of lines stand, in the middle of the height."""
    first = (height - LINE * number) // 2 + LINE // 2
    return range(first, first + LINE * number, LINE)


def shortened(text: str, most: int) -> str:
    """A text that fits on a line of the picture, cut after a word where that leaves most of it.

    >>> shortened("Environmental and societal well-being", 26)
    'Environmental and…'
    >>> shortened("Privacy en datagovernance", 20)
    'Privacy en datagove…'
    """
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    whole = cut.rpartition(" ")[0]
    return (whole if 3 * len(whole) > 2 * most - 2 else cut).rstrip(" ,:;-–") + "…"
