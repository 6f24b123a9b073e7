"""What an entry is found by: terms, each with a weight.

A term is the stem of a word, or the id of a concept: one that the entry has, or a word of the glossary that its text
uses by any of its names, in either language. Words count by the place where they stand. An entry is also found by the
title and summary of those that it names as related and of those that name it: they say the same in other words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from kitoolkit.collection import FACETS, SCHEMES
from kitoolkit.model import LANGUAGES, Entry, Language
from kitoolkit.search.lexicon import Lexicon
from kitoolkit.search.naming import GLOSSARY, Naming, named
from kitoolkit.structure import fields
from kitoolkit.vocabulary import Vocabulary
from kitoolkit.words import EMPTY_WORDS, split, stem

TITLE, NAMES, SUMMARY, PUBLISHER, TEXT = 4.0, 6.0, 2.5, 1.5, 0.5
"""How much a word counts in the title, among the other names, in the summary, as publisher, in the text."""
NEAR = 0.5
"""How much a word counts in the title or summary of a related entry."""
CONCEPT = 5.0
LABEL = 1.0
"""How much a concept of the entry counts, and each word of its label."""
PART = 0.5
"""How much less a part of a compound counts than the whole."""


class Piece(msgspec.Struct, frozen=True):
    """A text of an entry in one language, with what its words count."""

    text: str
    weight: float


def neighbours(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """For each entry those that it names as related, and those that name it."""
    known = {entry.id: entry for entry in entries}
    near: dict[str, dict[str, Entry]] = {entry_id: {} for entry_id in known}
    for entry in known.values():
        for other in entry.related:
            if other in known:
                near[entry.id][other] = known[other]
                near[other][entry.id] = entry
    return {entry_id: list(found.values()) for entry_id, found in near.items()}


def entry_pieces(
    entry: Entry, vocabulary: Vocabulary, language: Language, near: Sequence[Entry] = ()
) -> Iterator[Piece]:
    """The texts that an entry is found by; those of the entries near it, where they are given."""
    yield Piece(entry.title.get(language, ""), TITLE)
    yield Piece(" ".join([*entry.also_known_as, entry.slug.replace("-", " ")]), NAMES)
    yield Piece(str(getattr(entry, "publisher", "")), PUBLISHER)
    yield Piece(entry.summary.get(language, ""), SUMMARY)
    for text in prose(entry, language):
        yield Piece(text, TEXT)
    for concept in entry_concepts(entry, vocabulary):
        yield Piece(vocabulary[concept].label.get(language, ""), LABEL)
    for other in near:
        yield Piece(other.title.get(language, ""), NEAR)
        yield Piece(other.summary.get(language, ""), NEAR)


def entry_concepts(entry: Entry, vocabulary: Vocabulary) -> list[str]:
    """The concepts of an entry and what is broader."""
    found = [value for facet in SCHEMES for value in FACETS[facet](entry) if value in vocabulary]
    for concept_id in found:
        found.extend(
            broader for broader in vocabulary[concept_id].broader if broader not in found and broader in vocabulary
        )
    return list(dict.fromkeys(found))


def prose(struct: msgspec.Struct, language: Language) -> Iterator[str]:
    """Every text of an entry in a language, beside title and summary."""
    for field in fields(type(struct)):
        if isinstance(struct, Entry) and field.name in {"title", "summary"}:
            continue
        value = getattr(struct, field.name)
        for item in value if field.many else [value]:
            if isinstance(item, msgspec.Struct):
                yield from prose(item, language)
            elif isinstance(item, dict) and item.get(language):
                yield item[language]


def weighted(
    pieces: Callable[[Language], Iterable[Piece]], concepts: Iterable[str], naming: Naming, lexicon: Lexicon
) -> dict[str, float]:
    """The terms of a text in two languages; a word that is the same in both counts once.

    Args:
        pieces: The texts in a language.
        concepts: The concepts that belong with it.
        naming: The names of concepts.
        lexicon: The words that occur, by which compounds come apart.
    """
    terms = dict.fromkeys(concepts, CONCEPT)
    for language in LANGUAGES:
        counted: Counter[str] = Counter()
        for piece in pieces(language):
            _count(counted, split(piece.text), piece.weight, language, naming, lexicon)
        for term, weight in counted.items():
            terms[term] = max(weight, terms.get(term, 0.0))
    return terms


def _count(
    counted: Counter[str],
    words: list[str],
    weight: float,
    language: Language,
    naming: Naming,
    lexicon: Lexicon,
) -> None:
    for word in words:
        if word in EMPTY_WORDS:
            continue
        counted[stem(word, language)] += weight  # type: ignore[assignment]
        if language == "nl":
            for part in lexicon.parts(word):
                counted[stem(part, language)] += PART * weight  # type: ignore[assignment]
    for name in named(words, language, naming):
        for concept in name.concepts:
            if concept.startswith(GLOSSARY):
                counted[concept] += weight  # type: ignore[assignment]
