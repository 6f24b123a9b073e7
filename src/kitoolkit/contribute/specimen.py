"""An unfinished entry with something in every place that must be filled, so that one answer can be checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from kitoolkit.contribute.draft import Surroundings
from kitoolkit.model import ENTRY_TYPES, LANGUAGES, FieldInfo
from kitoolkit.structure import Field, fields

Values = dict[str, Any]
Conditions = Mapping[tuple[type[msgspec.Struct], str], Callable[[Values], bool]]

_TEXT = "Qxz vulling wvy"
"""Looks like no title."""
_SHAPES = {"url": "https://example.org/qxzwvy", "slug": "qxzwvy", "language": "nl", "country": "NL"}


def completed(kind: str, values: Values, around: Surroundings, conditions: Conditions, today: str) -> Values:
    """An entry's values with a specimen for each field that is needed and not there.

    Args:
        kind: The kind of entry.
        values: What is known of it.
        around: Where concepts and ids of entries come from.
        conditions: When a field that the model does not require is needed after all.
        today: A day on which something can have been seen.
    """
    return _Specimens(around, conditions, today).struct(ENTRY_TYPES[kind], values)


class _Specimens:
    def __init__(self, around: Surroundings, conditions: Conditions, today: str) -> None:
        self.around, self.conditions, self.today = around, conditions, today

    def struct(self, struct: type[msgspec.Struct], values: Values) -> Values:
        whole = dict(values)
        for field in fields(struct):
            if field.name in values:
                whole[field.name] = self.finished(field, values[field.name])
            elif field.required:
                whole[field.name] = self.new(field)
        for field in fields(struct):
            condition = self.conditions.get((struct, field.name))
            if condition and field.name not in whole and condition(whole):
                name = "url" if field.name == "document" else field.name  # a source has one of the two
                whole[name] = _SHAPES["url"] if name == "url" else self.new(field)
        return whole

    def finished(self, field: Field, value: Any) -> Any:  # noqa: ANN401
        """A value that is there, with what it lacks."""
        if field.many and isinstance(value, list):
            single = [self.single(field, item) for item in value]
            return single + [self.single(field, None) for _ in range(field.info.least - len(value))]
        return self.single(field, value)

    def new(self, field: Field) -> Any:  # noqa: ANN401
        if field.many:
            return [self.single(field, None) for _ in range(max(field.info.least, 1))]
        return self.single(field, None)

    def single(self, field: Field, value: Any) -> Any:  # noqa: ANN401
        info = field.item or field.info
        if field.struct:
            return self.struct(field.struct, value or {})
        if field.form == "text":
            return dict.fromkeys(LANGUAGES, _TEXT) | (value or {})
        return self.string(field, info) if value is None else value

    def string(self, field: Field, info: FieldInfo) -> str:
        if field.choices:
            return field.choices[0]
        if info.scheme:
            return self.around.vocabulary.current(info.scheme.split("|")[0])[0].id
        if info.entries:
            return next((name for name in self.around.entries if name.partition("/")[0] in info.entries), _TEXT)
        return _SHAPES.get(info.shape, self.today if "date" in info.shape else _TEXT)
