"""Triples as text: Turtle and N-Triples.

rdflib's Turtle writer sorts and counts across the whole graph, which costs a portal of two files per entry too
much. This one writes in the order given: the same triples give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from kitoolkit.linked.triples import RDF_TYPE, Iri, Triple, Value

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
"""Local names that need no escape: fewer than Turtle allows."""
NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
"""What no address may hold."""
_NOT_IN_TEXT = re.compile(r'["\\\x00-\x1f\x7f]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """Triples as Turtle, subjects in order of first mention, with the prefixes that they use."""
    writer = _Names(prefixes)
    subjects: dict[Iri, dict[Iri, dict[Iri | Value, None]]] = {}
    for subject, predicate, target in triples:
        subjects.setdefault(subject, {}).setdefault(predicate, {})[target] = None
    blocks = [_block(writer, subject, described) for subject, described in subjects.items()]
    head = "".join(f"@prefix {prefix}: {_angled(prefixes[prefix])} .\n" for prefix in sorted(writer.used))
    return "\n".join([head, *blocks])


def _block(writer: _Names, subject: Iri, described: Mapping[Iri, Iterable[Iri | Value]]) -> str:
    lines = []
    for predicate, targets in described.items():
        name = "a" if predicate == RDF_TYPE else writer.name(predicate)
        lines.append(f"    {name} " + " , ".join(writer.term(target) for target in targets))
    return f"{writer.name(subject)}\n" + " ;\n".join(lines) + " .\n"


class _Names:
    """Writes terms with prefixes, and knows which were used."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.used: set[str] = set()
        self._prefixes = {iri: prefix for prefix, iri in prefixes.items()}
        self._known: dict[Iri, str] = {}

    def name(self, iri: Iri) -> str:
        if iri not in self._known:
            self._known[iri] = self._shortest(iri)
        return self._known[iri]

    def _shortest(self, iri: Iri) -> str:
        place = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._prefixes.get(iri[:place])
        if prefix is None or not _LOCAL.fullmatch(iri, place):
            return _angled(iri)
        self.used.add(prefix)
        return f"{prefix}:{iri[place:]}"

    def term(self, target: Iri | Value) -> str:
        if isinstance(target, Iri):
            return self.name(target)
        return quoted(target) + (f"^^{self.name(Iri(target.datatype))}" if target.datatype else "")


def ntriples(triples: Iterable[Triple]) -> str:
    """Triples as N-Triples: one line each, sorted, none twice."""
    return "".join(sorted(set(_lines(triples))))


def _lines(triples: Iterable[Triple]) -> Iterator[str]:
    for subject, predicate, target in triples:
        yield f"{_known_angled(subject)} {_known_angled(predicate)} {_full(target)} .\n"


def _full(target: Iri | Value) -> str:
    if isinstance(target, Iri):
        return _known_angled(target)
    return quoted(target) + (f"^^{_known_angled(target.datatype)}" if target.datatype else "")


def quoted(value: Value) -> str:
    """A text between quotes, with its language. SPARQL writes it alike."""
    return f'"{_NOT_IN_TEXT.sub(_escaped, value.text)}"' + (f"@{value.language}" if value.language else "")


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}"


def _angled(iri: str) -> str:
    if iri.startswith("_:"):
        return iri
    return "<" + NOT_IN_IRI.sub(lambda found: f"\\u{ord(found[0]):04X}", iri) + ">"


_known_angled = lru_cache(maxsize=50_000)(_angled)
