"""The answers in an issue that was filled in by a form: Markdown with a heading above each.

A heading counts only where it is a line that equals a question of the form, once, in the form's order. So no answer
can pass for another question: a text that holds such a line is refused, and never read in part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from kitoolkit.contribute.issue_form import FormQuestion
from kitoolkit.model import Text

UNANSWERED = "_No response_"
"""What GitHub, Forgejo and Gitea write below a question without an answer."""
_TICK = re.compile(r"^\s*[-*] \[([ xX])\] ?(.*)$")
_CODE = re.compile(r"\(([a-z0-9][a-z0-9/-]*)\)$")


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the asker has to mend.

    Attributes:
        question: The question it is about, in Dutch and English; empty for the form as a whole.
        message: What is wrong, likewise.
        hint: What to do, likewise; empty where the message says it all.
        severity: `error` stops the entry, `warning` does not.
    """

    question: Text = {}
    message: Text
    hint: Text = {}
    severity: str = "error"


def heading(question: FormQuestion) -> str:
    """The line above an answer."""
    return f"### {question.heading}"


def help_line(question: FormQuestion) -> str:
    """What GitLab's template says below a heading, as a comment."""
    star = " *" if question.required else ""
    return f"<!-- {question.explained}{star} -->" if question.explained or star else ""


def form_of(body: str, first: Mapping[str, FormQuestion]) -> str:
    """The kind whose form was filled in, by its first question; empty where it is none."""
    lines = {line.rstrip() for line in body.split("\n")}
    found = [kind for kind, question in first.items() if heading(question) in lines]
    return found[0] if len(found) == 1 else ""


def split(body: str, questions: Sequence[FormQuestion]) -> tuple[dict[str, str], list[Trouble]]:
    r"""The text below each heading, by the key of its question.

    Args:
        body: The issue, with `\n` at the end of each line.
        questions: The questions of its form.
    """
    by_heading = {heading(question): question for question in questions}
    lines = body.split("\n")
    found = [(number, by_heading[line.rstrip()]) for number, line in enumerate(lines) if line.rstrip() in by_heading]
    troubles = _misplaced([question for _, question in found], questions)
    if troubles:
        return {}, troubles
    ends = [*(number for number, _ in found), len(lines)][1:]
    texts = {}
    for (start, question), end in zip(found, ends, strict=True):
        own = [line for line in lines[start + 1 : end] if not line.strip() or line.strip() != help_line(question)]
        texts[question.key] = "\n".join(own).strip()
    return {key: text for key, text in texts.items() if text and text != UNANSWERED}, []


def _misplaced(found: list[FormQuestion], questions: Sequence[FormQuestion]) -> list[Trouble]:
    twice = {question.key: question for question in found if found.count(question) > 1}
    if twice:
        return [
            Trouble(
                question=question.label,
                message={"nl": "deze vraag staat er twee keer", "en": "this question is there twice"},
                hint={
                    "nl": "staat de regel '### …' ook in je eigen tekst? Zet er > voor",
                    "en": "does your own text hold the line '### …' as well? Put > before it",
                },
            )
            for question in twice.values()
        ]
    order = [question for question in questions if question in found]
    moved = next((one for one, right in zip(found, order, strict=True) if one != right), None)
    if moved:
        message = {"nl": "deze vraag staat op een andere plek", "en": "this question stands in another place"}
        hint = {"nl": "houd de volgorde van het formulier aan", "en": "keep the order of the form"}
        return [Trouble(question=moved.label, message=message, hint=hint)]
    return []


def chosen(text: str, question: FormQuestion) -> list[str]:
    r"""The values that were chosen: from ticked boxes, or from a row with commas between.

    What is no choice is given back as it stands, for the check to name.

    >>> question = FormQuestion(key="k", label={"nl": "K", "en": "K"}, answer="choices",
    ...     options={"use/a": "A, b / A (use/a)", "use/c": "C / C (use/c)"})
    >>> chosen("A, b / A (use/a), C / C (use/c)", question)
    ['use/a', 'use/c']
    >>> chosen("- [x] C / C (use/c)\n- [ ] A, b / A (use/a)", question)
    ['use/c']
    """
    ticks = [_TICK.match(line) for line in text.split("\n")]
    if any(ticks):
        rows = [tick[2].strip() for tick in ticks if tick and tick[1] != " "]
    else:
        rows = [line.strip() for line in text.split("\n") if line.strip()]
    values = [value for row in rows for value in _in_row(row, question)]
    return list(dict.fromkeys(values))


def _in_row(row: str, question: FormQuestion) -> list[str]:
    values: list[str] = []
    names = {shown: value for value, shown in question.options.items()} | {value: value for value in question.options}
    while row:
        known = [name for name in names if row == name or row.startswith(name + ", ")]
        name = max(known, key=len) if known else _up_to_code(row)
        code = _CODE.search(name)
        values.append(names.get(name) or (code[1] if code else name))
        row = row[len(name) :].removeprefix(",").strip()
    return values


def _up_to_code(row: str) -> str:
    """The first name in a row where the form's words were others: up to a value between brackets, or a comma."""
    match = re.match(r".*?\([a-z0-9][a-z0-9/-]*\)(?=, |$)|[^,]+|.", row)
    return match[0] if match else row
