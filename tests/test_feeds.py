"""Feeds of new and changed entries, robots.txt and llms.txt."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import jinja2
import msgspec
import pytest

from kitoolkit import Catalogue, site, snapshot
from kitoolkit.model import BASE_IRI, ENTRY_TYPES, LANGUAGES, Language
from kitoolkit.site import heads
from kitoolkit.site.feeds import LONGEST, feed_files
from kitoolkit.site.render import Renderer
from kitoolkit.site.robots import robots_files

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://portal.example/"


def feeds(catalogue: Catalogue, language: Language, site: str = SITE) -> dict[str, bytes]:
    return {file.path: file.content for file in feed_files(Renderer(catalogue, language), site)}


def text(node: ElementTree.Element, name: str) -> str:
    found = node.find(ATOM + name)
    assert found is not None
    assert found.text
    return found.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_feed_per_kind_and_one_for_all(toy_catalogue: Catalogue, language: Language):
    found = feeds(toy_catalogue, language)
    forms = ("feed.xml", "feed.json")
    assert set(found) == {*forms, *(f"{kind}/{form}" for kind in ENTRY_TYPES for form in forms)}
    for kind in ENTRY_TYPES:
        entries = ElementTree.fromstring(found[f"{kind}/feed.xml"]).findall(ATOM + "entry")
        assert {text(entry, "id") for entry in entries} == {BASE_IRI + one.id for one in toy_catalogue.kind(kind)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_atom_requires(toy_catalogue: Catalogue, language: Language):
    home = SITE + ("" if language == "nl" else "en/")
    for path, content in feeds(toy_catalogue, language).items():
        if not path.endswith(".xml"):
            continue
        feed = ElementTree.fromstring(content)
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
        assert feed.find(f"{ATOM}author/{ATOM}name") is not None
        links = {link.get("rel"): link.get("href") for link in feed.findall(ATOM + "link")}
        assert links == {"self": home + path, "alternate": home + path.removesuffix("feed.xml")}
        for node in (feed, *feed.findall(ATOM + "entry")):
            assert text(node, "title")
            assert re.match("https://", text(node, "id"))
            assert datetime.fromisoformat(text(node, "updated")).tzinfo is not None


def test_last_changed_comes_first(toy_catalogue: Catalogue):
    feed = ElementTree.fromstring(feeds(toy_catalogue, "nl")["feed.xml"])
    dates = [text(entry, "updated") for entry in feed.findall(ATOM + "entry")]
    assert dates == sorted(dates, reverse=True)
    assert text(feed, "updated") == dates[0]


@pytest.mark.parametrize("folder", ["", *(f"{kind}/" for kind in ENTRY_TYPES)])
def test_json_feed_says_the_same(toy_catalogue: Catalogue, folder: str):
    found = feeds(toy_catalogue, "en")
    atom, feed = ElementTree.fromstring(found[f"{folder}feed.xml"]), json.loads(found[f"{folder}feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == text(atom, "title")
    assert feed["feed_url"] == f"{SITE}en/{folder}feed.json"
    assert feed["home_page_url"] == f"{SITE}en/{folder}"
    assert [(item["id"], item["title"], item["content_text"], item["date_modified"]) for item in feed["items"]] == [
        tuple(text(entry, name) for name in ("id", "title", "summary", "updated"))
        for entry in atom.findall(ATOM + "entry")
    ]
    assert all(item["url"].startswith(SITE + "en/") for item in feed["items"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_of_a_kind_leads_to_its_feeds(toy_catalogue: Catalogue, language: Language):
    renderer = Renderer(toy_catalogue, language)
    found = feeds(toy_catalogue, language)
    links = heads.head(renderer, "tool/", "overview", "tool", SITE)["links"]
    assert {link["type"] for link in links} == {"application/atom+xml", "application/feed+json"}
    assert {f"tool/{link['href']}" for link in links} <= set(found)
    assert {link["title"] for link in links} == {json.loads(found["tool/feed.json"])["title"]}


def test_contributors_text_is_escaped_and_feeds_are_not_endless(toy_catalogue: Catalogue):
    example = toy_catalogue["question/who-answers"]
    hostile = "</title><script>\"&amp;' ]]>"
    many = [
        msgspec.structs.replace(example, id=f"question/q{number}", title={"nl": hostile, "en": "x"})
        for number in range(LONGEST + 5)
    ]
    catalogue = Catalogue(snapshot.make(many, toy_catalogue.vocabulary))
    entries = ElementTree.fromstring(feeds(catalogue, "nl")["question/feed.xml"]).findall(ATOM + "entry")
    assert len(entries) == LONGEST
    assert {text(entry, "title") for entry in entries} == {hostile}


def test_without_an_address_links_have_the_base(toy_catalogue: Catalogue):
    feed = json.loads(feeds(toy_catalogue, "nl", "")["feed.json"])
    assert feed["home_page_url"] == BASE_IRI


def test_robots_are_told_of_the_sitemaps(toy_catalogue: Catalogue):
    renderer = Renderer(toy_catalogue, "en")
    known = {file.path: file.content.decode() for file in robots_files(renderer, SITE)}
    assert known["robots.txt"].splitlines() == [
        "User-agent: *",
        "Allow: /",
        "",
        "Sitemap: https://portal.example/sitemap.xml",
        "Sitemap: https://portal.example/en/sitemap.xml",
    ]
    unknown = {file.path: file.content.decode() for file in robots_files(renderer)}
    assert "Sitemap" not in unknown["robots.txt"]


def test_llms_txt_leads_to_data_entries_and_concepts(toy_catalogue: Catalogue):
    [told] = [
        file.content.decode() for file in robots_files(Renderer(toy_catalogue, "en"), SITE) if file.path == "llms.txt"
    ]
    assert told.startswith("# kitoolkit\n\n> ")
    links = re.findall(r"^- \[[^]]+\]\((\S+)\)", told, re.MULTILINE)
    assert all(link.startswith(SITE) for link in links)
    for kind in ENTRY_TYPES:
        assert f"{SITE}en/{kind}/" in links
    for scheme in toy_catalogue.vocabulary.schemes:
        assert f"{SITE}en/{scheme}/" in links
    assert "&amp;" not in told


def sitemap(language: Language, site_url: str, *pages: tuple[str, object]) -> ElementTree.Element:
    template = (Path(site.__file__).parent / "theme" / "sitemap.xml").read_text(encoding="utf-8")
    config = SimpleNamespace(theme=SimpleNamespace(language=language), site_url=site_url)
    files = [
        SimpleNamespace(
            page=SimpleNamespace(
                canonical_url=site_url + path, is_link=False, update_date="2026-11-21", meta={"alternate": alternate}
            )
        )
        for path, alternate in pages
    ]
    return ElementTree.fromstring(jinja2.Template(template).render(config=config, pages=files))


@pytest.mark.parametrize(
    ("language", "site_url", "alternate", "other", "expected"),
    [
        ("nl", SITE, "en/tool/x/", "en", f"{SITE}en/tool/x/"),
        ("en", f"{SITE}en/", "tool/x/", "nl", f"{SITE}tool/x/"),
    ],
)
def test_the_sitemap_names_the_page_in_the_other_language(
    language: Language, site_url: str, alternate: str, other: str, expected: str
):
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    read = sitemap(language, site_url, ("tool/x/", alternate), ("alone/?a&b", None))
    first, second = read.findall("s:url", names)
    assert first.findtext("s:loc", namespaces=names) == f"{site_url}tool/x/"
    assert {link.get("hreflang"): link.get("href") for link in first.findall("x:link", names)} == {
        language: f"{site_url}tool/x/",
        other: expected,
    }
    assert second.findall("x:link", names) == []
    assert second.findtext("s:loc", namespaces=names) == f"{site_url}alone/?a&b"
