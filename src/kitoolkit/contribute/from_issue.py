"""From a form that somebody filled in, on the forge or the portal, to an entry or to what is still to be mended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import msgspec

from kitoolkit.check.single import Beside
from kitoolkit.contribute.answers import Trouble, chosen, form_of, split
from kitoolkit.contribute.issue_form import LANGUAGE_OPTIONS, ONE_DAY, FormQuestion, first_question, questions
from kitoolkit.model import ENTRY_TYPES, SLUG, Entry, Text, folder, kind_of
from kitoolkit.problem import CatalogueError, Problem
from kitoolkit.sentences import LANGUAGE_NAMES, sentence
from kitoolkit.source import MAX_BYTES, Path_, Value, field_name
from kitoolkit.vocabulary import Vocabulary
from kitoolkit.writing import formatted, written
from kitoolkit.writing.slug import slug_of

_NAMED = re.compile(r"'(\w+):'")
_FROM_PORTAL = re.compile(
    rf"`catalogue/({'|'.join(map(folder, ENTRY_TYPES))})/({SLUG[1:-1]})\.yaml`[^\n]*\n\s*(`{{3,}})yaml\n(.*?\n)\3\s*$",
    re.DOTALL,
)
"""What the form on the portal puts into an issue: the name of the file, and its text in a block of code."""


class Outcome(msgspec.Struct, kw_only=True):
    """What became of an issue.

    Attributes:
        kind: The kind of entry; empty where the issue is no filled form.
        slug: The name of its file, without ending.
        text: The file's text; empty where it could not be made.
        troubles: What is to be mended, errors first.
    """

    kind: str = ""
    slug: str = ""
    text: str = ""
    troubles: list[Trouble]

    @property
    def path(self) -> Path:
        """Where the file goes, from the folder of the catalogue."""
        return Path(folder(self.kind)) / f"{self.slug}.yaml"

    @property
    def sound(self) -> bool:
        """Whether it can become an entry."""
        return bool(self.text) and not any(trouble.severity == "error" for trouble in self.troubles)


def read_issue(
    body: str,
    entries: Mapping[str, Entry],
    vocabulary: Vocabulary,
    *,
    kind: str = "",
    slug: str = "",
    today: date | None = None,
) -> Outcome:
    """Make an entry of a filled form.

    Args:
        body: The issue's text.
        entries: The entries that are there, for references and doubles.
        vocabulary: The concepts.
        kind: The kind of entry; by default told by the form's first question.
        slug: The name of its file; by default made from the title.
        today: The day of adding; the present day where it is None.
    """
    today = today or date.today()
    if len(body.encode(errors="replace")) > MAX_BYTES:
        return Outcome(troubles=[_trouble("de tekst is te groot", "the text is too large")])
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    kind = kind or form_of(body, {kind: first_question(kind, vocabulary) for kind in ENTRY_TYPES})
    if not kind:
        made = _FROM_PORTAL.search(body)
        return _read_portal(made, entries, vocabulary, today) if made else Outcome(troubles=[_no_form()])
    asked = questions(kind, vocabulary)
    texts, troubles = split(body, asked)
    if troubles:
        return Outcome(kind=kind, troubles=troubles)
    filled = _Filled(kind, asked, texts, entries)
    data = filled.data(today)
    slug = slug or _name_for(texts)
    outcome = Outcome(kind=kind, slug=slug, troubles=[*filled.troubles(), *_name_troubles(kind, slug, entries)])
    if slug:
        outcome.text = written(kind, data)
        file = Path("catalogue") / outcome.path
        found = Beside(vocabulary, entries.values()).problems(outcome.text, kind, file, today)
        outcome.troubles += [filled.trouble(problem) for problem in found if not filled.is_known(problem)]
    outcome.troubles.sort(key=lambda trouble: trouble.severity)
    return outcome


def _read_portal(made: re.Match[str], entries: Mapping[str, Entry], vocabulary: Vocabulary, today: date) -> Outcome:
    """An entry that the portal's form wrote: its text as it is, in the layout that every file has."""
    kind = kind_of(made[1])
    outcome = Outcome(kind=kind, slug=made[2], troubles=[])
    file = Path("catalogue") / outcome.path
    found = Beside(vocabulary, entries.values()).problems(made[4], kind, file, today)
    try:
        outcome.text = formatted(made[4], kind, file)
    except CatalogueError as error:
        found = found or error.problems
    outcome.troubles = [
        Trouble(question=_field(problem), message=problem.message, hint=problem.hint, severity=problem.severity)
        for problem in found
    ]
    entry_id = f"{kind}/{outcome.slug}"
    if entry_id in entries:
        message = {"nl": f"dit komt in de plaats van {entry_id}", "en": f"this takes the place of {entry_id}"}
        outcome.troubles.append(Trouble(message=message, severity="warning"))
    return outcome


def _field(problem: Problem) -> Text:
    return {"nl": problem.field, "en": problem.field} if problem.field else {}


class _Filled:
    """A filled form: its answers as the fields of an entry, and which question each field came from."""

    def __init__(
        self, kind: str, asked: list[FormQuestion], texts: Mapping[str, str], entries: Mapping[str, Entry]
    ) -> None:
        self.kind, self.asked, self.texts, self.entries = kind, asked, texts, entries
        self.language = next(iter(chosen(texts.get("language", ""), _by_key(asked, "language"))), "nl")
        self.language = self.language if self.language in LANGUAGE_OPTIONS else "nl"
        self.missing = [question for question in asked if question.required and not self.is_answered(question)]
        self.placed: dict[str, FormQuestion] = {}

    def is_answered(self, question: FormQuestion) -> bool:
        if question.answer in {"choice", "choices", "confirm"}:
            return bool(chosen(self.texts.get(question.key, ""), question))
        return question.key in self.texts

    def data(self, today: date) -> dict[str, Value]:
        """The fields of the entry."""
        data: dict[str, Value] = {}
        numbers: dict[tuple[str, int], int] = {}
        for question in self.asked:
            if not question.path or not self.is_answered(question):
                continue
            path = _closed_up(question.path, numbers)
            self.placed[field_name(path)] = question
            _put(data, path, self.value(question))
        day = self.texts.get(ONE_DAY)
        if day:
            self.placed |= {field_name((*path, ONE_DAY)): _by_key(self.asked, ONE_DAY) for path in _dated(data)}
            for path in list(_dated(data)):
                _put(data, (*path, ONE_DAY), day)
        _name_questions(data)
        data["added"] = today.isoformat()
        return data

    def value(self, question: FormQuestion) -> Value:
        text = self.texts[question.key]
        if question.answer == "choice":
            return ", ".join(chosen(text, question))
        if question.answer == "choices":
            return list(chosen(text, question))
        if question.answer == "lines":
            lines = [re.sub(r"^[-*] +", "", line.strip()) for line in text.split("\n") if line.strip()]
            if question.path == ("organisations",):
                lines = [self.organisation(line) for line in lines]
            return [{self.language: line} if question.prose else line for line in lines]
        return {self.language: text} if question.prose else text

    def organisation(self, name: str) -> str:
        """The id of an organisation by its name; the name itself where none is called so."""
        for entry in self.entries.values():
            names = {*entry.title.values(), *entry.also_known_as}
            if entry.kind == "organisation" and name.casefold() in {one.casefold() for one in names}:
                return entry.id
        return name

    def troubles(self) -> Iterator[Trouble]:
        """What the form itself shows: questions without an answer, and text that readers do not see."""
        for question in self.missing:
            yield Trouble(
                question=question.label,
                message={"nl": "dit is nog niet ingevuld", "en": "this is not filled in yet"},
                hint=question.help,
            )
        for question in self.asked:
            if "<!--" in self.texts.get(question.key, ""):
                yield Trouble(
                    question=question.label,
                    message={
                        "nl": "hier staat een opmerking tussen <!-- en -->, die lezers van de issue niet zien",
                        "en": "this holds a comment between <!-- and -->, which readers of the issue do not see",
                    },
                    severity="warning",
                )

    def is_known(self, problem: Problem) -> bool:
        """Whether a problem only says that something is missing which `troubles` has named."""
        said = []
        for question in self.missing:
            for part in question.path:
                said.append(sentence("missing_field", name=part)["en"])
                if part in LANGUAGE_NAMES:
                    name = question.path[-2]
                    said.append(sentence("missing_language", name=name, language=LANGUAGE_NAMES[str(part)])["en"])
            if question.key == ONE_DAY:
                said.append(sentence("missing_field", name=ONE_DAY)["en"])
        return problem.message["en"] in said

    def trouble(self, problem: Problem) -> Trouble:
        """A problem of the check, under the question that it is about."""
        question = self.question_of(problem)
        return Trouble(
            question=question.label if question else {},
            message=problem.message,
            hint=problem.hint,
            severity=problem.severity,
        )

    def question_of(self, problem: Problem) -> FormQuestion | None:
        named = _NAMED.search(problem.hint.get("en", ""))
        if named and not problem.field:
            return next((one for one in self.asked if one.path[:1] == (named[1],)), None)
        within = [
            name for name in self.placed if problem.field == name or problem.field.startswith((f"{name}.", f"{name}["))
        ]
        around = [name for name in self.placed if problem.field and name.startswith(problem.field)]
        near = max(within, key=len) if within else next(iter(around), None)
        return self.placed[near] if near else None


def _closed_up(path: Path_, numbers: dict[tuple[str, int], int]) -> Path_:
    """A path without gaps: where source 2 was left open, source 3 is the second."""
    if len(path) < 2 or not isinstance(path[1], int):
        return path
    name = str(path[0])
    key = (name, path[1])
    numbers.setdefault(key, sum(other == name for other, _ in numbers))
    return (name, numbers[key], *path[2:])


def _put(data: dict[str, Value], path: Path_, value: Value) -> None:
    here: Value = data
    for part, following in zip(path, (*path[1:], None), strict=True):
        inner: Value = value if following is None else [] if isinstance(following, int) else {}
        if isinstance(here, list) and isinstance(part, int):
            if part == len(here):
                here.append(inner)
            here = here[part]
        elif isinstance(here, dict):
            here = here.setdefault(str(part), inner)


def _dated(data: dict[str, Value]) -> Iterator[Path_]:
    """The parts that say on which day somebody saw them."""
    sources = data.get("sources")
    yield from (("sources", number) for number in range(len(sources) if isinstance(sources, list) else 0))
    if "status" in data:
        yield ("status",)


def _name_questions(data: dict[str, Value]) -> None:
    """Give each question of a checklist a short name."""
    listed = data.get("questions")
    used: set[str] = set()
    for number, question in enumerate(listed if isinstance(listed, list) else [], 1):
        if isinstance(question, dict):
            texts = question.get("question")
            name = slug_of(str(texts.get("en") or texts.get("nl"))) if isinstance(texts, dict) else ""
            question["slug"] = name if name and name not in used else f"question-{number}"
            used.add(str(question["slug"]))


def _by_key(asked: list[FormQuestion], key: str) -> FormQuestion:
    return next(question for question in asked if question.key == key)


def _name_for(texts: Mapping[str, str]) -> str:
    return slug_of(texts.get("title-en", "")) or slug_of(texts.get("title-nl", ""))


def _name_troubles(kind: str, slug: str, entries: Mapping[str, Entry]) -> Iterator[Trouble]:
    if not slug:
        yield _trouble("uit de titel is geen bestandsnaam te maken", "no name for a file can be made from the title")
    elif f"{kind}/{slug}" in entries:
        message, hint = sentence("taken", id=f"{kind}/{slug}"), sentence("taken.hint")
        yield Trouble(message=message, hint=hint)


def _trouble(nl: str, en: str) -> Trouble:
    return Trouble(message={"nl": nl, "en": en})


def _no_form() -> Trouble:
    return Trouble(
        message={"nl": "dit is geen ingevuld formulier", "en": "this is no filled form"},
        hint={
            "nl": "kies bij het openen van een issue de soort, en laat de vragen staan",
            "en": "choose the kind when you open an issue, and leave the questions in place",
        },
    )
