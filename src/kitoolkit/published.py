"""What was published at an earlier commit and is gone now: an address that once was there must stay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from kitoolkit.earlier import unpacked
from kitoolkit.model import ENTRY_TYPES, folder
from kitoolkit.problem import Problem
from kitoolkit.sentences import told
from kitoolkit.source import read
from kitoolkit.vocabulary import described


class _Names(msgspec.Struct):
    """What has an address or a lasting name in a checkout.

    Attributes:
        entries: The file of each entry, from the root of the checkout.
        questions: Id and slug of each question of a checklist.
        deprecated: Ids of the checklists that are deprecated.
        terms: The file of each concept, scheme, class and property.
    """

    entries: dict[str, str]
    questions: set[tuple[str, str]]
    deprecated: set[str]
    terms: dict[str, str]


def gone(commit: str, checkout: Path) -> list[Problem]:
    """An error for each entry, question of a checklist, concept or other term that was there and no longer is.

    Ids are read from the files, without the model: what an older model wrote counts as well.

    Args:
        commit: A commit, tag or branch.
        checkout: The folder that holds `catalogue/` and `ontology/`, in a working tree of git.

    Raises:
        ForgeError: Where there is no such commit, or no catalogue in it.
        CatalogueError: Where Turtle cannot be read, then or now.
    """
    with unpacked(commit, checkout, "catalogue", "ontology") as place:
        then = _names(place)
    return list(_gone(then, _names(checkout), commit, checkout))


def _gone(then: _Names, now: _Names, tag: str, checkout: Path) -> Iterator[Problem]:
    for entry_id, file in then.entries.items():
        if entry_id not in now.entries:
            yield _problem(checkout / file, "gone_entry", id=entry_id, tag=tag, file=file)
    for entry_id, slug in sorted(then.questions - now.questions):
        if entry_id in now.entries and entry_id not in now.deprecated:
            yield _problem(checkout / now.entries[entry_id], "gone_question", slug=slug, tag=tag)
    for term, file in then.terms.items():
        if term not in now.terms:
            yield _problem(checkout / file, "gone_term", id=term, tag=tag, file=file)


def _names(checkout: Path) -> _Names:
    found = _Names({}, set(), set(), {})
    for kind in ENTRY_TYPES:
        for file in sorted((checkout / "catalogue" / folder(kind)).glob("*.yaml")):
            found.entries[f"{kind}/{file.stem}"] = file.relative_to(checkout).as_posix()
            if kind == "checklist":
                _add_questions(found, f"{kind}/{file.stem}", file)
    terms = described(checkout / "ontology")
    found.terms |= {term: file.relative_to(checkout).as_posix() for term, file in terms.items()}
    return found


def _add_questions(found: _Names, entry_id: str, file: Path) -> None:
    data = read(file).data
    if not isinstance(data, dict):
        return
    if "deprecated" in data:
        found.deprecated.add(entry_id)
    questions = data.get("questions")
    for question in questions if isinstance(questions, list) else ():
        if isinstance(question, dict) and isinstance(slug := question.get("slug"), str):
            found.questions.add((entry_id, slug))


def _problem(place: Path, rule: str, /, **values: str) -> Problem:
    message, hint = told(rule, **values)
    return Problem(file=place, line=0, column=0, field="", message=message, hint=hint)
