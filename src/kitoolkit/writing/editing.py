"""Changing an entry's file in place: only the lines of what changed differ, everything else stays as it was.

The marks of the reader say where each value stands. Where a file is written in a way that leaves no lines to
replace (brackets, fields that share a line), a larger part is written anew, at worst the whole file.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

from kitoolkit.problem import CatalogueError
from kitoolkit.source import Path_, SourceFile, Value, parse
from kitoolkit.writing import Meaning, Writer, in_order, meaning_of, written
from kitoolkit.writing.comments import Comments, comments_of, trimmed_end

Edit = tuple[int, int, str]
"""From which character to which, and what comes there."""


def edited(text: str, kind: str, values: dict[str, Value], file: Path = Path()) -> str:
    r"""A file's text with other values.

    Args:
        text: What stands in the file.
        kind: The kind of entry.
        values: All fields as they should be; one that is left out is taken away.
        file: The file, for problems.

    Raises:
        CatalogueError: Where the text cannot be read.

    >>> text = "title: {nl: A, en: B}  # both\nevidence:   study # strong\n"
    >>> edited(text, "lesson", {"title": {"nl": "A", "en": "B"}, "evidence": "opinion"})
    'title: {nl: A, en: B}  # both\nevidence: opinion  # strong\n'
    """
    source = parse(text, file)
    if source.problems:
        raise CatalogueError(source.problems)
    if source.data == values:
        return text
    if isinstance(source.data, dict) and source.data and values:
        editor = _Editor(text, source)
        try:
            result = _applied(text, editor.mapping(source.data, values, (), meaning_of(kind)))
        except _CoarserError:
            result = ""
        again = parse(result, file)
        if again.data == values and not again.problems:
            return result
    return _anew(text, source, kind, values)


def _applied(text: str, edits: list[Edit]) -> str:
    parts, position = [], 0
    for start, end, replacement in sorted(edits, key=lambda edit: edit[:2]):
        if start < position:
            raise _CoarserError
        parts += [text[position:start], replacement]
        position = end
    return "".join([*parts, text[position:]])


def _anew(text: str, source: SourceFile, kind: str, values: dict[str, Value]) -> str:
    """The whole file written again; comments of what is no longer there go to its end."""
    comments = comments_of(text, source)
    result = written(kind, values, comments, _unchanged_numbers(source, (), values))
    comments.end += _lost(comments, result)
    return written(kind, values, comments, _unchanged_numbers(source, (), values))


def _lost(comments: Comments, result: str) -> list[str]:
    again = parse(result, Path())
    return list((Counter(comments.all()) - Counter(comments_of(result, again).all())).elements())


class _CoarserError(Exception):
    """There are no lines that belong to this value alone: write a larger part anew."""


class _Editor:
    """Finds which lines to replace."""

    def __init__(self, text: str, source: SourceFile) -> None:
        self.text = text
        self.source = source
        self.line_break = "\r\n" if "\r\n" in text else "\n"

    def mapping(self, old: dict[str, Value], new: dict[str, Value], path: Path_, meaning: Meaning) -> list[Edit]:
        """Edits that make one mapping of another."""
        self.only_lines(path)
        staying = [key for key in old if key in new]
        if not staying:
            raise _CoarserError
        edits: list[Edit] = []
        for key in old:
            if key not in new:
                edits.append(self.removal(self.key_start((*path, key)), self.line_end((*path, key), old[key])))
            elif old[key] != new[key]:
                edits += self.field(key, old[key], new[key], (*path, key), meaning.of(key))
        before = ""
        for key in in_order(new, meaning.fields):
            if key in old:
                before = key
            else:
                edits.append(self.new_field(key, new[key], (*path, key), before, staying, meaning))
        return edits

    def field(self, key: str, old: Value, new: Value, path: Path_, meaning: Meaning) -> list[Edit]:
        try:
            return self.inside(old, new, path, meaning)
        except _CoarserError:
            start, end = self.key_start(path), self.line_end(path, old)
            indent = self.source.keys[path].column - 1
            writer = self.writer(path, start, end, new)
            return [(start, end, self.lines(writer.field(key, new, path, indent, meaning), writer, indent))]

    def inside(self, old: Value, new: Value, path: Path_, meaning: Meaning) -> list[Edit]:
        """Edits within a value that holds others."""
        if isinstance(old, dict) and isinstance(new, dict) and old and new:
            return self.mapping(old, new, path, meaning)
        if isinstance(old, list) and isinstance(new, list) and old and new:
            return self.sequence(old, new, path, meaning)
        raise _CoarserError

    def sequence(self, old: list[Value], new: list[Value], path: Path_, meaning: Meaning) -> list[Edit]:
        """Edits that make one list of another: items that stay are not touched."""
        self.only_lines(path)
        edits: list[Edit] = []
        pairs = SequenceMatcher(None, [repr(item) for item in old], [repr(item) for item in new], autojunk=False)
        staying = -1
        for tag, start, end, first, last in pairs.get_opcodes():
            shared = 0 if tag == "equal" else min(end - start, last - first)
            for step in range(shared):
                edits += self.item(old[start + step], new[first + step], (*path, start + step), meaning)
            if tag == "equal":
                staying = end - 1
                continue
            staying = start + shared - 1 if shared else staying
            for number in range(start + shared, end):
                edits.append(self.removal(self.dash((*path, number)), self.line_end((*path, number), old[number])))
            edits += [self.new_item(item, path, staying, old, meaning) for item in new[first + shared : last]]
        return edits

    def item(self, old: Value, new: Value, path: Path_, meaning: Meaning) -> list[Edit]:
        try:
            return self.inside(old, new, path, meaning)
        except _CoarserError:
            start, end = self.dash(path), self.line_end(path, old)
            indent = self.source.places[path[:-1]].column - 1
            writer = self.writer(path, start, end, new)
            return [(start, end, self.lines(writer.item(new, path, indent, meaning), writer, indent))]

    def new_field(self, key: str, value: Value, path: Path_, before: str, staying: list[str], meaning: Meaning) -> Edit:
        """A field behind the one it follows in the model, or before all others."""
        anchor = (*path[:-1], before or staying[0])
        indent = self.source.keys[anchor].column - 1
        lines = Writer(Comments(), {}).field(key, value, path, indent, meaning.of(key))
        if before:
            return self.behind(self.line_end(anchor, self.value(anchor)), indent, lines)
        return self.in_front(min(self.key_start((*path[:-1], other)) for other in staying), indent, lines)

    def new_item(self, value: Value, path: Path_, after: int, old: list[Value], meaning: Meaning) -> Edit:
        indent = self.source.places[path].column - 1
        lines = Writer(Comments(), {}).item(value, (*path, len(old)), indent, meaning)
        if after >= 0:
            return self.behind(self.line_end((*path, after), old[after]), indent, lines)
        return self.in_front(self.dash((*path, 0)), indent, lines)

    def behind(self, end: int, indent: int, lines: list[str]) -> Edit:
        """New lines behind a value and the comments that end it."""
        deeper = re.compile(rf"(?:\r?\n {{{indent + 1},}}#[^\r\n]*)+").match(self.text, end)
        end = deeper.end() if deeper else end
        return end, end, self.line_break + self.line_break.join(lines)

    def in_front(self, start: int, indent: int, lines: list[str]) -> Edit:
        return start, start, self.line_break.join(lines)[indent:] + self.line_break + " " * indent

    def removal(self, start: int, end: int) -> Edit:
        """Take lines away; a field behind a dash cannot go without writing its item anew."""
        line_start = self.text.rfind("\n", 0, start) + 1
        if self.text[line_start:start].strip(" "):
            raise _CoarserError
        if line_start == 0:
            return 0, min(end + len(self.line_break), len(self.text)), ""
        return line_start - (2 if self.text[:line_start].endswith("\r\n") else 1), end, ""

    def writer(self, path: Path_, start: int, end: int, new: Value) -> Writer:
        return Writer(comments_of(self.text, self.source, start, end), _unchanged_numbers(self.source, path, new))

    def lines(self, lines: list[str], writer: Writer, indent: int) -> str:
        """Lines as they come in the place of others, with the comments that the value no longer has a place for."""
        lost = (Counter(writer.comments.all()) - Counter(writer.placed)).elements()
        lines = [*lines, *(" " * indent + comment for comment in lost)]
        return self.line_break.join(lines)[indent:]

    def only_lines(self, path: Path_) -> None:
        start = self.source.spans[path][0]
        if self.text[start : start + 1] in {"{", "["}:
            raise _CoarserError

    def key_start(self, path: Path_) -> int:
        """Where a key stands, at the start of its line or behind a dash."""
        start = self.source.key_spans[path][0]
        if self.text[self.text.rfind("\n", 0, start) + 1 : start].strip(" -"):
            raise _CoarserError
        return start

    def dash(self, path: Path_) -> int:
        """Where the dash of an item stands, at the start of its line."""
        start = self.source.spans[path][0]
        line_start = self.text.rfind("\n", 0, start) + 1
        dash = line_start + self.source.places[path[:-1]].column - 1
        if self.text[dash : dash + 1] != "-" or self.text[line_start:dash].strip(" ") or dash >= start:
            raise _CoarserError
        return dash

    def line_end(self, path: Path_, value: Value) -> int:
        """The end of the last line of a value, which nothing else stands on but a comment."""
        end = self.value_end(path, value)
        line_end = self.text.find("\n", end)
        line_end = len(self.text) if line_end < 0 else line_end
        line_end -= self.text[end:line_end].endswith("\r")
        rest = self.text[end:line_end].strip(" ")
        if rest and not rest.startswith("#"):
            raise _CoarserError
        return line_end

    def value_end(self, path: Path_, value: Value) -> int:
        start, end = self.source.spans[path]
        if self.text[start : start + 1] in {"{", "["}:
            return end
        if isinstance(value, dict):
            return max(self.value_end((*path, key), inner) for key, inner in value.items())
        if isinstance(value, list):
            return max(self.value_end((*path, number), inner) for number, inner in enumerate(value))
        return max(start, trimmed_end(self.text, start, end))

    def value(self, path: Path_) -> Value:
        return _at(self.source.data, path)


def _at(value: Value, path: Path_) -> Value:
    for part in path:
        value = value[part]  # type: ignore[index]
    return value


def _unchanged_numbers(source: SourceFile, path: Path_, new: Value) -> dict[Path_, str]:
    """How numbers were written that are still what they were."""
    unchanged = {}
    for place, text in source.written.items():
        if place[: len(path)] == path:
            try:
                same = _at(new, place[len(path) :]) == _at(source.data, place)
            except (LookupError, TypeError):
                continue
            if same:
                unchanged[place] = text
    return unchanged
