"""Issue forms as files: YAML for GitHub, Forgejo and Gitea, Markdown for GitLab."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from kitoolkit.contribute.answers import heading, help_line
from kitoolkit.contribute.issue_form import FormQuestion
from kitoolkit.model import ENTRY_TYPES, Text

NEW_ENTRY = "new entry"
"""The label of an issue that proposes an entry."""
_TYPES = {
    "line": "input",
    "text": "textarea",
    "lines": "textarea",
    "choice": "dropdown",
    "choices": "dropdown",
    "confirm": "checkboxes",
}
_ABOUT: Text = {
    "nl": "Stel een {kind} voor. Kennis van git is niet nodig.",
    "en": "Propose a new {kind}. You need no knowledge of git.",
}
_FIRST: Text = {
    "nl": "Alles wat je hier schrijft, is openbaar. Noem geen namen van mensen bij een incident, "
    "en zet er niets vertrouwelijks in. Een tweede lezer vergelijkt je tekst met je bronnen.",
    "en": "All you write here is public. Do not name people in an incident, and put in nothing confidential. "
    "A second reader compares your text with your sources.",
}
_HEAD = "# Made from the model by scripts/generate.py; change the model, not this file."


def label_of(kind: str) -> str:
    """The label of issues and pull requests about a kind of entry.

    >>> label_of("lesson")
    'kind: lesson'
    """
    return f"kind: {kind}"


def form(kind: str, questions: Iterable[FormQuestion]) -> str:
    """The issue form of a kind, for `.github/ISSUE_TEMPLATE/`.

    Args:
        kind: The kind of entry.
        questions: Its questions, from `issue_form.questions`.
    """
    lines = [
        _HEAD,
        f"name: {_quoted(_name(kind))}",
        f"description: {_quoted(_about(kind))}",
        f"title: {_quoted(ENTRY_TYPES[kind].name['nl'].capitalize() + ': ')}",
        f"labels: [{_quoted(NEW_ENTRY)}, {_quoted(label_of(kind))}]",
        "body:",
        "  - type: markdown",
        "    attributes:",
        f"      value: {_quoted(_FIRST['nl'] + chr(10) * 2 + _FIRST['en'])}",
    ]
    for question in questions:
        lines.extend(_element(question))
    return "\n".join(lines) + "\n"


def _element(question: FormQuestion) -> Iterator[str]:
    yield f"  - type: {_TYPES[question.answer]}"
    yield f"    id: {question.key}"
    yield "    attributes:"
    yield f"      label: {_quoted(question.heading)}"
    if question.help:
        yield f"      description: {_quoted(question.explained)}"
    if question.placeholder:
        yield f"      placeholder: {_quoted(question.placeholder)}"
    if question.answer == "choices":
        yield "      multiple: true"
    if question.options:
        yield "      options:"
    for shown in question.options.values():
        if question.answer == "confirm":
            yield f"        - label: {_quoted(shown)}"
            yield "          required: true"
        else:
            yield f"        - {_quoted(shown)}"
    if question.required and question.answer != "confirm":
        yield "    validations:"
        yield "      required: true"


def description(kind: str, questions: Iterable[FormQuestion]) -> str:
    """The description template of a kind, for `.gitlab/issue_templates/`: headings to write below, boxes to tick.

    Args:
        kind: The kind of entry.
        questions: Its questions, from `issue_form.questions`.
    """
    parts = [f"<!-- {_FIRST['nl']} -->", f"<!-- {_FIRST['en']} -->"]
    for question in questions:
        parts += [heading(question), help_line(question)]
        parts.append("\n".join(f"- [ ] {shown}" for shown in question.options.values()))
    parts.append(f'/label ~"{NEW_ENTRY}" ~"{label_of(kind)}"')
    return "\n\n".join(part for part in parts if part) + "\n"


def _name(kind: str) -> str:
    name = ENTRY_TYPES[kind].name
    return f"{name['nl'].capitalize()} / {name['en'].capitalize()}"


def _about(kind: str) -> str:
    name = ENTRY_TYPES[kind].name
    return f"{_ABOUT['nl'].format(kind=name['nl'])} / {_ABOUT['en'].format(kind=name['en'])}"


def _quoted(text: str) -> str:
    """A text as JSON writes it, which is YAML as well."""
    return msgspec.json.encode(text).decode()
