"""From a form on the forge to an entry: whatever is written there comes back, or is refused with a reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kitoolkit import Catalogue
from kitoolkit.contribute import issue_form, issue_template
from kitoolkit.contribute.from_issue import Outcome, read_issue
from kitoolkit.model import ENTRY_TYPES
from kitoolkit.site.render import texts
from kitoolkit.source import is_unsafe
from kitoolkit.vocabulary import Vocabulary

from .conftest import ROOT, TODAY, TOY

LESSON = {
    "title-nl": "Vraag het de kijker",
    "title-en": "Ask the viewer",
    "summary-nl": "Een omroep vroeg kijkers wat zij van aanbevelingen vinden.",
    "summary-en": "A broadcaster asked viewers what they think of recommendations.",
    "language": ["nl"],
    "requirements": ["requirement/transparency", "requirement/diversity"],
    "happened": "De omroep vroeg het.",
    "learned": "Kijkers willen uitleg.",
    "action": "Vraag het ook.",
    "evidence": ["experience"],
    "date": "2026-10",
    "not-for": "Geldt niet voor radio.",
    "seen": "2026-11-20",
    "sources-1-url": "https://toy.test/kijkers",
    "sources-1-supports": "Het verslag.",
    "consent": ["yes"],
}


def filled(form: str, answers: Mapping[str, Any]) -> str:
    """An issue as GitHub, Forgejo and Gitea write it: a heading for each element, its answer or that there is none."""
    parts = []
    for element in elements_of(form):
        if element["type"] == "markdown":
            continue
        answer = answers.get(element["id"], "")
        options = element["attributes"].get("options", [])
        if element["type"] == "checkboxes":
            answer = "\n".join(f"- [{'x' if answer else ' '}] {option['label']}" for option in options)
        elif element["type"] == "dropdown":
            answer = ", ".join(option for option in options if value_of(option) in answer)
        parts += [f"### {element['attributes']['label']}", answer.strip() or "_No response_"]
    return "\n\n".join(parts)


@cache
def elements_of(form: str) -> list[dict[str, Any]]:
    return yaml.safe_load(form)["body"]


def fields_of(outcome: Outcome) -> dict[str, Any]:
    """The entry as another reader of YAML sees it."""
    return yaml.load(outcome.text, Loader=yaml.CSafeLoader)


def value_of(option: str) -> str:
    languages = {"Nederlands / Dutch": "nl", "Engels / English": "en"}
    return languages.get(option) or option.rpartition("(")[2].rstrip(")")


@pytest.fixture(scope="session")
def lesson_form(concepts: Vocabulary) -> str:
    return issue_template.form("lesson", issue_form.questions("lesson", concepts, texts()))


def read(body: str, catalogue: Catalogue, **more: str) -> Outcome:
    return read_issue(body, catalogue, catalogue.vocabulary, today=TODAY, **more)


def said(outcome: Outcome) -> list[tuple[str, str]]:
    return [(trouble.question.get("en", ""), trouble.message["en"]) for trouble in outcome.troubles]


# What comes out


def test_a_filled_form_becomes_an_entry(lesson_form: str, toy_catalogue: Catalogue):
    outcome = read(filled(lesson_form, LESSON), toy_catalogue)
    assert outcome.sound
    assert outcome.path.as_posix() == "lessons/ask-the-viewer.yaml"
    assert outcome.text.startswith("# yaml-language-server: $schema=../../ontology/schemas/lesson.schema.json\n")
    assert fields_of(outcome) == {
        "title": {"nl": "Vraag het de kijker", "en": "Ask the viewer"},
        "summary": {"nl": LESSON["summary-nl"], "en": LESSON["summary-en"]},
        "requirements": ["requirement/transparency", "requirement/diversity"],
        "sources": [{"url": "https://toy.test/kijkers", "supports": {"nl": "Het verslag."}, "seen": "2026-11-20"}],
        "added": "2026-11-21",
        "happened": {"nl": "De omroep vroeg het."},
        "learned": {"nl": "Kijkers willen uitleg."},
        "action": {"nl": "Vraag het ook."},
        "evidence": "experience",
        "date": "2026-10",
        "not_for": {"nl": "Geldt niet voor radio."},
    }
    assert {message for _, message in said(outcome)} == {"in one language only: English is missing"}


def test_the_longer_texts_are_in_the_language_that_was_chosen(lesson_form: str, toy_catalogue: Catalogue):
    data = fields_of(read(filled(lesson_form, LESSON | {"language": ["en"]}), toy_catalogue))
    assert data["happened"] == {"en": "De omroep vroeg het."}
    assert data["sources"][0]["supports"] == {"en": "Het verslag."}


def test_a_source_that_was_left_open_leaves_no_gap(lesson_form: str, toy_catalogue: Catalogue):
    third = {"sources-3-url": "https://toy.test/drie", "sources-3-supports": "De derde."}
    data = fields_of(read(filled(lesson_form, LESSON | third), toy_catalogue))
    assert [source["url"] for source in data["sources"]] == ["https://toy.test/kijkers", "https://toy.test/drie"]
    assert {source["seen"] for source in data["sources"]} == {"2026-11-20"}


def test_an_organisation_may_be_given_by_its_name(lesson_form: str, toy_catalogue: Catalogue):
    name = toy_catalogue["organisation/omroep"].title["nl"]
    answers = LESSON | {"organisations": f"- {name.upper()}\norganisation/uitgever"}
    outcome = read(filled(lesson_form, answers), toy_catalogue)
    assert fields_of(outcome)["organisations"] == ["organisation/omroep", "organisation/uitgever"]


@pytest.mark.parametrize("kind", ENTRY_TYPES)
def test_every_form_makes_an_entry_of_its_kind(kind: str, concepts: Vocabulary, toy_catalogue: Catalogue):
    """Each question answered with what it asks for."""
    asked = issue_form.questions(kind, concepts, texts())
    answers = {question.key: answer_to(question) for question in asked}
    outcome = read(filled(issue_template.form(kind, asked), answers), toy_catalogue)
    assert said(outcome) == [one for one in said(outcome) if one[1].startswith("in one language only")]
    assert outcome.sound
    assert outcome.path.as_posix() == f"{kind}s/words-for-title-en.yaml"


def answer_to(question: issue_form.FormQuestion) -> Any:
    if question.options:
        return list(question.options) if question.answer == "choices" else list(question.options)[:1]
    last = str(question.path[-1]) if question.path else question.key
    known = {
        "url": f"https://toy.test/{question.key[8:9]}",
        "source": "https://toy.test/1",
        "homepage": "https://toy.test/home",
        "source_code": "https://toy.test/code",
        "licence": "MIT",
        "languages": "nl\nen",
        "country": "NL",
        "organisations": "organisation/omroep",
        "date": "2026",
        "start": "2025-01",
        "end": "2026-01",
        "seen": "2026-11-20",
    }
    return known.get(last, f"Words for {question.key}")


# Whatever is written there


PRINTABLE = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]).filter(lambda one: not is_unsafe(one))
MARKS = """### Titel|###|# x|```|~~~|<!-- x -->|<b>|_No response_ x|- [x] y|- z|> |@someone|![](https://x.test/y.png)
key: value|no|1.10|2026-11-21|null|'|"|\\|>-|%|…|### Wat er gebeurde|### wat er gebeurde / What happened|--- |...|  |{|[
&a|*a|!t|?|,|:|#|| |"""
PIECES = st.sampled_from([*MARKS.replace("\n", "|").split("|"), "|"])
TEXTS = st.lists(st.one_of(PIECES, st.text(PRINTABLE, max_size=12), st.just("\n")), max_size=12).map("".join)


def is_text(text: str) -> bool:
    """What a person can have meant: something, and not the words for an answer that was left open."""
    return bool(text.strip()) and text.strip() != "_No response_"


@settings(max_examples=40)
@given(happened=TEXTS.filter(is_text), learned=TEXTS.filter(is_text), end=st.sampled_from(["\n", "\r\n"]))
def test_whatever_text_goes_through_a_form_comes_back_equal(
    lesson_form: str, toy_catalogue: Catalogue, happened: str, learned: str, end: str
):
    body = filled(lesson_form, LESSON | {"happened": happened, "learned": learned}).replace("\n", end)
    data = fields_of(read(body, toy_catalogue))
    assert (data["happened"]["nl"], data["learned"]["nl"]) == (happened.strip(), learned.strip())


@settings(max_examples=40)
@given(title=st.text(PRINTABLE, max_size=40).map(lambda text: text + "x"))
def test_a_line_comes_back_equal(lesson_form: str, toy_catalogue: Catalogue, title: str):
    body = filled(lesson_form, LESSON | {"title-nl": title})
    assert fields_of(read(body, toy_catalogue))["title"]["nl"] == title.strip()


@pytest.fixture(scope="session")
def tool_form(concepts: Vocabulary) -> tuple[str, dict[str, Any]]:
    """The form of a tool, and an answer to each question."""
    asked = issue_form.questions("tool", concepts, texts())
    return issue_template.form("tool", asked), {question.key: answer_to(question) for question in asked}


@settings(max_examples=40)
@given(items=st.lists(st.text(PRINTABLE, min_size=1, max_size=20).filter(is_text), min_size=1, max_size=4))
def test_lines_come_back_as_a_list(tool_form: tuple[str, dict[str, Any]], toy_catalogue: Catalogue, items: list[str]):
    items = [item.strip() for item in items if not item.strip().startswith(("- ", "* ", "<!--"))] or ["x"]
    form, answers = tool_form
    outcome = read(filled(form, answers | {"limits": "\n\n".join(items)}), toy_catalogue)
    assert [limit["nl"] for limit in fields_of(outcome)["limits"]] == items


@given(
    body=st.one_of(
        TEXTS, st.lists(TEXTS, max_size=5).map("\n\n### Les: titel in het Nederlands / Lesson: title in Dutch\n\n".join)
    )
)
def test_no_issue_breaks_it(toy_catalogue: Catalogue, body: str):
    for outcome in (read(body, toy_catalogue), read(body, toy_catalogue, kind="lesson")):
        assert not outcome.sound
        assert outcome.troubles
        assert all(trouble.message["nl"] and trouble.message["en"] for trouble in outcome.troubles)


@settings(max_examples=40)
@given(choice=st.data())
def test_any_choice_of_concepts_comes_back(lesson_form: str, toy_catalogue: Catalogue, choice: st.DataObject):
    known = [concept.id for concept in toy_catalogue.vocabulary.scheme("requirement")]
    picked = choice.draw(st.lists(st.sampled_from(known), unique=True, min_size=1))
    data = fields_of(read(filled(lesson_form, LESSON | {"requirements": picked}), toy_catalogue))
    assert sorted(data["requirements"]) == sorted(picked)


# What is refused


HAPPENED = "### Wat er gebeurde / What happened"


@pytest.mark.parametrize("wrapped", ["{}", "```\n{}\n```", "{}  ", "before\n\n{}\n\nafter"])
def test_a_text_that_holds_a_question_of_the_form_is_refused(lesson_form: str, toy_catalogue: Catalogue, wrapped: str):
    """Which of the two is the question cannot be told: nothing is guessed."""
    body = filled(lesson_form, LESSON | {"learned": "x\n" + wrapped.format(HAPPENED) + "\ny"})
    outcome = read(body, toy_catalogue)
    assert said(outcome) == [("What happened", "this question is there twice")]
    assert not outcome.text


def test_the_same_line_quoted_is_text(lesson_form: str, toy_catalogue: Catalogue):
    outcome = read(filled(lesson_form, LESSON | {"learned": f"> {HAPPENED}\n y"}), toy_catalogue)
    assert fields_of(outcome)["learned"]["nl"] == f"> {HAPPENED}\n y"


def test_questions_that_were_moved_are_refused(lesson_form: str, toy_catalogue: Catalogue):
    body = filled(lesson_form, LESSON)
    first, second = "### Wat er gebeurde / What happened", "### Wat eruit is geleerd / What was learned"
    body = body.replace(first, "@").replace(second, first).replace("@", second)
    assert said(read(body, toy_catalogue)) == [("What was learned", "this question stands in another place")]


def test_every_question_without_an_answer_is_named_once(lesson_form: str, toy_catalogue: Catalogue):
    without = {key: answer for key, answer in LESSON.items() if key not in {"title-en", "evidence", "happened", "seen"}}
    outcome = read(filled(lesson_form, without), toy_catalogue)
    unanswered = "this is not filled in yet"
    assert [one for one in said(outcome) if "one language" not in one[1]] == [
        ("Lesson: title in English", unanswered),
        ("What happened", unanswered),
        ("Strength of the evidence", unanswered),
        ("Day on which you saw the sources", unanswered),
    ]


def test_sections_that_were_removed_count_as_unanswered(lesson_form: str, toy_catalogue: Catalogue):
    body = filled(lesson_form, LESSON)
    start, end = body.index("### Wat er gebeurde"), body.index("### Wat eruit is geleerd")
    outcome = read(body[:start] + body[end:], toy_catalogue)
    assert ("What happened", "this is not filled in yet") in said(outcome)


@pytest.mark.parametrize(
    ("answers", "question", "message"),
    [
        ({"seen": "21-11-2026"}, "Day on which you saw the sources", "'21-11-2026' is no date"),
        ({"sources-1-url": "toy.test"}, "Source 1: address of the source", "'toy.test' is no web address"),
        ({"title-nl": "x" * 91}, "Lesson: title in Dutch", "the text has 91 characters; at most 90 fit"),
        ({"organisations": "Niemand"}, "Organisations involved", "'Niemand' is no id of an entry"),
        ({"organisations": "organisation/omrop"}, "Organisations involved", "'organisation/omrop' does not exist"),
        ({"title-nl": "Verborgen scores!"}, "Lesson: title in Dutch", "nearly the same title as lesson/hidden-scores"),
        ({"title-en": "Hidden scores"}, "", "lesson/hidden-scores exists already"),
        ({"learned": "a\u202eb"}, "What was learned", "invisible control character U+202E"),
        ({"learned": "seen\n<!-- unseen -->"}, "What was learned", "this holds a comment between <!-- and -->"),
        ({"consent": ""}, "Consent", "this is not filled in yet"),
    ],
)
def test_a_problem_stands_under_its_question(
    lesson_form: str, toy_catalogue: Catalogue, answers: dict[str, str], question: str, message: str
):
    found = said(read(filled(lesson_form, LESSON | answers), toy_catalogue))
    assert any(asked == question and text.startswith(message) for asked, text in found), found


def test_a_tool_without_licence_is_told_which_question(tool_form: tuple[str, dict[str, Any]], toy_catalogue: Catalogue):
    form, answers = tool_form
    outcome = read(filled(form, answers | {"licence": "", "licence-note": ""}), toy_catalogue)
    assert ("Licence as an SPDX identifier or expression", "this tool names no licence") in said(outcome)


@pytest.mark.parametrize("body", ["", "A bug: the page is white.", "### Something / Else\n\ntext", "x" * 300_000])
def test_what_is_no_form_is_said_to_be_none(toy_catalogue: Catalogue, body: str):
    outcome = read(body, toy_catalogue)
    assert not outcome.sound
    assert [message for _, message in said(outcome)] in (["this is no filled form"], ["the text is too large"])


# From the portal


def portal_issue(file: str, text: str) -> str:
    """As `assets/form/send.js` writes it: the fence is longer than any row of backticks in the text."""
    fence = "`" * (max([2, *map(len, re.findall("`+", text))]) + 1)
    return f"Gemaakt met het formulier op de site. Het bestand is `{file}`.\n\n{fence}yaml\n{text}{fence}\n"


@settings(max_examples=40)
@given(happened=TEXTS.filter(is_text), end=st.sampled_from(["\n", "\r\n"]))
def test_an_entry_of_the_portal_comes_back_equal(lesson_form: str, toy_catalogue: Catalogue, happened: str, end: str):
    text = read(filled(lesson_form, LESSON | {"happened": happened}), toy_catalogue).text
    outcome = read(portal_issue("catalogue/lessons/viewers.yaml", text).replace("\n", end), toy_catalogue)
    assert (outcome.path.as_posix(), outcome.text) == ("lessons/viewers.yaml", text)


def test_what_the_portal_improves_takes_the_place_of_the_entry(toy_catalogue: Catalogue):
    text = (TOY / "catalogue" / "lessons" / "hidden-scores.yaml").read_text(encoding="utf-8")
    outcome = read(portal_issue("catalogue/lessons/hidden-scores.yaml", text), toy_catalogue)
    assert outcome.sound
    assert ("", "this takes the place of lesson/hidden-scores") in said(outcome)


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("catalogue/lessons/x.yaml", "titel:\n  nl: X\n", "unknown field 'titel'"),
        ("catalogue/lessons/x.yaml", "title: [\n", "this is no valid YAML"),
        ("catalogue/lessons/../x.yaml", "title: x\n", "this is no filled form"),
        (".github/workflows/x.yaml", "title: x\n", "this is no filled form"),
        ("catalogue/lessons/X.yaml", "title: x\n", "this is no filled form"),
    ],
)
def test_what_the_portal_would_not_write_is_refused(toy_catalogue: Catalogue, file: str, text: str, message: str):
    outcome = read(portal_issue(file, text), toy_catalogue)
    assert not outcome.sound
    assert any(found.startswith(message) for _, found in said(outcome)), said(outcome)


# The files on the forges


def test_gitlab_templates_are_read_back(concepts: Vocabulary, toy_catalogue: Catalogue):
    """Written below the headings, boxes ticked, the template's own comments left in place."""
    asked = issue_form.questions("lesson", concepts, texts())
    body = issue_template.description("lesson", asked)
    for question in asked:
        answer = LESSON.get(question.key, "")
        heading = f"### {question.heading}\n"
        if question.options:
            for value in answer:
                shown = question.options[value]
                start = body.index(heading)
                body = body[:start] + body[start:].replace(f"- [ ] {shown}", f"- [x] {shown}", 1)
        elif answer:
            body = body.replace(heading, f"{heading}\n{answer}\n", 1)
    outcome = read(body, toy_catalogue)
    assert outcome.sound, said(outcome)
    form = issue_template.form("lesson", asked)
    assert outcome.text == read(filled(form, LESSON), toy_catalogue).text


@pytest.mark.parametrize("kind", ENTRY_TYPES)
def test_forms_meet_the_forges_rules(kind: str):
    """What GitHub refuses: labels, ids or options that are not unique, ids with other characters, reserved words."""
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / f"{kind}.yml").read_text(encoding="utf-8"))
    assert set(form) == {"name", "description", "title", "labels", "body"}
    elements = [element for element in form["body"] if element["type"] != "markdown"]
    ids = [element["id"] for element in elements]
    labels = [element["attributes"]["label"] for element in elements]
    assert len(set(ids)) == len(ids)
    assert len({folded(label) for label in labels}) == len(labels)
    for element in elements:
        assert element["id"].replace("-", "").isalnum()
        assert element["id"].isascii()
        options = element["attributes"].get("options", [])
        shown = [option["label"] if isinstance(option, dict) else option for option in options]
        assert all(isinstance(one, str) and one.strip() and one.casefold() != "none" for one in shown)
        assert len(set(shown)) == len(shown)
    known = {label["name"] for label in yaml.safe_load((ROOT / ".github" / "labels.yml").read_text(encoding="utf-8"))}
    assert set(form["labels"]) <= known


def folded(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return "".join(character for character in plain if character.isalnum())


def test_toy_and_real_forms_ask_the_same(concepts: Vocabulary):
    """Only the choices come from the ontology: an issue is read the same whatever the concepts are called."""
    from kitoolkit import vocabulary

    real = vocabulary.load(ROOT / "ontology")
    assert TOY.is_dir()
    for kind in ENTRY_TYPES:
        assert [one.key for one in issue_form.questions(kind, concepts)] == [
            one.key for one in issue_form.questions(kind, real)
        ]
