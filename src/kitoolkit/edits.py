"""When entries and concepts were last edited, according to git.

What an entry says of its own dates is when it was added and when somebody compared all of it with its sources. A
correction between the two is a change as well: harvesters fetch again, and readers of feeds see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

import msgspec

from kitoolkit.forge.common import ForgeError
from kitoolkit.forge.git import run
from kitoolkit.model import ENTRY_TYPES, folder

MANY = 50
"""A commit that touches more entries than this is no news of any of them, such as one that gives all a new layout."""
CONCEPTS = "ontology"
"""The name under which the concepts stand among the entries."""
_KINDS = {folder(kind): kind for kind in ENTRY_TYPES}
_DAY = "day:"
_UTC = {"TZ": "UTC"}


class Edits(msgspec.Struct, frozen=True):
    """The days of edits, ISO 8601.

    Attributes:
        days: Of each entry by id, and of `CONCEPTS`, the day of the last commit that touched it.
        news: The same, without commits that touched many entries at once.
    """

    days: Mapping[str, str] = {}
    news: Mapping[str, str] = {}


NONE = Edits()
"""Where git tells nothing."""


def read(checkout: Path) -> Edits:
    """The edits of a checkout; none where it is not in a repository of git, or in one without its past.

    Args:
        checkout: The folder that holds `catalogue/` and `ontology/`.
    """
    form = ("--format=" + _DAY + "%cd", "--date=format-local:%Y-%m-%d", "--name-only", "--no-renames", "--relative")
    try:
        shallow = run("rev-parse", "--is-shallow-repository", folder=checkout)
        if shallow.out.strip() != "false":  # there, all would seem to be of the one commit that is there
            return NONE
        # of a merge, what it brought counts: that day it was published
        told = run(
            "log", "-m", "--first-parent", *form, "--", "catalogue", "ontology", folder=checkout, environment=_UTC
        )
    except ForgeError:  # no git on this machine
        return NONE
    if not told.ok:
        return NONE
    days: dict[str, str] = {}
    news: dict[str, str] = {}
    for day, names in _commits(told.out):
        for name in names:
            days.setdefault(name, day)
            if len(names) <= MANY:
                news.setdefault(name, day)
    return Edits(days, news)


def _commits(text: str) -> Iterator[tuple[str, list[str]]]:
    """The day of each commit and what it touched, newest first."""
    for commit in text.split(_DAY)[1:]:
        day, *paths = commit.split("\n")
        yield day, sorted({name for path in paths if (name := _name(PurePosixPath(path)))})


def _name(path: PurePosixPath) -> str:
    """The id of the entry that a file holds, or `CONCEPTS`; empty for other files."""
    match path.parts:
        case ("catalogue", kind, _) if path.suffix == ".yaml" and kind in _KINDS:
            return f"{_KINDS[kind]}/{path.stem}"
        case ("ontology", _) if path.suffix == ".ttl":
            return CONCEPTS
    return ""
