"""What to choose from when somebody types part of a name: concepts and entries, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from kitoolkit.model import Text
from kitoolkit.words import split

MOST = 12
"""The most that is offered at once."""
_LEAST = 0.75
"""How much of a word must be the same for it to be a typing error."""


def offered(typed: str, known: Mapping[str, tuple[Text, list[str]]]) -> dict[str, Text]:
    """What looks like what was typed, best first: values with the name to show.

    Args:
        typed: Part of a name, in either language, or of an id.
        known: What can be chosen: values with the name to show and all names to find them by.
    """
    scores = {value: score(typed, value, names) for value, (_, names) in known.items()}
    found = sorted((value for value in known if scores[value] > 0), key=lambda value: -scores[value])
    return {value: known[value][0] for value in found[:MOST]}


def score(typed: str, value: str, names: Iterable[str]) -> float:
    """How well a choice fits what was typed; 0 where it does not.

    >>> score("priv", "requirement/privacy", ["Privacy en gegevens"]) > score("geg", "x", ["Privacy en gegevens"]) > 0
    True
    >>> score("transparantei", "x", ["Transparantie"]) > 0, score("boom", "x", ["Transparantie"])
    (True, 0.0)
    """
    wanted = split(typed)
    if not wanted:
        return 0.0
    if typed.strip() == value:
        return 10.0
    spelled = [split(name) for name in [*names, value.partition("/")[2] or value]]
    return max(_fits(wanted, words) for words in spelled)


def _fits(wanted: list[str], words: list[str]) -> float:
    if wanted == words:
        return 5.0
    if not words:
        return 0.0
    if " ".join(words).startswith(" ".join(wanted)):
        return 4.0
    best = [max(_alike(word, other) for other in words) for word in wanted]
    return sum(best) / len(best) if min(best) > 0 else 0.0


def _alike(word: str, other: str) -> float:
    if other.startswith(word):
        return 3.0
    if len(word) > 2 and word in other:
        return 2.0
    ratio = SequenceMatcher(None, word, other, autojunk=False).ratio() if len(word) > 3 else 0.0
    return ratio if ratio >= _LEAST else 0.0
