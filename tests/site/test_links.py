"""Every link in the whole portal leads somewhere, and none asks anything of another host."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADING = {("script", "src"), ("img", "src"), ("source", "src"), ("iframe", "src"), ("object", "data")}
LOADING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "preconnect", "dns-prefetch", "manifest"}


class _Page(HTMLParser):
    """What a page links to, what it loads, and the names that can be linked to in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.names: set[str] = set()
        self.repeated: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if name := attributes.get("id"):
            if name in self.names:
                self.repeated.append(name)
            self.names.add(name)
        if "href" in attributes and tag in {"a", "area", "use"}:
            self.links.append(attributes["href"])
        if tag == "form" and "action" in attributes:
            self.links.append(attributes["action"])
        if tag == "link" and LOADING_LINKS & set(attributes.get("rel", "").split()):
            self.loaded.append(attributes["href"])
        self.loaded += [attributes[name] for kind, name in LOADING if kind == tag and name in attributes]


@cache
def read(file: Path) -> _Page:
    return _Page(file.read_text(encoding="utf-8"))


def pages(portal: Path) -> list[Path]:
    return sorted(portal.glob("**/*.html"))


def broken(portal: Path, file: Path, link: str) -> str:
    """Why a link inside the portal leads nowhere, or nothing."""
    parts = urlsplit(link)
    target = file.parent / unquote(parts.path) if parts.path else file
    if parts.path.startswith("/"):
        target = portal / unquote(parts.path).lstrip("/")
    target = target.resolve()
    if target.is_dir():
        target /= "index.html"
    if not target.is_relative_to(portal.resolve()):
        return "leads out of the site"
    if not target.is_file():
        return "no such page"
    if parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in read(target).names:
        return "no such place on the page"
    return ""


def test_every_link_and_anchor_resolves(portal: Path) -> None:
    faults = []
    for file in pages(portal):
        for link in {*read(file).links, *read(file).loaded}:
            if not urlsplit(link).scheme and (why := broken(portal, file, link)):
                faults.append(f"{file.relative_to(portal)}: {link}: {why}")
    assert faults == []


def test_links_to_the_outside_are_to_the_web_or_by_mail(portal: Path) -> None:
    schemes = {urlsplit(link).scheme for file in pages(portal) for link in read(file).links}
    assert schemes <= {"", "http", "https", "mailto"}


def test_no_page_loads_anything_from_elsewhere(portal: Path) -> None:
    assert [link for file in pages(portal) for link in read(file).loaded if urlsplit(link).netloc] == []


def test_no_style_sheet_loads_anything_from_elsewhere(portal: Path) -> None:
    for sheet in portal.glob("**/*.css"):
        addresses = re.findall(r"url\(\s*['\"]?([^'\")]+)", sheet.read_text(encoding="utf-8"))
        assert [address for address in addresses if re.match(r"(https?:)?//", address)] == [], sheet


def test_no_name_stands_twice_on_a_page(portal: Path) -> None:
    assert {str(file.relative_to(portal)): read(file).repeated for file in pages(portal) if read(file).repeated} == {}
