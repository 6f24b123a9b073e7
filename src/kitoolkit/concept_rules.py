"""What must hold of concepts and schemes as they stand in Turtle: one function per rule.

Turtle takes any name for a property and any text for a label. What nobody reads would be lost without a word, so each
rule here is about something that `vocabulary` reads or that others harvest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kitoolkit.model import BASE_IRI, LANGUAGES, PATTERNS, SLUG
from kitoolkit.problem import Problem, nearest

if TYPE_CHECKING:
    from rdflib import Graph, URIRef
    from rdflib.term import Node

_SLUG, _ADDRESS = re.compile(SLUG), re.compile(PATTERNS["url"])
_KIT = BASE_IRI + "ontology#"
_OWN_TERMS = frozenset({"order", "sourcePart", "sourceChapter"})
"""Our own properties of concepts, which an ontology without classes and properties may use as well."""
_ONCE = ("prefLabel", "definition", "scopeNote")
_TEXTS = (*_ONCE, "altLabel", "hiddenLabel", "changeNote")
_LINKS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch", "related", "broader", "narrower")


class Written(NamedTuple):
    """One of the files.

    Attributes:
        file: Its path.
        text: What it holds.
        graph: What it says.
    """

    file: Path
    text: str
    graph: Graph


def problems(files: Sequence[Written]) -> Iterator[Problem]:
    """Everything that is wrong.

    Args:
        files: All files of an ontology.
    """
    from rdflib import RDF, SKOS, Graph

    whole = Graph()
    for one in files:
        whole += one.graph
    for one in files:
        yield from _unknown_terms(one, whole)
        for scheme in _own(one.graph, SKOS.ConceptScheme):
            yield from _scheme_texts(one, scheme)
        for concept in _own(one.graph, SKOS.Concept):
            for rule in (_id, _in_scheme, _top, _texts, _order, _links, _source, _own_ancestor):
                yield from rule(one, concept, whole)
            homes = [other.file.name for other in files if (concept, RDF.type, SKOS.Concept) in other.graph]
            if homes[0] != one.file.name:
                nl = f"{_name(concept)} staat ook in {homes[0]}: beschrijf een begrip op één plaats"
                yield _problem(one, concept, nl, f"{_name(concept)} is in {homes[0]} too: describe a concept once")


def _unknown_terms(one: Written, whole: Graph) -> Iterator[Problem]:
    """A property or class of a vocabulary that has none of that name, such as a misspelt one."""
    from rdflib import DCTERMS, FOAF, OWL, RDF, RDFS, SKOS, URIRef

    used = {*one.graph.predicates(), *one.graph.objects(None, RDF.type)}
    names = {str(term) for term in used if isinstance(term, URIRef)}
    for name in sorted(names):
        for space in (RDF, RDFS, OWL, SKOS, DCTERMS, FOAF):
            if name.startswith(str(space)) and "/" not in name.removeprefix(str(space)) and URIRef(name) not in space:
                yield _no_term(one, name, {str(term).removeprefix(str(space)) for term in dir(space)}, str(space))
    known = {str(subject).removeprefix(_KIT) for subject in whole.subjects() if str(subject).startswith(_KIT)}
    known |= _OWN_TERMS
    for name in sorted(names):
        if name.startswith(_KIT) and name.removeprefix(_KIT) not in known:
            yield _no_term(one, name, known, _KIT)


def _no_term(one: Written, name: str, known: set[str], space: str) -> Problem:
    prefix = next((f"{prefix}:" for prefix, iri in one.graph.namespaces() if str(iri) == space), space)
    local = name.removeprefix(space)
    near = nearest(local, sorted(known))
    hint = {"nl": f"bedoelde je '{prefix}{near}'?", "en": f"did you mean '{prefix}{near}'?"} if near else {}
    line, column = _place(one.text, f"{prefix}{local}")
    message = {"nl": f"'{prefix}{local}' bestaat niet", "en": f"'{prefix}{local}' does not exist"}
    return Problem(file=one.file, line=line, column=column, field=prefix + local, message=message, hint=hint)


def _scheme_texts(one: Written, scheme: URIRef) -> Iterator[Problem]:
    """A scheme without a title or description in both languages."""
    from rdflib import DCTERMS

    for name, predicate in (("dct:title", DCTERMS.title), ("dct:description", DCTERMS.description)):
        there = {str(getattr(value, "language", "")) for value in one.graph.objects(scheme, predicate)}
        for language in LANGUAGES:
            if language not in there:
                nl = f"{_name(scheme)} heeft geen {name} in het {language}"
                yield _problem(one, scheme, nl, f"{_name(scheme)} has no {name} in {language}")


def _id(one: Written, concept: URIRef, whole: Graph) -> Iterator[Problem]:
    """An id that is not a scheme, a slash and a name: it would have no page, or one at a wrong place."""
    from rdflib import RDF, SKOS, URIRef

    scheme, _, slug = _name(concept).partition("/")
    if not _SLUG.fullmatch(slug):
        nl = f"{_name(concept)} kan geen adres worden: een schema, een schuine streep en een naam in kleine letters"
        en = f"{_name(concept)} cannot become an address: a scheme, a slash and a name in lower case"
        yield _problem(one, concept, nl, en)
    elif (URIRef(BASE_IRI + scheme), RDF.type, SKOS.ConceptScheme) not in whole:
        nl, en = f"{_name(concept)}: er is geen schema <{scheme}>", f"{_name(concept)}: there is no scheme <{scheme}>"
        yield _problem(one, concept, nl, en)


def _in_scheme(one: Written, concept: URIRef, whole: Graph) -> Iterator[Problem]:
    """A concept that is not said to be in the scheme of its id."""
    from rdflib import SKOS

    scheme = _name(concept).partition("/")[0]
    if [_name(target) for target in whole.objects(concept, SKOS.inScheme)] != [scheme]:
        nl = f"{_name(concept)} heeft niet (alleen) skos:inScheme <{scheme}>"
        yield _problem(one, concept, nl, f"{_name(concept)} does not have (just) skos:inScheme <{scheme}>")


def _top(one: Written, concept: URIRef, whole: Graph) -> Iterator[Problem]:
    """A concept at the top that its scheme does not name, the other way about, or one with something broader."""
    from rdflib import SKOS

    tops = set(whole.objects(concept, SKOS.topConceptOf))
    if tops != set(whole.subjects(SKOS.hasTopConcept, concept)):
        nl = f"{_name(concept)}: skos:topConceptOf en de skos:hasTopConcept van het schema horen bij elkaar"
        en = f"{_name(concept)}: skos:topConceptOf and skos:hasTopConcept of the scheme belong together"
        yield _problem(one, concept, nl, en)
    if tops and (concept, SKOS.broader, None) in whole:
        nl = f"{_name(concept)} staat niet bovenaan: het heeft skos:broader"
        yield _problem(one, concept, nl, f"{_name(concept)} is not at the top: it has skos:broader")


def _texts(one: Written, concept: URIRef, whole: Graph) -> Iterator[Problem]:
    """A text without a language, in another language, without words, or a second one where there can be one."""
    from rdflib import SKOS, Literal, URIRef

    properties = {f"skos:{name}": SKOS[name] for name in _TEXTS} | {"kit:sourcePart": URIRef(f"{_KIT}sourcePart")}
    once = {*(f"skos:{name}" for name in _ONCE), "kit:sourcePart"}
    for name, predicate in properties.items():
        met: set[str] = set()
        for value in sorted(whole.objects(concept, predicate), key=str):
            language = str(getattr(value, "language", None) or "")
            if not isinstance(value, Literal) or language not in LANGUAGES or not str(value).strip():
                nl = f"{_name(concept)}: {name} is een tekst met @nl of @en erachter, niet {value.n3()}"
                yield _problem(
                    one, concept, nl, f"{_name(concept)}: {name} is a text followed by @nl or @en, not {value.n3()}"
                )
            elif language in met and name in once:
                nl = f"{_name(concept)} heeft {name} meer dan eens in het {language}"
                yield _problem(one, concept, nl, f"{_name(concept)} has {name} more than once in {language}")
            met.add(language)


def _order(one: Written, concept: URIRef, whole: Graph) -> Iterator[Problem]:
    """A place in the list that is no whole number."""
    from rdflib import URIRef

    found = [str(value) for value in whole.objects(concept, URIRef(f"{_KIT}order"))]
    if len(found) > 1 or not all(re.fullmatch(r"\d{1,9}", value, re.ASCII) for value in found):
        nl = f"{_name(concept)}: kit:order is één heel getal, zoals 3"
        yield _problem(one, concept, nl, f"{_name(concept)}: kit:order is one whole number, such as 3")


def _links(one: Written, concept: URIRef, whole: Graph) -> Iterator[Problem]:
    """An address elsewhere that is none of the web: it becomes a link."""
    from rdflib import DCTERMS, RDFS, SKOS

    properties = {f"skos:{name}": SKOS[name] for name in _LINKS}
    properties |= {"rdfs:seeAlso": RDFS.seeAlso, "dct:source": DCTERMS.source}
    for name, predicate in properties.items():
        for target in sorted(whole.objects(concept, predicate), key=str):
            if not _ADDRESS.fullmatch(str(target)):
                nl = f"{_name(concept)}: {name} leidt naar {target.n3()}, en dat is geen webadres"
                yield _problem(one, concept, nl, f"{_name(concept)}: {name} leads to {target.n3()}: no web address")


def _source(one: Written, concept: URIRef, whole: Graph) -> Iterator[Problem]:
    """A source document that does not exist."""
    from rdflib import DCTERMS

    for target in sorted(whole.objects(concept, DCTERMS.source), key=str):
        if str(target).startswith(BASE_IRI) and (target, None, None) not in whole:
            nl = f"{_name(concept)} verwijst naar {_name(target)}, dat niet bestaat"
            yield _problem(one, concept, nl, f"{_name(concept)} refers to {_name(target)}, which does not exist")


def _own_ancestor(one: Written, concept: URIRef, whole: Graph) -> Iterator[Problem]:
    """A concept that is broader than itself, at once or by way of others."""
    from rdflib import SKOS

    wider = whole.objects(concept, SKOS.broader)
    above = {ancestor for broader in wider for ancestor in whole.transitive_objects(broader, SKOS.broader)}
    if concept in above:
        nl = f"{_name(concept)} staat met skos:broader boven zichzelf"
        yield _problem(one, concept, nl, f"{_name(concept)} is above itself by skos:broader")


def _own(graph: Graph, kind: Node) -> list[URIRef]:
    """The concepts or schemes under our base that a graph describes."""
    from rdflib import RDF, URIRef

    found = (one for one in graph.subjects(RDF.type, kind) if isinstance(one, URIRef))
    return sorted(one for one in found if one.startswith(BASE_IRI))


def _name(node: Node) -> str:
    return str(node).removeprefix(BASE_IRI)


def _problem(one: Written, about: URIRef, nl: str, en: str) -> Problem:
    line, column = _place(one.text, f"<{_name(about)}>")
    return Problem(file=one.file, line=line, column=column, field=_name(about), message={"nl": nl, "en": en})


def _place(text: str, name: str) -> tuple[int, int]:
    """Line and column of a name, at the start of a line where it stands there; 0 where it is written another way."""
    whole_name = rf"{re.escape(name)}(?![\w-])"
    found = re.search(rf"^{whole_name}", text, re.MULTILINE) or re.search(whole_name, text)
    if found is None:
        return 0, 0
    before = text[: found.start()]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
