"""How much one entry looks like another: for reviewers and for people who are about to add one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from itertools import product

import msgspec

from kitoolkit.check.together import fold, same_address
from kitoolkit.model import LANGUAGES, Entry, Language, Text
from kitoolkit.words import EMPTY_WORDS, split, stem

LEAST = 0.7
"""Below this two entries are no likely doubles: of the pairs in the catalogue, 1 in 2,000 scores more."""
_SHOWN = 5


class Double(msgspec.Struct, frozen=True):
    """An entry that may be the same as another.

    Attributes:
        id: Its id.
        title: Its title.
        score: From 0 to 1; 1 where the address or the title is the same.
        why: What is alike, in Dutch and English.
    """

    id: str
    title: Text
    score: float
    why: Text


def doubles(
    kind: str,
    data: Mapping[str, object],
    entries: Iterable[Entry],
    *,
    own_id: str = "",
    least: float = LEAST,
) -> list[Double]:
    """The entries of a kind that look like one that may not be finished, most alike first.

    Args:
        kind: The kind of entry.
        data: Its fields as in the YAML; what is missing or of another type is passed over.
        entries: What to compare with.
        own_id: Its own id, to pass over.
        least: The least score to report.

    Examples:
        >>> from kitoolkit import Catalogue
        >>> known = Catalogue.open().values()
        >>> [double.id for double in doubles("tool", {"title": {"en": "Fair-Learn"}}, known)]
        ['tool/fairlearn']
    """
    mine = _Features.of(data)
    found = []
    for entry in entries:
        if entry.kind != kind or entry.id == own_id:
            continue
        score, why = mine.compare(_Features.of_entry(entry))
        if score >= least:
            found.append(Double(id=entry.id, title=entry.title, score=round(score, 2), why=why))
    return sorted(found, key=lambda double: (-double.score, double.id))[:_SHOWN]


class _Features(msgspec.Struct):
    """What is compared of an entry."""

    address: str
    names: dict[str, str]
    words: dict[str, frozenset[str]]

    @classmethod
    def of(cls, data: Mapping[str, object]) -> _Features:
        title, summary, address = data.get("title"), data.get("summary"), data.get("homepage")
        titles, summaries = text_in(title), text_in(summary)
        return cls(
            address=same_address(address) if isinstance(address, str) else "",
            names={language: fold(text) for language, text in titles.items()},
            words={
                language: _stems(titles.get(language, "") + " " + summaries.get(language, ""), language)
                for language in LANGUAGES
            },
        )

    @classmethod
    def of_entry(cls, entry: Entry) -> _Features:
        return cls.of({"title": entry.title, "summary": entry.summary, "homepage": getattr(entry, "homepage", None)})

    def compare(self, other: _Features) -> tuple[float, Text]:
        """The highest of three scores, and what it stands for."""
        if self.address and self.address == other.address:
            return 1.0, {"nl": "hetzelfde adres", "en": "the same address"}
        pairs = product(self.names.values(), other.names.values())
        name = max((_ratio(*pair) for pair in pairs), default=0.0)
        words = max(_overlap(self.words[language], other.words[language]) for language in LANGUAGES)
        if name >= words:
            return name, {"nl": "de titel", "en": "the title"}
        return words, {"nl": "de woorden van titel en samenvatting", "en": "the words of title and summary"}


def text_in(value: object) -> Text:
    """What can be read of a text as it stands in the YAML of an entry that may not be sound.

    >>> text_in({"nl": "Kijk eerst", "en": 2026, "fr": "Voir"}), text_in("Kijk eerst")
    ({'nl': 'Kijk eerst'}, {})
    """
    if not isinstance(value, Mapping):
        return {}
    return {language: value[language] for language in LANGUAGES if isinstance(value.get(language), str)}


def _stems(text: str, language: Language) -> frozenset[str]:
    return frozenset(stem(word, language) for word in split(text) if word not in EMPTY_WORDS)


def _ratio(one: str, other: str) -> float:
    """How much of two folded titles is the same; 0 for short ones that are not equal."""
    if one == other:
        return 1.0 if one else 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= LEAST and matcher.quick_ratio() >= LEAST else 0.0


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of words that both have, doubled: other people's sentences about one thing share half their words."""
    common = len(one & other)
    return min(0.95, 2 * common / len(one | other)) if common > 3 else 0.0
