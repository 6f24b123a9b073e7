"""Which entries somebody should look at again, because nobody has for long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from kitoolkit.forge.describing import code
from kitoolkit.model import Entry, Language, Text, Tool

DAYS = 365
_TITLE: Text = {"nl": "Items om opnieuw te bekijken", "en": "Entries to look at again"}
_NONE: Text = {"nl": "Er is niets te doen.", "en": "There is nothing to do."}
_WHY: dict[str, Text] = {
    "never": {"nl": "nog niet nagekeken; toegevoegd op {day}", "en": "not reviewed yet; added on {day}"},
    "reviewed": {"nl": "nagekeken op {day}", "en": "reviewed on {day}"},
    "status": {"nl": "status gezien op {day}", "en": "status seen on {day}"},
}
NEW = 30
"""For how many days an entry may wait for its second reader."""


class Stale(msgspec.Struct, frozen=True, kw_only=True):
    """An entry to look at again.

    Attributes:
        id: Its id.
        day: The oldest day that it is about.
        why: Why, in Dutch and English.
    """

    id: str
    day: str
    why: Text


def stale(entries: Iterable[Entry], *, days: int = DAYS, today: date | None = None) -> list[Stale]:
    """The entries to look at again, longest ago first.

    Args:
        entries: The entries.
        days: How many days a review, or what was seen of a tool, lasts.
        today: The day to count from; the present day where it is None.
    """
    today = today or date.today()
    found = []
    for entry in (one for one in entries if not one.deprecated):
        for reason, day, lasts in _days(entry, days):
            if (today - date.fromisoformat(day)).days > lasts:
                why = {language: text.format(day=day) for language, text in _WHY[reason].items()}
                found.append(Stale(id=entry.id, day=day, why=why))
    return sorted(found, key=lambda one: (one.day, one.id, one.why["en"]))


def _days(entry: Entry, days: int) -> list[tuple[str, str, int]]:
    """What counts, its day, and for how long that day is good."""
    looked = ("reviewed", entry.reviewed, days) if entry.reviewed else ("never", entry.added, NEW)
    return [looked, ("status", entry.status.seen, days)] if isinstance(entry, Tool) else [looked]


def markdown(found: Iterable[Stale], language: Language) -> str:
    """The list for an issue."""
    lines = [f"- {code(one.id)}: {one.why[language]}" for one in found]
    return f"# {_TITLE[language]}\n\n" + "\n".join(lines or [_NONE[language]]) + "\n"
