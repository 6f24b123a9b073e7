"""How to cite: BibTeX and CSL-JSON."""

from __future__ import annotations

import re

import msgspec
import pytest

from kitoolkit import Catalogue
from kitoolkit.citation import Citation, last_change, of_catalogue, of_entry
from kitoolkit.model import BASE_IRI


def test_an_entry(toy_catalogue: Catalogue):
    cited = of_entry(toy_catalogue["tool/explain-it"])
    assert cited.bibtex() == (
        "@misc{kitoolkit-tool-explain-it,\n"
        "  author = {{The kitoolkit authors}},\n"
        "  title = {{Explain It}},\n"
        "  howpublished = {kitoolkit: a catalogue of tools, examples and lessons for responsible AI in the media},\n"
        "  year = {2026},\n"
        "  month = {11},\n"
        "  day = {03},\n"
        f"  url = {{{BASE_IRI}tool/explain-it}},\n"
        "  langid = {english},\n"
        "}\n"
    )
    assert cited.csl() == {
        "id": "kitoolkit-tool-explain-it",
        "type": "entry",
        "title": "Explain It",
        "author": [{"literal": "The kitoolkit authors"}],
        "issued": {"date-parts": [[2026, 11, 3]]},
        "URL": f"{BASE_IRI}tool/explain-it",
        "language": "en",
        "container-title": "kitoolkit: a catalogue of tools, examples and lessons for responsible AI in the media",
    }


def test_the_catalogue_has_the_date_of_its_last_change(toy_catalogue: Catalogue):
    cited = of_catalogue(toy_catalogue.values())
    assert cited.changed == max(last_change(entry) for entry in toy_catalogue.values())
    assert cited.csl()["type"] == "dataset"
    assert "howpublished" not in cited.bibtex()
    assert of_catalogue([]).changed == "2026-01-01"


def test_a_change_is_the_review_or_else_the_adding(toy_catalogue: Catalogue):
    entry = toy_catalogue["tool/explain-it"]
    assert (entry.added, last_change(entry)) == ("2026-11-02", "2026-11-03")
    assert last_change(msgspec.structs.replace(entry, reviewed=None)) == "2026-11-02"


@pytest.mark.parametrize("title", ["50% & more_", r"C:\new {brace}", "~^#$", "Ünïcode – “quotes”"])
def test_bibtex_escapes_what_tex_reads(title: str):
    cited = Citation(key="x", title=title, changed="2026-11-21", url="https://example.org/a_b%20c")
    written = cited.bibtex()
    [line] = [line for line in written.splitlines() if line.startswith("  title")]
    content = line.removeprefix("  title = {{").removesuffix("}},")
    assert not re.search(r"(?<!\\)[&%$#_]", content)
    assert re.sub(r"\\textbackslash\{\}|\\[{}]", "", content).count("{") == content.count(r"\text") - content.count(
        r"\textbackslash"
    )
    assert "url = {https://example.org/a_b%20c}" in written
    assert cited.csl()["title"] == title
