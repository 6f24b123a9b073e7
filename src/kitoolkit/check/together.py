"""Rules about entries together: references, doubles, tools that should no longer be recommended."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence

from kitoolkit.check.finding import Checked, finding
from kitoolkit.check.sense import references
from kitoolkit.model import LANGUAGES, Checklist, Tool
from kitoolkit.problem import Problem, nearest

SHORT = 12
"""Below this many letters one letter makes another name: Whisper and WhisperX."""

Rule = Callable[[Sequence[Checked], Collection[str]], Iterator[Problem]]


def references_exist(entries: Sequence[Checked], names: Collection[str]) -> Iterator[Problem]:
    """Every id that an entry names is the id of an entry, and not its own."""
    known = set(names)
    for checked in entries:
        for path, target in references(checked.entry):
            if target == checked.entry.id:
                yield finding(
                    checked.source,
                    path,
                    {"nl": "dit item verwijst naar zichzelf", "en": "this entry refers to itself"},
                    {"nl": "haal de regel weg", "en": "remove the line"},
                )
            elif target not in known:
                near = nearest(target, known)
                yield finding(
                    checked.source,
                    path,
                    {"nl": f"'{target}' bestaat niet", "en": f"'{target}' does not exist"},
                    {"nl": f"bedoelde je '{near}'?", "en": f"did you mean '{near}'?"} if near else {},
                )


def homepages_differ(entries: Sequence[Checked], names: Collection[str]) -> Iterator[Problem]:
    """Two tools with the same homepage are most often the same tool."""
    first: dict[tuple[str, str], Checked] = {}
    for checked in entries:
        address = getattr(checked.entry, "homepage", None)
        if not address:
            continue
        key = (checked.entry.kind, re.sub(r"^https?://(www\.)?|/?(#.*)?$", "", address.lower()))
        other = first.setdefault(key, checked)
        if other is not checked:
            yield finding(
                checked.source,
                ("homepage",),
                {"nl": f"zelfde adres als {other.entry.id}", "en": f"same address as {other.entry.id}"},
                {
                    "nl": "vul dat item aan, of kies een preciezer adres",
                    "en": "add to that entry, or choose a more precise address",
                },
            )


def titles_differ(entries: Sequence[Checked], names: Collection[str]) -> Iterator[Problem]:
    """Two entries of a kind whose titles are the same but for one letter, capitals or punctuation.

    Titles of some length meet under every form with one letter left out, so time grows linearly with entries;
    a difference in a digit is no typing error (an edition of another year).
    """
    first: dict[tuple[str, str, str], Checked] = {}
    for checked in entries:
        for language in LANGUAGES:
            folded = fold(checked.entry.title.get(language, ""))
            keys = {(checked.entry.kind, language, form) for form in _one_letter_less(folded)}
            others = {first[key].entry.id: first[key] for key in keys if key in first}
            others.pop(checked.entry.id, None)
            for other in others.values():
                yield finding(
                    checked.source,
                    ("title", language),
                    {
                        "nl": f"bijna dezelfde titel als {other.entry.id}",
                        "en": f"nearly the same title as {other.entry.id}",
                    },
                    {
                        "nl": "vul dat item aan, of maak het verschil duidelijk",
                        "en": "add to that entry, or make the difference clear",
                    },
                )
            if others:
                break
            for key in keys:
                first.setdefault(key, checked)


def recommended_tools_live(entries: Sequence[Checked], names: Collection[str]) -> Iterator[Problem]:
    """A checklist should not send readers to a tool that was replaced or has ended."""
    gone = {
        checked.entry.id: checked.entry.status
        for checked in entries
        if isinstance(checked.entry, Tool) and checked.entry.status.state in {"superseded", "archived", "ending"}
    }
    for checked in entries:
        if not isinstance(checked.entry, Checklist):
            continue
        for number, question in enumerate(checked.entry.questions):
            for index, target in enumerate(question.helps):
                if target in gone:
                    successor = gone[target].successor
                    yield finding(
                        checked.source,
                        ("questions", number, "helps", index),
                        {
                            "nl": f"{target} wordt nog aangeraden, maar is '{gone[target].state}'",
                            "en": f"{target} is still recommended, but is '{gone[target].state}'",
                        },
                        {"nl": f"neem {successor}", "en": f"take {successor}"} if successor else {},
                        severity="warning",
                    )


RULES: tuple[Rule, ...] = (references_exist, homepages_differ, titles_differ, recommended_tools_live)


def fold(title: str) -> str:
    """A title without capitals, accents and punctuation.

    >>> fold("Één vraag, twee antwoorden!")
    'eenvraagtweeantwoorden'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", plain)


def _one_letter_less(folded: str) -> set[str]:
    if len(folded) < SHORT:
        return {folded} if folded else set()
    return {folded} | {
        folded[:index] + folded[index + 1 :] for index, letter in enumerate(folded) if not letter.isdigit()
    }
