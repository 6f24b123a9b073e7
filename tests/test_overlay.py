"""An organisation's own entries over the public ones: seen, marked, kept out of what is passed on, and made public."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rdflib import DCTERMS, URIRef

from kitoolkit import Catalogue, CatalogueError, UnknownNameError, cache, snapshot
from kitoolkit.cli import main
from kitoolkit.contribute import publishing
from kitoolkit.linked.jsonld import NOT_PUBLIC
from kitoolkit.model import BASE_IRI
from kitoolkit.site import write_pages

from .conftest import ROOT, TOY, Checkout

PRIVATE = "lesson/own-lesson"
SECRETIVE = "Het gebeurde binnenskamers"
FORMS = ("json", "csv", "turtle", "jsonld", "ntriples")


@pytest.fixture
def own(toy: Checkout, tmp_path: Path) -> Path:
    """A folder with a private lesson, which refers to a public tool."""
    folder = tmp_path / "intern"
    (folder / "lessons").mkdir(parents=True)
    text = toy.read("lessons/hidden-scores.yaml")
    text = text.replace("Verborgen scores", "Eigen les").replace("Hidden scores", "Own lesson")
    text = text.replace("Niemand keek naar de scores", SECRETIVE).replace("/scores", "/own")
    (folder / "lessons" / "own-lesson.yaml").write_text(text + "related:\n  - tool/explain-it\n", encoding="utf-8")
    return folder


@pytest.fixture
def layered(toy: Checkout, own: Path) -> Catalogue:
    return Catalogue.open([toy.folder, own])


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False, prog_name="kitoolkit")


# Seen, and marked


def test_private_entries_are_seen_beside_public_ones(layered: Catalogue):
    assert layered.private == {PRIVATE}
    assert layered.is_private(PRIVATE)
    assert not layered.is_private("tool/explain-it")
    assert PRIVATE in layered.lessons.ids
    assert [hit.id for hit in layered.search("binnenskamers")] == [PRIVATE]
    assert PRIVATE in layered.referring("tool/explain-it")
    assert "1 private" in repr(layered)
    with pytest.raises(UnknownNameError):
        layered.is_private("tool/nothing")


def test_entries_stay_in_order_of_kind_and_id(layered: Catalogue):
    kinds = [entry.kind for entry in layered.values()]
    assert kinds == sorted(kinds, key=list(dict.fromkeys(entry.kind for entry in Catalogue.open(TOY).values())).index)
    assert list(layered.lessons.ids) == sorted(layered.lessons.ids)


def test_a_catalogue_by_itself_has_nothing_private(toy_catalogue: Catalogue):
    assert toy_catalogue.private == frozenset()
    assert toy_catalogue.public is toy_catalogue


def test_one_place_in_a_list_is_that_place(toy: Checkout):
    assert Catalogue.open([toy.folder]).digest == Catalogue.open(toy.folder).digest


def test_an_entry_with_a_public_id_takes_its_place(toy: Checkout, own: Path):
    own_text = toy.read("lessons/hidden-scores.yaml").replace("Hidden scores", "Our view of it")
    (own / "lessons" / "hidden-scores.yaml").write_text(own_text, encoding="utf-8")
    layered = Catalogue.open([toy.folder, own])
    assert layered["lesson/hidden-scores"].title["en"] == "Our view of it"
    assert layered.is_private("lesson/hidden-scores")
    assert layered.public["lesson/hidden-scores"].title["en"] == "Hidden scores"
    assert "Our view" not in layered.export("json")


def test_a_later_overlay_lies_over_an_earlier_one(toy: Checkout, own: Path, tmp_path: Path):
    more = tmp_path / "more" / "catalogue"
    (more / "lessons").mkdir(parents=True)
    text = (own / "lessons" / "own-lesson.yaml").read_text(encoding="utf-8")
    (more / "lessons" / "own-lesson.yaml").write_text(text.replace("Own lesson", "Later lesson"), encoding="utf-8")
    (more / "lessons" / "other.yaml").write_text(
        text.replace("Own lesson", "Another one altogether").replace("Eigen les", "Heel iets anders")
        .replace("tool/explain-it", PRIVATE), encoding="utf-8",
    )  # fmt: skip
    layered = Catalogue.open([toy.folder, own, tmp_path / "more"])
    assert layered[PRIVATE].title["en"] == "Later lesson"
    assert layered.private == {PRIVATE, "lesson/other"}
    assert layered.references("lesson/other") == (PRIVATE,)


def test_a_change_in_an_overlay_is_seen_at_once(toy: Checkout, own: Path, layered: Catalogue):
    file = own / "lessons" / "own-lesson.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("binnenskamers", "in de kantine"), encoding="utf-8")
    changed = Catalogue.open([toy.folder, own])
    assert changed.digest != layered.digest
    assert [hit.id for hit in changed.search("kantine")] == [PRIVATE]
    assert [hit.id for hit in changed.search("binnenskamers")] == []


def test_a_change_below_an_overlay_is_seen_at_once(toy: Checkout, own: Path, layered: Catalogue):
    (toy.catalogue / "tools" / "explain-it.yaml").unlink()
    with pytest.raises(CatalogueError, match="tool/explain-it"):
        Catalogue.open([toy.folder, own])


def test_an_index_without_private_entries_is_not_used(toy: Checkout, own: Path):
    """Neither that of the public catalogue, nor the other way round."""
    public = Catalogue.open(toy.folder)
    public.search("scores")
    assert [hit.id for hit in Catalogue.open([toy.folder, own]).search("binnenskamers")] == [PRIVATE]
    assert [hit.id for hit in public.search("binnenskamers")] == []
    assert [hit.id for hit in Catalogue.open([toy.folder, own]).public.search("binnenskamers")] == []


def test_what_is_kept_of_private_entries_is_only_the_users(layered: Catalogue):
    layered.search("binnenskamers")
    private = cache.folder() / "private"
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    outside = [file for file in cache.folder().rglob("*") if file.is_file() and private not in file.parents]
    assert [file for file in outside if SECRETIVE.encode() in file.read_bytes()] == []
    assert any(SECRETIVE.encode() in file.read_bytes() for file in private.rglob("*") if file.is_file())


# Faults


def test_a_public_entry_may_not_refer_to_a_private_one(toy: Checkout, own: Path):
    toy.edit("tools/explain-it.yaml", "- lesson/hidden-scores", f"- {PRIVATE}")
    with pytest.raises(CatalogueError) as caught:
        Catalogue.open([toy.folder, own])
    [problem] = caught.value.problems
    assert problem.file == toy.file("tools/explain-it.yaml")
    assert (problem.line, problem.column) == toy.place_of("tools/explain-it.yaml", PRIVATE)
    assert problem.message == {"nl": f"'{PRIVATE}' is niet openbaar", "en": f"'{PRIVATE}' is private"}


def test_faults_of_private_entries_name_their_place(toy: Checkout, own: Path):
    file = own / "lessons" / "own-lesson.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("tool/explain-it", "tool/explain-at"), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        Catalogue.open([toy.folder, own])
    [problem] = caught.value.problems
    assert problem.file == file
    assert problem.hint["en"] == "did you mean 'tool/explain-it'?"


def test_a_double_of_a_public_entry_is_found_in_the_private_file(toy: Checkout, own: Path):
    (own / "tools").mkdir()
    (own / "tools" / "same.yaml").write_text(toy.read("tools/explain-it.yaml"), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        Catalogue.open([toy.folder, own])
    assert {problem.file.name for problem in caught.value.problems} == {"same.yaml"}
    assert {problem.field for problem in caught.value.problems} == {"homepage", "title.nl"}


def test_what_is_confidential_may_stand_in_a_private_entry(toy: Checkout, own: Path):
    file = own / "lessons" / "own-lesson.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# VERTROUWELIJK, van jan@omroep.test\n", encoding="utf-8")
    assert PRIVATE in Catalogue.open([toy.folder, own])


@pytest.mark.parametrize("place", ["https://intern.test/", "nowhere"])
def test_an_overlay_is_a_folder(toy: Checkout, place: str):
    with pytest.raises((ValueError, FileNotFoundError), match=r"intern\.test|nowhere"):
        Catalogue.open([toy.folder, place])


def test_one_folder_is_not_both_public_and_private(toy: Checkout):
    with pytest.raises(ValueError, match="named twice"):
        Catalogue.open([toy.folder, toy.catalogue])


# What is passed on


@pytest.mark.parametrize("form", FORMS)
def test_an_export_leaves_private_entries_out(layered: Catalogue, toy: Checkout, form: str):
    assert layered.export(form) == Catalogue.open(toy.folder).export(form)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", FORMS)
def test_an_export_that_was_asked_for_marks_them(layered: Catalogue, form: str):
    text = layered.export(form, private=True)  # type: ignore[arg-type]
    assert SECRETIVE in text
    if form == "json":
        marked = [record["id"] for record in json.loads(text) if record.get("private")]
    elif form == "csv":
        marked = [row["id"] for row in csv.DictReader(io.StringIO(text)) if row["private"]]
    else:
        assert text.count("NON_PUBLIC") == 1
        return
    assert marked == [PRIVATE]


def test_the_public_snapshot_holds_nothing_private(layered: Catalogue, toy: Checkout):
    assert layered.public.snapshot == Catalogue.open(toy.folder).snapshot


def test_a_snapshot_with_private_entries_keeps_them_apart(layered: Catalogue):
    again = Catalogue(snapshot.checked(layered.snapshot))
    assert again.private == {PRIVATE}
    assert dict(again) == dict(layered)
    assert again.public.snapshot == layered.public.snapshot


def test_the_graph_marks_private_entries(layered: Catalogue):
    marked = list(layered.graph.subjects(DCTERMS.accessRights, URIRef(NOT_PUBLIC)))
    assert [str(subject) for subject in marked] == [BASE_IRI + PRIVATE]
    query = "SELECT ?entry { ?entry dct:accessRights ?access }"
    assert len(list(layered.sparql(query))) == 1
    assert len(list(layered.public.sparql(query))) == 0


def test_pages_leave_private_entries_out_unless_asked_for(toy: Checkout, own: Path, tmp_path: Path):
    """On the real ontology, which the pages lean on, with one public entry."""
    shutil.rmtree(toy.folder / "ontology")
    shutil.copytree(ROOT / "ontology", toy.folder / "ontology")
    for folder in toy.catalogue.iterdir():
        if folder.name != "lessons":
            shutil.rmtree(folder)
    file = own / "lessons" / "own-lesson.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("tool/explain-it", "lesson/hidden-scores"), encoding="utf-8"
    )
    layered = Catalogue.open([toy.folder, own])
    write_pages(layered, tmp_path / "public")
    written = [file for file in (tmp_path / "public").rglob("*") if file.is_file()]
    assert [file for file in written if b"own-lesson" in file.read_bytes() or "own-lesson" in str(file)] == []
    write_pages(layered, tmp_path / "intern", private=True)
    page = (tmp_path / "intern" / PRIVATE / "index.md").read_text(encoding="utf-8")
    assert 'robots: "noindex"' in page
    assert "Dit item is niet openbaar." in page
    assert "?id=" not in page
    elsewhere = (tmp_path / "intern" / "lesson" / "index.md").read_text(encoding="utf-8")
    assert elsewhere.count('class="kit-private"') == 1
    assert "robots:" not in elsewhere
    assert "Disallow: /" in (tmp_path / "intern" / "robots.txt").read_text()
    api = json.loads((tmp_path / "intern" / "api" / "v1" / f"{PRIVATE}.json").read_bytes())
    assert api["private"] is True


# Written


def test_a_draft_of_a_private_entry_stays_private(layered: Catalogue, own: Path):
    draft = layered.draft(PRIVATE)
    draft["happened"]["nl"] = "Bel jan@omroep.test."
    assert [problem for problem in draft.problems() if problem.severity == "error"] == []
    assert draft.save() == own / "lessons" / "own-lesson.yaml"
    with pytest.raises(ValueError, match="is private: make it public first"):
        draft.submit(None)  # type: ignore[arg-type]


def test_a_draft_of_a_public_entry_cannot_name_a_private_one(layered: Catalogue, toy: Checkout):
    draft = layered.draft("tool/explain-it")
    draft["related"] = [PRIVATE]
    assert [problem.message["en"] for problem in draft.problems()] == [f"'{PRIVATE}' does not exist"]
    assert draft.file == toy.file("tools/explain-it.yaml")


# On the command line


def test_find_show_and_list_mark_private_entries(toy: Checkout, own: Path):
    both = ("--catalogue", toy.folder, "--catalogue", own)
    assert "\tOwn lesson [private]\t" in run("find", "binnenskamers", "--lang", "en", *both).stdout
    assert "\tEigen les [niet openbaar]\t" in run("list", "lesson", "--lang", "nl", *both).stdout
    assert run("show", PRIVATE, "--lang", "en", *both).stdout.startswith(f"Own lesson  [{PRIVATE}] [private]\n")
    assert run("show", "tool/explain-it", *both).stdout.splitlines()[0].endswith("[tool/explain-it]")


def test_json_says_what_is_private(toy: Checkout, own: Path):
    both = ("--json", "--catalogue", toy.folder, "--catalogue", own)
    listed = json.loads(run("list", "lesson", *both).stdout)
    assert {record["id"]: record.get("private", False) for record in listed} == {
        PRIVATE: True,
        "lesson/hidden-scores": False,
    }
    assert json.loads(run("find", "binnenskamers", *both).stdout)[0]["private"] is True
    assert json.loads(run("show", PRIVATE, *both).stdout)["private"] is True


@pytest.mark.parametrize(
    "command",
    [
        ("export", "--format", "json"),
        ("sparql", "SELECT ?text { ?entry kit:happened ?text }"),
        ("sparql", "CONSTRUCT WHERE { ?entry kit:happened ?text }"),
    ],
)
def test_what_is_passed_on_is_public_unless_asked_for(toy: Checkout, own: Path, command: tuple[str, ...]):
    both = ("--catalogue", toy.folder, "--catalogue", own)
    done = run(*command, *both)
    assert done.exit_code == 0
    assert SECRETIVE not in done.stdout
    assert "without 1 private entries" in done.stderr
    assert SECRETIVE in run(*command, "--private", *both).stdout


@pytest.mark.parametrize("command", [("export", "--format", "json"), ("checklist", "--format", "csv")])
def test_a_file_with_private_entries_is_for_its_owner_only(
    toy: Checkout, own: Path, tmp_path: Path, command: tuple[str, ...]
):
    """The same verb without them makes a file as any other."""
    for name, arguments, others in (("public", (), True), ("private", ("--private",), False)):
        file = tmp_path / name
        done = run(*command, *arguments, "--catalogue", toy.folder, "--catalogue", own, "-o", file)
        assert done.exit_code == 0
        assert bool(stat.S_IMODE(file.stat().st_mode) & 0o077) is others


def test_an_entry_that_is_changed_stays_as_private_as_its_file(toy: Checkout, own: Path, layered: Catalogue):
    file = own / "lessons" / "own-lesson.yaml"
    file.chmod(0o600)
    layered.draft(PRIVATE, title={"nl": "Eigen les twee", "en": "Own lesson two"}).save()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_check_looks_at_both(toy: Checkout, own: Path):
    both = ("--catalogue", toy.folder, "--catalogue", own)
    assert run("check", *both).exit_code == 0
    toy.edit("tools/explain-it.yaml", "- lesson/hidden-scores", f"- {PRIVATE}")
    file = own / "lessons" / "own-lesson.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("tool/explain-it", "tool/nothing"), encoding="utf-8")
    done = run("check", "--lang", "en", *both)
    assert done.exit_code == 1
    assert f"'{PRIVATE}' is private" in done.stdout
    assert f"{file}:" in done.stdout
    only = run("check", str(file), "--lang", "en", *both)
    assert "is private" not in only.stdout
    assert "'tool/nothing' does not exist" in only.stdout


def test_commands_for_one_catalogue_refuse_two(toy: Checkout, own: Path):
    """The last one would quietly take the place of the first."""
    done = run("links", "--catalogue", toy.folder, "--catalogue", own)
    assert done.exit_code == 2
    assert "give --catalogue once" in done.stderr


@pytest.mark.parametrize("verb", ["build", "serve"])
def test_a_private_portal_needs_private_entries(verb: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    done = run(verb, "--private")
    assert (done.exit_code, "name the private entries too" in done.stderr) == (2, True)


# Made public


def publish(toy: Checkout, own: Path, *arguments: str) -> Result:
    return run("publish", *arguments, "--lang", "en", "--catalogue", toy.folder, "--catalogue", own)


def test_an_entry_is_moved(toy: Checkout, own: Path):
    file = own / "lessons" / "own-lesson.yaml"
    content = file.read_bytes()
    done = publish(toy, own, PRIVATE)
    assert (done.exit_code, "is public" in done.stdout) == (0, True)
    assert toy.file("lessons/own-lesson.yaml").read_bytes() == content
    assert not file.exists()
    assert PRIVATE in Catalogue.open(toy.folder)
    assert Catalogue.open([toy.folder, own]).private == frozenset()
    assert sorted(path.name for path in toy.file("lessons").iterdir()) == ["hidden-scores.yaml", "own-lesson.yaml"]


def test_a_dry_run_changes_nothing(toy: Checkout, own: Path):
    done = publish(toy, own, PRIVATE, "--dry-run")
    assert (done.exit_code, "can be public" in done.stdout, "nothing was changed" in done.stderr) == (0, True, True)
    assert (own / "lessons" / "own-lesson.yaml").is_file()
    assert not toy.file("lessons/own-lesson.yaml").exists()


def test_what_is_confidential_stops_it(toy: Checkout, own: Path):
    file = own / "lessons" / "own-lesson.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# van jan@omroep.test\n", encoding="utf-8")
    done = publish(toy, own, PRIVATE)
    assert (done.exit_code, "an e-mail address: ja…" in done.stdout) == (1, True)
    assert file.is_file()
    assert not toy.file("lessons/own-lesson.yaml").exists()


def test_a_reference_to_what_stays_private_stops_it(toy: Checkout, own: Path):
    file = own / "lessons" / "own-lesson.yaml"
    text = file.read_text(encoding="utf-8")
    other = own / "lessons" / "other.yaml"
    other.write_text(text.replace("Own lesson", "Something else").replace("Eigen les", "Iets anders"), encoding="utf-8")
    file.write_text(text.replace("tool/explain-it", "lesson/other"), encoding="utf-8")
    done = publish(toy, own, PRIVATE)
    assert (done.exit_code, "'lesson/other' is private (publish that entry first" in done.stdout) == (1, True)
    both = publish(toy, own, PRIVATE, "lesson/other")
    assert both.exit_code == 0
    assert {PRIVATE, "lesson/other"} <= set(Catalogue.open(toy.folder))


def test_faults_of_other_public_entries_do_not_matter(toy: Checkout, own: Path):
    toy.edit("questions/who-answers.yaml", "state: open", "state: perhaps")
    assert publish(toy, own, PRIVATE).exit_code == 0


def test_nothing_is_overwritten(toy: Checkout, own: Path):
    (own / "lessons" / "hidden-scores.yaml").write_text(
        toy.read("lessons/hidden-scores.yaml").replace("Hidden scores", "Ours"), encoding="utf-8"
    )
    before = toy.read("lessons/hidden-scores.yaml")
    done = publish(toy, own, "lesson/hidden-scores")
    assert (done.exit_code, "there is a public entry lesson/hidden-scores already" in done.stdout) == (1, True)
    assert toy.read("lessons/hidden-scores.yaml") == before


def test_a_run_that_was_cut_off_is_finished_by_the_next(toy: Checkout, own: Path):
    """After writing, before removing: both files are there, and equal."""
    file = own / "lessons" / "own-lesson.yaml"
    toy.write("lessons/own-lesson.yaml", file.read_text(encoding="utf-8"))
    assert Catalogue.open([toy.folder, own]).is_private(PRIVATE)
    assert publish(toy, own, PRIVATE).exit_code == 0
    assert not file.exists()
    assert PRIVATE in Catalogue.open(toy.folder)


def test_a_file_that_appears_meanwhile_is_not_overwritten(toy: Checkout, own: Path):
    [move] = publishing.plan([PRIVATE], toy.catalogue, [own])
    toy.write("lessons/own-lesson.yaml", "somebody else's")
    with pytest.raises(FileExistsError):
        publishing.publish(move)
    assert toy.read("lessons/own-lesson.yaml") == "somebody else's"
    assert move.source.is_file()
    assert [path.name for path in toy.file("lessons").iterdir() if path.name.startswith(".")] == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_loses_nothing(toy: Checkout, own: Path):
    toy.file("lessons").chmod(0o500)
    [move] = publishing.plan([PRIVATE], toy.catalogue, [own])
    with pytest.raises(OSError, match="denied"):
        publishing.publish(move)
    assert move.source.is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "one of the two"),
        ((PRIVATE, "--sparql", "http://127.0.0.1:1/"), "one of the two"),
        (("lesson/own-lessen",), "did you mean 'lesson/own-lesson'?"),
        (("lesson/hidden-scores",), "no private entry"),
    ],
)
def test_wrong_use(toy: Checkout, own: Path, arguments: tuple[str, ...], said: str):
    done = publish(toy, own, *arguments)
    assert (done.exit_code, said in done.stderr) == (2, True)


def test_both_catalogues_are_needed(toy: Checkout):
    done = run("publish", PRIVATE, "--catalogue", toy.folder)
    assert (done.exit_code, "--catalogue PUBLIC --catalogue PRIVATE" in done.stderr) == (2, True)


def test_json_of_a_move(toy: Checkout, own: Path):
    [moved] = json.loads(publish(toy, own, PRIVATE, "--json").stdout)
    assert moved["id"] == PRIVATE
    assert moved["target"].endswith("lessons/own-lesson.yaml")
