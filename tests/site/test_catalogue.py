"""The catalogue page: filters, their address, comparing and the shortlist."""

from __future__ import annotations

import csv
import gzip
import io
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from kitoolkit import Catalogue
from tests.conftest import ROOT
from tests.site.conftest import Reader
from tests.site.test_accessibility import RULES

pytestmark = pytest.mark.browser

PATHS = {"nl": "catalogus/", "en": "en/catalogue/"}
BOTH = pytest.mark.parametrize("path", PATHS.values())
BOTH_LOOKS = pytest.mark.parametrize(
    ("path", "width", "scheme"), [(PATHS["nl"], 1280, "dark"), (PATHS["en"], 360, "light")]
)
"""Each language, each width and each scheme once."""


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return Catalogue.open(ROOT)


@pytest.fixture(params=["desk", "phone"])
def either(request: pytest.FixtureRequest) -> Reader:
    """A reader at a desk, then one with a phone."""
    return request.getfixturevalue({"desk": "reader", "phone": "phone"}[request.param])


def opened(reader: Reader, path: str) -> Page:
    page = reader.open(path)
    page.wait_for_selector("[data-ready]")
    return page


def shown(page: Page) -> list[str]:
    """The ids of the entries in the list, in order."""
    return page.eval_on_selector_all(".kit-item:not([hidden])", "items => items.map(item => item.dataset.id)")


def tick(page: Page, facet: str, value: str) -> None:
    """Tick a box, opening what it stands in."""
    if page.locator("[data-open-filters]").is_visible() and not page.locator("dialog[open]").count():
        page.click("[data-open-filters]")
    group = page.locator(f"[data-facet={facet}]")
    if not group.evaluate("group => group.open"):
        group.locator("summary").click()
    page.check(f"input[name={facet}][value={value}]")


def no_violations(page: Page) -> None:
    """At the end of the page, where what sticks to the bottom of the window lies over nothing."""
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:160]) for one in found] == []
    assert not page.evaluate("document.scrollingElement.scrollWidth > innerWidth")


@BOTH
def test_values_of_one_facet_add_up_and_facets_narrow_down(either: Reader, path: str, real: Catalogue) -> None:
    page = opened(either, path)
    assert len(shown(page)) == len(real)
    tick(page, "kind", "tool")
    tick(page, "requirement", "privacy")
    tick(page, "requirement", "transparency")
    tick(page, "phase", "design")
    wanted = real.entries.where(
        kind="tool", requirement=["requirement/privacy", "requirement/transparency"], phase="phase/design"
    )
    assert sorted(shown(page)) == sorted(wanted.ids)
    expect(page.locator("[data-count]")).to_contain_text(f"{len(wanted)} ")
    expect(page.locator("[data-status]")).to_contain_text(f"{len(wanted)} ")
    assert "kind=tool&requirement=privacy&requirement=transparency&phase=design" in page.url


def test_counts_say_what_a_value_would_leave(reader: Reader, real: Catalogue) -> None:
    page = opened(reader, PATHS["nl"] + "?kind=lesson&requirement=privacy")

    def count(facet: str, value: str) -> int:
        return int(page.inner_text(f"label:has(input[name={facet}][value={value}]) .kit-tick__count"))

    assert count("kind", "tool") == len(real.tools.where(requirement="requirement/privacy"))
    assert count("requirement", "diversity") == len(real.lessons.where(requirement="requirement/diversity"))
    wanted = real.lessons.where(requirement="requirement/privacy", role="role/editor")
    page.click("[data-facet=role] summary")
    assert count("role", "editor") == len(wanted)


def test_a_broader_concept_finds_what_is_narrower(reader: Reader, real: Catalogue) -> None:
    page = opened(reader, PATHS["en"] + "?use=generative")
    assert sorted(shown(page)) == sorted(real.entries.where(use="use/generative").ids)
    opened(reader, PATHS["en"] + "?broadcaster_principle=ethics")
    wanted = real.entries.where(broadcaster_principle="broadcaster-principle/ethics").ids
    assert sorted(shown(page)) == sorted(wanted)


@pytest.mark.parametrize(
    ("query", "facets"),
    [
        ("type=software", {"type": "tool-type/software"}),
        ("cost=free", {"cost": "free"}),
        ("language=nl", {"language": "nl"}),
        ("state=dormant", {"state": "dormant"}),
        ("organisation=npo", {"organisation": "organisation/npo"}),
        ("principle=fairness", {"principle": "principle/fairness"}),
        ("role=archivist", {"role": "role/archivist"}),
    ],
)
def test_every_facet_agrees_with_the_library(reader: Reader, real: Catalogue, query: str, facets: dict) -> None:
    page = opened(reader, PATHS["nl"] + "?" + query)
    assert sorted(shown(page)) == sorted(real.entries.where(**facets).ids)


def test_an_open_licence(reader: Reader, real: Catalogue) -> None:
    page = opened(reader, PATHS["nl"] + "?licence=open")
    licences = {real[entry].licence for entry in shown(page)}  # type: ignore[attr-defined]
    assert {"MIT", "Apache-2.0"} <= licences
    assert not any(re.search("-NC|-ND|BUSL|Elastic", licence or "-NC") for licence in licences)


@BOTH
def test_the_address_is_kept_on_reload_and_the_back_button_works(either: Reader, path: str) -> None:
    page = opened(either, path)
    whole = shown(page)
    tick(page, "kind", "example")
    examples = shown(page)
    tick(page, "use", "translation")
    few = shown(page)
    assert len(few) < len(examples) < len(whole)
    opened(either, either.path)
    assert shown(page) == few
    assert page.is_checked("input[value=translation]")
    page.go_back()
    expect(page.locator(".kit-item:visible")).to_have_count(len(examples))
    page.go_back()
    expect(page.locator(".kit-item:visible")).to_have_count(len(whole))


def test_unknown_names_in_the_address_do_no_harm(reader: Reader, real: Catalogue) -> None:
    page = opened(reader, PATHS["nl"] + "?kind=nothing&colour=red&requirement=privacy&order=sideways")
    assert sorted(shown(page)) == sorted(real.entries.where(requirement="requirement/privacy").ids)


@BOTH
def test_words_find_the_best_first(reader: Reader, path: str) -> None:
    page = opened(reader, path)
    page.fill("#filter-text", "fairlearn")
    expect(page.locator(".kit-item:visible").first).to_have_attribute("data-id", "tool/fairlearn")
    assert page.input_value("#order") == "relevance"
    page.fill("#filter-text", "aif360")
    expect(page.locator(".kit-item:visible").first).to_have_attribute("data-id", "tool/aif360")
    assert "q=aif360" in page.url


@pytest.mark.parametrize(
    ("path", "text", "wanted"),
    [
        ("catalogus/", "ondertitelingssoftware", "tool/subtitle-edit"),
        ("catalogus/", "gezichtsherkenningsbeleid", "tool/ap-gezichtsherkenning"),
        ("catalogus/", "transparantei", "tool/utgivarna-transparency"),
        ("catalogus/", "wie is eindverantwoordelijk", "question/effective-human-oversight"),
        ("en/catalogue/", "spraakherkenning", "tool/whisper"),
    ],
)
def test_the_box_for_words_asks_the_search_of_the_site(reader: Reader, path: str, text: str, wanted: str) -> None:
    page = opened(reader, path)
    page.fill("#filter-text", text)
    page.wait_for_url("**q=**")
    expect(page.locator(f".kit-item:visible[data-id='{wanted}']")).to_have_count(1)
    expect(page.locator("#order")).to_have_value("relevance")
    assert wanted in shown(page)[:12]


def test_the_words_go_together_with_filters_and_their_counts(reader: Reader) -> None:
    page = opened(reader, PATHS["nl"] + "?q=ondertitels")
    both = shown(page)
    count = page.locator("label:has(input[name=kind][value=tool]) .kit-tick__count").inner_text()
    tick(page, "kind", "tool")
    assert shown(page) == [entry for entry in both if entry.startswith("tool/")]
    assert len(shown(page)) == int(count) < len(both)
    page.get_by_role("button", name="“ondertitels”").click()
    expect(page.locator(".kit-item:visible").first).to_have_attribute("data-id", re.compile("^tool/"))
    assert page.url.endswith("?kind=tool")
    assert page.input_value("#filter-text") == ""


def test_a_word_that_is_not_there_is_taken_for_one_that_is_and_it_says_so(reader: Reader) -> None:
    page = opened(reader, PATHS["nl"] + "?q=transparantei")
    expect(page.locator("[data-catalogue] [data-said]")).to_have_text("Gezocht naar “transparantie”.")
    page.fill("#filter-text", "fairlearn")
    expect(page.locator(".kit-item:visible").first).to_have_attribute("data-id", "tool/fairlearn")
    expect(page.locator("[data-catalogue] [data-said]")).to_be_hidden()


def test_what_is_typed_while_the_search_answers_is_kept(browser: Browser, address: str) -> None:
    reader = Reader(browser, address)
    page = opened(reader, PATHS["nl"])
    held = []
    page.route("**/terms/*.json", lambda route: held.append(route))
    page.focus("#filter-text")
    with page.expect_request("**/terms/*.json"):
        page.keyboard.insert_text("fairle")
    page.keyboard.insert_text("arn")
    for route in held:
        route.continue_()
    page.unroute("**/terms/*.json")
    expect(page.locator(".kit-item:visible").first).to_have_attribute("data-id", "tool/fairlearn")
    assert page.input_value("#filter-text") == "fairlearn"
    expect(page).to_have_url(re.compile("q=fairlearn$"))
    reader.close()


def test_when_the_search_fails_the_page_says_so_and_keeps_the_list(
    browser: Browser, address: str, real: Catalogue
) -> None:
    reader = Reader(browser, address)
    page = opened(reader, PATHS["nl"])
    page.route("**/terms/*.json", lambda route: route.abort())
    page.fill("#filter-text", "fairlearn")
    expect(page.locator("[data-catalogue] [data-said]")).to_contain_text("Zoeken lukt nu niet")
    expect(page.locator(".kit-item:visible")).to_have_count(len(real.entries))
    page.unroute("**/terms/*.json")
    page.fill("#filter-text", "tool fairlearn")
    expect(page.locator(".kit-item:visible").first).to_have_attribute("data-id", "tool/fairlearn")
    reader.close()


def test_orders(reader: Reader, real: Catalogue) -> None:
    page = opened(reader, PATHS["nl"] + "?order=reviewed")
    seen = [real[entry].reviewed or "" for entry in shown(page)]
    assert seen == sorted(seen, reverse=True)
    page.select_option("#order", "new")
    added = [real[entry].added for entry in shown(page)]
    assert added == sorted(added, reverse=True)
    page.select_option("#order", "title")
    titles = [real[entry].title["nl"].casefold() for entry in shown(page)]
    assert titles == sorted(titles)


def test_by_keyboard_alone(reader: Reader) -> None:
    page = opened(reader, PATHS["nl"])
    page.focus("#filter-text")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert "kind=example" in page.url
    page.focus("[data-picked] button")
    page.keyboard.press("Enter")
    assert "kind" not in page.url
    assert page.evaluate("document.activeElement.id") == "results"
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.kit-item') !== null")


def test_on_a_phone_the_filters_are_a_dialog_that_gives_the_focus_back(phone: Reader) -> None:
    page = opened(phone, PATHS["nl"])
    page.focus("[data-open-filters]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('[data-open-filters]')")
    tick(page, "kind", "tool")
    page.click("[data-show-results]")
    assert page.evaluate("document.activeElement.id") == "results"
    box = page.locator("[data-open-filters]").bounding_box()
    assert box
    assert box["y"] > 700, "within reach of a thumb"


@BOTH_LOOKS
def test_no_violations_in_any_view(browser: Browser, address: str, path: str, width: int, scheme: str) -> None:
    one = Reader(browser, address, width=width, scheme=scheme)
    page = opened(one, path)
    tick(page, "kind", "tool")
    tick(page, "requirement", "privacy")
    no_violations(page)
    if width == 360:
        page.click("[data-close-filters]")
    for number in range(3):
        page.locator(".kit-item:visible .kit-toggle").nth(number * 2).click()
        page.locator(".kit-item:visible .kit-toggle").nth(number * 2 + 1).click()
    no_violations(page)
    page.click("[data-open-compare]")
    page.wait_for_selector(".kit-compare")
    no_violations(page)
    page.go_back()
    page.click("[data-open-shortlist]")
    no_violations(page)
    one.close()
    assert one.faults == []


# Comparing


@BOTH
def test_compare_up_to_four(either: Reader, path: str, real: Catalogue) -> None:
    page = opened(either, f"{path}?kind=tool")
    buttons = page.locator(".kit-item:visible .kit-toggle:first-child")
    for number in range(5):
        buttons.nth(number).click()
    assert [buttons.nth(number).get_attribute("aria-pressed") for number in range(5)] == ["true"] * 4 + ["false"]
    expect(page.locator("[data-status]")).to_contain_text(re.compile("vier|four"))
    chosen = shown(page)[:4]
    page.click("[data-open-compare]")
    expect(page.locator(".kit-compare thead th")).to_have_count(5)
    assert f"compare={','.join(one.split('/')[1] for one in chosen)}" in page.url
    language = "en" if path.startswith("en/") else "nl"
    for number, one in enumerate(chosen, 2):
        head = page.inner_text(f".kit-compare thead th:nth-child({number}) a")
        assert head == real[one].title[language]
    opened(either, either.path)
    expect(page.locator(".kit-compare thead th")).to_have_count(5)
    page.click(".kit-compare thead button >> nth=0")
    expect(page.locator(".kit-compare thead th")).to_have_count(4)
    page.click("[data-view=compare] [data-back]")
    assert "compare" not in page.url
    assert "kind=tool" in page.url


def test_the_first_column_of_the_comparison_stays(phone: Reader) -> None:
    page = opened(phone, PATHS["nl"] + "?compare=fairlearn,aif360,whisper")
    page.wait_for_selector(".kit-compare")
    before = page.locator(".kit-compare tbody th").first.bounding_box()
    page.evaluate("document.querySelector('[data-comparison] .kit-scroll').scrollLeft = 200")
    after = page.locator(".kit-compare tbody th").first.bounding_box()
    assert before
    assert after
    assert before["x"] == after["x"]
    assert page.locator(".kit-compare tbody th").first.evaluate("cell => getComputedStyle(cell).position") == "sticky"


def test_a_comparison_of_nothing_says_so(reader: Reader) -> None:
    page = opened(reader, PATHS["en"] + "?compare=does-not-exist")
    expect(page.locator("[data-comparison]")).to_contain_text("nothing to compare")


# The shortlist


@BOTH
def test_the_shortlist_is_kept_shared_and_exported(either: Reader, browser: Browser, path: str) -> None:
    page = opened(either, f"{path}?kind=lesson")
    wanted = shown(page)[:2]
    for number in range(2):
        page.locator(".kit-item:visible .kit-toggle").nth(number).click()
    opened(either, path)
    page.click("[data-open-shortlist]")
    expect(page.locator("[data-shortlist] > li")).to_have_count(2)
    link = page.url
    assert f"shortlist={','.join(wanted)}" in link

    with page.expect_download() as got:
        page.click("[data-shortlist-do] button >> nth=1")
    table = Path(got.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    assert [row[0] for row in rows[1:]] == wanted
    assert rows[1][4].startswith(either.address)
    with page.expect_download() as got:
        page.click("[data-shortlist-do] button >> nth=2")
    assert Path(got.value.path()).read_text(encoding="utf-8").count("\n- [") == 2

    other = Reader(browser, either.address)
    other.page.goto(link)
    expect(other.page.locator("[data-shortlist] > li")).to_have_count(2)
    kept = other.page.evaluate("Object.keys(localStorage).filter(key => key.endsWith('kit.shortlist'))")
    assert kept == [], "a link alone keeps nothing"
    other.page.click("[data-shortlist-do] button >> nth=0")
    opened(other, path)
    other.page.click("[data-open-shortlist]")
    expect(other.page.locator("[data-shortlist] > li")).to_have_count(2)
    other.page.click("[data-shortlist] button >> nth=0")
    expect(other.page.locator("[data-shortlist] > li")).to_have_count(1)
    other.close()


def test_the_shortlist_prints_without_the_rest(reader: Reader) -> None:
    page = opened(reader, PATHS["nl"] + "?shortlist=tool/fairlearn,lesson/careless-whisper,tool/gone")
    page.emulate_media(media="print")
    expect(page.locator("[data-shortlist] > li")).to_have_count(3)
    for part in ("[data-shortlist-do]", "[data-side]", ".kit-lists", "[data-dock]"):
        expect(page.locator(part)).to_be_hidden()


# Light, and without a script


@BOTH
def test_without_script_the_list_and_the_lists_stand_there(browser: Browser, address: str, path: str) -> None:
    one = Reader(browser, address, java_script_enabled=False)
    page = one.open(path)
    assert page.locator(".kit-item:visible").count() == len(Catalogue.open(ROOT))
    assert page.locator("[data-filters]").is_hidden()
    assert page.locator("[data-dock]").is_hidden()
    assert page.locator(".kit-lists a[href$='requirement/privacy/']").is_visible()
    one.close()
    assert one.faults == []


@BOTH
def test_the_page_is_light(browser: Browser, address: str, path: str, portal: Path) -> None:
    """Everything it loads, as a server would send it compressed: at most 200 kB."""
    one = Reader(browser, address)
    files: set[str] = set()
    one.page.on("request", lambda request: files.add(request.url.removeprefix(address).partition("?")[0]))
    opened(one, path)
    one.close()
    read = [portal / (name + "index.html" if name.endswith("/") else name) for name in files]
    assert any(file.name.startswith("catalogue.") and file.suffix == ".json" for file in read)
    assert sum(len(gzip.compress(file.read_bytes())) for file in read if file.is_file()) < 200_000


def test_home_and_overviews_lead_here(reader: Reader) -> None:
    for path, start in (("", "catalogus/"), ("en/", "en/catalogue/")):
        page = reader.open(path)
        page.click("a[data-to-filters]")
        assert reader.path == start
        page = reader.open(f"{path}tool/")
        page.click("a[data-to-filters]")
        assert reader.path == f"{start}?kind=tool"
        page.wait_for_selector("[data-ready]")
        assert all(entry.startswith("tool/") for entry in shown(page))


def test_the_language_switch_keeps_the_filters(reader: Reader) -> None:
    page = opened(reader, PATHS["nl"])
    tick(page, "kind", "tradeoff")
    found = sorted(shown(page))
    page.click(".kit-language")
    page.wait_for_selector("[data-ready]")
    assert reader.path == "en/catalogue/?kind=tradeoff"
    assert sorted(shown(page)) == found
