"""The catalogue and ontology that readers get: the one test of real data, about what must hold whatever is added."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, URIRef

from kitoolkit import Catalogue
from kitoolkit.check import Report, check, entry_files
from kitoolkit.collection import SCHEMES
from kitoolkit.coverage import measure
from kitoolkit.linked.jsonld import PREFIXES
from kitoolkit.model import BASE_IRI, ENTRY_TYPES, LANGUAGES, folder
from kitoolkit.structure import fields
from kitoolkit.vocabulary import Vocabulary, load
from kitoolkit.writing import formatted

from .conftest import ROOT
from .test_graph import NOT_IN_IRIS

MAPPINGS = [
    SKOS.exactMatch,
    SKOS.closeMatch,
    SKOS.broadMatch,
    SKOS.narrowMatch,
    SKOS.relatedMatch,
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    OWL.equivalentClass,
    OWL.equivalentProperty,
]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load(ROOT / "ontology")


@pytest.fixture(scope="module")
def report(vocabulary: Vocabulary) -> Report:
    return check(ROOT / "catalogue", vocabulary)


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return Catalogue.open(ROOT)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    graph = Graph()
    for file in sorted(ROOT.glob("ontology/*.ttl")):
        graph.parse(file, format="turtle")
    return graph


def test_every_file_is_a_sound_entry(report: Report):
    assert [problem.as_text("en") for problem in report.errors] == []
    assert len(report.entries) == report.files > 200


def test_every_file_has_the_one_layout():
    """So that a change shows what changes; `kitoolkit format` mends it."""
    for file in entry_files(ROOT / "catalogue"):
        text = file.read_text(encoding="utf-8")
        kind = next(kind for kind in ENTRY_TYPES if folder(kind) == file.parent.name)
        assert formatted(text, kind, file) == text, file


def test_every_kind_has_entries(real: Catalogue):
    least = {"tool": 200, "example": 40, "lesson": 30, "tradeoff": 15, "question": 30, "organisation": 40}
    assert {kind: number for kind, number in least.items() if len(real.kind(kind)) < number} == {}
    assert sum(len(checklist.questions) for checklist in real.checklists) >= 120


def test_texts_hold_no_praise_and_no_other_words_than_ours(report: Report):
    """New entries may still warn; what is here does not, but for reviews that grow old."""
    aged = {"al meer dan een jaar niet nagekeken", "alleen in een taal"}
    warnings = [problem for problem in report.problems if not problem.message["nl"].startswith(tuple(aged))]
    assert [problem.as_text("en") for problem in warnings] == []


def test_every_requirement_and_phase_is_served_for_every_use_or_the_gap_is_named(real: Catalogue):
    named = {(one, two) for question in real.questions for one in question.requirements for two in question.phases}
    gaps = {(use.id, *gap) for use in measure(real).uses for gap in use.gaps if gap not in named}
    assert gaps == set()


def test_every_entry_has_title_and_summary_in_both_languages(real: Catalogue):
    for entry in real.values():
        for text in (entry.title, entry.summary):
            assert all(text[language].strip() for language in LANGUAGES), entry.id


def test_every_requirement_phase_use_and_type_has_a_tool(real: Catalogue):
    for facet in ("requirement", "phase", "use", "type"):
        known = [concept.id for concept in real.vocabulary.scheme(SCHEMES[facet])]
        assert [concept for concept in known if not real.tools.where(**{facet: concept})] == []  # type: ignore[arg-type]


def test_checklist_asks_at_least_eight_questions_per_requirement(real: Catalogue):
    asked = Counter(question.requirement for checklist in real.checklists for question in checklist.questions)
    assert {
        concept.id: asked[concept.id] for concept in real.vocabulary.scheme("requirement") if asked[concept.id] < 8
    } == {}


def test_every_concept_has_labels_and_definitions_in_both_languages(vocabulary: Vocabulary):
    for concept in vocabulary.values():
        for text in (concept.label, concept.definition):
            assert set(text) == set(LANGUAGES), concept.id
            assert all(value.strip() for value in text.values()), concept.id
        assert concept.scheme in vocabulary.schemes, concept.id


def test_every_scheme_has_title_description_and_concepts(vocabulary: Vocabulary):
    for scheme in vocabulary.schemes.values():
        assert set(scheme.title) == set(scheme.description) == set(LANGUAGES), scheme.id
        assert vocabulary.scheme(scheme.id), scheme.id


def test_every_scheme_that_the_model_names_exists(vocabulary: Vocabulary):
    asked = {
        scheme
        for kind in ENTRY_TYPES.values()
        for field in fields(kind)
        for scheme in field.info.scheme.split("|")
        if scheme
    }
    assert asked <= set(vocabulary.schemes)


def test_labels_are_unique_in_a_scheme(vocabulary: Vocabulary):
    for scheme in vocabulary.schemes:
        for language in LANGUAGES:
            labels = Counter(concept.label[language].casefold() for concept in vocabulary.scheme(scheme))
            assert [label for label, number in labels.items() if number > 1] == []


def test_broader_and_narrower_mirror_each_other(vocabulary: Vocabulary):
    for concept in vocabulary.values():
        for broader in concept.broader:
            assert concept.id in vocabulary[broader].narrower, concept.id
            assert vocabulary[broader].scheme == concept.scheme, concept.id
        for narrower in concept.narrower:
            assert concept.id in vocabulary[narrower].broader, concept.id
        assert concept.id not in vocabulary.with_narrower(concept.id)[1:]


def test_the_seven_requirements_and_four_principles(vocabulary: Vocabulary):
    assert len(vocabulary.scheme("requirement")) == 7
    assert len(vocabulary.scheme("principle")) == 4


def test_outside_terms_that_we_map_to_were_looked_up(ontology: Graph):
    with (ROOT / "ontology" / "outside-terms.tsv").open(encoding="utf-8") as file:
        listed = {row["iri"] for row in csv.DictReader(file, delimiter="\t")}
    outside = {
        str(target)
        for predicate in MAPPINGS
        for subject, target in ontology.subject_objects(predicate)
        if str(subject).startswith(BASE_IRI) and isinstance(target, URIRef) and not target.startswith(BASE_IRI)
    }
    assert sorted(outside - listed) == []


def test_every_property_and_class_of_ours_is_described(ontology: Graph, real: Catalogue):
    ours = BASE_IRI + "ontology#"
    used = {str(node) for triple in real.graph for node in triple if str(node).startswith(ours)}
    used |= {str(predicate) for predicate in ontology.predicates() if str(predicate).startswith(ours)}
    for iri in sorted(used):
        labels = {str(getattr(label, "language", "")) for label in ontology.objects(URIRef(iri), RDFS.label)}
        assert labels >= set(LANGUAGES), iri
        assert ontology.value(URIRef(iri), RDF.type) is not None, iri


def test_every_document_in_the_ontology_exists(ontology: Graph):
    documents = {
        str(target)
        for target in ontology.objects(None, DCTERMS.source)
        if str(target).startswith(BASE_IRI + "document/")
    }
    assert documents
    for document in documents:
        assert (URIRef(document), SKOS.prefLabel, None) in ontology, document


def test_every_address_can_be_written(real: Catalogue):
    nodes = {node for triple in real.graph for node in triple if isinstance(node, URIRef)}
    assert [node for node in nodes if NOT_IN_IRIS.search(node)] == []
    assert len(Graph().parse(data=real.export("turtle"), format="turtle")) == len(real.graph)


def test_prefixes_are_bound_to_one_vocabulary_each():
    assert len(set(PREFIXES.values())) == len(PREFIXES)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("fairlearn", "tool/fairlearn"),
        ("careless whisper", "lesson/careless-whisper"),
        ("Sveriges Radio", "organisation/sveriges-radio"),
    ],
)
def test_a_name_finds_its_entry_first(real: Catalogue, query: str, expected: str):
    assert real.search(query, limit=1)[0].id == expected


@pytest.mark.parametrize(
    "words", [("KI", "AI"), ("algoritme", "algoritmes", "algoritmen"), ("ASR", "spraakherkenning")]
)
def test_words_for_one_thing_find_much_the_same(real: Catalogue, words: tuple[str, ...]):
    found = [{hit.id for hit in real.search(word, limit=30)} for word in words]
    for others in found[1:]:
        assert len(found[0] & others) >= 10


@pytest.mark.parametrize(
    "query",
    ["AI", "uitlegbare aanbevelingen", "redactie algoritme", "wie is verantwoordelijk", "bias in speech recognition"],
)
def test_fewer_hits_are_the_first_of_more(real: Catalogue, query: str):
    all_of_them = [hit.id for hit in real.search(query, limit=1000)]
    assert len(set(all_of_them)) == len(all_of_them) > 20
    for limit in (1, 5, 20):
        assert [hit.id for hit in real.search(query, limit=limit)] == all_of_them[:limit]


def test_no_address_is_written_two_ways(real: Catalogue):
    """An http and an https form of one address are one address to readers."""
    seen: dict[str, str] = {}
    for entry in real.values():
        for source in entry.sources:
            if source.url:
                bare = re.sub(r"^https?://", "", source.url)
                assert seen.setdefault(bare, source.url) == source.url, entry.id
