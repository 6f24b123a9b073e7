"""Drafts: entries that are being written, from Python."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitoolkit import Catalogue, CatalogueError, Draft, UnknownNameError
from kitoolkit.forge.github import GitHub
from kitoolkit.model import SLUG
from kitoolkit.source import parse
from kitoolkit.writing.slug import slug_of

from .conftest import TODAY, Checkout
from .test_editing import diff
from .test_new import LESSON
from .test_writing import NOWHERE, texts


def lesson(toy: Checkout, **more: Any) -> Draft:
    return Catalogue.open(toy.folder).draft("lesson", **{**LESSON, "added": "2026-11-01"} | more)


# New entries


def test_a_new_entry_is_named_after_its_english_title_and_saved(toy: Checkout):
    draft = lesson(toy)
    assert (draft.id, draft.path) == (
        "lesson/have-regional-speech-checked",
        "catalogue/lessons/have-regional-speech-checked.yaml",
    )
    assert [problem.severity for problem in draft.problems(TODAY)] == ["warning"] * 5
    file = draft.save()
    assert file == toy.file("lessons/have-regional-speech-checked.yaml")
    assert file.read_text(encoding="utf-8") == draft.text
    assert toy.check().errors == []
    assert Catalogue.open(toy.folder)["lesson/have-regional-speech-checked"].title == LESSON["title"]


def test_the_problems_are_those_of_the_check(toy: Checkout):
    """The same file on disk gives the same problems: form, sense, references and doubles."""
    cases: list[dict[str, Any]] = [
        {"date": "2025-13"},
        {"related": ["tool/nowhere", "lesson/hidden-scores"]},
        {"title": {"nl": "Verborgen scores", "en": "Zzz something else"}},
        {"evidence": "gossip", "summary": {"nl": "a"}},
    ]
    for case in cases:
        draft = lesson(toy, slug="zzz", **case)
        toy.write("lessons/zzz.yaml", draft.text)
        on_disk = [problem for problem in toy.check().problems if problem.file == draft.file]
        assert draft.problems(TODAY) == on_disk, case
        assert on_disk
        draft.file.unlink()


def test_a_name_that_is_taken_gets_a_number_or_is_refused(toy: Checkout):
    taken = lesson(toy)
    taken.save()
    draft = lesson(toy)
    assert draft.slug == "have-regional-speech-checked-2"
    same = lesson(toy, slug=taken.slug, title={"nl": "Heel iets anders", "en": "Quite another thing"})
    with pytest.raises(FileExistsError, match="is another entry"):
        same.save()
    assert toy.read("lessons/have-regional-speech-checked.yaml") == taken.text


def test_with_errors_nothing_is_saved(toy: Checkout):
    draft = lesson(toy, evidence="gossip")
    with pytest.raises(CatalogueError, match="unknown value 'gossip'"):
        draft.save()
    assert not draft.file.exists()
    draft["evidence"] = "opinion"
    assert draft.save().is_file()


def test_a_catalogue_without_files_gives_a_text_and_no_file(toy: Checkout):
    draft = Catalogue(Catalogue.open(toy.folder).snapshot).draft("lesson", **LESSON)
    assert draft.file == Path(draft.path)
    assert "happened:" in draft.text
    with pytest.raises(FileNotFoundError, match="open a checkout"):
        draft.save()


def test_an_entry_without_its_file_is_not_sent_over_that_file(toy: Checkout):
    """Its comments, and what is in the file only, would be lost."""
    forge = GitHub("owner/name", api="https://127.0.0.1:1", token="x")
    draft = Catalogue(Catalogue.open(toy.folder).snapshot).draft("lesson/hidden-scores", evidence="study")
    with pytest.raises(FileExistsError, match="lesson/hidden-scores has a file that is not here: open a checkout"):
        draft.submit(forge)


def test_fields_come_and_go(toy: Checkout):
    draft = lesson(toy)
    draft["title"]["nl"] = "Anders"
    draft["uses"] = ("use/recommendation",)
    assert "  nl: Anders\n" in draft.text
    assert "uses:\n  - use/recommendation\n" in draft.text
    draft["uses"] = None
    del draft["not_for"]
    assert "uses" not in draft
    assert "not_for" not in draft.text
    assert set(draft) == set(draft.values)


@pytest.mark.parametrize(
    ("name", "fields", "message"),
    [
        ("leson", {}, "did you mean 'lesson'"),
        ("lesson/hiden-scores", {}, "did you mean 'lesson/hidden-scores'"),
        ("lesson", {"titel": {}}, "did you mean 'title'"),
        ("lesson/hidden-scores", {"homepage": "x"}, "no field of a lesson"),
    ],
)
def test_unknown_names(toy: Checkout, name: str, fields: dict[str, Any], message: str):
    with pytest.raises(UnknownNameError, match=message):
        Catalogue.open(toy.folder).draft(name, **fields)


def test_a_slug_must_be_an_address(toy: Checkout):
    with pytest.raises(ValueError, match="cannot become an address"):
        lesson(toy, slug="../evil")


@given(st.text(max_size=200))
def test_every_title_makes_an_address_or_none(title: str):
    slug = slug_of(title)
    assert slug == "" or re.fullmatch(SLUG, slug)
    assert len(slug) <= 60


# Entries that exist


def test_opened_and_saved_without_a_change_nothing_changes(toy: Checkout):
    catalogue = Catalogue.open(toy.folder)
    before = {entry_id: catalogue.draft(entry_id).file.read_bytes() for entry_id in catalogue}
    for entry_id in catalogue:
        assert catalogue.draft(entry_id).text.encode() == before[entry_id]


def test_one_field_changed_is_one_line_changed(toy: Checkout):
    before = toy.read("lessons/hidden-scores.yaml")
    draft = Catalogue.open(toy.folder).draft("lesson/hidden-scores")
    draft["evidence"] = "study"
    draft.save()
    assert diff(toy.read("lessons/hidden-scores.yaml"), before) == ["-evidence: evaluation", "+evidence: study"]
    draft["title"]["en"] = "Hidden ranks"
    draft.save()
    assert Catalogue.open(toy.folder)["lesson/hidden-scores"].title["en"] == "Hidden ranks"


def test_bytes_that_are_not_ours_stay(toy: Checkout):
    text = toy.read("lessons/hidden-scores.yaml").replace("\n", "\r\n") + "# einde"
    toy.file("lessons/hidden-scores.yaml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    draft = Catalogue.open(toy.folder).draft("lesson/hidden-scores", evidence="study")
    draft.save()
    wanted = text.replace("evidence: evaluation", "evidence: study")
    assert toy.file("lessons/hidden-scores.yaml").read_bytes() == b"\xef\xbb\xbf" + wanted.encode()


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(toy: Checkout):
    draft = Catalogue.open(toy.folder).draft("lesson/hidden-scores", evidence="study")
    theirs = toy.edit("lessons/hidden-scores.yaml", "Verborgen scores", "Wat niemand zag")
    with pytest.raises(FileExistsError, match="was changed since"):
        draft.save()
    assert toy.read("lessons/hidden-scores.yaml") == theirs


def test_a_broken_file_says_where(toy: Checkout):
    catalogue = Catalogue.open(toy.folder)
    toy.write("lessons/hidden-scores.yaml", "title: [\n")
    with pytest.raises(CatalogueError, match=r"hidden-scores\.yaml:2:1"):
        catalogue.draft("lesson/hidden-scores")


@given(texts)
def test_every_text_comes_back_equal(text: str):
    toy = Path(__file__).parent / "toy"
    draft = Catalogue.open(toy).draft("tool/explain-it")
    draft["publisher"] = text
    draft["summary"]["nl"] = text
    found = parse(draft.text, NOWHERE)
    assert found.problems == []
    assert found.data == draft.values


# Sending


def test_a_draft_is_what_a_forge_takes(toy: Checkout):
    """Without a network: the forge gets the draft, what the check says of it, and the concepts."""
    sent: list[Any] = []

    class Taking:
        def submit(self, entries: Any, report: Any = None, *, vocabulary: Any = None, overwrite: bool = False) -> str:
            sent.extend([*entries, report, vocabulary])
            return "done"

    draft = lesson(toy)
    assert draft.submit(Taking()) == "done"  # type: ignore[arg-type, comparison-overlap]
    assert sent[0] is draft
    assert [problem.severity for problem in sent[1].problems] == ["warning"] * 5
    assert (draft.id, draft.title) == ("lesson/have-regional-speech-checked", LESSON["title"])
    from kitoolkit.forge.proposing import propose

    [file] = propose([draft], sent[1], sent[2]).files
    assert (file.path, file.text) == (draft.path, draft.text)
