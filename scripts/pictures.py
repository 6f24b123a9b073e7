#!/usr/bin/env python3
"""The pictures in the how-tos: of the form, of a terminal and of the page that comes of it.

Builds the portal from a copy of the checkout that holds an invented entry, fills in the form as a person would, and
writes the pictures beside the pages that show them. Run it from the root of the checkout when the form, the dialogue
or the look of a page has changed; it needs Chromium, and Pillow to make them small.

    python -m scripts.pictures
"""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, FloatRect, Page, sync_playwright
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text
from tests.terminal import Terminal

from kitoolkit import Catalogue

SLUG = "streektaal"
EXAMPLE: dict[str, Any] = {
    "title": {
        "nl": "Laat ondertitels testen door sprekers uit de streek",
        "en": "Have subtitles tested by speakers from the region",
    },
    "summary": {
        "nl": "Een regionale omroep testte ondertitels met twaalf sprekers. "
        "Voor redacties die automatisch ondertitelen.",
        "en": "A regional broadcaster tested subtitles with twelve speakers. For newsrooms with automatic subtitles.",
    },
    "requirements": ["requirement/diversity"],
    "phases": ["phase/testing"],
    "uses": ["use/speech-and-subtitling"],
    "roles": ["role/editor", "role/journalist"],
    "sources": [
        {
            "url": "https://example.org/onze-test",
            "supports": {"nl": "Hoe de test ging en wat eruit kwam.", "en": "How the test went and what came of it."},
            "seen": "2026-11-21",
        }
    ],
    "added": "2026-11-21",
    "happened": {
        "nl": "De omroep liet twaalf mensen uit de streek voorlezen en telde de fouten in de ondertitels.",
        "en": "The broadcaster had twelve people from the region read aloud and counted the errors in the subtitles.",
    },
    "learned": {
        "nl": "Plaatsnamen en streekwoorden gingen vaker mis dan gewone woorden.",
        "en": "Place names and regional words went wrong more often than ordinary words.",
    },
    "action": {
        "nl": "Maak een lijst met namen uit je streek en controleer die in elke ondertitel.",
        "en": "Make a list of names from your region and check them in every subtitle.",
    },
    "evidence": "experience",
    "date": "2026-10",
    "not_for": {
        "nl": "Het waren twaalf sprekers met één systeem. Over andere systemen zegt dit niets.",
        "en": "There were twelve speakers and one system. This says nothing about other systems.",
    },
}
"""An invented entry, the same as in the texts of the how-tos."""

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {"nl": ROOT / "docs/nl/bijdragen/beelden", "en": ROOT / "docs/en/contribute/pictures"}
NAMES = {
    "nl": {"form": "formulier", "faults": "fouten", "send": "insturen", "page": "pagina", "terminal": "terminal"},
    "en": {"form": "form", "faults": "faults", "send": "sending", "page": "page", "terminal": "terminal"},
}
REPOSITORY = "https://github.com/example/catalogue"
FORM = {"nl": "bijdragen/formulier/lesson/", "en": "en/contribute/form/lesson/"}
PAGE = {"nl": f"lesson/{SLUG}/", "en": f"en/lesson/{SLUG}/"}
NOW = datetime(2026, 11, 21, 9, 0)
WIDE, NARROW = 980, 760
MOST_BYTES = 60_000

LANG = {"nl": "nl_NL.UTF-8", "en": "en_GB.UTF-8"}
EVIDENCE = {"nl": "ervaring", "en": "experience"}
WRONG_DATE = {"nl": "vorig jaar", "en": "last year"}
PART_OF_A_NAME = {"nl": "diversit", "en": "divers"}
COLUMNS = 84
THEME = TerminalTheme(
    (24, 26, 27),
    (238, 238, 236),
    [(24, 26, 27), (255, 140, 128), (160, 210, 130), (240, 205, 110), (140, 180, 250), (210, 165, 240),
     (120, 210, 220), (238, 238, 236)],
)  # fmt: skip
FORMAT = """<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font: {char_height}px/{line_height}px monospace; white-space: pre; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
<rect width="{width}" height="{height}" rx="8" fill="#181a1b"/>
<text x="16" y="26" fill="#eeeeec" font-family="sans-serif" font-size="16">TITLE</text>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""
"""Without a font from elsewhere and without the buttons of a window."""


def main() -> None:
    for folder in FOLDERS.values():
        folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kitoolkit-pictures-") as temporary, sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        checkout = copied(Path(temporary) / "checkout")
        with served(built(checkout)) as address:
            for language in FOLDERS:
                of_the_terminal(language, checkout, place(language, "terminal", "svg"))
                of_the_form(browser, address, language)
        Catalogue.open(checkout).draft("lesson", slug=SLUG, **EXAMPLE).save()
        with served(built(checkout)) as address:
            for language in FOLDERS:
                of_the_page(browser, address, language)
        browser.close()


def place(language: str, name: str, ending: str = "png") -> Path:
    """Where a picture goes."""
    return FOLDERS[language] / f"{NAMES[language][name]}.{ending}"


def copied(checkout: Path) -> Path:
    """A copy of the checkout that names a repository, so that the form offers all ways to send."""
    for name in ("catalogue", "ontology", "docs", "src", "w3id"):
        shutil.copytree(ROOT / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        shutil.copy(ROOT / name, checkout / name)
    with (checkout / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write(f"\nrepo_url: {REPOSITORY}\n")
    for folder, names in zip(FOLDERS.values(), NAMES.values(), strict=True):
        for name in names.values():
            for ending in ("png", "svg"):  # a page may name a picture that is yet to be made
                (checkout / folder.relative_to(ROOT) / f"{name}.{ending}").touch()
    return checkout


def built(checkout: Path) -> Path:
    """The portal of a checkout."""
    command = [sys.executable, "-m", "kitoolkit", "build", "--output", str(checkout / "site")]
    subprocess.run(command, cwd=checkout, check=True)
    return checkout / "site"


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The portal at an address of this machine."""
    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Says nothing of what is asked."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def opened(browser: Browser, url: str, language: str, width: int) -> Iterator[Page]:
    """A page in a window of its own, on a fixed day."""
    locale = {"nl": "nl-NL", "en": "en-GB"}[language]
    context = browser.new_context(
        viewport={"width": width, "height": 900}, device_scale_factor=1.5, locale=locale, color_scheme="light"
    )
    page = context.new_page()
    page.clock.set_fixed_time(NOW)
    page.goto(url, wait_until="networkidle")
    yield page
    context.close()


def of_the_form(browser: Browser, address: str, language: str) -> None:
    """Filled in for a part, with two faults, and ready to be sent."""
    submit = "[data-form] > p button[type=submit]"
    with opened(browser, address + FORM[language], language, WIDE) as page:
        page.wait_for_selector("[data-ready]")
        fill_in(page, language)
        shoot(page, place(language, "form"), ".kit-propose__body", "[data-slug]")
    with opened(browser, address + FORM[language], language, NARROW) as page:
        page.wait_for_selector("[data-ready]")
        fill_in(page, language)
        missing = "en" if language == "nl" else "nl"
        page.fill(f"#f-summary-{missing}", "")
        page.fill("#f-date", {"nl": "herfst 2026", "en": "autumn 2026"}[language])
        page.click(submit)
        shoot(page, place(language, "faults"), "[data-errors]", "[data-field=summary]")
        page.fill(f"#f-summary-{missing}", EXAMPLE["summary"][missing])
        page.fill("#f-date", EXAMPLE["date"])
        page.click(submit)
        shoot(page, place(language, "send"), "[data-done]", "[data-done]")


def fill_in(page: Page, language: str) -> None:
    """Answer every question of the form that the invented entry has an answer to."""
    for name in ("title", "summary", "happened", "learned", "action", "not_for"):
        for code, text in EXAMPLE[name].items():
            page.fill(f"#f-{name}-{code}", text)
    page.fill("#f-slug", SLUG)
    page.fill("#f-date", EXAMPLE["date"])
    page.check(f"[name=f-evidence][value={EXAMPLE['evidence']}]")
    for name in ("requirements", "phases", "uses", "roles"):
        field = page.locator(f"[data-field={name}]")
        if not field.get_attribute("open"):
            field.locator("summary").click()
        for value in EXAMPLE[name]:
            field.locator(f"[value='{value}']").check()
        field.locator("summary").click()
    source = page.locator("[data-field=sources] [data-item]").first
    source.locator("[data-field=url] input").fill(EXAMPLE["sources"][0]["url"])
    for code, text in EXAMPLE["sources"][0]["supports"].items():
        source.locator(f"[data-field=supports] [data-language={code}] textarea").fill(text)
    source.locator("[data-today]").click()


def of_the_page(browser: Browser, address: str, language: str) -> None:
    """The page that the entry becomes."""
    with opened(browser, address + PAGE[language], language, NARROW) as page:
        shoot(page, place(language, "page"), "main article", "main article", most=640)


def shoot(page: Page, file: Path, first: str, last: str, most: int = 10_000) -> None:
    """A picture from the top of one element to the bottom of another."""
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.wait_for_timeout(300)  # until what unfolds has unfolded
    top, bottom = (box_of(page, selector) for selector in (first, last))
    y = max(0, top["y"] - 12)
    height = min(most, bottom["y"] + bottom["height"] + 2 - y)
    x = max(0, top["x"] - 16)
    width = min(top["width"] + 32, page.viewport_size["width"] - x) if page.viewport_size else top["width"]
    page.screenshot(path=file, full_page=True, clip={"x": x, "y": y, "width": width, "height": height})
    shrink(file)
    size = file.stat().st_size
    print(f"{file.relative_to(ROOT)}: {size // 1000} kB")
    if size > MOST_BYTES:
        sys.exit(f"{file.name} is larger than {MOST_BYTES // 1000} kB: show less, or install Pillow")


def shrink(file: Path) -> None:
    """Few colours are enough for letters and lines; without Pillow the picture stays as it is."""
    try:
        from PIL import Image
    except ImportError:
        return
    with Image.open(file) as image:
        few = image.convert("RGB").quantize(32, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(file, optimize=True)


def of_the_terminal(language: str, checkout: Path, file: Path) -> None:
    """Answer the dialogue up to the requirements, and draw the last questions."""
    other = "en" if language == "nl" else "nl"
    texts = [line for code in (language, other) for line in (EXAMPLE["summary"][code], "")]
    texts += [line for name in ("happened", "learned", "action") for line in (EXAMPLE[name][language], "")]
    with Terminal("new", "lesson", "--slug", SLUG, folder=checkout, environment={"LANG": LANG[language]}) as terminal:
        terminal.read()
        for line in (EXAMPLE["title"][language], EXAMPLE["title"][other], *texts):
            terminal.type(line)
        before = len(terminal.coloured)
        for line in (
            EVIDENCE[language],
            WRONG_DATE[language],
            EXAMPLE["date"],
            EXAMPLE["not_for"][language],
            "",
            PART_OF_A_NAME[language],
        ):
            terminal.type(line)
        shown = terminal.coloured[before:].partition("\n")[2]  # without the rest of the question before
    for draft in checkout.glob("*.draft.yaml"):
        draft.unlink()
    file.write_text(svg(shown, f"kitoolkit new lesson --slug {SLUG}"), encoding="utf-8")


def svg(shown: str, title: str) -> str:
    """What a terminal showed, as a drawing."""
    with Path("/dev/null").open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True, legacy_windows=False)
        console.print(Text.from_ansi(shown.rstrip()))
        return console.export_svg(theme=THEME, code_format=FORMAT.replace("TITLE", title), unique_id="kit")


def box_of(page: Page, selector: str) -> FloatRect:
    """Where an element stands."""
    box = page.locator(selector).first.bounding_box()
    if box is None:
        sys.exit(f"{page.url}: {selector} cannot be seen")
    return box


if __name__ == "__main__":
    main()
