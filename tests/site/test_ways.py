"""The main ways through the portal, by mouse, keyboard and phone, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.conftest import Reader

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("prefix", ["", "en/"], ids=["nl", "en"])


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until the focus is on the first element that fits, as somebody without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with the keyboard")


@BOTH
def test_from_a_media_use_to_a_tool(reader: Reader, prefix: str) -> None:
    page = reader.open(prefix)
    page.locator(".kit-uses a").filter(has_text={"": "Spraakherkenning", "en/": "Speech"}[prefix]).click()
    assert reader.path == f"{prefix}use/speech-and-subtitling/"
    page.locator("main a", has_text="BenchmarkSTT").first.click()
    assert reader.path == f"{prefix}tool/benchmarkstt/"
    expect(page.locator("h1")).to_have_text("BenchmarkSTT")
    assert page.locator("#limits").is_visible()
    assert page.locator("#interests").is_visible()
    assert page.locator("a[rel~=external]").first.get_attribute("href").startswith("https://")


@BOTH
def test_from_a_requirement_to_a_lesson(reader: Reader, prefix: str) -> None:
    page = reader.open(prefix)
    page.locator(".kit-testcard a", has_text={"": "Transparantie", "en/": "Transparency"}[prefix]).click()
    assert reader.path == f"{prefix}requirement/transparency/"
    page.locator("section:has(#lesson) .kit-card a").first.click()
    assert reader.path.startswith(f"{prefix}lesson/")
    expect(page.locator("#sources")).to_be_visible()


@BOTH
def test_from_a_phase_to_what_helps_then(reader: Reader, prefix: str) -> None:
    page = reader.open(prefix)
    page.locator(".kit-track a", has_text={"": "Einde", "en/": "Retirement"}[prefix]).first.click()
    assert reader.path == f"{prefix}phase/retirement/"
    assert page.locator(".kit-card").count() > 3


def test_a_cell_of_the_matrix_leads_to_its_entries(reader: Reader) -> None:
    page = reader.open("matrix/")
    cell = page.locator("table a[href='#transparency-design']").first
    number = int(cell.inner_text().split()[-1])
    cell.click()
    listed = page.locator("section:has(> h3#transparency-design) li a")
    assert listed.count() == number


def test_the_language_switch_keeps_the_page(reader: Reader) -> None:
    page = reader.open("lesson/careless-whisper/")
    page.locator(".kit-language").click()
    assert reader.path == "en/lesson/careless-whisper/"
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator(".kit-language").click()
    assert reader.path == "lesson/careless-whisper/"


def test_the_first_tab_skips_to_the_text(reader: Reader) -> None:
    page = reader.open("tool/whisper/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@BOTH
def test_by_keyboard_alone_from_home_to_a_tool(reader: Reader, prefix: str) -> None:
    page = reader.open(prefix)
    tab_to(page, ".kit-sections a[href$='tool/']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{prefix}tool/")
    tab_to(page, ".kit-card a")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{prefix}tool/*/")
    expect(page.locator("#facts")).to_be_visible()


def test_dark_stays_dark_over_pages_and_languages(reader: Reader) -> None:
    page = reader.open("tool/")
    scheme = "document.body.getAttribute('data-md-color-scheme')"
    assert page.evaluate(scheme) == "default"
    page.locator("form[data-md-component=palette] label:visible").click()
    assert page.evaluate(scheme) == "slate"
    reader.open("en/lesson/")
    assert page.evaluate(scheme) == "slate"


def test_the_menu_of_a_phone_leads_to_every_section(phone: Reader) -> None:
    page = phone.open("tool/whisper/")
    page.locator(".kit-menu summary").click()
    panel = page.locator(".kit-menu__panel")
    expect(panel).to_be_visible()
    panel.get_by_role("link", name="Lessen").click()
    assert phone.path == "lesson/"


def test_without_script_everything_is_there(browser: Browser, address: str) -> None:
    one = Reader(browser, address, width=360, java_script_enabled=False)
    page = one.open("tool/")
    assert page.locator(".kit-card:visible").count() > 60
    page.locator(".kit-menu summary").click()
    page.locator(".kit-menu__panel").get_by_role("link", name="Vragenlijsten").click()
    page.locator(".kit-card a").first.click()
    assert page.locator("main").inner_text().count("?") > 50
    one.close()
    assert one.faults == []


def test_a_printed_checklist_has_no_navigation(reader: Reader) -> None:
    page = reader.open("checklist/responsible-ai-in-the-media/")
    page.emulate_media(media="print")
    for selector in (".kit-sections", ".kit-header__tools", ".kit-toc", ".kit-footer nav >> nth=0"):
        assert page.locator(selector).is_hidden(), selector
    assert page.locator("main h1").is_visible()


def test_a_tool_tells_what_a_reader_needs_to_trust_it(reader: Reader) -> None:
    facts = reader.open("en/tool/whisper/").locator("main").inner_text()
    for words in ("MIT", "Reviewed", "21 November 2026", "Limits", "Interests", "Sources"):
        assert words.lower() in facts.lower(), words
