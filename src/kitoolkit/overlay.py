"""An organisation's own entries over the public ones: which they are, and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from kitoolkit import compiling
from kitoolkit.cache import content_key
from kitoolkit.check import check, entry_files, id_of
from kitoolkit.model import Entry
from kitoolkit.problem import Problem
from kitoolkit.vocabulary import Vocabulary


class Own(msgspec.Struct, frozen=True):
    """A private entry, with the folder of entries that its file is in."""

    entry: Entry
    folder: Path


def folders(places: Iterable[str | Path]) -> list[Path]:
    """The folders of entries of overlays: `catalogue` in each place, or the place itself.

    Raises:
        FileNotFoundError: Where there is no such folder.
        ValueError: Where a place is the address of a portal: an overlay is files of your own.
    """
    return [_folder(place) for place in places]


def _folder(place: str | Path) -> Path:
    if isinstance(place, str) and place.startswith(("https://", "http://")):
        raise ValueError(f"{place}: only the first catalogue can be a portal, private entries are in a folder")
    folder = Path(place).expanduser()
    if not folder.is_dir():
        raise FileNotFoundError(f"no folder {folder}")
    return folder / "catalogue" if (folder / "catalogue").is_dir() else folder


def ids(overlays: Sequence[Path]) -> set[str]:
    """The ids of all entries in overlays, sound or not."""
    return {id_of(file) for folder in overlays for file in entry_files(folder)}


def entries(
    overlays: Sequence[Path], vocabulary: Vocabulary, public: Mapping[str, Entry], digest: str
) -> dict[str, Own]:
    """The private entries, later overlays over earlier ones; each may name what lies below it.

    Args:
        overlays: The folders of entries.
        vocabulary: The concepts; an overlay has none of its own.
        public: The entries that all of them lie over.
        digest: The name made from those.

    Raises:
        CatalogueError: With every problem, where a private entry is faulty.
    """
    found: dict[str, Own] = {}
    for folder in overlays:
        below = {**public, **{entry_id: own.entry for entry_id, own in found.items()}}
        name = content_key([digest.encode(), *_encoded(found.values())])
        for entry in compiling.compiled_over(folder, vocabulary, below.values(), name):
            found[entry.id] = Own(entry, folder)
    return found


def problems(
    folder: Path,
    overlays: Sequence[Path],
    vocabulary: Vocabulary,
    progress: Callable[[Iterable[Path]], Iterable[Path]] = iter,
) -> list[Problem]:
    """What is wrong with public entries, and with private ones over them.

    Args:
        folder: The folder of public entries.
        overlays: The folders of private entries, later ones over earlier.
        vocabulary: The concepts.
        progress: Wraps the files of each folder while they are read.
    """
    report = check(folder, vocabulary, private=ids(overlays), progress=progress)
    found, below = list(report.problems), dict(report.entries)
    for place in overlays:
        report = check(place, vocabulary, over=below.values(), progress=progress)
        found += report.problems
        below |= report.entries
    return found


def _encoded(owned: Iterable[Own]) -> Iterator[bytes]:
    return (msgspec.json.encode(own.entry) for own in owned)
