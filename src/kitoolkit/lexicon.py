"""The words that occur, and what a word that does not occur stands for: a typing error, or a compound of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from kitoolkit.words import LINKS, PARTICLES, STOP_WORDS, stem

SHORTEST_PART = 4
_LONG = 8
"""From this length on, a word may have two typing errors, and is looked at as a compound."""


class Lexicon:
    """Words by how often they occur.

    Args:
        counts: The words, as `words.split` gives them, with the number of entries that use each.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts

    @cached_property
    def _by_letter(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self.counts:
            found.setdefault(word[0], []).append(word)
        return found

    def nearest(self, word: str, most: int) -> str:
        """The word that differs least, with the same first letter; empty where none differs little enough.

        >>> Lexicon({"algoritme": 3, "archief": 2}).nearest("algortime", 1)
        'algoritme'

        Args:
            word: A word that does not occur.
            most: The most letters that may differ.
        """
        best = (most + 1, 0, "")
        letters = set(word)
        for other in self._by_letter.get(word[:1], ()):
            if abs(len(other) - len(word)) > most or len(letters.symmetric_difference(other)) > 2 * most:
                continue
            found = (distance(word, other, most), -self.counts[other], other)
            best = min(best, found)
        return best[2] if best[0] <= most else ""


def errors_allowed(word: str) -> int:
    """How many letters of an unknown word may be wrong."""
    return 0 if len(word) < SHORTEST_PART or word.isdigit() else 1 if len(word) < _LONG else 2


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, leave out, change or swap with their neighbour; above `most` only that it is more.

    >>> distance("transparantei", "transparantie", 2)
    1
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        current = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before, row = row, current
    return row[-1]


def parts(word: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """The words that a Dutch compound is made of; none where it is no compound of known words.

    The first part is as long as it can be; a linking `s`, `e` or `en` between parts is left out.

    >>> parts("ondertitelingssoftware", {"ondertitel", "software"}.__contains__)
    ('ondertiteling', 'software')

    Args:
        word: A word.
        known: Says of a stem whether it occurs.
    """
    if len(word) < _LONG or word.isdigit():
        return ()
    for end in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        if not (first := _first_part(word[:end], known)):
            continue
        rest = word[end:]
        if _is_part(rest, known):
            return first, rest
        if more := parts(rest, known):
            return first, *more
    return ()


def _first_part(text: str, known: Callable[[str], bool]) -> str:
    """The word at the start of a compound, without the letters that link it; empty where it is none."""
    return next((one for one in _unlinked(text) if _is_part(one, known)), "")


def _unlinked(text: str) -> Iterator[str]:
    for link in LINKS:
        if text.endswith(link):
            yield text[: len(text) - len(link)]


def _is_part(text: str, known: Callable[[str], bool]) -> bool:
    if len(text) < SHORTEST_PART or text in PARTICLES or text in STOP_WORDS["nl"]:
        return False
    return known(stem(text, "nl"))
