"""From a question to the terms that are looked up, each with a weight."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from kitoolkit.lexicon import Lexicon, errors_allowed, parts
from kitoolkit.model import LANGUAGES
from kitoolkit.naming import Names, named
from kitoolkit.terms import GLOSSARY
from kitoolkit.words import STOP_WORDS, split, stem

CORRECTED = 0.8
"""How much a replaced word counts, against one that was typed."""
PART = 0.4
"""How much a part of a known compound counts."""
CONCEPT = 1.0
MENTION = 1.0
"""How much a concept counts that the question names, and a word of the glossary."""
IN_NAME = 0.4
"""How much a word counts that stands in a name of several words."""


class Asked(msgspec.Struct, frozen=True):
    """A question, understood.

    Attributes:
        terms: What to look up, and how much each counts.
        words: The words that are looked up, typing errors replaced and compounds taken apart.
        corrected: Words that do not occur, and what they were taken for.
        concepts: The concepts that the question names.
    """

    terms: dict[str, float]
    words: tuple[str, ...]
    corrected: dict[str, str]
    concepts: tuple[str, ...]


def understand(text: str, names: Names, lexicon: Lexicon, known: Callable[[str], bool]) -> Asked:
    """Find out what a question asks for.

    Args:
        text: The question.
        names: The names of concepts.
        lexicon: The words that occur.
        known: Says of a term whether it occurs.
    """
    words: list[str] = []
    weights: list[float] = []
    corrected: dict[str, str] = {}
    for word in dict.fromkeys(split(text)):
        found, weight = _meant(word, lexicon, known)
        if len(found) == 1 and found[0] != word:
            corrected[word] = found[0]
        words += found
        weights += [weight] * len(found)
    terms: dict[str, float] = {}
    concepts: list[str] = []
    for language in LANGUAGES:
        for name in named(words, language, names):
            concepts += name.concepts
            for concept in name.concepts:
                terms[concept] = MENTION if concept.startswith(GLOSSARY) else CONCEPT
            if name.end - name.start > 1:
                for place in range(name.start, name.end):
                    weights[place] = min(weights[place], IN_NAME)
    for word, weight in zip(words, weights, strict=True):
        for term, share in _terms(word, known):
            terms[term] = max(weight * share, terms.get(term, 0.0))
    return Asked(terms, tuple(words), corrected, tuple(dict.fromkeys(concepts)))


def means_nothing(word: str) -> bool:
    """Whether a word says nothing about what is looked for."""
    return all(word in STOP_WORDS[language] for language in LANGUAGES) or (len(word) < 2 and not word.isdigit())


def _occurs(word: str, known: Callable[[str], bool]) -> bool:
    return any(known(stem(word, language)) for language in LANGUAGES)


def _meant(word: str, lexicon: Lexicon, known: Callable[[str], bool]) -> tuple[tuple[str, ...], float]:
    """The words that a word stands for, and how much they count: itself, its correction, or its parts."""
    if means_nothing(word) or _occurs(word, known):
        return (word,), 1.0
    most = errors_allowed(word)
    if most and (near := lexicon.nearest(word, 1)):
        return (near,), CORRECTED
    if compound := parts(word, known):
        return compound, 1.0
    if most > 1 and (near := lexicon.nearest(word, most)):
        return (near,), CORRECTED
    return (word,), 1.0


def _terms(word: str, known: Callable[[str], bool]) -> list[tuple[str, float]]:
    if means_nothing(word):
        return []
    found = [(stem(word, language), 1.0) for language in LANGUAGES if word not in STOP_WORDS[language]]
    return found + [(stem(part, "nl"), PART) for part in parts(word, known)]
