"""Changing a file in place: only the lines of what changed differ."""

from __future__ import annotations

import copy
import difflib
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitoolkit.model import KINDS, folder
from kitoolkit.source import parse
from kitoolkit.writing import schema_line
from kitoolkit.writing.editing import edited

from .conftest import ROOT
from .test_writing import NOWHERE, commented, comments_in, entries, values_in

TEXT = """\
# Over dit bestand.

title: {nl: Oud, en: "Old"}   # beide
summary:
    nl:   Een.
    en:   'One.'

# kies er hooguit vijf
requirements:
- requirement/privacy      # zeker
# - requirement/diversity
- requirement/robustness
sources:
  - url: https://a.test/
    title:  A
    # kort houden
    supports: { nl: "Alles." }
    seen: 2026-11-21
  - document: document/declaration-2021
    part:
      nl: H1
      en: Ch 1
    supports:
      nl: |-
        Veel.
        Nog meer.
    seen: 2026-11-21

added: 2026-11-21 # vrijdag
date:    2025
evidence: study
# einde
"""


def changed(**fields: Any) -> str:
    return edited(TEXT, "lesson", values_in(TEXT) | fields)


def diff(result: str, before: str = TEXT) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), result.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def test_nothing_changed_is_the_same_text():
    assert changed() == TEXT


def test_one_value_changes_one_line():
    assert diff(changed(evidence="opinion")) == ["-evidence: study", "+evidence: opinion"]


def test_the_comment_beside_stays():
    assert diff(changed(added="2026-11-22")) == ["-added: 2026-11-21 # vrijdag", '+added: "2026-11-22"  # vrijdag']


def test_one_language_changes_its_lines_only():
    summary = {"nl": "Twee: een langere tekst. " * 6 + "Einde.", "en": "One."}
    assert diff(changed(summary=summary)) == [
        "-    nl:   Een.",
        "+    nl: >-",
        "+      Twee: een langere tekst. Twee: een langere tekst. Twee: een langere tekst. Twee: een langere",
        "+      tekst. Twee: een langere tekst. Twee: een langere tekst. Einde.",
    ]


def test_a_value_between_brackets_is_written_in_lines():
    assert diff(changed(title={"nl": "Nieuw", "en": "Old"})) == [
        '-title: {nl: Oud, en: "Old"}   # beide',
        "+title:  # beide",
        "+  nl: Nieuw",
        "+  en: Old",
    ]


def test_items_come_and_go():
    wanted = ["requirement/transparency", "requirement/robustness", "requirement/wellbeing"]
    assert diff(changed(requirements=wanted)) == [
        "-- requirement/privacy      # zeker",
        "+- requirement/transparency  # zeker",
        "+- requirement/wellbeing",
    ]
    assert diff(changed(requirements=["requirement/robustness"])) == ["-- requirement/privacy      # zeker"]
    first = ["requirement/wellbeing", "requirement/privacy", "requirement/robustness"]
    assert diff(changed(requirements=first)) == ["+- requirement/wellbeing"]


def test_a_field_within_an_item():
    sources = copy.deepcopy(values_in(TEXT)["sources"])
    sources[0]["seen"] = "2026-11-22"
    sources[1]["supports"]["nl"] = "Veel.\nNog veel meer."
    assert diff(changed(sources=sources)) == [
        "-    seen: 2026-11-21",
        '+    seen: "2026-11-22"',
        "-        Nog meer.",
        "+        Nog veel meer.",
    ]


def test_a_field_behind_a_dash():
    sources = copy.deepcopy(values_in(TEXT)["sources"])
    sources[0]["url"] = "https://b.test/"
    assert diff(changed(sources=sources)) == ["-  - url: https://a.test/", "+  - url: https://b.test/"]
    del sources[0]["url"]
    again = changed(sources=sources)
    assert "# kort houden" in again
    assert values_in(again)["sources"] == sources


def test_new_fields_go_to_their_place_in_the_model():
    assert diff(changed(uses=["use/moderation"], not_for={"nl": "Niemand."})) == [
        "+uses:",
        "+  - use/moderation",
        "+not_for:",
        "+  nl: Niemand.",
    ]
    assert "# - requirement/diversity\n- requirement/robustness\nuses:\n" in changed(uses=["use/moderation"])


def test_a_field_is_taken_away():
    values = values_in(TEXT)
    del values["evidence"]
    assert diff(edited(TEXT, "lesson", values)) == ["-evidence: study"]


def test_line_ends_of_another_system_stay():
    text = TEXT.replace("\n", "\r\n")
    result = edited(text, "lesson", values_in(text) | {"evidence": "opinion", "uses": ["use/moderation"]})
    assert result.count("\r\n") == result.count("\n")
    assert diff(result, text) == ["+uses:", "+  - use/moderation", "-evidence: study", "+evidence: opinion"]


def test_a_file_between_brackets_keeps_what_it_says():
    text = "{title: {nl: a}, # x\n evidence: study, date: 2025}"
    result = edited(text, "lesson", values_in(text) | {"evidence": "opinion"})
    assert values_in(result) == {"title": {"nl": "a"}, "evidence": "opinion", "date": 2025}
    assert "# x" in result


@given(commented(), entries, st.data())
def test_whatever_is_changed_is_what_reads_back(file: tuple[str, str], other: tuple[str, Any], data: st.DataObject):
    kind, text = file
    values = values_in(text)
    wanted = values | {key: value for key, value in other[1].items() if data.draw(st.booleans())}
    for key in list(wanted):
        if len(wanted) > 1 and data.draw(st.integers(0, 5)) == 0:
            del wanted[key]
    assert values_in(edited(text, kind, wanted)) == wanted


@given(commented(), st.data())
def test_a_changed_field_loses_no_comment(file: tuple[str, str], data: st.DataObject):
    kind, text = file
    values = values_in(text)
    key = data.draw(st.sampled_from(sorted(values)))
    result = edited(text, kind, values | {key: "nieuw"})
    assert comments_in(text) - comments_in(result) - Counter([schema_line(kind)]) == Counter()


@pytest.mark.parametrize("kind", KINDS)
def test_one_field_of_a_real_entry(kind: str):
    """Whatever the file looks like, changing one line of it changes that line."""
    for file in sorted((ROOT / "catalogue" / folder(kind)).glob("*.yaml"))[:40]:
        text = file.read_text(encoding="utf-8")
        values = values_in(text)
        result = edited(text, kind, values | {"added": "2020-01-01"}, file)
        assert [line.partition(":")[0] for line in diff(result, text)] == ["-added", "+added"], file
        title = values["title"] | {"en": "Another title"}
        assert len(diff(edited(text, kind, values | {"title": title}, file), text)) == 2, file
        assert parse(result, NOWHERE).data == values | {"added": "2020-01-01"}
