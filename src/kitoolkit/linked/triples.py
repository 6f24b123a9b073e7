"""What JSON-LD nodes say, as triples: the one reading of them, made without a JSON-LD processor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from kitoolkit.linked import jsonld
from kitoolkit.linked.jsonld import PREFIXES, Node, expand
from kitoolkit.model import BASE_IRI, ENTRY_TYPES
from kitoolkit.vocabulary import Vocabulary

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class Iri(str):
    """The address of a resource, or the name of a blank node where it starts with `_:`."""

    __slots__ = ()


class Value(NamedTuple):
    """A literal.

    Attributes:
        text: What it says.
        language: Its language, or empty.
        datatype: The IRI of its type; empty for a plain string.
    """

    text: str
    language: str = ""
    datatype: str = ""


Triple: TypeAlias = tuple[Iri, Iri, Iri | Value]


def prefixes(vocabulary: Vocabulary) -> dict[str, str]:
    """Prefixes for a graph of entries and concepts: the outside vocabularies, and one per kind and scheme."""
    own = (*ENTRY_TYPES, "part", *vocabulary.schemes)
    return PREFIXES | {kind if kind not in PREFIXES else f"{kind}s": f"{BASE_IRI}{kind}/" for kind in own}


def of_nodes(nodes: Iterable[Node]) -> Iterator[Triple]:
    """The triples of entries, concepts and schemes as `jsonld` makes them."""
    context = jsonld.context()
    for node in nodes:
        kind = context[node["kind"]]
        subject = _address(node["id"])
        yield subject, Iri(RDF_TYPE), Iri(expand(kind["@id"]))
        yield from _fields(subject, node, kind["@context"])


def _address(target: str) -> Iri:
    return Iri(target if "://" in target else BASE_IRI + target)


def _fields(subject: Iri, node: Node, terms: Node) -> Iterator[Triple]:
    for name, value in node.items():
        if name in {"id", "kind"}:
            continue
        term = terms[name] if isinstance(terms[name], dict) else {"@id": terms[name]}
        iri = term["@id"]
        predicate = Iri(iri if "://" in iri else expand(iri))
        if term.get("@container") == "@language":
            for language, texts in value.items():
                for text in texts if isinstance(texts, list) else [texts]:
                    yield subject, predicate, Value(text, language)
            continue
        for item in value if isinstance(value, list) else [value]:
            yield from _value(subject, predicate, item, term)


def _value(subject: Iri, predicate: Iri, item: object, term: Node) -> Iterator[Triple]:
    if isinstance(item, dict):
        part = _address(item["id"])
        yield subject, predicate, part
        yield from _fields(part, item, term["@context"])
    elif term.get("@type") == "@id":
        yield subject, predicate, _address(str(item))
    elif "@language" in term:
        yield subject, predicate, Value(str(item), term["@language"])
    elif isinstance(item, bool):
        yield subject, predicate, Value(str(item).lower(), datatype=expand("xsd:boolean"))
    elif isinstance(item, int):
        yield subject, predicate, Value(str(item), datatype=expand("xsd:integer"))
    else:
        datatype = term.get("@type", "")
        yield subject, predicate, Value(str(item), datatype=expand(datatype) if datatype else "")
