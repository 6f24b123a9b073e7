"""JSON Schemas (draft 2020-12) of the kinds of entry, made from the model and the vocabulary.

Editors with a YAML language server complete and explain fields with them; `check` validates with them.
"""

from __future__ import annotations

from typing import Any

import msgspec

from kitoolkit.model import BASE_IRI, ENTRY_TYPES, KINDS, LANGUAGES, PATTERNS, FieldInfo
from kitoolkit.structure import Field, fields
from kitoolkit.vocabulary import Vocabulary

Schema = dict[str, Any]


def schema_of(kind: str, vocabulary: Vocabulary) -> Schema:
    """The JSON Schema of a kind of entry.

    Args:
        kind: One of the seven kinds.
        vocabulary: Where the values of fields come from.

    Returns:
        A schema as plain values, the same for the same input.
    """
    entry_type = ENTRY_TYPES[kind]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{BASE_IRI}schemas/{kind}.schema.json",
        "title": f"{entry_type.name['nl']} / {entry_type.name['en']}",
        **_object(entry_type, vocabulary),
    }


def _object(struct: type[msgspec.Struct], vocabulary: Vocabulary) -> Schema:
    own = fields(struct)
    return {
        "type": "object",
        "properties": {field.name: _property(field, vocabulary) for field in own},
        "required": [field.name for field in own if field.required],
        "additionalProperties": False,
    }


def _property(field: Field, vocabulary: Vocabulary) -> Schema:
    help_text = {"title": f"{field.info.nl} / {field.info.en}", "description": f"{field.info.nl}.\n{field.info.en}."}
    if not field.many:
        return help_text | _examples(field.info) | _single(field, field.info, vocabulary)
    least = max(field.info.least, 1 if field.required else 0)
    listed: Schema = {"type": "array", "items": _single(field, field.item or field.info, vocabulary)}
    if least:
        listed["minItems"] = least
    if field.form == "string":
        listed["uniqueItems"] = True
    return help_text | _examples(field.info, many=True) | listed


def _examples(info: FieldInfo, *, many: bool = False) -> Schema:
    if info.example is None:
        return {}
    return {"examples": [[info.example] if many else info.example]}


def _single(field: Field, info: FieldInfo, vocabulary: Vocabulary) -> Schema:
    if field.struct:
        return _object(field.struct, vocabulary)
    if field.form == "text":
        return _text(info)
    if field.form == "choice":
        return {"type": "string", "enum": list(field.choices)}
    if info.scheme:
        known = [concept for scheme in info.scheme.split("|") for concept in vocabulary.scheme(scheme)]
        return {
            "type": "string",
            "enum": [concept.id for concept in known],
            "markdownEnumDescriptions": [" / ".join(concept.label.values()) for concept in known],
        }
    if info.entries:
        kinds = "|".join(kind for kind in KINDS if kind in info.entries)
        return {"type": "string", "pattern": f"^(?:{kinds})/[a-z0-9]+(?:-[a-z0-9]+)*$"}
    single: Schema = {"type": "string", "minLength": 1}
    if info.shape in PATTERNS:
        single["pattern"] = PATTERNS[info.shape]
    return single


def _text(info: FieldInfo) -> Schema:
    value: Schema = {"type": "string", "pattern": r"\S"}
    if info.longest:
        value["maxLength"] = info.longest
    schema: Schema = {
        "type": "object",
        "properties": {language: dict(value) for language in LANGUAGES},
        "additionalProperties": False,
    }
    return schema | ({"required": list(LANGUAGES)} if info.shape == "text" else {"minProperties": 1})
