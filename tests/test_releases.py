"""Releases: what stood at each tag stays published, says what it changed, and nothing that was published goes away."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner, Result
from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, Literal, Namespace, URIRef

from kitoolkit import Catalogue, edits, releases
from kitoolkit.cli import main
from kitoolkit.model import BASE_IRI, LANGUAGES, Language
from kitoolkit.published import gone
from kitoolkit.site import heads
from kitoolkit.site.files import own_files, shared_files
from kitoolkit.site.pages import Page, _Maker
from kitoolkit.site.render import Renderer

from .conftest import ROOT, Checkout

ADMS, DCAT = Namespace("http://www.w3.org/ns/adms#"), Namespace("http://www.w3.org/ns/dcat#")
SITE = "https://portal.example/"
TOOL, GUIDE, LESSON, CHECKLIST = (
    "tools/explain-it.yaml",
    "tools/diversity-guide.yaml",
    "lessons/hidden-scores.yaml",
    "checklists/before-launch.yaml",
)
CATALOGUE = URIRef(BASE_IRI + "catalog")
FIRST, SECOND = URIRef(BASE_IRI + "1.0.0"), URIRef(BASE_IRI + "1.10.0")
DEPRECATED = """\
deprecated:
  since: "2026-11-20"
  reason:
    nl: Ging op in de uitlegger.
  replaced_by:
    - tool/explain-it
"""


def git(folder: Path, *arguments: str, day: str = "2026-11-01") -> str:
    dates = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
    done = subprocess.run(
        ["git", "-c", "user.name=Toy", "-c", "user.email=toy@toy.test", *arguments],
        cwd=folder,
        env=os.environ | dates,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def release(checkout: Checkout, tag: str, day: str) -> None:
    git(checkout.folder, "add", "-A", day=day)
    git(checkout.folder, "commit", "--allow-empty", "-m", tag, day=day)
    git(checkout.folder, "tag", "-a", tag, "-m", tag, day=day)


@pytest.fixture
def repository(toy: Checkout) -> Checkout:
    """The toy checkout with our ontology beside its concepts, tagged v1.0.0."""
    ours = (ROOT / "ontology" / "kitoolkit.ttl").read_text(encoding="utf-8")
    (toy.folder / "ontology" / "kitoolkit.ttl").write_text(ours, encoding="utf-8")
    git(toy.folder, "init", "--initial-branch=main")
    release(toy, "v1.0.0", "2026-11-02")
    return toy


def change(checkout: Checkout) -> None:
    """A title, a new entry, one that is deprecated, and a concept with another definition."""
    checkout.edit(TOOL, "en: Explain It", "en: Explain That")
    text = checkout.read(LESSON).replace("Verborgen scores", "Een ander verhaal").replace("Hidden", "Other")
    checkout.write("lessons/another.yaml", text)
    checkout.write(GUIDE, checkout.read(GUIDE) + DEPRECATED)
    phases = checkout.folder / "ontology" / "phases.ttl"
    phases.write_text(phases.read_text(encoding="utf-8").replace("What idea means here.", "The first thought."))


@pytest.fixture
def second(repository: Checkout) -> Checkout:
    """With a second release, v1.10.0; tags that name no version stand beside it."""
    change(repository)
    release(repository, "v1.10.0", "2026-11-12")
    for other in ("v1.9", "1.9.9", "v2.0.0-rc1", "v01.2.3"):
        git(repository.folder, "tag", other)
    return repository


def files_of(checkout: Checkout) -> dict[str, bytes]:
    found = shared_files(
        Catalogue.open(checkout.folder), checkout.folder / "ontology", SITE, releases.history(checkout.folder)
    )
    assert len({file.path for file in found}) == len(found)
    return {file.path: file.content for file in found}


def graph_of(content: bytes) -> Graph:
    return Graph().parse(data=content, format="turtle")


def test_tags_that_name_a_version_are_releases(second: Checkout):
    release(second, "v1.9.0", "2026-11-05")
    history = releases.history(second.folder)
    assert [(one.version, one.previous, one.date) for one in history.releases] == [
        ("1.0.0", "", "2026-11-02"),
        ("1.9.0", "1.0.0", "2026-11-05"),
        ("1.10.0", "1.9.0", "2026-11-12"),
    ]
    assert history.warnings == ()


def test_the_checkout_is_a_release_until_its_data_change(second: Checkout):
    assert releases.history(second.folder).current == "1.10.0"
    (second.folder / "README.md").write_text("No data.")
    assert releases.history(second.folder).current == "1.10.0"
    second.edit(TOOL, "en: Explain That", "en: Explain Those")
    assert releases.history(second.folder).current == ""


def test_without_tags_or_git_there_are_no_releases(toy: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert releases.history(toy.folder) == releases.History()
    assert not [path for path in files_of(toy) if re.match(r"\d", path)]
    git(toy.folder, "init")
    assert releases.history(toy.folder) == releases.History()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert releases.history(toy.folder) == releases.History()


def test_a_copy_is_what_the_catalogue_was(repository: Checkout):
    before = Catalogue.open(repository.folder)
    kept = {form: before.export(form) for form in ("turtle", "jsonld", "ntriples", "json", "csv")}  # type: ignore[arg-type]
    first = {path: content for path, content in files_of(repository).items() if path.startswith("1.0.0/")}
    change(repository)
    release(repository, "v1.10.0", "2026-11-12")
    repository.edit(TOOL, "en: Explain That", "en: Explain Those")
    files = files_of(repository)
    assert {path: content for path, content in files.items() if path.startswith("1.0.0/")} == first
    for form, ending in zip(kept, ("ttl", "jsonld", "nt", "json", "csv"), strict=True):
        assert files[f"1.0.0/catalogue.{ending}"].decode() == kept[form]
        assert files[f"1.10.0/catalogue.{ending}"].decode() != kept[form]
    assert "1.0.0/requirement/index.ttl" in files
    assert "1.0.0/ontology/index.jsonld" in files


def test_a_snapshot_of_a_release_opens(second: Checkout, tmp_path: Path):
    file = tmp_path / "snapshot.json"
    file.write_bytes(files_of(second)["1.0.0/snapshot.json"])
    assert Catalogue.open(file)["tool/explain-it"].title["en"] == "Explain It"


def test_copies_are_made_once(second: Checkout):
    cached = Path(os.environ["KITOOLKIT_CACHE"])
    files = files_of(second)
    made = {
        file: file.stat().st_mtime_ns for file in cached.glob("*/*") if file.parent.name[:6] in {"releas", "frozen"}
    }
    assert made
    assert files_of(second) == files
    assert {file: file.stat().st_mtime_ns for file in made} == made


def test_with_another_cache_the_bytes_are_the_same(second: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    files = files_of(second)
    monkeypatch.setenv("KITOOLKIT_CACHE", str(tmp_path / "cache"))
    assert files_of(second) == files


def test_the_ontology_names_its_version_and_the_one_before(second: Checkout):
    ontology = URIRef(BASE_IRI + "ontology")
    files = files_of(second)
    first, newest = (graph_of(files[f"{one}/ontology/index.ttl"]) for one in ("1.0.0", "1.10.0"))
    assert list(first.objects(ontology, OWL.versionInfo)) == [Literal("1.0.0")]
    assert list(first.objects(ontology, OWL.versionIRI)) == [URIRef(BASE_IRI + "1.0.0/ontology")]
    assert list(first.objects(ontology, OWL.priorVersion)) == []
    assert list(newest.objects(ontology, OWL.versionInfo)) == [Literal("1.10.0")]
    assert list(newest.objects(ontology, OWL.priorVersion)) == [URIRef(BASE_IRI + "1.0.0/ontology")]
    scheme = graph_of(files["1.10.0/phase/index.ttl"])
    assert list(scheme.objects(URIRef(BASE_IRI + "phase"), OWL.versionInfo)) == [Literal("1.10.0")]
    assert graph_of(files["ontology/index.ttl"]).isomorphic(newest)
    second.edit(TOOL, "en: Explain That", "en: Explain Those")
    unreleased = graph_of(files_of(second)["ontology/index.ttl"])
    assert list(unreleased.objects(ontology, OWL.versionInfo)) == []
    assert list(unreleased.objects(ontology, OWL.versionIRI)) == []
    assert list(unreleased.objects(ontology, OWL.priorVersion)) == [URIRef(BASE_IRI + "1.10.0/ontology")]


def test_the_catalogue_leads_to_its_releases(second: Checkout):
    graph = graph_of(files_of(second)["catalog.ttl"])
    assert set(graph.objects(CATALOGUE, DCAT.hasVersion)) == {FIRST, SECOND}
    assert graph.value(CATALOGUE, DCAT.hasCurrentVersion) == SECOND
    assert graph.value(CATALOGUE, DCAT.previousVersion) == FIRST
    assert graph.value(CATALOGUE, DCAT.version) == Literal("1.10.0")
    second.edit(TOOL, "en: Explain That", "en: Explain Those")
    graph = graph_of(files_of(second)["catalog.ttl"])
    assert graph.value(CATALOGUE, DCAT.previousVersion) == SECOND
    version = str(graph.value(CATALOGUE, DCAT.version))
    assert re.fullmatch(r"1\.10\.0\+2026-\d\d-\d\d", version)
    assert (URIRef(BASE_IRI + version), None, None) not in graph


def test_a_release_describes_its_files(second: Checkout):
    files = files_of(second)
    for path in ("catalog.ttl", "1.10.0/index.ttl"):
        graph = graph_of(files[path])
        assert (SECOND, RDF.type, DCAT.Dataset) in graph
        assert graph.value(SECOND, DCAT.version) == graph.value(SECOND, OWL.versionInfo) == Literal("1.10.0")
        assert graph.value(SECOND, DCAT.isVersionOf) == CATALOGUE
        assert graph.value(SECOND, DCAT.previousVersion) == FIRST
        assert str(graph.value(SECOND, DCTERMS.issued)) == "2026-11-12"
        notes = {note.language: str(note) for note in graph.objects(SECOND, ADMS.versionNotes)}  # type: ignore[attr-defined]
        assert notes["en"] == (
            "Entries: 1 new, 1 changed, 1 deprecated, 0 removed. Concepts: 0 new, 1 changed, 0 deprecated, 0 removed."
        )
        addresses = {str(graph.value(one, DCAT.downloadURL)) for one in graph.objects(SECOND, DCAT.distribution)}
        assert addresses == {f"{SITE}1.10.0/catalogue.{ending}" for ending in ("ttl", "nt", "jsonld", "json", "csv")}
        assert {address.removeprefix(SITE) for address in addresses} <= set(files)
    said = set(pyoxigraph.parse(files["1.10.0/index.ttl"], format=pyoxigraph.RdfFormat.TURTLE))
    assert said == set(pyoxigraph.parse(files["1.10.0/index.jsonld"], format=pyoxigraph.RdfFormat.JSON_LD))


def test_a_note_of_what_changed(second: Checkout):
    files = files_of(second)
    record = json.loads(files["1.10.0/changes.json"])
    assert (record["version"], record["previous"], record["date"]) == ("1.10.0", "1.0.0", "2026-11-12")
    assert record["entries"] == {
        "added": ["lesson/another"],
        "changed": [
            {
                "id": "tool/explain-it",
                "fields": [{"path": "title.en", "old": "Explain It", "new": "Explain That"}],
            }
        ],
        "deprecated": ["tool/diversity-guide"],
        "removed": [],
    }
    assert [one["id"] for one in record["concepts"]["changed"]] == ["phase/idea"]
    graph = graph_of(files["1.10.0/index.ttl"])

    def said(one: str) -> set[str]:
        return {str(note) for note in graph.objects(URIRef(BASE_IRI + one), SKOS.changeNote) if note.language == "en"}  # type: ignore[attr-defined]

    assert said("tool/explain-it") == {"1.10.0 (2026-11-12): changed: title"}
    assert said("lesson/another") == {"1.10.0 (2026-11-12): added"}
    assert said("tool/diversity-guide") == {"1.10.0 (2026-11-12): deprecated"}
    first = json.loads(files["1.0.0/changes.json"])
    assert first["previous"] is None
    assert set(first["entries"]["added"]) == set(Catalogue.open(second.folder)) - {"lesson/another"}


def versions_page(checkout: Checkout, language: Language) -> Page:
    catalogue = Catalogue.open(checkout.folder)
    return _Maker(Renderer(catalogue, language), [], "").versions(releases.history(checkout.folder))


@pytest.mark.parametrize(
    ("language", "path", "current", "coming"),
    [
        ("nl", "versies/", "Dit zijn de gegevens van deze site", "Nog niet uitgebracht"),
        ("en", "versions/", "These are the data of this site", "Not released yet"),
    ],
)
def test_a_page_tells_of_releases(second: Checkout, language: Language, path: str, current: str, coming: str):
    page = versions_page(second, language)
    assert page.path == path
    assert [heading.id for heading in page.headings] == ["v1.10.0", "v1.0.0"]
    assert current in page.content
    assert coming not in page.content
    assert "<del>Explain It</del> <ins>Explain That</ins>" in page.content
    files = files_of(second)
    linked = re.findall(r'href="(?:\.\./)+(1\.[^"]+)"', page.content)
    assert len(linked) == 14
    assert set(linked) <= set(files)
    second.edit(TOOL, "en: Explain That", "en: Explain <b>Those</b>")
    page = versions_page(second, language)
    assert coming in page.content
    assert current not in page.content
    assert "<ins>Explain &lt;b&gt;Those&lt;/b&gt;</ins>" in page.content


def test_the_page_without_releases(toy: Checkout):
    assert "Nothing has been released yet" in versions_page(toy, "en").content
    assert "<h2" not in versions_page(toy, "nl").content


def test_what_this_library_cannot_read_is_told_and_left_out(repository: Checkout):
    whole = repository.read(TOOL)
    repository.edit(TOOL, "effort: days", "effort: a-while")
    release(repository, "v1.1.0", "2026-11-03")
    repository.write(TOOL, whole)
    history = releases.history(repository.folder)
    assert [one.unreadable for one in history.releases] == [(), ("tool/explain-it",)]
    [warning] = history.warnings
    assert "v1.1.0" in warning["nl"]
    assert "v1.1.0: this version of kitoolkit can no longer read: tool/explain-it" in warning["en"]
    files = files_of(repository)
    ids = {entry["id"] for entry in json.loads(files["1.1.0/catalogue.json"])}
    assert ids == set(Catalogue.open(repository.folder)) - {"tool/explain-it"}
    assert json.loads(files["1.1.0/changes.json"])["unreadable"] == ["tool/explain-it"]
    assert "missing from this copy: tool/explain-it" in versions_page(repository, "en").content


def test_concepts_that_cannot_be_read_are_told(repository: Checkout):
    phases = repository.folder / "ontology" / "phases.ttl"
    whole = phases.read_text(encoding="utf-8")
    phases.write_text(whole.replace('"Idee"@nl , ', ""), encoding="utf-8")
    release(repository, "v1.1.0", "2026-11-03")
    phases.write_text(whole, encoding="utf-8")
    [warning] = releases.history(repository.folder).warnings
    assert "v1.1.0: this version of kitoolkit can no longer read: ontology" in warning["en"]
    assert "1.1.0/phase/index.ttl" in files_of(repository)  # as it was written


def test_a_clone_without_tags_is_told(second: Checkout, tmp_path: Path):
    address = f"file://{second.folder}"
    git(tmp_path, "clone", "--depth=1", "--no-tags", address, "shallow")
    [warning] = releases.history(tmp_path / "shallow").warnings
    assert "shallow clone without tags" in warning["en"]
    git(tmp_path, "clone", address, "whole")
    assert releases.history(tmp_path / "whole").warnings == ()
    assert len(releases.history(tmp_path / "whole").releases) == 2


def test_the_version_is_cited(second: Checkout):
    files = files_of(second)
    assert json.loads(files["citation.csl.json"])[0]["version"] == "1.10.0"
    assert f"url = {{{BASE_IRI}1.10.0}}" in files["citation.bib"].decode()
    second.edit(TOOL, "en: Explain That", "en: Explain Those")
    assert "version" not in json.loads(files_of(second)["citation.csl.json"])[0]


def run(checkout: Checkout, *arguments: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["check", "--catalogue", str(checkout.folder), "--lang", lang, *arguments])


def errors(result: Result) -> list[str]:
    return [line for line in result.stdout.splitlines() if ": error: " in line or ": fout: " in line]


def modified(checkout: Checkout) -> dict[str, str]:
    """When the catalogue and each of its datasets last changed."""
    graph = graph_of(files_of(checkout)["catalog.ttl"])
    datasets = (CATALOGUE, *graph.objects(CATALOGUE, DCAT.dataset))
    return {str(one).rpartition("/")[2]: str(graph.value(one, DCTERMS.modified)) for one in datasets}


def feeds_of(checkout: Checkout) -> dict[str, list[str]]:
    """Each item of the English feeds, with its day."""
    files = own_files(Catalogue.open(checkout.folder), "en", SITE, releases.history(checkout.folder))
    return {
        file.path: [
            f"{item['id'].removeprefix(BASE_IRI)} {item['date_modified'][:10]}"
            for item in json.loads(file.content)["items"]
        ]
        for file in files
        if file.path.endswith(".json")
    }


def commit(checkout: Checkout, day: str) -> None:
    git(checkout.folder, "add", "-A", day=day)
    git(checkout.folder, "commit", "-m", "A change", day=day)


def test_a_correction_without_a_review_is_a_change(repository: Checkout):
    before = modified(repository)
    repository.edit(LESSON, "Hidden", "Concealed")
    commit(repository, "2027-01-05")
    late = {"catalog": "2027-01-05", "catalog#lesson": "2027-01-05"}
    assert modified(repository) == before | late
    for path in ("feed.json", "lesson/feed.json"):
        assert feeds_of(repository)[path][0] == "lesson/hidden-scores 2027-01-05"
    files = files_of(repository)
    assert "  month = {01},\n  day = {05}," in files["lesson/hidden-scores/citation.bib"].decode()
    assert json.loads(files["citation.csl.json"])[0]["issued"] == {"date-parts": [[2027, 1, 5]]}
    version = graph_of(files["catalog.ttl"]).value(CATALOGUE, DCAT.version)
    assert str(version) == "1.0.0+2027-01-05"


def test_embedded_data_have_the_same_day(repository: Checkout):
    repository.edit(LESSON, "Hidden", "Concealed")
    commit(repository, "2027-01-05")
    catalogue, known = Catalogue.open(repository.folder), releases.history(repository.folder)
    renderer = Renderer(catalogue, "en", edits=known.edits)
    datasets = heads.head(renderer, "data/", "data", "", SITE)["linked_data"]["mainEntity"]["dataset"]
    told = {one["@id"].rpartition("/")[2]: one["dateModified"] for one in datasets}
    assert told == {name: day for name, day in modified(repository).items() if name != "catalog"}


def test_a_concept_that_changed_is_a_change_of_the_vocabularies(repository: Checkout):
    before = modified(repository)
    phases = repository.folder / "ontology" / "phases.ttl"
    phases.write_text(phases.read_text(encoding="utf-8").replace("What idea means here.", "The first thought."))
    commit(repository, "2027-01-06")
    assert modified(repository) == before | {"catalog": "2027-01-06", "catalog#vocabularies": "2027-01-06"}


def test_a_new_layout_of_everything_is_no_news(repository: Checkout, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(edits, "MANY", 5)
    before = feeds_of(repository)
    for file in repository.catalogue.glob("*/*.yaml"):
        file.write_text(file.read_text(encoding="utf-8") + "# seen\n", encoding="utf-8")
    commit(repository, "2027-01-07")
    assert feeds_of(repository) == before
    assert modified(repository)["catalog#tool"] == "2027-01-07"


def test_without_the_past_no_day_is_made_up(repository: Checkout, toy: Checkout, tmp_path: Path):
    repository.edit(LESSON, "Hidden", "Concealed")
    commit(repository, "2027-01-05")
    git(tmp_path, "clone", "--depth=1", repository.folder.as_uri(), "shallow")
    assert edits.read(repository.folder).days["lesson/hidden-scores"] == "2027-01-05"
    assert edits.read(tmp_path / "shallow") == edits.NONE
    assert edits.read(tmp_path) == edits.NONE


def test_a_merge_counts_on_its_own_day(repository: Checkout):
    git(repository.folder, "checkout", "-b", "topic")
    repository.edit(LESSON, "Hidden", "Concealed")
    commit(repository, "2027-01-05")
    git(repository.folder, "checkout", "main")
    git(repository.folder, "merge", "--no-ff", "-m", "Merged", "topic", day="2027-02-01")
    assert edits.read(repository.folder).days["lesson/hidden-scores"] == "2027-02-01"


def test_check_since_a_tag_holds_what_was_published(repository: Checkout):
    change(repository)
    result = run(repository, "--since", "v1.0.0")
    assert (result.exit_code, errors(result)) == (0, [])


def test_check_since_names_an_entry_that_is_gone(repository: Checkout):
    for path in (LESSON, "questions/who-answers.yaml"):
        repository.file(path).unlink()
    repository.write("lessons/shown-scores.yaml", git(repository.folder, "show", f"v1.0.0:catalogue/{LESSON}"))
    gone_lesson = f"{repository.catalogue}/{LESSON}:0:0: "
    result = run(repository, "--since", "v1.0.0")
    assert result.exit_code == 1
    assert (
        f"{gone_lesson}error: lesson/hidden-scores was in v1.0.0 and is gone (put it back with "
        f"'git checkout v1.0.0 -- catalogue/{LESSON}', and add 'deprecated:' to it)"
    ) in errors(result)
    assert any("question/who-answers was in v1.0.0" in line for line in errors(result))
    dutch = errors(run(repository, "--since", "v1.0.0", lang="nl"))
    assert any(line.startswith(f"{gone_lesson}fout: lesson/hidden-scores stond in v1.0.0 en is weg") for line in dutch)
    records = json.loads(run(repository, "--since", "v1.0.0", "--json").stdout)
    assert any("hidden-scores was in v1.0.0" in json.dumps(record) for record in records)


def test_check_since_counts_entries_that_an_older_model_wrote(repository: Checkout):
    repository.edit(LESSON, "evidence:", "proof:")
    release(repository, "v1.1.0", "2026-11-03")
    repository.file(LESSON).unlink()
    assert any("lesson/hidden-scores was in v1.1.0" in line for line in errors(run(repository, "--since", "v1.1.0")))


def test_check_since_the_newest_release(second: Checkout):
    assert run(second, "--since", "release").exit_code == 0
    second.file("lessons/another.yaml").unlink()  # came with v1.10.0, which is newer than v1.9
    [problem] = errors(run(second, "--since", "release"))
    assert "catalogue/lessons/another.yaml:0:0: error: lesson/another was in v1.10.0 and is gone" in problem


def test_check_since_the_newest_release_where_there_is_none(toy: Checkout):
    assert run(toy, "--since", "release").exit_code == 0
    git(toy.folder, "init", "--initial-branch=main")
    assert run(toy, "--since", "release").exit_code == 0


def test_check_since_names_a_question_that_is_gone(repository: Checkout):
    slug = re.search(r"slug: ([a-z-]+)", repository.read(CHECKLIST))
    assert slug
    repository.edit(CHECKLIST, f"slug: {slug[1]}", "slug: another-name")
    [line] = errors(run(repository, "--since", "v1.0.0"))
    assert line.startswith(f"{repository.catalogue}/{CHECKLIST}:0:0: error: ")
    assert f"the question '{slug[1]}' was there at v1.0.0 and is gone" in line
    [line] = errors(run(repository, "--since", "v1.0.0", lang="nl"))
    assert f"de vraag '{slug[1]}' stond in v1.0.0 en is weg" in line
    repository.write(CHECKLIST, repository.read(CHECKLIST) + DEPRECATED)
    assert errors(run(repository, "--since", "v1.0.0")) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "term"),
    [
        ("laws.ttl", "law/", "law/x-", "law/"),
        ("kitoolkit.ttl", "kit:Deprecation", "kit:Ended", "ontology#Deprecation"),
    ],
)
def test_check_since_names_a_term_that_is_gone(repository: Checkout, file: str, old: str, new: str, term: str):
    path = repository.folder / "ontology" / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    found = [
        line for line in errors(run(repository, "--since", "v1.0.0")) if f"ontology/{file}:0:0: error: {term}" in line
    ]
    assert found
    assert f"was in ontology/{file} at v1.0.0 and is gone" in found[0]
    assert "owl:deprecated true" in found[0]


def test_a_deprecated_concept_is_not_gone(repository: Checkout):
    phases = repository.folder / "ontology" / "phases.ttl"
    text = phases.read_text(encoding="utf-8")
    phases.write_text(f"{text}\n<{BASE_IRI}phase/idea> <{OWL.deprecated}> true .\n", encoding="utf-8")
    assert errors(run(repository, "--since", "v1.0.0")) == []


@pytest.mark.parametrize("tag", ["v9.9.9", "--output=x", ""])
def test_since_what_git_does_not_know(repository: Checkout, tag: str):
    result = run(repository, "--since", tag)
    assert result.exit_code == 2
    assert "git knows no" in result.stderr


def test_since_in_a_folder_of_entries(repository: Checkout, tmp_path: Path):
    (repository.catalogue).rename(tmp_path / "entries")
    result = CliRunner().invoke(main, ["check", "--catalogue", str(tmp_path / "entries"), "--since", "v1.0.0"])
    assert result.exit_code == 2
    assert "--since works in a checkout" in result.stderr


def test_every_release_of_ours_is_readable_and_nothing_of_it_is_gone():
    history = releases.history(ROOT)
    assert history.warnings == ()
    for one in history.releases:
        assert gone(one.tag, ROOT) == []


def test_the_version_of_the_software_is_written_alike():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_languages_agree_about_releases(second: Checkout):
    anchors = [[heading.id for heading in versions_page(second, language).headings] for language in LANGUAGES]
    assert anchors[0] == anchors[1]
