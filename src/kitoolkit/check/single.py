"""The problems of one entry, read from its file or still to be written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec

from kitoolkit.check import confidential, form, sense, together, wording
from kitoolkit.check.finding import Checked, standing
from kitoolkit.model import ENTRY_TYPES, Entry
from kitoolkit.problem import Problem
from kitoolkit.source import SourceFile, parse
from kitoolkit.vocabulary import Vocabulary


def check_source(
    source: SourceFile, kind: str, validators: dict[str, form.Validator], today: date, *, private: bool = False
) -> tuple[Checked | None, list[Problem]]:
    """Check one entry on its own; where a step finds errors the next ones, which build on it, are left out.

    Args:
        source: What stands in its file.
        kind: Its kind.
        validators: The schemas.
        today: The day to count from.
        private: Whether it is not published: then what is confidential may stand in it.
    """
    unfit = [] if private else list(confidential.problems(source, kind))
    if source.problems:
        return None, source.problems + unfit
    wrong = list(form.problems(source, validators[kind], kind))
    if wrong:
        return None, wrong + unfit
    assert isinstance(source.data, dict)  # noqa: S101  the schema holds it
    entry = msgspec.convert({"id": f"{kind}/{source.file.stem}", **source.data}, ENTRY_TYPES[kind])
    checked = Checked(source, entry)
    rules = (*sense.RULES, *wording.RULES)
    return checked, [*unfit, *(problem for rule in rules for problem in rule(checked, today))]


class Beside:
    """Checks entries that are being written beside all others, without reading their files."""

    def __init__(
        self, vocabulary: Vocabulary, entries: Iterable[Entry], names: Iterable[str] = (), *, private: bool = False
    ) -> None:
        """Make ready.

        Args:
            vocabulary: The concepts that entries may name.
            entries: The other entries.
            names: Ids of more entries that may be named, such as those with errors.
            private: Whether the entries that are being written are private.
        """
        self._private, self._vocabulary = private, vocabulary
        self._validators = form.validators(vocabulary)
        self._others = standing(entries)
        self._names = {*names, *(other.entry.id for other in self._others)}

    def problems(self, text: str, kind: str, file: Path, today: date | None = None) -> list[Problem]:
        """What `kitoolkit check` would say of a text in a file, in order of place.

        Args:
            text: The YAML.
            kind: The kind of entry.
            file: Where it would stand.
            today: The day to count from; the present day where it is None.
        """
        named = list(form.name_problems(file, kind))
        checked, found = check_source(
            parse(text, file), kind, self._validators, today or date.today(), private=self._private
        )
        if checked and not named:
            own_id = checked.entry.id
            together_with = [*(other for other in self._others if other.entry.id != own_id), checked]
            for rule in together.RULES:
                found += [problem for problem in rule(together_with, self._names | {own_id}) if problem.file == file]
            found += together.concepts_are_current([checked], self._vocabulary)
        return sorted(named + found, key=lambda problem: problem.place)
