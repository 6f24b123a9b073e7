"""The façade: opening, mapping access, what belongs together, gaps."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kitoolkit
from kitoolkit import Catalogue, CatalogueError, UnknownNameError, locations, snapshot
from kitoolkit.model import BASE_IRI, Tool

from .conftest import ROOT, TOY, Checkout


def test_public_names():
    assert kitoolkit.__all__ == dir(kitoolkit) == sorted(kitoolkit.__all__)
    for name in kitoolkit.__all__:
        assert getattr(kitoolkit, name).__name__ == name
        assert getattr(kitoolkit, name).__doc__
    with pytest.raises(AttributeError, match="module 'kitoolkit' has no attribute 'Katalogus'"):
        kitoolkit.Katalogus  # noqa: B018


def test_is_a_mapping(toy_catalogue: Catalogue):
    assert len(toy_catalogue) == len(list(toy_catalogue)) == 10
    assert toy_catalogue["tool/explain-it"].title == {"nl": "Uitlegger", "en": "Explain It"}
    assert "tool/explain-it" in toy_catalogue
    assert "tool/nothing" not in toy_catalogue
    assert toy_catalogue.get("tool/nothing") is None
    assert dict(toy_catalogue.items())["tool/voice-lab"] == toy_catalogue["tool/voice-lab"]
    assert repr(toy_catalogue) == f"<Catalogue: 10 entries, {len(toy_catalogue.vocabulary)} concepts>"


def test_unknown_id_raises_with_the_nearest(toy_catalogue: Catalogue):
    with pytest.raises(UnknownNameError, match=r"^no entry 'tool/explainit'; did you mean 'tool/explain-it'\?$"):
        toy_catalogue["tool/explainit"]
    with pytest.raises(UnknownNameError, match="did you mean 'lesson/hidden-scores'"):
        toy_catalogue["hidden-scores"]
    with pytest.raises(UnknownNameError, match=r"^no kind 'tools'; did you mean 'tool'\?$"):
        toy_catalogue.kind("tools")


def test_kinds(toy_catalogue: Catalogue):
    of_kinds = [
        toy_catalogue.tools,
        toy_catalogue.examples,
        toy_catalogue.lessons,
        toy_catalogue.tradeoffs,
        toy_catalogue.questions,
        toy_catalogue.checklists,
        toy_catalogue.organisations,
    ]
    assert [len(entries) for entries in of_kinds] == [3, 1, 1, 1, 1, 1, 2]
    assert (
        [entry.id for entries in of_kinds for entry in entries]
        == list(toy_catalogue.entries.ids)
        == list(toy_catalogue)
    )


def test_opens_a_checkout_its_entries_or_the_nearest(
    toy: Checkout, toy_catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
):
    assert Catalogue.open(toy.folder) == toy_catalogue
    assert Catalogue.open(str(toy.folder)) == toy_catalogue
    monkeypatch.chdir(toy.file("tools"))
    assert Catalogue.open() == toy_catalogue


def test_opens_the_own_checkout_from_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(locations, "BUNDLED", tmp_path / "none")
    assert Catalogue.open() == Catalogue.open(ROOT)


def test_opens_what_travels_with_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, toy_catalogue: Catalogue):
    content = snapshot.make(toy_catalogue.values(), toy_catalogue.vocabulary)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "snapshot.json").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(locations, "BUNDLED", tmp_path / "data")
    assert Catalogue.open() == toy_catalogue


def test_folder_of_entries_goes_with_the_package_s_ontology(tmp_path: Path):
    entry = (TOY / "catalogue/questions/who-answers.yaml").read_text(encoding="utf-8")
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "x.yaml").write_text(entry, encoding="utf-8")
    catalogue = Catalogue.open(tmp_path)
    assert list(catalogue) == ["question/x"]
    assert catalogue.vocabulary["requirement/transparency"].label["en"] == "Transparency"


def test_no_such_place(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match=r"no folder .*nowhere"):
        Catalogue.open(tmp_path / "nowhere")


def test_faulty_entries_raise_all_problems_in_order(toy: Checkout):
    toy.edit("tools/voice-lab.yaml", "cost: paid", "cost: payed")
    toy.edit("lessons/hidden-scores.yaml", "evidence: evaluation", "evidence: gossip")
    with pytest.raises(CatalogueError) as caught:
        Catalogue.open(toy.folder)
    assert [(problem.file.name, problem.field) for problem in caught.value.problems] == [
        ("hidden-scores.yaml", "evidence"),
        ("voice-lab.yaml", "cost"),
    ]
    assert str(caught.value).startswith("2 problems\n")
    line, column = toy.place_of("lessons/hidden-scores.yaml", "gossip")
    assert f"hidden-scores.yaml:{line}:{column}: error: unknown value 'gossip'" in str(caught.value)


def test_a_changed_entry_is_read_again(toy: Checkout):
    assert Catalogue.open(toy.folder)["tool/voice-lab"].title["en"] == "Voice Lab"
    toy.edit("tools/voice-lab.yaml", "en: Voice Lab", "en: Sound Lab")
    assert Catalogue.open(toy.folder)["tool/voice-lab"].title["en"] == "Sound Lab"


def test_digest_follows_the_content(toy: Checkout, toy_catalogue: Catalogue):
    assert Catalogue.open(toy.folder).digest == toy_catalogue.digest
    toy.edit("tools/voice-lab.yaml", "en: Voice Lab", "en: Sound Lab")
    assert Catalogue.open(toy.folder).digest != toy_catalogue.digest


def test_snapshot_has_the_same_bytes_whatever_the_order(toy_catalogue: Catalogue):
    entries = list(toy_catalogue.values())
    once = snapshot.make(entries, toy_catalogue.vocabulary)
    assert snapshot.make(reversed(entries), toy_catalogue.vocabulary) == once
    assert Catalogue(once) == toy_catalogue
    assert Catalogue(once).vocabulary["use/generative"] == toy_catalogue.vocabulary["use/generative"]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"format": "x"}', b"\xff"])
def test_what_is_no_snapshot(content: bytes):
    with pytest.raises(ValueError, match="this is no snapshot of a catalogue"):
        snapshot.read(content)


def test_snapshot_of_a_newer_library():
    with pytest.raises(ValueError, match=r"its format is 99, this library reads 1\): install a newer kitoolkit"):
        snapshot.read(b'{"format": 99}')


@given(st.text(st.characters(codec="utf-8")))
def test_any_title_survives_the_snapshot(toy_catalogue: Catalogue, title: str):
    tool = msgspec.structs.replace(toy_catalogue["tool/explain-it"], title={"nl": title, "en": title})
    content = snapshot.make([tool], toy_catalogue.vocabulary)
    assert Catalogue(content)["tool/explain-it"] == tool


def test_references_both_ways(toy_catalogue: Catalogue):
    assert toy_catalogue.references("tool/explain-it") == ("organisation/omroep", "lesson/hidden-scores")
    assert toy_catalogue.referring("tool/explain-it") == ("tool/voice-lab", "checklist/before-launch")
    assert toy_catalogue.references("tool/voice-lab") == ("tool/explain-it",)
    assert toy_catalogue.references("organisation/omroep") == ("example/subtitles",)
    with pytest.raises(UnknownNameError):
        toy_catalogue.references("tool/nothing")
    with pytest.raises(UnknownNameError):
        toy_catalogue.referring("tool/nothing")


def test_related_names_come_first_then_what_shares_most(toy_catalogue: Catalogue):
    related = toy_catalogue.related("tool/explain-it").ids
    named = ("checklist/before-launch", "tool/voice-lab", "lesson/hidden-scores", "organisation/omroep")
    assert related[:4] == named  # nearest first: an organisation shares no concept
    assert set(related[4:]) == {
        "tool/diversity-guide",
        "tradeoff/personal-or-shared",
        "example/subtitles",
        "question/who-answers",
    }
    assert "organisation/uitgever" not in related
    assert toy_catalogue.related("tool/explain-it", limit=2).ids == named[:2]
    with pytest.raises(UnknownNameError, match="did you mean 'tool/explain-it'"):
        toy_catalogue.related("tool/explain")


def test_serving_a_concept_or_one_that_is_narrower(toy_catalogue: Catalogue):
    assert toy_catalogue.serving("use/generative").ids == ("tool/voice-lab",)
    assert toy_catalogue.serving("tool-type/guideline").ids == ("tool/diversity-guide",)
    assert toy_catalogue.serving("document/declaration").ids == ()
    with pytest.raises(UnknownNameError):
        toy_catalogue.serving("use/nothing")


def test_gaps(toy_catalogue: Catalogue):
    gaps = toy_catalogue.gaps(rows="requirement", columns="phase", kind="tool")
    assert gaps.rows == ("requirement/transparency", "requirement/diversity", "requirement/privacy")
    assert gaps.columns == ("phase/idea", "phase/design", "phase/testing")
    assert gaps.counts == ((0, 1, 2), (1, 0, 0), (0, 0, 1))
    assert gaps["requirement/transparency", "phase/testing"] == 2
    assert gaps.missing == (
        ("requirement/transparency", "phase/idea"),
        ("requirement/diversity", "phase/design"),
        ("requirement/diversity", "phase/testing"),
        ("requirement/privacy", "phase/idea"),
        ("requirement/privacy", "phase/design"),
    )
    assert gaps.records()[2] == {"row": "requirement/transparency", "column": "phase/testing", "entries": 2}


def test_gaps_count_narrower_concepts(toy_catalogue: Catalogue):
    gaps = toy_catalogue.gaps(rows="use", columns="phase")
    assert gaps["use/generative", "phase/testing"] == gaps["use/synthetic-voice", "phase/testing"] == 1


def test_gaps_with_unknown_names(toy_catalogue: Catalogue):
    with pytest.raises(UnknownNameError, match="no facet with concepts 'fase'; did you mean 'phase'"):
        toy_catalogue.gaps(columns="fase")
    with pytest.raises(UnknownNameError, match="no facet with concepts 'cost'"):
        toy_catalogue.gaps(rows="cost")
    with pytest.raises(UnknownNameError, match="no concept 'phase/tests'; did you mean 'phase/testing'"):
        toy_catalogue.gaps()["requirement/privacy", "phase/tests"]


def test_every_cell_is_what_a_query_finds(toy_catalogue: Catalogue):
    gaps = toy_catalogue.gaps(rows="use", columns="requirement")
    for record in gaps.records():
        found = toy_catalogue.entries.where(use=str(record["row"]), requirement=str(record["column"]))
        assert len(found) == record["entries"]


def test_types(toy_catalogue: Catalogue):
    assert all(isinstance(tool, Tool) for tool in toy_catalogue.tools)
    assert toy_catalogue.tools[0].slug == "diversity-guide"
    assert BASE_IRI == "https://w3id.org/kitoolkit/"
