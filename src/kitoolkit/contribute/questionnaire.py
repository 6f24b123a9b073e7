"""What to ask somebody who adds an entry, in which order, and what is wrong with an answer; without a terminal.

Asked are the fields that an entry needs and those that readers choose by: the same as in the forms on a forge.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Any, TypeAlias

import msgspec

from kitoolkit.check.together import fold
from kitoolkit.contribute.draft import Draft, Surroundings
from kitoolkit.contribute.issue_form import ALSO_ASKED, CHOICE_WORDS, NOT_OF, RULED
from kitoolkit.contribute.likeness import Double, doubles
from kitoolkit.contribute.offering import offered
from kitoolkit.contribute.question import (
    Question,
    Values,
    example_of,
    form_of,
    label_of,
    one_more,
    place_in_talk,
    put,
    value_of,
)
from kitoolkit.contribute.specimen import completed
from kitoolkit.model import (
    ENTRY_TYPES,
    LANGUAGES,
    ChecklistQuestion,
    FieldInfo,
    Language,
    Source,
    Status,
    Text,
    Tool,
)
from kitoolkit.problem import Problem
from kitoolkit.sentences import sentence
from kitoolkit.source import Path_, Value, field_name
from kitoolkit.structure import Field, fields
from kitoolkit.writing.slug import free_slug, slug_of

LIKE_A_LINE = 100
"""A text that may hold no more characters than this is asked as one line."""

NEVER_ASKED = frozenset({"added", "reviewed", "slug"})
"""Known without asking, or for a second reader."""
WHEN: dict[tuple[type[msgspec.Struct], str], Callable[[Values], bool]] = {
    (Source, "document"): lambda source: not source.get("url"),
    (Source, "part"): lambda source: bool(source.get("document")),
    (Status, "note"): lambda status: status.get("state") != "active",
    (Status, "successor"): lambda status: status.get("state") == "superseded",
    (Tool, "licence_note"): lambda tool: not tool.get("licence"),
}
"""Asked only where this holds for what was answered before; a rule requires all but the successor then."""
_NOT_REQUIRED = {(Status, "successor")}
_MUST: Text = {"nl": "dit hoort erbij", "en": "this is needed"}
_TRANSLATE: Text = {
    "nl": "Wil je de langere teksten ook in de andere taal schrijven?",
    "en": "Do you want to write the longer texts in the other language as well?",
}


_State: TypeAlias = tuple[Values, set[Path_], set[str], bool | None, str]
"""How things are: the fields, what was passed over, which lists have ended, whether to translate, and the last day."""


class Questionnaire:
    """The questions for one entry.

    Ask for the next one with `next_question`, as long as there is one, and give `answer` what was said. `back` takes
    the last answer back.

    Attributes:
        draft: The entry as it is so far.
    """

    def __init__(
        self,
        draft: Draft,
        around: Surroundings,
        language: Language,
        *,
        words: Mapping[str, Text] | None = None,
        also: Collection[str] = (),
        today: date | None = None,
    ) -> None:
        """Make ready.

        Args:
            draft: The entry, with what is known of it already.
            around: The other entries and the concepts.
            language: The language of the person; longer texts are asked in it first.
            words: The portal's names of choices, such as `evidence.study`.
            also: Names of fields to ask for beside the usual ones.
            today: The day on which sources are seen; the present day where it is None.
        """
        self.draft, self.around, self.language = draft, around, language
        self._words = words or {}
        self._also = frozenset(also)
        self._today = (today or date.today()).isoformat()
        self._seen = self._today
        self._passed: set[Path_] = set()
        self._ended: set[str] = set()
        self._translating: bool | None = None
        self._before: list[tuple[Question, str | list[str], _State]] = []

    @property
    def kind(self) -> str:
        """The kind of entry."""
        return self.draft.kind

    # Which questions

    def next_question(self) -> Question | None:
        """The first question without an answer; None where all is asked."""
        return next(self._open(), None)

    def _open(self) -> Iterator[Question]:
        struct = ENTRY_TYPES[self.kind]
        listed = sorted(fields(struct), key=place_in_talk)
        for field in listed:
            if self._wanted(field, struct, self.draft.values):
                yield from self._of(field, (field.name,), struct, self.draft.values)
        yield from self._translations()

    def _wanted(self, field: Field, struct: type[msgspec.Struct], values: Values) -> bool:
        if field.name in NEVER_ASKED:
            return False
        condition = WHEN.get((struct, field.name))
        if condition:
            return condition(values)
        if struct is not ENTRY_TYPES[self.kind] or field.required or field.name in self._also:
            return True
        return field.name in ALSO_ASKED and field.name not in NOT_OF.get(self.kind, ())

    def _of(self, field: Field, path: Path_, struct: type[msgspec.Struct], values: Values) -> Iterator[Question]:
        if field.struct and field.many:
            yield from self._groups(field, field.struct, path)
        elif field.struct:
            inner = values.get(field.name, {})
            yield from self._group(field.struct, path, inner, optional=not field.required)
        elif path not in self._passed:
            yield from self._single(field, path, struct, values.get(field.name))

    def _group(
        self, struct: type[msgspec.Struct], path: Path_, values: Values, *, optional: bool = False
    ) -> Iterator[Question]:
        for field in fields(struct):
            if self._wanted(field, struct, values):
                for question in self._of(field, (*path, field.name), struct, values):
                    yield msgspec.structs.replace(question, required=False) if optional else question

    def _groups(self, field: Field, struct: type[msgspec.Struct], path: Path_) -> Iterator[Question]:
        """The questions of each of some groups, and whether there is one more."""
        known = self.draft.values.get(field.name, [])
        for number, values in enumerate(known):
            yield from self._group(struct, (*path, number), values)
        if field.name in self._ended:
            return
        if len(known) < max(field.info.least, 1 if field.required else 0):
            yield from self._group(struct, (*path, len(known)), {})
        else:
            yield Question(path=path, label=one_more(field.name, len(known)), form="yes", default="no")

    def _single(self, field: Field, path: Path_, struct: type[msgspec.Struct], value: Value) -> Iterator[Question]:
        info = field.item or field.info
        required = field.required or field.name in RULED.get(self.kind, ()) or (struct, field.name) in WHEN
        required = required and (struct, field.name) not in _NOT_REQUIRED
        if field.form == "text" and not field.many:
            known = value if isinstance(value, dict) else {}
            for language in self._languages() if info.shape == "text" else [self.language]:
                if info.shape == "prose" and known:
                    return
                if language not in known and (*path, language) not in self._passed:
                    yield self._text(field, info, path, language, required=required)
        elif value is None:
            yield Question(
                path=path,
                label=label_of(field),
                form=form_of(field),
                field=field,
                language=self.language if field.form == "text" else "",
                required=required,
                many=field.many,
                default=self._default(field),
                example=example_of(info),
                longest=info.longest,
                options=self._options(field, info, path),
            )

    def _text(self, field: Field, info: FieldInfo, path: Path_, language: str, *, required: bool) -> Question:
        long = info.longest > LIKE_A_LINE
        return Question(
            path=(*path, language),
            label=label_of(field),
            form="text" if long else "line",
            field=field,
            language=language,
            required=required,
            longest=info.longest,
        )

    def _languages(self) -> list[str]:
        return [self.language, *(language for language in LANGUAGES if language != self.language)]

    def _translations(self) -> Iterator[Question]:
        """The longer texts in the other language, for who wants to write them."""
        missing = list(self._untranslated(fields(ENTRY_TYPES[self.kind]), (), self.draft.values))
        if not missing or self._translating is False:
            return
        if self._translating is None:
            yield Question(path=(), label=_TRANSLATE, form="yes", default="no")
            return
        for field, info, path, language in missing:
            if (*path, language) not in self._passed:
                yield self._text(field, info, path, language, required=False)

    def _untranslated(
        self, listed: tuple[Field, ...], path: Path_, values: Values
    ) -> Iterator[tuple[Field, FieldInfo, Path_, str]]:
        for field in listed:
            value = values.get(field.name)
            items: list[tuple[Path_, Any]] = [((field.name,), value)]
            if field.many and isinstance(value, list):
                items = [((field.name, number), item) for number, item in enumerate(value)]
            for place, item in items:
                info = field.item or field.info
                if field.struct and isinstance(item, dict):
                    yield from self._untranslated(fields(field.struct), (*path, *place), item)
                elif info.shape == "prose" and isinstance(item, dict):
                    for language in LANGUAGES:
                        if item and language not in item:
                            yield field, info, (*path, *place), language

    def _default(self, field: Field) -> str:
        return self._seen if field.name == "seen" else ""

    def _options(self, field: Field, info: FieldInfo, path: Path_) -> dict[str, Text]:
        if info.scheme:
            vocabulary = self.around.vocabulary
            listed = [concept for scheme in info.scheme.split("|") for concept in vocabulary.current(scheme)]
            return {concept.id: concept.label for concept in listed}
        group = CHOICE_WORDS.get((self.kind, *map(str, path)), field.name)
        return {choice: self._words.get(f"{group}.{choice}", {}) for choice in field.choices}

    # What was answered

    def answer(self, question: Question, said: str | list[str]) -> list[Problem]:
        """Take an answer.

        Args:
            question: What was asked.
            said: What was answered; for choices the values that were chosen, for yes or no `yes` or `no`.

        Returns:
            What is wrong with it, as `kitoolkit check` says it; then the answer is not kept.
        """
        said = said if isinstance(said, list) else said.strip() or question.default
        state = self._state()
        problems = self._take(question, said)
        if not problems:
            self._before.append((question, said, state))
        return problems

    def back(self) -> tuple[Question, str | list[str]] | None:
        """Take the last answer back, so that its question is the next one again.

        Returns:
            The question and what was answered; None where nothing was answered yet.
        """
        if not self._before:
            return None
        question, said, state = self._before.pop()
        self.draft.values, self._passed, self._ended, self._translating, self._seen = state
        return question, said

    def _state(self) -> _State:
        values: Values = msgspec.to_builtins(self.draft.values)
        return values, set(self._passed), set(self._ended), self._translating, self._seen

    def _take(self, question: Question, said: str | list[str]) -> list[Problem]:
        if question.form == "yes":
            self._decide(question, said == "yes")
            return []
        if not said:
            if question.field in fields(Source) and question.path[-1] == "document":
                self._passed.discard((*question.path[:-1], "url"))  # neither address nor document: ask again
                return []
            if question.required:
                return [self._unanswered(question)]
            self._passed.add(question.path)
            return []
        before = msgspec.to_builtins(self.draft.values)
        put(self.draft.values, question.path, value_of(question, said))
        self._name_question(question)
        if errors := self.problems(question.path):
            self.draft.values = before
        elif question.path[-1] == "seen":
            self._seen = str(said)
        return errors

    def _decide(self, question: Question, yes: bool) -> None:
        if not question.path:
            self._translating = yes
        elif yes:
            self.draft.values.setdefault(str(question.path[0]), []).append({})
        else:
            self._ended.add(str(question.path[0]))

    def _name_question(self, question: Question) -> None:
        """Questions of a checklist get a short name made from what they ask."""
        if question.field not in fields(ChecklistQuestion) or question.path[-2:-1] != ("question",):
            return
        listed = self.draft.values["questions"]
        mine = listed[question.path[1]]
        text = mine["question"].get("en") or mine["question"].get("nl", "")
        taken = {other.get("slug") for other in listed if other is not mine}
        mine["slug"] = free_slug(slug_of(text) or "question", taken)

    def problems(self, path: Path_) -> list[Problem]:
        """What is wrong with one answer; what is not answered yet does not count."""
        values = completed(self.kind, self.draft.values, self.around, WHEN, self._today)
        trial = Draft(self.kind, self.around, values, slug=self.draft.slug)
        name = field_name(path)
        return [
            problem
            for problem in trial.problems()
            if problem.severity == "error"
            and (problem.field == name or problem.field.startswith((f"{name}.", f"{name}[")))
        ]

    def doubles(self) -> list[Double]:
        """Entries that may be the same, by what is known so far."""
        titles = {fold(text) for text in self.draft.title.values()}
        found = doubles(self.kind, self.draft.values, self.around.entries.values())
        known = {double.id for double in found}
        for entry in self.around.entries.values():
            same = [name for name in entry.also_known_as if fold(name) in titles]
            if entry.kind == self.kind and same and entry.id not in known:
                why = sentence("same_name", id=entry.id, value=same[0])
                found.append(Double(id=entry.id, title=entry.title, score=1.0, why=why))
        return found

    def _unanswered(self, question: Question) -> Problem:
        name = str(next(part for part in reversed(question.path) if isinstance(part, str) and part not in LANGUAGES))
        return Problem(
            file=self.draft.file,
            line=0,
            column=0,
            field=field_name(question.path),
            message=sentence("empty_value", name=name),
            hint=_MUST,
        )

    def offers(self, question: Question, typed: str) -> dict[str, Text]:
        """What can be chosen that looks like what was typed, best first: values with their names; all of it for `?`."""
        names = self._names(question)
        return {value: label for value, (label, _) in names.items()} if typed == "?" else offered(typed, names)

    def _names(self, question: Question) -> dict[str, tuple[Text, list[str]]]:
        """What can be chosen: values with the name to show and all names to find them by."""
        if question.field and question.of_entries:
            kinds = question.field.info.entries
            listed = [entry for entry in self.around.entries.values() if entry.kind in kinds]
            return {entry.id: (entry.title, [*entry.title.values(), *entry.also_known_as]) for entry in listed}
        concepts = self.around.vocabulary
        named = {}
        for value, label in question.options.items():
            others = concepts[value].alt_labels.values() if value in concepts else ()
            named[value] = (label, [*label.values(), *(name for names in others for name in names)])
        return named
