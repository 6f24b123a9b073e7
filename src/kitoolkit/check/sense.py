"""Rules about the sense of one entry, once its form is right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from kitoolkit.check.finding import Checked, finding
from kitoolkit.check.walking import strings, texts
from kitoolkit.model import LANGUAGES, PLACEHOLDER, Checklist, Example, Tool, TradeOff
from kitoolkit.problem import Problem
from kitoolkit.sentences import LANGUAGE_NAMES, told
from kitoolkit.source import Path_

Rule = Callable[[Checked, date], Iterator[Problem]]

REVIEW_LASTS = timedelta(days=365)


def source_has_address(checked: Checked, today: date) -> Iterator[Problem]:
    """A source is a web address or a source document with the part in it: one of the two."""
    for index, source in enumerate(checked.entry.sources):
        path: Path_ = ("sources", index)
        if source.url and source.document:
            yield finding(checked.source, (*path, "document"), *told("address_and_document"), at_key=True)
        elif not source.url and not source.document:
            yield finding(checked.source, path, *told("no_source_address"))
        elif source.document and not source.part:
            yield finding(checked.source, (*path, "document"), *told("which_part"), at_key=True)


def placeholders_are_filled(checked: Checked, today: date) -> Iterator[Problem]:
    """A text of the template was left as it was."""
    found = [(path, value) for path, _field, value in strings(checked.entry)]
    found += [((*path, language), text) for path, said in texts(checked.entry) for language, text in said.items()]
    for path, text in found:
        if text.strip().removeprefix("https://") == PLACEHOLDER:
            yield finding(checked.source, path, *told("placeholder"))


def dates_exist(checked: Checked, today: date) -> Iterator[Problem]:
    """A day that is on the calendar, and not after today."""
    for path, field, value in strings(checked.entry):
        if field.info.shape not in {"date", "partial-date"}:
            continue
        padded = value + "-01" * (2 - value.count("-"))
        try:
            day = date.fromisoformat(padded)
        except ValueError:
            yield finding(checked.source, path, *told("no_day", value=value))
            continue
        if day > today and field.name in {"seen", "added", "reviewed", "since"}:
            yield finding(checked.source, path, *told("future", value=value))


def tool_has_licence(checked: Checked, today: date) -> Iterator[Problem]:
    """A tool names its licence, or says why it has none."""
    entry = checked.entry
    if isinstance(entry, Tool) and not entry.licence and not entry.licence_note:
        yield finding(checked.source, (), *told("no_licence"))


def status_is_explained(checked: Checked, today: date) -> Iterator[Problem]:
    """A tool that is not simply active says what is going on; a superseded one names its successor if we know it."""
    entry = checked.entry
    if isinstance(entry, Tool) and entry.status.state != "active" and not entry.status.note:
        words = told("unexplained_status", state=entry.status.state)
        yield finding(checked.source, ("status", "state"), *words, at_key=True)


def example_has_organisation(checked: Checked, today: date) -> Iterator[Problem]:
    """An example is what an organisation does: it names one."""
    if isinstance(checked.entry, Example) and not checked.entry.organisations:
        yield finding(checked.source, (), *told("no_organisation"))


def tradeoff_has_two_requirements(checked: Checked, today: date) -> Iterator[Problem]:
    """A trade-off is a tension between at least two requirements."""
    if isinstance(checked.entry, TradeOff) and len(checked.entry.requirements) < 2:
        yield finding(checked.source, ("requirements",), *told("two_requirements"), at_key=True)


def resolution_cites_source(checked: Checked, today: date) -> Iterator[Problem]:
    """What a resolution cites stands among the sources of the entry."""
    entry = checked.entry
    if not isinstance(entry, TradeOff):
        return
    addresses = {source.url for source in entry.sources}
    for index, resolution in enumerate(entry.resolutions):
        if resolution.source and resolution.source not in addresses:
            yield finding(checked.source, ("resolutions", index, "source"), *told("not_among_sources"))


def question_names_are_unique(checked: Checked, today: date) -> Iterator[Problem]:
    """Every question of a checklist has a name of its own: answers are kept under it."""
    entry = checked.entry
    if not isinstance(entry, Checklist):
        return
    seen: set[str] = set()
    for index, question in enumerate(entry.questions):
        if question.slug in seen:
            path = ("questions", index, "slug")
            yield finding(checked.source, path, *told("same_question_name", value=question.slug))
        seen.add(question.slug)


def prose_in_both_languages(checked: Checked, today: date) -> Iterator[Problem]:
    """A longer text in one language only is marked so for readers; better both."""
    for path, text in texts(checked.entry):
        for language in LANGUAGES:
            if language not in text:
                yield _warning(checked, path, "one_language", language=LANGUAGE_NAMES[language])


def review_is_recent(checked: Checked, today: date) -> Iterator[Problem]:
    """What was reviewed more than a year ago may have changed."""
    reviewed = checked.entry.reviewed
    if not reviewed or checked.entry.deprecated:
        return
    try:
        day = date.fromisoformat(reviewed)
    except ValueError:  # reported by dates_exist
        return
    if today - day > REVIEW_LASTS:
        yield _warning(checked, ("reviewed",), "old_review", day=reviewed)


RULES: tuple[Rule, ...] = (
    source_has_address,
    placeholders_are_filled,
    dates_exist,
    tool_has_licence,
    status_is_explained,
    example_has_organisation,
    tradeoff_has_two_requirements,
    resolution_cites_source,
    question_names_are_unique,
    prose_in_both_languages,
    review_is_recent,
)


def _warning(checked: Checked, path: Path_, name: str, **values: object) -> Problem:
    return finding(checked.source, path, *told(name, **values), severity="warning", at_key=True)
