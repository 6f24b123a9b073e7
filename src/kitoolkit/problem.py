"""What is wrong with a file, and where: one record for every check, in Dutch and English."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec

from kitoolkit.model import Language, Text

Severity = Literal["error", "warning"]


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong in one place.

    Attributes:
        file: Path of the file.
        line: Line, counted from 1; 0 where the problem is the file itself.
        column: Column, counted from 1; 0 likewise.
        field: The field's path, such as `sources[0].url`; empty for the file as a whole.
        message: What is wrong, in Dutch and English.
        hint: What to do about it, in Dutch and English; empty where the message says it all.
        severity: `error` stops loading, `warning` does not.
    """

    file: Path
    line: int
    column: int
    field: str
    message: Text
    hint: Text = {}
    severity: Severity = "error"

    @property
    def place(self) -> tuple[str, int, int, str]:
        """Where it is: the order in which problems are shown."""
        return (self.file.as_posix(), self.line, self.column, self.field)

    def as_text(self, language: Language) -> str:
        """One line as compilers print it.

        >>> problem = Problem(file=Path("catalogue/tools/x.yaml"), line=12, column=3, field="titel",
        ...     message={"nl": "onbekend veld 'titel'", "en": "unknown field 'titel'"},
        ...     hint={"nl": "bedoelde je 'title'?", "en": "did you mean 'title'?"})
        >>> problem.as_text("en")
        "catalogue/tools/x.yaml:12:3: error: unknown field 'titel' (did you mean 'title'?)"
        """
        severity = {"nl": {"error": "fout", "warning": "waarschuwing"}}.get(language, {}).get(
            self.severity, self.severity
        )
        hint = f" ({self.hint[language]})" if self.hint else ""
        place = f"{self.file.as_posix()}:{self.line}:{self.column}"
        return on_one_line(f"{place}: {severity}: {self.message[language]}{hint}")

    def as_github(self, language: Language) -> str:
        """A workflow command, shown by GitHub at the line of the pull request."""
        text = self.message[language] + (f" ({self.hint[language]})" if self.hint else "")
        return (
            f"::{self.severity} file={_escape_property(self.file.as_posix())},line={max(self.line, 1)},"
            f"col={max(self.column, 1)},title={_escape_property(self.field or self.file.name)}::{_escape(text)}"
        )

    def as_gitlab(self, language: Language) -> dict[str, object]:
        """An item of a code quality report, shown by GitLab at the line of the merge request."""
        import hashlib

        place = "\0".join((self.file.as_posix(), self.field, self.message["en"]))
        return {
            "description": self.message[language] + (f" ({self.hint[language]})" if self.hint else ""),
            "check_name": "kitoolkit",
            "fingerprint": hashlib.sha256(place.encode()).hexdigest(),
            "severity": {"error": "critical", "warning": "minor"}[self.severity],
            "location": {"path": self.file.as_posix(), "lines": {"begin": max(self.line, 1)}},
        }

    def as_record(self) -> dict[str, object]:
        """The problem as plain values, for `--format json`."""
        return {
            "file": self.file.as_posix(),
            "line": self.line,
            "column": self.column,
            "field": self.field,
            "severity": self.severity,
            "message": self.message,
            "hint": self.hint,
        }


def on_one_line(text: str) -> str:
    r"""A text in which nothing begins a line of its own, steers a terminal or shows otherwise than it is.

    >>> print(on_one_line("a\nb"))
    a\nb
    """
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


class CatalogueError(Exception):
    """Entries or vocabularies that cannot be used; carries every problem found.

    Attributes:
        problems: All problems with severity `error`, in order of place.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.place)
        language = user_language()
        shown = "\n".join(problem.as_text(language) for problem in self.problems)
        super().__init__(f"{len(self.problems)} problems\n{shown}")


class UnknownNameError(KeyError):
    """A name that does not exist, with the nearest that does.

    Attributes:
        name: What was asked for.
        nearest: The nearest existing name, or empty.
    """

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        self.name = name
        self.nearest = nearest(name, known)
        self.sentence = f"no {what} {name!r}" + (f"; did you mean {self.nearest!r}?" if self.nearest else "")
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return self.sentence


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that looks most like `name`, or an empty string.

    >>> nearest("titel", ["title", "summary"])
    'title'
    """
    import difflib

    known = list(known)
    found = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    if found:
        return found[0]
    slug = name.rpartition("/")[2]
    by_slug = {candidate.rpartition("/")[2]: candidate for candidate in known}
    found = difflib.get_close_matches(slug, list(by_slug), n=1, cutoff=0.75)
    return by_slug[found[0]] if found else ""


def user_language() -> Language:
    """Dutch where the environment asks for it (`LC_ALL`, `LC_MESSAGES`, `LANG`), else English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return "nl" if value.lower().startswith("nl") else "en"
    return "en"
