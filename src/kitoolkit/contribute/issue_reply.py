"""What is said to somebody who filled in a form: what is to be mended, question by question."""

from __future__ import annotations

from kitoolkit.contribute.answers import Trouble
from kitoolkit.contribute.from_issue import Outcome
from kitoolkit.forge.describing import code, escaped
from kitoolkit.forge.git import printable
from kitoolkit.model import LANGUAGES, Language, Text

MARK = "<!-- kitoolkit: from-issue -->"
"""The first line: the comment that holds it is replaced by the next one."""
_WORDS: dict[str, Text] = {
    "sound": {
        "nl": "Dank je wel. Dit kan een item worden. Een redacteur bekijkt het nu.",
        "en": "Thank you. This can become an entry. An editor will look at it now.",
    },
    "to mend": {
        "nl": "Dank je wel. Dit is nog te verbeteren. Bewerk je issue; daarna kijken we opnieuw.",
        "en": "Thank you. This is still to be mended. Edit your issue; then we look again.",
    },
    "notes": {"nl": "Dit mag, maar kan beter:", "en": "This may stay, but could be better:"},
    "form": {"nl": "Het formulier", "en": "The form"},
    "file": {"nl": "Bestand", "en": "File"},
}
_MOST = 40


def markdown(outcome: Outcome) -> str:
    """The reply in Dutch and then in English, without anything that works as a mention, link or HTML."""
    parts = ["\n\n".join(_in_one(outcome, language)) for language in LANGUAGES]
    return MARK + "\n" + "\n\n---\n\n".join(parts) + "\n"


def _in_one(outcome: Outcome, language: Language) -> list[str]:
    parts = [_WORDS["sound" if outcome.sound else "to mend"][language]]
    for severity in ("error", "warning"):
        found = [trouble for trouble in outcome.troubles if trouble.severity == severity]
        if found and severity == "warning":
            parts.append(_WORDS["notes"][language])
        if found:
            parts.append("\n".join(f"- {_item(trouble, language)}" for trouble in found[:_MOST]))
    if outcome.sound:
        parts.append(f"{_WORDS['file'][language]}: {code(f'catalogue/{outcome.path.as_posix()}')}")
    return parts


def _item(trouble: Trouble, language: Language) -> str:
    question = escaped((trouble.question or _WORDS["form"])[language])
    hint = f" ({escaped(trouble.hint[language])})" if trouble.hint else ""
    return f"**{question}**: {escaped(trouble.message[language])}{hint}"


def line(trouble: Trouble, language: Language) -> str:
    """One line for a terminal."""
    question = (trouble.question or _WORDS["form"])[language]
    hint = f" ({trouble.hint[language]})" if trouble.hint else ""
    return " ".join(printable(f"{question}: {trouble.message[language]}{hint}").split())
