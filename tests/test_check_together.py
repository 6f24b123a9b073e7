"""Entries together: references, doubles, tools that should no longer be recommended."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import pytest

from kitoolkit.check import together
from kitoolkit.check.finding import Checked
from kitoolkit.model import Question, Source
from kitoolkit.source import SourceFile

from .conftest import Checkout

TOOL = "tools/explain-it.yaml"


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "nl", "en", "field"),
    [
        pytest.param(
            TOOL,
            "  - lesson/hidden-scores",
            "  - lesson/hiden-scores",
            "lesson/hiden-scores",
            "'lesson/hiden-scores' bestaat niet (bedoelde je 'lesson/hidden-scores'?)",
            "'lesson/hiden-scores' does not exist (did you mean 'lesson/hidden-scores'?)",
            "related[0]",
            id="misspelt reference",
        ),
        pytest.param(
            TOOL,
            "  - lesson/hidden-scores",
            "  - lesson/zzzzzz",
            "lesson/zzzzzz",
            "'lesson/zzzzzz' bestaat niet",
            "'lesson/zzzzzz' does not exist",
            "related[0]",
            id="reference like no other",
        ),
        pytest.param(
            "organisations/omroep.yaml",
            "      - example/subtitles",
            "      - example/subtitle",
            "example/subtitle",
            "'example/subtitle' bestaat niet (bedoelde je 'example/subtitles'?)",
            "'example/subtitle' does not exist (did you mean 'example/subtitles'?)",
            "pledges[0].evidence[0]",
            id="reference within a part",
        ),
        pytest.param(
            "tools/voice-lab.yaml",
            "successor: tool/explain-it",
            "successor: tool/explained",
            "tool/explained",
            "'tool/explained' bestaat niet (bedoelde je 'tool/explain-it'?)",
            "'tool/explained' does not exist (did you mean 'tool/explain-it'?)",
            "status.successor",
            id="successor",
        ),
        pytest.param(
            TOOL,
            "  - lesson/hidden-scores",
            "  - tool/explain-it",
            "tool/explain-it",
            "dit item verwijst naar zichzelf (haal de regel weg)",
            "this entry refers to itself (remove the line)",
            "related[0]",
            id="reference to itself",
        ),
        pytest.param(
            "tools/voice-lab.yaml",
            "homepage: https://voice.toy.test/",
            "homepage: http://www.toy.test/Explain-it/#top",
            "http://www",
            "zelfde adres als tool/explain-it (vul dat item aan, of kies een preciezer adres)",
            "same address as tool/explain-it (add to that entry, or choose a more precise address)",
            "homepage",
            id="same homepage, written otherwise",
        ),
        pytest.param(
            "organisations/uitgever.yaml",
            "en: Publisher Trial",
            "en: Brodcaster example!",
            "Brodcaster",
            "bijna dezelfde titel als organisation/omroep (vul dat item aan, of maak het verschil duidelijk)",
            "nearly the same title as organisation/omroep (add to that entry, or make the difference clear)",
            "title.en",
            id="title but for a letter, capitals and punctuation",
        ),
        pytest.param(
            "tools/voice-lab.yaml",
            "en: Voice Lab",
            "en: explain-it",
            "explain-it",
            "bijna dezelfde titel als tool/explain-it (vul dat item aan, of maak het verschil duidelijk)",
            "nearly the same title as tool/explain-it (add to that entry, or make the difference clear)",
            "title.en",
            id="short title but for capitals",
        ),
        pytest.param(
            "tools/voice-lab.yaml",
            "nl: Stemlab",
            "nl: Handelíding diversiteit",
            "Handelíding",
            "bijna dezelfde titel als tool/diversity-guide (vul dat item aan, of maak het verschil duidelijk)",
            "nearly the same title as tool/diversity-guide (add to that entry, or make the difference clear)",
            "title.nl",
            id="title with two letters swapped and an accent",
        ),
    ],
)
def test_together(toy: Checkout, name: str, old: str, new: str, at: str, nl: str, en: str, field: str):
    toy.edit(name, old, new)
    toy.assert_problem(name, at, nl, en, field=field)


def test_two_editions_and_short_names_are_no_doubles(toy: Checkout):
    toy.edit("organisations/uitgever.yaml", "en: Publisher Trial", "en: Broadcaster Example 2")
    toy.edit("tools/voice-lab.yaml", "en: Voice Lab", "en: Explain It X")
    assert toy.lines("en") == []


def test_same_title_of_another_kind_is_no_double(toy: Checkout):
    toy.edit("tools/voice-lab.yaml", "en: Voice Lab", "en: Subtitles for the news")
    assert toy.lines("en") == []


def test_same_homepage_of_tool_and_organisation_is_no_double(toy: Checkout):
    toy.edit("tools/voice-lab.yaml", "homepage: https://voice.toy.test/", "homepage: https://omroep.toy.test/")
    assert toy.lines("en") == []


def test_reference_to_a_faulty_entry_does_not_dangle(toy: Checkout):
    toy.edit("lessons/hidden-scores.yaml", "evidence: evaluation", "evidence: gossip")
    assert [problem.file.name for problem in toy.check().problems] == ["hidden-scores.yaml"]


def test_superseded_tool_that_is_still_recommended(toy: Checkout):
    toy.edit("checklists/before-launch.yaml", "      - tool/explain-it", "      - tool/voice-lab")
    toy.assert_problem(
        "checklists/before-launch.yaml",
        "tool/voice-lab",
        "tool/voice-lab wordt nog aangeraden, maar is 'superseded' (neem tool/explain-it)",
        "tool/voice-lab is still recommended, but is 'superseded' (take tool/explain-it)",
        field="questions[0].helps[0]",
        severity="warning",
    )


def test_archived_tool_without_successor_that_is_still_recommended(toy: Checkout):
    toy.edit("checklists/before-launch.yaml", "      - tool/explain-it", "      - tool/voice-lab")
    toy.edit("tools/voice-lab.yaml", "  state: superseded", "  state: archived")
    toy.edit("tools/voice-lab.yaml", "  successor: tool/explain-it\n", "")
    toy.assert_problem(
        "checklists/before-launch.yaml",
        "tool/voice-lab",
        "tool/voice-lab wordt nog aangeraden, maar is 'archived'",
        "tool/voice-lab is still recommended, but is 'archived'",
        severity="warning",
    )


def question(number: int) -> Checked:
    source = Source(url=f"https://toy.test/{number}", supports={"nl": "x"}, seen="2026-11-01")
    letters = "".join(chr(97 + number // 26**power % 26) * 3 for power in range(3))  # differ by three letters or more
    title = f"Wat betekent onderwerp {letters} voor een redactie"
    entry = Question(
        id=f"question/q-{number}",
        title={"nl": title, "en": title[::-1]},
        summary={},
        sources=(source,),
        added="2026-11-01",
        why={},
        answered_by={},
        state="open",
        related=(f"question/q-{number + 1}",),
    )
    return Checked(SourceFile(Path(f"q-{number}.yaml"), {}, {}, {}, []), entry)


def calls_for(many: int) -> int:
    """How many functions run to compare so many entries: a measure of work that is the same on every machine."""
    entries = [question(number) for number in range(many)]
    names = {f"question/q-{number}" for number in range(many + 1)}
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        assert [list(rule(entries, names)) for rule in together.RULES] == [[]] * len(together.RULES)
    finally:
        sys.setprofile(None)
    return calls


def test_comparing_entries_is_linear_work():
    assert calls_for(400) <= 2.1 * calls_for(200)
