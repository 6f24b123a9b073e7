"""Facets, ids and references as pieces of SPARQL. What a user typed gets into a query only through here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import msgspec

from kitoolkit.collection import SCHEMES
from kitoolkit.linked import turtle
from kitoolkit.linked.jsonld import expand
from kitoolkit.linked.triples import RDF_TYPE, Iri, Value
from kitoolkit.model import BASE_IRI, ENTRY_TYPES, SLUG
from kitoolkit.structure import Field, fields

_FIELDS: dict[str, tuple[str, ...]] = {
    "requirement": ("requirements", "questions.requirement"),
    "principle": ("principles",),
    "commitment": ("commitments",),
    "broadcaster_principle": ("broadcaster_principles",),
    "law": ("laws",),
    "phase": ("phases", "questions.phases"),
    "use": ("uses", "questions.uses"),
    "role": ("roles", "questions.roles"),
    "type": ("type",),
    "organisation": ("organisations",),
    "cost": ("cost",),
    "language": ("languages",),
    "state": ("state", "status.state"),
    "evidence": ("evidence",),
}
"""Where the values of a facet stand in an entry, as `FACETS` reads them; `kind` is the class."""

_ENTRY_ID = re.compile(f"(?:{'|'.join(ENTRY_TYPES)})/{SLUG.strip('^$')}")


def is_entry_id(text: object) -> bool:
    """Whether a text has the form of an id.

    >>> is_entry_id("tool/fairlearn"), is_entry_id("tool/x> ?p ?o"), is_entry_id("phase/design")
    (True, False, False)
    """
    return isinstance(text, str) and _ENTRY_ID.fullmatch(text) is not None


def entry_id(iri: object) -> str | None:
    """The id of an entry's address; None for another address."""
    text = str(iri).removeprefix(BASE_IRI)
    return text if isinstance(iri, Iri) and iri.startswith(BASE_IRI) and is_entry_id(text) else None


def iri(address: str) -> str:
    """An address, or the id of an entry or concept, as it is written in a query.

    >>> iri("phase/design")
    '<https://w3id.org/kitoolkit/phase/design>'

    Raises:
        ValueError: Where it holds a character that no address may hold.
    """
    whole = address if "://" in address else BASE_IRI + address
    if turtle.NOT_IN_IRI.search(whole):
        raise ValueError(f"{address!r} is no address: it holds a character that none may hold")
    return f"<{whole}>"


def values(variable: str, terms: Iterable[str]) -> str:
    """A list of terms that a variable may be.

    >>> values("x", ["<a:b>", "<a:c>"])
    'VALUES ?x { <a:b> <a:c> }'
    """
    return f"VALUES ?{variable} {{ {' '.join(terms)} }}"


def entries(kinds: Iterable[str] = ENTRY_TYPES) -> str:
    """The pattern of an entry of one of these kinds: `?entry`."""
    classes = (iri(expand(ENTRY_TYPES[kind].iri_class)) for kind in kinds)
    own = f'FILTER(STRSTARTS(STR(?entry), "{BASE_IRI}"))'
    return f"{values('class', classes)} ?entry <{RDF_TYPE}> ?class . {own}"


def current() -> str:
    """The pattern of an entry that is not deprecated."""
    return f"FILTER NOT EXISTS {{ ?entry {iri(expand('owl:deprecated'))} true }}"


def having(facet: str, wanted: Iterable[str], number: int) -> str:
    """The pattern of an entry that has one of these values in a facet.

    Args:
        facet: The facet.
        wanted: The values, each known to exist.
        number: Sets its variables apart from those of other facets in the query.
    """
    return f"{values(f'v{number}', (_value(facet, one) for one in wanted))} ?entry {path(facet)} ?v{number} ."


def _value(facet: str, value: str) -> str:
    if facet == "kind":
        return iri(expand(ENTRY_TYPES[value].iri_class))
    if "/" in value:  # an id; of the facets with words, no word has a slash
        return iri(value)
    return turtle.quoted(Value(value))


def facet_value(facet: str, found: Iri | Value) -> str:
    """The value of a facet that a term stands for."""
    if facet == "kind":
        return next((kind for kind in ENTRY_TYPES if expand(ENTRY_TYPES[kind].iri_class) == found), str(found))
    return found.removeprefix(BASE_IRI) if isinstance(found, Iri) else found.text


def facets() -> tuple[str, ...]:
    """The facets that have a path."""
    return ("kind", *_FIELDS)


@cache
def path(facet: str) -> str:
    """The property path from an entry to its values in a facet."""
    if facet == "kind":
        return f"<{RDF_TYPE}>"
    found = {
        "/".join(iri(expand(field.info.iri)) for field in way)
        for entry_type in ENTRY_TYPES.values()
        for way in _ways(entry_type)
        if ".".join(field.name for field in way) in _FIELDS[facet]
    }
    return f"({'|'.join(sorted(found))})"


@cache
def concepts() -> str:
    """The property path from an entry to its concepts, of all facets."""
    return f"({'|'.join(sorted({path(facet) for facet in SCHEMES}))})"


@cache
def references() -> str:
    """The property path from an entry to the entries that it names."""
    found = {
        "/".join(iri(expand(field.info.iri)) for field in way)
        for entry_type in ENTRY_TYPES.values()
        for way in _ways(entry_type)
        if way[-1].info.entries
    }
    return f"({'|'.join(sorted(found))})"


@cache
def parts() -> str:
    """The property path from an entry to its parts."""
    found = {
        iri(expand(field.info.iri))
        for entry_type in ENTRY_TYPES.values()
        for field in fields(entry_type)
        if field.struct or (field.form == "text" and field.many)
    }
    return f"({'|'.join(sorted(found))})"


def _ways(struct: type[msgspec.Struct], before: tuple[Field, ...] = ()) -> Iterator[tuple[Field, ...]]:
    """The ways from a struct to each of its fields and those of its parts."""
    for field in fields(struct):
        yield (*before, field)
        if field.struct:
            yield from _ways(field.struct, (*before, field))


def with_prefixes(query: str, prefixes: Mapping[str, str]) -> str:
    """A query with a line for each prefix that it uses without saying what it stands for.

    >>> print(with_prefixes("ASK { ?s kit:use ?o }", {"kit": "https://k.test/", "org": "https://o.test/"}))
    PREFIX kit: <https://k.test/>
    ASK { ?s kit:use ?o }
    """
    used = {prefix for prefix in prefixes if re.search(rf"(?<![\w:-]){re.escape(prefix)}:", query)}
    lines = [
        f"PREFIX {prefix}: <{prefixes[prefix]}>\n"
        for prefix in sorted(used)
        if not re.search(rf"prefix\s+{re.escape(prefix)}\s*:", query, re.IGNORECASE)
    ]
    return "".join(lines) + query
