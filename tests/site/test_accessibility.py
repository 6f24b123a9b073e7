"""WCAG 2.2 AA by axe-core, in a real browser, on one page of every type."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.site.conftest import Reader
from tests.site.kinds_of_page import ALL

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")])
def test_no_violations_and_nothing_beside_the_screen(browser: Browser, address: str, width: int, scheme: str) -> None:
    one = Reader(browser, address, width=width, scheme=scheme)
    found = []
    for path in ALL:
        page = one.open(path, quiet=False)
        for violation in Axe().run(page, options=RULES).response["violations"]:
            found.append(f"{path}: {violation['id']}: {violation['nodes'][0]['html'][:120]}")
        if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
            found.append(f"{path}: wider than the screen")
    one.close()
    assert found == []
    assert one.faults == []
