"""What the page of the conversation starter shows and what its script needs; the choosing itself is in `starter`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kitoolkit import starter
from kitoolkit.model import ChecklistQuestion, Language

if TYPE_CHECKING:
    from kitoolkit.catalogue import Catalogue

MATERIAL = ("tools", "others", "went_wrong", "trade_offs", "open_questions")
"""What goes with a question, in the order in which the page shows it."""


def data_name(language: Language) -> str:
    """Where the site keeps what `data` gives."""
    return f"assets/starter.{language}.json"


def lists(catalogue: Catalogue) -> dict[str, list[ChecklistQuestion]]:
    """The questions per media use, and under an empty name those for all: together every question."""
    found: dict[str, list[ChecklistQuestion]] = {use.id: [] for use in catalogue.vocabulary.scheme("use")}
    found[""] = []
    for _, question in starter.all_questions(catalogue.values()):
        for use in question.uses or ("",):
            found[use].append(question)
    return {use: questions for use, questions in found.items() if questions}


def data(catalogue: Catalogue, language: Language) -> bytes:
    """What the script needs; see `starter-choose.js`."""
    chosen = _chosen(catalogue)
    questions = [
        {
            "key": f"{_short(checklist)}/{question.slug}",
            "question": question.question[language],
            "why": question.why[language],
            "requirement": _short(question.requirement),
            "roles": [_short(role) for role in question.roles],
            "digest": starter.digest(question),
        }
        for checklist, question in starter.all_questions(catalogue.values())
    ]
    titles = [[entry, catalogue[entry].title[language]] for entry in chosen["entries"]]
    whole = chosen | {"questions": questions, "entries": titles, "reminders": starter.REMINDERS}
    return msgspec.json.encode(whole)


_CHOSEN: dict[str, dict[str, Any]] = {}


def _chosen(catalogue: Catalogue) -> dict[str, Any]:
    """What `_choose` gives, made once for the two languages."""
    if catalogue.digest not in _CHOSEN:
        _CHOSEN.clear()
        _CHOSEN[catalogue.digest] = _choose(catalogue)
    return _CHOSEN[catalogue.digest]


def _choose(catalogue: Catalogue) -> dict[str, Any]:
    """What `starter.choose` gives for every media use and phase, as numbers of questions and entries.

    A question's material follows from the use alone.
    """
    vocabulary = catalogue.vocabulary
    asked = starter.all_questions(catalogue.values())
    places = {(checklist, question.slug): place for place, (checklist, question) in enumerate(asked)}
    entries: dict[str, int] = {}
    by_phase: dict[str, dict[str, list[int]]] = {}
    material: dict[str, dict[int, list[list[int]]]] = {}
    for use in (None, *(concept.id for concept in vocabulary.scheme("use"))):
        name = _short(use or "")
        every = starter.choose(catalogue, vocabulary, use=use)
        material[name] = {
            places[question.checklist, question.slug]: [
                [entries.setdefault(one, len(entries)) for one in getattr(question, kind)] for kind in MATERIAL
            ]
            for question in every
        }
        by_phase[name] = {"": [places[question.checklist, question.slug] for question in every]}
        for phase in vocabulary.scheme("phase"):
            in_phase = [places[question.checklist, question.slug] for question in every if phase.id in question.phases]
            by_phase[name][_short(phase.id)] = in_phase
    return {"lists": by_phase, "material": material, "entries": list(entries)}


def _short(concept_id: str) -> str:
    return concept_id.rpartition("/")[2]
