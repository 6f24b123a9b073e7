"""`kitoolkit submit`: from a file in a checkout to a pull request, as a person types it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kitoolkit import Catalogue
from kitoolkit import Forgejo as Client
from kitoolkit.cli import main

from .conftest import Checkout
from .forges.base import REPOSITORY, Fault, Forge
from .forges.forgejo import Forgejo
from .test_forge_git_remote import git
from .test_forge_submit import BRANCH, FORGES, PATH, TEXT, USER_TOKEN

FILE = "catalogue/lessons/hidden-scores.yaml"


@pytest.fixture(autouse=True)
def _here(toy: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the checkout, with settings of git that are nobody else's, and a token."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    (tmp_path / "gitconfig").write_text("[user]\nname = Jan\nemail = jan@x.test\n[init]\ndefaultBranch = main\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("KITOOLKIT_TOKEN", USER_TOKEN)
    monkeypatch.chdir(toy.folder)


@pytest.fixture
def forge() -> Iterator[Forge]:
    with Forgejo() as running:
        yield running


def submit(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["submit", *arguments], catch_exceptions=False, prog_name="kitoolkit")
    assert USER_TOKEN not in result.output
    return result


def to(forge: Forge) -> list[str]:
    return ["--to", f"{forge.address}/{REPOSITORY}", "--forge", "forgejo"]


def test_it_opens_a_pull_request_and_then_brings_it_up_to_date(forge: Forge, toy: Checkout):
    first = submit(FILE, *to(forge))
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout == f"pull request opened: {forge.address}/{REPOSITORY}/pulls/1\n"
    toy.edit("lessons/hidden-scores.yaml", "elke week", "elke dag")
    second = submit(FILE, *to(forge), "--lang", "nl")
    assert second.stdout == f"pull request bijgewerkt: {forge.address}/{REPOSITORY}/pulls/1\n"
    third = submit(FILE, *to(forge), "--lang", "nl")
    assert third.stdout == f"er was niets te doen: dit staat er al: {forge.address}/{REPOSITORY}/pulls/1\n"
    assert "elke dag" in (forge.text(forge.find("jan/catalogus"), BRANCH, PATH) or "")
    assert toy.read("lessons/hidden-scores.yaml") == TEXT.replace("elke week", "elke dag")


@pytest.mark.parametrize("kind", FORGES)
def test_every_forge(kind: str):
    with FORGES[kind]() as forge:
        result = submit(FILE, "--to", f"{forge.address}/{REPOSITORY}", "--forge", kind, "--api", forge.api, "--json")
        done = json.loads(result.stdout)
    assert (done["outcome"], done["branch"], done["base"]) == ("created", BRANCH, "main")
    assert done["url"].startswith(forge.address)


def test_a_dry_run_shows_all_and_sends_nothing(forge: Forge, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("KITOOLKIT_TOKEN")
    result = submit(FILE, *to(forge), "--dry-run")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:4] == [
        f"to:      {forge.address}/{REPOSITORY}",
        f"branch:  {BRANCH}",
        f"file:    {PATH}",
        "title:   Les: Verborgen scores",
    ]
    assert "## Lesson: Hidden scores" in lines
    assert result.stderr == "dry run: nothing was sent\n"
    assert forge.asked == []


def test_a_dry_run_as_json(forge: Forge):
    shown = json.loads(submit(FILE, "catalogue/tools/explain-it.yaml", *to(forge), "--dry-run", "--json").stdout)
    assert shown["outcome"] == "dry-run"
    assert [file["id"] for file in shown["files"]] == ["lesson/hidden-scores", "tool/explain-it"]
    assert shown["files"][0]["text"] == TEXT
    assert shown["to"] == f"{forge.address}/{REPOSITORY}"
    assert {"branch", "title", "description"} <= set(shown)


def test_a_faulty_file_is_not_sent_and_stays(forge: Forge, toy: Checkout):
    faulty = toy.edit("lessons/hidden-scores.yaml", "evidence: evaluation", "evidence: gossip")
    result = submit(FILE, *to(forge))
    assert result.exit_code == 1
    assert FILE in result.stdout
    assert "gossip" in result.stdout
    assert result.stderr.endswith("; nothing was sent\n")
    assert json.loads(submit(FILE, *to(forge), "--json").stdout)["problems"][0]["field"] == "evidence"
    assert forge.asked == []
    assert toy.read("lessons/hidden-scores.yaml") == faulty


def test_a_fault_in_another_file_blocks_nothing(forge: Forge, toy: Checkout):
    toy.write("tools/broken.yaml", "title: [")
    assert submit(FILE, *to(forge)).exit_code == 0


def test_warnings_go_along(forge: Forge, toy: Checkout):
    toy.edit("lessons/hidden-scores.yaml", "      en: The report.\n", "")
    assert submit(FILE, *to(forge)).exit_code == 0
    [pull] = forge.pulls
    assert "**Check**\n\n- line " in pull.body


def test_a_failure_half_way_says_what_exists_and_how_to_go_on(forge: Forge):
    forge.faults = [Fault("POST", "/pulls$", cut=True)]
    result = submit(FILE, *to(forge), "--lang", "nl")
    assert (result.exit_code, result.stdout) == (1, "")
    lines = result.stderr.splitlines()
    assert lines[0].startswith("geen antwoord van 127.0.0.1:")
    assert "Dit is er al: je fork jan/catalogus" in lines
    assert f"Dit is er al: de tak {BRANCH} in jan/catalogus" in lines
    assert lines[-1].endswith("die gaat verder waar deze ophield.")
    assert submit(FILE, *to(forge)).stdout.startswith("pull request opened")


def test_a_failure_as_json(forge: Forge):
    forge.faults = [Fault("POST", "/pulls$", 422, {"message": "no"})]
    failed = json.loads(submit(FILE, *to(forge), "--json").stdout)
    assert failed["outcome"] == "failed"
    assert failed["message"]["en"].endswith("refused this (422): no")
    assert len(failed["exists"]) == 2
    assert set(failed["how"]) == {"nl", "en"}


def test_wrong_use(forge: Forge, tmp_path: Path):
    for arguments, says in [
        ((), "Missing argument"),
        ((FILE,), "no remote"),
        (("catalogue/lessons/none.yaml", *to(forge)), "no entry at catalogue/lessons/none.yaml"),
        (("catalogue/lessons", *to(forge)), "no entry at catalogue/lessons"),
        ((FILE, "--to", "somewhere"), "this is no address of a forge"),
        ((FILE, "--to", "https://git.x.test/a/b"), "what runs on git.x.test is not known"),
        ((FILE, "--to", "http://git.x.test/a/b", "--forge", "gitlab"), "is not encrypted"),
        ((FILE, "--to", "-x", "--forge", "git"), "no address of a git remote"),
    ]:
        result = submit(*arguments)
        assert (result.exit_code, says in result.stderr) == (2, True), (arguments, result.output)
    assert forge.asked == []


def test_the_remote_of_the_checkout_is_where_it_goes(toy: Checkout):
    git(toy.folder, "init", "--quiet")
    git(toy.folder, "remote", "add", "origin", "git@github.com:jan/catalogus.git")
    assert "to:      https://github.com/jan/catalogus\n" in submit(FILE, "--dry-run").stdout
    git(toy.folder, "remote", "add", "upstream", "https://jan:secret@codeberg.org/redactie/catalogus.git")
    shown = submit(FILE, "--dry-run")
    assert "to:      https://codeberg.org/redactie/catalogus\n" in shown.stdout
    assert "secret" not in shown.output


def test_a_catalogue_in_a_folder_of_the_repository(toy: Checkout, tmp_path: Path):
    git(tmp_path, "init", "--quiet")
    shown = submit(FILE, "--to", "github:a/b", "--dry-run").stdout
    assert "file:    checkout/catalogue/lessons/hidden-scores.yaml\n" in shown


@pytest.mark.parametrize("relative", [False, True])
def test_a_push_to_a_git_remote(toy: Checkout, tmp_path: Path, relative: bool):
    bare = tmp_path / "bare"
    git(tmp_path, "init", "--quiet", "--bare", str(bare))
    git(toy.folder, "init", "--quiet")
    git(toy.folder, "add", ".")
    git(toy.folder, "commit", "--quiet", "-m", "First")
    git(toy.folder, "remote", "add", "origin", "../bare" if relative else str(bare))
    git(toy.folder, "push", "--quiet", "origin", "main")
    toy.edit("lessons/hidden-scores.yaml", "elke week", "elke dag")
    result = submit(FILE, "--forge", "git")
    assert result.stdout == f"branch {BRANCH} pushed to {bare}; open a pull request to main now\n"
    assert git(bare, "diff", "--name-only", "main", BRANCH) == PATH
    assert git(toy.folder, "status", "--porcelain") == f"M {FILE}"
    assert git(toy.folder, "branch", "--show-current") == "main"


def test_a_draft_sends_itself(forge: Forge, toy: Checkout):
    draft = Catalogue.open(toy.folder).draft("lesson/hidden-scores")
    draft["date"] = "2025-11"
    done = draft.submit(Client(forge.address, REPOSITORY, token=USER_TOKEN))
    assert done.outcome == "created"
    assert forge.text(forge.find("jan/catalogus"), BRANCH, PATH) == draft.text != TEXT
