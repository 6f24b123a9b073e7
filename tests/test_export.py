"""The catalogue as files for others."""

from __future__ import annotations

import csv
import io
import json
import re

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, Graph, URIRef

from kitoolkit import Catalogue, UnknownNameError
from kitoolkit.export import FORMATS, export
from kitoolkit.model import BASE_IRI, PATTERNS, Entry
from kitoolkit.source import parse
from kitoolkit.vocabulary import Vocabulary

from .conftest import TOY

ALLOWED = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.just("\n"), min_size=1, max_size=40
)
"""Every text that reading accepts."""


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_input_gives_the_same_text(toy_catalogue: Catalogue, form: str):
    assert toy_catalogue.export(form) == Catalogue.open(TOY).export(form)  # type: ignore[arg-type]


def test_unknown_form_raises_with_the_nearest(toy_catalogue: Catalogue):
    with pytest.raises(UnknownNameError, match="no export format 'turtel'; did you mean 'turtle'"):
        toy_catalogue.export("turtel")  # type: ignore[arg-type]


def test_json_has_the_fields_as_in_the_yaml(toy_catalogue: Catalogue):
    exported = json.loads(toy_catalogue.export("json"))
    assert [entry["id"] for entry in exported] == list(toy_catalogue)
    for entry in exported:
        file = next(TOY.glob(f"catalogue/{entry['kind']}s/{entry['id'].partition('/')[2]}.yaml"))
        assert {name: value for name, value in entry.items() if name not in {"id", "kind"}} == parse(
            file.read_text(), file
        ).data
        assert list(entry)[:2] == ["id", "kind"]


def test_csv_has_a_row_per_entry(toy_catalogue: Catalogue):
    table = {row["id"]: row for row in rows(toy_catalogue.export("csv"))}
    assert list(table) == list(toy_catalogue)
    tool = table["tool/explain-it"]
    assert tool["kind"] == "tool"
    assert (tool["title_nl"], tool["title_en"]) == ("Uitlegger", "Explain It")
    assert tool["phases"] == "phase/design | phase/testing"
    assert tool["limits_en"] == "Does not work for video."
    assert json.loads(tool["status"]) == {"state": "active", "seen": "2026-11-01"}
    assert [source["seen"] for source in json.loads(tool["sources"])] == ["2026-11-01", "2026-11-01"]
    assert table["question/who-answers"]["homepage"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_csv_holds_no_formulas(toy_catalogue: Catalogue, start: str):
    [row] = rows(export([titled(toy_catalogue, f"{start}1+1")], toy_catalogue.vocabulary, "csv"))
    assert row["title_nl"] == f"'{start}1+1"


def titled(catalogue: Catalogue, title: str) -> Entry:
    return msgspec.structs.replace(catalogue["question/who-answers"], title={"nl": title, "en": title})


@pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
)  # rdflib's own reader of JSON-LD
@given(ALLOWED)
@settings(max_examples=25)
@example('"""\\" \\u0041 \n\\')
@example("a\u2028b\x85c")
@example("'@nl\u00a0\u3000\U0001f600 <b>")
def test_any_title_survives_as_linked_data(toy_catalogue: Catalogue, title: str):
    entry, few = titled(toy_catalogue, title), Vocabulary((), ())
    for form, reader in (("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld")):
        graph = Graph().parse(data=export([entry], few, form), format=reader)
        titles = graph.objects(URIRef(BASE_IRI + entry.id), DCTERMS.title)
        assert {(str(one), one.language) for one in titles} == {(title, "nl"), (title, "en")}  # type: ignore[attr-defined]


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_title_survives_in_csv_and_json(toy_catalogue: Catalogue, title: str):
    entry = titled(toy_catalogue, title)
    assert json.loads(export([entry], toy_catalogue.vocabulary, "json"))[0]["title"]["nl"] == title
    [row] = rows(export([entry], toy_catalogue.vocabulary, "csv"))
    assert row["title_nl"] in {title, f"'{title}"}


@given(st.from_regex(r"https?://[^\s/$.?#][^\s]*", fullmatch=True))
@settings(max_examples=60)
def test_any_address_that_the_check_accepts_can_be_written(toy_catalogue: Catalogue, address: str):
    if not re.fullmatch(PATTERNS["url"], address):
        return
    entry = toy_catalogue["question/who-answers"]
    source = msgspec.structs.replace(entry.sources[0], url=address)
    changed = msgspec.structs.replace(entry, sources=(source,))
    graph = Graph().parse(data=export([changed], toy_catalogue.vocabulary, "turtle"), format="turtle")
    assert URIRef(address) in set(graph.objects())
