"""How far a catalogue is: gaps, languages, sources and reviews."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

from kitoolkit import Catalogue
from kitoolkit.coverage import measure

from .conftest import ROOT, TOY, Checkout


def use(catalogue: Catalogue, name: str):
    return next(one for one in measure(catalogue).uses if one.id == name)


def test_what_is_made_for_a_use_is_told_from_what_is_general(toy: Checkout):
    before = use(Catalogue.open(toy.folder), "use/recommendation")
    assert "phase/idea" in before.phases["requirement/diversity"]  # by tools/diversity-guide
    assert ("requirement/diversity", "phase/idea") not in before.gaps
    toy.edit("tools/diversity-guide.yaml", "uses:\n  - use/recommendation\n  - use/speech\n", "")
    after = use(Catalogue.open(toy.folder), "use/recommendation")
    assert "phase/idea" not in after.phases["requirement/diversity"]
    assert "phase/idea" in after.general["requirement/diversity"]
    assert ("requirement/diversity", "phase/idea") not in after.gaps
    toy.edit("tools/diversity-guide.yaml", "  - phase/idea\n", "  - phase/design\n")
    assert ("requirement/diversity", "phase/idea") in use(Catalogue.open(toy.folder), "use/recommendation").gaps


def test_reviews_are_counted_by_age(toy: Checkout):
    toy.edit("tools/diversity-guide.yaml", 'added: "2026-11-02"', 'added: "2024-01-01"\nreviewed: "2025-01-01"')
    for day, place in ((date(2025, 4, 2), 0), (date(2025, 4, 3), 1), (date(2026, 1, 1), 2), (date(2026, 1, 2), 3)):
        found = measure(Catalogue.open(toy.folder), day)
        assert found.day == day.isoformat()
        assert found.reviewed["tool"][place] >= 1, day
        assert sum(found.reviewed["tool"]) == found.kinds["tool"] == 3
        assert "tool/diversity-guide" not in found.unreviewed


def test_a_text_without_a_language_makes_an_entry_incomplete(toy: Checkout):
    assert measure(Catalogue.open(toy.folder)).incomplete == {}
    toy.edit(
        "tools/diversity-guide.yaml",
        "  - nl: Noemt geen getallen.\n    en: Names no numbers.",
        "  - nl: Geen getallen.",
    )
    assert measure(Catalogue.open(toy.folder)).incomplete == {"tool/diversity-guide": ("en",)}


def test_sources_are_counted(toy_catalogue: Catalogue):
    found = measure(toy_catalogue)
    assert sum(found.sources) == len(toy_catalogue)
    assert found.sources[0] == sum(len(entry.sources) == 1 for entry in toy_catalogue.values())


def test_the_script_prints_the_same(toy_catalogue: Catalogue):
    def printed(*options: str) -> str:
        command = [sys.executable, str(ROOT / "scripts" / "coverage.py"), str(TOY), *options]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    found = measure(toy_catalogue)
    assert json.loads(printed("--json"))["day"] == found.day
    assert printed().count("\ngap: ") == sum(len(one.gaps) for one in found.uses)
