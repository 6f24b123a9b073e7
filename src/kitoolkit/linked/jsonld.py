"""Entries and concepts as JSON-LD 1.1: their own JSON, with a context made from the model.

The context is inlined and gives an `@base`, so that ids such as `tool/fairlearn` are addresses for every
reader without a look-up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

import msgspec

from kitoolkit.model import BASE_IRI, ENTRY_TYPES, LANGUAGES, Entry
from kitoolkit.structure import Field, fields
from kitoolkit.vocabulary import Concept, Scheme, Vocabulary

PREFIXES = {
    "kit": BASE_IRI + "ontology#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The vocabularies that our properties come from."""
LISTED_TEXT = "dct:description"
"""The property that holds each text of a list of texts."""

NOT_PUBLIC = "http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC"
"""What a private entry says of itself, in the EU's list of access rights."""
_REPLACED_BY = {"@id": "dct:isReplacedBy", "@type": "@id"}
_BESIDE_FIELDS = {
    "access_rights": {"@id": "dct:accessRights", "@type": "@id"},
    "is_deprecated": {"@id": "owl:deprecated"},
    "replaced_by": _REPLACED_BY,
}
"""What an entry says beside its fields: that it is private, and in others' terms that it is deprecated."""

Node = dict[str, Any]


def expand(name: str) -> str:
    """The IRI of a prefixed name.

    >>> expand("dct:title")
    'http://purl.org/dc/terms/title'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def context(*kinds: str) -> Node:
    """The JSON-LD context of entries and concepts.

    Terms are scoped to the kind that has them, since `type` of a tool is a concept and that of an
    organisation is not.

    Args:
        *kinds: The kinds of node it is for, also `concept` and `scheme`; all where there is none.
    """
    known: Node = {
        **{
            kind: {"@id": entry_type.iri_class, "@context": _terms(entry_type) | _BESIDE_FIELDS}
            for kind, entry_type in _ENTRIES
        },
        "concept": {"@id": "skos:Concept", "@context": CONCEPT_TERMS},
        "scheme": {"@id": "skos:ConceptScheme", "@context": SCHEME_TERMS},
    }
    chosen = {kind: known[kind] for kind in kinds or known}
    return {"@version": 1.1, "@base": BASE_IRI, **PREFIXES, "id": "@id", "kind": "@type", **chosen}


_ENTRIES = tuple(ENTRY_TYPES.items())


def _terms(struct: type[msgspec.Struct]) -> Node:
    return {field.name: _term(field) for field in fields(struct) if not field.info.editorial}


def _term(field: Field) -> Node:
    info = field.item or field.info
    term: Node = {"@id": field.info.iri}
    if field.struct:
        term["@context"] = _terms(field.struct)
    elif field.form == "text" and not field.many:
        term["@container"] = "@language"
    elif field.form == "text":
        term["@context"] = {language: {"@id": LISTED_TEXT, "@language": language} for language in LANGUAGES}
    elif info.scheme or info.entries or info.shape == "url":
        term["@type"] = "@id"
    elif info.shape == "date":
        term["@type"] = "xsd:date"
    return term


_LANGUAGE_MAP = {"@container": "@language"}
CONCEPT_TERMS: Node = {
    "label": {"@id": "skos:prefLabel", **_LANGUAGE_MAP},
    "alt_labels": {"@id": "skos:altLabel", **_LANGUAGE_MAP},
    "hidden_labels": {"@id": "skos:hiddenLabel", **_LANGUAGE_MAP},
    "definition": {"@id": "skos:definition", **_LANGUAGE_MAP},
    "scope_note": {"@id": "skos:scopeNote", **_LANGUAGE_MAP},
    "part": {"@id": "kit:sourcePart", **_LANGUAGE_MAP},
    "in_scheme": {"@id": "skos:inScheme", "@type": "@id"},
    "broader": {"@id": "skos:broader", "@type": "@id"},
    "narrower": {"@id": "skos:narrower", "@type": "@id"},
    "document": {"@id": "dct:source", "@type": "@id"},
    "notation": "skos:notation",
    "order": "kit:order",
    "deprecated": "owl:deprecated",
    "replaced_by": _REPLACED_BY,
    "change_note": {"@id": "skos:changeNote", **_LANGUAGE_MAP},
    "see_also": {"@id": "http://www.w3.org/2000/01/rdf-schema#seeAlso", "@type": "@id"},
    **{
        relation: {"@id": f"skos:{relation}", "@type": "@id"}
        for relation in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch", "related")
    },
}
SCHEME_TERMS: Node = {
    "title": {"@id": "dct:title", **_LANGUAGE_MAP},
    "description": {"@id": "dct:description", **_LANGUAGE_MAP},
}
"""The terms of concepts and of schemes: name in JSON, property in linked data."""


def entry_node(entry: Entry, *, private: bool = False) -> Node:
    """An entry as JSON-LD, without the context: its fields as in the YAML, with `id` and `kind`.

    Parts such as sources get an address of their own under `part/`, made from the entry's id and their place. So do
    the texts of a list: what is said in one language stays with its translation.
    """
    node: Node = {"id": entry.id, "kind": entry.kind} | ({"access_rights": NOT_PUBLIC} if private else {})
    if entry.deprecated:
        node |= {"is_deprecated": True}
        node |= {"replaced_by": list(entry.deprecated.replaced_by)} if entry.deprecated.replaced_by else {}
    return node | _parts(entry, entry.id.replace("/", "."))


def _parts(struct: msgspec.Struct, name: str) -> Node:
    node: Node = {}
    for field in fields(type(struct)):
        value = getattr(struct, field.name)
        if value is None or value == () or field.info.editorial:
            continue
        if field.struct and field.many:
            node[field.name] = [_part(item, f"{name}.{field.name}.{number}") for number, item in enumerate(value, 1)]
        elif field.struct:
            node[field.name] = _part(value, f"{name}.{field.name}")
        elif field.form == "text" and field.many:
            node[field.name] = [
                {"id": f"part/{name}.{field.name}.{number}", **item} for number, item in enumerate(value, 1)
            ]
        else:
            node[field.name] = list(value) if field.many else value
    return node


def _part(struct: msgspec.Struct, name: str) -> Node:
    return {"id": f"part/{name}", **_parts(struct, name)}


def concept_node(concept: Concept) -> Node:
    """A concept as JSON-LD, without the context."""
    node: Node = {"id": concept.id, "kind": "concept", "in_scheme": concept.scheme}
    plain = msgspec.json.decode(msgspec.json.encode(concept))
    node |= {name: plain[name] for name in CONCEPT_TERMS if plain.get(name)}
    for match in concept.matches:
        node.setdefault(match.relation, []).append(match.target)
    return node


def scheme_node(scheme: Scheme) -> Node:
    """A concept scheme as JSON-LD, without the context."""
    return {"id": scheme.id, "kind": "scheme", "title": scheme.title, "description": scheme.description}


def nodes(entries: Iterable[Entry], vocabulary: Vocabulary, private: Collection[str] = ()) -> list[Node]:
    """All entries, concepts and schemes; private entries are marked."""
    return [
        *(entry_node(entry, private=entry.id in private) for entry in entries),
        *(concept_node(concept) for concept in vocabulary.values()),
        *(scheme_node(scheme) for scheme in vocabulary.schemes.values()),
    ]


def document(graph: list[Node]) -> Node:
    """A whole JSON-LD document."""
    return {"@context": context(), "@graph": graph}


def node_document(node: Node) -> Node:
    """One node as a document of its own, with as much of the context as it needs."""
    return {"@context": _context_of(node["kind"]), **node}


@cache
def _context_of(kind: str) -> Node:
    return context(kind)
