"""The page of the conversation starter."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kitoolkit import Catalogue
from tests.conftest import ROOT
from tests.site.conftest import Reader
from tests.site.test_catalogue import no_violations
from tests.test_cli import run

pytestmark = pytest.mark.browser

PATHS = {"nl": "gespreksstarter/", "en": "en/conversation-starter/"}
BOTH = pytest.mark.parametrize("path", PATHS.values())
BOTH_LOOKS = pytest.mark.parametrize(
    ("path", "width", "scheme"), [(PATHS["nl"], 1280, "dark"), (PATHS["en"], 360, "light")]
)
"""Each language, each width and each scheme once."""
CHOICE = "?use=recommendation&phase=design"


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return Catalogue.open(ROOT)


@pytest.fixture(params=["desk", "phone"])
def either(request: pytest.FixtureRequest) -> Reader:
    """A reader at a desk, then one with a phone."""
    return request.getfixturevalue({"desk": "reader", "phone": "phone"}[request.param])


def opened(reader: Reader, path: str) -> Page:
    page = reader.open(path)
    page.wait_for_selector("[data-ready]")
    return page


def asked(page: Page) -> list[str]:
    """The slugs of the questions, in order."""
    return page.eval_on_selector_all("[data-groups] .kit-ask", "items => items.map(item => item.id)")


def exported(page: Page, place: int) -> str:
    with page.expect_download() as got:
        page.click(f"[data-export] button >> nth={place}")
    return Path(got.value.path()).read_text(encoding="utf-8-sig")


def ids(catalogue: Catalogue, **choice: object) -> list[str]:
    questions = catalogue.checklist(**choice)  # type: ignore[arg-type]
    return [f"q-{one.checklist.split('/')[1]}-{one.slug}" for one in questions]


@BOTH
def test_four_choices_give_questions(either: Reader, path: str, real: Catalogue) -> None:
    page = opened(either, path)
    assert page.locator("fieldset").count() == 4
    page.check("input[name=use][value=recommendation]")
    page.check("input[name=phase][value=design]")
    page.check("input[name=role][value=editor]")
    page.check("input[name=worry][value=privacy]")
    page.click("[data-form] button[type=submit]")
    expect(page.locator("#talk")).to_be_focused()
    wanted = real.checklist(
        use="use/recommendation", phase="phase/design", roles=["role/editor"], worries=["requirement/privacy"]
    )
    language = "en" if path.startswith("en/") else "nl"
    texts = page.locator("[data-groups] h4").all_inner_texts()
    assert texts == [f"{number}. {one.question[language]}" for number, one in enumerate(wanted, 1)]
    first = page.locator("[data-groups] .kit-ask").first
    assert wanted[0].why[language] in first.inner_text()
    first.locator("summary").click()
    for one in (*wanted[0].tools, *wanted[0].others, *wanted[0].went_wrong, *wanted[0].trade_offs):
        assert first.locator(f"a[href$='/{one}/']").is_visible(), one
    assert "use=recommendation&phase=design&role=editor&worry=privacy" in page.url


@pytest.mark.parametrize("worries", [[], ["privacy"], ["wellbeing", "diversity"]])
@pytest.mark.parametrize("roles", [[], ["editor"], ["lawyer", "archivist"]])
def test_the_page_chooses_as_the_library_does(reader: Reader, real: Catalogue, roles: list, worries: list) -> None:
    page = opened(reader, PATHS["en"])
    uses = ["", *(use.id.split("/")[1] for use in real.vocabulary.scheme("use"))]
    phases = ["", *(phase.id.split("/")[1] for phase in real.vocabulary.scheme("phase"))]
    given = page.evaluate(
        """async ([uses, phases, roles, worries]) => {
          const root = document.querySelector("[data-starter]");
          const data = await (await fetch(root.dataset.source)).json();
          const { choose } = await import(new URL("../../assets/starter-choose.js", location));
          return uses.flatMap((use) => phases.map((phase) => choose(data, { use, phase, roles, worries })
            .map((one) => [one.key.split("/")[1], one.material.map((list) => list.map((n) => data.entries[n][0]))])));
        }""",
        [uses, phases, roles, worries],
    )
    wanted = [
        [
            [one.slug, [list(one.tools), list(one.others), list(one.went_wrong), list(one.trade_offs),
                        list(one.open_questions)]]
            for one in real.checklist(
                use=f"use/{use}" if use else None,
                phase=f"phase/{phase}" if phase else None,
                roles=[f"role/{role}" for role in roles],
                worries=[f"requirement/{worry}" for worry in worries],
            )
        ]
        for use in uses
        for phase in phases
    ]  # fmt: skip
    assert given == wanted


@BOTH
def test_answers_are_kept_here_and_counted(either: Reader, path: str) -> None:
    page = opened(either, path + CHOICE)
    total = len(asked(page))
    page.fill("#q1-answer", "De eindredacteur.\nElke dag.")
    page.fill("#q1-who", "Anna")
    page.fill("#q1-by", "1 maart")
    page.click("[data-add]")
    expect(page.locator("#own0")).to_be_focused()
    page.fill("#own0", "Wat vindt ons publiek?")
    page.fill("[data-project=name]", "Voorpagina")
    expect(page.locator("[data-progress-text]")).to_contain_text(f"1 {'of' if 'en/' in path else 'van'} {total + 1}")
    opened(either, path + CHOICE)
    assert page.input_value("#q1-answer") == "De eindredacteur.\nElke dag."
    assert page.input_value("#own0") == "Wat vindt ons publiek?"
    assert page.input_value("[data-project=name]") == "Voorpagina"
    other = PATHS["nl"] if path == PATHS["en"] else PATHS["en"]
    opened(either, other + CHOICE)
    assert page.input_value("#q1-who") == "Anna", "in the other language the same answers"
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("[data-export] button >> nth=5")
    assert page.input_value("#q1-answer") == ""
    opened(either, path + CHOICE)
    assert page.input_value("#q1-answer") == ""
    assert page.locator("#own0").count() == 0


@BOTH
def test_another_phase_keeps_the_answers_of_questions_that_return(reader: Reader, path: str) -> None:
    page = opened(reader, path + "?use=recommendation&phase=")
    slugs = asked(page)
    page.fill("#q1-answer", "Ja.")
    page.click("[data-change]")
    page.check("input[name=use][value=search]")
    page.click("[data-form] button[type=submit]")
    page.go_back()
    page.go_back()
    expect(page.locator("#q1-answer")).to_have_value("Ja.")
    assert asked(page) == slugs


@BOTH
def test_exports(reader: Reader, path: str) -> None:
    page = opened(reader, path + CHOICE)
    total = len(asked(page))
    page.fill("#q1-answer", "<b>Ja</b> *nee*")
    page.fill("#q1-who", "=SUM(1)")
    page.click("[data-add]")
    page.fill("#own0", "Eigen?")
    written = json.loads(exported(page, 0))
    assert written["format"] == "kitoolkit-conversation"
    assert len(written["questions"]) == total
    assert written["questions"][0]["answer"] == "<b>Ja</b> *nee*"
    assert written["own"][0]["question"] == "Eigen?"
    text = exported(page, 1)
    assert text.count("\n### ") == total + 1
    assert "\\<b\\>Ja" in text
    word = exported(page, 2)
    assert "&lt;b&gt;Ja&lt;/b&gt; *nee*" in word
    assert word.count("<h3>") == total + 1
    assert "<script" not in word
    rows = list(csv.reader(io.StringIO(exported(page, 3))))
    assert len(rows) == total + 2
    assert "'=SUM(1)" in rows[1]


@BOTH
def test_import_in_the_next_phase_shows_what_changed(either: Reader, path: str, tmp_path: Path) -> None:
    page = opened(either, path + CHOICE)
    page.fill("#q1-answer", "Bewaard.")
    kept = json.loads(exported(page, 0))
    first, second, third = kept["questions"][:3]
    name = first["checklist"].split("/")[1]
    kept["known"][f"{name}/{first['slug']}"] = "00000000"
    first["question"] = "Zo luidde de vraag eerst?"
    del kept["known"][f"{name}/{second['slug']}"]
    kept["questions"].append(third | {"slug": "gone", "question": "Een oude vraag?", "answer": "Een oud antwoord."})
    kept["known"][f"{name}/gone"] = "11111111"
    file = tmp_path / "kept.json"
    file.write_text(json.dumps(kept), encoding="utf-8")

    page.evaluate("localStorage.clear()")
    opened(either, path)
    page.set_input_files("#starter-file", file)
    changes = page.locator(".kit-changes")
    expect(changes).to_be_visible()
    expect(page.locator("#changes")).to_be_focused()
    assert page.input_value("#q1-answer") == "Bewaard."
    lists = changes.locator("ul")
    assert lists.count() == 3
    assert second["question"] in lists.nth(0).inner_text()
    assert "Zo luidde de vraag eerst?" in lists.nth(1).inner_text()
    assert "Een oude vraag?" in lists.nth(2).inner_text()
    assert "Een oud antwoord." in lists.nth(2).inner_text()
    no_violations(page)
    changes.locator("button").click()
    expect(changes).to_have_count(0)
    opened(either, either.path)
    expect(page.locator(".kit-changes")).to_have_count(0)
    assert page.input_value("#q1-answer") == "Bewaard."


def test_the_file_of_the_command_line_can_be_opened(reader: Reader, tmp_path: Path, real: Catalogue) -> None:
    file = tmp_path / "questions.json"
    choice = ["--use", "use/translation", "--phase", "phase/testing", "--worry", "requirement/diversity"]
    assert run("checklist", *choice, "--catalogue", str(ROOT), "-o", str(file)).exit_code == 0
    page = opened(reader, PATHS["nl"])
    page.set_input_files("#starter-file", file)
    expect(page.locator("#talk")).to_be_focused()
    wanted = ids(real, use="use/translation", phase="phase/testing", worries=["requirement/diversity"])
    assert asked(page) == wanted
    expect(page.locator(".kit-changes")).to_have_count(0)


@pytest.mark.parametrize(
    "content", ["", "nonsense", "[]", '{"format": "other"}', '{"format": "kitoolkit-conversation"}']
)
def test_another_file_is_refused(reader: Reader, tmp_path: Path, content: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(content, encoding="utf-8")
    page = opened(reader, PATHS["en"])
    page.set_input_files("#starter-file", file)
    expect(page.locator("[data-import-failed]")).to_be_visible()


def test_a_hostile_file_stays_text(reader: Reader, tmp_path: Path) -> None:
    file = tmp_path / "hostile.json"
    bad = "<img src=x onerror=alert(1)>"
    question = {"checklist": "checklist/x", "slug": "x", "question": bad, "answer": bad, "digest": "1"}
    whole = {
        "format": "kitoolkit-conversation",
        "choice": {"use": [bad], "roles": bad},
        "questions": [question, None, 3],
        "own": [{"question": bad}, None],
        "known": {"x/x": "1", "y": 5},
        "answers": [bad],
    }
    file.write_text(json.dumps(whole), encoding="utf-8")
    page = opened(reader, PATHS["en"])
    page.set_input_files("#starter-file", file)
    expect(page.locator(".kit-changes")).to_contain_text(bad)
    assert page.locator("[data-talk] img").count() == 0


@BOTH_LOOKS
def test_no_violations(browser: Browser, address: str, path: str, width: int, scheme: str) -> None:
    one = Reader(browser, address, width=width, scheme=scheme)
    page = opened(one, path)
    no_violations(page)
    opened(one, path + CHOICE)
    page.click("[data-add]")
    page.click(".kit-ask summary >> nth=0")
    no_violations(page)
    one.close()
    assert one.faults == []


def test_by_keyboard_alone(reader: Reader) -> None:
    page = opened(reader, PATHS["nl"])
    page.focus("input[name=use][value='']")
    page.keyboard.press("ArrowDown")  # from the last round to the first
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#talk")).to_be_focused()
    assert "use=recommendation&phase=idea&role=editor" in page.url
    page.focus(".kit-ask summary")
    page.keyboard.press("Enter")
    assert page.locator(".kit-ask__more[open]").count() == 1


def test_printed_it_shows_answers_and_what_helps(reader: Reader) -> None:
    page = opened(reader, PATHS["nl"] + CHOICE)
    page.fill("#q1-answer", "Ons antwoord op papier.")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_text("Ons antwoord op papier.", exact=True).last).to_be_visible()
    expect(page.locator("#q1-answer")).to_be_hidden()
    expect(page.locator("[data-export]")).to_be_hidden()
    assert page.locator(".kit-ask__more:not([open])").count() == 0


@BOTH
def test_without_script_every_question_stands_there(browser: Browser, address: str, path: str, real: Catalogue) -> None:
    one = Reader(browser, address, java_script_enabled=False)
    page = one.open(path)
    language = "en" if path.startswith("en/") else "nl"
    whole = page.inner_text("[data-all]")
    for question in real.checklist():
        assert question.question[language] in whole
    assert page.locator("[data-form]").is_hidden()
    one.close()
    assert one.faults == []
