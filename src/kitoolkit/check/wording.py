"""Rules about words: one word for one thing, no praise, sentences that can be read, licences by their SPDX names.

All of them warn: a rule about words knows too little to refuse a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from kitoolkit import locations
from kitoolkit.check.finding import Checked, finding
from kitoolkit.check.walking import texts
from kitoolkit.model import Tool
from kitoolkit.problem import Problem
from kitoolkit.sentences import told
from kitoolkit.source import Path_

LIST = "wording.tsv"
"""The words to avoid, beside the vocabularies."""
LONGEST_SENTENCE = 30
"""Words; Dutch government guidance asks for 10 to 15 on average, so twice that is never needed."""
HARDEST = 35.0
"""The lowest reading ease of an entry's Dutch; 50 to 60 suits readers at B1."""
ENOUGH = 100
"""From how many words on reading ease says something."""

NAMED = ("title", "also_known_as")
"""Fields that hold names, no sentences."""
_QUOTED = re.compile(r"[\"“„'‘][^\"“”„'‘’]{1,80}[\"”'’]|\([^()]*\)|`[^`]*`|https?://\S+")
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n+")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_VOWELS = re.compile(r"[aeiouyáéíóúàèëïöü]+")
_PERCENTAGE = re.compile(r"\d\s?(?:%|procent\b|per cent\b)")
_OTHER_NUMBER = re.compile(r"\d[\d.,]*(?!\s?(?:%|procent\b|per cent\b))(?![\d.,])")
PATTERNS = {
    "quoted": _QUOTED,
    "sentence": _SENTENCE,
    "word": _WORD,
    "vowels": _VOWELS,
    "percentage": _PERCENTAGE,
    "other_number": _OTHER_NUMBER,
}
"""By name, for the form in the browser, which finds the same."""


class Avoided(msgspec.Struct, frozen=True):
    """The words to avoid in a language.

    Attributes:
        instead: What to write instead of each; empty for praise, which is left out.
        pattern: Finds any of them.
    """

    instead: dict[str, str]
    pattern: re.Pattern[str]


def words_to_avoid() -> Path:
    """The list that is in use."""
    return locations.ontology() / LIST


@cache
def avoided(file: Path) -> dict[str, Avoided]:
    """The words of a list, by language.

    Args:
        file: Lines of language, `praise` or `term`, word, and what to write instead, with tabs between.
    """
    found: dict[str, dict[str, str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, _kind, word, instead = line.split("\t")
            found.setdefault(language, {})[word] = instead
    return {language: Avoided(words, _any_of(words)) for language, words in found.items()}


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    plain = "|".join(map(re.escape, words))
    begun = "|".join(re.escape(word[0].upper() + word[1:]) for word in words)
    return re.compile(rf"(?<![\w-])(?:{plain})(?![\w-])|(?:\A|(?<=[.!?]\s))(?:{begun})(?![\w-])")


def words_are_ours(checked: Checked, today: date) -> Iterator[Problem]:
    """The same word for the same thing, and no praise: the list in `ontology/wording.tsv`."""
    lists = avoided(words_to_avoid())
    for path, language, text in _running(checked):
        words = lists[language]
        for found in dict.fromkeys(words.pattern.findall(_QUOTED.sub(" ", text))):
            instead = words.instead.get(found, words.instead.get(found[0].lower() + found[1:], ""))
            yield _warning(checked, path, "word_to_avoid" if instead else "praise", value=found, instead=instead)


def sentences_are_short(checked: Checked, today: date) -> Iterator[Problem]:
    """A Dutch sentence of more than thirty words can be two."""
    for path, language, text in _running(checked):
        if language != "nl":
            continue
        for words in _sentences(text):
            if len(words) > LONGEST_SENTENCE:
                yield _warning(checked, path, "long_sentence", count=len(words), start=" ".join(words[:4]))


def dutch_is_plain(checked: Checked, today: date) -> Iterator[Problem]:
    """The Dutch of an entry as a whole is not too hard to read."""
    sentences = [words for _, language, text in _running(checked) if language == "nl" for words in _sentences(text)]
    if sum(map(len, sentences)) >= ENOUGH and (ease := reading_ease(sentences)) < HARDEST:
        yield _warning(checked, ("summary",), "hard_to_read", ease=round(ease), least=round(HARDEST))


def reading_ease(sentences: list[list[str]]) -> float:
    """How easy Dutch sentences are to read: about 0 to 100, more is easier.

    The formula is Flesch's, fitted to Dutch by Douma (1960): 206.84 − 0.77 × syllables per 100 words − 0.93 × words
    per sentence. Syllables are counted as groups of vowels.

    >>> round(reading_ease([["De", "kat", "zit", "op", "de", "mat"]]))
    124
    """
    words = [word for sentence in sentences for word in sentence]
    syllables = sum(max(1, len(_VOWELS.findall(word.lower()))) for word in words)
    return 206.84 - 77 * syllables / len(words) - 0.93 * len(words) / len(sentences)


def percentages_have_context(checked: Checked, today: date) -> Iterator[Problem]:
    """A percentage says of how many, or when: another number stands in the same text."""
    for path, _, text in _running(checked):
        if _PERCENTAGE.search(_QUOTED.sub(" ", text)) and not _OTHER_NUMBER.search(text):
            yield _warning(checked, path, "bare_percentage")


def licence_is_spdx(checked: Checked, today: date) -> Iterator[Problem]:
    """A licence is an SPDX identifier or expression; another one is `LicenseRef-…`."""
    entry = checked.entry
    if not isinstance(entry, Tool) or not entry.licence:
        return
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        written = str(canonicalize_license_expression(entry.licence))
    except InvalidLicenseExpression:
        yield _warning(checked, ("licence",), "no_spdx", value=entry.licence)
        return
    if written != entry.licence:
        yield _warning(checked, ("licence",), "spdx_written", value=entry.licence, written=written)


def superseded_names_successor(checked: Checked, today: date) -> Iterator[Problem]:
    """What was superseded leads readers on."""
    entry = checked.entry
    if isinstance(entry, Tool) and entry.status.state == "superseded" and not entry.status.successor:
        yield _warning(checked, ("status", "state"), "no_successor")


RULES = (
    words_are_ours,
    sentences_are_short,
    dutch_is_plain,
    percentages_have_context,
    licence_is_spdx,
    superseded_names_successor,
)


def _running(checked: Checked) -> Iterator[tuple[Path_, str, str]]:
    """The texts of an entry that are sentences, each with its path and language."""
    for path, text in texts(checked.entry):
        if path[0] not in NAMED:
            for language, words in text.items():
                yield (*path, language), language, words


def _sentences(text: str) -> list[list[str]]:
    """The words of each sentence, without what stands between brackets."""
    found = (_WORD.findall(sentence) for sentence in _SENTENCE.split(_QUOTED.sub(" ", text)))
    return [words for words in found if words]


def _warning(checked: Checked, path: Path_, rule: str, **values: object) -> Problem:
    return finding(checked.source, path, *told(rule, **values), severity="warning")
