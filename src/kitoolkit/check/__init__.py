"""Checking entries: every problem of every file at once, each with its place and what to do.

Rules about the form of one file are in `form`, about its sense in `sense`, about its words in `wording`, about what may
not be published in `confidential`, about entries together in `together`. Each rule is one function.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import msgspec

from kitoolkit.check import form, together
from kitoolkit.check.finding import NO_FILE, Checked, standing
from kitoolkit.check.single import check_source
from kitoolkit.model import Entry, kind_of
from kitoolkit.problem import Problem
from kitoolkit.source import read
from kitoolkit.vocabulary import Vocabulary

__all__ = ["Report", "check", "entry_files", "id_of"]


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
    over: Iterable[Entry] | None = None,
    private: Collection[str] = (),
    candidates: Sequence[Path] = (),
) -> Report:
    """Check a folder of entries.

    Args:
        catalogue: The folder with `tools/`, `examples/` and so on.
        vocabulary: The concepts that entries may name.
        today: The day to count the age of reviews from; the present day where it is None.
        progress: Wraps the files while they are read, to show how far it is.
        over: The entries of the catalogue that this one lies over. Then its own are private: they may name those, may
            replace them, and may hold what is confidential.
        private: Ids of entries that only a private overlay has: a reference to one is an error that says so.
        candidates: More files, in folders such as `tools/`, that are checked as if they stood in this catalogue.

    Returns:
        The sound entries and all problems.
    """
    files = [*entry_files(catalogue), *candidates]
    one_by_one = partial(
        _check_file,
        validators=form.validators(vocabulary),
        today=today or date.today(),
        private=over is not None,
    )
    problems: list[Problem] = []
    entries: list[Checked] = []
    for file in progress(files):
        checked, found = one_by_one(file)
        problems.extend(found)
        if checked:
            entries.append(checked)
    own = {id_of(file) for file in files}
    below = [entry for entry in over or () if entry.id not in own]
    names = {*own, *private, *(entry.id for entry in below)}
    for rule in together.RULES:
        problems.extend(problem for problem in rule([*standing(below), *entries], names) if problem.file != NO_FILE)
    problems.extend(together.references_are_public(entries, set(private) - own))
    problems.extend(together.concepts_are_current(entries, vocabulary))
    problems.sort(key=lambda problem: problem.place)
    return Report({checked.entry.id: checked.entry for checked in entries}, problems, len(files))


def id_of(file: Path) -> str:
    """The id of the entry in a file, by its folder and name."""
    return f"{kind_of(file.parent.name)}/{file.stem}"


def _check_file(
    file: Path, *, validators: dict[str, form.Validator], today: date, private: bool
) -> tuple[Checked | None, list[Problem]]:
    """Read one file and check it on its own."""
    kind = kind_of(file.parent.name)
    named = list(form.name_problems(file, kind))
    if not kind or file.suffix != ".yaml":
        return None, named
    checked, found = check_source(read(file), kind, validators, today, private=private)
    return (None if named else checked), named + found
