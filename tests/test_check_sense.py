"""The sense of one entry: rules that a schema cannot hold."""

from __future__ import annotations

from datetime import date

import pytest

from kitoolkit.check import check
from kitoolkit.model import PLACEHOLDER
from kitoolkit.vocabulary import Vocabulary

from .conftest import Checkout

TOOL = "tools/explain-it.yaml"
VOICE = "tools/voice-lab.yaml"
TRADEOFF = "tradeoffs/personal-or-shared.yaml"

CASES = [
    pytest.param(
        TOOL,
        "  - url: https://toy.test/explain-it\n    title:",
        "  - title:",
        'title: "About it"',
        "error",
        "deze bron heeft geen adres (voeg 'url:' toe, of 'document:' met 'part:')",
        "this source has no address (add 'url:', or 'document:' with 'part:')",
        "sources[0]",
        id="source without address",
    ),
    pytest.param(
        TOOL,
        "  - url: https://toy.test/explain-it\n",
        "  - url: https://toy.test/explain-it\n    document: document/declaration\n",
        "document:",
        "error",
        "een bron heeft een adres of een document, niet beide (maak er twee bronnen van)",
        "a source has an address or a document, not both (make it two sources)",
        "sources[0].document",
        id="source with address and document",
    ),
    pytest.param(
        TOOL,
        "    part:\n      nl: hoofdstuk 2\n      en: chapter 2\n",
        "",
        "document: document",
        "error",
        "welk deel van het document? (voeg 'part:' toe, met hoofdstuk of paragraaf)",
        "which part of the document? (add 'part:' with the chapter or paragraph)",
        "sources[1].document",
        id="document without part",
    ),
    pytest.param(
        TOOL,
        "nl: Uitlegger",
        f"nl: {PLACEHOLDER}",
        PLACEHOLDER,
        "error",
        "dit is nog niet ingevuld (schrijf de tekst, of haal het veld weg)",
        "this is not filled in yet (write the text, or remove the field)",
        "title.nl",
        id="text of the template",
    ),
    pytest.param(
        TOOL,
        'added: "2026-11-02"',
        'added: "2026-02-30"',
        '"2026-02-30"',
        "error",
        "'2026-02-30' staat niet op de kalender",
        "'2026-02-30' is not on the calendar",
        "added",
        id="day that does not exist",
    ),
    pytest.param(
        "lessons/hidden-scores.yaml",
        "date: 2025-10",
        "date: 2025-13",
        "2025-13",
        "error",
        "'2025-13' staat niet op de kalender",
        "'2025-13' is not on the calendar",
        "date",
        id="month that does not exist",
    ),
    pytest.param(
        TOOL,
        'added: "2026-11-02"',
        'added: "2026-11-22"',
        '"2026-11-22"',
        "error",
        "'2026-11-22' ligt in de toekomst",
        "'2026-11-22' lies in the future",
        "added",
        id="day after today",
    ),
    pytest.param(
        TOOL,
        '      en: What the package does.\n    seen: "2026-11-01"',
        '      en: What the package does.\n    seen: "2027-01-01"',
        '"2027-01-01"',
        "error",
        "'2027-01-01' ligt in de toekomst",
        "'2027-01-01' lies in the future",
        "sources[0].seen",
        id="source seen after today",
    ),
    pytest.param(
        TOOL,
        "licence: MIT\n",
        "",
        "title:",
        "error",
        "dit hulpmiddel noemt geen licentie (voeg 'licence:' toe, of 'licence_note:' waarom er geen is)",
        "this tool names no licence (add 'licence:', or 'licence_note:' why there is none)",
        "",
        id="tool without licence",
    ),
    pytest.param(
        TOOL,
        "state: active",
        "state: dormant",
        "state: dormant",
        "error",
        "status 'dormant' zonder toelichting (voeg 'note:' toe)",
        "status 'dormant' without explanation (add 'note:')",
        "status.state",
        id="status without explanation",
    ),
    pytest.param(
        "examples/subtitles.yaml",
        "organisations:\n  - organisation/omroep\n",
        "",
        "title:",
        "error",
        "een voorbeeld noemt ten minste een organisatie (voeg 'organisations:' toe)",
        "an example names at least one organisation (add 'organisations:')",
        "",
        id="example of nobody",
    ),
    pytest.param(
        TRADEOFF,
        "  - requirement/privacy\n",
        "",
        "requirements:",
        "error",
        "een afweging gaat over ten minste twee vereisten",
        "a trade-off is about at least two requirements",
        "requirements",
        id="trade-off of one requirement",
    ),
    pytest.param(
        TRADEOFF,
        "    source: https://toy.test/shared",
        "    source: https://toy.test/else",
        "https://toy.test/else",
        "error",
        "dit adres staat niet bij 'sources' (voeg het daar toe, met wat het laat zien)",
        "this address is not among 'sources' (add it there, with what it shows)",
        "resolutions[0].source",
        id="resolution cites what is no source",
    ),
    pytest.param(
        "checklists/before-launch.yaml",
        "slug: whose-data",
        "slug: who-can-stop",
        "who-can-stop\n    question:\n      nl: Wiens",
        "error",
        "twee vragen heten 'who-can-stop'",
        "two questions are called 'who-can-stop'",
        "questions[1].slug",
        id="two questions with one name",
    ),
    pytest.param(
        TOOL,
        "  en: Gives a reason in plain language for every recommendation.\n",
        "",
        "description:",
        "warning",
        "alleen in een taal: het Engels ontbreekt",
        "in one language only: English is missing",
        "description",
        id="longer text in Dutch only",
    ),
    pytest.param(
        TOOL,
        "  - nl: Werkt niet voor video.\n    en:",
        "  - en:",
        "en: Does not",
        "warning",
        "alleen in een taal: het Nederlands ontbreekt",
        "in one language only: Dutch is missing",
        "limits[0]",
        id="limit in English only",
    ),
    pytest.param(
        TOOL,
        'reviewed: "2026-11-03"',
        'reviewed: "2025-11-20"',
        "reviewed:",
        "warning",
        "al meer dan een jaar niet nagekeken (2025-11-20)",
        "not reviewed for over a year (2025-11-20)",
        "reviewed",
        id="reviewed long ago",
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "at", "severity", "nl", "en", "field"), CASES)
def test_sense(toy: Checkout, name: str, old: str, new: str, at: str, severity: str, nl: str, en: str, field: str):
    toy.edit(name, old, new)
    toy.assert_problem(name, at, nl, en, field=field, severity=severity)


def test_a_warning_does_not_stop_loading(toy: Checkout):
    toy.edit(TOOL, 'reviewed: "2026-11-03"', 'reviewed: "2025-11-20"')
    report = toy.check()
    assert report.errors == []
    assert report.entries["tool/explain-it"].reviewed == "2025-11-20"


def test_reviewed_a_year_ago_to_the_day_is_recent(toy: Checkout):
    toy.edit(TOOL, 'reviewed: "2026-11-03"', 'reviewed: "2025-11-21"')
    assert toy.lines("en") == []


def test_today_is_a_parameter(toy: Checkout, concepts: Vocabulary):
    later = check(toy.catalogue, concepts, today=date(2027, 11, 5))
    assert [problem.message["en"] for problem in later.problems] == ["not reviewed for over a year (2026-11-03)"]
    earlier = check(toy.catalogue, concepts, today=date(2026, 11, 2))
    assert [problem.message["en"] for problem in earlier.problems] == ["'2026-11-03' lies in the future"]


def test_impossible_review_day_is_reported_once(toy: Checkout):
    toy.edit(TOOL, 'reviewed: "2026-11-03"', 'reviewed: "2026-11-31"')
    assert [problem.message["en"] for problem in toy.check().problems] == ["'2026-11-31' is not on the calendar"]


@pytest.mark.parametrize("day", ["2024-02-29", "2025", "2025-10", "1999-12-31"])
def test_days_that_exist(toy: Checkout, day: str):
    toy.edit("lessons/hidden-scores.yaml", "date: 2025-10", f'date: "{day}"')
    assert toy.lines("en") == []
