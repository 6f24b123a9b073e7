"""Reading the values that entries choose from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kitoolkit import CatalogueError, UnknownNameError, vocabulary
from kitoolkit.vocabulary import Match, Vocabulary

from .conftest import TOY


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TOY / "ontology", tmp_path / "ontology"))


def spoil(ontology: Path, name: str, old: str, new: str) -> list[str]:
    """The problems after a change, without the folder."""
    file = ontology / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        vocabulary.load(ontology)
    return [problem.as_text("en").removeprefix(ontology.as_posix() + "/") for problem in caught.value.problems]


def test_reads_a_concept_whole(concepts: Vocabulary):
    concept = concepts["requirement/transparency"]
    assert concept.scheme == "requirement"
    assert concept.label == {"nl": "Transparantie", "en": "Transparency"}
    assert concept.alt_labels == {"en": ("openness",), "nl": ("doorzichtigheid",)}
    assert concept.definition == {"nl": "Wat transparantie hier betekent.", "en": "What transparency means here."}
    assert concept.scope_note == {"nl": "Op de redactie.", "en": "In the newsroom."}
    assert concept.document == "document/declaration"
    assert concept.part == {"nl": "hoofdstuk 2", "en": "chapter 2"}
    assert concept.notation == "R1"
    assert concept.see_also == ("https://toy.test/about-transparency",)
    assert concept.matches == (
        Match("relatedMatch", "https://w3id.org/dpv#Transparency"),
        Match("relatedMatch", "principle/fairness"),
    )
    assert concept.top


def test_broader_and_narrower(concepts: Vocabulary):
    assert concepts["use/synthetic-voice"].broader == ("use/generative",)
    assert not concepts["use/synthetic-voice"].top
    assert concepts.with_narrower("use/generative") == ("use/generative", "use/synthetic-voice")
    assert concepts.with_narrower("use/speech") == ("use/speech",)


def test_is_a_mapping_in_the_order_of_its_schemes(concepts: Vocabulary):
    assert [concept.id for concept in concepts.scheme("phase")] == ["phase/idea", "phase/design", "phase/testing"]
    assert len(concepts) == len(list(concepts)) == len(set(concepts))
    assert "phase/idea" in concepts
    assert "phase/nothing" not in concepts
    assert concepts.schemes["use"].title == {"nl": "Toepassingen", "en": "Uses"}


def test_unknown_names_raise_with_the_nearest(concepts: Vocabulary):
    with pytest.raises(
        UnknownNameError, match="no concept 'requirement/transparancy'; did you mean 'requirement/transparency'"
    ) as caught:
        concepts["requirement/transparancy"]
    assert (caught.value.name, caught.value.nearest) == ("requirement/transparancy", "requirement/transparency")
    with pytest.raises(UnknownNameError, match="no concept scheme 'requirements'; did you mean 'requirement'"):
        concepts.scheme("requirements")
    with pytest.raises(KeyError):
        concepts["zzz"]


def test_label_missing_in_a_language(ontology: Path):
    assert spoil(ontology, "phases.ttl", '"Idee"@nl , ', "") == [
        "phases.ttl:0:0: error: phase/idea has no skos:prefLabel in nl"
    ]


def test_definition_missing(ontology: Path):
    assert spoil(ontology, "phases.ttl", '"Wat idee hier betekent."@nl , "What idea means here."@en', '"?"@de') == [
        "phases.ttl:0:0: error: phase/idea has no skos:definition in nl",
        "phases.ttl:0:0: error: phase/idea has no skos:definition in en",
    ]


def test_reference_to_a_concept_that_does_not_exist(ontology: Path):
    assert spoil(ontology, "requirements.ttl", "<principle/fairness>", "<principle/fair>") == [
        "requirements.ttl:0:0: error: requirement/transparency refers to principle/fair, which does not exist"
    ]


def test_relation_that_one_side_tells_only(ontology: Path):
    assert spoil(ontology, "uses.ttl", "skos:narrower <use/synthetic-voice> ;", "") == [
        "uses.ttl:0:0: error: use/synthetic-voice gives use/generative as skos:broader; skos:narrower is missing there"
    ]


def test_no_turtle(ontology: Path):
    [problem] = spoil(ontology, "roles.ttl", "<role> a skos:ConceptScheme ;", "<role> a a skos:ConceptScheme ;")
    assert problem.startswith("roles.ttl:7:1: error: this is no valid Turtle: ")


def test_all_problems_at_once(ontology: Path):
    file = ontology / "roles.ttl"
    file.write_text(file.read_text(encoding="utf-8").replace('"Redacteur"@nl , ', ""), encoding="utf-8")
    assert spoil(ontology, "phases.ttl", '"Idee"@nl , ', "") == [
        "phases.ttl:0:0: error: phase/idea has no skos:prefLabel in nl",
        "roles.ttl:0:0: error: role/editor has no skos:prefLabel in nl",
    ]


def test_folder_without_vocabulary(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="no vocabulary"):
        vocabulary.load(tmp_path)


def test_a_changed_file_is_read_again(ontology: Path):
    assert vocabulary.load(ontology)["phase/idea"].label["en"] == "Idea"
    file = ontology / "phases.ttl"
    file.write_text(file.read_text().replace('"Idea"@en', '"Start"@en'))
    assert vocabulary.load(ontology)["phase/idea"].label["en"] == "Start"


def test_works_where_nothing_can_be_kept(ontology: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KITOOLKIT_CACHE", str(tmp_path / "file"))
    assert len(vocabulary.load(ontology)) > 10
