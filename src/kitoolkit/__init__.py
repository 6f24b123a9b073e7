"""Responsible AI in the media: a catalogue of tools, examples, lessons, trade-offs, questions and checklists.

Examples:
    >>> from kitoolkit import Catalogue
    >>> catalogue = Catalogue.open()
    >>> catalogue["requirement/transparency"]
    Traceback (most recent call last):
    kitoolkit.problem.UnknownNameError: no entry 'requirement/transparency'
    >>> catalogue.vocabulary["requirement/transparency"].label["en"]
    'Transparency'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kitoolkit.catalogue import Catalogue as Catalogue
    from kitoolkit.catalogue import Gaps as Gaps
    from kitoolkit.collection import Collection as Collection
    from kitoolkit.problem import CatalogueError as CatalogueError
    from kitoolkit.problem import Problem as Problem
    from kitoolkit.problem import UnknownNameError as UnknownNameError
    from kitoolkit.remote import PortalError as PortalError

_HOMES = {
    "Catalogue": "catalogue",
    "CatalogueError": "problem",
    "Collection": "collection",
    "Gaps": "catalogue",
    "PortalError": "remote",
    "Problem": "problem",
    "UnknownNameError": "problem",
}

__all__ = [
    "Catalogue",
    "CatalogueError",
    "Collection",
    "Gaps",
    "PortalError",
    "Problem",
    "UnknownNameError",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name not in _HOMES:
        raise AttributeError(f"module 'kitoolkit' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"kitoolkit.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
