"""Checking entries: every problem of every file at once, each with its place and what to do.

Rules about the form of one file are in `form`, about its sense in `sense`, about entries together in
`together`. Each rule is one function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import msgspec

from kitoolkit.check import form, sense, together
from kitoolkit.check.finding import Checked
from kitoolkit.model import ENTRY_TYPES, Entry, folder
from kitoolkit.problem import Problem
from kitoolkit.source import read
from kitoolkit.vocabulary import Vocabulary

__all__ = ["Report", "check", "entry_files"]


class Report(msgspec.Struct):
    """What a check found.

    Attributes:
        entries: The entries without errors, by id.
        problems: All problems, in order of place.
        files: How many files were read.
    """

    entries: dict[str, Entry]
    problems: list[Problem]
    files: int

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop loading."""
        return [problem for problem in self.problems if problem.severity == "error"]


def entry_files(catalogue: Path) -> list[Path]:
    """All files in the folders of a catalogue, and entries that lie beside those folders; hidden files are left out."""
    inside = [place for place in catalogue.iterdir() if not place.name.startswith(".")]
    beside = [place for place in inside if place.suffix in {".yaml", ".yml"} and not place.is_dir()]
    in_folders = [
        file for place in inside if place.is_dir() for file in place.iterdir() if not file.name.startswith(".")
    ]
    return sorted(beside + in_folders)


def check(
    catalogue: Path,
    vocabulary: Vocabulary,
    *,
    today: date | None = None,
    progress: Callable[[Iterable[Path]], Iterable[Path]] = iter,
) -> Report:
    """Check a folder of entries.

    Args:
        catalogue: The folder with `tools/`, `examples/` and so on.
        vocabulary: The concepts that entries may name.
        today: The day to count the age of reviews from; the present day where it is None.
        progress: Wraps the files while they are read, to show how far it is.

    Returns:
        The sound entries and all problems.
    """
    files = entry_files(catalogue)
    validators = form.validators(vocabulary)
    problems: list[Problem] = []
    read_entries: list[Checked] = []
    for file in progress(files):
        checked, found = _check_file(file, catalogue, validators, today or date.today())
        problems.extend(found)
        if checked:
            read_entries.append(checked)
    names = {f"{_kind_of(file)}/{file.stem}" for file in files}
    for rule in together.RULES:
        problems.extend(rule(read_entries, names))
    problems.sort(key=lambda problem: problem.place)
    return Report({checked.entry.id: checked.entry for checked in read_entries}, problems, len(files))


def _kind_of(file: Path) -> str | None:
    return next((kind for kind in ENTRY_TYPES if folder(kind) == file.parent.name), None)


def _check_file(
    file: Path, catalogue: Path, validators: dict[str, form.Validator], today: date
) -> tuple[Checked | None, list[Problem]]:
    """Read one file; where a step finds errors the next ones, which build on it, are left out."""
    kind = _kind_of(file)
    named = list(form.name_problems(file, kind))
    if kind is None or file.suffix != ".yaml":
        return None, named
    source = read(file)
    if source.problems:
        return None, named + source.problems
    wrong = list(form.problems(source, validators[kind], kind))
    if wrong or named:
        return None, named + wrong
    assert isinstance(source.data, dict)  # noqa: S101  the schema holds it
    entry = msgspec.convert({"id": f"{kind}/{file.stem}", **source.data}, ENTRY_TYPES[kind])
    checked = Checked(source, entry)
    return checked, [problem for rule in sense.RULES for problem in rule(checked, today)]
