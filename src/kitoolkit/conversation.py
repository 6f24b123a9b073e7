"""The conversation starter as a file to work with: Markdown, JSON or CSV, with room for answers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, get_args

import msgspec

from kitoolkit.export import harmless
from kitoolkit.model import Entry, Language
from kitoolkit.problem import UnknownNameError
from kitoolkit.starter import StarterQuestion
from kitoolkit.vocabulary import Vocabulary

Form = Literal["markdown", "json", "csv"]
FORMS: tuple[Form, ...] = get_args(Form)

FORMAT = "kitoolkit-conversation"
"""What the JSON says it is; the portal's page reads it again."""

MATERIAL = ("tools", "others", "went_wrong", "trade_offs", "open_questions")

_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "title": "Gespreksstarter: verantwoorde AI in de media",
        "never_complete": "Geen lijst is volledig, deze ook niet. Voeg eigen vragen toe, en sla over wat niet past.",
        "use": "Toepassing",
        "phase": "Fase",
        "roles": "Aan tafel",
        "worries": "Zorgen",
        "requirement": "Vereiste",
        "question": "Vraag",
        "why": "Waarom deze vraag",
        "tools": "Wat helpt",
        "others": "Wat anderen deden",
        "went_wrong": "Wat er elders misging of is geleerd",
        "trade_offs": "Afwegingen om op te rekenen",
        "open_questions": "Nog open",
        "answer": "Antwoord",
        "who": "Wie",
        "by": "Wanneer",
    },
    "en": {
        "title": "Conversation starter: responsible AI in the media",
        "never_complete": "No list is complete, nor is this one. Add your own questions, and skip what does not fit.",
        "use": "Media use",
        "phase": "Phase",
        "roles": "At the table",
        "worries": "Worries",
        "requirement": "Requirement",
        "question": "Question",
        "why": "Why it is asked",
        "tools": "What helps",
        "others": "What others did",
        "went_wrong": "What went wrong or was learned elsewhere",
        "trade_offs": "Trade-offs to expect",
        "open_questions": "Still open",
        "answer": "Answer",
        "who": "Who",
        "by": "By when",
    },
}


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """What goes into the file.

    Attributes:
        questions: The questions, grouped by requirement.
        entries: The catalogue, for the titles of what helps.
        vocabulary: The concepts, for their labels.
        language: The language of the file.
        choice: What was chosen: `use`, `phase`, `roles` and `worries`, each a list of ids.
    """

    questions: Sequence[StarterQuestion]
    entries: Mapping[str, Entry]
    vocabulary: Vocabulary
    language: Language
    choice: Mapping[str, Sequence[str]]

    def title(self, concept_or_entry: str) -> str:
        """A label or title in the file's language."""
        if concept_or_entry in self.vocabulary:
            return self.vocabulary[concept_or_entry].label[self.language]
        return self.entries[concept_or_entry].title[self.language]

    def titles(self, ids: Sequence[str]) -> str:
        """Labels or titles with a comma between."""
        return ", ".join(self.title(one) for one in ids)

    def word(self, name: str) -> str:
        """A word of the file."""
        return _WORDS[self.language][name]


def write(conversation: Conversation, form: str) -> str:
    """The conversation as text.

    Args:
        conversation: What goes into it.
        form: `markdown`, `json` or `csv`.

    Raises:
        UnknownNameError: For another form.
    """
    if form not in _WRITERS:
        raise UnknownNameError("form", form, FORMS)
    return _WRITERS[form](conversation)


def _markdown(conversation: Conversation) -> str:
    word = conversation.word
    lines = [f"# {word('title')}", ""]
    lines += [f"- {word(name)}: {conversation.titles(ids)}" for name, ids in conversation.choice.items() if ids]
    lines += ["", word("never_complete"), ""]
    requirement = ""
    for number, question in enumerate(conversation.questions, 1):
        if question.requirement != requirement:
            requirement = question.requirement
            lines += [f"## {conversation.title(requirement)}", ""]
        lines += [f"### {number}. {question.question[conversation.language]}", ""]
        lines += [f"*{word('why')}:* {question.why[conversation.language]}", ""]
        material = [(name, getattr(question, name)) for name in MATERIAL]
        lines += [f"- {word(name)}: {_named(conversation, ids)}" for name, ids in material if ids]
        lines += ["", *(f"**{word(name)}:**\n" for name in ("answer", "who", "by"))]
    return "\n".join(lines).rstrip() + "\n"


def _named(conversation: Conversation, ids: Sequence[str]) -> str:
    return "; ".join(f"{conversation.title(one)} (`{one}`)" for one in ids)


def _json(conversation: Conversation) -> str:
    questions: list[dict[str, Any]] = []
    for question in conversation.questions:
        record = msgspec.structs.asdict(question)
        record["question"] = question.question[conversation.language]
        record["why"] = question.why[conversation.language]
        questions.append(record | {"answer": "", "who": "", "by": ""})
    whole = {
        "format": FORMAT,
        "version": 1,
        "language": conversation.language,
        "choice": conversation.choice,
        "questions": questions,
        "own": [],
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"


def _csv(conversation: Conversation) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    columns = ("requirement", "question", "why", *MATERIAL, "answer", "who", "by")
    writer.writerow(conversation.word(name) for name in columns)
    for question in conversation.questions:
        material = (" | ".join(conversation.title(one) for one in getattr(question, name)) for name in MATERIAL)
        texts = (question.question[conversation.language], question.why[conversation.language])
        row = (conversation.title(question.requirement), *texts, *material, "", "", "")
        writer.writerow([harmless(cell) for cell in row])
    return stream.getvalue()


_WRITERS: dict[str, Callable[[Conversation], str]] = {"markdown": _markdown, "json": _json, "csv": _csv}
