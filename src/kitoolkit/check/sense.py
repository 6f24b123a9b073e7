"""Rules about the sense of one entry, once its form is right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import msgspec

from kitoolkit.check.finding import Checked, finding
from kitoolkit.check.form import LANGUAGE_NAMES
from kitoolkit.model import LANGUAGES, PLACEHOLDER, Checklist, Example, Tool, TradeOff
from kitoolkit.problem import Problem, Severity
from kitoolkit.source import Path_
from kitoolkit.structure import Field, fields

Rule = Callable[[Checked, date], Iterator[Problem]]

REVIEW_LASTS = timedelta(days=365)


def source_has_address(checked: Checked, today: date) -> Iterator[Problem]:
    """A source is a web address or a source document with the part in it: one of the two."""
    for index, source in enumerate(checked.entry.sources):
        path: Path_ = ("sources", index)
        if source.url and source.document:
            yield finding(
                checked.source,
                (*path, "document"),
                {
                    "nl": "een bron heeft een adres of een document, niet beide",
                    "en": "a source has an address or a document, not both",
                },
                {"nl": "maak er twee bronnen van", "en": "make it two sources"},
                at_key=True,
            )
        elif not source.url and not source.document:
            yield finding(
                checked.source,
                path,
                {"nl": "deze bron heeft geen adres", "en": "this source has no address"},
                {"nl": "voeg 'url:' toe, of 'document:' met 'part:'", "en": "add 'url:', or 'document:' with 'part:'"},
            )
        elif source.document and not source.part:
            yield finding(
                checked.source,
                (*path, "document"),
                {"nl": "welk deel van het document?", "en": "which part of the document?"},
                {
                    "nl": "voeg 'part:' toe, met hoofdstuk of paragraaf",
                    "en": "add 'part:' with the chapter or paragraph",
                },
                at_key=True,
            )


def placeholders_are_filled(checked: Checked, today: date) -> Iterator[Problem]:
    """A text of the template was left as it was."""
    found = [(path, value) for path, _field, value in _strings(checked.entry)]
    found += [((*path, language), text) for path, texts in _texts(checked.entry) for language, text in texts.items()]
    for path, text in found:
        if text.strip().removeprefix("https://") == PLACEHOLDER:
            yield finding(
                checked.source,
                path,
                {"nl": "dit is nog niet ingevuld", "en": "this is not filled in yet"},
                {"nl": "schrijf de tekst, of haal het veld weg", "en": "write the text, or remove the field"},
            )


def dates_exist(checked: Checked, today: date) -> Iterator[Problem]:
    """A day that is on the calendar, and not after today."""
    for path, field, value in _strings(checked.entry):
        if field.info.shape not in {"date", "partial-date"}:
            continue
        padded = value + "-01" * (2 - value.count("-"))
        try:
            day = date.fromisoformat(padded)
        except ValueError:
            yield finding(
                checked.source,
                path,
                {"nl": f"'{value}' staat niet op de kalender", "en": f"'{value}' is not on the calendar"},
            )
            continue
        if day > today and field.name in {"seen", "added", "reviewed"}:
            yield finding(
                checked.source, path, {"nl": f"'{value}' ligt in de toekomst", "en": f"'{value}' lies in the future"}
            )


def tool_has_licence(checked: Checked, today: date) -> Iterator[Problem]:
    """A tool names its licence, or says why it has none."""
    entry = checked.entry
    if isinstance(entry, Tool) and not entry.licence and not entry.licence_note:
        yield finding(
            checked.source,
            (),
            {"nl": "dit hulpmiddel noemt geen licentie", "en": "this tool names no licence"},
            {
                "nl": "voeg 'licence:' toe, of 'licence_note:' waarom er geen is",
                "en": "add 'licence:', or 'licence_note:' why there is none",
            },
        )


def status_is_explained(checked: Checked, today: date) -> Iterator[Problem]:
    """A tool that is not simply active says what is going on; a superseded one names its successor if we know it."""
    entry = checked.entry
    if isinstance(entry, Tool) and entry.status.state != "active" and not entry.status.note:
        yield finding(
            checked.source,
            ("status", "state"),
            {
                "nl": f"status '{entry.status.state}' zonder toelichting",
                "en": f"status '{entry.status.state}' without explanation",
            },
            {"nl": "voeg 'note:' toe", "en": "add 'note:'"},
            at_key=True,
        )


def example_has_organisation(checked: Checked, today: date) -> Iterator[Problem]:
    """An example is what an organisation does: it names one."""
    if isinstance(checked.entry, Example) and not checked.entry.organisations:
        yield finding(
            checked.source,
            (),
            {
                "nl": "een voorbeeld noemt ten minste een organisatie",
                "en": "an example names at least one organisation",
            },
            {"nl": "voeg 'organisations:' toe", "en": "add 'organisations:'"},
        )


def tradeoff_has_two_requirements(checked: Checked, today: date) -> Iterator[Problem]:
    """A trade-off is a tension between at least two requirements."""
    if isinstance(checked.entry, TradeOff) and len(checked.entry.requirements) < 2:
        yield finding(
            checked.source,
            ("requirements",),
            {
                "nl": "een afweging gaat over ten minste twee vereisten",
                "en": "a trade-off is about at least two requirements",
            },
            at_key=True,
        )


def resolution_cites_source(checked: Checked, today: date) -> Iterator[Problem]:
    """What a resolution cites stands among the sources of the entry."""
    entry = checked.entry
    if not isinstance(entry, TradeOff):
        return
    addresses = {source.url for source in entry.sources}
    for index, resolution in enumerate(entry.resolutions):
        if resolution.source and resolution.source not in addresses:
            yield finding(
                checked.source,
                ("resolutions", index, "source"),
                {"nl": "dit adres staat niet bij 'sources'", "en": "this address is not among 'sources'"},
                {"nl": "voeg het daar toe, met wat het laat zien", "en": "add it there, with what it shows"},
            )


def question_names_are_unique(checked: Checked, today: date) -> Iterator[Problem]:
    """Every question of a checklist has a name of its own: answers are kept under it."""
    entry = checked.entry
    if not isinstance(entry, Checklist):
        return
    seen: set[str] = set()
    for index, question in enumerate(entry.questions):
        if question.slug in seen:
            yield finding(
                checked.source,
                ("questions", index, "slug"),
                {"nl": f"twee vragen heten '{question.slug}'", "en": f"two questions are called '{question.slug}'"},
            )
        seen.add(question.slug)


def prose_in_both_languages(checked: Checked, today: date) -> Iterator[Problem]:
    """A longer text in one language only is marked so for readers; better both."""
    for path, text in _texts(checked.entry):
        for language in LANGUAGES:
            if language not in text:
                name = LANGUAGE_NAMES[language]
                yield _warning(
                    checked,
                    path,
                    f"alleen in een taal: het {name['nl']} ontbreekt",
                    f"in one language only: {name['en']} is missing",
                )


def review_is_recent(checked: Checked, today: date) -> Iterator[Problem]:
    """What was reviewed more than a year ago may have changed."""
    reviewed = checked.entry.reviewed
    if not reviewed:
        return
    try:
        day = date.fromisoformat(reviewed)
    except ValueError:  # reported by dates_exist
        return
    if today - day > REVIEW_LASTS:
        yield _warning(
            checked,
            ("reviewed",),
            f"al meer dan een jaar niet nagekeken ({reviewed})",
            f"not reviewed for over a year ({reviewed})",
        )


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


def _warning(checked: Checked, path: Path_, nl: str, en: str) -> Problem:
    severity: Severity = "warning"
    return finding(checked.source, path, {"nl": nl, "en": en}, severity=severity, at_key=True)


def _values(struct: msgspec.Struct, path: Path_ = ()) -> Iterator[tuple[Path_, Field, object]]:
    """Every value of an entry that is no mapping of its own, with its path and field."""
    for field in fields(type(struct)):
        value = getattr(struct, field.name)
        if value is None:
            continue
        values = (
            [((*path, field.name, n), item) for n, item in enumerate(value)]
            if field.many
            else [((*path, field.name), value)]
        )
        for place, item in values:
            if isinstance(item, msgspec.Struct):
                yield from _values(item, place)
            else:
                yield place, field, item


def _strings(struct: msgspec.Struct) -> Iterator[tuple[Path_, Field, str]]:
    for path, field, value in _values(struct):
        if isinstance(value, str):
            yield path, field, value


def _texts(struct: msgspec.Struct) -> Iterator[tuple[Path_, dict[str, str]]]:
    for path, _field, value in _values(struct):
        if isinstance(value, dict):
            yield path, value


def references(struct: msgspec.Struct) -> Iterator[tuple[Path_, str]]:
    """Every id of another entry that an entry names, with its path."""
    for path, field, value in _strings(struct):
        if field.info.entries:
            yield path, value
