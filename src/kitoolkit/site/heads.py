"""What the head of a page tells programs: where the same stands as data, and what it is in schema.org's terms."""

from __future__ import annotations

from typing import Any

from kitoolkit.linked import schema_org
from kitoolkit.model import BASE_IRI, ENTRY_TYPES
from kitoolkit.site import feeds
from kitoolkit.site.render import Renderer, texts

_DATA = (("index.ttl", "text/turtle", "Turtle"), ("index.jsonld", "application/ld+json", "JSON-LD"))
_CITATIONS = (
    ("citation.bib", "application/x-bibtex", "BibTeX"),
    ("citation.csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON"),
)
_FEEDS = (("feed.xml", feeds.ATOM), ("feed.json", feeds.JSON_FEED))
_CATALOG = (("catalog.ttl", "text/turtle", "DCAT, Turtle"), ("catalog.jsonld", "application/ld+json", "DCAT, JSON-LD"))


def head(renderer: Renderer, path: str, kind: str, about: str, site: str = "") -> dict[str, Any]:
    """The links and the embedded data of a page; empty for a page that is about nothing of its own.

    Args:
        renderer: Gives the catalogue and the language.
        path: The path of the page without the language's.
        kind: What sort of page it is, see `Page`.
        about: The entry, concept, kind or scheme it is about.
        site: The address of the site, with a slash at its end; empty where it is not known.
    """
    address = f"{site}{'' if renderer.language == 'nl' else 'en/'}{path}" if site else ""
    catalogue, language = renderer.catalogue, renderer.language
    schemes = catalogue.vocabulary.schemes
    if kind in {"entry", "checklist"}:
        linked = schema_org.entry_page(catalogue[about], catalogue.vocabulary, language, address)
        cite = {"rel": "cite-as", "href": BASE_IRI + about}
        links = [cite, *_links(renderer, path, f"{about}/", (*_DATA, *_CITATIONS))]
        return {"links": links, "linked_data": linked}
    if kind in {"concept", "document"}:
        concept = catalogue.vocabulary[about]
        linked = schema_org.concept_page(concept, schemes[concept.scheme], language, address)
        return {"links": _links(renderer, path, f"{about}/", _DATA), "linked_data": linked}
    if kind == "scheme":
        linked = schema_org.scheme_page(schemes[about], catalogue.vocabulary.scheme(about), language, address)
        return {"links": _links(renderer, path, f"{about}/", _DATA), "linked_data": linked}
    if kind == "overview":
        of_kind = feeds.kind_title(renderer, ENTRY_TYPES[about])
        return {"links": [{"rel": "alternate ", "type": form, "title": of_kind, "href": name} for name, form in _FEEDS]}
    if kind == "data":
        title = texts()["data_title"]
        linked = schema_org.data_page(catalogue, title, language, site, address, renderer.edits)
        return {"links": _links(renderer, path, "", _CATALOG), "linked_data": linked}
    return {}


def _links(renderer: Renderer, path: str, folder: str, files: tuple[tuple[str, str, str], ...]) -> list[dict[str, str]]:
    """Links to the page's forms as data.

    The space after alternate: Material's script asks for a sitemap beside every `link[rel=alternate]`.
    """
    return [
        {"rel": "alternate ", "type": media_type, "title": title, "href": renderer.link(path, folder + name)}
        for name, media_type, title in files
    ]
