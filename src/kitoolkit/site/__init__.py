"""The portal's pages: HTML fragments from templates, independent of any site builder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kitoolkit.catalogue import Catalogue

__all__ = ["write_pages"]


def write_pages(catalogue: Catalogue, directory: Path, *, private: bool = False) -> int:
    """Write every page as a Markdown file that holds HTML, for a builder that reads files.

    Args:
        catalogue: The catalogue.
        directory: Where to: Dutch pages in it, English ones in `en/` under it, shared files in `data/` and `api/`.
        private: Whether private entries get pages too; then they are not for the public.

    Returns:
        The number of pages written.
    """
    from kitoolkit import releases
    from kitoolkit.cache import write_whole
    from kitoolkit.model import LANGUAGES
    from kitoolkit.site.files import own_files, shared_files
    from kitoolkit.site.finder import search_files
    from kitoolkit.site.pages import all_pages

    released = releases.history(catalogue.folder.parent) if catalogue.folder else releases.History()
    catalogue = catalogue if private else catalogue.public
    count = 0
    files = [*shared_files(catalogue, history=released), *search_files(catalogue)]
    for language in LANGUAGES:
        for page in all_pages(catalogue, language, files, history=released):
            target = directory / ("" if language == "nl" else language) / page.path / "index.md"
            write_whole(target, page.as_markdown().encode())
            count += 1
        for file in own_files(catalogue, language, history=released):
            write_whole(directory / ("" if language == "nl" else language) / file.path, file.content)
    for file in files:
        write_whole(directory / file.path, file.content)
    return count
