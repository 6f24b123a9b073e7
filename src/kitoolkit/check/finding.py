"""What rules start from and what they make."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from kitoolkit.model import Entry, Text
from kitoolkit.problem import Problem, Severity
from kitoolkit.source import Path_, SourceFile, field_name

NO_FILE = Path()
"""The file of an entry that was checked before."""


class Checked(msgspec.Struct, frozen=True):
    """An entry whose form is right, with the file it came from."""

    source: SourceFile
    entry: Entry


def standing(entries: Iterable[Entry]) -> list[Checked]:
    """Entries that were checked before, for rules that hold others against them; their file is not known."""
    return [Checked(SourceFile(NO_FILE, None, {}, {}, []), entry) for entry in entries]


def finding(
    source: SourceFile,
    path: Path_,
    message: Text,
    hint: Text | None = None,
    *,
    severity: Severity = "error",
    at_key: bool = False,
) -> Problem:
    """A problem at the place of a value, or of its key."""
    place = source.keys.get(path, source.place(path)) if at_key else source.place(path)
    return Problem(
        file=source.file,
        line=place.line,
        column=place.column,
        field=field_name(path),
        message=message,
        hint=hint or {},
        severity=severity,
    )
