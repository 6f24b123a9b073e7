"""From a question to the terms that are looked up, each with a weight."""

from __future__ import annotations

import msgspec

from kitoolkit.model import LANGUAGES
from kitoolkit.search.lexicon import Lexicon, errors_allowed
from kitoolkit.search.naming import GLOSSARY, Naming, named
from kitoolkit.words import EMPTY_WORDS, split, stem

CORRECTED = 0.8
"""How much a replaced word counts, against one that was typed."""
PART = 0.4
"""How much a part of a known compound counts."""
CONCEPT, GLOSSARY_WORD, RELATED = 0.5, 2.0, 0.4
"""How much a concept counts that the question names, a word of the glossary, and one that is related with it."""
IN_NAME = 0.65
"""How much a word counts that stands in a name of several words."""


class Asked(msgspec.Struct, frozen=True):
    """A question, understood.

    Attributes:
        terms: What to look up, and how much each counts.
        alternatives: The terms of each word that has several, such as its stem in each language: of these only the
            best counts, so that a word is not worth more for being written alike in two languages.
        words: The words that are looked up, typing errors replaced and compounds taken apart.
        corrected: Words that do not occur, and what they were taken for.
        concepts: The concepts that the question names.
    """

    terms: dict[str, float]
    alternatives: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    corrected: dict[str, str]
    concepts: tuple[str, ...]


def understand(text: str, naming: Naming, lexicon: Lexicon, *, more: bool = False) -> Asked:
    """Find out what a question asks for.

    Args:
        text: The question.
        naming: The names of concepts.
        lexicon: The words that occur, in texts and in names.
        more: Take words that do not occur for what comes near, where the question as it is finds nothing.
    """
    words: list[str] = []
    weights: list[float] = []
    corrected: dict[str, str] = {}
    for word in dict.fromkeys(split(text)):
        found, weight = _meant(word, lexicon, more)
        if len(found) == 1 and found[0] != word:
            corrected[word] = found[0]
        words += found
        weights += [weight] * len(found)
    terms: dict[str, float] = {}
    for language in LANGUAGES:
        for name in named(words, language, naming):
            terms |= {one: GLOSSARY_WORD if one.startswith(GLOSSARY) else CONCEPT for one in name.concepts}
            if name.end - name.start > 1:
                for place in range(name.start, name.end):
                    weights[place] = min(weights[place], IN_NAME)
    concepts = tuple(terms)
    for concept in concepts:
        for near in naming.related.get(concept, ()):
            terms.setdefault(near, RELATED)
    alternatives: list[tuple[str, ...]] = []
    grouped: set[str] = set()
    for word, weight in zip(words, weights, strict=True):
        own = dict(reversed(_terms(word, lexicon)))
        for term, share in own.items():
            terms[term] = max(weight * share, terms.get(term, 0.0))
        if group := tuple(sorted(own.keys() - grouped)):
            alternatives.append(group)
            grouped |= own.keys()
    return Asked(terms, tuple(alternatives), tuple(words), corrected, concepts)


def _meant(word: str, lexicon: Lexicon, more: bool) -> tuple[tuple[str, ...], float]:
    """The words that a word stands for, and how much they count: itself, its correction, or its parts."""
    if word in EMPTY_WORDS or lexicon.occurs(word):
        return (word,), 1.0
    most = errors_allowed(word)
    if most and (near := lexicon.nearest(word, 1)):
        return (near,), CORRECTED
    if compound := lexicon.parts(word):
        return compound, 1.0
    if most > 1 and (near := lexicon.nearest(word, most)):
        return (near,), CORRECTED
    if more and (near := lexicon.near(word)):
        return (near,), CORRECTED
    return (word,), 1.0


def _terms(word: str, lexicon: Lexicon) -> list[tuple[str, float]]:
    if word in EMPTY_WORDS or (len(word) < 2 and not word.isdigit()):
        return []
    found = [(stem(word, language), 1.0) for language in LANGUAGES]
    return found + [(stem(part, "nl"), PART) for part in lexicon.parts(word)]
