"""The same facts in every form, and the same graph for every reader: three parsers that share no code."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pyld.jsonld
import pyoxigraph
import pytest
from pyshacl import validate
from rdflib import DCTERMS, FOAF, ORG, RDF, RDFS, SDO, SKOS, XSD, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from kitoolkit import Catalogue
from kitoolkit.linked import jsonld, schema_org, shapes
from kitoolkit.linked.jsonld import LISTED_TEXT, PREFIXES, expand
from kitoolkit.model import BASE_IRI, ENTRY_TYPES, LANGUAGES, Entry, Language, Organisation, Tool
from kitoolkit.site import linked
from kitoolkit.structure import Field, fields

from .conftest import ROOT, TOY
from .site.conftest import need

Term = tuple[str, str, str]
"""What a literal says, its language and its datatype; an IRI has neither."""

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own


@pytest.fixture(scope="module", params=["toy", "real"])
def catalogue(request: pytest.FixtureRequest) -> Catalogue:
    return Catalogue.open(TOY if request.param == "toy" else ROOT)


@pytest.fixture(scope="module")
def files(catalogue: Catalogue) -> dict[str, bytes]:
    """What stands beside the pages of entries and concepts."""
    return {file.path: file.content for file in linked._beside_pages(catalogue)}


def read_by_rdflib(text: str, form: str) -> set[tuple[Term, ...]]:
    graph = Graph().parse(data=text, format={"turtle": "turtle", "jsonld": "json-ld", "ntriples": "nt"}[form])
    return {tuple(rdflib_term(term) for term in triple) for triple in graph}


def rdflib_term(term: object) -> Term:
    if isinstance(term, Literal):
        return str(term), term.language or "", "" if term.language else str(term.datatype or XSD.string)
    return str(term), "", "IRI"


def read_by_oxigraph(text: str, form: str) -> set[tuple[Term, ...]]:
    form_of = {
        "turtle": pyoxigraph.RdfFormat.TURTLE,
        "jsonld": pyoxigraph.RdfFormat.JSON_LD,
        "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    }
    quads = pyoxigraph.parse(text, format=form_of[form])
    return {tuple(oxigraph_term(term) for term in (q.subject, q.predicate, q.object)) for q in quads}


def oxigraph_term(term: object) -> Term:
    if isinstance(term, pyoxigraph.Literal):
        return term.value, term.language or "", "" if term.language else term.datatype.value
    assert isinstance(term, pyoxigraph.NamedNode)
    return term.value, "", "IRI"


def read_by_pyld(text: str) -> set[tuple[Term, ...]]:
    """PyLD makes RDF of JSON-LD; the statements are taken from it before anything writes or reads them again."""
    triples = pyld.jsonld.to_rdf(json.loads(text))["@default"]
    return {tuple(pyld_term(triple[part]) for part in ("subject", "predicate", "object")) for triple in triples}


def pyld_term(term: dict[str, str]) -> Term:
    if term["type"] == "literal":
        language = term.get("language", "")
        return term["value"], language, "" if language else term["datatype"]
    assert term["type"] == "IRI"
    return term["value"], "", "IRI"


def test_raptor_reads_the_same(catalogue: Catalogue):
    """A fourth reader, in C: Debian's raptor."""
    command = need(shutil.which("rapper"), "raptor")
    for form, name in (("turtle", "turtle"), ("ntriples", "ntriples")):
        text = catalogue.export(form)  # type: ignore[arg-type]
        read = subprocess.run(
            [command, "--quiet", "--input", name, "--output", "ntriples", "-", BASE_IRI],
            input=text.encode(),
            capture_output=True,
            check=True,
        )
        assert read.stderr == b""
        assert read_by_oxigraph(read.stdout.decode(), "ntriples") == read_by_oxigraph(text, form)


def test_three_readers_agree(catalogue: Catalogue):
    said = {tuple(rdflib_term(term) for term in triple) for triple in catalogue.graph}
    for form in ("turtle", "ntriples", "jsonld"):
        text = catalogue.export(form)  # type: ignore[arg-type]
        assert read_by_rdflib(text, form) == said
        assert read_by_oxigraph(text, form) == said
    assert read_by_pyld(catalogue.export("jsonld")) == said


def test_every_entry_and_concept_alone_says_what_the_whole_says(catalogue: Catalogue, files: dict[str, bytes]):
    """The files beside the pages, put together, are the catalogue without its schemes."""
    schemes = {BASE_IRI + scheme for scheme in catalogue.vocabulary.schemes}
    whole = {triple for triple in read_by_oxigraph(catalogue.export("turtle"), "turtle") if triple[0][0] not in schemes}
    for ending, form in ((".ttl", "turtle"), (".jsonld", "jsonld")):
        parts = [content.decode() for path, content in files.items() if path.endswith(ending)]
        assert len(parts) == len(catalogue) + len(catalogue.vocabulary)
        assert set().union(*(read_by_oxigraph(part, form) for part in parts)) == whole


def test_every_entry_alone_is_read_alike(catalogue: Catalogue, files: dict[str, bytes]):
    for entry in list(catalogue.values())[:: max(1, len(catalogue) // 25)]:
        turtle, document = (files[f"{entry.id}/index.{ending}"].decode() for ending in ("ttl", "jsonld"))
        said = read_by_rdflib(turtle, "turtle")
        assert said == read_by_oxigraph(turtle, "turtle")
        assert said == read_by_rdflib(document, "jsonld")
        assert said == read_by_oxigraph(document, "jsonld")
        assert said == read_by_pyld(document)


def test_csv_and_linked_data_say_the_same(catalogue: Catalogue):
    table = {row["id"]: row for row in csv.DictReader(io.StringIO(catalogue.export("csv"), newline=""))}
    graph = Graph().parse(data=catalogue.export("turtle"), format="turtle")
    for entry in catalogue.values():
        row = table[entry.id]
        for field in (field for field in fields(type(entry)) if not field.info.editorial):
            objects = set(graph.objects(URIRef(BASE_IRI + entry.id), URIRef(expand(field.info.iri))))
            if field.form == "text" and field.many:
                objects = {text for part in objects for text in graph.objects(part, URIRef(expand(LISTED_TEXT)))}
            assert cells(row, field) == said_by(objects, field), f"{entry.id} {field.name}"


def cells(row: dict[str, str], field: Field) -> set[Term] | int:
    """What the CSV says: texts with their language, other values as they are, of parts their number."""
    if field.struct:
        decoded = json.loads(row[field.name] or "[]")
        return len(decoded) if isinstance(decoded, list) else 1
    if field.form == "text":
        texts = ((language, row[f"{field.name}_{language}"]) for language in LANGUAGES)
        return {(unquoted(part), language, "") for language, text in texts for part in split(text, field)}
    return {(unquoted(part), "", "") for part in split(row[field.name], field)}


def split(text: str, field: Field) -> Iterator[str]:
    return (part for part in (text.split(" | ") if field.many else [text]) if part)


def unquoted(cell: str) -> str:
    return cell[1:] if re.match(r"'[=+\-@\t\r]", cell) else cell


def said_by(objects: Iterable[object], field: Field) -> set[Term] | int:
    if field.struct:
        return len(set(objects))
    found = {rdflib_term(term) for term in objects}
    return {(text.removeprefix(BASE_IRI) if kind == "IRI" else text, language, "") for text, language, kind in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_embedded_data_and_turtle_say_the_same(catalogue: Catalogue, language: Language):
    for entry in catalogue.values():
        page = schema_org.entry_page(entry, catalogue.vocabulary, language)
        subject = URIRef(BASE_IRI + entry.id)
        entity = page["mainEntity"]
        objects = lambda name, subject=subject: set(catalogue.graph.objects(subject, URIRef(expand(name))))  # noqa: E731
        assert entity["@id"] == str(subject)
        assert Literal(entity["name"], lang=language) in objects("dct:title")
        assert Literal(entity["description"], lang=language) in objects("dct:abstract")
        assert {str(name) for name in objects("skos:altLabel")} == set(entity.get("alternateName", []))
        assert {str(date) for date in objects("dct:created")} == {page["dateCreated"]}
        about = set().union(*(objects(f"kit:{name}") for name in ("requirement", "principle", "phase", "use")))
        assert {URIRef(concept["@id"]) for concept in page.get("about", [])} == about
        cited = {
            target
            for source in objects("dct:source")
            for target in catalogue.graph.objects(source, URIRef(expand("schema:url")))
        }
        assert cited <= {URIRef(address) for address in page["citation"]}
        if isinstance(entry, Tool | Organisation):
            assert {URIRef(entity["url"])} == objects("foaf:homepage")


def test_embedded_data_uses_terms_that_exist(catalogue: Catalogue):
    """Every class and property is in schema.org, as rdflib lists it."""
    schemes = catalogue.vocabulary.schemes
    pages = [
        *(schema_org.entry_page(entry, catalogue.vocabulary, "nl") for entry in catalogue.values()),
        *(schema_org.concept_page(one, schemes[one.scheme], "en") for one in catalogue.vocabulary.values()),
        *(schema_org.scheme_page(one, catalogue.vocabulary.scheme(one.id), "nl") for one in schemes.values()),
    ]
    assert {name for page in pages for name in terms(page) if name not in SDO} == set()


def terms(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        yield from ([node["@type"]] if "@type" in node else [])
        yield from (name for name in node if not name.startswith("@"))
        for value in node.values():
            yield from terms(value)
    elif isinstance(node, list):
        for value in node:
            yield from terms(value)


def test_our_properties_of_others_exist(catalogue: Catalogue):
    used = {str(predicate) for predicate in catalogue.graph.predicates()}
    outside = {iri for iri in used if not iri.startswith(PREFIXES["kit"])}
    assert {
        iri for iri in outside if not any(iri in known for known in (DCTERMS, FOAF, ORG, RDF, RDFS, SDO, SKOS))
    } == set()


def test_the_data_keep_to_our_own_shapes(catalogue: Catalogue):
    conforms, _, report = validate(catalogue.graph, shacl_graph=Graph().parse(data=shapes.turtle(), format="turtle"))
    assert conforms, report


ONE_OF_A_KIND = (
    "tool/explain-it",
    "example/subtitles",
    "lesson/hidden-scores",
    "tradeoff/personal-or-shared",
    "question/who-answers",
    "checklist/before-launch",
    "organisation/omroep",
)
REQUIRED = [
    (entry_id, field.name)
    for entry_id in ONE_OF_A_KIND
    for field in fields(ENTRY_TYPES[entry_id.partition("/")[0]])
    if field.required
]


@pytest.mark.parametrize(("entry_id", "name"), REQUIRED)
def test_without_a_required_property_the_shapes_complain(toy_catalogue: Catalogue, entry_id: str, name: str):
    node = jsonld.entry_node(toy_catalogue[entry_id])
    del node[name]
    text = json.dumps(jsonld.node_document(node))
    graph = Graph()
    for triple in read_by_oxigraph(text, "jsonld"):
        graph.add(tuple(as_rdflib(term) for term in triple))  # type: ignore[arg-type]
    conforms, _, _ = validate(graph, shacl_graph=Graph().parse(data=shapes.turtle(), format="turtle"))
    assert not conforms


def as_rdflib(term: Term) -> URIRef | Literal:
    text, language, kind = term
    if kind == "IRI":
        return URIRef(text)
    return Literal(text, lang=language or None, datatype=None if language else URIRef(kind))


@pytest.mark.parametrize("file", sorted((ROOT / "ontology").glob("*.ttl")), ids=lambda file: file.stem)
def test_the_ontology_is_read_alike(file: Path):
    """There are blank nodes in it, so graphs are compared and not sets of triples."""
    text = file.read_text(encoding="utf-8")
    by_oxigraph = pyoxigraph.serialize(
        (quad.triple for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE, base_iri=BASE_IRI)),
        format=pyoxigraph.RdfFormat.N_TRIPLES,
    )
    assert isomorphic(
        Graph().parse(data=text, format="turtle", publicID=BASE_IRI), Graph().parse(data=by_oxigraph, format="nt")
    )


def test_the_shapes_are_read_alike():
    """Compared by number: nearly all of it is blank nodes."""
    by_oxigraph = list(pyoxigraph.parse(shapes.turtle(), format=pyoxigraph.RdfFormat.TURTLE))
    assert len(Graph().parse(data=shapes.turtle(), format="turtle")) == len(by_oxigraph) > 1000


def test_embedded_data_cannot_end_the_script(toy_catalogue: Catalogue):
    """What a contributor wrote is escaped by the template: `<` never stands in the JSON."""
    from kitoolkit.site.render import _environment

    hostile: Entry = msgspec.structs.replace(
        toy_catalogue["question/who-answers"], title={"nl": "</script><script>alert(1)//", "en": "<!--"}
    )
    page = schema_org.entry_page(hostile, toy_catalogue.vocabulary, "nl")
    written = _environment().from_string("{{ data | tojson }}").render(data=page)
    assert "<" not in written
    assert json.loads(written) == page
