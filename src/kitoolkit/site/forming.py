"""What the forms for contributors show and what their script needs; the structure comes from the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from kitoolkit.check.together import same_address
from kitoolkit.contribute.issue_form import RULED
from kitoolkit.model import ENTRY_TYPES, PATTERNS, Entry, Language
from kitoolkit.schema import schema_of
from kitoolkit.sentences import LANGUAGE_NAMES, SENTENCES
from kitoolkit.site import browse, form_rules
from kitoolkit.site.render import Renderer, texts
from kitoolkit.site.shared import SharedFile
from kitoolkit.structure import Field, by_name, fields
from kitoolkit.template import ASKED_FOR, yaml_template

if TYPE_CHECKING:
    from kitoolkit.catalogue import Catalogue

CATALOGUE = "assets/form/catalogue.json"
"""Where the site keeps what all forms need: sentences, and entries by the names under which a double is found."""

RULES = "assets/form/rules.json"
"""Where the site keeps the patterns and words of the rules about what an entry says."""

_FIRST = ("title", "summary")
_SERVES = ("requirements", "phases", "uses", "roles")
_LAST = ("sources", "added")
_OTHERWISE = ("licence_note",)
"""What is asked where another field is left out."""
_FOR_PARTS = {"url", "title", "note"}
"""Optional fields of parts that most contributors need."""

MOST_BUTTONS = 7
"""More choices than these go in a list that unfolds."""


def shown(renderer: Renderer, kind: str) -> dict[str, Any]:
    """What the template of the form needs."""
    catalogue, language, origin = renderer.catalogue, renderer.language, renderer.origin
    return {
        "kind": kind,
        "sections": sections(kind),
        "halves": halves,
        "ruled": RULED.get(kind, frozenset()),
        "is_asked": lambda field: is_asked(kind, field),
        "item_word": lambda field: item_word(field, language),
        "notes": notes(kind, language),
        "concept_options": lambda schemes: concept_options(catalogue, schemes, language),
        "choice_options": lambda field: choice_options(kind, field, language),
        "most_buttons": MOST_BUTTONS,
        "data": CATALOGUE,
        "rules": RULES,
        "schema": schema_name(kind),
        "template_file": template_name(kind),
        "shapes": {pattern: shape for shape, pattern in PATTERNS.items()},
        "contact": origin.contact,
    }


class Section(msgspec.Struct, frozen=True):
    """A part of the form under one heading.

    Attributes:
        name: `first`, `own`, `serves`, `last` or `more`: its heading is in `texts.yaml`.
        fields: Its fields, in order.
    """

    name: str
    fields: tuple[Field, ...]


class Option(msgspec.Struct, frozen=True):
    """A value to choose.

    Attributes:
        value: The value.
        label: What readers see.
        depth: How many broader concepts it stands under.
        also: Other names, by which the filter finds it.
        note: What it means; empty where the label says it.
    """

    value: str
    label: str
    depth: int = 0
    also: str = ""
    note: str = ""


def sections(kind: str) -> list[Section]:
    """The form of a kind: what must be filled in first, what may be left out at the end."""
    every = by_name(ENTRY_TYPES[kind])
    shared = {field.name for field in fields(Entry)}
    asked = [name for name in every if is_asked(kind, every[name]) or name in _OTHERWISE]
    own = [name for name in asked if name not in shared and name not in _SERVES]
    own += [name for name in ASKED_FOR.get(kind, ()) if name in shared and name not in _SERVES]
    shown = {"first": _FIRST, "own": own, "serves": _SERVES, "last": _LAST}
    placed = {name for names in shown.values() for name in names}
    shown["more"] = tuple(name for name in every if name not in placed)
    return [Section(name, tuple(every[one] for one in names)) for name, names in shown.items()]


def is_asked(kind: str, field: Field) -> bool:
    """Whether a field of an entry is asked for, by the model or by a rule about its kind."""
    return field.required or field.name in ASKED_FOR.get(kind, ())


def halves(part: type[msgspec.Struct]) -> tuple[list[Field], list[Field]]:
    """The fields of a part: those that most contributors need, and the others."""
    every = fields(part)
    needed = [field for field in every if field.required or field.name in _FOR_PARTS or len(every) == 2]
    return needed, [field for field in every if field not in needed]


def notes(kind: str, language: Language) -> dict[str, str]:
    """What helps to fill in a field, beside what the model says of it."""
    found = {}
    for key, text in texts().items():
        first, *where = key.split(".")
        if first == "propose_note" and where[:-1] in ([], [kind]):
            found[where[-1]] = text[language]
    return found


def concept_options(catalogue: Catalogue, schemes: str, language: Language) -> list[Option]:
    """The concepts that a field may name, each once, what is narrower under what is broader."""
    found: dict[str, Option] = {}
    for scheme in schemes.split("|"):
        for value in browse.ordered(catalogue.vocabulary, scheme, language):
            name = f"{scheme}/{value.name}"
            found.setdefault(name, Option(name, value.label, value.depth, " ".join(value.also)))
    return list(found.values())


def item_word(field: Field, language: Language) -> str:
    """What one item of a list is called."""
    named = texts().get(f"propose_item.{field.name}")
    return named[language] if named else (field.info.nl if language == "nl" else field.info.en)


def choice_options(kind: str, field: Field, language: Language) -> list[Option]:
    """The choices of a field in words."""
    words = texts()
    keys = {value: _key_of(kind, field.name, value) for value in field.choices}
    notes = {value: words.get(f"{field.name}_note.{value}", {}).get(language, "") for value in field.choices}
    order = list(words)
    return [
        Option(value, words[key][language], note=notes[value])
        for value, key in sorted(keys.items(), key=lambda one: order.index(one[1]))
    ]


def _key_of(kind: str, name: str, value: str) -> str:
    """Under which name the texts hold the word for a choice."""
    own = f"{kind}_{name}.{value}"
    return own if own in texts() else f"{name}.{value}"


def form_files(catalogue: Catalogue) -> Iterator[SharedFile]:
    """The schemas, the templates to download, and what all forms need."""
    for kind in ENTRY_TYPES:
        schema = msgspec.json.encode(schema_of(kind, catalogue.vocabulary))
        yield SharedFile(schema_name(kind), schema)
        yield SharedFile(template_name(kind), yaml_template(kind, catalogue.vocabulary).encode())
    known = [_known(entry) for entry in catalogue.values()]
    shared = {"sentences": SENTENCES, "languages": LANGUAGE_NAMES, "entries": known}
    yield SharedFile(CATALOGUE, msgspec.json.encode(shared))
    yield SharedFile(RULES, msgspec.json.encode(form_rules.rules()))


def _known(entry: Entry) -> list[object]:
    """What the script knows of an entry: see the head of `check.js`."""
    address = same_address(getattr(entry, "homepage", ""))
    instead = entry.deprecated.replaced_by if entry.deprecated else None
    return [entry.id, entry.title, entry.also_known_as, address, _kept_in(entry), instead]


def _kept_in(entry: Entry) -> list[str]:
    """The fields that stand in an entry's file and are published nowhere: the form cannot know what they hold."""
    return [field.name for field in fields(type(entry)) if field.info.editorial and getattr(entry, field.name)]


def schema_name(kind: str) -> str:
    """Where the site keeps the schema of a kind."""
    return f"ontology/schemas/{kind}.schema.json"


def template_name(kind: str) -> str:
    """Where the site keeps the template of a kind."""
    return f"ontology/templates/{kind}.yaml"
