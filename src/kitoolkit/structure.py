"""The model's fields as a list that generators and checks can walk."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import msgspec
from msgspec import inspect

from kitoolkit.model import FieldInfo

Form = Literal["text", "string", "choice", "struct"]


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field of an entry or of a part of it.

    Attributes:
        name: Its name in YAML and Python.
        info: What it means.
        form: A text per language, a string, one of some choices, or a mapping of its own.
        many: Whether it is a list of these.
        required: Whether it must be there.
        choices: The choices, where the form is `choice`.
        struct: The type of the mapping, where the form is `struct`.
        item: What an item of the list means, where that is described apart.
    """

    name: str
    info: FieldInfo
    form: Form
    many: bool
    required: bool
    choices: tuple[str, ...] = ()
    struct: type[msgspec.Struct] | None = None
    item: FieldInfo | None = None


@cache
def fields(struct: type[msgspec.Struct]) -> tuple[Field, ...]:
    """The fields of a Struct of the model that stand in YAML, in order.

    >>> from kitoolkit.model import Tool
    >>> [field.name for field in fields(Tool)][:2]
    ['title', 'summary']
    """
    described = inspect.type_info(struct)
    if not isinstance(described, inspect.StructType):
        raise TypeError(f"{struct!r} is no Struct")
    return tuple(_field(field) for field in described.fields if field.name != "id")


def by_name(struct: type[msgspec.Struct]) -> dict[str, Field]:
    """The fields of a Struct of the model, in order, to look up by name.

    >>> from kitoolkit.model import Period
    >>> list(by_name(Period))
    ['start', 'end']
    """
    return {field.name: field for field in fields(struct)}


def _field(field: inspect.Field) -> Field:
    info, bare = _unwrap(field.type)
    if info is None:
        raise TypeError(f"field {field.name!r} is not described")
    many = isinstance(bare, inspect.VarTupleType)
    item = None
    if isinstance(bare, inspect.VarTupleType):
        item, bare = _unwrap(bare.item_type)
    return Field(name=field.name, info=info, many=many, required=field.required, item=item, **_form(bare))


def _unwrap(described: inspect.Type) -> tuple[FieldInfo | None, inspect.Type]:
    """Take the description and the `| None` off a type."""
    info = None
    while isinstance(described, (inspect.Metadata, inspect.UnionType)):
        if isinstance(described, inspect.Metadata):
            info = (described.extra or {}).get("field", info)
            described = described.type
        else:
            described = next(part for part in described.types if not isinstance(part, inspect.NoneType))
    return info, described


def _form(bare: inspect.Type) -> dict[str, Any]:
    if isinstance(bare, inspect.StructType):
        return {"form": "struct", "struct": bare.cls}
    if isinstance(bare, inspect.DictType):
        return {"form": "text"}
    if isinstance(bare, inspect.LiteralType):
        return {"form": "choice", "choices": bare.values}
    return {"form": "string"}
