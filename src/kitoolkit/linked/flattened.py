"""Triples as flattened JSON-LD: one node per subject, with prefixes and no other context."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kitoolkit.linked.jsonld import Node
from kitoolkit.linked.triples import RDF_TYPE, Iri, Triple, Value


def flattened(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> Node:
    """Triples as a JSON-LD document, subjects in order of first mention.

    Args:
        triples: The triples.
        prefixes: Short names for the namespaces of properties, classes and datatypes.
    """
    by_subject: dict[Iri, Node] = {}
    for subject, predicate, target in triples:
        node = by_subject.setdefault(subject, {"@id": str(subject)})
        if predicate == RDF_TYPE and isinstance(target, Iri):
            name, value = "@type", _short(target, prefixes)
        else:
            name, value = _short(predicate, prefixes), _object(target, prefixes)
        values = node.setdefault(name, [])
        if value not in values:
            values.append(value)
    return {"@context": dict(sorted(prefixes.items())), "@graph": list(by_subject.values())}


def _object(target: Iri | Value, prefixes: Mapping[str, str]) -> Any:  # noqa: ANN401  what JSON has
    if isinstance(target, Iri):
        return {"@id": str(target)}
    if target.language:
        return {"@language": target.language, "@value": target.text}
    if target.datatype:
        return {"@type": _short(Iri(target.datatype), prefixes), "@value": target.text}
    return target.text


def _short(iri: Iri, prefixes: Mapping[str, str]) -> str:
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return str(iri)
