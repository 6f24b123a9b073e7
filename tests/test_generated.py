"""What is generated from the model is committed, and current."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kitoolkit import vocabulary
from kitoolkit.check import check
from kitoolkit.model import ENTRY_TYPES, folder

from .conftest import ROOT


def test_generated_files_are_what_the_model_says() -> None:
    checked = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "generate.py"), "--check"], capture_output=True, text=True
    )
    assert (checked.returncode, checked.stdout) == (0, "")


@pytest.mark.parametrize("kind", ENTRY_TYPES)
def test_a_template_only_lacks_what_is_to_be_filled_in(kind: str, tmp_path: Path) -> None:
    target = tmp_path / folder(kind)
    target.mkdir()
    shutil.copy(ROOT / "ontology" / "templates" / f"{kind}.yaml", target / "mine.yaml")
    messages = {problem.message["en"] for problem in check(tmp_path, vocabulary.load(ROOT / "ontology")).errors}
    allowed = {
        "this is not filled in yet",
        "'organisation/npo' does not exist",
        "a trade-off is about at least two requirements",
    }
    assert "this is not filled in yet" in messages
    assert messages <= allowed
