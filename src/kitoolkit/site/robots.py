"""What programs that come by are told: robots.txt and llms.txt."""

from __future__ import annotations

from kitoolkit.model import BASE_IRI
from kitoolkit.site.render import Renderer
from kitoolkit.site.shared import SharedFile


def robots_files(renderer: Renderer, site: str = "") -> list[SharedFile]:
    """Both files; they stand at the root of the site, in English.

    Args:
        renderer: Gives the catalogue, in English.
        site: The address of the site, with a slash at its end; empty where it is not known.
    """
    schemes = tuple(renderer.catalogue.vocabulary.schemes.values())
    told = renderer.render("llms.txt", "", site=site or BASE_IRI, base=BASE_IRI, schemes=schemes)
    return [
        SharedFile("robots.txt", renderer.render("robots.txt", "", site=site).encode()),
        SharedFile("llms.txt", told.lstrip().encode()),
    ]
