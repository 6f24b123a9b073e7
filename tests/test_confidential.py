"""What may not be published: found at its place, in both languages, never repeated in full."""

from __future__ import annotations

import json
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitoolkit import Catalogue
from kitoolkit.check import check, personal, secrets
from kitoolkit.check.personal import is_citizen_number, is_iban
from kitoolkit.problem import Problem
from kitoolkit.sentences import SENTENCES
from kitoolkit.snapshot import make
from kitoolkit.vocabulary import load

from .conftest import ROOT, Checkout

LESSON = "lessons/hidden-scores.yaml"
NOBODY = "Niemand keek naar de scores."
GITHUB_TOKEN = "ghp_" + "a8Kd02mQx7LwZ1vBn5RtY3cEfGhJ6pSuVi9o"
AWS_KEY = "AKIA" + "Z7Q3MXN5RVLT2WYD"


def found(toy: Checkout) -> list[Problem]:
    return [problem for problem in toy.check().problems if problem.file.suffix == ".yaml"]


def put(toy: Checkout, text: str) -> list[Problem]:
    toy.edit(LESSON, NOBODY, f"{NOBODY[:-1]}, {text}")
    return found(toy)


# What belongs to a person


@pytest.mark.parametrize(
    ("text", "shown", "nl", "en"),
    [
        ("jan@omroep.test", "ja…", "een e-mailadres", "an e-mail address"),
        ("jan [at] omroep.test", "ja…", "een e-mailadres", "an e-mail address"),
        ("jan (AT) omroep.test", "ja…", "een e-mailadres", "an e-mail address"),
        ("06-12345678", "06…", "een telefoonnummer", "a telephone number"),
        ("020 123 45 67", "02…", "een telefoonnummer", "a telephone number"),
        ("+31 (0)20 123 4567", "+3…", "een telefoonnummer", "a telephone number"),
        ("0031612345678", "00…", "een telefoonnummer", "a telephone number"),
        ("telefoon 0201234567", "02…", "een telefoonnummer", "a telephone number"),
        ("NL91 ABNA 0417 1643 00", "NL…", "een rekeningnummer (IBAN)", "a bank account (IBAN)"),
        ("BE68539007547034", "BE…", "een rekeningnummer (IBAN)", "a bank account (IBAN)"),
        ("111222333", "11…", "dit kan een burgerservicenummer zijn", "this may be a citizen service number"),
    ],
)
def test_what_belongs_to_a_person_is_an_error(toy: Checkout, text: str, shown: str, nl: str, en: str):
    [problem] = put(toy, f"zie {text} en verder")
    assert (problem.severity, problem.field) == ("error", "happened.nl")
    assert problem.message == {"nl": f"{nl}: {shown}", "en": f"{en}: {shown}"}
    assert (problem.line, problem.column) == toy.place_of(LESSON, text.removeprefix("telefoon "))
    assert set(problem.hint) == {"nl", "en"}


@pytest.mark.parametrize(
    "text",
    [
        "op 01-01-2024 12 keer",
        "ISBN 0306406152",
        "0800-1234",
        "in 2026-11-21 en 2025",
        "111222334",
        "1112223330",
        "10.1145/111222333",
        "NL92 ABNA 0417 1643 00",
        "@jan@mastodon.test",
        "git@github.com:x/y.git",
        "pakket@1.2.3",
        "versie 0.85, 12.345.678 keer",
        "https://toy.test/@jan/111222333?id=0612345678",
    ],
)
def test_what_only_looks_like_it_is_let_through(toy: Checkout, text: str):
    assert put(toy, text) == []


def test_a_number_broken_over_two_lines_is_found_where_it_begins(toy: Checkout):
    toy.edit(
        LESSON, f"nl: {NOBODY}", "nl: >-\n    Bel voor meer informatie met het nummer 06 12\n    34 56 78 of schrijf."
    )
    [problem] = found(toy)
    assert (problem.line, problem.column) == toy.place_of(LESSON, "06 12")
    assert problem.field == "happened.nl"


def test_an_escaped_character_hides_nothing(toy: Checkout):
    toy.edit(LESSON, f"nl: {NOBODY}", 'nl: "Schrijf aan jan\\x40omroep.test"')
    [problem] = found(toy)
    assert problem.message["en"] == "an e-mail address: ja…"
    assert problem.line == toy.place_of(LESSON, '"Schrijf')[0]


@pytest.mark.parametrize(
    ("written", "at", "message"),
    [
        (">-\n    Maak over op NL91 ABNA\n    0417 1643 00 en verder.", "NL91", "a bank account (IBAN): NL…"),
        (">-\n    Schrijf aan jan\n    [at] omroep.test.", "jan", "an e-mail address: ja…"),
        (">-\n    Het wachtwoord is\n    zomer2026! en meer.", "zomer2026!", "a password, key or token: zo…"),
        ('"met password=\\"zomer2026!\\" erin"', "zomer2026!", "a password, key or token: zo…"),
        ("'met passphrase: ''zomer2026!'' erin'", "zomer2026!", "a password, key or token: zo…"),
        (">-  # van jan@omroep.test\n    Niemand keek\n    ernaar.", "jan@", "an e-mail address: ja…"),
    ],
)
def test_the_layout_of_a_value_hides_nothing(toy: Checkout, written: str, at: str, message: str):
    toy.edit(LESSON, f"nl: {NOBODY}", f"nl: {written}")
    [problem] = found(toy)
    assert problem.message["en"] == message
    assert (problem.line, problem.column) == toy.place_of(LESSON, at)


def test_a_comment_is_public_too(toy: Checkout):
    toy.write(LESSON, toy.read(LESSON) + "# van jan@omroep.test\n# STRIKT VERTROUWELIJK\n")
    assert [problem.message["en"] for problem in found(toy)] == [
        "an e-mail address: ja…",
        "'STRIKT VERTROUWELIJK': this is not meant for publication",
    ]


def test_a_file_with_other_faults_is_searched_as_well(toy: Checkout):
    toy.edit(LESSON, "evidence: evaluation", "evidence: gossip from jan@omroep.test")
    assert "an e-mail address: ja…" in {problem.message["en"] for problem in found(toy)}
    toy.write(LESSON, toy.read(LESSON) + "broken: [")
    assert "an e-mail address: ja…" in {problem.message["en"] for problem in found(toy)}


@given(st.integers(0, 10**8 - 1))
def test_of_each_start_of_eight_digits_one_ending_at_most_is_a_citizen_number(start: int):
    fitting = [digit for digit in string.digits if is_citizen_number(f"{start:08}{digit}")]
    assert len(fitting) <= 1


@given(st.integers(0, 10**10 - 1), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), st.integers(1, 96))
def test_an_iban_has_one_pair_of_check_digits(account: int, letter: str, other: int):
    bank = f"{letter}BNA{account:010}"
    fitting = [digits for digits in range(2, 99) if is_iban(f"NL{digits:02}{bank}")]
    assert len(fitting) == 1
    wrong = 2 + (fitting[0] - 2 + other) % 97
    assert not is_iban(f"NL{wrong:02}{bank}")


@given(st.text(st.sampled_from("0123456789 +-()./@aNLbe:[]\n"), max_size=60))
def test_any_text_can_be_searched_and_matches_stand_in_it(text: str):
    for match in personal.find(text):
        assert text[match.start : match.start + len(match.text)] == match.text


# Secrets


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"met {GITHUB_TOKEN} erin", GITHUB_TOKEN),
        (f"sleutel {AWS_KEY}", AWS_KEY),
        ("https://beheer:Zomer2026@toy.test/", "beheer:Zomer2026"),
        ("het wachtwoord is Welkom01! zei hij", "Welkom01!"),
        ("xoxb-" + "123456789012-1234567890123-abcdefGHIJKLmnopQRST1234", "xoxb-123456789012"),
        ("hf_" + "QxLwZvBnRtYcEfGhJpSuVioaKdmWqEsTzA ", "hf_"),
        ("glpat-" + "xY3_kL9mN2pQ5rS8tU1v", "glpat-"),
        ("curl -X POST -H 'Authorization: Bearer " + "Zt8_kL9mN2pQ' https://toy.test/", "Zt8_kL9mN2pQ"),
    ],
)
def test_a_secret_is_an_error_and_not_repeated(toy: Checkout, text: str, secret: str):
    problems = put(toy, f"{text} en verder")
    [problem] = [problem for problem in problems if "key or token" in problem.message["en"]]
    assert problem.severity == "error"
    assert (problem.line, problem.column) == toy.place_of(LESSON, secret)
    printed = json.dumps(problem.as_record()) + problem.as_text("nl") + problem.as_github("en")
    assert secret not in printed
    assert text not in printed
    assert "revoke" in problem.hint["en"]


def test_a_private_key_is_found(toy: Checkout):
    key = "\n".join(
        [
            "-----BEGIN " + "PRIVATE KEY-----",
            *["MIIEvQIBADANBgkqhkiG9w0BAQEFAASC"] * 4,
            "-----END " + "PRIVATE KEY-----",
        ]
    )
    toy.edit(LESSON, f"nl: {NOBODY}", "nl: |\n" + "\n".join(f"    {line}" for line in key.splitlines()))
    assert [problem.message["nl"] for problem in found(toy)] == ["een wachtwoord, sleutel of token: --…"]


@pytest.mark.parametrize(
    "text",
    [
        "het wachtwoord is lang genoeg",
        "password=<uw-wachtwoord1>",
        "een token per woord",
        "sk-learn en scikit-learn 1.2",
    ],
)
def test_words_about_secrets_are_let_through(toy: Checkout, text: str):
    assert put(toy, text) == []


RULES = json.loads((ROOT / "src" / "kitoolkit" / "check" / "secrets.json").read_text(encoding="utf-8"))["rules"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_no_rule_reads_on_without_end(rule: dict[str, str]):
    """Python would read to the end again from each place where a secret could start: minutes for a hostile text."""
    bare = re.sub(r"\[\^?\]?[^\]]*\]", "c", re.sub(r"\\.", "e", rule["regex"]))
    assert not re.search(r"[*+]|\{\d+,\}", bare)
    assert all(int(most) <= 300 for most in re.findall(r"\.\{\d+,(\d+)\}", bare))


def test_a_password_is_looked_for_near_its_name():
    assert [match.text for match in secrets.find(*2 * ["password=" + "x" * 70 + "1"])] == ["x" * 70 + "1"]
    assert list(secrets.find(*2 * ["password=" * 200 + "1"])) != []
    assert list(secrets.find(*2 * ["password=" + "x" * 81 + "1"])) == []


# Markings


@pytest.mark.parametrize(
    ("text", "marking"),
    [
        ("Vertrouwelijk", "Vertrouwelijk"),
        ('"[Intern gebruik] De cijfers van mei"', "Intern gebruik"),
        ('"Strikt vertrouwelijk: de cijfers van mei"', "Strikt vertrouwelijk"),
        ("Dit rapport is TLP:AMBER+STRICT en gaat over mei", "TLP:AMBER+STRICT"),
        ("Cijfers van mei (confidential)", "confidential"),
        ("CONFIDENTIAL cijfers van mei", "CONFIDENTIAL"),
        ("Onder embargo tot maandag", "Onder embargo tot maandag"),
        ("Not for publication.", "Not for publication"),
    ],
)
def test_a_marking_as_a_label_is_an_error(toy: Checkout, text: str, marking: str):
    toy.edit(LESSON, f"nl: {NOBODY}", f"nl: {text}")
    [problem] = found(toy)
    assert problem.message["en"] == f"'{marking}': this is not meant for publication"
    assert (problem.severity, (problem.line, problem.column)) == ("error", toy.place_of(LESSON, marking))


@pytest.mark.parametrize(
    "text",
    [
        "Lessen delen, tenzij vertrouwelijk, is een toezegging.",
        "Confidential computing schermt gegevens af.",
        "Een embargo houdt nieuws vast tot een afgesproken uur.",
        "Vertrouwelijke bronnen blijven vertrouwelijk en intern.",
        "TLP:CLEAR mag openbaar.",
    ],
)
def test_a_text_about_confidentiality_is_let_through(toy: Checkout, text: str):
    toy.edit(LESSON, f"nl: {NOBODY}", f'nl: "{text}"')
    assert found(toy) == []


# Names


@pytest.mark.parametrize(
    "name", ["Jan van der Berg", "Fatima El Amrani", "Anne-Marie de Vries", "Sophie O’Brien", "Peter R. de Jong"]
)
def test_a_name_in_a_lesson_is_a_warning(toy: Checkout, name: str):
    [problem] = put(toy, f"zei {name} later")
    assert problem.severity == "warning"
    assert problem.message["nl"] == f"dit lijkt de naam van een persoon: {name}"
    assert (problem.line, problem.column) == toy.place_of(LESSON, name)
    assert "rol" in problem.hint["nl"]


def test_two_names_after_a_calling_are_a_person(toy: Checkout):
    [problem] = put(toy, "zei hoofdredacteur Bouchra Tahiri later")
    assert problem.message["en"].endswith(": Bouchra Tahiri")


@pytest.mark.parametrize(
    "text",
    ["bij de Anne Frank Stichting", "in de New York Times", "met Careless Whisper", "op Jan 2026", "Den Haag Centraal"],
)
def test_names_of_other_things_are_let_through(toy: Checkout, text: str):
    assert put(toy, text) == []


def test_authors_in_sources_and_names_in_tools_are_let_through(toy: Checkout):
    toy.edit(LESSON, "      nl: Het verslag.", "      nl: Het verslag van Jan de Vries.")
    toy.edit("tools/explain-it.yaml", "Geeft bij elke", "Jan de Vries geeft bij elke")
    assert found(toy) == []


# What is allowed


def allow(toy: Checkout, text: str) -> None:
    toy.write(LESSON, toy.read(LESSON) + f"allowed:\n  - text: {text}\n    reason:\n      nl: Staat op hun site.\n")


def test_what_is_allowed_with_a_reason_passes(toy: Checkout):
    put(toy, "mail redactie@omroep.test")
    allow(toy, "Redactie@omroep.test")
    assert [problem for problem in found(toy) if "alleen in een taal" not in problem.message["nl"]] == []


def test_only_that_text_is_allowed(toy: Checkout):
    put(toy, "mail redactie@omroep.test of jan@omroep.test")
    allow(toy, "redactie@omroep.test")
    [problem] = [problem for problem in found(toy) if problem.severity == "error"]
    assert (problem.line, problem.column) == toy.place_of(LESSON, "jan@omroep.test")


def test_a_reason_is_needed(toy: Checkout):
    toy.write(LESSON, toy.read(LESSON) + "allowed:\n  - text: jan@omroep.test\n")
    assert "field 'reason' is missing" in {problem.message["en"] for problem in found(toy)}


def test_what_allows_nothing_is_a_warning(toy: Checkout):
    allow(toy, "jan@omroep.test")
    messages = [problem for problem in found(toy) if problem.field == "allowed[0].text"]
    [problem] = messages
    assert problem.severity == "warning"
    assert problem.message["en"].startswith("nothing needs this")


def test_the_list_itself_is_not_published(toy: Checkout):
    put(toy, "mail redactie@omroep.test")
    allow(toy, "redactie@omroep.test")
    catalogue = Catalogue.open(toy.folder)
    for form in ("json", "csv", "turtle", "jsonld", "ntriples"):
        text = catalogue.export(form)  # type: ignore[arg-type]
        assert "Staat op hun site" not in text
        assert "allowed" not in text
    assert b"Staat op hun site" not in catalogue.snapshot
    report = toy.check()
    assert b"allowed" not in make(report.entries.values(), catalogue.vocabulary)


# The real catalogue


def test_the_catalogue_itself_passes():
    report = check(ROOT / "catalogue", load(ROOT / "ontology"))
    said = {words["en"].partition(":")[0] for name, words in SENTENCES.items() if name.startswith("confidential.")}
    stopped = [problem for problem in report.problems if problem.message["en"].partition(":")[0] in said]
    assert [problem.as_text("en") for problem in stopped if problem.severity == "error"] == []
    assert len(stopped) < 10
