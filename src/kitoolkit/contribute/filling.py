"""An entry's fields from a file or from the command line, for programs and for people who know what they want."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from kitoolkit.model import ENTRY_TYPES, LANGUAGES, Text
from kitoolkit.problem import CatalogueError, Problem, nearest
from kitoolkit.sentences import sentence
from kitoolkit.source import parse
from kitoolkit.structure import Field, by_name

Values = dict[str, Any]
_SCHEMA = re.compile(r"\$schema=\S*?(\w+)\.schema\.json")


class FillingError(ValueError):
    """An assignment that cannot be followed.

    Attributes:
        message: What is wrong and what to do, in Dutch and English.
    """

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message["en"])


def read_values(text: str, file: Path) -> Values:
    r"""The fields in a YAML or JSON text.

    Args:
        text: The text.
        file: Where it came from, for problems.

    Raises:
        CatalogueError: Where it cannot be read, or holds no fields.

    >>> read_values('{"title": {"nl": "Kijk\\neerst \\ud83d\\ude00"}}', Path("x.json"))
    {'title': {'nl': 'Kijk\neerst 😀'}}
    """
    if text.lstrip().startswith("{"):
        try:
            return msgspec.json.decode(text, type=dict[str, Any])
        except (msgspec.MsgspecError, RecursionError):
            pass  # YAML may start with a brace as well, and its reader says where it goes wrong
    source = parse(text.removeprefix("\ufeff"), file)
    if source.problems:
        raise CatalogueError(source.problems)
    if not isinstance(source.data, dict):
        raise CatalogueError([Problem(file=file, line=1, column=1, field="", message=sentence("no_fields"))])
    return source.data


def kind_in(text: str) -> str:
    """The kind that a file's first line names; empty where it names none.

    >>> kind_in("# yaml-language-server: $schema=../../ontology/schemas/lesson.schema.json")
    'lesson'
    """
    match = _SCHEMA.search(text.partition("\n")[0])
    return match[1] if match and match[1] in ENTRY_TYPES else ""


def assign(kind: str, values: Values, assignment: str) -> None:
    """Set a field: `title.nl=Kijk eerst`, `sources.0.url=https://…`; a list takes one more item each time.

    Args:
        kind: The kind of entry.
        values: Its fields so far, which change.
        assignment: The name of the field, `=` and the value.

    Raises:
        FillingError: Where there is no such field, or the assignment is none.

    >>> values = {}
    >>> for assignment in ["title.nl=Kijk eerst", "uses=use/moderation", "uses=use/translation"]:
    ...     assign("lesson", values, assignment)
    >>> values
    {'title': {'nl': 'Kijk eerst'}, 'uses': ['use/moderation', 'use/translation']}
    """
    name, equals, value = assignment.partition("=")
    if not equals:
        raise FillingError({"nl": f"'{assignment}': schrijf veld=waarde", "en": f"{assignment!r}: write field=value"})
    _Assigning(name.strip(), value).to(values, name.strip().split("."), by_name(ENTRY_TYPES[kind]))


class _Assigning:
    def __init__(self, name: str, value: str) -> None:
        self.name, self.value = name, value

    def to(self, values: Any, parts: list[str], known: Mapping[str, Field]) -> None:  # noqa: ANN401  from a file
        self.must_be(values, dict)
        part, *rest = parts
        field = known.get(part) or self.refuse(part, list(known))
        if field.many:
            self.to_list(values.setdefault(part, []), rest, field)
        elif field.struct:
            self.to(values.setdefault(part, {}), rest or [""], by_name(field.struct))
        elif field.form == "text":
            self.to_text(values.setdefault(part, {}), rest)
        elif rest:
            self.refuse(rest[0], [])
        else:
            values[part] = self.value

    def to_list(self, items: Any, rest: list[str], field: Field) -> None:  # noqa: ANN401
        self.must_be(items, list)
        if not field.struct and field.form != "text":
            items.append(self.value) if not rest else self.refuse(rest[0], [])
            return
        number = int(rest[0]) if rest and re.fullmatch(r"\d{1,3}", rest[0]) else -1
        if not 0 <= number <= len(items):
            self.refuse(rest[0] if rest else "", [str(len(items))])
        if number == len(items):
            items.append({})
        if field.struct:
            self.to(items[number], rest[1:] or [""], by_name(field.struct))
        else:
            self.to_text(items[number], rest[1:])

    def to_text(self, text: Any, rest: list[str]) -> None:  # noqa: ANN401
        self.must_be(text, dict)
        if len(rest) != 1 or rest[0] not in LANGUAGES:
            self.refuse(rest[0] if rest else "", list(LANGUAGES))
        text[rest[0]] = self.value

    def must_be(self, value: object, form: type) -> None:
        """What a file gave may have another form than the model."""
        if not isinstance(value, form):
            self.refuse("", [])

    def refuse(self, part: str, known: list[str]) -> Any:  # noqa: ANN401
        near = nearest(part, known)
        hint = f"{near}?" if near else ", ".join(known)
        raise FillingError(
            {
                "nl": f"'{self.name}' is geen veld" + (f"; bedoelde je: {hint}" if hint else ""),
                "en": f"'{self.name}' is no field" + (f"; did you mean: {hint}" if hint else ""),
            }
        )
