"""Words: one word for one thing, no praise, sentences that can be read, licences by their SPDX names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitoolkit.check.wording import LIST, avoided, reading_ease

from .conftest import ROOT, Checkout

GUIDE = "tools/diversity-guide.yaml"
DUTCH, ENGLISH = "Noemt geen getallen.", "Names no numbers."
LONG = "Wie dit leest " + "en nog verder leest " * 7 + "moet het twee keer lezen."

CASES = [
    pytest.param(
        DUTCH,
        "Schat elke KI in.",
        "we schrijven niet 'KI' (schrijf 'AI')",
        "we do not write 'KI' (write 'AI')",
        id="term",
    ),
    pytest.param(
        ENGLISH,
        "Data sets are small.",
        "we schrijven niet 'Data sets' (schrijf 'datasets')",
        "we do not write 'Data sets' (write 'datasets')",
        id="at the beginning of a sentence",
    ),
    pytest.param(
        DUTCH,
        "Geeft een krachtige uitleg.",
        "'krachtige' is lof (zeg wat het doet, of haal het weg)",
        "'krachtige' is praise (say what it does, or leave it out)",
        id="praise",
    ),
    pytest.param(
        DUTCH,
        LONG,
        "een zin van 36 woorden: 'Wie dit leest en …' (maak er twee zinnen van)",
        "a sentence of 36 words: 'Wie dit leest en …' (make it two sentences)",
        id="long sentence",
    ),
    pytest.param(
        ENGLISH,
        "Right in 90% of the cases.",
        "een percentage zonder te zeggen van hoeveel of wanneer (voeg het aantal of het jaar toe)",
        "a percentage that does not say of how many, or when (add the number or the year)",
        id="bare percentage",
    ),
    pytest.param(
        "CC-BY-4.0",
        "Creative Commons",
        "'Creative Commons' is geen SPDX-licentie (kies uit spdx.org/licenses, of schrijf LicenseRef-naam)",
        "'Creative Commons' is no SPDX licence (choose from spdx.org/licenses, or write LicenseRef-name)",
        id="no SPDX",
    ),
    pytest.param(
        "CC-BY-4.0", "cc-by-4.0", "SPDX schrijft 'CC-BY-4.0'", "SPDX writes 'CC-BY-4.0'", id="SPDX in other letters"
    ),
]


@pytest.mark.parametrize(("old", "new", "nl", "en"), CASES)
def test_a_warning_at_the_text(toy: Checkout, old: str, new: str, nl: str, en: str):
    toy.edit(GUIDE, old, new)
    toy.assert_problem(GUIDE, new, nl, en, severity="warning")


def test_a_superseded_tool_names_its_successor(toy: Checkout):
    note = "\n  note:\n    nl: Gestopt.\n    en: Stopped."
    toy.edit(GUIDE, "state: active", "state: superseded" + note)
    toy.assert_problem(
        GUIDE,
        "superseded",
        "vervangen, maar waardoor? (voeg 'successor:' toe, of kies een andere status)",
        "superseded, but by what? (add 'successor:', or choose another state)",
        severity="warning",
    )
    toy.edit(GUIDE, "state: superseded", "state: superseded\n  successor: tool/explain-it")
    assert toy.check().problems == []


HARD = "Organisatieverantwoordelijkheid vooronderstelt informatievoorzieningsmogelijkheden."


def test_hard_dutch_is_reported_once_for_the_entry(toy: Checkout):
    toy.edit(GUIDE, "requirements:", "description:\n  nl: >-\n" + f"    {HARD}\n" * 30 + "  en: Hard.\nrequirements:")
    [problem] = toy.check().problems
    assert problem.severity == "warning"
    assert problem.message["nl"].startswith("het Nederlands is moeilijk te lezen")


@pytest.mark.parametrize(
    "fine",
    [
        "De makers noemen het 'krachtig'.",
        "Staat onder de Apache License.",
        "De verklaring zegt KI (KI staat voor kunstmatige intelligentie)."[28:],
        "In 2025 was 45% van 3.000 antwoorden onjuist.",
        "Het model Innovatieve-X heet zo.",
    ],
)
def test_names_quotes_and_numbers_with_context_are_left_alone(toy: Checkout, fine: str):
    toy.edit(GUIDE, DUTCH, f'"{fine}"')
    assert toy.check().problems == []


def test_other_licences_have_a_name_of_their_own(toy: Checkout):
    toy.edit(GUIDE, "CC-BY-4.0", "MIT OR LicenseRef-own")
    assert toy.check().problems == []


def test_the_real_list_says_what_to_write_instead_of_each_term():
    for language, words in avoided(ROOT / "ontology" / LIST).items():
        assert language in {"nl", "en"}
        for word, instead in words.instead.items():
            assert word == word.strip() != ""
            assert not words.pattern.search(instead)


WORDS = st.lists(st.text(st.characters(categories=["Ll"]), min_size=1), min_size=1, max_size=12)


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_longer_sentences_never_read_easier(sentences: list[list[str]]):
    joined = [[word for sentence in sentences for word in sentence]]
    assert reading_ease(joined) <= reading_ease(sentences) + 1e-9
