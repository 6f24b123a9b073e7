"""The description for harvesters: what DCAT-AP 3.0.1 and DCAT-AP-NL 3 make mandatory, held by ourselves.

Other people's shapes stand outside the project; `docs/en/developers/data.md` says how to run them.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS, VOID, XSD, Graph, Literal, Namespace, URIRef

from kitoolkit import Catalogue
from kitoolkit.linked import dcat
from kitoolkit.linked.saying import PREFIXES
from kitoolkit.linked.turtle import turtle
from kitoolkit.model import BASE_IRI, ENTRY_TYPES
from kitoolkit.site.files import shared_files
from kitoolkit.site.shared import SharedFile

from .conftest import TOY

SITE = "https://portal.example/"
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
CATALOGUE = URIRef(BASE_IRI + "catalog")
DATASETS = {URIRef(f"{CATALOGUE}#{name}") for name in (*ENTRY_TYPES, "vocabularies")}

OF_ONE_RESOURCE = [DCTERMS.identifier, DCTERMS.publisher, DCTERMS.creator, DCAT.contactPoint, DCTERMS.accessRights]
OF_A_DATASET = [*OF_ONE_RESOURCE, DCTERMS.title, DCTERMS.description, DCAT.theme, DCAT.distribution, DCTERMS.modified]
OF_A_DISTRIBUTION = [
    DCAT.accessURL,
    DCAT.downloadURL,
    DCAT.mediaType,
    DCAT.byteSize,
    DCTERMS.license,
    DCTERMS.format,
    SPDX.checksum,
]
OF_A_RECORD = [FOAF.primaryTopic, DCTERMS.modified, DCTERMS.language]


@pytest.fixture(scope="module")
def files(toy_catalogue: Catalogue) -> dict[str, SharedFile]:
    return {file.path: file for file in shared_files(toy_catalogue, TOY / "ontology", SITE)}


@pytest.fixture(scope="module")
def graph(files: dict[str, SharedFile]) -> Graph:
    return Graph().parse(data=files["catalog.ttl"].content, format="turtle")


def test_a_dataset_per_kind_and_one_for_the_vocabularies(graph: Graph):
    assert set(graph.objects(CATALOGUE, DCAT.dataset)) == DATASETS
    assert set(graph.subjects(RDF.type, DCAT.Dataset)) == DATASETS
    assert {graph.value(record, FOAF.primaryTopic) for record in graph.objects(CATALOGUE, DCAT.record)} == DATASETS


@pytest.mark.parametrize("property_", OF_A_DATASET)
def test_what_a_dataset_must_have(graph: Graph, property_: URIRef):
    """A catalogue is a dataset too, so that it must have the same."""
    for resource in (*DATASETS, CATALOGUE):
        values = list(graph.objects(resource, property_))
        assert values
        assert len(values) == 1 or property_ not in OF_ONE_RESOURCE


@pytest.mark.parametrize(
    ("kind", "properties"), [(DCAT.Distribution, OF_A_DISTRIBUTION), (DCAT.CatalogRecord, OF_A_RECORD)]
)
def test_what_distributions_and_records_must_have(graph: Graph, kind: URIRef, properties: list[URIRef]):
    resources = set(graph.subjects(RDF.type, kind))
    assert len(resources) >= len(DATASETS)
    for resource in resources:
        assert [property_ for property_ in properties if not list(graph.objects(resource, property_))] == []


def test_distributions_describe_the_files_that_are_there(graph: Graph, files: dict[str, SharedFile]):
    for distribution in graph.subjects(RDF.type, DCAT.Distribution):
        address = str(graph.value(distribution, DCAT.downloadURL))
        content = files[address.removeprefix(SITE)].content
        assert graph.value(distribution, DCAT.byteSize) == Literal(len(content), datatype=XSD.nonNegativeInteger)
        checksum = graph.value(distribution, SPDX.checksum)
        assert str(graph.value(checksum, SPDX.checksumValue)) == hashlib.sha256(content).hexdigest()
        assert str(graph.value(checksum, SPDX.algorithm)) == "https://spdx.org/rdf/terms#checksumAlgorithm_sha256"


def test_every_dataset_has_every_form(graph: Graph):
    for dataset in DATASETS:
        types = {
            str(graph.value(one, DCAT.mediaType)).split("media-types/")[1] for one in graph[dataset : DCAT.distribution]
        }
        linked = {"text/turtle", "application/n-triples", "application/ld+json"}
        assert types == (linked if dataset.endswith("#vocabularies") else linked | {"application/json", "text/csv"})


def test_void_counts_what_is_in_the_files(graph: Graph, files: dict[str, SharedFile], toy_catalogue: Catalogue):
    for kind in ENTRY_TYPES:
        dataset = URIRef(f"{CATALOGUE}#{kind}")
        assert int(str(graph.value(dataset, VOID.entities))) == len(toy_catalogue.kind(kind))
        parsed = pyoxigraph.parse(files[f"data/{kind}.ttl"].content, format=pyoxigraph.RdfFormat.TURTLE)
        assert int(str(graph.value(dataset, VOID.triples))) == len({quad.triple for quad in parsed})
        assert URIRef(f"{SITE}data/{kind}.ttl") in set(graph.objects(dataset, VOID.dataDump))


def test_agents_and_outside_resources_are_said_to_be_what_they_are(graph: Graph):
    """Range shapes find a type for every resource that they look at."""
    for property_, kind in (
        (DCTERMS.publisher, FOAF.Agent),
        (DCTERMS.creator, FOAF.Agent),
        (DCAT.contactPoint, VCARD.Kind),
        (DCTERMS.license, DCTERMS.LicenseDocument),
        (DCTERMS.language, DCTERMS.LinguisticSystem),
        (DCTERMS.accessRights, DCTERMS.RightsStatement),
        (DCTERMS.format, DCTERMS.MediaTypeOrExtent),
        (DCAT.mediaType, DCTERMS.MediaType),
        (DCTERMS.conformsTo, DCTERMS.Standard),
        (DCAT.theme, SKOS.Concept),
        (DCAT.landingPage, FOAF.Document),
    ):
        values = set(graph.objects(None, property_))
        assert values
        assert {value for value in values if (value, RDF.type, kind) not in graph} == set()


def test_dates_come_from_the_catalogue(graph: Graph, toy_catalogue: Catalogue):
    dates = {str(date) for date in graph.objects(CATALOGUE, DCTERMS.modified)}
    assert dates == {max(max(entry.added, entry.reviewed or "") for entry in toy_catalogue.values())}


def test_without_an_address_the_files_have_the_base(toy_catalogue: Catalogue):
    dumps = [dcat.Dump(dataset="tool", form="csv", path="data/tool.csv", content=b"")]
    graph = Graph().parse(data=turtle(dcat.describe(toy_catalogue, dumps), PREFIXES), format="turtle")
    assert set(graph.objects(None, DCAT.downloadURL)) == {URIRef(BASE_IRI + "data/tool.csv")}


def test_json_ld_says_the_same(files: dict[str, SharedFile]):
    said = pyoxigraph.parse(files["catalog.ttl"].content, format=pyoxigraph.RdfFormat.TURTLE)
    again = pyoxigraph.parse(files["catalog.jsonld"].content, format=pyoxigraph.RdfFormat.JSON_LD)
    assert {quad.triple for quad in said} == {quad.triple for quad in again}


def test_the_same_input_gives_the_same_bytes(files: dict[str, SharedFile]):
    again = {file.path: file for file in shared_files(Catalogue.open(Path(TOY)), TOY / "ontology", SITE)}
    assert again == files
