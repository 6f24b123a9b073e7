"""Saying things of a resource as triples, with prefixed names and texts per language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from kitoolkit.linked.jsonld import PREFIXES as OWN_PREFIXES
from kitoolkit.linked.triples import RDF_TYPE, Iri, Triple, Value
from kitoolkit.model import Text

PREFIXES = OWN_PREFIXES | {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
}
"""The vocabularies of entries and concepts, and those that describe datasets."""

Values: TypeAlias = "Iri | Value | str | Text | Sequence[Iri | Value]"


def resource(subject: Iri, kind: str, *described: tuple[str, Values]) -> Iterator[Triple]:
    """What a resource is, and its properties.

    Args:
        subject: Its address.
        kind: Its class, as a prefixed name; empty where that was said already.
        *described: Properties as prefixed names, each with a value, a text per language or several values.
    """
    if kind:
        yield subject, Iri(RDF_TYPE), _named(kind)
    for name, values in described:
        for value in _each(values):
            yield subject, _named(name), value


def day(date: str) -> Value:
    """A day, ISO 8601."""
    return Value(date, datatype=OWN_PREFIXES["xsd"] + "date")


def number(count: int, datatype: str = "integer") -> Value:
    """A whole number."""
    return Value(str(count), datatype=OWN_PREFIXES["xsd"] + datatype)


def _each(values: Values) -> Iterator[Iri | Value]:
    if isinstance(values, (Iri, Value)):
        yield values
    elif isinstance(values, str):
        yield Value(values)
    elif isinstance(values, Mapping):
        yield from (Value(text, language) for language, text in values.items())
    else:
        yield from values


def _named(name: str) -> Iri:
    prefix, _, local = name.partition(":")
    return Iri(PREFIXES[prefix] + local)
