"""From a folder of YAML files to a snapshot."""

from __future__ import annotations

import stat
from pathlib import Path

import msgspec

from kitoolkit import cache, snapshot
from kitoolkit.check import check, entry_files
from kitoolkit.problem import CatalogueError
from kitoolkit.source import MAX_BYTES
from kitoolkit.vocabulary import Vocabulary


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
        return snapshot.make(report.entries.values(), vocabulary)

    return cache.load_bytes(f"snapshot-{key}.json", compile_now)


def _content(file: Path) -> bytes:
    """The bytes of a file that the check would read; a mark for one that it refuses."""
    status = file.lstat()
    readable = stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BYTES
    return file.read_bytes() if readable else f"not read: {status.st_mode} {status.st_size}".encode()
