"""Guides and entries lead to each other: a guide names entries, and each of them leads back."""

from __future__ import annotations

from pathlib import Path

import pytest

from kitoolkit import Catalogue, CatalogueError
from kitoolkit.site.guides import Guide, guides_of
from kitoolkit.site.pages import all_pages

from .conftest import ROOT


def write(docs: Path, name: str, entries: str) -> None:
    file = docs / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\nentries:\n{entries}---\n\n# Een gids & meer\n\nTekst.\n", encoding="utf-8")


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return Catalogue.open(ROOT)


def test_an_entry_leads_back_to_its_guides(tmp_path: Path, real: Catalogue):
    write(tmp_path, "gidsen/een.md", "  - tool/aequitas\n  - tool/aequitas\n")
    write(tmp_path, "gidsen/index.md", "  - tool/aequitas\n")
    (tmp_path / "los.md").write_text("# Zonder iets\n", encoding="utf-8")
    guides = guides_of(tmp_path, real)
    assert guides == {"tool/aequitas": (Guide("Een gids & meer", "gidsen/een/"), Guide("Een gids & meer", "gidsen/"))}

    def page(path: str) -> str:
        return next(one.content for one in all_pages(real, "nl", [], guides=guides) if one.path == path)

    assert '<a href="../../gidsen/een/">Een gids &amp; meer</a>' in page("tool/aequitas/")
    assert "gidsen/" not in page("tool/ai-atlas-nexus/")


def test_a_guide_that_names_nothing_real_stops_the_build(tmp_path: Path, toy_catalogue: Catalogue):
    write(tmp_path, "gids.md", "  - tool/explain-it\n  - tool/gone\n")
    with pytest.raises(CatalogueError) as caught:
        guides_of(tmp_path, toy_catalogue)
    [problem] = caught.value.problems
    assert (problem.file, problem.line, problem.message["nl"]) == (tmp_path / "gids.md", 4, "'tool/gone' bestaat niet")


@pytest.mark.parametrize("docs", ["nl", "en"])
def test_real_guides_link_to_what_they_name(docs: str, real: Catalogue):
    folder = ROOT / "docs" / docs
    by_guide: dict[str, set[str]] = {}
    for entry_id, guides in guides_of(folder, real).items():
        for guide in guides:
            by_guide.setdefault(guide.path, set()).add(entry_id)
    assert len(by_guide) == 10
    for path, named in by_guide.items():
        text = (folder / f"{path.rstrip('/')}.md").read_text(encoding="utf-8").split("\n---\n", 1)[1]
        assert [entry_id for entry_id in named if f"{entry_id}/" not in text] == []
