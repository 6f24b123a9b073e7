"""The pictures that are made at build time: what lies around an entry or concept, and the gaps by media use."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, expect

from kitoolkit import Catalogue
from kitoolkit.site import neighbours
from tests.conftest import ROOT
from tests.site.conftest import Reader


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return Catalogue.open(ROOT)


def picture(portal: Path, path: str) -> str:
    found = re.search(r'<svg class="kit-around".*?</svg>', (portal / path / "index.html").read_text(), re.DOTALL)
    assert found, f"no picture on {path}"
    return found[0]


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_entries_and_concepts_have_a_small_picture_with_a_description(
    portal: Path, real: Catalogue, prefix: str
) -> None:
    language = "en" if prefix else "nl"
    for target in ("tool/fairlearn", "lesson/careless-whisper", "requirement/transparency", "phase/design"):
        drawn = picture(portal, prefix + target)
        assert len(drawn.encode()) < 4500, "small in bytes"
        tree = ElementTree.fromstring(drawn)
        assert tree.get("role") == "img"
        described = " ".join("".join(one.itertext()) for one in tree if one.tag in {"title", "desc"})
        if target in real:
            for requirement in real[target].requirements:
                assert real.vocabulary[requirement].label[language] in described


def test_every_kind_is_counted_and_at_most_three_are_named(real: Catalogue) -> None:
    serving = list(real.serving("requirement/privacy"))
    drawn = neighbours.of_concept("requirement/privacy", serving)
    assert drawn
    counts = {line.id: line.count for line in drawn.right if line.count}
    assert counts == {kind: sum(one.kind == kind for one in serving) for kind in counts}
    assert sum(counts.values()) == len(serving)
    for kind in counts:
        named = [line.id for line in drawn.right if line.id.startswith(f"{kind}/")]
        assert 1 <= len(named) <= neighbours.MOST_OF_KIND
    assert all(line.id.startswith("use/") for line in drawn.left)


def test_lines_stand_apart_and_inside(real: Catalogue) -> None:
    for entry in real.values():
        drawn = neighbours.of_entry(entry, real.related(entry.id))
        if drawn is None:
            continue
        for side in (drawn.left, drawn.right):
            places = [line.y for line in side]
            assert all(0 < place < drawn.height for place in places)
            assert all(later - earlier == neighbours.LINE for earlier, later in pairwise(places))


def test_nothing_around_gives_no_picture(toy_catalogue: Catalogue) -> None:
    assert neighbours.of_entry(toy_catalogue["organisation/uitgever"], []) is None
    assert neighbours.of_concept("requirement/privacy", []) is None


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_has_the_colours_of_the_page_and_is_printed(browser: Browser, address: str, scheme: str) -> None:
    one = Reader(browser, address, width=360, scheme=scheme)
    page = one.open("tool/fairlearn/")
    drawn = page.locator(".kit-around")
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert drawn.locator("text").first.evaluate("text => getComputedStyle(text).fill") == ink
    box = drawn.bounding_box()
    assert box
    assert box["x"] + box["width"] <= 360
    sizes = drawn.locator("text").evaluate_all("texts => texts.map(text => text.getBoundingClientRect().height)")
    assert min(sizes) > 10, "large enough to read on a phone"
    page.emulate_media(media="print")
    expect(drawn).to_be_visible()
    one.close()
    assert one.faults == []


@pytest.mark.browser
@pytest.mark.parametrize("prefix", ["", "en/"])
def test_a_cell_by_media_use_leads_to_as_many_entries(reader: Reader, prefix: str) -> None:
    page = reader.open(f"{prefix}matrix/")
    cell = page.locator(".kit-matrix--uses a[href*='use=generative&requirement=transparency']")
    number = int(re.findall(r"\d+", cell.inner_text())[-1])
    cell.click()
    page.wait_for_selector("[data-ready]")
    expect(page.locator(".kit-item:visible")).to_have_count(number)
