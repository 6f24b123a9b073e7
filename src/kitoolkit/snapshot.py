"""The compiled catalogue: everything in one JSON file that opens in milliseconds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from kitoolkit.model import ENTRY_TYPES, PATTERNS, SLUG, Entry
from kitoolkit.structure import fields
from kitoolkit.vocabulary import Concept, Scheme, Vocabulary

FORMAT = 1
"""Raised when a snapshot of an older library can no longer be read."""
_SLUG = re.compile(SLUG[1:-1])
_ADDRESS = re.compile(PATTERNS["url"])


class NewerSnapshotError(ValueError):
    """A snapshot that holds what this library does not know."""

    def __init__(self, why: str) -> None:
        super().__init__(f"this catalogue was made by a newer kitoolkit ({why}): install a newer kitoolkit")


class Snapshot(msgspec.Struct, kw_only=True):
    """All entries and concepts.

    Attributes:
        format: The version of this structure.
        digest: A name made from the content; equal content has an equal name.
        schemes: The concept schemes.
        concepts: The concepts, in order.
        entries: The public entries per kind, in order of id.
        private: The private entries that lie over them, likewise.
    """

    format: int
    digest: str
    schemes: list[Scheme]
    concepts: list[Concept]
    entries: dict[str, list[msgspec.Raw]]
    private: dict[str, list[msgspec.Raw]] = {}

    @property
    def vocabulary(self) -> Vocabulary:
        """The concepts as a vocabulary.

        Raises:
            ValueError: Where an id has another form than those here.
        """
        for scheme in self.schemes:
            _need_id(scheme.id)
        for concept in self.concepts:
            _need_id(concept.id, f"{concept.scheme}/")
        return Vocabulary(self.schemes, self.concepts)

    def read_entries(self) -> list[Entry]:
        """The public entries, in order of kind and id.

        Raises:
            ValueError: Where an id has another form than those here.
        """
        return _entries(self.entries)

    def read_private(self) -> list[Entry]:
        """The private entries, likewise.

        Raises:
            ValueError: Likewise.
        """
        return _entries(self.private)


def make(entries: Iterable[Entry], vocabulary: Vocabulary, private: Iterable[Entry] = ()) -> bytes:
    """Compile entries and concepts; the same input gives the same bytes.

    Args:
        entries: The public entries.
        vocabulary: The concepts.
        private: Private entries that lie over them; a snapshot with these is not for the public.
    """
    from kitoolkit.cache import content_key

    held = {
        "schemes": msgspec.to_builtins(list(vocabulary.schemes.values())),
        "concepts": msgspec.to_builtins(list(vocabulary.values())),
        "entries": _by_kind(entries),
    }
    own = list(private)
    content = msgspec.json.encode(held | ({"private": _by_kind(own)} if own else {}))
    return msgspec.json.encode({"format": FORMAT, "digest": content_key([content])})[:-1] + b"," + content[1:]


def _entries(by_kind: dict[str, list[msgspec.Raw]]) -> list[Entry]:
    found: list[Entry] = []
    for kind, entry_type in ENTRY_TYPES.items():
        read = [msgspec.json.decode(raw, type=entry_type) for raw in by_kind.get(kind, [])]
        for entry in read:
            _need_id(entry.id, f"{kind}/")
        found += read
    return found


def _need_id(name: str, before: str = "") -> None:
    """Refuse an id of another form: pages and files are named after ids, and must not land elsewhere."""
    if not (name.startswith(before) and _SLUG.fullmatch(name, len(before))):
        raise ValueError(f"this is no snapshot of a catalogue: {name!r} is no id")


def _addresses(part: msgspec.Struct) -> Iterator[str]:
    """The addresses that an entry names, also in its parts."""
    for field in fields(type(part)):
        value = getattr(part, field.name)
        if value is None or not (field.struct or field.info.shape == "url"):
            continue
        for one in value if field.many else (value,):
            if isinstance(one, msgspec.Struct):
                yield from _addresses(one)
            else:
                yield one


def _by_kind(entries: Iterable[Entry]) -> dict[str, list[dict[str, Any]]]:
    by_kind: dict[str, list[dict[str, Any]]] = {kind: [] for kind in ENTRY_TYPES}
    for entry in sorted(entries, key=lambda entry: entry.id):
        by_kind[entry.kind].append(_published(entry))
    return by_kind


def _published(entry: Entry) -> dict[str, Any]:
    """An entry without what only its editors need."""
    editorial = [field.name for field in fields(type(entry)) if field.info.editorial]
    return {name: value for name, value in msgspec.to_builtins(entry).items() if name not in editorial}


def digest(content: bytes) -> str:
    """The name made from what a snapshot holds: differs from the one it carries where it is not whole."""
    from kitoolkit.cache import content_key

    return content_key([b"{" + content.partition(b",")[2].partition(b",")[2]])


def layered_digest(below: str, private: Iterable[Entry]) -> str:
    """The name of a catalogue with private entries over it; that of the catalogue itself where there are none."""
    from kitoolkit.cache import content_key

    own = [msgspec.json.encode(entry) for entry in sorted(private, key=lambda entry: entry.id)]
    return content_key([below.encode(), *own]) if own else below


def checked(content: bytes) -> bytes:
    """The same bytes, when they are a whole snapshot that this library can read.

    Raises:
        NewerSnapshotError: Where they were made by a newer library.
        ValueError: Where they are no snapshot, or not whole, or name an address that is none of the web.
    """
    found = read(content)
    if digest(content) != found.digest:
        raise ValueError("the catalogue did not arrive whole: its checksum differs")
    try:
        entries = found.read_entries() + found.read_private()
    except msgspec.ValidationError as error:  # it is whole, so its maker knew more
        raise NewerSnapshotError(str(error)) from error
    concepts = found.vocabulary.values()
    named = [address for entry in entries for address in _addresses(entry)]
    named += [address for concept in concepts for address in concept.see_also]
    named += [match.target for concept in concepts for match in concept.matches if ":" in match.target]
    for address in named:
        if not _ADDRESS.fullmatch(address):
            raise ValueError(f"this is no snapshot of a catalogue: {address!r} is no web address")
    return content


def read(content: bytes) -> Snapshot:
    """Read a compiled catalogue.

    Raises:
        NewerSnapshotError: Where it was made by a newer library.
        ValueError: Where it is no snapshot.
    """
    try:
        version = msgspec.json.decode(content, type=_Version).format
    except msgspec.DecodeError as error:
        raise ValueError(f"this is no snapshot of a catalogue: {error}") from error
    if version > FORMAT:
        raise NewerSnapshotError(f"its format is {version}, this library reads {FORMAT}")
    if version < FORMAT:
        raise ValueError(f"this snapshot is old: its format is {version}, this library reads {FORMAT}; build it again")
    try:
        return msgspec.json.decode(content, type=Snapshot)
    except msgspec.DecodeError as error:
        raise ValueError(f"this is no snapshot of a catalogue: {error}") from error


class _Version(msgspec.Struct):
    format: int
