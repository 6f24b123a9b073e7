"""Where the data is: the nearest checkout, or what travels with the package."""

from __future__ import annotations

from pathlib import Path

BUNDLED = Path(__file__).parent / "data"
"""What a wheel carries: snapshot, search index, ontology and schemas."""


def checkout(start: Path) -> Path | None:
    """The nearest folder, from `start` upward, that holds a catalogue and its ontology."""
    for folder in (start, *start.parents):
        if (folder / "catalogue").is_dir() and (folder / "ontology" / "requirements.ttl").is_file():
            return folder
    return None


def own_checkout() -> Path | None:
    """The checkout that this package runs from, where it is installed as editable."""
    return checkout(Path(__file__).resolve().parents[2])


def ontology() -> Path:
    """The folder of the package's ontology.

    Raises:
        FileNotFoundError: Where the package was built without its data.
    """
    bundled = BUNDLED / "ontology"
    if bundled.is_dir():
        return bundled
    if own := own_checkout():
        return own / "ontology"
    raise FileNotFoundError(f"the package has no ontology at {bundled}: install it again")
