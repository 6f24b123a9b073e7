"""One question to somebody who adds an entry, and how its answer becomes a value."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, Literal

import msgspec

from kitoolkit.contribute.issue_form import ITEM
from kitoolkit.model import FieldInfo, Text
from kitoolkit.source import Path_, Value
from kitoolkit.structure import Field

Form = Literal["line", "text", "lines", "choice", "yes"]
Values = dict[str, Any]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question.

    Attributes:
        path: Where the answer goes.
        label: What is asked, in Dutch and English.
        form: A line, a text of more lines, lines, a choice from `options` or yes or no.
        field: The field of the model; None for yes or no.
        language: The language to answer in; empty where that does not matter.
        required: Whether it must be answered.
        many: Whether more than one may be chosen.
        default: What an empty answer means.
        example: An answer to show.
        longest: The greatest number of characters, 0 for no limit.
        options: What can be chosen: values with their names. Entries are offered by `Questionnaire.offers` only.
    """

    path: Path_
    label: Text
    form: Form
    field: Field | None = None
    language: str = ""
    required: bool = False
    many: bool = False
    default: str = ""
    example: str = ""
    longest: int = 0
    options: dict[str, Text] = {}

    @property
    def of_entries(self) -> bool:
        """Whether the answer names other entries."""
        return self.field is not None and bool(self.field.info.entries)


_SHORT: dict[str, Text] = {"title": {"nl": "Titel", "en": "Title"}}
"""Where the help speaks of both languages, which are asked one by one."""
_FIRST = ("title", "homepage", "summary", "type")
_LAST = ("requirements", "principles", "phases", "uses", "roles", "organisations", "related", "sources")


def place_in_talk(field: Field) -> int:
    """What it is comes first, then what is particular to its kind, then what it serves, then the sources."""
    if field.name in _FIRST:
        return _FIRST.index(field.name) - len(_FIRST)
    return 1 + _LAST.index(field.name) if field.name in _LAST else 0


def label_of(field: Field) -> Text:
    """What a field is called when it is asked for."""
    return _SHORT.get(field.name) or {"nl": field.info.nl, "en": field.info.en}


def form_of(field: Field) -> Form:
    """How a field is answered."""
    info = field.item or field.info
    if info.scheme or info.entries or field.choices:
        return "choice"
    return "lines" if field.many else "line"


def example_of(info: FieldInfo) -> str:
    """An answer to show; none where the choices are shown."""
    return info.example if isinstance(info.example, str) and not info.scheme else ""


def one_more(name: str, known: int) -> Text:
    """Whether there is one more of a group of fields."""
    item = ITEM.get(name, {"nl": "onderdeel", "en": "part"})
    if known:
        return {"nl": f"Nog een {item['nl'].lower()} erbij?", "en": f"Add another {item['en'].lower()}?"}
    return {"nl": f"Een {item['nl'].lower()} erbij?", "en": f"Add a {item['en'].lower()}?"}


def value_of(question: Question, said: str | list[str]) -> Value:
    """An answer as it stands in the YAML."""
    field = question.field
    if isinstance(said, list):
        texts: list[Value] = [{question.language: item} if field and field.form == "text" else item for item in said]
        return texts if question.many else said[0]
    if question.form == "text" and field and field.name != "description":
        return re.sub(r"\s*\n\s*", " ", said)
    return said


def put(values: Values, path: Path_, value: Value) -> None:
    """Set a value, with what it lies in."""
    here: Any = values
    for part, following in pairwise(path):
        inner: Any = [] if isinstance(following, int) else {}
        if isinstance(here, list):
            here.extend({} for _ in range(int(part) + 1 - len(here)))
            here = here[int(part)]
        else:
            here = here.setdefault(str(part), inner)
    here[path[-1]] = value
