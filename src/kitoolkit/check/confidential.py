"""Rules about what may not be published: what belongs to a person, secrets, markings, and names in lessons.

An entry may allow one of these by name, with a reason that a reviewer sees (`allowed:`). The whole file is read, also
its comments, and also where the entry has other faults. No message repeats what it found in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from kitoolkit.check import markings, people, personal, secrets
from kitoolkit.check.finding import finding
from kitoolkit.check.personal import Match
from kitoolkit.problem import Problem
from kitoolkit.sentences import told
from kitoolkit.source import Path_, SourceFile, Span, Value, field_name

KINDS_WITH_INCIDENTS = ("lesson", "example")
"""The kinds of entry that tell what happened to people."""
_COMMENT = re.compile(r"(?:^|\s)#[ \t]*(\S[^\n]*)")
NAMING_SOURCES = ("sources", "allowed", "also_known_as")
"""Fields in which a name is that of an author, or is there with a reason."""
SHOWN_WHOLE = ("marking", "person")
"""What a message may repeat."""
ONLY_WARNED = ("person",)
"""What may stand there: a reviewer decides."""


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
            yield finding(source, ("allowed", place, "text"), *told("allowed_in_vain"), severity="warning")


def _problem(source: SourceFile, found: Found) -> Problem:
    what = found.match.what
    shown = found.match.text if what in SHOWN_WHOLE else masked(found.match.text)
    message, hint = told(f"confidential.{what}", shown=" ".join(shown.split()))
    return Problem(
        file=source.file,
        line=found.line,
        column=found.column,
        field=field_name(found.path),
        message=message,
        hint=hint,
        severity="warning" if what in ONLY_WARNED else "error",
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
    marked = markings.is_worth_a_look(lowered)
    told = kind in KINDS_WITH_INCIDENTS
    searched: list[Span] = []
    for path, text in strings(source.data):
        matches: list[Match] = []
        otherwise = text not in places.written(path)  # a fold or an escape may stand in the middle of what is sought
        if otherwise:
            searched.append(places.content(path))
            matches += (*personal.find(text), *secrets.find(text, text.lower()))
        if marked or otherwise:
            matches += markings.find(text)
        if told and path and path[0] not in NAMING_SOURCES:
            matches += people.find(text)
        for match in matches:
            yield places.within(path, match)
    for match in (*personal.find(source.text), *secrets.find(source.text, lowered)):
        if not any(begin <= match.start < end for begin, end in searched):
            yield places.of(match.start, match)
    for comment in _COMMENT.finditer(source.text) if marked else ():
        for match in markings.find(comment[1]):
            yield places.of(comment.start(1) + match.start, match)


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

    def content(self, path: Path_) -> Span:
        """From where to where a value stands; of a block, without its first line, which may hold a comment."""
        begin, end = self.source.spans.get(path, (0, 0))
        is_block = self.source.text[begin : begin + 1] in {"|", ">"}
        return (max(begin, self.source.text.find("\n", begin, end)) if is_block else begin), end
