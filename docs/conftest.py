"""The examples of some pages write entries and send them in: they do so in a copy of the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WRITING = {"in-python.md"}
"""The pages that change the checkout they are run in."""


@pytest.fixture(autouse=True)
def _in_a_copy(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For those pages: a checkout, with a git remote beside it and settings of git that are nobody else's."""
    if request.path.name not in WRITING:
        return
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    settings = tmp_path / "gitconfig"
    settings.write_text("[user]\nname = Jan de Wit\nemail = jan@example.org\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    checkout = tmp_path / "checkout"
    for name in ("catalogue", "ontology"):
        shutil.copytree(ROOT / name, checkout / name)
    for command in (
        ["init", "--quiet", "--initial-branch=main"],
        ["add", "."],
        ["commit", "--quiet", "--message=All entries"],
        ["clone", "--quiet", "--bare", ".", str(tmp_path / "catalogue.git")],
    ):
        subprocess.run(["git", *command], cwd=checkout, check=True)
    monkeypatch.chdir(checkout)
