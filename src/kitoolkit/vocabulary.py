"""The values that entries choose from: SKOS concepts, hand-written in Turtle in `ontology/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from kitoolkit import concept_rules
from kitoolkit.concept_rules import Written
from kitoolkit.model import BASE_IRI, LANGUAGES, Text
from kitoolkit.problem import CatalogueError, Problem, UnknownNameError

if TYPE_CHECKING:
    from rdflib import Graph, URIRef

Relation = Literal["exactMatch", "closeMatch", "relatedMatch", "broadMatch", "narrowMatch", "related"]
RELATIONS: tuple[Relation, ...] = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch", "related")


class Match(msgspec.Struct, frozen=True):
    """A relation of a concept with another, here (an id) or elsewhere (an IRI)."""

    relation: Relation
    target: str


class Concept(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A concept of one of the schemes.

    Attributes:
        id: `scheme/slug`, such as `requirement/transparency`.
        label: The preferred label in each language.
        alt_labels: What it is also called, per language.
        hidden_labels: What people also type and only search needs to know, per language.
        definition: What it means, per language.
        scope_note: What it means in the media, per language, or None.
        broader: Ids of broader concepts.
        narrower: Ids of narrower concepts.
        matches: Relations with other concepts here and elsewhere.
        document: Id of the source document it comes from, or None.
        part: Chapter or paragraph there, per language, or None.
        notation: Its mark in the source, such as `N1`, or empty.
        order: Its place in the scheme.
        see_also: Addresses outside, such as the official text of a law.
        deprecated: Whether it no longer counts; it stays at its address.
        replaced_by: Ids of the concepts that take its place.
        change_note: Why it was deprecated, or what else changed, per language, or None.
    """

    id: str
    label: Text
    alt_labels: dict[str, tuple[str, ...]] = {}
    hidden_labels: dict[str, tuple[str, ...]] = {}
    definition: Text
    scope_note: Text | None = None
    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
    document: str | None = None
    part: Text | None = None
    notation: str = ""
    order: int = 0
    see_also: tuple[str, ...] = ()
    deprecated: bool = False
    replaced_by: tuple[str, ...] = ()
    change_note: Text | None = None

    @property
    def scheme(self) -> str:
        """The scheme it belongs to: the part of the id before the slash."""
        return self.id.partition("/")[0]

    @property
    def top(self) -> bool:
        """Whether nothing in its scheme is broader."""
        return not self.broader


class Scheme(msgspec.Struct, kw_only=True):
    """A concept scheme: its id, title and description per language."""

    id: str
    title: Text
    description: Text


class Vocabulary(Mapping[str, Concept]):
    """All concepts by id, in the order of their schemes.

    Attributes:
        schemes: The schemes by id.
    """

    def __init__(self, schemes: Iterable[Scheme], concepts: Iterable[Concept]) -> None:
        self.schemes = {scheme.id: scheme for scheme in schemes}
        self._concepts = {concept.id: concept for concept in concepts}

    def __getitem__(self, concept_id: str) -> Concept:
        try:
            return self._concepts[concept_id]
        except KeyError:
            raise UnknownNameError("concept", concept_id, self._concepts) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._concepts)

    def __len__(self) -> int:
        return len(self._concepts)

    def __contains__(self, concept_id: object) -> bool:
        return concept_id in self._concepts

    def scheme(self, scheme_id: str) -> tuple[Concept, ...]:
        """The concepts of a scheme, in order.

        Raises:
            UnknownNameError: Where there is no such scheme.
        """
        if scheme_id not in self.schemes:
            raise UnknownNameError("concept scheme", scheme_id, self.schemes)
        return tuple(concept for concept in self._concepts.values() if concept.scheme == scheme_id)

    def current(self, scheme_id: str) -> tuple[Concept, ...]:
        """The concepts of a scheme that are not deprecated, in order: those to choose from.

        Raises:
            UnknownNameError: Where there is no such scheme.
        """
        return tuple(concept for concept in self.scheme(scheme_id) if not concept.deprecated)

    def with_narrower(self, concept_id: str) -> tuple[str, ...]:
        """A concept's id and those of all that is narrower."""
        found = [concept_id]
        for current in found:
            found.extend(narrower for narrower in self[current].narrower if narrower not in found)
        return tuple(found)


class _Compiled(msgspec.Struct):
    schemes: list[Scheme]
    concepts: list[Concept]


def load(folder: Path, *, released: bool = False) -> Vocabulary:
    """Read the Turtle files of a folder; what was read before comes from the cache.

    Args:
        folder: The folder with `*.ttl`.
        released: Whether they were released before: then rules that came later are not held against them.

    Raises:
        CatalogueError: With every problem: no Turtle, a label or definition missing, an unknown concept, a misspelt
            property and whatever else `concept_rules` finds.
        FileNotFoundError: Where the folder holds no Turtle file.
    """
    from kitoolkit import cache

    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise FileNotFoundError(f"no vocabulary (*.ttl) in {folder}")
    contents = [file.read_bytes() for file in files]
    code = (Path(module).read_bytes() for module in (__file__, concept_rules.__file__))
    key = cache.content_key([*code, BASE_IRI.encode(), str(released).encode(), *contents])
    compiled = cache.load_bytes(
        f"vocabulary-{key}.json", lambda: msgspec.json.encode(_compile(files, released), order="deterministic")
    )
    read = msgspec.json.decode(compiled, type=_Compiled)
    return Vocabulary(read.schemes, read.concepts)


def _compile(files: Iterable[Path], released: bool) -> _Compiled:
    from rdflib import RDF, SKOS, Graph, URIRef

    graph, problems, origin, read = Graph(), list[Problem](), dict[str, Path](), list[Written]()
    for file in files:
        part = Graph()
        try:
            part.parse(file, format="turtle")
        except Exception as error:
            problems.append(_turtle_problem(file, error))
            continue
        own = (str(subject) for subject in part.subjects(RDF.type, SKOS.Concept))
        origin.update({iri: file for iri in own if iri.startswith(BASE_IRI)})
        graph += part
        read.append(Written(file, file.read_text(encoding="utf-8"), part))
    schemes = [
        _scheme(graph, node) for node in graph.subjects(RDF.type, SKOS.ConceptScheme) if isinstance(node, URIRef)
    ]
    concepts = [_concept(graph, URIRef(iri)) for iri in origin]
    all_read = not problems  # else a reference into a file that could not be read would look dangling
    known = {concept.id: concept for concept in concepts}
    for concept in concepts:
        file = origin[BASE_IRI + concept.id]
        problems.extend(_text_problems(concept, file))
        if all_read:
            problems.extend(_reference_problems(concept, known, file))
    if all_read and not released:
        problems.extend(concept_rules.problems(read))
    if problems:
        raise CatalogueError(problems)
    return _Compiled(
        sorted(schemes, key=lambda scheme: scheme.id),
        sorted(concepts, key=lambda concept: (concept.scheme, concept.order, concept.id)),
    )


def described(folder: Path) -> dict[str, Path]:
    """What the Turtle files of a folder describe under our base: concepts, schemes, classes, properties; with the file.

    Raises:
        CatalogueError: Where a file is no Turtle.
    """
    from rdflib import Graph, URIRef

    found: dict[str, Path] = {}
    for file in sorted(folder.glob("*.ttl")):
        graph = Graph()
        try:
            graph.parse(file, format="turtle")
        except Exception as error:
            raise CatalogueError([_turtle_problem(file, error)]) from error
        subjects = (str(subject) for subject in graph.subjects(unique=True) if isinstance(subject, URIRef))
        found |= {local_id(iri): file for iri in subjects if iri.startswith(BASE_IRI)}
    return found


def _scheme(graph: Graph, node: URIRef) -> Scheme:
    from rdflib import DCTERMS

    return Scheme(
        id=local_id(str(node)),
        title=_text(graph, node, DCTERMS.title),
        description=_text(graph, node, DCTERMS.description),
    )


def _concept(graph: Graph, node: URIRef) -> Concept:
    from rdflib import DCTERMS, OWL, RDFS, SKOS, Namespace

    kit = Namespace(BASE_IRI + "ontology#")

    def ids(predicate: URIRef) -> tuple[str, ...]:
        return tuple(sorted(local_id(str(target)) for target in graph.objects(node, predicate)))

    def labels(predicate: URIRef) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for label in graph.objects(node, predicate):
            found.setdefault(str(getattr(label, "language", None) or "en"), []).append(str(label))
        return {language: tuple(sorted(labels)) for language, labels in sorted(found.items())}

    documents = [document for document in ids(DCTERMS.source) if document.startswith("document/")]
    return Concept(
        id=local_id(str(node)),
        label=_text(graph, node, SKOS.prefLabel),
        alt_labels=labels(SKOS.altLabel),
        hidden_labels=labels(SKOS.hiddenLabel),
        definition=_text(graph, node, SKOS.definition),
        scope_note=_text(graph, node, SKOS.scopeNote) or None,
        broader=ids(SKOS.broader),
        narrower=ids(SKOS.narrower),
        matches=tuple(Match(relation, target) for relation in RELATIONS for target in ids(SKOS[relation])),
        document=documents[0] if documents else None,
        part=_text(graph, node, kit.sourcePart) or None,
        notation=str(graph.value(node, SKOS.notation) or ""),
        order=_whole_number(graph.value(node, kit.order)),
        see_also=tuple(
            sorted(
                {
                    str(target)
                    for predicate in (RDFS.seeAlso, DCTERMS.source)
                    for target in graph.objects(node, predicate)
                    if not str(target).startswith(BASE_IRI)
                }
            )
        ),
        deprecated=str(graph.value(node, OWL.deprecated) or "") in {"true", "1"},
        replaced_by=ids(DCTERMS.isReplacedBy),
        change_note=_text(graph, node, SKOS.changeNote) or None,
    )


def local_id(iri: str) -> str:
    """The id of one of our IRIs; another IRI stays as it is.

    >>> local_id("https://w3id.org/kitoolkit/requirement/transparency")
    'requirement/transparency'
    """
    return iri.removeprefix(BASE_IRI)


def _whole_number(value: object) -> int:
    return int(text) if (text := str(value or 0)).isdecimal() else 0


def _text(graph: Graph, node: URIRef, predicate: URIRef) -> Text:
    found = {str(getattr(value, "language", None) or ""): str(value) for value in graph.objects(node, predicate)}
    return {language: found[language] for language in LANGUAGES if language in found}


def _turtle_problem(file: Path, error: Exception) -> Problem:
    line = getattr(error, "lines", 0)
    reason = " ".join(str(getattr(error, "message", error)).split()).removeprefix("at line ").partition("of <>: ")[2]
    reason = reason.removeprefix("Bad syntax ") or " ".join(str(error).split())
    return Problem(
        file=file,
        line=line + 1 if isinstance(line, int) else 1,
        column=1,
        field="",
        message={"nl": f"dit is geen geldige Turtle: {reason}", "en": f"this is no valid Turtle: {reason}"},
    )


def _problem(concept: Concept, file: Path, field: str, nl: str, en: str) -> Problem:
    field = f"{concept.id} {field}".strip()
    return Problem(file=file, line=0, column=0, field=field, message={"nl": nl, "en": en})


def _text_problems(concept: Concept, file: Path) -> Iterator[Problem]:
    """A label or definition that is missing in a language."""
    for field, text in (("skos:prefLabel", concept.label), ("skos:definition", concept.definition)):
        for language in LANGUAGES:
            if language not in text:
                nl = f"{concept.id} heeft geen {field} in het {language}"
                yield _problem(concept, file, field, nl, f"{concept.id} has no {field} in {language}")


def _reference_problems(concept: Concept, known: Mapping[str, Concept], file: Path) -> Iterator[Problem]:
    """A concept that does not exist, and a relation upward or downward that only one side tells."""
    matched = (match.target for match in concept.matches)
    for target in (*concept.broader, *concept.narrower, *concept.replaced_by, *matched):
        if ":" not in target and target not in known:
            nl = f"{concept.id} verwijst naar {target}, dat niet bestaat"
            yield _problem(concept, file, "", nl, f"{concept.id} refers to {target}, which does not exist")
    for there, back, others in (("broader", "narrower", concept.broader), ("narrower", "broader", concept.narrower)):
        for other in others:
            if other in known and concept.id not in getattr(known[other], back):
                nl = f"{concept.id} noemt {other} als skos:{there}; daar ontbreekt skos:{back}"
                en = f"{concept.id} gives {other} as skos:{there}; skos:{back} is missing there"
                yield _problem(concept, file, f"skos:{there}", nl, en)
