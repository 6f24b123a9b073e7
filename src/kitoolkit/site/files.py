"""Files beside the pages: downloads, linked data and a static JSON API for both languages, feeds for each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from kitoolkit import locations
from kitoolkit.export import FORMATS, entry_record
from kitoolkit.model import BASE_IRI, LANGUAGES, Language, Text
from kitoolkit.releases import History
from kitoolkit.site import browse, conversing, forming, frozen
from kitoolkit.site.feeds import feed_files
from kitoolkit.site.linked import linked_files
from kitoolkit.site.render import Renderer
from kitoolkit.site.robots import robots_files
from kitoolkit.site.shared import SharedFile

if TYPE_CHECKING:
    from kitoolkit.catalogue import Catalogue

API = "api/v1/"
SNAPSHOT_PATH = f"{API}snapshot.json"
"""Where `Catalogue.open("https://…")` looks."""


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


def shared_files(
    catalogue: Catalogue, ontology: Path | None = None, site: str = "", history: History | None = None
) -> list[SharedFile]:
    """All of them: downloads first.

    Args:
        catalogue: The catalogue.
        ontology: The folder of its ontology; the package's own where it is None.
        site: The address of the site, with a slash at its end; empty where it is not known.
        history: The releases, which get files that do not change any more.
    """
    downloads = _downloads(catalogue)
    history = history or History()
    released = frozen.freeze(history, site or BASE_IRI)
    linked = linked_files(catalogue, downloads, ontology or locations.ontology(), site, history, released.described)
    return [*downloads, *linked, *_api(catalogue), *_page_data(catalogue), *released.files]


def own_files(
    catalogue: Catalogue, language: Language, site: str = "", history: History | None = None
) -> list[SharedFile]:
    """What a language has for itself, with paths from its root: feeds, and at the Dutch root what robots look for.

    Args:
        catalogue: The catalogue.
        language: The language.
        site: The address of the site, with a slash at its end; empty where it is not known.
        history: Knows when entries were last edited.
    """
    files = feed_files(Renderer(catalogue, language, edits=(history or History()).edits), site)
    return files if language != "nl" else [*files, *robots_files(Renderer(catalogue, "en"), site)]


def _page_data(catalogue: Catalogue) -> list[SharedFile]:
    """What the scripts of single pages fetch."""
    makers = (browse, conversing)
    per_language = (
        SharedFile(one.data_name(language), one.data(catalogue, language)) for one in makers for language in LANGUAGES
    )
    return [*per_language, *forming.form_files(catalogue)]


def _downloads(catalogue: Catalogue) -> list[SharedFile]:
    files = []
    for form in FORMATS:
        name, label, description = _DOWNLOADS[form]
        files.append(SharedFile(f"data/{name}", catalogue.export(form, private=True).encode(), label, description))
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
    files += [(entry.id, entry_record(entry, private=entry.id in catalogue.private)) for entry in catalogue.values()]
    files += [(concept["id"], concept) for concept in concepts]
    snapshot = SharedFile(SNAPSHOT_PATH, catalogue.snapshot)
    return [snapshot, *(SharedFile(f"{API}{name}.json", msgspec.json.encode(value)) for name, value in files)]


def _brief(catalogue: Catalogue, entry_id: str) -> dict[str, Any]:
    record = entry_record(catalogue[entry_id], private=catalogue.is_private(entry_id))
    kept = ("id", "kind", "private", "title", "summary", "requirements", "phases", "uses", "roles", "type")
    mark = {"deprecated": True} if catalogue[entry_id].deprecated else {}
    return {field: record[field] for field in kept if field in record} | mark | {"file": f"{entry_id}.json"}
