"""Asking questions on a terminal, in Dutch or English."""

from __future__ import annotations

import re
from collections.abc import Mapping

import click

from kitoolkit.contribute.issue_form import ITEM
from kitoolkit.contribute.question import Question
from kitoolkit.contribute.questionnaire import Questionnaire
from kitoolkit.model import Language, Text
from kitoolkit.problem import Problem

BACK = "<"
"""What somebody types to go one question back."""
SHOWN_AT_ONCE = 16
"""A list of this length is shown whole; in a longer one people search."""

_IN: dict[str, Text] = {
    "nl": {"nl": "in het Nederlands", "en": "in Dutch"},
    "en": {"nl": "in het Engels", "en": "in English"},
}
_SAID: dict[Language, dict[str, str]] = {
    "nl": {
        "longest": "hoogstens {} tekens",
        "optional": "Enter = overslaan",
        "default": "Enter = {}",
        "example": "Bijvoorbeeld: {}",
        "text": "Meer regels mag. Een lege regel sluit af.",
        "lines": "Een per regel. Een lege regel sluit af.",
        "pick": "Typ een nummer of een deel van de naam.",
        "pick_many": "Typ nummers of een deel van een naam. Enter = klaar.",
        "search": "Typ een deel van de naam, dan zie je wat er is.",
        "none": "niets gevonden voor '{}'; probeer een ander woord, of typ ? voor alles",
        "not_yet": "Staat het er nog niet in? Stop met Ctrl-C, voeg het toe met kitoolkit new, en ga daarna verder.",
        "chosen": "gekozen: {}",
        "which": "Welke bedoel je? Typ het nummer, of Enter voor geen van deze.",
        "no_number": "kies een nummer uit de lijst",
        "yes": "j",
        "no": "n",
        "double": "Lijkt dit op een item dat er al is?",
        "go_on": "Is jouw item iets anders? Ga dan door.",
        "wrong": "niet goed",
        "answered": "je antwoordde: {}",
        "first": "dit is de eerste vraag",
    },
    "en": {
        "longest": "at most {} characters",
        "optional": "Enter = skip",
        "default": "Enter = {}",
        "example": "For example: {}",
        "text": "More lines are fine. An empty line ends it.",
        "lines": "One on each line. An empty line ends it.",
        "pick": "Type a number or part of the name.",
        "pick_many": "Type numbers or part of a name. Enter = done.",
        "search": "Type part of the name to see what there is.",
        "none": "nothing found for '{}'; try another word, or type ? for all",
        "not_yet": "Is it not there yet? Stop with Ctrl-C, add it with kitoolkit new, and go on afterwards.",
        "chosen": "chosen: {}",
        "which": "Which one? Type the number, or Enter for none of these.",
        "no_number": "choose a number from the list",
        "yes": "y",
        "no": "n",
        "double": "Does this look like an entry that is there already?",
        "go_on": "Is yours something else? Then go on.",
        "wrong": "not right",
        "answered": "you answered: {}",
        "first": "this is the first question",
    },
}


class GoneBackError(Exception):
    """Somebody wants to answer the question before this one again."""


class Dialogue:
    """Asks the questions of a questionnaire.

    Attributes:
        broken_off: Whether the last answer was kept, but not finished.
    """

    def __init__(self, questionnaire: Questionnaire, language: Language) -> None:
        self.questionnaire = questionnaire
        self.language = language
        self.said = _SAID[language]
        self.broken_off = False
        self._warned: set[str] = set()

    def ask(self, question: Question) -> bool:
        """Ask one question until the answer is right, or somebody goes back; whether something was kept."""
        self.head(question)
        while True:
            try:
                answer = self.answer(question)
            except GoneBackError:
                self.back()
                return False
            problems = self.questionnaire.answer(question, answer)
            for problem in problems:
                self.complain(problem)
            if not problems:
                self.warn_of_doubles(question)
                return bool(answer)

    def head(self, question: Question) -> None:
        """The question, what may be answered, and an example."""
        notes = []
        if question.language:
            notes.append(_IN[question.language][self.language])
        if question.longest:
            notes.append(self.said["longest"].format(question.longest))
        if question.default and question.form != "yes":
            notes.append(self.said["default"].format(question.default))
        elif not question.required and question.form != "yes" and not question.many:
            notes.append(self.said["optional"])
        click.echo()
        click.secho(_group(question, self.language) + question.label[self.language], bold=True, nl=not notes)
        if notes:
            click.echo(f" ({', '.join(notes)})")
        if question.example and not question.default:
            click.secho("  " + self.said["example"].format(question.example), dim=True)
        if question.form in {"text", "lines"}:
            click.secho("  " + self.said[question.form], dim=True)

    def back(self) -> None:
        """Take the last answer back and repeat it, for who wants to change a word of it."""
        taken = self.questionnaire.back()
        if not taken:
            click.secho("  " + self.said["first"], fg="yellow")
        elif taken[1] and taken[0].form != "yes":
            said = taken[1] if isinstance(taken[1], str) else ", ".join(taken[1])
            click.secho("  " + self.said["answered"].format(said), dim=True)

    def answer(self, question: Question) -> str | list[str]:
        """What was answered, not yet checked."""
        if question.form == "yes":
            return self.yes()
        if question.form == "choice":
            return self.choice(question)
        if question.form == "line":
            return _read()
        return self.lines(question)

    def lines(self, question: Question) -> str | list[str]:
        """Lines up to an empty one; those of an answer that is broken off are kept as well."""
        lines: list[str] = []
        try:
            while line := _read():
                lines.append(line)
        except click.Abort:
            said = lines if question.form == "lines" else "\n".join(lines)
            self.broken_off = bool(lines) and not self.questionnaire.answer(question, said)
            raise
        return lines if question.form == "lines" else "\n".join(lines)

    def yes(self) -> str:
        """Yes or no; an empty answer is no."""
        prompt = f"[{self.said['yes']}/{self.said['no'].upper()}]"
        return "yes" if _read(prompt + " ").lower()[:1] in {"j", "y"} else "no"

    def choice(self, question: Question) -> list[str]:
        """The values that were chosen, from a numbered list or by part of a name."""
        listed = list(question.options) if len(question.options) <= SHOWN_AT_ONCE else []
        self.show(question.options, listed)
        more = "pick_many" if question.many else "pick"
        click.secho("  " + self.said[more if listed else "search"], dim=True)
        chosen: list[str] = []
        while typed := _read():
            found = self.pick(question, typed, listed)
            chosen += [value for value in found if value not in chosen]
            if chosen and not question.many:
                return chosen[:1]
            if found:
                click.echo("  " + self.said["chosen"].format(", ".join(chosen)))
        return chosen

    def pick(self, question: Question, typed: str, listed: list[str]) -> list[str]:
        """What somebody means by numbers of the list, or by part of a name."""
        if typed == "?":
            options = self.questionnaire.offers(question, typed)
            listed[:] = list(options)
            self.show(options, listed)
            return []
        if listed and re.fullmatch(r"[\d\s,]+", typed):
            return self.numbered(typed, listed)
        offers = self.questionnaire.offers(question, typed)
        if not offers:
            click.secho("  " + self.said["none"].format(typed), fg="yellow")
            if question.of_entries:
                click.echo("  " + self.said["not_yet"])
            return []
        if len(offers) == 1 or typed in offers:
            return [typed if typed in offers else next(iter(offers))]
        self.show(offers, list(offers))
        click.secho("  " + self.said["which"], dim=True)
        answer = _read()
        return self.numbered(answer, list(offers)) if answer else []

    def numbered(self, typed: str, listed: list[str]) -> list[str]:
        """The values with these numbers; none where one of the numbers is not there."""
        numbers = [int(number) for number in re.findall(r"\d{1,4}", typed)]
        if not numbers or not all(1 <= number <= len(listed) for number in numbers):
            click.secho("  " + self.said["no_number"], fg="yellow")
            return []
        return [listed[number - 1] for number in numbers]

    def show(self, options: Mapping[str, Text], listed: list[str]) -> None:
        """A numbered list to choose from."""
        for number, value in enumerate(listed, 1):
            name = options[value].get(self.language, "")
            click.echo(f"  {number:>2}  " + (f"{name} " if name else "") + click.style(f"({value})", dim=True))

    def warn_of_doubles(self, question: Question) -> None:
        """Say which entries may be the same, once the title, summary or address is known."""
        if question.path[0:1] not in {("title",), ("homepage",), ("summary",)}:
            return
        new = [double for double in self.questionnaire.doubles() if double.id not in self._warned]
        if not new:
            return
        click.secho("  " + self.said["double"], fg="yellow")
        for double in new:
            self._warned.add(double.id)
            click.echo(f"    {double.id}: {double.title[self.language]} ({double.why[self.language]})")
        click.echo("  " + self.said["go_on"])

    def complain(self, problem: Problem) -> None:
        """What is wrong with an answer, as the check says it."""
        hint = f" ({problem.hint[self.language]})" if problem.hint else ""
        click.secho(f"  {self.said['wrong']}: {problem.message[self.language]}{hint}", fg="red")


def _group(question: Question, language: Language) -> str:
    """Which of several groups a question is about: `Bron 2: `."""
    if len(question.path) < 3 or not isinstance(question.path[1], int) or question.path[0] not in ITEM:
        return ""
    return f"{ITEM[str(question.path[0])][language]} {question.path[1] + 1}: "


def _read(prompt: str = "") -> str:
    """One line from the terminal, without spaces around it."""
    line = str(click.prompt("", prompt_suffix=prompt or "> ", default="", show_default=False)).strip()
    if line == BACK:
        raise GoneBackError
    return line
