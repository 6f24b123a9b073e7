"""SPARQL in the reader's browser: the same answers as in Python, and nothing fetched before somebody asks."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as BrowserPage

from kitoolkit import Catalogue
from kitoolkit.licences import openness
from kitoolkit.model import Language
from kitoolkit.site import queries
from tests.conftest import ROOT
from tests.site.conftest import Reader
from tests.site.test_accessibility import RULES

PATHS: dict[Language, str] = {"nl": "data/sparql/", "en": "en/data/sparql/"}
ENGINE = "b95b15accb6b789667b8d8b0b8f139d5de588e572499672ff37ce9ba01c4a428"
"""The checksum of `web_bg.wasm` in npm's oxigraph 0.5.11."""
GAPS = {"no-tool-at-the-end"}
"""Questions after what is missing: no answer is good news."""
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return Catalogue.open(ROOT)


def test_the_engine_is_that_of_npm() -> None:
    packed = (Path(queries.__file__).parent / queries.ENGINE).read_bytes()
    assert hashlib.sha256(gzip.decompress(packed)).hexdigest() == ENGINE


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_question_has_an_answer_in_both_languages(real: Catalogue, language: Language) -> None:
    assert len(queries.questions()) == 10
    for question in queries.questions():
        rows = list(real.sparql(question.sparql(language)))
        assert rows or question.slug in GAPS, question.slug
        assert len(set(rows)) == len(rows), f"{question.slug}: rows twice"


def test_the_open_licences_of_a_question_are_all_that_tools_have(real: Catalogue) -> None:
    question = next(one for one in queries.questions() if one.slug == "dutch-speech")
    found = {str(row["tool"]).rpartition("/")[2] for row in real.sparql(question.sparql("en"))}
    tools = real.tools.where(use="use/speech-and-subtitling")
    assert found == {tool.slug for tool in tools if "nl" in tool.languages and openness(tool.licence) == "open"}


def shown(page: BrowserPage) -> list[list[str]]:
    return page.locator("[data-rows] tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )


def plain(value: object) -> str:
    return "" if value is None else str(value).removeprefix("https://w3id.org/kitoolkit/")


def ask(page: BrowserPage, query: str = "") -> None:
    if query:
        page.locator("[data-query]").fill(query)
    page.locator("[data-ask]").click()
    page.locator("[data-ask]:enabled").wait_for(timeout=60_000)


@pytest.fixture(scope="module")
def asker(browser: Browser, address: str) -> Iterator[Reader]:
    """A reader who started the engine once; the tests after the first go on from there."""
    one = Reader(browser, address, permissions=["clipboard-read", "clipboard-write"])
    yield one
    one.close()
    assert one.faults == []


@pytest.mark.browser
def test_every_question_answers_as_in_python_and_nothing_is_fetched_before(asker: Reader, real: Catalogue) -> None:
    fetched: list[str] = []
    asker.page.on("request", lambda request: fetched.append(request.url))
    page = asker.open(PATHS["nl"])
    heavy = ("oxigraph", "catalogue.ttl", "worker.js")
    assert not [url for url in fetched if any(name in url for name in heavy)]
    expect(page.locator("[data-size]")).to_contain_text("kB")
    for question in queries.questions():
        page.locator("[data-choice]").select_option(question.slug)
        ask(page)
        answer = real.sparql(question.sparql("nl"))
        names = [str(name).replace("_", " ") for name in answer.vars or ()]
        assert page.locator("[data-rows] thead th").all_text_contents() == names
        expected = [[plain(value) for value in row] for row in answer]
        assert shown(page) == expected, question.slug
        counted = "1 rij" if len(expected) == 1 else f"{len(expected)} rijen"
        expect(page.locator("[data-status]")).to_contain_text(counted)
    assert sum(queries.ENGINE in url for url in fetched) == 1
    assert sum(queries.DUMP in url for url in fetched) == 1
    expect(page.locator("[data-rows] td a").first).to_have_attribute("href", f"{asker.address}{shown(page)[0][0]}/")
    assert Axe().run(page, options=RULES).response["violations"] == []


@pytest.mark.browser
def test_the_csv_holds_all_rows_also_those_not_shown(asker: Reader) -> None:
    page = asker.page
    ask(page, "SELECT ?s ?label { ?s skos:prefLabel ?label } ORDER BY ?label LIMIT 250")
    assert len(shown(page)) == 200
    with page.expect_download() as download:
        page.locator("[data-csv]").click()
    assert download.value.suggested_filename == "antwoord.csv"
    rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["s", "label"]
    assert len(rows) == 251
    page.locator(".kit-sparql [data-more]").click()
    expect(page.locator("[data-part]")).to_be_hidden()
    assert [row[1] for row in rows[1:]] == [row[1] for row in shown(page)]


@pytest.mark.browser
def test_other_forms_of_query_and_addresses_that_a_query_makes_up(asker: Reader) -> None:
    page = asker.page
    heading = page.locator("[data-heading]")
    ask(page, "ASK { tool:fairlearn kit:requirement requirement:diversity }")
    expect(heading).to_have_text("Ja")
    ask(page, "ASK { tool:fairlearn kit:requirement tool:fairlearn }")
    expect(heading).to_have_text("Nee")
    ask(page, "CONSTRUCT { ?tool a kit:Tool } WHERE { ?tool a kit:Tool } LIMIT 3")
    assert [row[2] for row in shown(page)] == ["kit:Tool"] * 3
    ask(page, "SELECT ?x { ?x a <https://example.org/nothing> }")
    expect(heading).to_have_text("0 rijen")
    expect(page.locator("[data-none]")).to_be_visible()
    ask(page, 'SELECT (IRI("javascript:alert(1)") AS ?a) ("<b>b</b>" AS ?b) {}')
    assert shown(page) == [["javascript:alert(1)", "<b>b</b>"]]
    assert page.locator("[data-rows] td a").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT ?x {\n  ?x kit:role\n}", "regel 3, teken 1. Daar past bijvoorbeeld"),
        ("SELECT ?x { ?x foo:bar ?y }", "voorvoegsel"),
        ("INSERT DATA { <a:a> <a:b> 1 }", "INSERT verandert gegevens"),
        ("SELECT * { SERVICE <https://example.org/sparql> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } }", "GRAPH noemt een graaf"),
        ("hoi", "begint met SELECT"),
    ],
)
def test_a_faulty_question_says_what_is_wrong_and_where(asker: Reader, query: str, says: str) -> None:
    page = asker.page
    ask(page, query)
    expect(page.get_by_role("alert")).to_contain_text(says)
    expect(page.locator("[data-query]")).to_be_focused()
    expect(page.locator("[data-answer]")).to_be_hidden()


@pytest.mark.browser
def test_words_in_texts_comments_and_names_are_no_keywords(asker: Reader) -> None:
    page = asker.page
    named = "FILTER NOT EXISTS { ?x kit:from <https://a.b/FROM#SERVICE> }"
    ask(page, f'SELECT ?graph {{ # SERVICE\n BIND("from GRAPH" AS ?graph) {named} }}')
    assert shown(page) == [["from GRAPH"]]


@pytest.mark.browser
def test_a_long_question_is_stopped_and_the_next_needs_no_fetching(asker: Reader) -> None:
    page = asker.page
    page.locator("[data-query]").fill(ENDLESS)
    page.locator("[data-query]").press("Control+Enter")
    expect(page.locator("[data-status]")).to_have_text("Zoeken…")
    assert page.evaluate("1 + 1") == 2, "the page answers while the question runs"
    page.locator("[data-stop]").click()
    expect(page.locator("[data-status]")).to_contain_text("Gestopt")
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    ask(page, "ASK { tool:fairlearn a kit:Tool }")
    expect(page.locator("[data-heading]")).to_have_text("Ja")
    assert not [url for url in fetched if "catalogue" in url or url.endswith(".gz")]


@pytest.mark.browser
def test_the_address_keeps_the_question_also_in_the_other_language(asker: Reader) -> None:
    page = asker.page
    query = 'SELECT ?x {\n  VALUES ?x { "100% & é" }\n}'
    ask(page, query)
    page.locator("[data-copy]").click()
    expect(page.locator("[data-status]")).to_contain_text("gekopieerd")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{asker.address}{PATHS['nl']}#query={quote(query, safe='')}"
    page.reload()
    expect(page.locator("[data-query]")).to_have_value(query)
    expect(page.locator("[data-answer]")).to_be_hidden()
    ask(page)
    assert shown(page) == [["100% & é"]]
    page.locator(".kit-language").click()
    page.wait_for_url("**/en/data/sparql/**")
    expect(page.locator("[data-query]")).to_have_value(query)
    page.go_back()
    page.evaluate("location.hash = '#query=%E0%A4%A'")
    page.evaluate("location.hash = '#query=ASK%20%7B%7D'")
    expect(page.locator("[data-query]")).to_have_value("ASK {}")


@pytest.mark.browser
@pytest.mark.parametrize("language", ["nl", "en"])
def test_without_a_script_the_questions_and_other_ways_are_there(
    browser: Browser, address: str, language: Language
) -> None:
    one = Reader(browser, address, width=360, java_script_enabled=False)
    page = one.open(PATHS[language])
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.locator("[data-form]")).to_be_hidden()
    for question in queries.questions():
        details = page.locator(f"[data-example={question.slug}]")
        details.locator("summary").click()
        expect(details.locator("code")).to_have_text(question.sparql(language))
    one.close()
    assert one.faults == []


@pytest.mark.browser
def test_what_cannot_be_fetched_is_said_and_can_be_tried_again(browser: Browser, address: str) -> None:
    one = Reader(browser, address)
    page = one.open(PATHS["en"])
    page.route("**/catalogue.ttl*", lambda route: route.abort())
    ask(page)
    expect(page.get_by_role("alert")).to_contain_text("could not be fetched")
    page.unroute("**/catalogue.ttl*")
    ask(page)
    expect(page.locator("[data-heading]")).to_contain_text("row")
    one.close()
    assert all("ERR_FAILED" in fault for fault in one.faults)
