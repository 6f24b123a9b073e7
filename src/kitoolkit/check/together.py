"""Rules about entries together: references, doubles, tools that should no longer be recommended."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence

from kitoolkit.check.finding import Checked, finding
from kitoolkit.check.walking import references, strings
from kitoolkit.model import LANGUAGES, Checklist, Text, Tool
from kitoolkit.problem import Problem, nearest
from kitoolkit.sentences import sentence, told
from kitoolkit.vocabulary import Vocabulary

SHORT = 12
"""Below this many letters one letter makes another name: Whisper and WhisperX."""

Rule = Callable[[Sequence[Checked], Collection[str]], Iterator[Problem]]


def references_exist(entries: Sequence[Checked], names: Collection[str]) -> Iterator[Problem]:
    """Every id that an entry names is the id of an entry, and not its own."""
    known = set(names)
    for checked in entries:
        for path, target in references(checked.entry):
            if target == checked.entry.id:
                yield finding(checked.source, path, *told("refers_to_itself"))
            elif target not in known:
                near = nearest(target, known)
                hint = sentence("did_you_mean", name=near) if near else {}
                yield finding(checked.source, path, sentence("does_not_exist", id=target), hint)


def homepages_differ(entries: Sequence[Checked], names: Collection[str]) -> Iterator[Problem]:
    """Two tools with the same homepage are most often the same tool."""
    first: dict[tuple[str, str], Checked] = {}
    for checked in _current(entries):
        address = getattr(checked.entry, "homepage", None)
        if not address:
            continue
        key = (checked.entry.kind, same_address(address))
        other = first.setdefault(key, checked)
        if other is not checked:
            yield finding(checked.source, ("homepage",), *told("same_homepage", id=other.entry.id))


def titles_differ(entries: Sequence[Checked], names: Collection[str]) -> Iterator[Problem]:
    """Two entries of a kind whose titles are the same but for one letter, capitals or punctuation.

    Titles of some length meet under every form with one letter left out, so time grows linearly with entries;
    a difference in a digit is no typing error (an edition of another year).
    """
    first: dict[tuple[str, str, str], Checked] = {}
    for checked in _current(entries):
        for language in LANGUAGES:
            folded = fold(checked.entry.title.get(language, ""))
            keys = {(checked.entry.kind, language, form) for form in _one_letter_less(folded)}
            others = {first[key].entry.id: first[key] for key in keys if key in first}
            others.pop(checked.entry.id, None)
            for other in others.values():
                yield finding(checked.source, ("title", language), *told("same_title", id=other.entry.id))
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
    for checked in _current(entries):
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


def references_are_current(entries: Sequence[Checked], names: Collection[str]) -> Iterator[Problem]:
    """An entry names no entry that is deprecated, but what takes its place."""
    gone = {checked.entry.id: checked.entry.deprecated for checked in entries if checked.entry.deprecated}
    for checked in entries:
        for path, target in references(checked.entry):
            if target in gone and (not checked.entry.deprecated or path[0] == "deprecated"):
                words = _outdated(target, gone[target].replaced_by)
                yield finding(checked.source, path, *words, severity="warning")


def concepts_are_current(entries: Sequence[Checked], vocabulary: Vocabulary) -> Iterator[Problem]:
    """An entry names no concept that is deprecated, but what takes its place."""
    gone = {concept.id: concept for concept in vocabulary.values() if concept.deprecated}
    for checked in _current(entries) if gone else ():
        for path, field, value in strings(checked.entry):
            if value in gone and (field.item or field.info).scheme:
                words = _outdated(value, gone[value].replaced_by)
                yield finding(checked.source, path, *words, severity="warning")


def _outdated(target: str, replaced_by: Sequence[str]) -> tuple[Text, Text]:
    names = {"nl": " of ".join(replaced_by), "en": " or ".join(replaced_by)}
    hint = sentence("take_instead", names=names) if replaced_by else sentence("no_replacement")
    return sentence("is_deprecated", id=target), hint


def references_are_public(entries: Sequence[Checked], private: Collection[str]) -> Iterator[Problem]:
    """A public entry names no entry that only a private overlay has."""
    for checked in entries:
        for path, target in references(checked.entry):
            if target in private:
                yield finding(
                    checked.source,
                    path,
                    {"nl": f"'{target}' is niet openbaar", "en": f"'{target}' is private"},
                    {
                        "nl": "maak dat item eerst openbaar, of haal de regel weg",
                        "en": "publish that entry first, or remove the line",
                    },
                )


RULES: tuple[Rule, ...] = (
    references_exist,
    references_are_current,
    homepages_differ,
    titles_differ,
    recommended_tools_live,
)


def _current(entries: Sequence[Checked]) -> list[Checked]:
    """Those that count; what takes the place of a deprecated entry may be called alike."""
    return [checked for checked in entries if not checked.entry.deprecated]


def same_address(address: str) -> str:
    """What two addresses of the same page have in common.

    >>> same_address("https://www.Example.org/") == same_address("http://example.org#top")
    True
    """
    return re.sub(r"^https?://(www\.)?|/?(#.*)?$", "", address.lower())


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
