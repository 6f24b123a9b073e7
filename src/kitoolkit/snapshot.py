"""The compiled catalogue: everything in one JSON file that opens in milliseconds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from kitoolkit.model import ENTRY_TYPES, Entry
from kitoolkit.vocabulary import Concept, Scheme, Vocabulary

FORMAT = 1
"""Raised when a snapshot of an older library can no longer be read."""


class Snapshot(msgspec.Struct, kw_only=True):
    """All entries and concepts.

    Attributes:
        format: The version of this structure.
        digest: A name made from the content; equal content has an equal name.
        schemes: The concept schemes.
        concepts: The concepts, in order.
        entries: The entries per kind, in order of id.
    """

    format: int
    digest: str
    schemes: list[Scheme]
    concepts: list[Concept]
    entries: dict[str, list[msgspec.Raw]]

    @property
    def vocabulary(self) -> Vocabulary:
        """The concepts as a vocabulary."""
        return Vocabulary(self.schemes, self.concepts)

    def read_entries(self) -> list[Entry]:
        """The entries, in order of kind and id."""
        return [
            msgspec.json.decode(raw, type=entry_type)
            for kind, entry_type in ENTRY_TYPES.items()
            for raw in self.entries.get(kind, [])
        ]


def make(entries: Iterable[Entry], vocabulary: Vocabulary) -> bytes:
    """Compile entries and concepts; the same input gives the same bytes."""
    from kitoolkit.cache import content_key

    by_kind: dict[str, list[dict[str, Any]]] = {kind: [] for kind in ENTRY_TYPES}
    for entry in sorted(entries, key=lambda entry: entry.id):
        by_kind[entry.kind].append(msgspec.to_builtins(entry))
    content = msgspec.json.encode(
        {
            "schemes": msgspec.to_builtins(list(vocabulary.schemes.values())),
            "concepts": msgspec.to_builtins(list(vocabulary.values())),
            "entries": by_kind,
        }
    )
    return msgspec.json.encode({"format": FORMAT, "digest": content_key([content])})[:-1] + b"," + content[1:]


def digest(content: bytes) -> str:
    """The name made from what a snapshot holds: differs from the one it carries where it is not whole."""
    from kitoolkit.cache import content_key

    return content_key([b"{" + content.partition(b",")[2].partition(b",")[2]])


def read(content: bytes) -> Snapshot:
    """Read a compiled catalogue.

    Raises:
        ValueError: Where it is no snapshot, or one of a newer library.
    """
    try:
        version = msgspec.json.decode(content, type=_Version).format
    except msgspec.DecodeError as error:
        raise ValueError(f"this is no snapshot of a catalogue: {error}") from error
    if version != FORMAT:
        raise ValueError(f"the snapshot has format {version}, this library reads {FORMAT}: upgrade kitoolkit")
    return msgspec.json.decode(content, type=Snapshot)


class _Version(msgspec.Struct):
    format: int
