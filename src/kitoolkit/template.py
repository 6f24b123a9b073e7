"""Templates for new entries: a file per kind that explains every field and only has to be filled in."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import msgspec

from kitoolkit.model import ENTRY_TYPES, LANGUAGES, PLACEHOLDER, FieldInfo
from kitoolkit.structure import Field, fields
from kitoolkit.vocabulary import Vocabulary

_WIDTH = 100

_EXAMPLES = {"url": f"https://{PLACEHOLDER}", "date": '"2026-11-21"', "partial-date": '"2026-11"', "slug": "short-name"}

ASKED_FOR = {"tool": {"requirements", "licence"}, "example": {"organisations"}, "tradeoff": {"requirements"}}
"""Optional in the schema, but asked for by a rule about the kind, or by readers."""


def yaml_template(kind: str, vocabulary: Vocabulary) -> str:
    """The template of a kind: required fields to fill in, optional ones behind `#`.

    Args:
        kind: The kind of entry.
        vocabulary: Where the first value of a concept field comes from, and the list of what may be chosen.
    """
    lines = [
        f"# yaml-language-server: $schema=../../ontology/schemas/{kind}.schema.json",
        "#",
        f"# {ENTRY_TYPES[kind].name['nl'].capitalize()} / {ENTRY_TYPES[kind].name['en']}.",
        f"# Vervang elke {PLACEHOLDER} en haal weg wat je niet gebruikt. Regels met # zijn uitleg.",
        f"# Replace every {PLACEHOLDER} and remove what you do not use. Lines with # explain.",
        "",
    ]
    for field in fields(ENTRY_TYPES[kind]):
        asked_for = field.name in ASKED_FOR.get(kind, ())
        lines.extend(_explained(field, vocabulary, asked_for=asked_for))
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _explained(field: Field, vocabulary: Vocabulary, *, asked_for: bool) -> Iterator[str]:
    for help_text in (field.info.nl, field.info.en):
        yield f"# {help_text}" if help_text.endswith("?") else f"# {help_text}."
    yield from _choices(field, vocabulary)
    shown = list(_lines(field, vocabulary))
    yield from shown if field.required or asked_for else (f"# {line}" for line in shown)


def _choices(field: Field, vocabulary: Vocabulary) -> Iterator[str]:
    choices = list(field.choices)
    if field.info.scheme:
        choices = [concept.id for scheme in field.info.scheme.split("|") for concept in vocabulary.current(scheme)]
    if choices:
        yield from textwrap.wrap(
            "Kies uit / choose from: " + ", ".join(choices),
            _WIDTH,
            initial_indent="# ",
            subsequent_indent="#   ",
            break_on_hyphens=False,
        )


def _lines(field: Field, vocabulary: Vocabulary) -> Iterator[str]:
    if field.struct:
        inner = _struct_lines(field.struct, vocabulary)
        yield f"{field.name}:"
        repeat = max(field.info.least, 1) if field.many else 1
        for _ in range(repeat):
            for number, line in enumerate(inner):
                yield ("  - " if number == 0 else "    ") + line if field.many else "  " + line
    elif field.form == "text":
        texts = [f"{language}: {PLACEHOLDER}" for language in LANGUAGES]
        yield f"{field.name}:"
        if field.many:
            yield f"  - {texts[0]}"
            yield from (f"    {text}" for text in texts[1:])
        else:
            yield from (f"  {text}" for text in texts)
    elif field.many:
        yield f"{field.name}:"
        yield f"  - {_value(field, field.item or field.info, vocabulary)}"
    else:
        yield f"{field.name}: {_value(field, field.info, vocabulary)}"


def _struct_lines(struct: type[msgspec.Struct], vocabulary: Vocabulary) -> list[str]:
    """Required fields of a part, and an address for a source: a source without one is refused."""
    lines: list[str] = []
    for field in fields(struct):
        if field.required or field.name == "url":
            lines.extend(_lines(field, vocabulary))
    return lines


def _value(field: Field, info: FieldInfo, vocabulary: Vocabulary) -> str:
    if info.shape in _EXAMPLES:
        return _EXAMPLES[info.shape]
    if info.example is not None:
        return str(info.example)
    if info.scheme:
        return vocabulary.current(info.scheme.split("|")[0])[0].id
    if field.choices:
        return field.choices[0]
    return f"{info.entries[0]}/{PLACEHOLDER}" if info.entries else PLACEHOLDER
