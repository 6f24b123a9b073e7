"""Files beside the pages, the same for both languages: downloads and a static JSON API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kitoolkit.export import FORMATS, entry_record
from kitoolkit.model import BASE_IRI, Text

if TYPE_CHECKING:
    from kitoolkit.catalogue import Catalogue

API = "api/v1/"
SNAPSHOT_PATH = f"{API}snapshot.json"
"""Where `Catalogue.open("https://…")` looks."""


class SharedFile(msgspec.Struct, frozen=True):
    """A file of the site.

    Attributes:
        path: Its path from the root of the site.
        content: Its bytes.
        format: The name of its form, for readers; empty for a file that is not listed.
        description: What it holds, per language.
    """

    path: str
    content: bytes
    format: str = ""
    description: Text = {}

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("/")[2]

    @property
    def size(self) -> int:
        """Its number of bytes."""
        return len(self.content)


_DOWNLOADS: dict[str, tuple[str, str, Text]] = {
    "json": (
        "catalogue.json",
        "JSON",
        {"nl": "Alle items met hun velden, zoals in de YAML", "en": "All entries with their fields, as in the YAML"},
    ),
    "csv": (
        "catalogue.csv",
        "CSV",
        {"nl": "Alle items als tabel, voor een rekenblad", "en": "All entries as a table, for a spreadsheet"},
    ),
    "turtle": (
        "catalogue.ttl",
        "Turtle",
        {"nl": "Items en begrippen als linked data", "en": "Entries and concepts as linked data"},
    ),
    "jsonld": (
        "catalogue.jsonld",
        "JSON-LD",
        {"nl": "Items en begrippen als linked data in JSON", "en": "Entries and concepts as linked data in JSON"},
    ),
    "ntriples": (
        "catalogue.nt",
        "N-Triples",
        {"nl": "Items en begrippen, één feit per regel", "en": "Entries and concepts, one fact per line"},
    ),
}


def shared_files(catalogue: Catalogue) -> list[SharedFile]:
    """All of them: downloads first."""
    return [*_downloads(catalogue), *_api(catalogue)]


def _downloads(catalogue: Catalogue) -> list[SharedFile]:
    files = []
    for form in FORMATS:
        name, label, description = _DOWNLOADS[form]
        files.append(SharedFile(f"data/{name}", catalogue.export(form).encode(), label, description))
    return files


def _api(catalogue: Catalogue) -> list[SharedFile]:
    """`index.json` leads to everything; an entry stands at its id."""
    brief = [_brief(catalogue, entry_id) for entry_id in catalogue]
    concepts = [msgspec.to_builtins(concept) for concept in catalogue.vocabulary.values()]
    found = catalogue.gaps()
    index = {
        "base": BASE_IRI,
        "digest": catalogue.digest,
        "entries": {"count": len(catalogue), "file": "entries.json"},
        "concepts": {"count": len(concepts), "file": "concepts.json"},
        "gaps": {"file": "gaps.json"},
        "snapshot": {"file": "snapshot.json"},
        "licence": "CC-BY-4.0",
    }
    gaps = {"rows": found.rows, "columns": found.columns, "counts": found.counts, "missing": found.missing}
    files = [("index", index), ("entries", brief), ("concepts", concepts), ("gaps", gaps)]
    files += [(entry.id, entry_record(entry)) for entry in catalogue.values()]
    files += [(concept["id"], concept) for concept in concepts]
    snapshot = SharedFile(SNAPSHOT_PATH, catalogue.snapshot)
    return [snapshot, *(SharedFile(f"{API}{name}.json", msgspec.json.encode(value)) for name, value in files)]


def _brief(catalogue: Catalogue, entry_id: str) -> dict[str, Any]:
    record = entry_record(catalogue[entry_id])
    kept = ("id", "kind", "title", "summary", "requirements", "phases", "uses", "roles", "type")
    return {field: record[field] for field in kept if field in record} | {"file": f"{entry_id}.json"}
