"""Reading one YAML file without losing anything: every value with its line and column.

Entries use a small part of YAML: mappings, lists and scalars. Anchors, aliases, tags and duplicate keys are
refused, because readers and programs understand them differently.
"""

from __future__ import annotations

import contextlib
import re
import stat
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import yaml
from yaml.constructor import SafeConstructor
from yaml.nodes import ScalarNode
from yaml.resolver import Resolver

from kitoolkit.model import Text
from kitoolkit.problem import Problem
from kitoolkit.sentences import told

MAX_BYTES = 200_000
"""The largest file that is read; a checklist of 100 questions is about 80 kB."""

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without libyaml reads the same, slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

Path_: TypeAlias = tuple[str | int, ...]
Span: TypeAlias = tuple[int, int]
Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"

_UNSAFE = re.compile(
    "["
    r"\x00-\x1f\x7f-\x9f"  # control characters
    r"\ud800-\udfff"  # halves of characters
    r"\u2028\u2029"  # separators that only some readers take for a new line
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # change the direction of a text
    r"\ufeff"  # the byte order mark: readers of YAML disagree about it
    "]"
)
"""Characters that an entry may not hold: they show otherwise than they are, or not at all."""
_RESOLVER = Resolver()
_CONSTRUCTOR = SafeConstructor()


class Place(msgspec.Struct, frozen=True):
    """Line and column, counted from 1."""

    line: int
    column: int


class SourceFile(msgspec.Struct):
    """A YAML file as read.

    Attributes:
        file: Its path.
        data: Its values: text, numbers, booleans, None, lists and mappings. Dates stay text.
        places: Where each value stands, by path (`("sources", 0, "url")`).
        keys: Where each key stands, by path.
        written: What stands in the file for a number, boolean or None, by path: `1.10` for 1.1.
        spans: From which character of the text to which each value runs, by path. Of a mapping or list in block
            style only the start means something: its end is that of its last value.
        key_spans: The same for keys.
        text: What stands in the file, comments and all.
        problems: What makes the file unreadable or unsafe.
    """

    file: Path
    data: Value
    places: dict[Path_, Place]
    keys: dict[Path_, Place]
    problems: list[Problem]
    written: dict[Path_, str] = {}
    spans: dict[Path_, Span] = {}
    key_spans: dict[Path_, Span] = {}
    text: str = ""

    def place(self, path: Path_) -> Place:
        """The place of a value, or of the nearest value around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(1, 1))


def read(file: Path) -> SourceFile:
    """Read a file.

    Args:
        file: The file, which must be a regular file of at most `MAX_BYTES` bytes in UTF-8.

    Returns:
        What it holds. Problems are in `problems`; nothing is raised for a faulty file.
    """
    text, problem = _read_text(file)
    if problem:
        return SourceFile(file, None, {}, {}, [problem])
    return parse(text, file)


def parse(text: str, file: Path) -> SourceFile:
    r"""Read a text as if it stood in `file`.

    >>> parse("title:\n  nl: Vraag", Path("x.yaml")).data
    {'title': {'nl': 'Vraag'}}
    """
    found = SourceFile(file, None, {}, {}, _unsafe_characters(text, file), text=text)
    if found.problems:
        return found
    try:
        reader = _Reader(text, found)
        reader.document()
    except yaml.YAMLError as error:
        found.problems.append(_syntax_problem(error, file, text))
        found.data = None
    return found


def is_text(written: str) -> bool:
    """Whether YAML 1.1 reads a scalar without quotes as text: not as a number, date, boolean or nothing.

    >>> is_text("Fairlearn"), is_text("1.10"), is_text("no"), is_text("2026-11-21")
    (True, False, False, False)
    """
    return str(_RESOLVER.resolve(ScalarNode, written, (True, False))).endswith(":str")  # type: ignore[no-untyped-call]


def is_unsafe(character: str) -> bool:
    """Whether an entry may not hold a character: it shows otherwise than it is, or not at all."""
    return _UNSAFE.match(character) is not None


def field_name(path: Path_) -> str:
    """A path as people write it.

    >>> field_name(("sources", 0, "url"))
    'sources[0].url'
    """
    name = ""
    for part in path:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return name


class _Reader:
    """Builds values and places from the parser's events."""

    def __init__(self, text: str, found: SourceFile) -> None:
        self.end = _end(text)
        self.events = yaml.parse(text, Loader=_Loader)
        self.found = found

    def document(self) -> None:
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse(
                        event,
                        (),
                        "meer dan een document in het bestand",
                        "more than one document in the file",
                        "verwijder de regel met ---",
                        "remove the line with ---",
                    )
                    return
            elif isinstance(event, yaml.NodeEvent):
                self.found.data = self.value(event, (), 0)
        if documents == 0:
            self.found.problems.append(
                Problem(
                    file=self.found.file,
                    line=1,
                    column=1,
                    field="",
                    message={"nl": "het bestand is leeg", "en": "the file is empty"},
                )
            )

    def value(self, event: yaml.Event, path: Path_, depth: int) -> Value:
        self.found.places[path] = _within(event.start_mark, self.end)
        if depth > 20:
            raise yaml.YAMLError("nested too deeply")
        self.only_plain(event, path)
        if isinstance(event, yaml.AliasEvent):
            return None
        self.found.spans[path] = _span(event, event)
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event)
            if not isinstance(value, str):
                self.found.written[path] = event.value
            return value
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, path, depth)
        return self.mapping(event, path, depth)

    def only_plain(self, event: yaml.Event, path: Path_) -> None:
        r"""Refuse what entries do not need: anchors, aliases, tags, and escapes (`\u202e`) of unsafe characters."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.refuse(
                event,
                path,
                "ankers en verwijzingen (& en *) mogen niet",
                "anchors and aliases (& and *) are not allowed",
                "schrijf de tekst uit, of zet er aanhalingstekens om",
                "write the text in full, or put quotes around it",
            )
        tag = getattr(event, "tag", None)
        if tag and (not isinstance(event, yaml.ScalarEvent) or not event.implicit[1]):
            self.refuse(
                event,
                path,
                f"YAML-tags mogen niet: {tag}",
                f"YAML tags are not allowed: {tag}",
                "zet aanhalingstekens om een tekst met !",
                "put quotes around a text with !",
            )
        if isinstance(event, yaml.ScalarEvent) and (unsafe := _UNSAFE.search(event.value.replace("\n", ""))):
            message, hint = _told_of(unsafe[0])
            self.refuse(event, path, message["nl"], message["en"], hint["nl"], hint["en"])

    def sequence(self, start: yaml.Event, path: Path_, depth: int) -> list[Value]:
        values: list[Value] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            values.append(self.value(event, (*path, len(values)), depth + 1))
        self.found.spans[path] = _span(start, event)
        return values

    def mapping(self, start: yaml.Event, path: Path_, depth: int) -> dict[str, Value]:
        values: dict[str, Value] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event, path, depth)
            value = self.value(next(self.events), (*path, key), depth + 1)
            if key in values:
                continue
            values[key] = value
        self.found.spans[path] = _span(start, event)
        return values

    def key(self, event: yaml.Event, path: Path_, depth: int) -> str:
        if isinstance(event, yaml.ScalarEvent):
            key: Value = _scalar(event)
            self.only_plain(event, (*path, event.value))
        else:
            key = self.value(event, (*path, "?"), depth + 1)
        name = key if isinstance(key, str) else str(getattr(event, "value", "?"))
        if not isinstance(key, str):
            self.refuse(
                event,
                (*path, name),
                f"de naam van een veld moet tekst zijn, niet {name}",
                f"the name of a field must be text, not {name}",
                f'schrijf "{name}" tussen aanhalingstekens',
                f'put quotes around it: "{name}"',
            )
        elif (*path, key) in self.found.keys:
            first = self.found.keys[(*path, key)].line
            self.refuse(
                event,
                (*path, name),
                f"veld '{name}' staat er twee keer",
                f"field '{name}' is given twice",
                f"de eerste keer op regel {first}; houd er een",
                f"first on line {first}; keep one",
            )
        self.found.keys.setdefault((*path, name), _within(event.start_mark, self.end))
        self.found.key_spans.setdefault((*path, name), _span(event, event))
        return name

    def refuse(self, event: yaml.Event, path: Path_, nl: str, en: str, hint_nl: str, hint_en: str) -> None:
        place = _within(event.start_mark, self.end)
        self.found.problems.append(
            Problem(
                file=self.found.file,
                line=place.line,
                column=place.column,
                field=field_name(path),
                message={"nl": nl, "en": en},
                hint={"nl": hint_nl, "en": hint_en},
            )
        )


def _within(mark: Any, end: Place) -> Place:  # noqa: ANN401  two classes, of PyYAML and of libyaml
    """The place of a mark; at the end of a file the parser points at a line that is not there."""
    return Place(mark.line + 1, mark.column + 1) if mark.line < end.line else end


def _span(start: Any, end: Any) -> Span:  # noqa: ANN401  marks are optional in the types of PyYAML only
    return start.start_mark.index, end.end_mark.index


def _end(text: str) -> Place:
    lines = text.split("\n")
    return Place(len(lines), len(lines[-1]) + 1)


def _scalar(event: yaml.ScalarEvent) -> Value:
    """The value of a scalar as YAML 1.1 reads it, but dates stay text."""
    if not event.implicit[0]:
        return str(event.value)
    tag = str(_RESOLVER.resolve(ScalarNode, event.value, (True, False))).rpartition(":")[2]  # type: ignore[no-untyped-call]
    if tag == "null":
        return None
    if tag == "bool":
        return event.value.lower() in {"yes", "true", "on"}
    if tag in {"int", "float"}:
        return _number(tag, event.value)
    return str(event.value)


def _number(tag: str, text: str) -> Value:
    make = _CONSTRUCTOR.construct_yaml_int if tag == "int" else _CONSTRUCTOR.construct_yaml_float
    with contextlib.suppress(ValueError):  # such as 0x_, or more digits than Python converts
        return make(ScalarNode(f"tag:yaml.org,2002:{tag}", text))
    return text


def _read_text(file: Path) -> tuple[str, Problem | None]:
    def problem(nl: str, en: str, hint: Text | None = None) -> tuple[str, Problem]:
        return "", Problem(file=file, line=0, column=0, field="", message={"nl": nl, "en": en}, hint=hint or {})

    try:
        status = file.lstat()
        if not stat.S_ISREG(status.st_mode):
            return problem(
                "dit is geen gewoon bestand",
                "this is no regular file",
                {"nl": "vervang de koppeling of map door een bestand", "en": "replace the link or folder by a file"},
            )
        if status.st_size > MAX_BYTES:
            return problem(
                f"het bestand is {status.st_size} bytes groot; hoogstens {MAX_BYTES} mag",
                f"the file has {status.st_size} bytes; at most {MAX_BYTES} are allowed",
                {"nl": "maak de teksten korter of splits het bestand", "en": "shorten the texts or split the file"},
            )
        return file.read_bytes().decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        return problem(
            f"het bestand is geen UTF-8 (byte {error.start})",
            f"the file is not UTF-8 (byte {error.start})",
            {"nl": "sla het op als UTF-8", "en": "save it as UTF-8"},
        )
    except OSError as error:
        return problem(f"het bestand is niet te lezen: {error.strerror}", f"the file cannot be read: {error.strerror}")


def _unsafe_characters(text: str, file: Path) -> list[Problem]:
    """Control and bidirectional characters, which show otherwise than they are (CVE-2021-42574)."""
    problems = []
    for number, line in enumerate(text.split("\n"), 1):
        for found in _UNSAFE.finditer(line.removesuffix("\r")):
            message, hint = _told_of(found[0])
            problems.append(
                Problem(file=file, line=number, column=found.start() + 1, field="", message=message, hint=hint)
            )
    return problems


def _told_of(character: str) -> tuple[Text, Text]:
    return told("tab") if character == "\t" else told("control", code=f"U+{ord(character):04X}")


def _syntax_problem(error: yaml.YAMLError, file: Path, text: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or str(error).splitlines()[0]
    place = _within(mark, _end(text)) if mark else Place(1, 1)
    return Problem(
        file=file,
        line=place.line,
        column=place.column,
        field="",
        message={"nl": f"dit is geen geldige YAML: {reason}", "en": f"this is no valid YAML: {reason}"},
        hint={
            "nl": "kijk naar het inspringen, en zet aanhalingstekens om een tekst met : of #",
            "en": "look at the indentation, and put quotes around a text with : or #",
        },
    )
