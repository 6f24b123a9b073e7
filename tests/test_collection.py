"""Choosing among entries."""

from __future__ import annotations

import re
from contextlib import nullcontext

import msgspec
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitoolkit import Catalogue, Collection, UnknownNameError
from kitoolkit.collection import FACETS, SCHEMES, facet_of_scheme

EXPLAIN, VOICE, GUIDE = "tool/explain-it", "tool/voice-lab", "tool/diversity-guide"


@pytest.mark.parametrize(
    ("facets", "expected"),
    [
        ({}, {EXPLAIN, VOICE, GUIDE}),
        ({"requirement": "requirement/transparency"}, {EXPLAIN, VOICE}),
        ({"requirement": ["requirement/diversity", "requirement/privacy"]}, {VOICE, GUIDE}),
        ({"requirement": "requirement/transparency", "phase": "phase/design"}, {EXPLAIN}),
        ({"requirement": "requirement/privacy", "phase": "phase/design"}, set()),
        (
            {"requirement": ["requirement/transparency", "requirement/diversity"], "use": "use/recommendation"},
            {EXPLAIN, GUIDE},
        ),
        ({"use": "use/generative"}, {VOICE}),
        ({"use": "use/synthetic-voice"}, {VOICE}),
        ({"type": "tool-type/software"}, {EXPLAIN, VOICE}),
        ({"principle": "principle/fairness"}, {EXPLAIN}),
        ({"role": "role/editor"}, {EXPLAIN}),
        ({"organisation": "organisation/omroep"}, {EXPLAIN}),
        ({"cost": "paid"}, {VOICE}),
        ({"language": "nl"}, {EXPLAIN}),
        ({"state": "superseded"}, {VOICE}),
        ({"kind": "tool"}, {EXPLAIN, VOICE, GUIDE}),
        ({"kind": "lesson"}, set()),
        ({"requirement": []}, set()),
    ],
)
def test_values_of_a_facet_combine_by_or_and_facets_by_and(
    toy_catalogue: Catalogue, facets: dict[str, object], expected: set[str]
):
    assert set(toy_catalogue.tools.where(**facets).ids) == expected  # type: ignore[arg-type]


def test_facets_of_other_kinds(toy_catalogue: Catalogue):
    entries = toy_catalogue.entries
    assert entries.where(evidence="evaluation").ids == ("lesson/hidden-scores",)
    assert entries.where(state="open").ids == ("question/who-answers",)
    assert entries.where(type="publisher").ids == ("organisation/uitgever",)
    assert entries.where(type=["publisher", "tool-type/guideline"]).ids == (GUIDE, "organisation/uitgever")


def test_a_checklist_has_the_values_of_its_questions(toy_catalogue: Catalogue):
    lists = toy_catalogue.checklists
    assert lists.where(requirement="requirement/privacy", phase="phase/idea", role="role/data-scientist")
    assert not lists.where(requirement="requirement/diversity")


def test_choosing_in_steps_is_choosing_at_once(toy_catalogue: Catalogue):
    at_once = toy_catalogue.tools.where(requirement="requirement/transparency", phase="phase/testing")
    assert toy_catalogue.tools.where(requirement="requirement/transparency").where(phase="phase/testing") == at_once


def test_unknown_facet_raises_with_the_nearest(toy_catalogue: Catalogue):
    with pytest.raises(UnknownNameError, match="no facet 'requirment'; did you mean 'requirement'"):
        toy_catalogue.tools.where(requirment="requirement/privacy")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("facet", "value", "nearest"),
    [
        ("requirement", "requirement/privcy", "requirement/privacy"),
        ("requirement", "privacy", "requirement/privacy"),
        ("phase", "requirement/privacy", ""),
        ("type", "tool-type/sofware", "tool-type/software"),
        ("type", "software", "tool-type/software"),
        ("cost", "fre", "free"),
        ("kind", "tols", "tool"),
        ("state", "aktive", "active"),
        ("organisation", "organisation/omrop", "organisation/omroep"),
        ("language", "zz", ""),
    ],
)
def test_unknown_value_raises_with_the_nearest(toy_catalogue: Catalogue, facet: str, value: str, nearest: str):
    with pytest.raises(UnknownNameError) as caught:
        toy_catalogue.entries.where(**{facet: value})  # type: ignore[arg-type]
    assert (caught.value.name, caught.value.nearest) == (value, nearest)


@pytest.mark.parametrize(
    ("facet", "value"),
    [("organisation", "organisation/uitgever"), ("cost", "members"), ("language", "nl"), ("state", "archived")],
)
def test_a_value_that_exists_but_that_none_of_these_has_is_no_mistake(toy_catalogue: Catalogue, facet: str, value: str):
    few = toy_catalogue.tools.where(phase="phase/idea")
    assert few.where(**{facet: value}).ids == ()  # type: ignore[arg-type]
    assert few[:0].where(**{facet: value}).ids == ()  # type: ignore[arg-type]


def test_is_a_sequence(toy_catalogue: Catalogue):
    tools = toy_catalogue.tools
    assert len(tools) == 3
    assert tools[0].id == GUIDE
    assert tools[-1] is tools[2]
    assert [tool.id for tool in reversed(tools)] == list(reversed(tools.ids))
    assert tools.index(tools[1]) == 1
    assert tools[1] in tools
    assert toy_catalogue["lesson/hidden-scores"] not in list(tools)
    with pytest.raises(IndexError):
        tools[3]


def test_slices_are_collections(toy_catalogue: Catalogue):
    tools = toy_catalogue.tools
    assert isinstance(tools[:2], Collection)
    assert tools[:2].ids == tools.ids[:2]
    assert tools[::-1].ids == tools.ids[::-1]
    assert tools[:2].where(type="tool-type/guideline").ids == (GUIDE,)


def test_equality_and_hash(toy_catalogue: Catalogue):
    tools = toy_catalogue.tools
    assert tools == toy_catalogue.kind("tool")
    assert hash(tools) == hash(toy_catalogue.kind("tool"))
    assert tools != tools[:2]
    assert tools != list(tools)


def test_short_repr(toy_catalogue: Catalogue):
    assert repr(toy_catalogue.tools) == f"<3 entries: {GUIDE}, {EXPLAIN}, {VOICE}>"
    assert repr(toy_catalogue.entries).endswith(", …>")
    assert len(repr(toy_catalogue.entries)) < 200
    assert repr(toy_catalogue.tools[:0]) == "<0 entries>"


def test_html_table_escapes(toy_catalogue: Catalogue):
    tool = msgspec.structs.replace(toy_catalogue[EXPLAIN], title={"nl": "<script>alert(1)</script>", "en": '"A" & B'})
    table = Collection([tool], toy_catalogue.vocabulary)._repr_html_()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in table
    assert "&quot;A&quot; &amp; B" in table
    assert "<script" not in table


def test_html_table_of_many_says_how_many(toy_catalogue: Catalogue):
    many = Collection(list(toy_catalogue.tools) * 20, toy_catalogue.vocabulary)
    table = many._repr_html_()
    assert "<caption>50 of 60</caption>" in table
    assert table.count("<tr>") == 51


def test_goes_to_pandas(toy_catalogue: Catalogue):
    frame = pd.DataFrame(toy_catalogue.tools.records())
    assert list(frame["id"]) == list(toy_catalogue.tools.ids)
    assert frame.set_index("id").loc[EXPLAIN, "title_nl"] == "Uitlegger"
    assert frame.set_index("id").loc[EXPLAIN, "phases"] == ["phase/design", "phase/testing"]
    assert len(pd.DataFrame(toy_catalogue.entries.records())) == len(toy_catalogue)


def test_records_in_one_language(toy_catalogue: Catalogue):
    [record] = toy_catalogue.tools.where(role="role/editor").records("nl")
    assert record["title"] == "Uitlegger"
    assert "title_nl" not in record
    assert record["status"] == {"state": "active", "seen": "2026-11-01"}
    assert record["limits"] == [{"nl": "Werkt niet voor video.", "en": "Does not work for video."}]


def test_counts(toy_catalogue: Catalogue):
    assert toy_catalogue.tools.counts("requirement") == {
        "requirement/transparency": 2, "requirement/diversity": 1, "requirement/privacy": 1,
    }  # fmt: skip
    assert list(toy_catalogue.tools.counts("phase")) == ["phase/idea", "phase/design", "phase/testing"]
    assert toy_catalogue.tools.counts("cost") == {"free": 2, "paid": 1}
    with pytest.raises(UnknownNameError, match="no facet 'costs'; did you mean 'cost'"):
        toy_catalogue.tools.counts("costs")


@pytest.mark.parametrize("facet", list(FACETS))
def test_every_counted_value_finds_that_many(toy_catalogue: Catalogue, facet: str):
    """A broader concept finds more than it is counted, never less."""
    entries = toy_catalogue.entries
    for value, count in entries.counts(facet).items():
        found = len(entries.where(**{facet: value}))  # type: ignore[arg-type]
        assert found == count or (found > count and len(toy_catalogue.vocabulary.with_narrower(value)) > 1)


def test_every_scheme_of_a_facet_leads_back_to_it():
    assert {facet_of_scheme(scheme): facet for facet, scheme in SCHEMES.items()} == {facet: facet for facet in SCHEMES}
    assert facet_of_scheme("document") is None


@given(st.sampled_from(["kind", "requirement", "type", "cost", "organisation", "language"]), st.text(max_size=30))
def test_any_value_is_found_or_refused(toy_catalogue: Catalogue, facet: str, value: str):
    exists = value in toy_catalogue.vocabulary or any(value in FACETS[facet](entry) for entry in toy_catalogue.values())
    with nullcontext() if exists else pytest.raises(UnknownNameError, match=re.escape(repr(value))):
        toy_catalogue.entries.where(**{facet: value})  # type: ignore[arg-type]
