"""What no longer counts keeps its address and its page, leads on, and is in no list."""

from __future__ import annotations

import csv
import io
import json
import re

import msgspec
import pyoxigraph
import pytest
from pyshacl import validate
from rdflib import DCTERMS, OWL, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from kitoolkit import Catalogue, CatalogueError, snapshot, vocabulary
from kitoolkit.check import check
from kitoolkit.coverage import measure
from kitoolkit.linked import shapes
from kitoolkit.model import BASE_IRI, LANGUAGES, Deprecation, Language
from kitoolkit.review.stale import stale
from kitoolkit.site import browse, conversing, finder
from kitoolkit.site.feeds import feed_files
from kitoolkit.site.files import shared_files
from kitoolkit.site.pages import Page, _Maker
from kitoolkit.site.queries import Question, questions
from kitoolkit.site.render import Renderer
from kitoolkit.vocabulary import Vocabulary

from .conftest import TODAY, Checkout
from .stores import oxigraph

OLD, NEW = "tool/diversity-guide", "tool/explain-it"
FILE = "tools/diversity-guide.yaml"
DEPRECATED = f"""\
deprecated:
  since: "2026-11-20"
  reason:
    nl: Ging op in de uitlegger.
    en: Became part of the explainer.
  replaced_by:
    - {NEW}
"""
CONCEPT, OTHER_CONCEPT = "use/speech", "use/generative"


@pytest.fixture
def spoilt(toy: Checkout) -> Checkout:
    """A checkout in which a tool and a concept are deprecated."""
    toy.write(FILE, toy.read(FILE) + DEPRECATED)
    uses = toy.folder / "ontology" / "uses.ttl"
    text = uses.read_text(encoding="utf-8")
    uses.write_text(
        text
        + f"""
<{BASE_IRI}{CONCEPT}> <{OWL.deprecated}> true ;
    <{DCTERMS.isReplacedBy}> <{BASE_IRI}{OTHER_CONCEPT}> ;
    <http://www.w3.org/2004/02/skos/core#changeNote> "Te breed."@nl , "Too broad."@en .
""",
        encoding="utf-8",
    )
    return toy


@pytest.fixture
def catalogue(spoilt: Checkout) -> Catalogue:
    return Catalogue.open(spoilt.folder)


def test_its_id_finds_it_and_no_list_does(catalogue: Catalogue):
    assert catalogue[OLD].deprecated.replaced_by == (NEW,)  # type: ignore[union-attr]
    assert OLD in catalogue
    assert OLD in list(catalogue)
    assert catalogue.deprecated.ids == (OLD,)
    assert len(catalogue) == len(catalogue.entries) + 1
    assert OLD not in catalogue.entries.ids
    assert OLD not in catalogue.tools.where(requirement="requirement/diversity").ids
    assert OLD not in catalogue.kind("tool").ids
    assert OLD not in catalogue.serving("requirement/diversity").ids
    assert OLD not in [hit.id for hit in catalogue.search("Handleiding diversiteit")]
    assert all(OLD not in catalogue.related(other).ids for other in catalogue)
    assert NEW in catalogue.related(OLD).ids  # its own page leads on


def test_gaps_and_figures_leave_it_out(catalogue: Catalogue, toy_catalogue: Catalogue):
    pair = ("requirement/diversity", "phase/idea")
    assert catalogue.gaps(kind="tool")[pair] == toy_catalogue.gaps(kind="tool")[pair] - 1
    assert measure(catalogue).kinds["tool"] == len(toy_catalogue.tools) - 1
    assert OLD not in {one.id for one in stale(catalogue.values(), days=1)}


def test_a_question_is_not_helped_by_it(toy: Checkout):
    def helping() -> set[str]:
        return {one for question in Catalogue.open(toy.folder).checklist() for one in question.tools}

    assert NEW in helping()
    toy.write("tools/explain-it.yaml", toy.read("tools/explain-it.yaml") + DEPRECATED.replace(NEW, OLD))
    assert NEW not in helping()
    catalogue = Catalogue.open(toy.folder)
    assert not any(NEW in conversing.data(catalogue, language).decode() for language in LANGUAGES)
    page = _Maker(Renderer(catalogue, "nl"), [], "").entry("checklist/before-launch")
    assert not re.search(rf'href="[./]*{NEW}/"', page.content)


def test_a_deprecated_checklist_asks_nothing(toy: Checkout):
    toy.write("checklists/before-launch.yaml", toy.read("checklists/before-launch.yaml") + DEPRECATED)
    assert Catalogue.open(toy.folder).checklist() == ()


def test_a_deprecated_concept_is_not_chosen_and_still_found(catalogue: Catalogue):
    concept = catalogue.vocabulary[CONCEPT]
    assert (concept.deprecated, concept.replaced_by) == (True, (OTHER_CONCEPT,))
    assert concept.change_note == {"nl": "Te breed.", "en": "Too broad."}
    assert CONCEPT not in {one.id for one in catalogue.vocabulary.current("use")}
    assert CONCEPT not in catalogue.gaps("use", "phase").rows
    assert catalogue.entries.where(use=CONCEPT)
    values = {value.name for facet in browse.facets(catalogue, "nl") if facet.name == "use" for value in facet.values}
    assert "speech" not in values
    assert "generative" in values
    json.loads(browse.data(catalogue, "nl"))


def test_feeds_search_files_and_facets_leave_it_out(catalogue: Catalogue):
    for language in LANGUAGES:
        feeds = feed_files(Renderer(catalogue, language))
        assert feeds
        assert not any(OLD.encode() in feed.content for feed in feeds)
        assert OLD not in {row["id"] for row in json.loads(browse.data(catalogue, language))["entries"]}
    assert not any(f"{OLD}/".encode() in file.content for file in finder.search_files(catalogue))
    assert not any(f'"{CONCEPT}/"'.encode() in file.content for file in finder.search_files(catalogue))


def test_dumps_and_the_api_hold_it(catalogue: Catalogue, spoilt: Checkout):
    files = {file.path: file.content for file in shared_files(catalogue, spoilt.folder / "ontology")}
    for dump in ("data/catalogue", "data/tool"):
        assert OLD in {entry["id"] for entry in json.loads(files[f"{dump}.json"])}
        assert OLD in {row["id"] for row in csv.DictReader(io.StringIO(files[f"{dump}.csv"].decode(), newline=""))}
    for path in ("data/catalogue.ttl", "data/tool.ttl", f"{OLD}/index.ttl"):
        graph = Graph().parse(data=files[path], format="turtle")
        subject = URIRef(BASE_IRI + OLD)
        assert graph.value(subject, OWL.deprecated) == Literal(True)
        assert graph.value(subject, DCTERMS.isReplacedBy) == URIRef(BASE_IRI + NEW)
    brief = {one["id"]: one for one in json.loads(files["api/v1/entries.json"])}
    assert brief[OLD]["deprecated"] is True
    assert "deprecated" not in brief[NEW]


def test_three_readers_agree_and_the_shapes_hold(catalogue: Catalogue):
    turtle, jsonld = catalogue.export("turtle"), catalogue.export("jsonld")
    said = {str(one) for one in pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE)}
    assert said == {str(one) for one in pyoxigraph.parse(jsonld, format=pyoxigraph.RdfFormat.JSON_LD)}
    assert isomorphic(Graph().parse(data=turtle, format="turtle"), catalogue.graph)
    assert validate(catalogue.graph, shacl_graph=Graph().parse(data=shapes.turtle(), format="turtle"))[0]
    concept = URIRef(BASE_IRI + CONCEPT)
    assert (concept, OWL.deprecated, Literal(True)) in catalogue.graph
    assert (concept, DCTERMS.isReplacedBy, URIRef(BASE_IRI + OTHER_CONCEPT)) in catalogue.graph


@pytest.mark.parametrize(("language", "word"), [("nl", "vervallen"), ("en", "deprecated")])
def test_pages_say_so_and_lead_on(catalogue: Catalogue, language: Language, word: str):
    make = _Maker(Renderer(catalogue, language), [], "")
    old, concept = make.entry(OLD), make.concept(catalogue.vocabulary[CONCEPT])
    assert old.meta["robots"] == concept.meta["robots"] == "noindex"
    assert word in notice(old)
    assert word in notice(concept)
    assert 'href="../../tool/explain-it/"' in notice(old)
    assert 'href="../../use/generative/"' in notice(concept)
    assert old.content.index("data-deprecated") < old.content.index("<h1>")
    others = [make.entry(one) for one in catalogue if one != OLD]
    others += [make.overview("tool"), make.concept(catalogue.vocabulary["requirement/diversity"]), make.browse()]
    assert [page.path for page in others if re.search(rf'href="[./]*{OLD}/"', page.content)] == []
    assert not re.search(rf'href="[./]*{CONCEPT}/"', make.scheme("use").content)
    assert "robots" not in make.entry(NEW).meta


def notice(page: Page) -> str:
    found = re.search(r"<div[^>]*data-deprecated.*?</div>", page.content, re.DOTALL)
    assert found
    return found[0]


def lines(checkout: Checkout, language: Language) -> list[str]:
    concepts = vocabulary.load(checkout.folder / "ontology")
    return [problem.as_text(language) for problem in check(checkout.catalogue, concepts, today=TODAY).problems]


def test_check_names_what_takes_its_place(spoilt: Checkout):
    place = f"{spoilt.catalogue}/examples/subtitles.yaml:"
    nl, en = lines(spoilt, "nl"), lines(spoilt, "en")
    assert f"{place}16:5: waarschuwing: '{OLD}' is vervallen (neem {NEW})" in nl
    assert f"{place}16:5: warning: '{OLD}' is deprecated (take {NEW})" in en
    assert f"{place}12:5: warning: '{CONCEPT}' is deprecated (take {OTHER_CONCEPT})" in en
    assert [line for line in en if "error" in line or "diversity-guide.yaml" in line] == []


def test_without_a_replacement_check_says_so(toy: Checkout):
    toy.write(FILE, toy.read(FILE) + DEPRECATED.partition("  replaced_by")[0])
    assert any(f"'{OLD}' is deprecated (nothing takes its place; remove it)" in line for line in lines(toy, "en"))


def test_what_takes_its_place_may_be_called_alike(toy: Checkout):
    toy.write("tools/guide-to-diversity.yaml", toy.read(FILE))
    assert any("same" in line for line in lines(toy, "en"))
    toy.write(FILE, toy.read(FILE) + DEPRECATED.replace(NEW, "tool/guide-to-diversity"))
    assert not any("same" in line for line in lines(toy, "en"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2026-11-20", "2027-01-01", "lies in the future"),
        (NEW, "tool/nothing", "does not exist"),
        (NEW, OLD, "refers to itself"),
        ('  since: "2026-11-20"\n', "", "'since' is missing"),
        ("  reason:\n    nl: Ging op in de uitlegger.\n    en: Became part of the explainer.\n", "", "'reason'"),
        ("replaced_by", "replacedby", "unknown field 'replacedby'"),
    ],
)
def test_a_faulty_deprecation_is_an_error(toy: Checkout, old: str, new: str, said: str):
    assert old in DEPRECATED
    toy.write(FILE, toy.read(FILE) + DEPRECATED.replace(old, new))
    assert [line for line in lines(toy, "en") if "error" in line and said in line]


def test_a_deprecated_concept_leads_to_one_that_exists(spoilt: Checkout):
    uses = spoilt.folder / "ontology" / "uses.ttl"
    uses.write_text(
        uses.read_text().replace(f"isReplacedBy> <{BASE_IRI}{OTHER_CONCEPT}", f"isReplacedBy> <{BASE_IRI}use/x")
    )
    with pytest.raises(CatalogueError, match="refers to use/x, which does not exist"):
        vocabulary.load(spoilt.folder / "ontology")


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.slug)
def test_the_questions_on_the_page_for_sparql_leave_it_out(retired: tuple[Catalogue, ...], question: Question):
    """Entries that are all deprecated answer like no entries, and concepts that are give no rows."""
    entries_retired, without_entries, all_retired = (
        [tuple(map(str, row)) for row in catalogue.sparql(question.sparql("en"), engine="oxigraph")]
        for catalogue in retired
    )
    assert entries_retired == without_entries
    assert all_retired == []


@pytest.fixture(scope="module")
def retired() -> tuple[Catalogue, ...]:
    """The real catalogue with all entries deprecated, the same without any, and with all concepts deprecated too."""
    real = Catalogue.open()
    reason = Deprecation(since="2026-11-20", reason={"nl": "Oud.", "en": "Old."})
    entries = [msgspec.structs.replace(entry, deprecated=reason) for entry in real.values()]
    concepts = [msgspec.structs.replace(concept, deprecated=True) for concept in real.vocabulary.values()]
    old = Vocabulary(real.vocabulary.schemes.values(), concepts)
    return tuple(
        Catalogue(snapshot.make(some, words))
        for some, words in ((entries, real.vocabulary), ((), real.vocabulary), (entries, old))
    )


def test_a_store_answers_alike(catalogue: Catalogue):
    with oxigraph() as server:
        server.load(catalogue)
        with Catalogue.connect(server.query) as far:
            assert list(far) == list(catalogue)
            assert len(far) == len(catalogue)
            assert far[OLD] == catalogue[OLD]
            assert far.vocabulary[CONCEPT] == catalogue.vocabulary[CONCEPT]
            assert far.entries.ids == catalogue.entries.ids
            assert far.deprecated.ids == catalogue.deprecated.ids == (OLD,)
            assert far.gaps() == catalogue.gaps()
            assert all(far.related(one).ids == catalogue.related(one).ids for one in catalogue)
            assert far.tools.counts("use") == catalogue.tools.counts("use")
