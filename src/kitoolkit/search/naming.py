"""Concepts by the names that texts and questions give them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import dropwhile

import msgspec

from kitoolkit.model import LANGUAGES, Language
from kitoolkit.vocabulary import Concept, Vocabulary
from kitoolkit.words import EMPTY_WORDS, split, stem

GLOSSARY = "term/"
LONGEST = 5
"""The most words of a name that is looked for."""


class Named(msgspec.Struct, frozen=True):
    """A name found in a row of words: from where to where it stands, and what it names."""

    start: int
    end: int
    concepts: tuple[str, ...]


class Naming(msgspec.Struct):
    """The names of concepts.

    Attributes:
        concepts: Per language: the stems of a name, with a space between, and the concepts that it names.
        related: A word of the glossary and those that are related with it.
    """

    concepts: dict[str, dict[str, list[str]]]
    related: dict[str, list[str]]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Naming:
        """The labels and alternative labels of all concepts."""
        concepts: dict[str, dict[str, list[str]]] = {language: {} for language in LANGUAGES}
        related: dict[str, list[str]] = {}
        for concept in vocabulary.values():
            for language in LANGUAGES:
                for label in labels(concept, language):
                    if key := _key(label, language):
                        here = concepts[language].setdefault(key, [])
                        here.extend([] if concept.id in here else [concept.id])
            near = [match.target for match in concept.matches if match.relation == "related"]
            if concept.id.startswith(GLOSSARY) and near:
                related[concept.id] = [target for target in near if target.startswith(GLOSSARY)]
        return cls(concepts, related)


def _key(label: str, language: Language) -> str:
    """The stems of a name from its first word that says something; empty where that leaves too little or too much."""
    words = split(label)
    said = list(dropwhile(EMPTY_WORDS.__contains__, words))
    if not said or len(said) > LONGEST or (len(said) == 1 and len(words) > 1):
        return ""
    return " ".join(stem(word, language) for word in said)


def labels(concept: Concept, language: Language) -> tuple[str, ...]:
    """What a concept is called in a language, and what people type for it; its own label first."""
    more = (*concept.alt_labels.get(language, ()), *concept.hidden_labels.get(language, ()))
    return (concept.label.get(language, ""), *more)


def named(words: Iterable[str], language: Language, naming: Naming) -> Iterator[Named]:
    """The names in a row of words; of names that begin at one word the longest."""
    plain = list(words)
    row = [stem(word, language) for word in plain]
    after = 0
    for start in range(len(row)):
        if plain[start] in EMPTY_WORDS:
            continue
        for size in range(min(LONGEST, len(row) - start), 0, -1):
            concepts = naming.concepts[language].get(" ".join(row[start : start + size]))
            if concepts and start + size > after:
                after = start + size
                yield Named(start, after, tuple(concepts))
                break
