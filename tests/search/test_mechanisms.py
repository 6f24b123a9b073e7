"""What a question is taken to ask for: typing errors, compounds, names of concepts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitoolkit.search.asking import CORRECTED, GLOSSARY_WORD, IN_NAME, PART, RELATED, Asked, understand
from kitoolkit.search.lexicon import Lexicon, distance
from kitoolkit.search.naming import Naming, named
from kitoolkit.vocabulary import Concept, Match, Vocabulary
from kitoolkit.words import STOP_WORDS, stem

TEXTS = [
    {"nl": "Software voor ondertiteling en het herkennen van een gezicht", "en": "software for subtitles"},
    {"nl": "Het beleid van een nieuwsredactie over transparantie in nieuws", "en": "policy of a newsroom"},
    {"nl": "Aanbevelingen die verrassen, en de regio", "en": "recommendations"},
]
LEXICON = Lexicon.of(TEXTS)


def concept(slug: str, nl: tuple[str, ...], en: tuple[str, ...], *related: str) -> Concept:
    return Concept(
        id=f"term/{slug}",
        label={"nl": nl[0], "en": en[0]},
        alt_labels={"nl": nl[1:], "en": en[1:]},
        definition={"nl": "-", "en": "-"},
        matches=tuple(Match("related", f"term/{one}") for one in related),
    )


NAMING = Naming.of(
    Vocabulary(
        [],
        [
            concept("subtitles", ("Ondertitels", "ondertiteling"), ("Subtitles", "captions"), "asr"),
            concept("asr", ("Spraakherkenning",), ("Speech recognition", "ASR")),
            concept("loop", ("Mens in de lus",), ("Human in the loop", "the loop")),
        ],
    )
)


def ask(text: str, *, more: bool = False) -> Asked:
    return understand(text, NAMING, LEXICON, more=more)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("ondertitelingssoftware", ("ondertiteling", "software")),
        ("gezichtsbeleid", ("gezicht", "beleid")),
        ("softwarebeleid", ("software", "beleid")),
        ("ondertitelingssoftwarebeleid", ("ondertiteling", "software", "beleid")),
        ("nieuwsbeleid", ("nieuws", "beleid")),
        ("softwarefiets", ()),
        ("fietssoftware", ()),
        ("beleid", ()),
        ("12345678", ()),
        ("overbeleid", ()),
    ],
)
def test_compounds_come_apart_into_words_that_occur(word: str, parts: tuple[str, ...]):
    assert LEXICON.parts(word) == parts


def test_a_known_compound_also_asks_a_little_for_its_parts():
    terms = ask("nieuwsredactie").terms
    assert terms[stem("nieuwsredactie", "nl")] == 1.0
    texts = [*TEXTS, {"nl": "een redactie"}]
    with_part = understand("nieuwsredactie", NAMING, Lexicon.of(texts)).terms
    assert with_part[stem("redactie", "nl")] == PART


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("transparantei", "transparantie"),
        ("softwre", "software"),
        ("sofware", "software"),
        ("aanbeveligen", "aanbevelingen"),
        ("anbevelngen", "aanbevelingen"),
        ("beleit", "beleid"),
    ],
)
def test_typing_errors_are_mended(typed: str, meant: str):
    asked = ask(typed)
    assert asked.corrected == {typed: meant}
    assert asked.terms[stem(meant, "nl")] == CORRECTED


@pytest.mark.parametrize("typed", ["xqzjwv", "bel", "42", "belxxx", "zoftware"])
def test_what_is_too_different_is_left_alone(typed: str):
    assert ask(typed).corrected == {}


def test_of_equally_near_words_the_most_frequent():
    lexicon = Lexicon.of([{"nl": "regio"}, {"nl": "regel"}, {"nl": "regel"}])
    assert lexicon.nearest("rege", 1) == "regel"


def test_more_takes_what_comes_near():
    assert ask("aanbe").corrected == {}
    assert ask("aanbe", more=True).corrected == {"aanbe": "aanbevelingen"}
    assert ask("transitie", more=True).corrected == {"transitie": "transparantie"}
    assert ask("xq", more=True).corrected == {}


def test_a_name_in_either_language_asks_for_the_concept_and_for_what_is_related():
    for text in ("captions", "ondertiteling"):
        asked = ask(text)
        assert asked.concepts == ("term/subtitles",)
        assert asked.terms["term/subtitles"] == GLOSSARY_WORD
        assert asked.terms["term/asr"] == RELATED
    assert ask("captions ASR").terms["term/asr"] == GLOSSARY_WORD


def test_words_of_a_longer_name_count_less():
    terms = ask("speech recognition software").terms
    assert terms["term/asr"] == GLOSSARY_WORD
    assert terms["speech"] == IN_NAME
    assert terms[stem("software", "en")] == 1.0


def test_names_are_found_from_their_first_word_that_says_something():
    assert ask("human in the loop").concepts == ("term/loop",)
    assert [found.concepts for found in named(["the", "loop"], "en", NAMING)] == []


def test_the_terms_of_a_word_are_alternatives_and_concepts_are_not():
    asked = ask("speech recognition software")
    together = {term for group in asked.alternatives for term in group}
    assert sum(map(len, asked.alternatives)) == len(together), "a term belongs to one word"
    assert {stem("software", "nl"), stem("software", "en")} in [set(group) for group in asked.alternatives]
    assert set(asked.terms) - together == {"term/asr", *(one for one in asked.terms if one.startswith("term/"))}


def test_words_that_say_nothing_are_not_looked_up():
    everything = " ".join(word for words in STOP_WORDS.values() for word in words)
    assert ask(everything).terms == {}


@given(st.text(alphabet="abc", max_size=6), st.text(alphabet="abc", max_size=6))
def test_distance_is_the_same_both_ways(one: str, other: str):
    assert distance(one, other, 9) == distance(other, one, 9)
    assert (distance(one, other, 9) == 0) == (one == other)
    assert distance(one, other, 9) <= max(len(one), len(other))
    assert min(distance(one, other, 1), 2) == min(distance(one, other, 9), 2)


@given(st.text(max_size=60))
def test_any_question_is_understood(text: str):
    asked = ask(text, more=True)
    assert all(0 < weight <= GLOSSARY_WORD for weight in asked.terms.values())
