"""What stands at the address of an entry, concept, scheme, the ontology, the shapes and the context."""

from __future__ import annotations

import json
import os
from pathlib import PurePosixPath

import pyoxigraph
import pytest
from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, URIRef
from rdflib.term import Node

from kitoolkit import Catalogue
from kitoolkit.linked import jsonld
from kitoolkit.model import BASE_IRI, ENTRY_TYPES, LANGUAGES, Language
from kitoolkit.site import heads
from kitoolkit.site.files import shared_files
from kitoolkit.site.render import Renderer

from .conftest import ROOT, TOY

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own


@pytest.fixture(scope="module")
def files(toy_catalogue: Catalogue) -> dict[str, bytes]:
    """As in the portal, with the ontology that the portal has."""
    found = shared_files(toy_catalogue, ROOT / "ontology")
    assert len({file.path for file in found}) == len(found)
    return {file.path: file.content for file in found}


def test_every_entry_and_concept_has_its_data(toy_catalogue: Catalogue, files: dict[str, bytes]):
    for one in (*toy_catalogue, *toy_catalogue.vocabulary):
        graph = Graph().parse(data=files[f"{one}/index.ttl"], format="turtle")
        assert (URIRef(BASE_IRI + one), RDF.type, None) in graph
        document = json.loads(files[f"{one}/index.jsonld"])
        assert document["id"] == one
        assert document["@context"]["@base"] == BASE_IRI


def test_every_scheme_has_its_concepts(files: dict[str, bytes]):
    for file in (ROOT / "ontology").glob("*.ttl"):
        graph = Graph().parse(file)
        for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme):
            name = str(scheme).removeprefix(BASE_IRI)
            assert files[f"{name}/index.ttl"].startswith(file.read_bytes())
            published = Graph().parse(data=files[f"{name}/index.ttl"], format="turtle")
            document = Graph().parse(data=files[f"{name}/index.jsonld"], format="json-ld")
            assert len(document) == len(published)
            for one in (published, document):
                assert set(one.subjects(SKOS.inScheme, scheme)) == set(graph.subjects(SKOS.inScheme, scheme))


def test_a_scheme_by_itself_tells_what_it_refers_to(files: dict[str, bytes], toy_catalogue: Catalogue):
    """Who harvests one scheme gets no dangling names: NL-SBB wants the target of a mapping to be a defined concept."""
    relations = [SKOS[name] for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")]
    named = 0
    for scheme in toy_catalogue.vocabulary.schemes:
        graph = Graph().parse(data=files[f"{scheme}/index.ttl"], format="turtle")
        targets = {target for relation in relations for target in graph.objects(None, relation)}
        targets |= {one for one in graph.objects(None, DCTERMS.source) if str(one).startswith(BASE_IRI)}
        for target in targets:
            named += 1
            assert (target, RDF.type, SKOS.Concept) in graph, f"{scheme} names {target}"
            for text in (SKOS.prefLabel, SKOS.definition):
                assert graph.value(target, text), f"{scheme} names {target}"
        assert {graph.value(one, SKOS.inScheme) for one in targets - own(graph, scheme)} <= {None}
    assert named > 50


def own(graph: Graph, scheme: str) -> set[Node]:
    return set(graph.subjects(SKOS.inScheme, URIRef(BASE_IRI + scheme)))


def test_ontology_shapes_and_context(files: dict[str, bytes]):
    for ending, form in (("ttl", "turtle"), ("jsonld", "json-ld")):
        ontology = Graph().parse(data=files[f"ontology/index.{ending}"], format=form)
        assert (URIRef(BASE_IRI + "ontology"), RDF.type, OWL.Ontology) in ontology
        shapes = Graph().parse(data=files[f"shapes/index.{ending}"], format=form)
        assert (URIRef(BASE_IRI + "shapes#Tool"), None, None) in shapes
    assert json.loads(files["context.jsonld"]) == json.loads(json.dumps({"@context": jsonld.context()}))
    assert files["shapes/index.ttl"] == (ROOT / "ontology" / "shapes" / "catalogue.shapes.ttl").read_bytes()


@pytest.mark.parametrize("kind", ENTRY_TYPES)
def test_files_of_a_kind_hold_that_kind(files: dict[str, bytes], toy_catalogue: Catalogue, kind: str):
    ids = [entry.id for entry in toy_catalogue.kind(kind)]
    assert [entry["id"] for entry in json.loads(files[f"data/{kind}.json"])] == ids
    head, *rows = files[f"data/{kind}.csv"].decode().splitlines()
    assert head.startswith("id,kind,title_nl,title_en")
    assert ("homepage" in head) == (kind in {"tool", "organisation"})
    assert len(rows) >= len(ids)
    for ending, form in (("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld")):
        graph = Graph().parse(data=files[f"data/{kind}.{ending}"], format=form)
        typed = set(graph.subjects(RDF.type, URIRef(jsonld.expand(ENTRY_TYPES[kind].iri_class))))
        assert typed == {URIRef(BASE_IRI + one) for one in ids}


def test_the_vocabularies_hold_all_schemes(files: dict[str, bytes]):
    quads = list(pyoxigraph.parse(files["data/vocabularies.ttl"], format=pyoxigraph.RdfFormat.TURTLE))
    assert len(set(files["data/vocabularies.nt"].splitlines())) == len(quads)
    inside = pyoxigraph.NamedNode(str(SKOS.inScheme))
    schemes = {quad.object.value for quad in quads if quad.predicate == inside}
    assert {f"{BASE_IRI}requirement", f"{BASE_IRI}law", f"{BASE_IRI}term"} <= schemes


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("one", ["tool/explain-it", "requirement/transparency"])
def test_the_head_of_a_page_leads_to_its_data(
    toy_catalogue: Catalogue, files: dict[str, bytes], language: Language, one: str
):
    kind = "entry" if one in toy_catalogue else "concept"
    head = heads.head(Renderer(toy_catalogue, language), f"{one}/", kind, one, "https://portal.example/")
    here = PurePosixPath("/" if language == "nl" else "/en") / one
    for link in head["links"]:
        if link["rel"] == "cite-as":
            assert link["href"] == BASE_IRI + one
        else:
            assert os.path.normpath(here / link["href"]).removeprefix("/") in files
    types = {link["type"] for link in head["links"] if "type" in link}
    assert {"text/turtle", "application/ld+json"} <= types
    assert head["linked_data"]["url"] == f"https://portal.example{here}/"


def test_an_ontology_of_ones_own(toy_catalogue: Catalogue):
    paths = {file.path for file in shared_files(toy_catalogue, TOY / "ontology")}
    assert "requirement/index.ttl" in paths
    assert "ontology/index.ttl" not in paths
