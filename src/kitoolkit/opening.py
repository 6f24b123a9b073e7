"""Where a catalogue comes from: a checkout, a folder of entries, a published portal, a file or the package."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import msgspec

from kitoolkit import locations, snapshot


class Found(msgspec.Struct, frozen=True):
    """A compiled catalogue.

    Attributes:
        content: Its snapshot.
        search_index: The folder of its search index, where it came with one.
        folder: The folder of its entries' files, where it came from files.
    """

    content: bytes
    search_index: Path | None = None
    folder: Path | None = None


def find(place: str | Path | None, private: Collection[str] = ()) -> Found:
    """What is at a place; see `Catalogue.open` for what a place can be, and for the errors.

    Args:
        place: The place; the nearest where it is None.
        private: Ids that only private entries over it have; an error about one of them says so.
    """
    if isinstance(place, str) and place.startswith(("https://", "http://")):
        from kitoolkit import remote

        return Found(remote.load(place))
    if place is None:
        return _nearest(private)
    folder = Path(place).expanduser()
    if folder.is_file():
        return Found(snapshot.checked(folder.read_bytes()))
    if not folder.is_dir():
        raise FileNotFoundError(f"no folder or file {folder}")
    if (folder / "catalogue").is_dir():
        own = folder / "ontology"
        return _compiled(folder / "catalogue", own if own.is_dir() else locations.ontology(), private)
    return _compiled(folder, locations.ontology(), private)


def _nearest(private: Collection[str]) -> Found:
    checkout = locations.checkout(Path.cwd())
    bundled = locations.BUNDLED / "snapshot.json"
    if checkout is None and bundled.is_file():
        return Found(bundled.read_bytes(), locations.BUNDLED / "search")
    checkout = checkout or locations.own_checkout()
    if checkout is None:
        raise FileNotFoundError("no catalogue here, and none in the package: install it again")
    return _compiled(checkout / "catalogue", checkout / "ontology", private)


def _compiled(entries: Path, ontology: Path, private: Collection[str]) -> Found:
    from kitoolkit import compiling, vocabulary

    return Found(compiling.compiled(entries, vocabulary.load(ontology), private=private), folder=entries)
