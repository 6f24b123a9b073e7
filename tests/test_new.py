"""`kitoolkit new`: on a real terminal, and with fields from a file or from flags."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from kitoolkit import Catalogue
from kitoolkit.cli import main
from kitoolkit.contribute.draft import Draft, Surroundings
from kitoolkit.contribute.filling import FillingError, assign, read_values
from kitoolkit.contribute.offering import offered
from kitoolkit.contribute.question import Question
from kitoolkit.contribute.questionnaire import Questionnaire
from kitoolkit.model import KINDS
from kitoolkit.problem import CatalogueError

from .conftest import Checkout
from .terminal import Terminal
from .test_writing import NOWHERE, texts

DUTCH = {"LANG": "nl_NL.UTF-8"}
LESSON = {
    "title": {"nl": "Laat streektaal nakijken", "en": "Have regional speech checked"},
    "summary": {"nl": "Ondertitels van streektaal.", "en": "Subtitles of regional speech."},
    "happened": {"nl": "Het ging mis: #1."},
    "learned": {"nl": "Kijk mee."},
    "action": {"nl": "Vraag drie sprekers."},
    "evidence": "experience",
    "date": "2025-10",
    "not_for": {"nl": "Niet voor live."},
    "sources": [{"url": "https://toy.test/streek", "supports": {"nl": "Het verslag."}, "seen": "2025-11-01"}],
}


def new(toy: Checkout, *arguments: str, text: str | None = None, **environment: str) -> Result:
    command = ["new", *arguments, "--catalogue", str(toy.folder)]
    return CliRunner(env=environment).invoke(main, command, input=text, catch_exceptions=False, prog_name="kitoolkit")


def around(toy: Checkout) -> Surroundings:
    catalogue = Catalogue.open(toy.folder)
    return Surroundings(catalogue, catalogue.vocabulary, catalogue.folder)


# On a terminal


def answer(terminal: Terminal, talk: list[tuple[str, list[str]]]) -> str:
    """Answer each question, which must be the one that is expected."""
    return answer_from(terminal, terminal.read(), talk)


def answer_from(terminal: Terminal, shown: str, talk: list[tuple[str, list[str]]]) -> str:
    """The same, where the first question is shown already."""
    for expected, lines in talk:
        assert expected in shown.strip().splitlines()[0] or expected in shown, f"{expected!r} was not asked: {shown}"
        for line in lines:
            shown = terminal.type(line)
    return shown


BEFORE_SOURCES: list[tuple[str, list[str]]] = [
    ("Titel (in het Nederlands", ["Verborgen score"]),
    ("bijna dezelfde titel als lesson/hidden-scores", ["Laat streektaal nakijken"]),
    ("Titel (in het Engels", ["Have regional speech checked"]),
    ("Een of twee zinnen", ["Ondertitels van", "streektaal.", ""]),
    ("(in het Engels", ["Subtitles of regional speech.", ""]),
    ("Wat er gebeurde", ["Het ging mis: #1.", ""]),
    ("Wat eruit is geleerd", ["", "Kijk mee.", ""]),
    ("Wat je morgen kunt doen", ["Vraag drie sprekers.", ""]),
    ("Sterkte van het bewijs", ["ervaring"]),
    ("Wanneer het gebeurde", ["2025-13", "2025-10"]),
    ("Voor wie of wat dit niet geldt", ["Niet voor live.", ""]),
    ("Vereisten", ["diversiteid", "1", ""]),
    ("Fasen", ["2", ""]),
]
REST: list[tuple[str, list[str]]] = [
    ("Toepassingen", [""]),
    ("Voor wie dit is", ["boom", "data", ""]),
    ("Betrokken organisaties", ["omr", ""]),
    ("Bron 1: Adres", ["", "", "htp:/x", "https://toy.test/streek"]),
    ("Bron 1: Titel", [""]),
    ("Bron 1: Wat deze bron laat zien", ["Het verslag.", ""]),
    ("Bron 1: Dag", [""]),
    ("Nog een bron", ["n"]),
    ("andere taal", ["n"]),
]


def test_a_lesson_in_dutch_on_a_terminal(toy: Checkout):
    with Terminal("new", "lesson", folder=toy.folder, environment=DUTCH) as terminal:
        shown = answer(terminal, BEFORE_SOURCES + REST)
        assert terminal.status() == 0, shown
    assert "'2025-13' staat niet op de kalender" in terminal.shown
    assert "'htp:/x' is geen webadres" in terminal.shown
    assert "niets gevonden voor 'boom'" in terminal.shown
    assert "kitoolkit submit catalogue/lessons/have-regional-speech-checked.yaml" in shown
    text = toy.read("lessons/have-regional-speech-checked.yaml")
    assert text.startswith("# yaml-language-server: $schema=../../ontology/schemas/lesson.schema.json\n")
    assert "# Wat er gebeurde / What happened\nhappened:\n  nl: >-\n    Het ging mis: #1.\n" in text
    entry = Catalogue.open(toy.folder)["lesson/have-regional-speech-checked"]
    assert entry.summary["nl"] == "Ondertitels van streektaal."
    assert (entry.requirements, entry.phases, entry.roles) == (
        ("requirement/diversity", "requirement/transparency"),
        ("phase/design",),
        ("role/data-scientist",),
    )
    assert entry.organisations == ("organisation/omroep",)
    assert list(toy.folder.glob("*.draft.yaml")) == []


def test_what_was_typed_survives_an_interruption(toy: Checkout):
    with Terminal("new", "lesson", folder=toy.catalogue / "lessons", environment=DUTCH) as terminal:
        answer(terminal, BEFORE_SOURCES[:6])
        terminal.type("Wat al getypt was")
        shown = terminal.interrupt()
        assert terminal.status() == 1
    [kept] = toy.folder.glob("*.draft.yaml")
    assert f"kitoolkit new --resume {kept}" in shown
    assert "nog niet af" in shown
    assert "Wat al getypt was" in kept.read_text(encoding="utf-8")
    assert toy.check().errors == []

    with Terminal("new", "--resume", str(kept), folder=toy.folder, environment=DUTCH) as again:
        shown = answer(again, [*BEFORE_SOURCES[7:], *REST])
        assert again.status() == 0, shown
    assert "Titel (in het" not in again.shown
    entry = Catalogue.open(toy.folder)["lesson/have-regional-speech-checked"]
    assert (entry.title["nl"], entry.learned) == ("Laat streektaal nakijken", {"nl": "Wat al getypt was"})  # type: ignore[attr-defined]
    assert list(toy.folder.glob("*.draft.yaml")) == []


def test_one_goes_back_to_change_an_answer(toy: Checkout):
    with Terminal("new", "lesson", folder=toy.folder, environment=DUTCH) as terminal:
        shown = terminal.read()
        assert "Met < ga je een vraag terug." in shown
        assert "dit is de eerste vraag" in terminal.type("<")
        talk: list[tuple[str, list[str]]] = [
            ("Titel (in het Nederlands", ["Laat streektaal nakijken"]),
            ("Titel (in het Engels", ["Have regional speech chekced"]),
            ("Een of twee zinnen", ["Een regel die niet goed is", "<"]),
            ("je antwoordde: Have regional speech chekced", ["Have regional speech checked"]),
        ]
        for expected, lines in talk:
            assert expected in terminal.shown
            for line in lines:
                shown = terminal.type(line)
        shown = answer_from(terminal, shown, [*BEFORE_SOURCES[3:12], ("Fasen", ["<"])])
        assert "je antwoordde: requirement/diversity" in shown
        shown = answer_from(
            terminal, shown, [("Vereisten", ["diversiteid", "1", ""]), ("Fasen", ["2", ""]), *REST[:-1]]
        )
        shown = answer_from(terminal, shown, [("andere taal", ["<"]), ("Nog een bron", ["n"]), REST[-1]])
        assert terminal.status() == 0, shown
    entry = Catalogue.open(toy.folder)["lesson/have-regional-speech-checked"]
    assert entry.title["en"] == "Have regional speech checked"
    assert (entry.summary["nl"], entry.phases) == ("Ondertitels van streektaal.", ("phase/design",))
    assert list(toy.folder.glob("*.draft.yaml")) == []


# The questions


def drive(questionnaire: Questionnaire, answers: dict[str, Any]) -> list[Question]:
    """Answer every question from a table by the field's name; what is not in it is skipped."""
    asked = []
    while question := questionnaire.next_question():
        asked.append(question)
        assert len(asked) < 200, "the questions never end"
        if question.form == "yes":
            known = questionnaire.draft.values.get(str(question.path[0]) if question.path else "", [])
            wanted = answers.get(f"{question.path[0]}#", 1) if question.path else 0
            said: Any = "yes" if len(known) < wanted else "no"
        else:
            said = said_to(question, answers)
        problems = questionnaire.answer(question, said)
        assert not problems, (question.path, [problem.as_text("en") for problem in problems])
    return asked


def said_to(question: Question, answers: dict[str, Any]) -> Any:
    name = next(str(part) for part in reversed(question.path) if isinstance(part, str) and part not in {"nl", "en"})
    if name in answers:
        said = answers[name]
        return said(question) if callable(said) else said
    if not question.required or question.default:
        return ""
    if question.options:
        return [next(iter(question.options))]
    if question.form == "lines":
        return ["Een grens"]
    shapes = {"url": f"https://toy.test/{name}", "country": "NL", "slug": "naam", "partial-date": "2025"}
    shape = question.field.info.shape if question.field else "plain"
    return shapes.get(shape, f"Iets eigens over {name} {question.path} {question.language}"[: question.longest or 90])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_answers_make_a_sound_entry_of_every_kind(toy: Checkout, kind: str, language: Any):
    place = around(toy)
    draft = Draft.new(kind, place)
    many = {
        "requirements": ["requirement/transparency", "requirement/diversity"],
        "organisations": ["organisation/omroep"],
        "url": "https://toy.test/bron",
        "licence": "",
        "questions#": 2,
    }
    asked = drive(Questionnaire(draft, place, language), many)
    assert [problem.as_text("en") for problem in draft.problems() if problem.severity == "error"] == []
    assert len(asked) < 45
    draft.save()
    assert draft.id in Catalogue.open(toy.folder)


def test_a_state_that_needs_a_note_asks_for_it(toy: Checkout):
    place = around(toy)
    draft = Draft.new("tool", place)
    asked = drive(Questionnaire(draft, place, "nl"), {"state": ["superseded"], "successor": ["tool/explain-it"]})
    paths = [question.path for question in asked]
    assert (
        paths.index(("status", "state")) < paths.index(("status", "successor")) < paths.index(("status", "note", "nl"))
    )
    assert draft["status"]["successor"] == "tool/explain-it"


def test_a_source_without_address_is_part_of_a_document(toy: Checkout):
    place = around(toy)
    draft = Draft.new("question", place)
    answers = {"url": "", "document": ["document/declaration"], "part": lambda question: f"H1 {question.language}"}
    drive(Questionnaire(draft, place, "en"), answers)
    assert draft["sources"][0]["part"] == {"nl": "H1 nl", "en": "H1 en"}


def test_neither_address_nor_document_is_asked_again(toy: Checkout):
    place = around(toy)
    questionnaire = Questionnaire(Draft.new("question", place, sources=[{}]), place, "nl")
    seen = []
    while (question := questionnaire.next_question()) and len(seen) < 60:
        seen.append(question.path[-1])
        questionnaire.answer(question, said_to(question, {"url": "", "document": ""}))
    assert seen.count("url") > 1


def test_translations_are_asked_for_who_wants_them(toy: Checkout):
    place = around(toy)
    values = {**LESSON, "related": []}
    questionnaire = Questionnaire(Draft.new("lesson", place, **values), place, "nl")
    asked = []
    while question := questionnaire.next_question():
        yes = question.form == "yes" and not question.path
        questionnaire.answer(question, "yes" if yes else "An English text." if question.language == "en" else "")
        asked.append(question.path)
    assert ("happened", "en") in asked
    assert ("sources", 0, "supports", "en") in asked
    assert questionnaire.draft["sources"][0]["supports"]["en"] == "An English text."


@pytest.mark.parametrize("kind", KINDS)
def test_back_is_as_if_nothing_was_answered(toy: Checkout, kind: str):
    """At each question: answer it, take that back, and the same question is asked in the same state."""
    place = around(toy)
    questionnaire = Questionnaire(Draft.new(kind, place), place, "nl")
    assert questionnaire.back() is None
    count = 0
    answers = {"requirements": ["requirement/transparency", "requirement/diversity"], "licence": ""}
    answers |= {"organisations": ["organisation/omroep"], "url": "https://toy.test/bron"}
    while question := questionnaire.next_question():
        count += 1
        assert count < 100
        before = json.dumps(questionnaire.draft.values)
        said = "no" if question.form == "yes" else said_to(question, answers)
        for again in (True, False):
            assert questionnaire.answer(question, said) == []
            if again:
                assert questionnaire.back() is not None
                assert json.dumps(questionnaire.draft.values) == before
                assert questionnaire.next_question() == question
    while questionnaire.back():
        count -= 1
    assert count == 0
    assert set(questionnaire.draft.values) <= {"added"}


@pytest.mark.parametrize(
    ("path", "said", "message"),
    [
        (("title", "nl"), "x" * 91, "at most 90 fit"),
        (("date",), "gisteren", "is no year, month or day"),
        (("sources", 0, "seen"), "2099-01-01", "lies in the future"),
        (("organisations",), ["organisation/nowhere"], "does not exist"),
        (("summary", "en"), "…", "not filled in yet"),
    ],
)
def test_a_wrong_answer_is_told_at_once_and_not_kept(toy: Checkout, path: Any, said: Any, message: str):
    place = around(toy)
    draft = Draft.new("lesson", place)
    questionnaire = Questionnaire(draft, place, "nl")
    while (question := questionnaire.next_question()) and question.path != path:
        assert questionnaire.answer(question, "no" if question.form == "yes" else said_to(question, {})) == []
    assert question is not None
    before = json.dumps(draft.values)
    [problem] = questionnaire.answer(question, said)
    assert message in problem.as_text("en")
    assert json.dumps(draft.values) == before


def test_likely_doubles_are_named(toy: Checkout):
    place = around(toy)
    draft = Draft.new("tool", place, title={"nl": "Uitlegger", "en": "XPL"}, homepage="http://www.toy.test/explain/")
    known = place.entries["tool/explain-it"]
    draft["homepage"] = known.homepage + "#top"  # type: ignore[attr-defined]
    assert [double.id for double in Questionnaire(draft, place, "nl").doubles()] == ["tool/explain-it"]


@given(texts)
def test_any_text_goes_through_unharmed(text: str):
    """Whatever is typed in a line comes back from the YAML, without the spaces around it."""
    catalogue = Catalogue.open(Path(__file__).parent / "toy")
    place = Surroundings(catalogue, catalogue.vocabulary, None)
    draft = Draft.new("lesson", place, **{name: value for name, value in LESSON.items() if name != "happened"})
    questionnaire = Questionnaire(draft, place, "nl")
    question = questionnaire.next_question()
    assert question is not None
    assert question.path == ("happened", "nl")
    if not questionnaire.answer(question, text) and text.strip():
        found = read_values(draft.text, NOWHERE)["happened"]["nl"]
        assert found.split() == text.split()


# What can be chosen


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("trans", "a"), ("Transparantie", "a"), ("transparancy", "a"), ("uitleg", "a"), ("priv gegev", "b"), ("", None)],
)
def test_part_of_a_name_finds_it(typed: str, expected: str | None):
    known = {
        "a": ({"nl": "Transparantie", "en": "Transparency"}, ["Transparantie", "Transparency", "uitlegbaarheid"]),
        "b": ({"nl": "Privacy en gegevens", "en": "Privacy"}, ["Privacy en gegevens", "Privacy"]),
    }
    assert next(iter(offered(typed, known)), None) == expected


# Without a terminal


def test_fields_from_json_and_yaml(toy: Checkout, tmp_path: Path):
    file = tmp_path / "les.json"
    file.write_text(json.dumps(LESSON), encoding="utf-8")
    done = new(toy, "lesson", "--from", str(file))
    assert done.exit_code == 0, done.output
    first = read_values(toy.read("lessons/have-regional-speech-checked.yaml"), NOWHERE)
    assert {**first, "added": ""} == {**LESSON, "added": ""}
    toy.file("lessons/have-regional-speech-checked.yaml").unlink()
    text = f"# $schema=x/lesson.schema.json\n{json.dumps(LESSON, ensure_ascii=False, indent=1)}"
    assert new(toy, "--from", "-", "--slug", "streek", text=text).exit_code == 0
    assert read_values(toy.read("lessons/streek.yaml"), NOWHERE)["title"] == LESSON["title"]


def test_fields_from_flags(toy: Checkout):
    fields = {"title.en": "Newspaper", "summary.nl": "Krant.", "summary.en": "Paper.", "type": "publisher"}
    fields |= {"homepage": "https://krant.test/", "country": "NO", "sources.0.url": "https://krant.test/over"}
    fields |= {"sources.0.supports.nl": "Wie ze zijn: #1", "sources.0.seen": "2025-11-01"}
    flags = [part for name, value in fields.items() for part in ("--set", f"{name}={value}")]
    done = new(toy, "organisation", *flags, "--set", "also_known_as=DK", "--title", "Krant", "--lang", "nl")
    assert done.exit_code == 0, done.output
    entry = Catalogue.open(toy.folder)["organisation/newspaper"]
    assert (entry.title, entry.also_known_as) == ({"nl": "Krant", "en": "Newspaper"}, ("DK",))
    assert entry.country == "NO"  # type: ignore[attr-defined]


def test_what_is_missing_is_named_and_nothing_written(toy: Checkout):
    done = new(toy, "lesson", "--set", "title.en=Only this", LANG="nl_NL.UTF-8")
    assert done.exit_code == 1
    assert "fout: veld 'summary' ontbreekt" in done.output
    assert "er is niets geschreven" in done.output
    assert sorted(toy.folder.rglob("*only-this*")) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["lesson"], "no terminal to ask on"),
        (["--set", "title.nl=x"], "say what it is"),
        (["lesson", "--set", "titel.nl=x"], "'titel.nl' is no field; did you mean: title?"),
        (["lesson", "--set", "title=x"], "is no field; did you mean: nl, en"),
        (["lesson", "--set", "sources.3.url=x"], "is no field"),
        (["lesson", "--set", "nothing"], "write field=value"),
        (["lesson", "--slug", "Geen Naam", "--set", "evidence=study"], "cannot become an address"),
        (["lesson", "--slug", "hidden-scores", "--set", "evidence=study"], "exists already"),
    ],
)
def test_wrong_use(toy: Checkout, arguments: list[str], message: str):
    done = new(toy, *arguments)
    assert (done.exit_code, message in done.output) == (2, True), done.output


@pytest.mark.parametrize(
    ("content", "more", "message"),
    [
        ("title: {nl: één}".encode("latin-1"), ["lesson"], "is not UTF-8 (byte 12): save it as UTF-8"),
        (b'{"kind": 3}', [], "no kind '3'"),
        (b'{"kind": ["lesson"]}', [], "no kind"),
        (b'{"kind": "lezing"}', ["--set", "title.nl=x"], "no kind 'lezing'"),
        (b'{"id": 3}', [], "no kind '3'"),
        (b'{"title": "x"}', ["lesson", "--set", "title.nl=x"], "'title.nl' is no field"),
        (b'{"uses": 3}', ["lesson", "--set", "uses=x"], "'uses' is no field"),
        (b'{"sources": [3]}', ["lesson", "--set", "sources.0.url=x"], "'sources.0.url' is no field"),
    ],
)
def test_a_file_of_fields_that_cannot_be_used(
    toy: Checkout, tmp_path: Path, content: bytes, more: list[str], message: str
):
    file = tmp_path / "fields"
    file.write_bytes(content)
    refused = new(toy, *more, "--from", str(file))
    assert refused.exit_code == 2
    assert message in refused.stderr


@pytest.mark.parametrize("text", ["[" * 3000, '{"title": ' + "[" * 3000 + "]" * 3000 + "}"])
def test_what_is_nested_too_deeply_is_a_problem_like_others(text: str):
    with pytest.raises(CatalogueError):
        read_values(text, NOWHERE)


@pytest.mark.parametrize("title", [3, "x", None, [1], {"en": 3}, {"nl": ["x"]}, {"3": "x"}])
def test_a_title_of_another_form_is_a_problem_like_others(toy: Checkout, tmp_path: Path, title: object):
    file = tmp_path / "fields.json"
    file.write_text(json.dumps({"kind": "lesson", "title": title}))
    refused = new(toy, "--from", str(file))
    assert refused.exit_code == 1
    assert "title" in refused.stdout


def test_an_entry_of_somebody_else_with_errors_does_not_stand_in_the_way(toy: Checkout, tmp_path: Path):
    toy.edit("tools/voice-lab.yaml", "homepage:", "homepag:")
    file = tmp_path / "les.json"
    file.write_text(json.dumps({**LESSON, "related": ["tool/voice-lab"]}), encoding="utf-8")
    done = new(toy, "lesson", "--from", str(file))
    assert done.exit_code == 0, done.output


def test_a_double_is_refused(toy: Checkout, tmp_path: Path):
    file = tmp_path / "les.yaml"
    file.write_text(json.dumps(LESSON | {"title": {"nl": "Verborgen scores!", "en": "Other"}}), encoding="utf-8")
    done = new(toy, "lesson", "--from", str(file))
    assert done.exit_code == 1
    assert "nearly the same title as lesson/hidden-scores" in done.output


@given(st.text(max_size=60))
def test_anything_as_an_assignment_is_set_or_refused(text: str):
    values: dict[str, Any] = {}
    with contextlib.suppress(FillingError):
        assign("tool", values, text)
        assert values


@given(st.text(max_size=80))
def test_anything_as_a_file_of_fields_is_read_or_refused(text: str):
    with contextlib.suppress(CatalogueError):
        assert isinstance(read_values(text, NOWHERE), dict)
