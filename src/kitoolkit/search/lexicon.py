"""The words that occur, and what a word that does not occur stands for: a typing error, or a compound of others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec

from kitoolkit.model import LANGUAGES, Language
from kitoolkit.words import LINKS, PARTICLES, split, stem

SHORTEST_PART = 4
ALIKE = 3
"""The letters at the start in which words are alike at least."""
LONG = 8
"""From this length on, a word may have two typing errors, and is looked at as a compound."""


class Lexicon(msgspec.Struct, dict=True):
    """Words and stems by how often they occur.

    Attributes:
        words: The words, as `words.split` gives them, with the number of texts that use each.
        stems: Per language the stems of its words, likewise.
    """

    words: dict[str, int]
    stems: dict[str, dict[str, int]]

    @classmethod
    def of(cls, texts: Iterable[Mapping[Language, str]]) -> Lexicon:
        """The lexicon of texts, each given per language."""
        counted: dict[Language, Counter[str]] = {language: Counter() for language in LANGUAGES}
        for text in texts:
            for language in LANGUAGES:
                counted[language].update(set(split(text.get(language, ""))))
        stemmed: dict[str, dict[str, int]] = {}
        for language, words in counted.items():
            of_stems: Counter[str] = Counter()
            for word, count in words.items():
                of_stems[stem(word, language)] += count
            stemmed[language] = dict(of_stems)
        return cls(dict(sum(counted.values(), Counter())), stemmed)

    def occurs(self, word: str) -> bool:
        """Whether a form of the word occurs, in either language."""
        return word in self.words or any(stem(word, language) in self.stems[language] for language in LANGUAGES)

    def parts(self, word: str) -> tuple[str, ...]:
        """The words that a Dutch compound is made of; none where it is no compound of words that occur.

        The first part is as long as it can be; a linking `s`, `e` or `en` between parts is left out.

        >>> Lexicon.of([{"nl": "software voor ondertiteling"}]).parts("ondertitelingssoftware")
        ('ondertiteling', 'software')
        """
        if word not in self._taken_apart:
            self._taken_apart[word] = self._parts(word)
        return self._taken_apart[word]

    def _parts(self, word: str) -> tuple[str, ...]:
        if len(word) < LONG or word.isdigit():
            return ()
        for end in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
            if not (first := self._first_part(word[:end])):
                continue
            rest = word[end:]
            if self._uses(rest):
                return first, rest
            if more := self.parts(rest):
                return first, *more
        return ()

    def nearest(self, word: str, most: int) -> str:
        """The word that differs least, with the same first letter; empty where none differs little enough.

        >>> Lexicon.of([{"nl": "algoritmes in het archief"}]).nearest("algortimes", 1)
        'algoritmes'

        Args:
            word: A word that does not occur.
            most: The most letters that may differ.
        """
        best = (most + 1, 0, "")
        letters = set(word)
        for other in self._by_letter.get(word[:1], ()):
            if abs(len(other) - len(word)) > most or len(letters.symmetric_difference(other)) > 2 * most:
                continue
            best = min(best, (distance(word, other, most), -self.words[other], other))
        return best[2] if best[0] <= most else ""

    def near(self, word: str) -> str:
        """A word that begins with this one, differs less than much, or begins alike; empty where there is none."""
        return self._beginning(word) or self.nearest(word, max(2, len(word) // 3)) or self._beginning(word[:ALIKE])

    def _beginning(self, start: str) -> str:
        """The most frequent word that begins so."""
        found = (word for word in self._by_letter.get(start[:1], ()) if len(start) >= ALIKE and word.startswith(start))
        return min(found, key=lambda word: (-self.words[word], word), default="")

    @cached_property
    def _taken_apart(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _by_letter(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self.words:
            found.setdefault(word[0], []).append(word)
        return found

    def _first_part(self, text: str) -> str:
        """The word at the start of a compound, without the letters that link it; empty where it is none."""
        without = [text[: len(text) - len(link)] for link in LINKS if text.endswith(link)]
        best = max(without, key=lambda one: (self._uses(one), one in self.words, -len(one)))
        return best if self._uses(best) else ""

    def _uses(self, part: str) -> int:
        """How often a word occurs that can be a part of a compound."""
        if len(part) < SHORTEST_PART or part in PARTICLES:
            return 0
        return self.stems["nl"].get(stem(part, "nl"), 0)


def errors_allowed(word: str) -> int:
    """How many letters of an unknown word may be wrong."""
    return 0 if len(word) < SHORTEST_PART or word.isdigit() else 1 if len(word) < LONG else 2


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
