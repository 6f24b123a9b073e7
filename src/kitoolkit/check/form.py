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
from kitoolkit.source import Path_, SourceFile
from kitoolkit.vocabulary import Vocabulary

Validator: TypeAlias = tuple[Schema, Any]
"""A schema, and its compiled form."""

LANGUAGE_NAMES: dict[str, Text] = {
    "nl": {"nl": "Nederlands", "en": "Dutch"},
    "en": {"nl": "Engels", "en": "English"},
}


def validators(vocabulary: Vocabulary) -> dict[str, Validator]:
    """The compiled schema of every kind."""
    from jsonschema_rs import Draft202012Validator

    schemas = {kind: schema_of(kind, vocabulary) for kind in ENTRY_TYPES}
    return {kind: (schema, Draft202012Validator(schema)) for kind, schema in schemas.items()}


def name_problems(file: Path, kind: str | None) -> Iterator[Problem]:
    """The folder must be that of a kind and the name a slug with `.yaml`."""

    def problem(message: Text, hint: Text) -> Problem:
        return Problem(file=file, line=0, column=0, field="", message=message, hint=hint)

    if kind is None:
        folders = [folder(kind) for kind in ENTRY_TYPES]
        near = nearest(file.parent.name, folders)
        yield problem(
            {
                "nl": f"map '{file.parent.name}' hoort bij geen soort",
                "en": f"folder '{file.parent.name}' belongs to no kind",
            },
            _did_you_mean(near) or {"nl": "kies uit " + ", ".join(folders), "en": "choose from " + ", ".join(folders)},
        )
    elif file.suffix != ".yaml":
        yield problem(
            {"nl": f"'{file.name}' eindigt niet op .yaml", "en": f"'{file.name}' does not end in .yaml"},
            {"nl": f"noem het {file.stem}.yaml", "en": f"call it {file.stem}.yaml"},
        )
    elif not re.fullmatch(SLUG, file.stem):
        slug = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")
        yield problem(
            {
                "nl": f"'{file.stem}' kan geen adres worden: alleen kleine letters, cijfers en koppeltekens",
                "en": f"'{file.stem}' cannot become an address: only lower-case letters, digits and hyphens",
            },
            {"nl": f"noem het {slug}.yaml", "en": f"call it {slug}.yaml"} if slug else {},
        )


def problems(source: SourceFile, validator: Validator, kind: str) -> Iterator[Problem]:
    """What the schema finds wrong, each in our own words."""
    schema, compiled = validator
    if not isinstance(source.data, dict):
        yield finding(
            source,
            (),
            {"nl": "het bestand bevat geen velden", "en": "the file holds no fields"},
            {
                "nl": f"begin met title: — zie het sjabloon ontology/templates/{kind}.yaml",
                "en": f"start with title: — see the template ontology/templates/{kind}.yaml",
            },
        )
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
    return {"nl": f"bedoelde je '{name}'?", "en": f"did you mean '{name}'?"} if name else {}


def unknown_field(where: _Where) -> Iterator[Problem]:
    """A field that the kind does not have."""
    known = list(where.schema["properties"])
    is_text = set(known) == set(LANGUAGES)
    for name in where.kind.unexpected:
        hint = _did_you_mean(nearest(name, [field for field in known if field not in where.value] or known))
        if is_text:
            hint = {"nl": "alleen 'nl' en 'en'", "en": "only 'nl' and 'en'"}
        elif not hint:
            hint = {"nl": "kies uit " + ", ".join(known), "en": "choose from " + ", ".join(known)}
        yield finding(
            where.source,
            (*where.path, name),
            {"nl": f"onbekend veld '{name}'", "en": f"unknown field '{name}'"},
            hint,
            at_key=True,
        )


def missing_field(where: _Where) -> Iterator[Problem]:
    """A field or a translation that must be there."""
    name = where.kind.property
    if name in LANGUAGES and set(where.schema["properties"]) == set(LANGUAGES):
        language = LANGUAGE_NAMES[name]
        yield finding(
            where.source,
            where.path,
            {
                "nl": f"'{where.name}' heeft geen tekst in het {language['nl']}",
                "en": f"'{where.name}' has no text in {language['en']}",
            },
            {"nl": f"voeg '{name}:' toe", "en": f"add '{name}:'"},
            at_key=True,
        )
        return
    known = where.schema["properties"]
    if any(nearest(other, known) == name for other in where.value if other not in known):
        return  # mistyped: reported once, as an unknown field
    nl, _, en = known[name]["title"].partition(" / ")
    yield finding(
        where.source,
        where.path,
        {"nl": f"veld '{name}' ontbreekt", "en": f"field '{name}' is missing"},
        {"nl": nl, "en": en},
    )


def wrong_type(where: _Where) -> Iterator[Problem]:
    """A value of another type than the field holds; often a word that YAML reads as something else."""
    expected = where.schema["type"]
    written = where.source.written.get(where.path, "")
    shown = str(where.value).lower() if isinstance(where.value, bool) else where.value
    if where.value is None:
        message = {"nl": f"'{where.name}' is leeg", "en": f"'{where.name}' is empty"}
        hint = {"nl": "vul het in of haal de regel weg", "en": "fill it in or remove the line"}
    elif expected == "string" and isinstance(where.value, bool):
        message = {
            "nl": f"YAML leest dit als ja of nee ({shown}), niet als tekst",
            "en": f"YAML reads this as yes or no ({shown}), not as text",
        }
        hint = {"nl": f'zet er aanhalingstekens om: "{written}"', "en": f'put quotes around it: "{written}"'}
    elif expected == "string" and isinstance(where.value, (int, float)):
        message = {
            "nl": f"YAML leest dit als het getal {shown}, niet als tekst",
            "en": f"YAML reads this as the number {shown}, not as text",
        }
        hint = {"nl": f'zet er aanhalingstekens om: "{written}"', "en": f'put quotes around it: "{written}"'}
    else:
        nl, en = _TYPES[expected]
        message = {"nl": f"'{where.name}' moet {nl} zijn", "en": f"'{where.name}' must be {en}"}
        hint = _type_hint(where, expected)
    yield finding(where.source, where.path, message, hint)


_TYPES = {
    "string": ("een tekst", "a text"),
    "array": ("een lijst", "a list"),
    "object": ("een groep velden", "a group of fields"),
}


def _type_hint(where: _Where, expected: str) -> Text:
    if expected == "array":
        return {"nl": "zet er een streepje voor, of [ ] omheen", "en": "put a dash before it, or [ ] around it"}
    if expected == "object" and set(where.schema.get("properties", {})) == set(LANGUAGES):
        return {
            "nl": "schrijf het in twee talen, onder nl: en en:",
            "en": "write it in two languages, under nl: and en:",
        }
    if expected == "object":
        known = ", ".join(where.schema.get("properties", {}))
        return {"nl": f"de velden zijn {known}", "en": f"its fields are {known}"}
    return {}


def unknown_choice(where: _Where) -> Iterator[Problem]:
    """A value that is none of the choices, or a concept that does not exist."""
    choices = [str(choice) for choice in where.schema["enum"]]
    if not isinstance(where.value, str):
        return
    near = nearest(where.value, choices)
    few = ", ".join(choices) if len(choices) <= 20 else ", ".join(choices[:20]) + " …"
    yield finding(
        where.source,
        where.path,
        {"nl": f"onbekende waarde '{where.value}'", "en": f"unknown value '{where.value}'"},
        _did_you_mean(near) or {"nl": f"kies uit {few}", "en": f"choose from {few}"},
    )


def wrong_pattern(where: _Where) -> Iterator[Problem]:
    """A string of another shape than the field asks."""
    pattern = where.schema["pattern"]
    message, hint = _PATTERN_WORDS.get(pattern, ({}, {}))
    if not message:
        kinds = pattern[4:].partition(")")[0].split("|")
        message = {"nl": "'{}' is geen id van een item", "en": "'{}' is no id of an entry"}
        hint = {"nl": f"schrijf {kinds[0]}/naam", "en": f"write {kinds[0]}/name"}
    shown = {language: text.format(where.value) for language, text in message.items()}
    yield finding(where.source, where.path, shown, hint)


_PATTERN_WORDS: dict[str, tuple[Text, Text]] = {
    r"\S": (
        {"nl": "de tekst is leeg", "en": "the text is empty"},
        {"nl": "vul hem in of haal de regel weg", "en": "fill it in or remove the line"},
    ),
    PATTERNS["date"]: (
        {"nl": "'{}' is geen datum", "en": "'{}' is no date"},
        {"nl": 'schrijf jaar-maand-dag: "2026-11-21"', "en": 'write year-month-day: "2026-11-21"'},
    ),
    PATTERNS["partial-date"]: (
        {"nl": "'{}' is geen jaar, maand of dag", "en": "'{}' is no year, month or day"},
        {"nl": 'schrijf "2026", "2026-11" of "2026-11-21"', "en": 'write "2026", "2026-11" or "2026-11-21"'},
    ),
    PATTERNS["url"]: (
        {"nl": "'{}' is geen webadres", "en": "'{}' is no web address"},
        {
            "nl": 'begin met https://, en schrijf een spatie, <>{}|\\^` of " als %20 enzovoort',
            "en": 'start with https://, and write a space, <>{}|\\^` or " as %20 and so on',
        },
    ),
    PATTERNS["slug"]: (
        {"nl": "'{}' is geen korte naam", "en": "'{}' is no short name"},
        {"nl": "alleen kleine letters, cijfers en koppeltekens", "en": "only lower-case letters, digits and hyphens"},
    ),
    PATTERNS["language"]: (
        {"nl": "'{}' is geen taalcode", "en": "'{}' is no language code"},
        {"nl": "schrijf bijvoorbeeld nl, en of fy", "en": "write for example nl, en or fy"},
    ),
    PATTERNS["country"]: (
        {"nl": "'{}' is geen landcode", "en": "'{}' is no country code"},
        {"nl": "schrijf bijvoorbeeld NL of BE", "en": "write for example NL or BE"},
    ),
}


def too_long(where: _Where) -> Iterator[Problem]:
    """A text longer than readers will read."""
    longest, length = where.schema["maxLength"], len(where.value)
    yield finding(
        where.source,
        where.path,
        {
            "nl": f"de tekst heeft {length} tekens; hoogstens {longest} passen",
            "en": f"the text has {length} characters; at most {longest} fit",
        },
        {"nl": "maak hem korter", "en": "shorten it"},
    )


def too_few(where: _Where) -> Iterator[Problem]:
    """A list with fewer items than it needs."""
    least = where.schema.get("minItems", 1)
    yield finding(
        where.source,
        where.path,
        {
            "nl": f"'{where.name}' heeft ten minste {least} nodig",
            "en": f"'{where.name}' needs at least {least}",
        },
        at_key=True,
    )


def empty_string(where: _Where) -> Iterator[Problem]:
    """A string without a character."""
    yield finding(where.source, where.path, *_PATTERN_WORDS[r"\S"])


def repeated(where: _Where) -> Iterator[Problem]:
    """A list that names the same thing twice."""
    seen: set[str] = set()
    for index, item in enumerate(where.value):
        if isinstance(item, str) and item in seen:
            yield finding(
                where.source,
                (*where.path, index),
                {"nl": f"'{item}' staat er twee keer", "en": f"'{item}' is given twice"},
                {"nl": "haal er een weg", "en": "remove one"},
            )
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
