"""Rules about what may not be published: what belongs to a person, secrets, markings, and names in lessons.

An entry may allow one of these by name, with a reason that a reviewer sees (`allowed:`). The whole file is read, also
its comments, and also where the entry has other faults. No message repeats what it found in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from kitoolkit.check import markings, people, personal, secrets
from kitoolkit.check.personal import Match
from kitoolkit.model import Text
from kitoolkit.problem import Problem
from kitoolkit.source import Path_, SourceFile, Value, field_name

KINDS_WITH_INCIDENTS = ("lesson", "example")
"""The kinds of entry that tell what happened to people."""
_COMMENT = re.compile(r"(?:^|\s)#[ \t]*(\S[^\n]*)")
_ESCAPE = re.compile(r"\\[xuU]")
_NAMING_SOURCES = ("sources", "allowed", "also_known_as")
"""Fields in which a name is that of an author, or is there with a reason."""

_ALLOW: Text = {
    "nl": "haal het weg, of zet het met een reden onder 'allowed:'",
    "en": "remove it, or put it under 'allowed:' with a reason",
}
_REVOKE: Text = {
    "nl": "haal het weg en trek het in, want wat ooit openbaar was, is bekend; is het er geen, gebruik dan 'allowed:'",
    "en": "remove it and revoke it, for what was public once is known; if it is none, use 'allowed:'",
}
_SAID: dict[str, tuple[Text, Text]] = {
    "email": ({"nl": "een e-mailadres: {shown}", "en": "an e-mail address: {shown}"}, _ALLOW),
    "telephone": ({"nl": "een telefoonnummer: {shown}", "en": "a telephone number: {shown}"}, _ALLOW),
    "iban": ({"nl": "een rekeningnummer (IBAN): {shown}", "en": "a bank account (IBAN): {shown}"}, _ALLOW),
    "citizen": (
        {"nl": "dit kan een burgerservicenummer zijn: {shown}", "en": "this may be a citizen service number: {shown}"},
        _ALLOW,
    ),
    "secret": ({"nl": "een wachtwoord, sleutel of token: {shown}", "en": "a password, key or token: {shown}"}, _REVOKE),
    "marking": (
        {"nl": "'{shown}': dit is niet voor publicatie bedoeld", "en": "'{shown}': this is not meant for publication"},
        {
            "nl": "publiceer het niet, of vraag de eigenaar; mag het, zet het dan onder 'allowed:'",
            "en": "do not publish it, or ask its owner; where it may, put it under 'allowed:'",
        },
    ),
    "person": (
        {"nl": "dit lijkt de naam van een persoon: {shown}", "en": "this looks like the name of a person: {shown}"},
        {
            "nl": "noem de rol in plaats van de naam, of zet de naam met een reden onder 'allowed:'",
            "en": "name the role instead, or put the name under 'allowed:' with a reason",
        },
    ),
}


class Found(msgspec.Struct, frozen=True):
    """A match in a file.

    Attributes:
        match: What was found.
        path: The field in which it stands; empty outside all fields.
        line: The line, counted from 1.
        column: The column, counted from 1.
    """

    match: Match
    path: Path_
    line: int
    column: int


def problems(source: SourceFile, kind: str) -> Iterator[Problem]:
    """What may not be published in a file that holds an entry of this kind."""
    allowed = {_bare(text): place for place, text in _allowed(source.data)}
    met: set[str] = set()
    seen: set[tuple[int, int, str]] = set()
    for found in sorted(_found(source, kind), key=lambda one: (one.line, one.column)):
        text = _bare(found.match.text)
        if found.path[:1] == ("allowed",) or (found.line, found.column, found.match.what) in seen:
            continue
        seen.add((found.line, found.column, found.match.what))
        met.add(text)
        if text not in allowed:
            yield _problem(source, found)
    for text, place in allowed.items():
        if text not in met:
            yield _needless(source, place)


def _problem(source: SourceFile, found: Found) -> Problem:
    message, hint = _SAID[found.match.what]
    shown = found.match.text if found.match.what in {"marking", "person"} else masked(found.match.text)
    return Problem(
        file=source.file,
        line=found.line,
        column=found.column,
        field=field_name(found.path),
        message={language: words.format(shown=" ".join(shown.split())) for language, words in message.items()},
        hint=hint,
        severity="warning" if found.match.what == "person" else "error",
    )


def _needless(source: SourceFile, index: int) -> Problem:
    path: Path_ = ("allowed", index, "text")
    place = source.place(path)
    return Problem(
        file=source.file,
        line=place.line,
        column=place.column,
        field=field_name(path),
        message={
            "nl": "hier is niets voor nodig: de tekst staat niet in dit item, of mag al",
            "en": "nothing needs this: the text does not stand in this entry, or is fine as it is",
        },
        hint={"nl": "haal het weg", "en": "remove it"},
        severity="warning",
    )


def masked(text: str) -> str:
    """A text of which one recognises the beginning, and no more.

    >>> masked("redactie@example.org")
    're…'
    """
    return text[: min(2, len(text) // 4)] + "…"


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def _allowed(data: Value) -> Iterator[tuple[int, str]]:
    listed = data.get("allowed") if isinstance(data, dict) else None
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(item, dict) and isinstance(text := item.get("text"), str):
            yield index, text


def _found(source: SourceFile, kind: str) -> Iterator[Found]:
    places = _Places(source)
    lowered = source.text.lower()
    for match in (*personal.find(source.text), *secrets.find(source.text, lowered)):
        yield places.of(match.start, match)
    marked = markings.is_worth_a_look(lowered)
    for comment in _COMMENT.finditer(source.text) if marked else ():
        for match in markings.find(comment[1]):
            yield places.of(comment.start(1) + match.start, match)
    told = kind in KINDS_WITH_INCIDENTS
    escaped = bool(_ESCAPE.search(source.text))
    if not (marked or told or escaped):
        return
    for path, text in strings(source.data):
        matches: list[Match] = list(markings.find(text)) if marked or escaped else []
        if told and path and path[0] not in _NAMING_SOURCES:
            matches += people.find(text)
        if escaped and _ESCAPE.search(places.written(path)):
            matches += (*personal.find(text), *secrets.find(text, text.lower()))
        for match in matches:
            yield places.within(path, match)


def strings(value: Value, path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    """Every text in a file, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from strings(item, (*path, name))
    elif isinstance(value, Sequence):
        for index, item in enumerate(value):
            yield from strings(item, (*path, index))


class _Places:
    """From a place in the text of a file to line, column and field."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source

    def of(self, start: int, match: Match) -> Found:
        """Where a character of the file stands."""
        before = self.source.text[:start]
        line, column = before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1
        around = [path for path, (begin, end) in self.source.spans.items() if begin <= start < end]
        return Found(match, max(around, key=len, default=()), line, column)

    def within(self, path: Path_, match: Match) -> Found:
        """Where a match in a value stands; the value may be folded, so any space stands for any other."""
        begin, end = self.source.spans.get(path, (0, 0))
        words = r"\s+".join(re.escape(word) for word in match.text.split())
        found = re.compile(words).search(self.source.text, begin, end)
        if found:
            return msgspec.structs.replace(self.of(found.start(), match), path=path)
        place = self.source.place(path)
        return Found(match, path, place.line, place.column)

    def written(self, path: Path_) -> str:
        """What stands in the file for a value."""
        begin, end = self.source.spans.get(path, (0, 0))
        return self.source.text[begin:end]
