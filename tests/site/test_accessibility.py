"""WCAG 2.2 AA by axe-core, in a real browser, on one page of every type."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.site.conftest import Reader
from tests.site.kinds_of_page import IN_DUTCH, IN_ENGLISH, MOST_VISITED

LONGEST = {"catalogus/", "en/catalogue/", "en/matrix/"}
"""Pages with thousands of lines, for which axe-core takes as long as for all others together: the matrix in one
language only, and the catalogue in `test_catalogue`, with filters chosen."""

# Every type of page at both widths, in both schemes and in both languages, but not in every combination of these.
VISITS = [
    pytest.param(1280, "light", [path for path in IN_DUTCH if path not in LONGEST], id="1280-light-nl"),
    pytest.param(360, "dark", [path for path in IN_ENGLISH if path not in LONGEST], id="360-dark-en"),
    pytest.param(1280, "dark", MOST_VISITED, id="1280-dark"),
    pytest.param(360, "light", MOST_VISITED, id="360-light"),
]

RULES = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme", "paths"), VISITS)
def test_no_violations_and_nothing_beside_the_screen(
    browser: Browser, address: str, width: int, scheme: str, paths: list[str]
) -> None:
    one = Reader(browser, address, width=width, scheme=scheme)
    found = []
    for path in paths:
        page = one.open(path, quiet=False)
        for violation in Axe().run(page, options=RULES).response["violations"]:
            found.append(f"{path}: {violation['id']}: {violation['nodes'][0]['html'][:120]}")
        if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
            found.append(f"{path}: wider than the screen")
    one.close()
    assert found == []
    assert one.faults == []
