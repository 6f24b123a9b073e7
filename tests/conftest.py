"""What all tests share: toy data in a folder of their own, and a cache that is nobody else's."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

from kitoolkit import Catalogue, vocabulary
from kitoolkit.check import Report, check
from kitoolkit.problem import Problem
from kitoolkit.vocabulary import Vocabulary

TESTS = Path(__file__).parent
ROOT = TESTS.parent
TOY = TESTS / "toy"
TODAY = date(2026, 11, 21)

# The same examples in every run, so that no change fails by another one's bad luck;
# HYPOTHESIS_PROFILE=explore looks further.
_quiet = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
settings.register_profile(
    "steady", derandomize=True, database=None, deadline=None, max_examples=40, suppress_health_check=_quiet
)
settings.register_profile("explore", database=None, deadline=None, max_examples=2000, suppress_health_check=_quiet)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


WORKER = "PYTEST_XDIST_WORKER"
_work = tempfile.TemporaryDirectory(prefix="kitoolkit-tests-")


def pytest_configure(config: pytest.Config) -> None:
    """A cache of our own, for these tests and the processes they start; English, whatever the machine speaks."""
    for variable in ("LC_ALL", "LC_MESSAGES"):
        os.environ.pop(variable, None)
    os.environ["LANG"] = "en_GB.UTF-8"
    if WORKER not in os.environ:  # the processes that share the tests inherit this from the first
        os.environ["KITOOLKIT_CACHE"] = f"{_work.name}/cache"
    set_hypothesis_home_dir(f"{_work.name}/hypothesis")


def pytest_unconfigure(config: pytest.Config) -> None:
    _work.cleanup()


@pytest.fixture(scope="session")
def together(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of one run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if WORKER in os.environ else base


@pytest.fixture(scope="session")
def concepts() -> Vocabulary:
    """The toy ontology."""
    return vocabulary.load(TOY / "ontology")


@pytest.fixture(scope="session")
def toy_catalogue() -> Catalogue:
    """The toy catalogue, for tests that only read."""
    return Catalogue.open(TOY)


class Checkout:
    """A copy of the toy checkout that a test may spoil."""

    def __init__(self, folder: Path, concepts: Vocabulary) -> None:
        self.folder = folder
        self.catalogue = folder / "catalogue"
        self._concepts = concepts

    def file(self, name: str) -> Path:
        return self.catalogue / name

    def read(self, name: str) -> str:
        return self.file(name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> Path:
        self.file(name).parent.mkdir(exist_ok=True)
        self.file(name).write_text(text, encoding="utf-8")
        return self.file(name)

    def edit(self, name: str, old: str, new: str) -> str:
        """Replace the first occurrence of a text in a file."""
        text = self.read(name)
        assert old in text, f"{old!r} is not in {name}"
        text = text.replace(old, new, 1)
        self.write(name, text)
        return text

    def check(self) -> Report:
        return check(self.catalogue, self._concepts, today=TODAY)

    def lines(self, language: str) -> list[str]:
        """The problems as printed, with paths from the catalogue's folder."""
        prefix = self.catalogue.as_posix() + "/"
        return [problem.as_text(language).removeprefix(prefix) for problem in self.check().problems]  # type: ignore[arg-type]

    def place_of(self, name: str, marker: str) -> tuple[int, int]:
        """Line and column of the first occurrence of a text: found by counting, not by the reader under test."""
        before = self.read(name).partition(marker)[0]
        assert marker in self.read(name), f"{marker!r} is not in {name}"
        return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1

    def assert_problem(
        self,
        name: str,
        at: str | None,
        nl: str,
        en: str,
        *,
        field: str | None = None,
        severity: str = "error",
    ) -> Problem:
        """There is exactly one problem, at the marker, printed like this in both languages.

        Args:
            name: The file.
            at: A text that stands where the problem should point; None where it is about the file itself.
            nl: Message and hint in Dutch, as printed.
            en: The same in English.
            field: The field's path.
            severity: `error` or `warning`.
        """
        line, column = self.place_of(name, at) if at is not None else (0, 0)
        dutch = {"error": "fout", "warning": "waarschuwing"}[severity]
        place = f"{name}:{line}:{column}"
        assert self.lines("nl") == [f"{place}: {dutch}: {nl}"]
        assert self.lines("en") == [f"{place}: {severity}: {en}"]
        [problem] = self.check().problems
        if field is not None:
            assert problem.field == field
        return problem


@pytest.fixture
def toy(tmp_path: Path, concepts: Vocabulary) -> Checkout:
    """A checkout of toy data in a temporary folder."""
    folder = tmp_path / "checkout"
    shutil.copytree(TOY, folder)
    return Checkout(folder, concepts)
