r"""Writing entries: values and comments to the one layout that every file has.

Entries use a small part of YAML, so this writer is small as well. It puts fields in the order of the model and
takes the comments along, which PyYAML's emitter cannot.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from kitoolkit.model import ENTRY_TYPES, LANGUAGES, FieldInfo
from kitoolkit.problem import CatalogueError, Problem
from kitoolkit.source import Path_, Value, is_text, is_unsafe, parse
from kitoolkit.structure import Field, by_name
from kitoolkit.writing.comments import Comments, comments_of

WIDTH = 100
"""The longest line, where a text can be broken."""

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@` ")
"""What a text without quotes does not start with; of some of these YAML allows more than anyone remembers."""
_LIKE_A_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
_ELSEWHERE_NO_TEXT = re.compile(r"[-+]?(0o[0-7]+|(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?)|[yYnN]|-{3}|\.{3}")
"""What other readers, of YAML 1.2 or of all of 1.1, take for a number, a boolean or the end of a document."""
_BREAKABLE = re.compile(r"(?<=[^ ]) (?=[^ ])")


def schema_line(kind: str) -> str:
    """The first line of a file: editors find the schema by it.

    >>> schema_line("tool")
    '# yaml-language-server: $schema=../../ontology/schemas/tool.schema.json'
    """
    return f"# yaml-language-server: $schema=../../ontology/schemas/{kind}.schema.json"


def written(
    kind: str,
    values: Mapping[str, Value],
    comments: Comments | None = None,
    numbers: Mapping[Path_, str] | None = None,
) -> str:
    """The text of an entry's file.

    Args:
        kind: The kind of entry.
        values: Its fields.
        comments: What to take along.
        numbers: How to write numbers, booleans and None, by path, as in `SourceFile.written`.

    >>> print(written("lesson", {"date": "2026-10", "title": {"en": "Look first", "nl": "Kijk eerst"}}), end="")
    # yaml-language-server: $schema=../../ontology/schemas/lesson.schema.json
    title:
      nl: Kijk eerst
      en: Look first
    date: "2026-10"
    """
    comments = comments or Comments()
    body = Writer(comments, numbers or {}).mapping(dict(values), (), 0, meaning_of(kind))
    if comments.header and body[:1] != [""]:
        body.insert(0, "")
    return "\n".join([schema_line(kind), *comments.header, *body, *comments.end]).rstrip("\n") + "\n"


def formatted(text: str, kind: str, file: Path = Path()) -> str:
    """A file's text in the canonical layout: the same values and comments.

    Args:
        text: What stands in the file.
        kind: The kind of entry.
        file: The file, for problems.

    Raises:
        CatalogueError: Where the text cannot be read, or not be laid out without changing what it says.
    """
    source = parse(text, file)
    if source.problems:
        raise CatalogueError(source.problems)
    if not isinstance(source.data, dict):
        raise CatalogueError([_whole_file(file, "het bestand bevat geen velden", "the file holds no fields")])
    comments = comments_of(text, source)
    result = written(kind, source.data, comments, source.written)
    again = parse(result, file)
    same = again.data == source.data and not again.problems
    if not same or sorted(comments_of(result, again).all()) != sorted(comments.all()):
        raise CatalogueError(
            [
                _whole_file(
                    file,
                    "dit is niet op te maken zonder het te veranderen",
                    "this cannot be laid out without changing it",
                )
            ]
        )
    return result


def _whole_file(file: Path, nl: str, en: str) -> Problem:
    return Problem(file=file, line=1, column=1, field="", message={"nl": nl, "en": en})


class Meaning(msgspec.Struct, frozen=True):
    """What the model says of a value.

    Attributes:
        fields: The fields of a mapping, by name.
        info: What its texts mean.
    """

    fields: dict[str, Field] = {}
    info: FieldInfo | None = None

    def of(self, key: str) -> Meaning:
        """That of the value of a field, or of the items of its list."""
        field = self.fields.get(key)
        if field is None:
            return Meaning(info=self.info)
        return Meaning(by_name(field.struct) if field.struct else {}, field.item or field.info)


NO_MEANING = Meaning()


def meaning_of(kind: str) -> Meaning:
    """What the model says of the fields of a kind."""
    return Meaning(by_name(ENTRY_TYPES[kind]))


class Writer:
    """Values to lines.

    Attributes:
        comments: The comments to take along.
        numbers: How to write what is no text, by path.
        placed: The comments that were written.
    """

    def __init__(self, comments: Comments, numbers: Mapping[Path_, str]) -> None:
        self.comments = comments
        self.numbers = numbers
        self.placed: list[str] = []

    def mapping(self, values: dict[str, Value], path: Path_, indent: int, meaning: Meaning) -> list[str]:
        """The lines of a mapping whose keys stand at `indent`."""
        lines: list[str] = []
        for key in in_order(values, meaning.fields):
            place = (*path, key)
            lines += self.above(place, indent)
            lines += self.field(key, values[key], place, indent, meaning.of(key))
            lines += self.after(place, indent)
        return lines

    def field(self, key: str, value: Value, path: Path_, indent: int, meaning: Meaning) -> list[str]:
        """The lines of one field, without the comments around it."""
        lead = " " * indent + (key if _is_plain(key) else _quoted(key)) + ":"
        if isinstance(value, dict) and value:
            return [lead + self.beside(path), *self.mapping(value, path, indent + 2, meaning)]
        if isinstance(value, list) and value:
            return [lead + self.beside(path), *self.sequence(value, path, indent + 2, meaning)]
        return self.single(lead, value, path, indent, meaning)

    def sequence(self, values: list[Value], path: Path_, indent: int, meaning: Meaning) -> list[str]:
        """The lines of a list whose dashes stand at `indent`."""
        lines: list[str] = []
        for number, value in enumerate(values):
            place = (*path, number)
            lines += self.above(place, indent, item=bool(value) and isinstance(value, (dict, list)))
            lines += self.item(value, place, indent, meaning)
            lines += self.after(place, indent)
        return lines

    def item(self, value: Value, path: Path_, indent: int, meaning: Meaning) -> list[str]:
        """The lines of one item of a list, without the comments around it."""
        if isinstance(value, dict) and value:
            inner = self.mapping(value, path, indent + 2, meaning)
        elif isinstance(value, list) and value:
            inner = self.sequence(value, path, indent + 2, NO_MEANING)
        else:
            return self.single(" " * indent + "-", value, path, indent, meaning)
        first = next(number for number, line in enumerate(inner) if line and not line.lstrip(" ").startswith("#"))
        above = [line[2:] for line in inner[:first]]
        return [*above, " " * indent + "- " + inner[first][indent + 2 :], *inner[first + 1 :]]

    def single(self, lead: str, value: Value, path: Path_, indent: int, meaning: Meaning) -> list[str]:
        """The lines of a value that holds no others; `lead` is what stands before it."""
        beside = self.beside(path)
        if isinstance(value, str):
            shown, more = _styled(value, len(lead) + 1, meaning.info, indent + 2)
        else:
            shown, more = _bare(value, self.numbers.get(path)), []
        return [(f"{lead} {shown}" if shown else lead) + beside, *more]

    def above(self, path: Path_, indent: int, *, item: bool = False) -> list[str]:
        """The comments above, and those beside for which there is no room: an item with fields has no line."""
        beside = self.comments.beside.get(path, [])
        return self.shifted([*self.comments.above.get(path, []), *(beside if item else beside[:-1])], indent)

    def beside(self, path: Path_) -> str:
        """The last comment beside, as it is written after a value."""
        comments = self.comments.beside.get(path, [])
        self.placed += comments[-1:]
        return f"  {comments[-1]}" if comments else ""

    def after(self, path: Path_, indent: int) -> list[str]:
        """The comments that end a value."""
        return self.shifted(self.comments.below.get(path, []), indent)

    def shifted(self, comments: list[str], indent: int) -> list[str]:
        """Comments on lines of their own."""
        self.placed += [comment for comment in comments if comment]
        return _shifted(comments, indent)


def in_order(values: Mapping[str, object], known: Mapping[str, Field]) -> list[str]:
    """The keys of a mapping in the order of the model; unknown ones stay behind the one they followed.

    >>> from kitoolkit.model import Period
    >>> in_order({"end": 1, "note": 2, "start": 3}, by_name(Period))
    ['start', 'end', 'note']
    """
    order = list(known) or list(LANGUAGES)
    ranks: dict[str, int] = {}
    rank = -1
    for key in values:
        rank = order.index(key) if key in order else rank
        ranks[key] = rank
    return sorted(values, key=lambda key: (ranks[key], key not in order))


def _shifted(lines: list[str], indent: int) -> list[str]:
    return [" " * indent + line if line else "" for line in lines]


def _bare(value: Value, as_written: str | None) -> str:
    """A value that is no text, without quotes."""
    if as_written is not None:
        return as_written
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list):
        return "[]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    return re.sub(r"^(-?\d+)e", r"\1.0e", repr(value))


def _styled(text: str, column: int, info: FieldInfo | None, indent: int) -> tuple[str, list[str]]:
    """A text as it stands after its key, and the lines that follow.

    Args:
        text: The text.
        column: How many characters stand before it on its line.
        info: What the field means.
        indent: Where the lines of a block start.
    """
    if "\n" in text:
        return _literal(text, indent) if _fits_literal(text) else (_quoted(text), [])
    fits = column + len(text) <= WIDTH
    foldable = text == text.strip(" ") and _is_writable(text) and bool(text)
    if fits and _is_plain(text):
        return text, []
    if fits:
        prose = info is not None and (info.shape == "prose" or (info.shape == "text" and re.search(r'["\\]', text)))
        return (">-", _folded(text, indent)) if prose and foldable else (_quoted(text), [])
    if foldable and _BREAKABLE.search(text):
        return ">-", _folded(text, indent)
    return (text if _is_plain(text) else _quoted(text)), []


def _is_plain(text: str) -> bool:
    """Whether every reader reads the text as itself, without quotes."""
    return (
        bool(text)
        and text[0] not in _INDICATORS
        and text[-1] not in {" ", ":"}
        and not re.search(r": | #|\n", text)
        and _is_writable(text)
        and is_text(text)
        and not _LIKE_A_DATE.fullmatch(text)
        and not _ELSEWHERE_NO_TEXT.fullmatch(text)
    )


def _is_writable(text: str) -> bool:
    return not any(character != "\n" and _needs_escape(character) for character in text)


def _needs_escape(character: str) -> bool:
    return is_unsafe(character) or character in {"\ufffe", "\uffff"}  # which YAML allows as an escape only


def _quoted(text: str) -> str:
    r"""The text in double quotes, on one line.

    >>> print(_quoted('a "b"'))
    "a \"b\""
    """
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in {'"', "\\"}:
        return "\\" + character
    if character == "\n":
        return "\\n"
    if not _needs_escape(character):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _fits_literal(text: str) -> bool:
    """Whether a block with `|` holds the text exactly, and shows it: it starts and ends with more than spaces."""
    lines = text.removesuffix("\n").split("\n")
    return bool(lines[0].strip(" ")) and bool(lines[-1].strip(" ")) and text[0] != " " and _is_writable(text)


def _literal(text: str, indent: int) -> tuple[str, list[str]]:
    lines = text.removesuffix("\n").split("\n")
    return ("|" if text.endswith("\n") else "|-"), _shifted(lines, indent)


def _folded(text: str, indent: int) -> list[str]:
    """The lines of a paragraph, broken at single spaces only: a reader makes them one space again."""
    lines = [""]
    for word in _BREAKABLE.split(text):
        if lines[-1] and indent + len(lines[-1]) + 1 + len(word) > WIDTH:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return _shifted(lines, indent)
