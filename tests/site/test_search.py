"""Searching on the site, as readers do it: in both languages, at a desk and on a phone, with the keyboard only."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from kitoolkit import Catalogue
from kitoolkit.search import lexicon_of
from kitoolkit.search.asking import understand
from kitoolkit.search.naming import Naming
from kitoolkit.words import ENGLISH_STEMS, stem
from tests.conftest import ROOT
from tests.search.bench import bench
from tests.site.conftest import Reader

pytestmark = pytest.mark.browser

Type = Callable[[Reader, str], Page]
RESULTS = {"nl": "zoeken/", "en": "en/search/"}
START = {"nl": "tool/fairlearn/", "en": "en/tool/fairlearn/"}


def listening(page: Page) -> None:
    """Wait until the script listens: a key before that is lost."""
    page.locator("[data-listening]").wait_for(state="attached")


def type_in(reader: Reader, text: str) -> Page:
    """Go to the search box with `/` and type; wait for the answer."""
    page = reader.page
    listening(page)
    page.keyboard.press("/")
    page.keyboard.insert_text(text)
    page.locator("[data-panel]").wait_for(state="visible")
    return page


def search(reader: Reader, language: str, text: str) -> Page:
    """Open the page with results."""
    page = reader.open(f"{RESULTS[language]}?q={quote(text)}")
    page.locator("[data-search-page] [data-said]:not(:empty)").wait_for()
    return page


def found(page: Page) -> list[str]:
    """The paths of what is shown, in order."""
    return [str(link.get_attribute("href")).split("/", 3)[3] for link in page.locator(".kit-hit a").all()]


def rendered(page: Page) -> list[str]:
    """What axe finds on the page."""
    options = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}}
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in Axe().run(page, options=options).response["violations"]
    ]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("nl", "Fairlearn", "tool/fairlearn/"),
        ("nl", "gezichtsherkenningsbeleid", "tool/ap-gezichtsherkenning/"),
        ("nl", "face recognition", "tool/ap-gezichtsherkenning/"),
        ("nl", "transparantei", "requirement/transparency/"),
        ("nl", "kunstmatige intelligentie", "term/ai/"),
        ("nl", "een item toevoegen", "bijdragen/"),
        ("en", "captions", "en/term/subtitles/"),
        ("en", "ondertitelingssoftware", "en/example/npo-subtitling-speech-recognition/"),
        ("en", "fairleran", "en/tool/fairlearn/"),
        ("en", "command line", "en/developers/command-line/"),
    ],
)
def test_finds_entries_concepts_and_pages(reader: Reader, language: str, text: str, wanted: str) -> None:
    assert wanted in found(search(reader, language, text))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("width", [1280, 360])
def test_results_while_typing_with_the_keyboard_only(browser: Browser, address: str, language: str, width: int) -> None:
    reader = Reader(browser, address, width=width)
    reader.open(START[language])
    page = type_in(reader, "watermerk" if language == "nl" else "watermark")
    panel = page.locator("[data-panel]")
    expect(panel.get_by_role("heading", name="Hulpmiddelen (" if language == "nl" else "Tools (")).to_be_visible()
    expect(panel.locator("mark").first).to_be_visible()
    expect(panel.locator("[data-why]").first).to_contain_text("Gevonden in:" if language == "nl" else "Found in:")
    expect(page.locator("[data-search] [role=status]")).to_contain_text("resultaten" if language == "nl" else "results")
    assert rendered(page) == []
    assert not page.evaluate("document.scrollingElement.scrollWidth > innerWidth")
    page.keyboard.press("ArrowDown")
    first = panel.locator("a").first
    expect(first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-search] input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.locator("[data-search] input")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("[data-search-page] .kit-hit").first.wait_for()
    assert reader.path.startswith(
        f"{RESULTS[language]}?q=watermerk" if language == "nl" else f"{RESULTS[language]}?q=watermark"
    )
    reader.close()
    assert reader.faults == []


def test_slash_is_a_letter_where_somebody_types(reader: Reader) -> None:
    page = reader.open(RESULTS["nl"])
    listening(page)
    page.keyboard.press("/")
    box = page.locator("[data-search-page] input")
    expect(box).to_be_focused()
    page.keyboard.press("/")
    expect(box).to_have_value("/")


def test_the_search_button_of_a_phone_opens_the_box(phone: Reader) -> None:
    page = phone.open(START["nl"])
    listening(page)
    expect(page.locator("[data-search] input")).to_be_hidden()
    page.locator("[data-search-open]").tap()
    expect(page.locator("[data-search] input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-search] input")).to_be_hidden()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_page_of_results(browser: Browser, address: str, language: str, width: int, scheme: str) -> None:
    reader = Reader(browser, address, width=width, scheme=scheme)
    page = search(reader, language, "deepfake")
    assert page.locator("h1").count() == 1
    expect(page.locator("[data-search-page] input[type=search]")).to_have_value("deepfake")
    assert "deepfake" in page.title()
    assert rendered(page) == []
    assert not page.evaluate("document.scrollingElement.scrollWidth > innerWidth")
    reader.close()
    assert reader.faults == []


def test_choices_stay_in_the_address_and_the_back_button_undoes_them(reader: Reader) -> None:
    page = search(reader, "nl", "aanbevelingen")
    everything = page.locator("[data-said]").inner_text()
    page.get_by_role("checkbox", name="Lessen (").check()
    page.wait_for_url("**kind=lesson")
    expect(page.locator(".kit-found__group h2")).to_have_count(1)
    expect(page.get_by_role("checkbox", name="Lessen (")).to_be_focused()
    assert {path.split("/")[0] for path in found(page)} == {"lesson"}
    assert page.locator("[data-said]").inner_text() != everything
    page.reload()
    expect(page.get_by_role("checkbox", name="Lessen (")).to_be_checked()
    page.go_back()
    expect(page.locator("[data-said]")).to_have_text(everything)
    page.locator("[data-search-page] input[type=search]").fill("watermerk")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=watermerk")
    page.go_back()
    expect(page.locator("[data-search-page] input[type=search]")).to_have_value("aanbevelingen")


def test_counts_are_those_of_the_list(reader: Reader) -> None:
    page = search(reader, "en", "moderation")
    heading = page.locator("#found-tool")
    count = int(heading.inner_text().split("(")[1].rstrip(")"))
    section = page.locator("section", has=heading)
    more = section.get_by_role("button")
    if more.count():
        more.click()
        expect(section.locator(".kit-hit").nth(10).locator("a")).to_be_focused()
    expect(section.locator(".kit-hit")).to_have_count(count)
    expect(page.get_by_role("checkbox", name=f"Tools ({count})")).to_be_visible()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_never_an_empty_page(reader: Reader, language: str) -> None:
    page = search(reader, language, "xqzjwv")
    expect(page.locator("[data-starting]")).to_be_visible()
    assert page.locator("[data-starting] a").count() > 20
    assert rendered(page) == []
    page = search(reader, language, "transpirant")
    assert f"{'' if language == 'nl' else 'en/'}requirement/transparency/" in found(page)
    expect(page.locator("[data-said]")).to_contain_text("transpar")


def test_without_a_script_the_form_leads_to_lists(browser: Browser, address: str) -> None:
    reader = Reader(browser, address, java_script_enabled=False)
    page = reader.open(START["nl"])
    page.locator("[data-search] input").fill("watermerk")
    page.locator("[data-search] button").click()
    assert reader.path == "zoeken/?q=watermerk"
    expect(page.locator(".kit-search-page .kit-notice")).to_contain_text("JavaScript")
    expect(page.get_by_role("link", name="Transparantie", exact=True)).to_be_visible()
    reader.close()
    assert reader.faults == []


def test_text_is_shown_and_not_run(reader: Reader) -> None:
    page = search(reader, "nl", '<img src=x onerror="document.title=1"> watermerk')
    assert page.locator("[data-search-page] img").count() == 0
    assert "watermerk" in page.title()


def test_nothing_is_fetched_before_somebody_searches_and_little_then(browser: Browser, address: str) -> None:
    sizes = []
    for text in ("watermerk", "wie is eindverantwoordelijk", "ondertitelingssoftware", "hoe meet je diversiteit"):
        reader = Reader(browser, address)
        got: list[tuple[str, int]] = []
        reader.page.on("response", lambda one, got=got: got.append((one.url, len(gzip.compress(one.body())))))
        reader.open(START["nl"])
        assert [url for url, _ in got if "/search/" in url and not url.endswith("/open.js")] == []
        assert [url for url, _ in got if "lunr" in url or "worker" in url or "search_index" in url] == []
        before = len(got)
        page = type_in(reader, text)
        page.wait_for_load_state("networkidle")
        sizes.append(sum(size for _, size in got[before:]))
        reader.close()
    assert max(sizes) < 150_000


def test_a_search_that_fails_says_so_and_leads_on(browser: Browser, address: str) -> None:
    reader = Reader(browser, address)
    reader.open(START["en"])
    reader.page.route("**/terms/*.json", lambda route: route.abort())
    page = type_in(reader, "watermerk")
    assert page.locator("[data-panel] [data-said]").inner_text().startswith("Search does not work")
    page.click("[data-more]")
    assert reader.path == "en/search/?q=watermerk"
    reader.close()


def test_material_s_search_is_not_shipped(portal: Path) -> None:
    shipped = [str(file.relative_to(portal)) for file in portal.rglob("*")]
    assert [one for one in shipped if "lunr" in one or "search_index" in one or "/workers" in one] == []


def test_browser_and_python_understand_a_question_alike(reader: Reader) -> None:
    """The rules are the same, written twice: every judged query asks for the same terms, with the same weights."""
    catalogue = Catalogue.open(ROOT)
    naming, lexicon = Naming.of(catalogue.vocabulary), lexicon_of(catalogue.values(), catalogue.vocabulary)
    asked = [query.text for query in bench.queries()] + [
        "Één KI-model",
        "ondertitelngssoftware beleid",
        "overheidsbeleid",
    ]
    page = reader.open(RESULTS["nl"])
    answers = page.evaluate(
        """async ([texts, more]) => {
          const { Index } = await import("../assets/search/index.js");
          const root = document.querySelector("[data-search-page]");
          const index = await Index.open(new URL(root.dataset.index, location), "nl");
          const answers = {};
          for (const text of texts) {
            const { terms, alternatives } = await index.words.understand(text, { more });
            answers[text] = { terms: Object.fromEntries(terms), alternatives };
          }
          return answers;
        }""",
        [asked, True],
    )
    for text in asked:
        expected = understand(text, naming, lexicon, more=True)
        assert answers[text]["terms"] == pytest.approx(expected.terms), text
        assert [tuple(group) for group in answers[text]["alternatives"]] == list(expected.alternatives), text


def test_browser_and_python_stem_alike(reader: Reader) -> None:
    catalogue = Catalogue.open(ROOT)
    words = sorted(lexicon_of(catalogue.values(), catalogue.vocabulary).words)
    page = reader.open(RESULTS["nl"])
    stems = page.evaluate(
        """async (words) => {
          const { Index } = await import("../assets/search/index.js");
          const root = document.querySelector("[data-search-page]");
          const index = await Index.open(new URL(root.dataset.index, location), "nl");
          return words.map((word) => [index.words.stem(word, "nl"), index.words.stem(word, "en")]);
        }""",
        words,
    )
    different = [
        (word, found) for word, found in zip(words, stems, strict=True) if found != [stem(word, "nl"), stem(word, "en")]
    ]
    assert different == [], f"put these beside the {len(ENGLISH_STEMS)} words of ENGLISH_STEMS in words.py"


def test_browser_answers_as_well_as_python(reader: Reader, portal: Path) -> None:
    """On the open queries, and on the held-out ones for their figure alone."""
    folder = next((portal / "search").iterdir()).name
    answers: dict[str, list[str]] = {}
    asked = bench.queries()
    for language in ("nl", "en"):
        page = reader.open(RESULTS[language])
        texts = [query.text for query in asked if query.site == language]
        answers |= page.evaluate(
            bench.ASK.replace("/assets/", "../assets/"), [f"/search/{folder}/index.json", language, texts, bench.DEPTH]
        )
    assert bench.figures([query for query in asked if not query.held_out], answers).ndcg >= 0.82
    assert bench.figures([query for query in asked if query.held_out], answers).ndcg >= 0.8


def test_words_of_the_interface_are_safe_inside_a_script(portal: Path) -> None:
    html = (portal / "zoeken" / "index.html").read_text(encoding="utf-8")
    words = html.split("data-words>", 1)[1].split("</script>", 1)[0]
    assert json.loads(words)["count"] == "# resultaten"
    assert "<" not in words
