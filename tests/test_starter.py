"""The conversation starter: which questions, with what, and as which file."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kitoolkit import Catalogue, UnknownNameError, starter
from kitoolkit.model import Checklist, ChecklistQuestion

from .conftest import ROOT
from .test_cli import toy_run


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return Catalogue.open(ROOT)


def asked(catalogue: Catalogue, **choice: object) -> list[str]:
    return [question.slug for question in catalogue.checklist(**choice)]  # type: ignore[arg-type]


def test_all_questions_without_a_choice(toy_catalogue: Catalogue):
    own = [question.slug for checklist in toy_catalogue.checklists for question in checklist.questions]
    assert sorted(asked(toy_catalogue)) == sorted(own)


def test_the_phase_and_the_roles_leave_out(toy_catalogue: Catalogue):
    assert asked(toy_catalogue, phase="phase/design") == ["who-can-stop"]
    assert asked(toy_catalogue, roles=["role/data-scientist"]) == ["whose-data"]
    assert asked(toy_catalogue, roles="role/editor") == ["who-can-stop"]
    assert asked(toy_catalogue, phase="phase/design", roles=["role/data-scientist"]) == []


@pytest.mark.parametrize(
    "choice",
    [{"use": "use/nothing"}, {"phase": "phase/desing"}, {"roles": ["editor"]}, {"worries": ["principle/fairness"]}],
)
def test_an_unknown_name_raises(toy_catalogue: Catalogue, choice: dict[str, object]):
    with pytest.raises(UnknownNameError):
        asked(toy_catalogue, **choice)


def test_grouped_by_requirement_in_its_order(real: Catalogue):
    order = [concept.id for concept in real.vocabulary.scheme("requirement")]
    groups = [question.requirement for question in real.checklist(use="use/recommendation")]
    assert groups == sorted(groups, key=order.index)


def test_what_is_meant_for_the_use_comes_first(real: Catalogue):
    for requirement in real.vocabulary.scheme("requirement"):
        own = [q for q in real.checklist(use="use/search") if q.requirement == requirement.id]
        assert [not q.uses for q in own] == sorted(not q.uses for q in own)


def test_worries_come_first_and_nothing_is_forgotten(real: Catalogue):
    worry = "requirement/wellbeing"
    whole = real.checklist(use="use/generative-text", phase="phase/design")
    worried = real.checklist(use="use/generative-text", phase="phase/design", worries=[worry])
    assert worried[0].requirement == worry
    assert [q for q in worried if q.requirement == worry] == [q for q in whole if q.requirement == worry]
    assert {q.requirement for q in worried} == {q.requirement for q in whole}
    others = [q.requirement for q in worried if q.requirement != worry]
    assert len(others) == len(set(others)) * starter.REMINDERS


def test_a_use_takes_questions_of_broader_and_narrower_ones(real: Catalogue):
    for question in real.checklist(use="use/generative-text"):
        assert not question.uses or {"use/generative", "use/generative-text"} & set(question.uses)
    broad = {use for question in real.checklist(use="use/generative") for use in question.uses}
    assert {"use/generative-text", "use/generative-image"} <= broad


def test_every_use_and_phase_has_questions(real: Catalogue):
    for use in real.vocabulary.scheme("use"):
        for phase in real.vocabulary.scheme("phase"):
            assert real.checklist(use=use.id, phase=phase.id), (use.id, phase.id)


def test_what_helps_exists_is_of_its_kind_and_is_few(real: Catalogue):
    kinds = {
        "tools": "tool",
        "others": "example",
        "went_wrong": "lesson",
        "trade_offs": "tradeoff",
        "open_questions": "question",
    }
    named = {one.slug: one for entry in real.values() if isinstance(entry, Checklist) for one in entry.questions}
    for question in real.checklist(use="use/speech-and-subtitling"):
        helps = named[question.slug].helps
        for field, kind in kinds.items():
            ids = getattr(question, field)
            authored = [one for one in helps if one.startswith(f"{kind}/")]
            assert list(ids[: len(authored)]) == authored, "what the authors named comes first"
            assert len(ids) <= max(starter.MOST[kind], len(authored))
            for one in ids[len(authored) :]:
                entry = real[one]
                assert entry.kind == kind
                assert question.requirement in entry.requirements
                assert not entry.uses or "use/speech-and-subtitling" in entry.uses


def test_the_digest_changes_with_the_texts(toy_catalogue: Catalogue):
    [(_, question), *_] = starter.all_questions(toy_catalogue.values())
    same = ChecklistQuestion(**{name: getattr(question, name) for name in question.__struct_fields__})
    assert starter.digest(same) == starter.digest(question)
    same.why = {**same.why, "en": "Another reason."}
    assert starter.digest(same) != starter.digest(question)
    same.why, same.roles = question.why, ("role/lawyer",)
    assert starter.digest(same) == starter.digest(question)


# Files


def test_markdown_has_the_questions_and_room(toy_catalogue: Catalogue):
    text = toy_run("checklist", "--phase", "phase/design", "--lang", "nl").stdout
    assert text.startswith("# Gespreksstarter")
    assert "Geen lijst is volledig" in text
    assert "### 1. Wie kan het stopzetten?" in text
    assert "Wiens gegevens" not in text
    assert "(`tool/explain-it`)" in text
    assert text.count("**Antwoord:**") == 1


def test_json_by_the_ending_of_the_file(tmp_path: Path, toy_catalogue: Catalogue):
    file = tmp_path / "questions.json"
    done = toy_run("checklist", "--role", "role/editor", "--lang", "en", "-o", str(file))
    assert done.exit_code == 0
    assert done.stdout == ""
    written = json.loads(file.read_text(encoding="utf-8"))
    assert written["format"] == "kitoolkit-conversation"
    assert written["choice"] == {"use": [], "phase": [], "roles": ["role/editor"], "worries": []}
    [question] = written["questions"]
    assert question["slug"] == "who-can-stop"
    assert question["question"] == "Who can stop it?"
    assert question["digest"] == toy_catalogue.checklist(roles=["role/editor"])[0].digest
    assert (question["answer"], question["who"], question["by"]) == ("", "", "")


def test_csv_is_one_row_per_question():
    rows = list(csv.DictReader(io.StringIO(toy_run("checklist", "--format", "csv", "--lang", "en").stdout)))
    assert {row["Question"] for row in rows} == {"Who can stop it?", "Whose data are they?"}
    assert list(rows[0])[-3:] == ["Answer", "Who", "By when"]


def test_a_wrong_name_is_wrong_use():
    done = toy_run("checklist", "--use", "use/recommendatoin")
    assert done.exit_code == 2
    assert "use/recommendation" in done.stderr
