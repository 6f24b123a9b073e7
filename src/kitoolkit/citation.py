"""How to cite an entry or the whole catalogue: BibTeX and CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from kitoolkit.model import BASE_IRI, Entry

AUTHOR = "The kitoolkit authors"
CATALOGUE_TITLE = "kitoolkit: a catalogue of tools, examples and lessons for responsible AI in the media"

_SPECIAL = re.compile(r"[\\{}$&#_%~^]")
_ESCAPED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """What a reference says.

    Attributes:
        key: A short name without spaces.
        title: What is cited.
        changed: The day of its last change.
        url: Its lasting address.
        container: What it is a part of, or empty.
        version: The release that is cited, or empty.
    """

    key: str
    title: str
    changed: str
    url: str
    container: str = ""
    version: str = ""

    def bibtex(self) -> str:
        """As an entry of a BibTeX file in UTF-8."""
        year, month, day = self.changed.split("-")
        fields = {
            "author": f"{{{_escaped(AUTHOR)}}}",
            "title": f"{{{_escaped(self.title)}}}",
            "howpublished": _escaped(self.container),
            "year": year,
            "month": month,
            "day": day,
            "version": self.version,
            "url": self.url,
            "langid": "english",
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        return f"@misc{{{self.key},\n{lines}}}\n"

    def csl(self) -> dict[str, Any]:
        """As an item of CSL-JSON, which reference managers read."""
        item = {
            "id": self.key,
            "type": "entry" if self.container else "dataset",
            "title": self.title,
            "author": [{"literal": AUTHOR}],
            "issued": {"date-parts": [[int(part) for part in self.changed.split("-")]]},
            "URL": self.url,
            "language": "en",
        }
        more = {"container-title": self.container, "version": self.version}
        return item | {name: value for name, value in more.items() if value}


def of_entry(entry: Entry, edited: Mapping[str, str] | None = None) -> Citation:
    """How to cite an entry: by its English title and its lasting address.

    Args:
        entry: The entry.
        edited: The days on which entries were edited, by id.
    """
    return Citation(
        key=f"kitoolkit-{entry.id.replace('/', '-')}",
        title=entry.title["en"],
        changed=last_change(entry, edited),
        url=BASE_IRI + entry.id,
        container=CATALOGUE_TITLE,
    )


def of_catalogue(entries: Iterable[Entry], version: str = "", edited: Mapping[str, str] | None = None) -> Citation:
    """How to cite the whole, as of its last change; with the number of the release where it is one."""
    changed = max((last_change(entry, edited) for entry in entries), default="2026-01-01")
    return Citation(key="kitoolkit", title=CATALOGUE_TITLE, changed=changed, url=BASE_IRI + version, version=version)


def last_change(entry: Entry, edited: Mapping[str, str] | None = None) -> str:
    """The day on which an entry was added, last reviewed or last edited."""
    return max(entry.added, entry.reviewed or "", (edited or {}).get(entry.id, ""))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPED.get(found[0]) or f"\\{found[0]}", text)
