"""The guides that name an entry: hand-written pages say in their front matter which entries they tie together."""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import Path

import msgspec
import yaml

from kitoolkit.problem import CatalogueError, Problem

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


class Guide(msgspec.Struct, frozen=True):
    """A hand-written page.

    Attributes:
        title: Its title.
        path: Its path from the root of its language, with a slash at its end.
    """

    title: str
    path: str


def guides_of(docs: Path, known: Container[str]) -> dict[str, tuple[Guide, ...]]:
    """The guides that name each entry, in the order of their files.

    Args:
        docs: The folder of a language's hand-written pages.
        known: The ids that a page may name.

    Raises:
        CatalogueError: Where a page names an entry that does not exist.
    """
    found: dict[str, tuple[Guide, ...]] = {}
    unknown: list[Problem] = []
    for file in sorted(docs.rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        front = _FRONT.match(text)
        named = (yaml.safe_load(front[1]) or {}).get("entries", ()) if front else ()
        guide = Guide(_title(text, file), _path(file.relative_to(docs)))
        for entry_id in dict.fromkeys(named):
            if entry_id in known:
                found[entry_id] = (*found.get(entry_id, ()), guide)
            else:
                unknown.append(_unknown(file, text, entry_id))
    if unknown:
        raise CatalogueError(unknown)
    return found


def _title(text: str, file: Path) -> str:
    heading = _TITLE.search(text)
    return heading[1].strip() if heading else file.stem


def _path(file: Path) -> str:
    folder = file.parent if file.stem == "index" else file.with_suffix("")
    return f"{folder.as_posix()}/".removeprefix("./")


def _unknown(file: Path, text: str, entry_id: str) -> Problem:
    line = text[: text.find(entry_id)].count("\n") + 1
    message = {"nl": f"'{entry_id}' bestaat niet", "en": f"'{entry_id}' does not exist"}
    return Problem(file=file, line=line, column=1, field="entries", message=message)
