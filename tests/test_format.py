"""`kitoolkit format` and `kitoolkit check --fix`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given

from kitoolkit import vocabulary
from kitoolkit.cli import main
from kitoolkit.source import parse
from kitoolkit.vocabulary import Vocabulary
from kitoolkit.writing import formatted
from kitoolkit.writing.fixing import fixed

from .conftest import ROOT, TOY, Checkout
from .test_writing import commented, comments_in

LESSON = "lessons/hidden-scores.yaml"
CONCEPTS = vocabulary.load(TOY / "ontology")


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner(env=environment).invoke(main, arguments, catch_exceptions=False, prog_name="kitoolkit")


def toy_run(toy: Checkout, *arguments: str, **environment: str) -> Result:
    return run(*arguments, "--catalogue", str(toy.folder), **environment)


# format


def test_format_lays_out_the_whole_catalogue_once(toy: Checkout):
    before = {file: parse(file.read_text(encoding="utf-8"), file).data for file in toy.catalogue.glob("*/*.yaml")}
    done = toy_run(toy, "format")
    assert (done.exit_code, done.stderr) == (0, f"{len(before)} laid out, 0 right already, 0 not readable\n")
    for file, values in before.items():
        assert parse(file.read_text(encoding="utf-8"), file).data == values
        assert f"laid out: {file}" in done.stdout
    again = toy_run(toy, "format", "--check")
    assert (again.exit_code, again.stdout) == (0, "")


def test_format_check_names_files_and_changes_nothing(toy: Checkout):
    before = toy.read(LESSON)
    done = toy_run(toy, "format", "--check", LANG="nl_NL.UTF-8")
    assert done.exit_code == 1
    assert f"kan opgemaakt worden: {toy.file(LESSON)}" in done.stdout
    assert toy.read(LESSON) == before


def test_format_names_what_it_cannot_read_and_does_the_rest(toy: Checkout):
    toy.write("tools/broken.yaml", "title: [\n")
    done = toy_run(toy, "format")
    assert done.exit_code == 1
    assert f"{toy.file('tools/broken.yaml')}:2:1: error: this is no valid YAML" in done.stdout
    assert toy.read("tools/broken.yaml") == "title: [\n"
    assert toy.read(LESSON).startswith("# yaml-language-server")


def test_format_of_one_file_and_of_one_outside_the_catalogue(toy: Checkout):
    other = toy.read("tools/voice-lab.yaml")
    outside = toy.folder / "lesson-x.draft.yaml"
    outside.write_text("# $schema=../x/lesson.schema.json\ndate: 2025-10\n", encoding="utf-8")
    done = run("format", str(toy.file(LESSON)), str(outside))
    assert done.exit_code == 0, done.output
    assert 'date: "2025-10"' in outside.read_text(encoding="utf-8")
    assert toy.read("tools/voice-lab.yaml") == other
    nowhere = toy.folder / "what.yaml"
    nowhere.write_text("a: 1\n", encoding="utf-8")
    assert "unknown kind" in run("format", str(nowhere)).stdout


# check --fix


def test_fix_mends_what_is_beyond_doubt_and_says_so(toy: Checkout):
    toy.edit(LESSON, "uses:", "usess: # waar")
    toy.edit(LESSON, "requirement/transparency", "requirement/transparancy")
    toy.edit(LESSON, "date: 2025-10", "date: 2025")
    file, (line, column) = toy.file(LESSON), toy.place_of(LESSON, "2025\n")
    done = toy_run(toy, "check", "--fix", LANG="nl_NL.UTF-8")
    assert done.exit_code == 0, done.output
    assert f"{file}:8:5: hersteld: 'requirement/transparancy' is nu 'requirement/transparency'" in done.stderr
    assert f"{file}:10:1: hersteld: veld 'usess' is nu 'uses'" in done.stderr
    assert f'{file}:{line}:{column}: hersteld: aanhalingstekens om "2025"' in done.stderr
    assert f"{file}:1:1: hersteld: volgorde en opmaak" in done.stderr
    assert "uses:  # waar\n  - use/recommendation\n" in toy.read(LESSON)
    assert 'date: "2025"\n' in toy.read(LESSON)
    assert "hersteld" not in toy_run(toy, "check", "--fix", LANG="nl_NL.UTF-8").output


def test_fix_leaves_what_it_cannot_read_to_the_check(toy: Checkout):
    toy.write("tools/broken.yaml", "title: [\n")
    done = toy_run(toy, "check", "--fix")
    assert done.exit_code == 1
    assert "no valid YAML" in done.stdout
    assert toy.read("tools/broken.yaml") == "title: [\n"


def test_fix_touches_only_the_files_that_are_named(toy: Checkout):
    other = toy.read("tools/voice-lab.yaml")
    done = run("check", "--fix", str(toy.file(LESSON)))
    assert done.exit_code == 0, done.output
    assert toy.read("tools/voice-lab.yaml") == other


def mended(text: str, concepts: Vocabulary = CONCEPTS, kind: str = "lesson") -> str:
    result, _ = fixed(text, kind, concepts)
    return result.partition("\n")[2]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("titel: {nl: a}\n", "title:\n  nl: a\n"),
        ("titel: {nl: a}\ntitle: {nl: b}\n", "titel:\n  nl: a\ntitle:\n  nl: b\n"),
        ("tags: [a]\n", "tags:\n  - a\n"),
        ("use: [use/recommendation]\n", "uses:\n  - use/recommendation\n"),
        ("role: []\nsource: []\ntitles: {nl: a}\n", "title:\n  nl: a\nroles: []\nsources: []\n"),
        ("use: [a]\nuses: [b]\n", "use:\n  - a\nuses:\n  - b\n"),
        ("requirements: [transparency]\n", "requirements:\n  - requirement/transparency\n"),
        ("requirements: [requirements/privacy]\n", "requirements:\n  - requirement/privacy\n"),
        ("requirements: [requirement/KI]\n", "requirements:\n  - requirement/KI\n"),
        (
            "requirements: [requirement/privacy, requirement/privcy]\n",
            "requirements:\n  - requirement/privacy\n  - requirement/privcy\n",
        ),
        ("title: {nl: 1984, en: yes}\n", 'title:\n  nl: "1984"\n  en: "yes"\n'),
        ("date: 2025 # ooit\n", 'date: "2025"  # ooit\n'),
        ("evidence: studie\n", "evidence: studie\n"),
        ("sources:\n- uurl: x\n  supprts: {nl: b}\n", "sources:\n  - uurl: x\n    supports:\n      nl: b\n"),
        (
            "requirements:\n  - >-\n    requirement/transparancy\n  - requirement/diversity\n",
            "requirements:\n  - requirement/transparency\n  - requirement/diversity\n",
        ),
        (
            "requirements:\n  - |-  # first\n    requirement/transparancy\n\n  - requirement/diversity\n",
            "requirements:\n  - requirement/transparency  # first\n  - requirement/diversity\n",
        ),
        ("? |-\n  titel\n: {nl: a}\n", "title:\n  nl: a\n"),
        ('{"evidense":"study"}\n', "evidense: study\n"),
    ],
)
def test_repairs(text: str, wanted: str):
    assert mended(text) == wanted


@pytest.mark.parametrize(
    "value",
    [">-\n  tool-type/framewrk", "|-\n    framewrk\n", "tool-type/framewrk", "'framewrk'", '"tool-types/framework"'],
)
def test_a_concept_is_mended_however_it_is_written(value: str):
    text = mended(f"type: {value}\ncost: free\n", vocabulary.load(ROOT / "ontology"), "tool")
    assert parse(text, Path()).data == {"type": "tool-type/framework", "cost": "free"}


@given(commented())
def test_fix_loses_nothing(file: tuple[str, str]):
    """Every comment stays, and a file that has nothing to mend is only laid out."""
    kind, text = file
    result, repairs = fixed(text, kind, CONCEPTS)
    assert comments_in(text) - comments_in(result) == comments_in(text) - comments_in(formatted(text, kind))
    assert fixed(result, kind, CONCEPTS) == (result, [])
    if not repairs:
        assert result == text
