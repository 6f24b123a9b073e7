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
    from kitoolkit.collection import Collection as Collection
    from kitoolkit.contribute.draft import Draft as Draft
    from kitoolkit.difference import ChangedEntry as ChangedEntry
    from kitoolkit.difference import Difference as Difference
    from kitoolkit.difference import FieldChange as FieldChange
    from kitoolkit.forge.common import ForgeError as ForgeError
    from kitoolkit.forge.common import Submitted as Submitted
    from kitoolkit.forge.forgejo import Forgejo as Forgejo
    from kitoolkit.forge.git_remote import GitRemote as GitRemote
    from kitoolkit.forge.github import GitHub as GitHub
    from kitoolkit.forge.gitlab import GitLab as GitLab
    from kitoolkit.interface import AnyCatalogue as AnyCatalogue
    from kitoolkit.interface import Gaps as Gaps
    from kitoolkit.problem import CatalogueError as CatalogueError
    from kitoolkit.problem import Problem as Problem
    from kitoolkit.problem import UnknownNameError as UnknownNameError
    from kitoolkit.remote import PortalError as PortalError
    from kitoolkit.stores.connected import ConnectedCatalogue as ConnectedCatalogue
    from kitoolkit.stores.endpoint import EndpointError as EndpointError

_HOMES = {
    "AnyCatalogue": "interface",
    "Catalogue": "catalogue",
    "CatalogueError": "problem",
    "ChangedEntry": "difference",
    "Collection": "collection",
    "ConnectedCatalogue": "stores.connected",
    "Difference": "difference",
    "Draft": "contribute.draft",
    "EndpointError": "stores.endpoint",
    "FieldChange": "difference",
    "ForgeError": "forge.common",
    "Forgejo": "forge.forgejo",
    "Gaps": "interface",
    "GitHub": "forge.github",
    "GitLab": "forge.gitlab",
    "GitRemote": "forge.git_remote",
    "PortalError": "remote",
    "Problem": "problem",
    "Submitted": "forge.common",
    "UnknownNameError": "problem",
}

__all__ = [
    "AnyCatalogue",
    "Catalogue",
    "CatalogueError",
    "ChangedEntry",
    "Collection",
    "ConnectedCatalogue",
    "Difference",
    "Draft",
    "EndpointError",
    "FieldChange",
    "ForgeError",
    "Forgejo",
    "Gaps",
    "GitHub",
    "GitLab",
    "GitRemote",
    "PortalError",
    "Problem",
    "Submitted",
    "UnknownNameError",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name not in _HOMES:
        raise AttributeError(f"module 'kitoolkit' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"kitoolkit.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
