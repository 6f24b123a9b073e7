"""What a reviewer wants to see at a glance of entries that are new or changed.

Also of an entry that does not pass the check as much as can be read. `review.text` says it in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from kitoolkit.check import Report, check
from kitoolkit.contribute.likeness import Double, doubles, text_in
from kitoolkit.model import ENTRY_TYPES, LANGUAGES, Language, Text, kind_of
from kitoolkit.problem import Problem
from kitoolkit.review.changes import Change, How
from kitoolkit.source import MAX_BYTES, read
from kitoolkit.structure import Field, fields
from kitoolkit.vocabulary import Vocabulary


class LinkState(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an address, as `kitoolkit links --json` says it."""

    file: str
    url: str
    state: str
    status: int = 0
    why: Text = {}


class Facet(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry is found by.

    Attributes:
        name: What the facet is called.
        values: The labels of its concepts; of one that does not exist its id.
    """

    name: Text
    values: list[Text]


class Reviewed(msgspec.Struct, kw_only=True):
    """What an entry looks like.

    Attributes:
        id: Its id; empty where its folder belongs to no kind.
        file: Its file.
        how: Whether it is new, changed or removed; `present` where it was compared with nothing.
        title: Its title, in the languages that it has.
        summary: Its summary, likewise.
        facets: What it is found by.
        changed: The fields that differ from before, where it is changed.
        untranslated: Texts in one language: the field, and the language that is missing.
        doubles: Entries that look like it.
        links: Its addresses that are not in order; None where nobody asked.
        undated: Sources that do not say on which day they were seen: their address, or their number.
        reviewed: The day on which a second reader compared it with its sources, or empty.
        reviewed_now: Whether that day is new in this change.
        problems: What the check found.
    """

    id: str
    file: str
    how: How
    title: Text = {}
    summary: Text = {}
    facets: list[Facet] = []
    changed: list[str] = []
    untranslated: list[tuple[str, Language]] = []
    doubles: list[Double] = []
    links: list[LinkState] | None = None
    undated: list[str] = []
    reviewed: str = ""
    reviewed_now: bool = False
    problems: list[Problem] = []

    @property
    def errors(self) -> int:
        """How many problems stop it."""
        return sum(problem.severity == "error" for problem in self.problems)


class Review(msgspec.Struct, kw_only=True):
    """What there is to review.

    Attributes:
        entries: The entries, in the order in which they came.
        elsewhere: What the check found in other entries, such as a reference to one that was removed; nothing
            where the entries were compared with nothing.
        others: Files that changed and are no entries.
    """

    entries: list[Reviewed]
    elsewhere: list[Problem]
    others: list[str]


def review(
    changes: Sequence[Change],
    catalogue: Path,
    vocabulary: Vocabulary,
    *,
    links: Sequence[LinkState] | None = None,
    others: Sequence[str] = (),
    today: date | None = None,
) -> Review:
    """Look at entries beside all the others.

    Args:
        changes: The entries to look at.
        catalogue: The folder that they are in.
        vocabulary: The concepts.
        links: What became of their addresses; None where nobody asked.
        others: Names of files that changed and are no entries.
        today: The day to count from; the present day where it is None.
    """
    report = check(catalogue, vocabulary, today=today)
    own = {change.file.resolve() for change in changes}
    compared = any(change.how != "present" for change in changes)
    return Review(
        entries=[_reviewed(change, report, vocabulary, links) for change in changes],
        elsewhere=[problem for problem in report.errors if compared and problem.file.resolve() not in own],
        others=list(others),
    )


def _reviewed(change: Change, report: Report, vocabulary: Vocabulary, links: Sequence[LinkState] | None) -> Reviewed:
    file = change.file
    kind = kind_of(file.parent.name)
    seen = Reviewed(id=f"{kind}/{file.stem}" if kind else "", file=file.as_posix(), how=change.how)
    data = change.before if change.how == "removed" else _data(file)
    seen.title, seen.summary = text_in(data.get("title")), text_in(data.get("summary"))
    if change.how == "removed":
        return seen
    seen.problems = [problem for problem in report.problems if problem.file.resolve() == file.resolve()]
    seen.changed = [name for name in {**change.before, **data} if change.before.get(name) != data.get(name)]
    seen.changed = seen.changed if change.before else []
    seen.undated = list(_undated(data.get("sources")))
    seen.reviewed = str(data.get("reviewed") or "")
    seen.reviewed_now = (
        change.how != "present" and bool(seen.reviewed) and data["reviewed"] != change.before.get("reviewed")
    )
    if links is not None:
        seen.links = [one for one in links if Path(one.file).resolve() == file.resolve() and one.state != "ok"]
    if kind:
        known = fields(ENTRY_TYPES[kind])
        seen.facets = list(_facets(data, known, vocabulary))
        seen.untranslated = list(_untranslated(data, known))
        seen.doubles = doubles(kind, data, report.entries.values(), own_id=seen.id)
    return seen


def _data(file: Path) -> Mapping[str, object]:
    if not file.is_file() or file.is_symlink() or file.stat().st_size > MAX_BYTES:
        return {}
    data = read(file).data
    return data if isinstance(data, dict) else {}


def _facets(data: Mapping[str, object], known: Sequence[Field], vocabulary: Vocabulary) -> Iterator[Facet]:
    """The fields whose values are concepts, with labels."""
    for field in known:
        value = data.get(field.name)
        named = value if isinstance(value, list) else [value]
        ids = [one for one in named if isinstance(one, str)]
        if field.info.scheme and ids:
            labels = [vocabulary[one].label if one in vocabulary else {"nl": one, "en": one} for one in ids]
            yield Facet(name=vocabulary.schemes[field.info.scheme.partition("|")[0]].title, values=labels)


def _untranslated(value: object, known: Sequence[Field], name: str = "") -> Iterator[tuple[str, Language]]:
    """Texts that are there in one language only, also inside groups and lists."""
    if not isinstance(value, Mapping):
        return
    for field in known:
        inner = value.get(field.name)
        for number, item in enumerate(inner if isinstance(inner, list) else [inner]):
            place = f"{name}{field.name}[{number}]" if isinstance(inner, list) else f"{name}{field.name}"
            if field.struct:
                yield from _untranslated(item, fields(field.struct), f"{place}.")
            elif field.form == "text" and (text := text_in(item)):
                yield from ((place, language) for language in LANGUAGES if not text.get(language, "").strip())


def _undated(sources: object) -> Iterator[str]:
    for number, source in enumerate(sources if isinstance(sources, list) else [], 1):
        seen = source.get("seen") if isinstance(source, Mapping) else None
        try:
            date.fromisoformat(str(seen))
        except ValueError:
            url = source.get("url") if isinstance(source, Mapping) else None
            yield url if isinstance(url, str) else str(number)
