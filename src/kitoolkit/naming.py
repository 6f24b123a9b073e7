"""Concepts by the names that texts and questions give them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

import msgspec

from kitoolkit.model import LANGUAGES, Language
from kitoolkit.vocabulary import Vocabulary
from kitoolkit.words import stem, stems

LONGEST = 5
"""The most words of a name that is looked for."""

Names: TypeAlias = Mapping[str, Mapping[str, list[str]]]
"""Per language: the stems of a name, with a space between, and the concepts that it names."""


class Named(msgspec.Struct, frozen=True):
    """A name found in a row of words: from where to where it stands, and what it names."""

    start: int
    end: int
    concepts: tuple[str, ...]


def names(vocabulary: Vocabulary) -> dict[str, dict[str, list[str]]]:
    """The names of all concepts: labels and alternative labels."""
    found: dict[str, dict[str, list[str]]] = {language: {} for language in LANGUAGES}
    for concept in vocabulary.values():
        for language in LANGUAGES:
            for label in (concept.label.get(language, ""), *concept.alt_labels.get(language, ())):
                meant = stems(label, language, keep_stop_words=True)
                if not 0 < len(meant) <= LONGEST:
                    continue
                concepts = found[language].setdefault(" ".join(meant), [])
                if concept.id not in concepts:
                    concepts.append(concept.id)
    return found


def named(words: Iterable[str], language: Language, known: Names) -> Iterator[Named]:
    """The names in a row of words; of names that begin at one word the longest."""
    row = [stem(word, language) for word in words]
    after = 0
    for start in range(len(row)):
        for size in range(min(LONGEST, len(row) - start), 0, -1):
            concepts = known[language].get(" ".join(row[start : start + size]))
            if concepts and start + size > after:
                after = start + size
                yield Named(start, after, tuple(concepts))
                break
