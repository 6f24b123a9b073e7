"""The comments of a YAML file, each with the value that it belongs to.

A comment above a field or an item belongs to it, also when fields change places; so does one at the end of its
line. A comment that is indented further than what follows it ends the part above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from kitoolkit.source import Path_, SourceFile, Value

_SCHEMA_LINE = re.compile(r"#\s*yaml-language-server:\s*\$schema=\S+$")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ ]+(#[^\r\n]*)")


class Comments(msgspec.Struct):
    """Comments by the path of what they belong to; an empty string is an empty line.

    Attributes:
        header: What stands above everything, without the line that names the schema.
        above: The lines above a field or an item.
        beside: What stands at the end of its line.
        below: The lines after it that end it.
        end: The last lines of the file.
    """

    header: list[str] = []
    above: dict[Path_, list[str]] = {}
    beside: dict[Path_, list[str]] = {}
    below: dict[Path_, list[str]] = {}
    end: list[str] = []

    def all(self) -> list[str]:
        """Every comment, in no order that means something."""
        groups: Iterable[list[str]] = (
            self.header,
            *self.above.values(),
            *self.beside.values(),
            *self.below.values(),
            self.end,
        )
        return [line for group in groups for line in group if line]


def comments_of(text: str, source: SourceFile, start: int = 0, end: int | None = None) -> Comments:
    r"""The comments of a text.

    Args:
        text: What `source` was read from.
        source: What was read.
        start: The first character of the part to look at.
        end: The character after that part; the end of the text where it is None.

    >>> from pathlib import Path
    >>> from kitoolkit.source import parse
    >>> text = "# what it costs\ncost: free  # since 2024\n"
    >>> found = comments_of(text, parse(text, Path("x.yaml")))
    >>> found.above, found.beside
    ({('cost',): ['# what it costs']}, {('cost',): ['# since 2024']})
    """
    reader = _Reader(text, source)
    reader.read(start, len(text) if end is None else end)
    return reader.found


def trimmed_end(text: str, start: int, end: int) -> int:
    """Where a value ends, without the empty lines that the reader counts with a block of text."""
    return start + len(text[start:end].rstrip(" \r\n"))


class _Line(msgspec.Struct):
    """A comment or an empty line between two values, with its first character and column."""

    text: str
    offset: int
    column: int


class _Token(msgspec.Struct):
    """A key or a single value."""

    start: int
    end: int
    path: Path_


class _Reader:
    """Walks through the text between keys and values: what starts with `#` there is a comment."""

    def __init__(self, text: str, source: SourceFile) -> None:
        self.text = text
        self.source = source
        self.found = Comments()
        singles = {path for path, value in _values(source.data) if not isinstance(value, (dict, list))}
        spans = [*source.key_spans.items(), *((path, source.spans[path]) for path in singles)]
        self.tokens = sorted(
            (_Token(start, max(start, trimmed_end(text, start, end)), path) for path, (start, end) in spans),
            key=lambda token: (token.start, token.end),
        )
        self.in_brackets = [
            _Token(start, end, path)
            for path, (start, end) in source.spans.items()
            if path not in singles and text[start : start + 1] in {"[", "{"}
        ]

    def read(self, start: int, end: int) -> None:
        before: _Token | None = None
        for after in self.tokens:
            if after.start >= end:
                break
            if after.start >= start:
                self.between(before, after, max(before.end if before else 0, start), after.start)
                self.in_header(after)
            before = after
        if before is None or before.end <= end:
            self.between(before, None, max(before.end if before else 0, start), end)

    def in_header(self, token: _Token) -> None:
        if match := _BLOCK_HEADER.match(self.text[token.start : token.end]):
            self.found.beside.setdefault(token.path, []).append(match[1].rstrip())

    def between(self, before: _Token | None, after: _Token | None, start: int, end: int) -> None:
        """Sort the comments between two neighbours: beside the first, below it, or above the second."""
        lines = []
        for line in self.lines(start, end):
            if line.text and (owner := self.on_same_line(before, line.offset)) is not None:
                self.beside(owner, line.text)
            else:
                lines.append(line)
        if before is None and start == 0:
            lines = self.header(lines)
        waiting: list[str] = []
        for line in lines:
            waiting += [] if not line.text and waiting[-1:] == [""] else [line.text]
            if line.text:
                self.place(before, after, line).extend(waiting)
                waiting = []
        if waiting and after is not None:
            above = self.found.above.get(self.target(after, end), [])
            above.extend(waiting if above else [])

    def lines(self, start: int, end: int) -> Iterator[_Line]:
        offset = start
        parts = self.text[start:end].split("\n")
        for number, part in enumerate(parts):
            column = part.find("#")
            whole = 0 < number < len(parts) - 1 or (start == 0 and number < len(parts) - 1)
            if column >= 0:
                before = self.text.rfind("\n", 0, offset + column) + 1
                yield _Line(part[column:].rstrip(), offset + column, offset + column - before + 1)
            elif whole and not part.strip():
                yield _Line("", offset, 0)
            offset += len(part) + 1

    def on_same_line(self, before: _Token | None, offset: int) -> Path_ | None:
        """What ends on the line of a comment, before it."""
        line_start = self.text.rfind("\n", 0, offset) + 1
        ended = [token for token in self.in_brackets if line_start < token.end <= offset]
        if before is not None and line_start <= before.end <= offset and before.end > 0:
            ended.append(before)
        return max(ended, key=lambda token: token.end).path if ended else None

    def beside(self, owner: Path_, comment: str) -> None:
        if owner:
            self.found.beside.setdefault(owner, []).append(comment)
        else:
            self.found.end.append(comment)

    def header(self, lines: list[_Line]) -> list[_Line]:
        """Keep the first paragraph as the header where an empty line sets it apart; give back what is left."""
        while lines and not lines[0].text:
            lines = lines[1:]
        apart = next((number for number, line in enumerate(lines) if not line.text), None)
        kept = [line for line in lines[: apart or 0] if not _SCHEMA_LINE.match(line.text)]
        self.found.header = [line.text for line in kept]
        rest = [line for line in lines[apart or 0 :] if not _SCHEMA_LINE.match(line.text)]
        while kept and rest and not rest[0].text:  # the header is set apart wherever the field below it goes
            rest = rest[1:]
        return rest

    def place(self, before: _Token | None, after: _Token | None, line: _Line) -> list[str]:
        """The list that a comment on a line of its own goes to."""
        target = self.target(after, line.offset) if after else ()
        limit = self.column(target) if after else self.column(self.tokens[0].path[:1]) if self.tokens else 1
        if before is not None and line.column > limit:
            for size in range(len(before.path), 0, -1):
                part = before.path[:size]
                if self.column(part) <= line.column and part != target[:size]:
                    return self.found.below.setdefault(part, [])
        return self.found.above.setdefault(target, []) if after else self.found.end

    def target(self, token: _Token, offset: int) -> Path_:
        """The outermost value that starts after a comment: an item rather than its first field."""
        for size in range(1, len(token.path)):
            if self.start(token.path[:size]) >= offset:
                return token.path[:size]
        return token.path

    def start(self, path: Path_) -> int:
        return (self.source.key_spans if isinstance(path[-1], str) else self.source.spans)[path][0]

    def column(self, path: Path_) -> int:
        if not path:
            return 1
        if isinstance(path[-1], str):
            return self.source.keys[path].column
        return self.source.places[path[:-1]].column


def _values(value: Value, path: Path_ = ()) -> Iterator[tuple[Path_, Value]]:
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _values(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _values(inner, (*path, index))
