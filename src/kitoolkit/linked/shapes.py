"""SHACL shapes of the kinds of entry, made from the model: the same rules for whoever reads the linked data."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kitoolkit.linked.jsonld import LISTED_TEXT, PREFIXES
from kitoolkit.model import BASE_IRI, ENTRY_TYPES, LANGUAGES, PART_TYPES, PATTERNS, FieldInfo
from kitoolkit.structure import Field, fields

_HEAD = """\
# Made from the model by scripts/generate.py: change src/kitoolkit/model.py instead.
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <{base}shapes#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
{prefixes}
"""


def turtle() -> str:
    """All shapes as Turtle; the same model gives the same text."""
    prefixes = "\n".join(f"@prefix {prefix}: <{iri}> ." for prefix, iri in PREFIXES.items())
    parts = [_HEAD.format(base=BASE_IRI, prefixes=prefixes)]
    for entry_type in ENTRY_TYPES.values():
        parts.append(_shape(entry_type, target=entry_type.iri_class))
    parts.extend(_shape(part) for part in PART_TYPES)
    return "\n".join(parts)


def _shape(struct: type[msgspec.Struct], target: str = "") -> str:
    lines = [f"shape:{struct.__name__} a sh:NodeShape"]
    if target:
        lines.append(f"    sh:targetClass {target}")
    lines.extend(f"    sh:property [\n{_property(field)}\n    ]" for field in fields(struct))
    return " ;\n".join(lines) + " .\n"


def _property(field: Field) -> str:
    return " ;\n".join(f"        {line}" for line in _constraints(field))


def _constraints(field: Field) -> Iterator[str]:
    info = field.item or field.info
    yield f"sh:path {field.info.iri}"
    yield f"sh:name {_quoted(field.info.nl)}@nl, {_quoted(field.info.en)}@en"
    yield from _counts(field, info)
    if field.struct:
        yield "sh:nodeKind sh:IRI"
        yield f"sh:node shape:{field.struct.__name__}"
    elif field.form == "text" and field.many:
        yield "sh:nodeKind sh:IRI"
        text = [f"sh:path {LISTED_TEXT}", *_text_counts(field, info), *_text_constraints(info)]
        yield "sh:property [ " + " ; ".join(text) + " ]"
    elif field.form == "text":
        yield from _text_constraints(info)
    elif field.form == "choice":
        yield "sh:in ( " + " ".join(f'"{choice}"' for choice in field.choices) + " )"
    else:
        yield from _string_constraints(info)


def _counts(field: Field, info: FieldInfo) -> Iterator[str]:
    least = max(field.info.least, 1 if field.required else 0)
    if field.form == "text" and not field.many:
        yield from _text_counts(field, info)
        return
    if least:
        yield f"sh:minCount {least}"
    if not field.many:
        yield "sh:maxCount 1"


def _text_counts(field: Field, info: FieldInfo) -> Iterator[str]:
    if field.required:
        yield f"sh:minCount {len(LANGUAGES) if info.shape == 'text' else 1}"
    yield f"sh:maxCount {len(LANGUAGES)}"


def _text_constraints(info: FieldInfo) -> Iterator[str]:
    yield "sh:datatype rdf:langString"
    yield "sh:languageIn ( " + " ".join(f'"{language}"' for language in LANGUAGES) + " )"
    yield "sh:uniqueLang true"
    if info.longest:
        yield f"sh:maxLength {info.longest}"


def _string_constraints(info: FieldInfo) -> Iterator[str]:
    if info.scheme or info.entries:
        places = info.scheme or "|".join(info.entries)
        yield "sh:nodeKind sh:IRI"
        yield f"sh:pattern {_quoted(f'^{BASE_IRI}({places})/')}"
    elif info.shape == "url":
        yield "sh:nodeKind sh:IRI"
    elif info.shape == "date":
        yield "sh:datatype xsd:date"
    else:
        yield "sh:datatype xsd:string"
        if info.shape in PATTERNS:
            yield f"sh:pattern {_quoted(PATTERNS[info.shape])}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
