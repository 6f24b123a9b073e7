"""Rules about the form of one file: its name, and what the JSON Schema of its kind asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from kitoolkit.check.finding import finding
from kitoolkit.model import ENTRY_TYPES, LANGUAGES, PATTERNS, SLUG, Text, folder
from kitoolkit.problem import Problem, nearest
from kitoolkit.schema import Schema, schema_of
from kitoolkit.sentences import LANGUAGE_NAMES, sentence, told
from kitoolkit.source import Path_, SourceFile
from kitoolkit.vocabulary import Vocabulary

Validator: TypeAlias = tuple[Schema, Any]
"""A schema, and its compiled form."""

_SHAPES = {pattern: shape for shape, pattern in PATTERNS.items()}


def validators(vocabulary: Vocabulary) -> dict[str, Validator]:
    """The compiled schema of every kind."""
    from jsonschema_rs import Draft202012Validator

    schemas = {kind: schema_of(kind, vocabulary) for kind in ENTRY_TYPES}
    return {kind: (schema, Draft202012Validator(schema)) for kind, schema in schemas.items()}


def name_problems(file: Path, kind: str) -> Iterator[Problem]:
    """The folder must be that of a kind and the name a slug with `.yaml`."""

    def problem(message: Text, hint: Text) -> Problem:
        return Problem(file=file, line=0, column=0, field="", message=message, hint=hint)

    if not kind:
        folders = [folder(kind) for kind in ENTRY_TYPES]
        near = nearest(file.parent.name, folders)
        hint = _did_you_mean(near) or sentence("choose_from", names=", ".join(folders))
        yield problem(sentence("no_kind", name=file.parent.name), hint)
    elif file.suffix != ".yaml":
        yield problem(sentence("no_yaml", name=file.name), sentence("call_it", name=file.stem))
    elif not re.fullmatch(SLUG, file.stem):
        slug = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")
        yield problem(sentence("no_address", name=file.stem), sentence("call_it", name=slug) if slug else {})


def problems(source: SourceFile, validator: Validator, kind: str) -> Iterator[Problem]:
    """What the schema finds wrong, each in our own words."""
    schema, compiled = validator
    if not isinstance(source.data, dict):
        yield finding(source, (), *told("no_fields", kind=kind))
        return
    for error in compiled.iter_errors(source.data):
        path = tuple(error.instance_path)
        where = _Where(source, path, _follow(schema, error.schema_path), _value_at(source.data, path), error.kind)
        translate = _TRANSLATIONS.get(error.kind.name)
        if translate is None:
            yield finding(source, path, {"nl": error.message, "en": error.message})
        else:
            yield from translate(where)


class _Where:
    """An error of the validator and where it stands."""

    def __init__(self, source: SourceFile, path: Path_, schema: Schema, value: Any, kind: Any) -> None:  # noqa: ANN401
        self.source, self.path, self.schema, self.value, self.kind = source, path, schema, value, kind

    @property
    def name(self) -> str:
        return next((part for part in reversed(self.path) if isinstance(part, str)), "")


def _follow(schema: Schema, path: list[str | int]) -> Schema:
    """The part of the schema that holds the keyword at the end of the path."""
    current: Any = schema
    for part in path[:-1]:
        current = current[part]
    return current if isinstance(current, dict) else {}


def _value_at(data: Any, path: Path_) -> Any:  # noqa: ANN401
    """The value as read: the validator's own copy knows no infinity, for one."""
    for part in path:
        data = data[part]
    return data


def _did_you_mean(name: str) -> Text:
    return sentence("did_you_mean", name=name) if name else {}


def unknown_field(where: _Where) -> Iterator[Problem]:
    """A field that the kind does not have."""
    known = list(where.schema["properties"])
    is_text = set(known) == set(LANGUAGES)
    for name in where.kind.unexpected:
        hint = _did_you_mean(nearest(name, [field for field in known if field not in where.value] or known))
        if is_text:
            hint = sentence("only_languages")
        elif not hint:
            hint = sentence("choose_from", names=", ".join(known))
        yield finding(where.source, (*where.path, name), sentence("unknown_field", name=name), hint, at_key=True)


def missing_field(where: _Where) -> Iterator[Problem]:
    """A field or a translation that must be there."""
    name = where.kind.property
    if name in LANGUAGES and set(where.schema["properties"]) == set(LANGUAGES):
        words = told("missing_language", name=where.name, language=LANGUAGE_NAMES[name], code=name)
        yield finding(where.source, where.path, *words, at_key=True)
        return
    known = where.schema["properties"]
    if any(nearest(other, known) == name for other in where.value if other not in known):
        return  # mistyped: reported once, as an unknown field
    nl, _, en = known[name]["title"].partition(" / ")
    yield finding(where.source, where.path, *told("missing_field", name=name, help={"nl": nl, "en": en}))


def wrong_type(where: _Where) -> Iterator[Problem]:
    """A value of another type than the field holds; often a word that YAML reads as something else."""
    expected = where.schema["type"]
    written = where.source.written.get(where.path, "")
    shown = str(where.value).lower() if isinstance(where.value, bool) else where.value
    if where.value is None:
        words = told("empty_value", name=where.name)
    elif expected == "string" and isinstance(where.value, bool):
        words = told("read_as_boolean", value=shown, written=written)
    elif expected == "string" and isinstance(where.value, (int, float)):
        words = told("read_as_number", value=shown, written=written)
    elif expected == "object" and set(where.schema.get("properties", {})) == set(LANGUAGES):
        words = sentence("not_object", name=where.name), sentence("in_two_languages")
    else:
        names = ", ".join(where.schema.get("properties", {}))
        words = told(f"not_{expected}", name=where.name, names=names)
    yield finding(where.source, where.path, *words)


def unknown_choice(where: _Where) -> Iterator[Problem]:
    """A value that is none of the choices, or a concept that does not exist."""
    choices = [str(choice) for choice in where.schema["enum"]]
    if not isinstance(where.value, str):
        return
    near = nearest(where.value, choices)
    few = ", ".join(choices) if len(choices) <= 20 else ", ".join(choices[:20]) + " …"
    hint = _did_you_mean(near) or sentence("choose_from", names=few)
    yield finding(where.source, where.path, sentence("unknown_value", value=where.value), hint)


def wrong_pattern(where: _Where) -> Iterator[Problem]:
    """A string of another shape than the field asks."""
    pattern = where.schema["pattern"]
    if pattern in _SHAPES:
        words = told(f"shape.{_SHAPES[pattern]}", value=where.value)
    elif pattern == r"\S":
        words = told("blank")
    else:
        words = told("no_id", value=where.value, kind=pattern[4:].partition(")")[0].split("|")[0])
    yield finding(where.source, where.path, *words)


def too_long(where: _Where) -> Iterator[Problem]:
    """A text longer than readers will read."""
    longest, length = where.schema["maxLength"], len(where.value)
    yield finding(where.source, where.path, *told("too_long", length=length, longest=longest))


def too_few(where: _Where) -> Iterator[Problem]:
    """A list with fewer items than it needs."""
    least = where.schema.get("minItems", 1)
    yield finding(where.source, where.path, *told("too_few", name=where.name, least=least), at_key=True)


def empty_string(where: _Where) -> Iterator[Problem]:
    """A string without a character."""
    yield finding(where.source, where.path, *told("blank"))


def repeated(where: _Where) -> Iterator[Problem]:
    """A list that names the same thing twice."""
    seen: set[str] = set()
    for index, item in enumerate(where.value):
        if isinstance(item, str) and item in seen:
            yield finding(where.source, (*where.path, index), *told("repeated", value=item))
        seen.add(str(item))


_TRANSLATIONS: dict[str, Callable[[_Where], Iterator[Problem]]] = {
    "additionalProperties": unknown_field,
    "required": missing_field,
    "type": wrong_type,
    "enum": unknown_choice,
    "pattern": wrong_pattern,
    "maxLength": too_long,
    "minLength": empty_string,
    "minItems": too_few,
    "minProperties": too_few,
    "uniqueItems": repeated,
}
