"""Entries and concepts built back from their triples: the other way round from `jsonld` and `triples`.

A graph keeps no order. Parts (sources, limits, questions …) come back in theirs, since their addresses are numbered.
Other lists come back in alphabetical order: `languages`, `also_known_as`, and the ids of concepts and entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from kitoolkit.linked.jsonld import CONCEPT_TERMS, LISTED_TEXT, SCHEME_TERMS, expand
from kitoolkit.linked.triples import RDF_TYPE, Iri, Triple, Value
from kitoolkit.model import BASE_IRI, ENTRY_TYPES, LANGUAGES, Entry
from kitoolkit.structure import Field, fields
from kitoolkit.vocabulary import RELATIONS, Concept, Match, Scheme, Vocabulary, local_id

Described: TypeAlias = Mapping[str, Sequence[Iri | Value]]
"""What is said of a subject: the values of each property."""

_NUMBER = re.compile(r"\.(\d+)$")
_IN_SCHEME = expand("skos:inScheme")


def by_subject(content: Iterable[Triple]) -> dict[Iri, dict[str, list[Iri | Value]]]:
    """Triples by what they are about."""
    found: dict[Iri, dict[str, list[Iri | Value]]] = {}
    for subject, predicate, target in content:
        values = found.setdefault(subject, {}).setdefault(predicate, [])
        if target not in values:
            values.append(target)
    return found


def entry(entry_id: str, subjects: Mapping[Iri, Described]) -> Entry:
    """An entry from the triples about it and its parts.

    Raises:
        ValueError: Where they make no entry; says which field is at fault.
    """
    entry_type = ENTRY_TYPES[entry_id.partition("/")[0]]
    plain = {"id": entry_id, **_plain(entry_type, Iri(BASE_IRI + entry_id), subjects)}
    try:
        return msgspec.convert(plain, entry_type)
    except msgspec.ValidationError as error:
        raise ValueError(f"what the graph says of {entry_id} makes no entry: {error}") from error


def _plain(struct: type[msgspec.Struct], subject: Iri, subjects: Mapping[Iri, Described]) -> dict[str, Any]:
    described = subjects.get(subject, {})
    found = ((field, described.get(expand(field.info.iri), ())) for field in fields(struct))
    return {field.name: _value(field, values, subjects) for field, values in found if values}


def _value(field: Field, values: Sequence[Iri | Value], subjects: Mapping[Iri, Described]) -> object:
    if field.form == "text" and not field.many:
        return _text(values)
    if field.form == "text" or field.struct:
        parts = sorted((part for part in values if isinstance(part, Iri)), key=_place)
        if field.struct is None:
            texts = expand(LISTED_TEXT)
            return [_text(subjects.get(part, {}).get(texts, ())) for part in parts]
        plain = [_plain(field.struct, part, subjects) for part in parts]
        return plain if field.many else next(iter(plain), None)
    info = field.item or field.info
    words = sorted(_word(one, is_id=bool(info.scheme or info.entries)) for one in values)
    return words if field.many else words[0]


def _word(value: Iri | Value, *, is_id: bool) -> str:
    if isinstance(value, Value):
        return value.text
    return local_id(value) if is_id else str(value)


def _place(part: Iri) -> tuple[int, str]:
    number = _NUMBER.search(part)
    return (int(number[1]) if number else 0, part)


def _text(values: Iterable[Iri | Value]) -> dict[str, str]:
    found = {value.language: value.text for value in values if isinstance(value, Value)}
    return {language: found[language] for language in LANGUAGES if language in found}


def vocabulary(content: Iterable[Triple]) -> Vocabulary:
    """The concepts and schemes among triples, as they would be read from the ontology.

    Raises:
        ValueError: Where a concept has no label or definition, or an address that is not ours.
    """
    subjects = by_subject(content)
    schemes, concepts = [], []
    for subject, described in subjects.items():
        kinds = described.get(RDF_TYPE, ())
        if expand("skos:ConceptScheme") in kinds:
            texts = {name: _of(described, SCHEME_TERMS[name]) for name in SCHEME_TERMS}
            schemes.append(Scheme(id=local_id(subject), **{name: _text(values) for name, values in texts.items()}))
        elif expand("skos:Concept") in kinds and _IN_SCHEME in described and subject.startswith(BASE_IRI):
            concepts.append(_concept(local_id(subject), described))
    return Vocabulary(
        sorted(schemes, key=lambda scheme: scheme.id),
        sorted(concepts, key=lambda concept: (concept.scheme, concept.order, concept.id)),
    )


def _of(described: Described, term: str | Mapping[str, Any]) -> Sequence[Iri | Value]:
    address = term if isinstance(term, str) else term["@id"]
    return described.get(address if "://" in address else expand(address), ())


def _concept(concept_id: str, described: Described) -> Concept:
    said = {name: _of(described, term) for name, term in CONCEPT_TERMS.items()}

    def ids(name: str) -> tuple[str, ...]:
        return tuple(sorted(_word(value, is_id=True) for value in said[name]))

    def labels(name: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for label in said[name]:
            if isinstance(label, Value):
                found.setdefault(label.language, []).append(label.text)
        return {language: sorted(labels) for language, labels in sorted(found.items())}

    plain = {
        "id": concept_id,
        "label": _text(said["label"]),
        "alt_labels": labels("alt_labels"),
        "hidden_labels": labels("hidden_labels"),
        "definition": _text(said["definition"]),
        "scope_note": _text(said["scope_note"]) or None,
        "broader": ids("broader"),
        "narrower": ids("narrower"),
        "matches": [Match(relation, target) for relation in RELATIONS for target in ids(relation)],
        "document": next(iter(ids("document")), None),
        "part": _text(said["part"]) or None,
        "notation": next(iter(ids("notation")), ""),
        "order": int(next(iter(ids("order")), "0")),
        "see_also": ids("see_also"),
        "deprecated": ids("deprecated") == ("true",),
        "replaced_by": ids("replaced_by"),
        "change_note": _text(said["change_note"]) or None,
    }
    try:
        return msgspec.convert(plain, Concept)
    except msgspec.ValidationError as error:
        raise ValueError(f"what the graph says of {concept_id} makes no concept: {error}") from error
