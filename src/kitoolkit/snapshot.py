"""The compiled catalogue: everything in one JSON file that opens in milliseconds."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from kitoolkit import cache
from kitoolkit.check import check, entry_files
from kitoolkit.model import ENTRY_TYPES, Entry
from kitoolkit.problem import CatalogueError
from kitoolkit.source import MAX_BYTES
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
    by_kind: dict[str, list[dict[str, Any]]] = {kind: [] for kind in ENTRY_TYPES}
    for entry in sorted(entries, key=lambda entry: entry.id):
        by_kind[entry.kind].append(msgspec.to_builtins(entry))
    content = {
        "schemes": msgspec.to_builtins(list(vocabulary.schemes.values())),
        "concepts": msgspec.to_builtins(list(vocabulary.values())),
        "entries": by_kind,
    }
    digest = cache.content_key([msgspec.json.encode(content)])
    return msgspec.json.encode({"format": FORMAT, "digest": digest, **content})


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


def compiled(catalogue: Path, vocabulary: Vocabulary) -> bytes:
    """The compiled form of a folder of entries; one compiled before comes from the cache.

    Raises:
        CatalogueError: With every problem, where an entry is faulty.
    """
    files = entry_files(catalogue)
    key = cache.content_key(
        [
            *(file.read_bytes() for file in sorted(Path(__file__).parent.glob("**/*.py"))),
            msgspec.json.encode(list(vocabulary.values())),
            *(part for file in files for part in (str(file.relative_to(catalogue)).encode(), _content(file))),
        ]
    )

    def compile_now() -> bytes:
        report = check(catalogue, vocabulary)
        if report.errors:
            raise CatalogueError(report.errors)
        return make(report.entries.values(), vocabulary)

    return cache.load_bytes(f"snapshot-{key}.json", compile_now)


def _content(file: Path) -> bytes:
    """The bytes of a file that the check would read; a mark for one that it refuses."""
    status = file.lstat()
    readable = stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BYTES
    return file.read_bytes() if readable else f"not read: {status.st_mode} {status.st_size}".encode()
