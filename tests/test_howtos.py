"""The how-tos say what the program says, and each page has its pictures."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from scripts.pictures import EXAMPLE, FOLDERS, MOST_BYTES, SLUG

from kitoolkit.cli import main

from .conftest import ROOT

FILE = f"catalogue/lessons/{SLUG}.yaml"
BY_HAND = {"nl": "docs/nl/bijdragen/yaml.md", "en": "docs/en/contribute/yaml.md"}
IN_A_TERMINAL = {"nl": "docs/nl/bijdragen/op-de-opdrachtregel.md", "en": "docs/en/contribute/on-the-command-line.md"}
OTHER = {"nl": "en", "en": "nl"}


@pytest.fixture(autouse=True)
def _checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkout with all concepts and no entries."""
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    (tmp_path / "catalogue" / "lessons").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)


def said(*arguments: str, language: str) -> str:
    """What a command prints, all of it."""
    return CliRunner().invoke(main, [*arguments, "--lang", language], prog_name="kitoolkit").output


def sessions(page: str) -> dict[str, list[str]]:
    """What a page says that each command prints."""
    blocks = re.findall(
        r"```console\n\$ (kitoolkit .+?)\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL
    )
    return {command: text.splitlines() for command, text in blocks}


def change(*changes: tuple[str, str]) -> None:
    text = Path(FILE).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    Path(FILE).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("language", BY_HAND)
def test_the_example_written_by_hand(language: str) -> None:
    page = (ROOT / BY_HAND[language]).read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(# yaml-language-server.*?)```", page, re.DOTALL)
    assert example
    Path(FILE).write_text(example[1], encoding="utf-8")
    before, after = re.findall(rf"```console\n\$ kitoolkit check {FILE} --lang {language}\n(.*?)```", page, re.DOTALL)
    assert said("check", FILE, language=language) == before
    change(
        ("titel:\n", "title:\n"),
        ("requirement/divers\n", "requirement/diversity\n"),
        ("21-11-2026", '"2026-11-21"'),
        ("ervaring", "experience"),
        ("automatisch ondertitelen.\n", "automatisch ondertitelen.\n  en: A regional broadcaster tested subtitles.\n"),
    )
    assert said("check", FILE, language=language) == after


@pytest.mark.parametrize("language", IN_A_TERMINAL)
def test_the_session_in_a_terminal(language: str) -> None:
    told = sessions(IN_A_TERMINAL[language])
    short = {"title", "summary"}
    entry = {
        name: {language: value[language]} if isinstance(value, dict) and name not in short else value
        for name, value in EXAMPLE.items()
    }
    entry["sources"] = [{**EXAMPLE["sources"][0], "supports": {language: EXAMPLE["sources"][0]["supports"][language]}}]
    Path("lesson.json").write_text(json.dumps(entry), encoding="utf-8")
    written = said("new", "lesson", "--slug", SLUG, "--from", "lesson.json", language=language)
    page = (ROOT / IN_A_TERMINAL[language]).read_text(encoding="utf-8")
    assert "```console\n" + written[written.index({"nl": "Geschreven", "en": "Written"}[language]) :] + "```" in page

    change(("requirement/diversity", "requirement/divers"), ('"2026-10"', "2026"), (": experience", ": ervaring"))
    assert said("check", FILE, language=language).splitlines() == told[f"kitoolkit check {FILE}"]
    fixed = said("check", "--fix", FILE, language=language).splitlines()
    assert sorted(fixed) == sorted(told[f"kitoolkit check --fix {FILE}"])
    change((": ervaring", ": experience"))
    assert said("format", FILE, language=language).splitlines() == told[f"kitoolkit format {FILE}"]
    shown = said("submit", FILE, "--dry-run", "--to", "github:owner/name", language=language)
    for line in told[f"kitoolkit submit {FILE} --dry-run"]:
        assert line == "…" or line.replace("eigenaar/naam", "owner/name") in shown


@pytest.mark.parametrize("language", FOLDERS)
def test_every_picture_is_there_small_and_described(language: str) -> None:
    shown = set()
    for page in FOLDERS[language].parent.glob("*.md"):
        for described, place in re.findall(r"!\[(.*?)\]\((.+?)\)", page.read_text(encoding="utf-8")):
            file = page.parent / place
            assert file.stat().st_size < MOST_BYTES
            assert len(described) > 40, place
            shown.add(file)
    assert shown == set(FOLDERS[language].iterdir())
