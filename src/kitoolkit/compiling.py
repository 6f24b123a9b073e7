"""From a folder of YAML files to a snapshot."""

from __future__ import annotations

import stat
from collections.abc import Collection, Iterable
from pathlib import Path

import msgspec

from kitoolkit import cache, snapshot
from kitoolkit.check import Report, check, entry_files
from kitoolkit.model import Entry
from kitoolkit.problem import CatalogueError
from kitoolkit.source import MAX_BYTES
from kitoolkit.vocabulary import Vocabulary


def compiled(catalogue: Path, vocabulary: Vocabulary, *, private: Collection[str] = ()) -> bytes:
    """The compiled form of a folder of entries; one compiled before comes from the cache.

    Args:
        catalogue: The folder.
        vocabulary: The concepts.
        private: Ids that only a private overlay has; an error about one of them says so.

    Raises:
        CatalogueError: With every problem, where an entry is faulty.
    """
    key = cache.content_key([*code(), _known(vocabulary), *_contents(catalogue)])

    def compile_now() -> bytes:
        report = check(catalogue, vocabulary, private=private)
        return snapshot.make(_sound(report), vocabulary)

    return cache.load_bytes(f"snapshot-{key}.json", compile_now)


def compiled_over(overlay: Path, vocabulary: Vocabulary, over: Iterable[Entry], below: str) -> list[Entry]:
    """The entries of a private overlay; those compiled before come from the part of the cache that is only the user's.

    Args:
        overlay: The folder of its entries.
        vocabulary: The concepts of the catalogue below it.
        over: The entries below it.
        below: The name made from what lies below it: with that the overlay is sound or not.

    Raises:
        CatalogueError: With every problem, where an entry is faulty.
    """
    key = cache.content_key([*code(), _known(vocabulary), below.encode(), *_contents(overlay)])

    def compile_now() -> bytes:
        report = check(overlay, vocabulary, over=over)
        return snapshot.make(_sound(report), vocabulary)

    return snapshot.read(cache.load_bytes(f"{cache.private()}/overlay-{key}.json", compile_now)).read_entries()


def _sound(report: Report) -> Iterable[Entry]:
    if report.errors:
        raise CatalogueError(report.errors)
    return report.entries.values()


def code() -> Iterable[bytes]:
    """What decides what is compiled, beside entries and concepts."""
    package = Path(__file__).parent
    return (file.read_bytes() for file in sorted((*package.glob("**/*.py"), *package.glob("check/*.json"))))


def _known(vocabulary: Vocabulary) -> bytes:
    return msgspec.json.encode(list(vocabulary.values()))


def _contents(folder: Path) -> Iterable[bytes]:
    for file in entry_files(folder):
        yield str(file.relative_to(folder)).encode()
        yield _content(file)


def _content(file: Path) -> bytes:
    """The bytes of a file that the check would read; a mark for one that it refuses."""
    status = file.lstat()
    readable = stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BYTES
    return file.read_bytes() if readable else f"not read: {status.st_mode} {status.st_size}".encode()
