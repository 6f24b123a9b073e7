"""What the catalogue page filters by, for its template and for its script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from babel import Locale, UnknownLocaleError

from kitoolkit.collection import FACETS, SCHEMES
from kitoolkit.licences import openness
from kitoolkit.model import ENTRY_TYPES, Entry, Language, Lesson, Tool
from kitoolkit.site.render import texts
from kitoolkit.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kitoolkit.catalogue import Catalogue

ORDER = (
    "kind",
    "requirement",
    "use",
    "phase",
    "role",
    "type",
    "cost",
    "licence",
    "language",
    "state",
    "organisation",
    "principle",
    "broadcaster_principle",
)
"""The facets, as the page shows them; their names stand in its address and are those of `Collection.where`."""


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a facet.

    Attributes:
        name: Its name in the address.
        label: Its label.
        depth: How many broader concepts it stands under.
        also: Other names by which it is found, in both languages.
        count: The number of entries that have it, or one that is narrower.
    """

    name: str
    label: str
    depth: int = 0
    also: tuple[str, ...] = ()
    count: int = 0


class Facet(msgspec.Struct, frozen=True, kw_only=True):
    """A facet with its values.

    Attributes:
        name: Its name in the address.
        values: Its values, in order.
        of: The names of the values that an entry has.
    """

    name: str
    values: tuple[Value, ...]
    of: Callable[[Entry], tuple[str, ...]]


def facets(catalogue: Catalogue, language: Language) -> tuple[Facet, ...]:
    """All facets of the page, each with the values that some entry has."""
    return tuple(_facet(catalogue, name, language) for name in ORDER)


def in_order(catalogue: Catalogue, language: Language) -> list[Entry]:
    """The entries by title, as a reader of this language would look them up."""
    return sorted(catalogue.entries, key=lambda entry: (_title(entry, language).casefold(), entry.id))


def data(catalogue: Catalogue, language: Language) -> bytes:
    """What the script needs: facets with their values, and entries with the numbers of theirs; see `catalogue.js`.

    `n` is the number of an entry in the files of the search, which begin with the entries in this order.
    """
    chosen = facets(catalogue, language)
    numbers: dict[tuple[str, str], int] = {}
    for facet in chosen:
        for value in facet.values:
            numbers[facet.name, value.name] = len(numbers)
    places = {entry.id: place for place, entry in enumerate(catalogue.entries)}
    rows = [
        {
            "id": entry.id,
            "n": places[entry.id],
            "v": sorted(numbers[facet.name, name] for facet in chosen for name in facet.of(entry)),
            "new": entry.added + (entry.date if isinstance(entry, Lesson) else ""),
            "seen": entry.reviewed or "",
        }
        for entry in in_order(catalogue, language)
    ]
    described = [
        {"name": facet.name, "values": [[value.name, value.label] for value in facet.values]} for facet in chosen
    ]
    return msgspec.json.encode({"facets": described, "entries": rows})


def data_name(language: Language) -> str:
    """Where the site keeps what `data` gives."""
    return f"assets/catalogue.{language}.json"


def _title(entry: Entry, language: Language) -> str:
    return entry.title.get(language) or next(iter(entry.title.values()))


def _facet(catalogue: Catalogue, name: str, language: Language) -> Facet:
    of = _names_of(catalogue, name)
    counts = Counter(value for entry in catalogue.entries for value in of(entry))
    values = (
        ordered(catalogue.vocabulary, SCHEMES[name], language)
        if name in SCHEMES
        else [Value(name=value, label=_label(catalogue, name, value, language)) for value in _listed(name, counts)]
    )
    present = (msgspec.structs.replace(value, count=counts[value.name]) for value in values if counts[value.name])
    return Facet(name=name, values=tuple(present), of=of)


def _names_of(catalogue: Catalogue, name: str) -> Callable[[Entry], tuple[str, ...]]:
    """The values of an entry by their short names, with all that is broader."""
    if name == "licence":
        return lambda entry: (openness(entry.licence),) if isinstance(entry, Tool) else ()
    if name not in SCHEMES:
        return lambda entry: tuple(value.rpartition("/")[2] for value in FACETS[name](entry))
    vocabulary = catalogue.vocabulary

    def names(entry: Entry) -> tuple[str, ...]:
        found = [value for value in FACETS[name](entry) if value in vocabulary]
        for value in found:
            found.extend(broader for broader in vocabulary[value].broader if broader not in found)
        return tuple(value.rpartition("/")[2] for value in found if not vocabulary[value].deprecated)

    return names


def ordered(vocabulary: Vocabulary, scheme: str, language: Language) -> list[Value]:
    """The concepts of a scheme that are not deprecated, what is narrower under what is broader."""
    found: list[Value] = []

    def add(concept_id: str, depth: int) -> None:
        concept = vocabulary[concept_id]
        also = [label for labels in concept.alt_labels.values() for label in labels] + list(concept.label.values())
        name = concept_id.rpartition("/")[2]
        found.append(Value(name=name, label=concept.label[language], depth=depth, also=tuple(dict.fromkeys(also))))
        for narrower in vocabulary.current(concept.scheme):
            if concept_id in narrower.broader:
                add(narrower.id, depth + 1)

    for concept in vocabulary.current(scheme):
        if concept.top:
            add(concept.id, 0)
    return found


def _listed(name: str, counts: Counter[str]) -> list[str]:
    if name == "kind":
        return list(ENTRY_TYPES)
    if name == "licence":
        return ["open", "restricted", "unknown"]
    return sorted(counts, key=lambda value: (-counts[value], value))


def _label(catalogue: Catalogue, name: str, value: str, language: Language) -> str:
    if name == "organisation":
        return _title(catalogue[f"organisation/{value}"], language)
    if name == "language":
        return language_name(value, language)
    if name == "kind":
        plural = ENTRY_TYPES[value].plural[language]
        return plural[0].upper() + plural[1:]
    words = texts()
    keys = {"state": ("state", "example_state", "question_state"), "licence": ("licence_open",)}.get(name, (name,))
    key = next(key for key in (f"{prefix}.{value}" for prefix in keys) if key in words)
    return words[key][language]


def language_name(code: str, language: Language) -> str:
    """The name of a language: `nl` is Nederlands; a code that nobody knows stays as it is.

    >>> language_name("pt-BR", "en"), language_name("xx", "nl")
    ('Portuguese (Brazil)', 'xx')
    """
    try:
        return Locale.parse(code, sep="-").get_display_name(language) or code
    except (UnknownLocaleError, ValueError):
        return code
