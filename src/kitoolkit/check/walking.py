"""Going through the values of an entry, each with its path."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kitoolkit.source import Path_
from kitoolkit.structure import Field, fields


def values(struct: msgspec.Struct, path: Path_ = ()) -> Iterator[tuple[Path_, Field, object]]:
    """Every value of an entry that is no mapping of its own, with its path and field."""
    for field in fields(type(struct)):
        value = getattr(struct, field.name)
        if value is None:
            continue
        places = (
            [((*path, field.name, n), item) for n, item in enumerate(value)]
            if field.many
            else [((*path, field.name), value)]
        )
        for place, item in places:
            if isinstance(item, msgspec.Struct):
                yield from values(item, place)
            else:
                yield place, field, item


def strings(struct: msgspec.Struct) -> Iterator[tuple[Path_, Field, str]]:
    """Every string, with its path and field."""
    for path, field, value in values(struct):
        if isinstance(value, str):
            yield path, field, value


def texts(struct: msgspec.Struct) -> Iterator[tuple[Path_, dict[str, str]]]:
    """Every text per language, with its path."""
    for path, _field, value in values(struct):
        if isinstance(value, dict):
            yield path, value


def references(struct: msgspec.Struct) -> Iterator[tuple[Path_, str]]:
    """Every id of another entry that an entry names, with its path."""
    for path, field, value in strings(struct):
        if field.info.entries:
            yield path, value
