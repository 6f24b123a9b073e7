"""Linked data as files of the site: beside each page, for the whole, and what describes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kitoolkit import citation, release_notes
from kitoolkit.export import csv_columns, csv_table, export
from kitoolkit.linked import dcat, graph, jsonld, shapes, triples
from kitoolkit.linked.flattened import flattened
from kitoolkit.linked.saying import PREFIXES
from kitoolkit.linked.triples import RDF_TYPE, Iri, Triple
from kitoolkit.linked.turtle import ntriples, turtle
from kitoolkit.model import BASE_IRI, ENTRY_TYPES, Entry
from kitoolkit.releases import History
from kitoolkit.site.shared import SharedFile
from kitoolkit.vocabulary import Vocabulary, local_id

if TYPE_CHECKING:
    from kitoolkit.catalogue import Catalogue

_NO_CONCEPTS = Vocabulary((), ())
_OWL_ONTOLOGY, _SCHEME = PREFIXES["owl"] + "Ontology", PREFIXES["skos"] + "ConceptScheme"
_CONCEPT = Iri(PREFIXES["skos"] + "Concept")
_IN_SHORT = {Iri(RDF_TYPE), *(Iri(PREFIXES["skos"] + name) for name in ("prefLabel", "definition"))}
"""What a file says of the concepts of other files."""


def linked_files(
    catalogue: Catalogue,
    downloads: Sequence[SharedFile],
    ontology: Path,
    site: str = "",
    history: History | None = None,
    released: Iterable[Triple] = (),
) -> list[SharedFile]:
    """All of them.

    Args:
        catalogue: The catalogue.
        downloads: The files that hold the whole catalogue, `data/catalogue.*`.
        ontology: The folder of the hand-written Turtle.
        site: The address of the site, with a slash at its end; empty where it is not known.
        history: The releases.
        released: What is said of them.
    """
    history = history or History()
    sources = [Source(file, history) for file in sorted(ontology.glob("*.ttl"))]
    dumps = [*_whole(downloads), *_per_kind(catalogue), *_vocabularies(sources)]
    version = release_notes.state(history, dcat.Dates.of_all(catalogue, history.edits).last)
    described = dcat.describe(catalogue, dumps, site or BASE_IRI, version, history.edits)
    return [
        *_catalog([*described, *release_notes.of_catalogue(history), *released]),
        *(SharedFile(dump.path, dump.content) for dump in dumps if dump.dataset),
        *_model(sources),
        *_beside_pages(catalogue, history.edits.days),
        *_citation(citation.of_catalogue(catalogue.values(), history.current, history.edits.days), ""),
    ]


class Source:
    """One of the hand-written files: its text, its triples and what it is about.

    Args:
        file: The file.
        history: The releases, of which each file says which it is and which came before.
        version: The release that the file belongs to; empty for what the checkout holds.
    """

    def __init__(self, file: Path, history: History, version: str = "") -> None:
        self.text = file.read_text(encoding="utf-8")
        found, self.prefixes = graph.read_turtle(self.text, BASE_IRI)
        self.triples = [_apart(triple, file.stem) for triple in found]
        subjects = {target: subject for subject, predicate, target in found if predicate == RDF_TYPE}
        self.about = local_id(subjects.get(Iri(_OWL_ONTOLOGY)) or subjects.get(Iri(_SCHEME)) or "")
        said = list(release_notes.of_ontology(self.about, Iri(_OWL_ONTOLOGY) in subjects, history, version))
        if self.about and said:
            self.text += f"\n# Added when it was published\n\n{ntriples(said)}"
            self.triples += said

    def files(self, others: Iterable[Source]) -> Iterator[SharedFile]:
        """Its text, and the same as JSON-LD, at the address of what it is about.

        Args:
            others: All sources. What they say in short of concepts that this one names goes along, so that whoever
                harvests one scheme has no names without a meaning.
        """
        if not self.about:
            return
        here = {subject for subject, _, _ in self.triples}
        named = {target for _, _, target in self.triples if isinstance(target, Iri)} - here
        beside = [triple for other in others for triple in other.in_short(named)]
        text = self.text + (f"\n# Concepts elsewhere that are named above\n\n{ntriples(beside)}" if beside else "")
        yield SharedFile(f"{self.about}/index.ttl", text.encode())
        yield SharedFile(f"{self.about}/index.jsonld", as_json(flattened([*self.triples, *beside], self.prefixes)))

    def in_short(self, named: Set[Iri]) -> Iterator[Triple]:
        """What this says in short of those concepts among some names that it describes."""
        concepts = {subject for subject, _, target in self.triples if target == _CONCEPT} & named
        for triple in self.triples:
            if triple[0] in concepts and triple[1] in _IN_SHORT:
                yield triple


def _apart(triple: Triple, name: str) -> Triple:
    """A triple with the file's name in its blank nodes, so that files can be put together."""
    subject, predicate, target = (
        Iri(f"_:{name}-{term[2:]}") if isinstance(term, Iri) and term.startswith("_:") else term for term in triple
    )
    return subject, predicate, target  # type: ignore[return-value]


def _whole(downloads: Sequence[SharedFile]) -> Iterator[dcat.Dump]:
    forms = {dcat.dump_path("", form): form for form in dcat.FORMS}
    for file in downloads:
        yield dcat.Dump(dataset="", form=forms[file.path], path=file.path, content=file.content)


def _per_kind(catalogue: Catalogue) -> Iterator[dcat.Dump]:
    for kind in ENTRY_TYPES:
        entries: Sequence[Entry] = [entry for entry in catalogue.values() if entry.kind == kind]
        for form in dcat.FORMS:
            is_table = form == "csv"
            private = catalogue.private & {entry.id for entry in entries}
            text = (
                csv_table(entries, csv_columns([kind]), private)
                if is_table
                else export(entries, _NO_CONCEPTS, form, private)
            )
            yield dcat.Dump(dataset=kind, form=form, path=dcat.dump_path(kind, form), content=text.encode())


def _vocabularies(sources: Sequence[Source]) -> Iterator[dcat.Dump]:
    prefixes: dict[str, str] = {}
    for source in sources:
        prefixes = source.prefixes | prefixes
    merged = [triple for source in sources for triple in source.triples]
    texts = {
        "turtle": turtle(merged, prefixes),
        "ntriples": ntriples(merged),
        "jsonld": as_json(flattened(merged, prefixes)).decode(),
    }
    for form, text in texts.items():
        path = dcat.dump_path(dcat.VOCABULARIES, form)
        yield dcat.Dump(dataset=dcat.VOCABULARIES, form=form, path=path, content=text.encode())


def _catalog(described: Sequence[Triple]) -> Iterator[SharedFile]:
    turtle_text = turtle(described, PREFIXES).encode()
    yield SharedFile(
        "catalog.ttl",
        turtle_text,
        "DCAT, Turtle",
        {
            "nl": "Beschrijving van alle bestanden, voor wie ze automatisch ophaalt",
            "en": "Description of all files, for whoever harvests them",
        },
    )
    yield SharedFile("catalog.jsonld", as_json(flattened(described, PREFIXES)))


def _model(sources: Sequence[Source]) -> Iterator[SharedFile]:
    """The ontology, the concept schemes, the shapes and the context, at the addresses that name them."""
    for source in sources:
        yield from source.files(sources)
    shapes_text = shapes.turtle()
    found, prefixes = graph.read_turtle(shapes_text, BASE_IRI)
    yield SharedFile("shapes/index.ttl", shapes_text.encode())
    yield SharedFile("shapes/index.jsonld", as_json(flattened(found, prefixes)))
    yield SharedFile("context.jsonld", as_json({"@context": jsonld.context()}))


def _beside_pages(catalogue: Catalogue, edited: Mapping[str, str] | None = None) -> Iterator[SharedFile]:
    prefixes = triples.prefixes(catalogue.vocabulary)
    for entry in catalogue.values():
        yield from _one(jsonld.entry_node(entry, private=catalogue.is_private(entry.id)), prefixes)
        yield from _citation(citation.of_entry(entry, edited), f"{entry.id}/")
    for concept in catalogue.vocabulary.values():
        yield from _one(jsonld.concept_node(concept), prefixes)


def _one(node: jsonld.Node, prefixes: dict[str, str]) -> Iterator[SharedFile]:
    text = turtle(triples.of_nodes([node]), prefixes)
    yield SharedFile(f"{node['id']}/index.ttl", text.encode())
    yield SharedFile(f"{node['id']}/index.jsonld", as_json(jsonld.node_document(node)))


def _citation(cited: citation.Citation, folder: str) -> Iterator[SharedFile]:
    yield SharedFile(f"{folder}citation.bib", cited.bibtex().encode())
    yield SharedFile(f"{folder}citation.csl.json", as_json([cited.csl()]))


def as_json(value: object) -> bytes:
    """JSON as a file."""
    return msgspec.json.encode(value) + b"\n"
