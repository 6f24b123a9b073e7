"""Feeds of new and changed entries: Atom and JSON, for the whole catalogue and per kind, in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from kitoolkit.citation import last_change
from kitoolkit.model import BASE_IRI, ENTRY_TYPES, Entry
from kitoolkit.site.render import Renderer
from kitoolkit.site.shared import SharedFile

LONGEST = 50
"""The most entries in a feed."""
ATOM, JSON_FEED = "application/atom+xml", "application/feed+json"


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed in one language.

    Attributes:
        folder: Where it stands, from the root of the language: empty, or `tool/`.
        title: Its title.
        home: The address of the language's root.
        entries: What is in it, last changed first.
        changed: The day of the last change of an entry.
    """

    folder: str
    title: str
    home: str
    entries: list[Entry]
    changed: Callable[[Entry], str]

    @property
    def updated(self) -> str:
        """The moment of the last change."""
        return moment(self.changed(self.entries[0])) if self.entries else moment("2026-01-01")


def feed_files(renderer: Renderer, site: str = "") -> list[SharedFile]:
    """The feeds of one language; paths count from the root of that language.

    Args:
        renderer: Gives the catalogue and the language.
        site: The address of the site, with a slash at its end; empty where it is not known.
    """
    files = []
    for feed in _feeds(renderer, site or BASE_IRI):
        text = renderer.render("feed.xml", feed.folder, feed=feed, id_of=_id_of, moment=moment)
        files.append(SharedFile(f"{feed.folder}feed.xml", text.encode()))
        files.append(SharedFile(f"{feed.folder}feed.json", msgspec.json.encode(_json_feed(feed, renderer)) + b"\n"))
    return files


def _feeds(renderer: Renderer, site: str) -> Iterator[Feed]:
    home = site + ("" if renderer.language == "nl" else f"{renderer.language}/")
    catalogue = renderer.catalogue

    def changed(entry: Entry) -> str:
        return last_change(entry, renderer.edits.news)

    def feed(folder: str, title: str, entries: Iterable[Entry]) -> Feed:
        by_id = sorted(entries, key=lambda entry: entry.id)
        newest = sorted(by_id, key=changed, reverse=True)[:LONGEST]
        return Feed(folder=folder, title=title, home=home, entries=newest, changed=changed)

    yield feed("", renderer.word("feed_title"), catalogue.entries)
    for kind, entry_type in ENTRY_TYPES.items():
        yield feed(f"{kind}/", kind_title(renderer, entry_type), catalogue.kind(kind))


def kind_title(renderer: Renderer, entry_type: type[Entry]) -> str:
    """The title of the feeds of a kind."""
    return renderer.word("feed_kind_title", kind=entry_type.plural[renderer.language])


def _json_feed(feed: Feed, renderer: Renderer) -> dict[str, Any]:
    language = renderer.language
    items = [
        {
            "id": _id_of(entry),
            "url": f"{feed.home}{entry.id}/",
            "title": entry.title[language],
            "content_text": entry.summary[language],
            "date_published": moment(entry.added),
            "date_modified": moment(feed.changed(entry)),
            "tags": [ENTRY_TYPES[entry.kind].name[language]],
        }
        for entry in feed.entries
    ]
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home + feed.folder,
        "feed_url": f"{feed.home}{feed.folder}feed.json",
        "language": language,
        "items": items,
    }


def _id_of(entry: Entry) -> str:
    """The name of an entry for readers of feeds, the same wherever the site is published."""
    return BASE_IRI + entry.id


def moment(day: str) -> str:
    """The start of a day, as feeds write it.

    >>> moment("2026-11-21")
    '2026-11-21T00:00:00Z'
    """
    return f"{day}T00:00:00Z"
