"""What changed between two catalogues."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kitoolkit import Catalogue, Difference
from kitoolkit.cli import main
from kitoolkit.difference import changes, compare

from .conftest import TOY, Checkout

TOOL = "tools/explain-it.yaml"


def changed_fields(toy: Checkout, toy_catalogue: Catalogue) -> dict[str, tuple[object, object]]:
    """What changed in the one entry that changed, by path."""
    found = toy_catalogue.diff(Catalogue.open(toy.folder))
    assert (found.added, found.removed) == ((), ())
    [entry] = found.changed
    assert entry.id == "tool/explain-it"
    return {field.path: (field.old, field.new) for field in entry.fields}


def test_nothing_changed(toy_catalogue: Catalogue):
    found = Catalogue.diff(toy_catalogue, Catalogue.open(TOY))
    assert found == Difference()
    assert not found
    assert str(found) == "0 added, 0 changed, 0 removed"
    assert found.records() == []


def test_a_text_in_one_language(toy: Checkout, toy_catalogue: Catalogue):
    toy.edit(TOOL, "en: Explain It", "en: Explain That")
    assert changed_fields(toy, toy_catalogue) == {"title.en": ("Explain It", "Explain That")}


def test_a_field_that_came_and_one_that_went(toy: Checkout, toy_catalogue: Catalogue):
    toy.edit(TOOL, "licence: MIT", "licence: MIT\ndocumentation: https://toy.test/docs")
    toy.edit(TOOL, "source_code: https://toy.test/explain-it/code\n", "")
    assert changed_fields(toy, toy_catalogue) == {
        "source_code": ("https://toy.test/explain-it/code", None),
        "documentation": (None, "https://toy.test/docs"),
    }


def test_values_of_a_list(toy: Checkout, toy_catalogue: Catalogue):
    toy.edit(TOOL, "  - phase/testing\n", "  - phase/idea\n")
    found = toy_catalogue.diff(Catalogue.open(toy.folder)).changed[0].fields
    assert [(field.path, field.old, field.new) for field in found] == [
        ("phases", "phase/testing", None),
        ("phases", None, "phase/idea"),
    ]
    assert [str(field) for field in found] == ["phases: - phase/testing", "phases: + phase/idea"]


def test_another_order(toy: Checkout, toy_catalogue: Catalogue):
    toy.edit(TOOL, "  - phase/design\n  - phase/testing\n", "  - phase/testing\n  - phase/design\n")
    assert changed_fields(toy, toy_catalogue) == {
        "phases": (["phase/design", "phase/testing"], ["phase/testing", "phase/design"])
    }


def test_within_a_part(toy: Checkout, toy_catalogue: Catalogue):
    toy.edit(TOOL, "      en: What the package does.", "      en: What it does.")
    assert changed_fields(toy, toy_catalogue) == {"sources[0].supports.en": ("What the package does.", "What it does.")}


def test_a_part_that_came_before_the_others(toy: Checkout, toy_catalogue: Catalogue):
    """The others are known by their address: they did not change, only their place did."""
    new = (
        '  - url: https://toy.test/new\n    supports:\n      nl: Iets.\n      en: Something.\n    seen: "2026-11-01"\n'
    )
    toy.edit(TOOL, "sources:\n", f"sources:\n{new}")
    toy.edit(TOOL, 'title: "About it"', 'title: "All about it"')
    found = changed_fields(toy, toy_catalogue)
    assert list(found) == ["sources[0]", "sources[1].title"]
    assert found["sources[1].title"] == ("About it", "All about it")
    assert found["sources[0]"][0] is None


def test_entries_that_came_and_went(toy: Checkout, toy_catalogue: Catalogue):
    text = toy.read(TOOL).replace("Explain It", "Explain More").replace("Uitlegger", "Meer uitleg")
    toy.write("tools/explain-more.yaml", text.replace("toy.test/explain-it", "toy.test/explain-more"))
    newer = Catalogue.open(toy.folder)
    assert toy_catalogue.diff(newer) == Difference(added=("tool/explain-more",))
    assert newer.diff(toy_catalogue) == Difference(removed=("tool/explain-more",))
    assert str(newer.diff(toy_catalogue)) == "0 added, 0 changed, 1 removed\n- tool/explain-more"


def test_records(toy: Checkout, toy_catalogue: Catalogue):
    toy.edit(TOOL, "en: Explain It", "en: Explain That")
    assert toy_catalogue.diff(Catalogue.open(toy.folder)).records() == [
        {"id": "tool/explain-it", "change": "changed", "path": "title.en", "old": "Explain It", "new": "Explain That"}
    ]


words = st.text(max_size=2)
parts = st.dictionaries(
    st.sampled_from(["url", "slug", "seen", "title"]),
    words | st.lists(words, max_size=2, unique=True) | st.dictionaries(st.sampled_from(["nl", "en"]), words),
    max_size=3,
)
values = words | st.lists(words, max_size=3, unique=True) | st.lists(parts, max_size=3) | parts


@given(values, values)
def test_there_is_a_change_where_they_differ_and_only_there(old: Any, new: Any):
    assert bool(list(changes("x", old, new))) == (old != new)


@given(st.lists(parts, max_size=4), st.lists(parts, max_size=4))
def test_each_part_that_came_or_went_is_told_once(old: list[Any], new: list[Any]):
    whole = [field for field in changes("x", old, new) if field.path.count("[") == 1 and field.path.endswith("]")]
    came, went = sum(field.old is None for field in whole), sum(field.new is None for field in whole)
    assert came - went == len(new) - len(old)


# The command line.


def run(*arguments: str, status: int = 0) -> Any:
    result = CliRunner().invoke(main, ["diff", *arguments])
    assert result.exit_code == status, result.output
    return result


def test_command_line(toy: Checkout):
    toy.edit(TOOL, "en: Explain It", "en: Explain That")
    result = run(str(TOY), str(toy.folder))
    assert result.stdout == "~ tool/explain-it\n    title.en: Explain It → Explain That\n"
    assert result.stderr == "0 added, 1 changed, 0 removed\n"
    assert run(str(TOY), str(toy.folder), "--lang", "nl").stderr == "0 toegevoegd, 1 gewijzigd, 0 verwijderd\n"
    assert json.loads(run(str(TOY), str(toy.folder), "--json").stdout) == {
        "added": [],
        "changed": [
            {"id": "tool/explain-it", "fields": [{"path": "title.en", "old": "Explain It", "new": "Explain That"}]}
        ],
        "removed": [],
    }


def test_a_file_of_a_portal(toy: Checkout, toy_catalogue: Catalogue, tmp_path: Path):
    file = tmp_path / "snapshot.json"
    file.write_bytes(toy_catalogue.snapshot)
    assert run(str(file), str(TOY), "--json").stdout == run(str(TOY), str(TOY), "--json").stdout
    file.write_bytes(toy_catalogue.snapshot.replace(b"Explain It", b"Explain Us"))
    assert "its checksum differs" in run(str(file), str(TOY), status=1).stderr
    file.write_bytes(b"[]")
    assert "this is no snapshot" in run(str(file), str(TOY), status=1).stderr


@pytest.mark.parametrize("arguments", [[], [str(TOY)], ["/nowhere", str(TOY)], ["--since", "main", str(TOY), str(TOY)]])
def test_wrong_use(arguments: list[str]):
    run(*arguments, status=2)


@pytest.fixture
def repository(toy: Checkout, monkeypatch) -> Checkout:
    """The toy checkout in git, tagged v1."""

    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=Toy", "-c", "user.email=toy@toy.test", *arguments],
            cwd=toy.folder,
            check=True,
            capture_output=True,
        )

    git("init", "--initial-branch=main")
    git("add", "-A")
    git("commit", "-m", "Toy")
    git("tag", "v1")
    monkeypatch.chdir(toy.folder)
    return toy


def test_since_a_tag(repository: Checkout):
    assert run("--since", "v1").stdout == ""
    repository.edit(TOOL, "en: Explain It", "en: Explain That")
    assert run("--since", "v1").stdout == "~ tool/explain-it\n    title.en: Explain It → Explain That\n"
    status = subprocess.run(
        ["git", "status", "--short"], capture_output=True, text=True, check=True, cwd=repository.folder
    )
    assert status.stdout.split() == ["M", f"catalogue/{TOOL}"]


def test_what_an_older_model_wrote_is_left_out_and_told(repository: Checkout):
    text = repository.read(TOOL)
    repository.edit(TOOL, "effort: days", "effort: a-while")
    for arguments in (["add", "-A"], ["commit", "-m", "As it was"], ["tag", "v0"]):
        subprocess.run(
            ["git", "-c", "user.name=Toy", "-c", "user.email=toy@toy.test", *arguments],
            check=True,
            capture_output=True,
            cwd=repository.folder,
        )
    repository.write(TOOL, text)
    result = run("--since", "v0")
    assert result.stdout == ""
    assert "not compared, since this model cannot read them: tool/explain-it" in result.stderr


@pytest.mark.parametrize("commit", ["nothing", "--output=x", "", "v1 HEAD"])
def test_since_what_is_no_commit(repository: Checkout, commit: str):
    said = run("--since", commit, status=2).stderr
    assert "git knows no" in said
    assert "such as origin/main" in said
    assert not (repository.folder / "x").exists()


def test_since_outside_a_checkout(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "--since works in a checkout" in run("--since", "v1", status=2).stderr


def test_a_difference_of_mappings(toy_catalogue: Catalogue):
    """Any mapping will do, also a catalogue in a store."""
    assert compare({}, toy_catalogue).added == tuple(toy_catalogue)
