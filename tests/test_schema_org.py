"""What stands in the head of a page for search engines."""

from __future__ import annotations

import msgspec
import pytest

from kitoolkit import Catalogue
from kitoolkit.linked import schema_org
from kitoolkit.model import BASE_IRI, Checklist, Tool


@pytest.mark.parametrize(
    ("entry_id", "kind"),
    [
        ("tool/explain-it", "SoftwareApplication"),
        ("example/subtitles", "CreativeWork"),
        ("lesson/hidden-scores", "LearningResource"),
        ("tradeoff/personal-or-shared", "LearningResource"),
        ("question/who-answers", "Question"),
        ("checklist/before-launch", "ItemList"),
        ("organisation/omroep", "NewsMediaOrganization"),
    ],
)
def test_every_kind_has_its_class(toy_catalogue: Catalogue, entry_id: str, kind: str):
    page = schema_org.entry_page(toy_catalogue[entry_id], toy_catalogue.vocabulary, "en", "https://portal.example/x/")
    assert page["@context"] == "https://schema.org/"
    assert (page["@type"], page["@id"], page["inLanguage"]) == ("WebPage", "https://portal.example/x/", "en")
    assert page["mainEntity"]["@type"] == kind
    assert page["mainEntity"]["@id"] == BASE_IRI + entry_id


def test_the_licence_of_a_tool_is_not_that_of_its_page(toy_catalogue: Catalogue):
    page = schema_org.entry_page(toy_catalogue["tool/explain-it"], toy_catalogue.vocabulary, "nl")
    assert page["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert page["mainEntity"]["license"] == "https://spdx.org/licenses/MIT"
    assert page["mainEntity"]["inLanguage"] == ["nl", "en"]


@pytest.mark.parametrize(
    ("spdx", "said"),
    [
        ("Apache-2.0", "https://spdx.org/licenses/Apache-2.0"),
        ("MIT OR GPL-3.0-only", {"@type": "CreativeWork", "name": "MIT OR GPL-3.0-only"}),
        ("LicenseRef-own", {"@type": "CreativeWork", "name": "LicenseRef-own"}),
        (None, None),
    ],
)
def test_licences(toy_catalogue: Catalogue, spdx: str | None, said: object):
    tool = msgspec.structs.replace(toy_catalogue["tool/explain-it"], licence=spdx)
    assert isinstance(tool, Tool)
    page = schema_org.entry_page(tool, toy_catalogue.vocabulary, "nl")
    assert page["mainEntity"].get("license") == said


def test_what_is_not_known_is_left_out(toy_catalogue: Catalogue):
    tool = msgspec.structs.replace(toy_catalogue["tool/explain-it"], reviewed=None, also_known_as=(), cost="unknown")
    page = schema_org.entry_page(tool, toy_catalogue.vocabulary, "nl")
    assert {"@id", "url", "lastReviewed"} & set(page) == set()
    assert {"alternateName", "isAccessibleForFree"} & set(page["mainEntity"]) == set()


def test_a_checklist_is_a_list_of_questions(toy_catalogue: Catalogue):
    checklist = toy_catalogue["checklist/before-launch"]
    assert isinstance(checklist, Checklist)
    node = schema_org.entry_page(checklist, toy_catalogue.vocabulary, "nl")["mainEntity"]
    assert node["numberOfItems"] == len(checklist.questions)
    assert [item["position"] for item in node["itemListElement"]] == list(range(1, len(checklist.questions) + 1))
    assert [item["item"]["name"] for item in node["itemListElement"]] == [
        question.question["nl"] for question in checklist.questions
    ]
    graph = toy_catalogue.graph
    assert all(any(str(node) == item["item"]["@id"] for node in graph.subjects()) for item in node["itemListElement"])


def test_concepts_and_schemes(toy_catalogue: Catalogue):
    vocabulary = toy_catalogue.vocabulary
    scheme = vocabulary.schemes["requirement"]
    term = schema_org.concept_page(vocabulary["requirement/transparency"], scheme, "nl")["mainEntity"]
    assert (term["@type"], term["name"], term["termCode"]) == ("DefinedTerm", "Transparantie", "R1")
    assert term["inDefinedTermSet"]["@id"] == BASE_IRI + "requirement"
    document = schema_org.concept_page(vocabulary["document/declaration"], vocabulary.schemes["document"], "en")
    assert document["mainEntity"]["@type"] == "CreativeWork"
    terms = schema_org.scheme_page(scheme, vocabulary.scheme("requirement"), "en")["mainEntity"]
    assert [one["name"] for one in terms["hasDefinedTerm"]] == [
        one.label["en"] for one in vocabulary.scheme("requirement")
    ]


def test_the_page_of_downloads_is_a_catalogue_of_datasets(toy_catalogue: Catalogue):
    page = schema_org.data_page(toy_catalogue, {"nl": "Data", "en": "Data"}, "en", "https://portal.example/")
    datasets = page["mainEntity"]["dataset"]
    assert page["mainEntity"]["@id"] == BASE_IRI + "catalog"
    assert len(datasets) == 8
    for dataset in datasets:
        assert {"name", "description", "license", "creator", "distribution"} <= set(dataset)
    [table] = [one for one in datasets[0]["distribution"] if one["encodingFormat"] == "text/csv"]
    assert table["contentUrl"] == "https://portal.example/data/tool.csv"
