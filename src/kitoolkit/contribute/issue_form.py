"""Issue forms: the questions that someone without git answers, per kind of entry, made from the model.

A form asks what is required and what readers choose by; the rest can be added in the file. Longer texts are asked in
one language, so that the form can be filled in within minutes; title and summary in both. `from_issue` turns a filled
form into an entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from kitoolkit.model import ENTRY_TYPES, LANGUAGES, Entry, FieldInfo, Source, Text
from kitoolkit.source import Path_
from kitoolkit.structure import Field, fields
from kitoolkit.vocabulary import Vocabulary

Answer = Literal["line", "text", "lines", "choice", "choices", "confirm"]

ALSO_ASKED = frozenset(
    "requirements phases uses roles organisations licence licence_note languages source_code note url source period "
    "start end".split()
)
"""Optional in the model, but asked for: by a rule about the kind, or because readers choose by it."""
RULED: dict[str, frozenset[str]] = {"example": frozenset({"organisations"}), "tradeoff": frozenset({"requirements"})}
"""Optional in the model, but required by a rule about the kind."""
NOT_OF: dict[str, frozenset[str]] = {
    "organisation": frozenset({"requirements", "phases", "uses", "roles", "organisations"}),
    "checklist": frozenset({"requirements", "phases", "roles", "organisations"}),
}
"""Not asked for a kind: a checklist's questions say it, and an organisation is found by its entries."""
ONE_DAY = "seen"
"""Asked once: the day on which the sources, and the state of a tool, were seen."""
LEFT_OUT = frozenset({"added", "slug", ONE_DAY})
"""Required in the model, but known without asking."""
TIMES = {"sources": 3, "resolutions": 3, "questions": 3}
"""How often a form asks for a group of fields."""
ITEM: dict[str, Text] = {
    "sources": {"nl": "Bron", "en": "Source"},
    "resolutions": {"nl": "Oplossing", "en": "Resolution"},
    "questions": {"nl": "Vraag", "en": "Question"},
}
LANGUAGE_OPTIONS: dict[str, str] = {"nl": "Nederlands / Dutch", "en": "Engels / English"}
_SHORT: dict[str, Text] = {
    "title": {"nl": "Titel", "en": "Title"},
    "summary": {"nl": "Samenvatting", "en": "Summary"},
}
CHOICE_WORDS = {
    ("tool", "status", "state"): "state",
    ("example", "state"): "example_state",
    ("question", "state"): "question_state",
    ("organisation", "type"): "organisation_type",
}
"""Under which names the portal's texts hold the words for choices, where that is not the field's own name."""
_IN: dict[str, Text] = {
    "nl": {"nl": "in het Nederlands", "en": "in Dutch"},
    "en": {"nl": "in het Engels", "en": "in English"},
}
_HELP: dict[str, Text] = {
    "language": {
        "nl": "Titel en samenvatting vragen we in beide talen. De andere teksten mag je in een taal schrijven.",
        "en": "We ask for title and summary in both languages. You may write the other texts in one.",
    },
    "day": {"nl": "Schrijf jaar-maand-dag, zoals 2026-11-21.", "en": "Write year-month-day, such as 2026-11-21."},
    "part of a day": {
        "nl": "Schrijf het jaar, de maand of de dag, zoals 2026, 2026-11 of 2026-11-21.",
        "en": "Write the year, the month or the day, such as 2026, 2026-11 or 2026-11-21.",
    },
    "lines": {"nl": "Een per regel.", "en": "One on each line."},
    "entries": {
        "nl": "Een per regel: de naam of het id, zoals organisation/npo.",
        "en": "One on each line: the name or the id, such as organisation/npo.",
    },
    "longest": {"nl": "Hoogstens {} tekens.", "en": "At most {} characters."},
    "at_least_one": {"nl": "Vul er ten minste een in.", "en": "Give at least one."},
    "languages": {
        "nl": "Taalcodes, zoals nl en en. Een per regel.",
        "en": "Language codes, such as nl and en. One on each line.",
    },
}
_CONFIRM: Text = {
    "nl": "Ik schreef dit in eigen woorden, met openbare bronnen. Er staat niets vertrouwelijks in.",
    "en": "I wrote this in my own words, from public sources. It holds nothing confidential.",
}


class FormQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """One question of a form.

    Attributes:
        key: Its id in the form, unique; prefills can name it.
        path: Where the answer goes in the entry; empty where it is about the form as a whole.
        label: The question, in Dutch and English.
        help: What to write, likewise; empty where the question says it all.
        answer: A line, a text, lines, a choice, some choices, or a box to tick.
        required: Whether it must be answered.
        prose: Whether the answer is in the language that the form asks for once.
        options: For choices: the value and what is shown for it.
        placeholder: An example.
    """

    key: str
    path: Path_ = ()
    label: Text
    help: Text = {}
    answer: Answer
    required: bool = False
    prose: bool = False
    options: dict[str, str] = {}
    placeholder: str = ""

    @property
    def heading(self) -> str:
        """What stands above the answer in the issue."""
        return f"{self.label['nl']} / {self.label['en']}"

    @property
    def explained(self) -> str:
        """The help in both languages; empty where there is none."""
        return f"{self.help['nl']} / {self.help['en']}" if self.help else ""


def questions(kind: str, vocabulary: Vocabulary, words: Mapping[str, Text] | None = None) -> list[FormQuestion]:
    """The questions of the form of a kind, in order.

    Args:
        kind: The kind of entry.
        vocabulary: Where the choices of concept fields come from.
        words: The portal's texts, for the names of other choices; their codes are shown where there is none.
    """
    form = _Form(kind, vocabulary, words or {})
    asked: list[FormQuestion] = []
    for field in fields(ENTRY_TYPES[kind]):
        if field.name != "sources":
            asked.extend(form.asked(field))
        if field.name == "summary":
            asked.append(_language_question())
    asked.append(_day_question())
    asked.extend(form.asked(next(field for field in fields(Entry) if field.name == "sources")))
    asked.append(_consent_question())
    return asked


def first_question(kind: str, vocabulary: Vocabulary) -> FormQuestion:
    """The question that tells the forms apart."""
    return next(_Form(kind, vocabulary, {}).asked(fields(ENTRY_TYPES[kind])[0]))


def _consent_question() -> FormQuestion:
    label = {"nl": "Toestemming", "en": "Consent"}
    shown = f"{_CONFIRM['nl']} / {_CONFIRM['en']}"
    return FormQuestion(key="consent", label=label, answer="confirm", required=True, options={"yes": shown})


def _language_question() -> FormQuestion:
    label = {"nl": "Taal van de langere teksten", "en": "Language of the longer texts"}
    return FormQuestion(
        key="language", label=label, help=_HELP["language"], answer="choice", required=True, options=LANGUAGE_OPTIONS
    )


def _day_question() -> FormQuestion:
    info = next(field.info for field in fields(Source) if field.name == ONE_DAY)
    label = {
        "nl": "Dag waarop je de bronnen hebt gezien",
        "en": "Day on which you saw the sources",
    }
    return FormQuestion(
        key=ONE_DAY, label=label, help=_HELP["day"], answer="line", required=True, placeholder=str(info.example)
    )


class _Form:
    """Makes the questions of one kind."""

    def __init__(self, kind: str, vocabulary: Vocabulary, words: Mapping[str, Text]) -> None:
        self.kind, self.vocabulary, self.words = kind, vocabulary, words

    def asked(self, field: Field) -> Iterator[FormQuestion]:
        """The questions of a field: none, one, one per language, or those of its group."""
        if not _wanted(field) or field.name in NOT_OF.get(self.kind, ()):
            return
        if field.struct and field.many:
            for number in range(TIMES[field.name]):
                prefix = {language: f"{text} {number + 1}: " for language, text in ITEM[field.name].items()}
                needed = number < max(field.info.least, 1)
                for inner in filter(_wanted, fields(field.struct)):
                    must = needed and (inner.required or inner.name == "url")  # a source without address is refused
                    yield from self.plain(inner, (field.name, number, inner.name), prefix, required=must)
        elif field.struct:
            prefix = {language: f"{text}: " for language, text in _label(field).items()}
            for inner in filter(_wanted, fields(field.struct)):
                must = field.required and inner.required
                yield from self.plain(inner, (field.name, inner.name), prefix, required=must)
        else:
            prefix = {"nl": "", "en": ""}
            if field.name == "title":  # the first question tells the forms apart
                prefix = {language: f"{ENTRY_TYPES[self.kind].name[language].capitalize()}: " for language in LANGUAGES}
            must = field.required or field.name in RULED.get(self.kind, ())
            yield from self.plain(field, (field.name,), prefix, required=must)

    def plain(self, field: Field, path: Path_, prefix: Text, *, required: bool) -> Iterator[FormQuestion]:
        """The question of a field that is no group; a field in two languages makes two."""
        info = field.item or field.info
        question = FormQuestion(
            key="-".join(str(part + 1 if isinstance(part, int) else part).replace("_", "-") for part in path),
            path=path,
            label={language: _joined(prefix[language], text) for language, text in _label(field).items()},
            help=_help(field, info, required=required),
            answer=_answer(field, info),
            required=required,
            prose=info.shape == "prose",
            options=self.options(field, info, path),
            placeholder=info.example if isinstance(info.example, str) and not (info.scheme or field.choices) else "",
        )
        for language in LANGUAGES if info.shape == "text" else ():
            yield msgspec.structs.replace(
                question,
                key=f"{question.key}-{language}",
                path=(*path, language),
                label={shown: f"{text} {_IN[language][shown]}" for shown, text in question.label.items()},
                placeholder="",
            )
        if info.shape != "text":
            yield question

    def options(self, field: Field, info: FieldInfo, path: Path_) -> dict[str, str]:
        """What can be chosen: the value, and what is shown, which ends with the value between brackets."""
        if info.scheme:
            found = [concept for scheme in info.scheme.split("|") for concept in self.vocabulary.current(scheme)]
            named = {concept.id: concept.label for concept in found}
        else:
            group = CHOICE_WORDS.get((self.kind, *map(str, path)), field.name)
            named = {choice: self.words.get(f"{group}.{choice}", {}) for choice in field.choices}
        return {value: f"{label['nl']} / {label['en']} ({value})" if label else value for value, label in named.items()}


def _wanted(field: Field) -> bool:
    return field.name not in LEFT_OUT and (field.required or field.name in ALSO_ASKED)


def _joined(prefix: str, text: str) -> str:
    return prefix + (text[0].lower() + text[1:] if prefix else text)


def _label(field: Field) -> Text:
    """The help text of a field up to its first semicolon; the rest is help with the answer."""
    info = field.item or field.info if field.form == "text" and not field.many else field.info
    return _SHORT.get(field.name) or {"nl": info.nl.partition(";")[0], "en": info.en.partition(";")[0]}


def _answer(field: Field, info: FieldInfo) -> Answer:
    if info.scheme or field.choices:
        return "choices" if field.many else "choice"
    if field.many:
        return "lines"
    return "text" if field.form == "text" and info.longest > 100 else "line"


def _help(field: Field, info: FieldInfo, *, required: bool) -> Text:
    said = [_more(field.info)] if ";" in field.info.nl else []
    if field.name == "summary":
        said.append({"nl": field.info.nl, "en": field.info.en})
    if info.shape in {"date", "partial-date"}:
        said.append(_HELP["day"] if info.shape == "date" else _HELP["part of a day"])
    elif info.entries:
        said.append(_HELP["entries"])
    elif info.shape == "language":
        said.append(_HELP["languages"])
    elif field.many and not info.scheme:
        said.append(_HELP["lines"])
    if required and field.many:
        said.append(_HELP["at_least_one"])
    if info.longest:
        said.append({language: text.format(info.longest) for language, text in _HELP["longest"].items()})
    return {language: " ".join(text[language] for text in said) for language in LANGUAGES} if said else {}


def _more(info: FieldInfo) -> Text:
    """The help text after its first semicolon, as a sentence."""
    rest = {"nl": info.nl.partition("; ")[2], "en": info.en.partition("; ")[2]}
    return {language: text[:1].upper() + text[1:] + "." for language, text in rest.items()}
