"""What is sent in, what comes of it, and what is said when it fails."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import PurePath, PurePosixPath
from typing import Literal, Protocol

import msgspec

from kitoolkit.model import Language, Text
from kitoolkit.problem import Problem, user_language

TRAILER = "Submitted-with: kitoolkit"
"""Ends the message of each commit made here, so that a later submit knows its own work from that of others."""
_LONGEST_NAME = 120

Outcome = Literal["created", "updated", "unchanged", "pushed"]


class Submittable(Protocol):
    """What can be sent in: an entry with its text."""

    @property
    def id(self) -> str:
        """The id: `lesson/streektaal`."""

    @property
    def path(self) -> str | PurePath:
        """Where it belongs in the repository: `catalogue/lessons/streektaal.yaml`."""

    @property
    def text(self) -> str:
        """The YAML."""

    @property
    def title(self) -> Text:
        """The title, per language."""


class File(msgspec.Struct, frozen=True):
    """An entry's file as it is sent: a `Submittable` with nothing else to it."""

    id: str
    path: str
    text: str
    title: Text = {}


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """All that is sent, but for where to.

    Attributes:
        files: The files, in order of id.
        branch: The name of the branch: the same for the same entries.
        title: The title of the pull request.
        description: Its description, in Markdown, in Dutch and English.
        message: The message of the commit.
    """

    files: tuple[File, ...]
    branch: str
    title: str
    description: str
    message: str


class Submitted(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it.

    Attributes:
        outcome: `created` or `updated`: the pull request; `unchanged`: all of it was there already; `pushed`: a branch
            without a pull request.
        url: The address of the pull request; empty where there is none.
        repository: The repository that holds the branch.
        branch: The branch; empty where none was needed.
        base: The branch that it should be merged into.
        said: What a git remote said, such as where to open the pull request.
    """

    outcome: Outcome
    url: str = ""
    repository: str = ""
    branch: str = ""
    base: str = ""
    said: str = ""


class ForgeError(Exception):
    """Sending failed; the file on disk is as it was.

    Attributes:
        message: What went wrong, in Dutch and English.
        exists: What exists by now, such as a fork or a branch.
        how: How to go on.
    """

    def __init__(self, message: Text, how: Text | None = None, exists: Iterable[Text] = ()) -> None:
        self.message, self.how, self.exists = message, how or {}, tuple(exists)
        super().__init__(message)

    def as_text(self, language: Language) -> str:
        """What went wrong, what exists and how to go on, on lines of their own."""
        already = {"nl": "Dit is er al", "en": "This exists already"}[language]
        lines = [self.message[language]]
        lines += [f"{already}: {one[language]}" for one in self.exists]
        lines += [self.how[language]] if self.how else []
        return "\n".join(lines)

    def as_record(self) -> dict[str, object]:
        """The same as plain values."""
        return {"outcome": "failed", "message": self.message, "exists": list(self.exists), "how": self.how}

    def __str__(self) -> str:
        return self.as_text(user_language())


def branch_name(ids: Iterable[str]) -> str:
    """The branch for entries: the same each time, so that a second submit finds the first.

    >>> branch_name(["lesson/streektaal"])
    'kitoolkit/lesson-streektaal'
    >>> branch_name(["tool/b", "lesson/a"]) == branch_name(["lesson/a", "tool/b"])
    True
    """
    names = sorted(ids)
    name = names[0].replace("/", "-")
    if len(names) == 1 and len(name) <= _LONGEST_NAME:
        return f"kitoolkit/{name}"
    mark = hashlib.sha256("\n".join(names).encode()).hexdigest()[:10]
    return f"kitoolkit/{name[:_LONGEST_NAME].rstrip('-')}-{mark}"


def own_problems(files: Iterable[File], problems: Iterable[Problem]) -> list[Problem]:
    """The problems of some files among those of a whole catalogue."""
    ends = {PurePosixPath(file.path).parts[-2:] for file in files}
    return [problem for problem in problems if problem.file.parts[-2:] in ends]
