"""Reading the values that entries choose from."""

from __future__ import annotations

import re
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
        'phases.ttl:11:1: error: phase/idea: skos:definition is a text followed by @nl or @en, not "?"@de',
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


NEW = """
<use/new> a skos:Concept ; skos:inScheme <use> ;
    skos:prefLabel "Nieuw"@nl , "New"@en ; skos:definition "Iets nieuws."@nl , "Something new."@en .
"""


def with_new(ontology: Path, old: str, new: str) -> list[str]:
    """The problems with one more concept after a change in it."""
    assert old in NEW
    with (ontology / "uses.ttl").open("a", encoding="utf-8") as file:
        file.write(NEW)
    vocabulary.load(ontology)
    return spoil(ontology, "uses.ttl", NEW, NEW.replace(old, new, 1))


PROPERTIES = sorted(
    {
        name
        for file in (TOY / "ontology").glob("*.ttl")
        for name in re.findall(r"(?<=[\s;])(?:skos|dct|kit|rdfs|owl|foaf):[A-Za-z]+(?= [<\"\d])", file.read_text())
    }
)


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_misspelt_property_is_never_lost_without_a_word(ontology: Path, name: str):
    file = next(file for file in sorted(ontology.glob("*.ttl")) if f" {name} " in file.read_text(encoding="utf-8"))
    wrong = name[:-2] + name[-1] + name[-2]
    line = next(number for number, text in enumerate(file.read_text().splitlines(), 1) if f" {name} " in text)
    told = [problem for problem in spoil(ontology, file.name, f" {name} ", f" {wrong} ") if wrong in problem]
    assert len(told) == 1
    assert told[0].startswith(f"{file.name}:{line}:")
    assert told[0].endswith(f": error: '{wrong}' does not exist (did you mean '{name}'?)")


def test_a_misspelt_class(ontology: Path):
    assert "uses.ttl:25:20: error: 'skos:Concpet' does not exist (did you mean 'skos:Concept'?)" in spoil(
        ontology, "uses.ttl", "<use/generative> a skos:Concept ", "<use/generative> a skos:Concpet "
    )


def test_the_properties_of_other_vocabularies_are_not_judged(ontology: Path):
    with (ontology / "uses.ttl").open("a", encoding="utf-8") as file:
        file.write(NEW.replace(" .\n", " ; <https://other.test/terms#anything> 1 .\n"))
    assert "use/new" in vocabulary.load(ontology)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<use/new>", "<usse/new>", "usse/new: there is no scheme <usse>"),
        (
            "<use/new>",
            "<use/new/er>",
            "use/new/er cannot become an address: a scheme, a slash and a name in lower case",
        ),
        ("<use/new>", "<use/New>", "use/New cannot become an address: a scheme, a slash and a name in lower case"),
        ("<use>", "<role>", "use/new does not have (just) skos:inScheme <use>"),
        ("skos:inScheme <use> ;", "", "use/new does not have (just) skos:inScheme <use>"),
        (
            "<use> ;",
            "<use> ; skos:topConceptOf <use> ;",
            "use/new: skos:topConceptOf and skos:hasTopConcept of the scheme belong together",
        ),
        ('"New"@en', '"New"@en , "Newer"@en', "use/new has skos:prefLabel more than once in en"),
        (
            '"New"@en',
            '"New"@en ; skos:altLabel "novel"',
            'use/new: skos:altLabel is a text followed by @nl or @en, not "novel"',
        ),
        (
            '"New"@en',
            '"New"@en ; skos:altLabel "neu"@de',
            'use/new: skos:altLabel is a text followed by @nl or @en, not "neu"@de',
        ),
        ('"New"@en', '" "@en', 'use/new: skos:prefLabel is a text followed by @nl or @en, not " "@en'),
        ('"New"@en', '"New"@en ; kit:order "first"', "use/new: kit:order is one whole number, such as 3"),
        ('"New"@en', '"New"@en ; kit:order 1.5', "use/new: kit:order is one whole number, such as 3"),
        (
            '"New"@en',
            '"New"@en ; dct:source <document/nothing>',
            "use/new refers to document/nothing, which does not exist",
        ),
        (
            '"New"@en',
            '"New"@en ; dct:source <javascript:alert(1)>',
            "use/new: dct:source leads to <javascript:alert(1)>: no web address",
        ),
        (
            '"New"@en',
            '"New"@en ; skos:broader <use/new> ; skos:narrower <use/new>',
            "use/new is above itself by skos:broader",
        ),
    ],
)
def test_a_faulty_concept(ontology: Path, old: str, new: str, said: str):
    told = with_new(ontology, old, new)
    assert any(problem.endswith(f": error: {said}") for problem in told), told
    assert all(problem.startswith("uses.ttl:") for problem in told)


def test_a_concept_that_is_described_twice(ontology: Path):
    with (ontology / "uses.ttl").open("a", encoding="utf-8") as file:
        file.write(NEW)
    told = spoil(ontology, "roles.ttl", "<role> a", NEW + "<role> a")
    assert [problem.partition(" error: ")[2] for problem in told] == [
        "use/new is in roles.ttl too: describe a concept once"
    ]


@pytest.mark.parametrize("name", ["dct:title", "dct:description"])
def test_a_scheme_without_a_text(ontology: Path, name: str):
    told = spoil(ontology, "uses.ttl", f"    {name} ", "    skos:note ")
    assert [problem.partition(" error: ")[2] for problem in told] == [
        f"use has no {name} in {language}" for language in ("nl", "en")
    ]


def test_what_was_released_is_not_held_against_rules_that_came_later(ontology: Path):
    file = ontology / "uses.ttl"
    file.write_text(file.read_text(encoding="utf-8").replace("kit:order 1", 'kit:order "first"', 1), encoding="utf-8")
    assert vocabulary.load(ontology, released=True)["use/recommendation"].order == 0
    with pytest.raises(CatalogueError, match="kit:order"):
        vocabulary.load(ontology)


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
