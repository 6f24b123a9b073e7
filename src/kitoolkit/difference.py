"""What changed between two catalogues: entries added, changed field by field, and removed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec


class FieldChange(msgspec.Struct, frozen=True):
    """A value that is another than it was.

    Attributes:
        path: Where it stands, such as `title.nl` or `sources[0].url`; a place in a list is that in the new entry, or
            in the old one where the value is gone.
        old: What it was; None where it is new.
        new: What it is; None where it is gone.
    """

    path: str
    old: Any
    new: Any

    def __str__(self) -> str:
        if self.old is None:
            return f"{self.path}: + {short(self.new)}"
        if self.new is None:
            return f"{self.path}: - {short(self.old)}"
        return f"{self.path}: {short(self.old)} → {short(self.new)}"


class ChangedEntry(msgspec.Struct, frozen=True):
    """An entry that is in both catalogues, and differs.

    Attributes:
        id: Its id.
        fields: What differs, in the order of its fields.
    """

    id: str
    fields: tuple[FieldChange, ...]


class Difference(msgspec.Struct, frozen=True):
    """What changed between two catalogues.

    Attributes:
        added: Ids of the entries that are new.
        changed: The entries that differ.
        removed: Ids of the entries that are gone.
    """

    added: tuple[str, ...] = ()
    changed: tuple[ChangedEntry, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def __str__(self) -> str:
        lines = [f"{len(self.added)} added, {len(self.changed)} changed, {len(self.removed)} removed"]
        lines += [f"+ {entry_id}" for entry_id in self.added]
        lines += [f"- {entry_id}" for entry_id in self.removed]
        for entry in self.changed:
            lines += [f"~ {entry.id}", *(f"    {field}" for field in entry.fields)]
        return "\n".join(lines)

    def records(self) -> list[dict[str, Any]]:
        """One mapping per added or removed entry and per changed field, for `pandas.DataFrame`."""
        fields = [("changed", entry.id, field) for entry in self.changed for field in entry.fields]
        return [
            *(_record(entry_id, "added") for entry_id in self.added),
            *(_record(entry_id, "removed") for entry_id in self.removed),
            *({"id": entry_id, "change": change, **msgspec.to_builtins(field)} for change, entry_id, field in fields),
        ]


def _record(entry_id: str, change: Literal["added", "removed"]) -> dict[str, Any]:
    return {"id": entry_id, "change": change, "path": "", "old": None, "new": None}


def compare(old: Mapping[str, msgspec.Struct], new: Mapping[str, msgspec.Struct]) -> Difference:
    """What changed from one catalogue to the next, in order of kind and id; or from one vocabulary to the next."""
    changed = (
        ChangedEntry(entry_id, tuple(changes("", _plain(old[entry_id]), _plain(new[entry_id]))))
        for entry_id in new
        if entry_id in old
    )
    return Difference(
        added=tuple(entry_id for entry_id in new if entry_id not in old),
        changed=tuple(entry for entry in changed if entry.fields),
        removed=tuple(entry_id for entry_id in old if entry_id not in new),
    )


def _plain(entry: msgspec.Struct) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(entry)
    return plain


def changes(path: str, old: Any, new: Any) -> Iterator[FieldChange]:  # noqa: ANN401  what YAML holds
    """What differs between two values, each change with its path; nothing where they are equal."""
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys((*old, *new)):
            yield from changes(f"{path}.{name}" if path else name, old.get(name), new.get(name))
    elif _is_list(old) and _is_list(new):
        yield from _items(path, old, new)
    else:
        yield FieldChange(path, old, new)


def _is_list(value: object) -> bool:
    return isinstance(value, (list, tuple))


def _items(path: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[FieldChange]:
    """What differs in a list; where nothing but the order does, the list as a whole."""
    of_parts = all(isinstance(item, dict) for item in (*old, *new))
    found = list(_parts(path, old, new) if of_parts else _words(path, old, new))
    yield from found or [FieldChange(path, list(old), list(new))]


def _words(path: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[FieldChange]:
    yield from (FieldChange(path, word, None) for word in old if word not in new)
    yield from (FieldChange(path, None, word) for word in new if word not in old)


def _parts(path: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[FieldChange]:
    partners = _partners(old, new)
    for place, item in enumerate(old):
        if place not in partners.values():
            yield FieldChange(f"{path}[{place}]", item, None)
    for place, item in enumerate(new):
        yield from changes(f"{path}[{place}]", old[partners[place]] if place in partners else None, item)


def _partners(old: Sequence[Any], new: Sequence[Any]) -> dict[int, int]:
    """Which new part was which old one: the equal, then those of the same name, then those that are left, in order."""
    partners: dict[int, int] = {}
    for same in (lambda a, b: a == b, lambda a, b: _name(a) == _name(b) is not None, lambda a, b: True):
        for place, item in enumerate(new):
            free = (other for other in range(len(old)) if other not in partners.values())
            if (
                place not in partners
                and (found := next((one for one in free if same(old[one], item)), None)) is not None
            ):
                partners[place] = found
    return partners


def _name(part: Mapping[str, Any]) -> object:
    """What a part is known by: the slug of a question, the address of a source, the commitment of a pledge."""
    return next((part[key] for key in ("slug", "url", "document", "commitment") if part.get(key)), None)


def short(value: object) -> str:
    """A value as text, cut off where it is long."""
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= 200 else f"{text[:199]}…"
