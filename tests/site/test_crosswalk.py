"""The crosswalk: all relations of the vocabulary, in the picture and in the table."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect

from kitoolkit import Catalogue
from kitoolkit.site.crosswalk import COLUMNS, HEAD, WIDTH, Crosswalk, crosswalk
from tests.conftest import ROOT
from tests.site.conftest import Reader

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return Catalogue.open(ROOT)


@pytest.fixture(scope="module")
def drawn(real: Catalogue) -> Crosswalk:
    return crosswalk(real.vocabulary, "nl")


def stated(catalogue: Catalogue) -> set[frozenset[str]]:
    """What SPARQL finds: pairs of concepts in these schemes, in whatever direction they are stated."""
    rows = catalogue.sparql("""
        SELECT ?one ?other {
          ?one skos:inScheme ?scheme .
          ?one skos:exactMatch|skos:closeMatch|skos:broadMatch|skos:narrowMatch|skos:relatedMatch|skos:related ?other .
          ?other skos:inScheme ?too
        }""")
    base = "https://w3id.org/kitoolkit/"
    pairs = [tuple(str(iri).removeprefix(base) for iri in row) for row in rows]
    return {frozenset(pair) for pair in pairs if all(one.partition("/")[0] in COLUMNS for one in pair)}


def test_every_relation_of_the_vocabulary_is_drawn_once(real: Catalogue, drawn: Crosswalk) -> None:
    pairs = [frozenset(pair[:2]) for pair in drawn.pairs()]
    assert len(pairs) == len(set(pairs))
    assert set(pairs) == stated(real)
    close = {frozenset((one, other)) for one, other, is_close in drawn.pairs() if is_close}
    assert frozenset(("commitment/stress-transparency", "requirement/transparency")) in close
    requirements = ["", *(concept.id for concept in real.vocabulary.scheme("requirement"))]
    lines = "".join(drawn.lines(one, close=is_close) for one in requirements for is_close in (True, False))
    assert lines.count("M") == len(pairs)


def test_a_concept_lights_up_what_it_and_what_is_narrower_relate_to(drawn: Crosswalk) -> None:
    for concept, others in drawn.links.items():
        lines, around = drawn.of(concept)
        if len(drawn.below[concept]) == 1:
            assert lines.count("M") == around.count("M") == len(others)
    assert not drawn.links["broadcaster-principle/ethics"]
    assert "M" in drawn.of("broadcaster-principle/ethics")[0]
    assert all(one in drawn.links[other] for one, others in drawn.links.items() for other in others)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_concepts_stand_apart_and_inside(real: Catalogue, language: str) -> None:
    found = crosswalk(real.vocabulary, language)  # type: ignore[arg-type]
    right = 0
    for column in found.columns:
        assert column.x >= right
        bottom = HEAD
        for node in column.nodes:
            assert node.y >= bottom
            bottom = node.y + node.height
            assert column.x <= node.x < node.x + node.width <= WIDTH
            assert max(map(len, node.lines)) <= COLUMNS[column.scheme]
            words = set(re.split(r"[ -]", real.vocabulary[node.id].label[language].lower()))
            assert {word for line in node.lines for word in re.split(r"[ -]", line.lower()) if word} <= words
        assert bottom <= found.height
        right = column.x + column.width
    assert {node.id for column in found.columns for node in column.nodes} == {
        concept.id for scheme in COLUMNS for concept in real.vocabulary.current(scheme)
    }


def test_a_smaller_vocabulary_has_a_smaller_crosswalk(toy_catalogue: Catalogue) -> None:
    found = crosswalk(toy_catalogue.vocabulary, "en")
    assert {column.scheme for column in found.columns} <= set(toy_catalogue.vocabulary.schemes)


@pytest.mark.parametrize("path", ["samenhang/", "en/crosswalk/"])
def test_the_picture_and_the_table_have_the_same_links(portal: Path, drawn: Crosswalk, path: str) -> None:
    text = (portal / path / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<svg viewBox="-3 0 1206.*?</svg>', text, re.DOTALL)
    assert found
    tree = ElementTree.fromstring(found[0].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    places = {one.get("href", "").removeprefix("../").rstrip("/") for one in tree.iter(f"{SVG}a")}
    assert places == {*drawn.nodes, *COLUMNS}
    table = text[text.index('id="table"') :]
    for concept, others in drawn.links.items():
        row = re.search(rf'<th scope="row"[^>]*>(?:(?!</th>).)*?href="\.\./{concept}/".*?</tr>', table, re.DOTALL)
        assert row, concept
        assert set(re.findall(r'href="\.\./([^"]+)/"', row[0])) == {concept, *others}
    assert len(text.encode()) < 200_000


def lit(page: BrowserPage) -> int:
    return page.locator(".kit-crosswalk__lit:visible").count()


@pytest.mark.browser
def test_lines_light_up_for_the_mouse_and_for_the_keyboard_and_the_link_leads_on(reader: Reader) -> None:
    page = reader.open("samenhang/")
    assert lit(page) == 0
    page.get_by_role("link", name="Transparantie", exact=True).first.hover()
    assert lit(page) == 1
    page.mouse.move(0, 0)
    skip = page.locator(".kit-crosswalk__past")
    skip.focus()
    expect(skip).to_be_in_viewport()
    for _ in range(3):  # the scroller, the name of the first column, its first concept
        page.keyboard.press("Tab")
    assert lit(page) == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/principle/human-autonomy/")


@pytest.mark.browser
def test_on_a_phone_the_table_is_all_there_is_and_on_paper_both_are(phone: Reader) -> None:
    page = phone.open("en/crosswalk/")
    picture = page.locator(".kit-crosswalk__picture svg").first
    expect(picture).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    scrolls = page.locator(".kit-scroll")
    assert scrolls.evaluate_all("all => all.every(one => one.scrollWidth <= one.clientWidth)")
    page.emulate_media(media="print")
    expect(picture).to_be_visible()
    expect(page.locator("#law")).to_be_visible()
