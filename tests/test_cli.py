"""The command line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kitoolkit import Catalogue
from kitoolkit.cli import main

from .conftest import ROOT, TOY, Checkout

VERBS = (
    "find show list new check format submit links review stale from-issue export sparql gaps diff checklist mcp "
    "pages build serve publish"
).split()
TOOL = "tools/explain-it.yaml"


def run(*arguments: str, text: str | None = None, **environment: str) -> Result:
    return CliRunner(env=environment).invoke(main, arguments, input=text, catch_exceptions=False, prog_name="kitoolkit")


def toy_run(*arguments: str, **environment: str) -> Result:
    return run(*arguments, "--catalogue", str(TOY), **environment)


# Help


def test_all_verbs_are_there():
    assert list(main.commands) == VERBS
    overview = run("--help").stdout
    for verb in VERBS:
        assert re.search(rf"^  {verb} +\S", overview, re.MULTILINE), f"{verb} is not in the overview"


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_is_documented(verb: str):
    """A command or option without help, or without an example, does not get in."""
    command = main.commands[verb]
    shown = run(verb, "--help")
    assert shown.exit_code == 0
    assert len(command.help or "") > 40
    assert f"kitoolkit {verb}" in shown.stdout.partition("Usage:")[2].partition("\n")[2]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{verb} {parameter.opts} has no help"


@pytest.mark.parametrize("verb", ["find", "show", "list", "check", "export", "sparql", "gaps"])
def test_every_query_has_json_and_catalogue(verb: str):
    options = {option for parameter in main.commands[verb].params for option in parameter.opts}
    assert {"--json", "--catalogue"} <= options


def test_version():
    assert re.fullmatch(r"kitoolkit, version \d+\.\d+\.\d+\n", run("--version").stdout)


def test_examples_in_the_help_work():
    """On the real catalogue, where the ids of the examples exist."""
    for verb in ("find", "show", "list", "gaps"):
        for line in re.findall(rf"^\s+(kitoolkit {verb} .+)$", run(verb, "--help").stdout, re.MULTILINE):
            done = subprocess.run(
                f"{sys.executable} -m {line}", shell=True, cwd=ROOT, capture_output=True, text=True, check=False
            )
            assert (done.returncode, done.stderr) == (0, ""), line
            assert done.stdout, line


# find


def test_find_prints_a_line_per_hit():
    found = toy_run("find", "algoritme", "--lang", "nl")
    assert found.exit_code == 0
    lines = [line.split("\t") for line in found.stdout.splitlines()]
    assert [line[:2] for line in lines if line[0] == "question/who-answers"] == [
        ["question/who-answers", "Wie geeft antwoord?"]
    ]
    assert all(len(line) == 3 for line in lines)
    assert "<mark>" not in found.stdout


def test_find_json(toy_catalogue: Catalogue):
    hits = json.loads(toy_run("find", "algoritme", "--json").stdout)
    assert [hit["id"] for hit in hits] == [hit.id for hit in toy_catalogue.search("algoritme")]
    for hit in hits:
        assert list(hit) == ["id", "kind", "title", "score", "fragment"]
        assert hit["kind"] == hit["id"].partition("/")[0]
        assert set(hit["title"]) == {"nl", "en"}
        assert isinstance(hit["score"], float)
    assert "<mark>" in hits[0]["fragment"]


def test_find_nothing_is_an_empty_array():
    nothing = toy_run("find", "xqzjwv", "--json")
    assert (nothing.exit_code, json.loads(nothing.stdout), nothing.stderr) == (0, [], "")
    assert toy_run("find", "xqzjwv").stderr == "Nothing found.\n"
    assert toy_run("find", "xqzjwv", "--lang", "nl").stderr == "Niets gevonden.\n"


def test_find_says_what_it_thinks_was_meant():
    assert toy_run("find", "algortime").stderr == "Did you mean: algoritme?\n"
    assert toy_run("find", "algortime", LANG="nl_NL.UTF-8").stderr == "Bedoelde je: algoritme?\n"


def test_find_with_filters():
    hits = json.loads(
        toy_run("find", "algoritme", "--kind", "tool", "--role", "role/editor", "--limit", "3", "--json").stdout
    )
    assert [hit["id"] for hit in hits] == ["tool/explain-it"]
    several = toy_run(
        "find",
        "algoritme",
        "--requirement",
        "requirement/diversity",
        "--requirement",
        "requirement/transparency",
        "--json",
    )
    assert len(json.loads(several.stdout)) == 4
    unknown = toy_run("find", "algoritme", "--phase", "phase/desing")
    assert unknown.exit_code == 2
    assert "no phase 'phase/desing'; did you mean 'phase/design'?" in unknown.stderr
    assert toy_run("find", "algoritme", "--limit", "0").exit_code == 2


# show


def test_show_in_both_languages():
    english = toy_run("show", "tool/explain-it").stdout
    assert english.startswith("Explain It  [tool/explain-it]\nShows why an algorithm recommends an article.\n")
    assert "Transparency (requirement/transparency)" in english
    assert "Hidden scores (lesson/hidden-scores)" in english
    assert "Does not work for video." in english
    dutch = toy_run("show", "tool/explain-it", LANG="nl_NL.UTF-8").stdout
    assert dutch.startswith("Uitlegger  [tool/explain-it]\n")
    assert "Transparantie (requirement/transparency)" in dutch


@pytest.mark.parametrize("entry", list(Path(TOY, "catalogue").glob("*/*.yaml")), ids=lambda file: file.stem)
def test_show_every_kind(entry: Path):
    shown = toy_run("show", f"{entry.parent.name[:-1]}/{entry.stem}")
    assert shown.exit_code == 0
    assert f"[{entry.parent.name[:-1]}/{entry.stem}]" in shown.stdout
    assert "Source(" not in shown.stdout


def test_show_json(toy_catalogue: Catalogue):
    shown = json.loads(toy_run("show", "tool/explain-it", "--json").stdout)
    assert shown == next(
        entry for entry in json.loads(toy_catalogue.export("json")) if entry["id"] == "tool/explain-it"
    )


def test_show_unknown_id_suggests():
    unknown = toy_run("show", "tool/explainit")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "no entry 'tool/explainit'; did you mean 'tool/explain-it'?" in unknown.stderr


# list


def test_list():
    listed = toy_run("list", "tool", "--use", "use/generative")
    assert listed.stdout == "tool/voice-lab\tVoice Lab\tMakes a synthetic voice and puts a mark in it.\n"
    assert [entry["id"] for entry in json.loads(toy_run("list", "tool", "--json").stdout)] == [
        "tool/diversity-guide", "tool/explain-it", "tool/voice-lab",
    ]  # fmt: skip
    assert toy_run("list", "tool", "--organisation", "organisation/uitgever").exit_code == 0
    assert toy_run("list", "tols").exit_code == 2


# check


def test_check_sound():
    sound = toy_run("check")
    assert (sound.exit_code, sound.stdout, sound.stderr) == (0, "", "0 errors, 0 warnings\n")


def test_check_prints_problems_as_compilers_do(toy: Checkout, monkeypatch: pytest.MonkeyPatch):
    toy.edit(TOOL, "title:\n", "titel:\n")
    monkeypatch.chdir(toy.folder)
    found = run("check")
    assert found.exit_code == 1
    assert found.stdout == (f"catalogue/{TOOL}:1:1: error: unknown field 'titel' (did you mean 'title'?)\n")
    assert found.stderr == "1 error, 0 warnings\n"


@pytest.mark.parametrize(
    ("options", "environment"), [(["--lang", "nl"], {}), ([], {"LANG": "nl_NL.UTF-8"}), ([], {"LC_ALL": "nl_BE"})]
)
def test_check_in_dutch(
    toy: Checkout, monkeypatch: pytest.MonkeyPatch, options: list[str], environment: dict[str, str]
):
    toy.edit(TOOL, "cost: free", "cost: fre")
    monkeypatch.chdir(toy.folder)
    found = run("check", *options, **environment)
    line, column = toy.place_of(TOOL, "fre\n")
    assert found.stdout == f"catalogue/{TOOL}:{line}:{column}: fout: onbekende waarde 'fre' (bedoelde je 'free'?)\n"
    assert found.stderr == "1 fout, 0 waarschuwingen\n"


def test_check_warnings_do_not_fail(toy: Checkout, monkeypatch: pytest.MonkeyPatch):
    toy.edit(TOOL, "  en: Gives a reason in plain language for every recommendation.\n", "")
    monkeypatch.chdir(toy.folder)
    found = run("check")
    assert found.exit_code == 0
    assert found.stderr == "0 errors, 1 warning\n"
    assert ": warning: in one language only: English is missing\n" in found.stdout


@pytest.mark.parametrize("options", [["--format", "json"], ["--json"]])
def test_check_json(toy: Checkout, monkeypatch: pytest.MonkeyPatch, options: list[str]):
    toy.edit(TOOL, "cost: free", "cost: fre")
    monkeypatch.chdir(toy.folder)
    found = run("check", *options)
    assert (found.exit_code, found.stderr) == (1, "")
    line, column = toy.place_of(TOOL, "fre\n")
    assert json.loads(found.stdout) == [
        {
            "file": f"catalogue/{TOOL}",
            "line": line,
            "column": column,
            "field": "cost",
            "severity": "error",
            "message": {"nl": "onbekende waarde 'fre'", "en": "unknown value 'fre'"},
            "hint": {"nl": "bedoelde je 'free'?", "en": "did you mean 'free'?"},
        }
    ]


def test_check_github(toy: Checkout, monkeypatch: pytest.MonkeyPatch):
    toy.edit(TOOL, "cost: free", 'cost: "50%, a::b"')
    toy.write("tools/a,b.yaml", "title: x\n")
    monkeypatch.chdir(toy.folder)
    found = run("check", "--format", "github")
    line, column = toy.place_of(TOOL, '"50%')
    first, *_, last = found.stdout.splitlines()
    assert first.startswith(
        "::error file=catalogue/tools/a%2Cb.yaml,line=1,col=1,title=a%2Cb.yaml::'a,b' cannot become an address"
    )
    assert last == (
        f"::error file=catalogue/{TOOL},line={line},col={column},title=cost::unknown value '50%25, a::b' "
        "(choose from free, freemium, members, paid, unknown)"
    )


def test_check_paths_shows_theirs_only_but_against_all(toy: Checkout, monkeypatch: pytest.MonkeyPatch):
    toy.edit(TOOL, "lesson/hidden-scores", "lesson/hidden-score")
    toy.edit("tools/voice-lab.yaml", "cost: paid", "cost: payed")
    monkeypatch.chdir(toy.folder)
    one = run("check", f"catalogue/{TOOL}")
    assert one.exit_code == 1
    assert [line.partition(": ")[2] for line in one.stdout.splitlines()] == [
        "error: 'lesson/hidden-score' does not exist (did you mean 'lesson/hidden-scores'?)"
    ]
    assert run("check", "catalogue/lessons").exit_code == 0
    assert len(run("check", ".").stdout.splitlines()) == 2
    assert len(run("check", "catalogue/tools", f"catalogue/{TOOL}").stdout.splitlines()) == 2


def test_check_finds_a_path_however_it_is_written(toy: Checkout, monkeypatch: pytest.MonkeyPatch):
    toy.edit(TOOL, "cost: free", "cost: fre")
    monkeypatch.chdir(toy.file("lessons"))
    for path in (
        f"../{TOOL}",
        f"../tools/../{TOOL}",
        str(toy.file(TOOL)),
        f"{toy.folder}/ontology/../catalogue/{TOOL}",
    ):
        assert run("check", path).exit_code == 1, path
    assert run("check", "hidden-scores.yaml").exit_code == 0


def test_check_of_a_link_reports_it(toy: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "elsewhere.yaml").write_text("title: x\n")
    toy.file("tools/link.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    monkeypatch.chdir(toy.folder)
    found = run("check", "catalogue/tools/link.yaml")
    assert found.exit_code == 1
    assert "this is no regular file" in found.stdout


def test_check_wrong_use(toy: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(toy.folder)
    for arguments in (
        ["check", "nowhere.yaml"],
        ["check", "--format", "xml"],
        ["check", "--lang", "fr"],
        ["chek"],
        ["--nothing"],
    ):
        assert run(*arguments).exit_code == 2, arguments
    nothing_there = run("check", "ontology")
    assert nothing_there.exit_code == 2
    assert "no entries at ontology" in nothing_there.stderr
    outside = tmp_path / "x.yaml"
    outside.write_text("")
    assert run("check", f"catalogue/{TOOL}", str(outside)).exit_code == 2
    monkeypatch.chdir(tmp_path)
    lost = run("check")
    assert lost.exit_code == 2
    assert "no catalogue at or above" in lost.stderr


def test_check_another_folder_with_the_package_s_ontology(tmp_path: Path):
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "x.yaml").write_text(Path(TOY, "catalogue/questions/who-answers.yaml").read_text())
    assert run("check", "--catalogue", str(tmp_path)).exit_code == 0
    (tmp_path / "questions" / "x.yaml").write_text("title: x\n")
    found = run("check", "--catalogue", str(tmp_path))
    assert found.exit_code == 1
    assert f"{tmp_path}/questions/x.yaml:1:8: error: 'title' must be a group of fields" in found.stdout


# Commands on a faulty catalogue


@pytest.mark.parametrize("arguments", [["find", "x"], ["list", "tool"], ["export", "--format", "json"], ["gaps"]])
def test_faulty_catalogue_prints_its_problems(toy: Checkout, arguments: list[str]):
    toy.edit(TOOL, "cost: free", "cost: fre")
    found = run(*arguments, "--catalogue", str(toy.folder))
    assert found.exit_code == 1
    assert "unknown value 'fre' (did you mean 'free'?)" in found.output
    assert "1 error, 0 warnings" in found.stderr


# What the machine refuses


def test_what_the_machine_refuses_is_one_line(toy: Checkout, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(toy.folder)
    Path("taken").write_text("")
    refused = run("export", "--format", "json", "-o", "taken/x.json")
    assert refused.exit_code == 1
    assert refused.output.count("\n") == 1
    assert "taken" in refused.stderr


def test_a_reader_that_leaves_is_no_trouble():
    """As in `kitoolkit list | head -1`."""
    command = f"{sys.executable} -m kitoolkit export --format ntriples | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout.count("\n"), done.stderr) == (1, "")


@pytest.mark.parametrize("address", ["foo", "foo:", ":8000", "localhost:http", "localhost:70000"])
def test_serve_wants_a_host_and_a_port(monkeypatch: pytest.MonkeyPatch, address: str):
    monkeypatch.chdir(ROOT)
    refused = run("serve", "--address", address)
    assert refused.exit_code == 2
    assert "a host and a port, such as 127.0.0.1:8000" in refused.stderr


# export


@pytest.mark.parametrize("form", ["turtle", "jsonld", "ntriples", "json", "csv"])
def test_export(toy_catalogue: Catalogue, tmp_path: Path, form: str):
    text = toy_catalogue.export(form)  # type: ignore[arg-type]
    assert toy_run("export", "--format", form).stdout_bytes == text.encode()
    file = tmp_path / "new folder" / f"catalogue.{form}"
    to_file = toy_run("export", "--format", form, "-o", str(file))
    assert (to_file.exit_code, to_file.stdout) == (0, "")
    assert file.read_bytes() == text.encode()
    assert [child.name for child in file.parent.iterdir()] == [file.name]


def test_export_json_has_two_names():
    assert toy_run("export", "--json").stdout == toy_run("export", "--format", "json").stdout
    assert toy_run("export").exit_code == 2
    assert toy_run("export", "--format", "xml").exit_code == 2


# sparql


def test_sparql_forms():
    query = 'SELECT ?title { ?tool a kit:Tool ; dct:title ?title FILTER (lang(?title) = "nl") } ORDER BY ?title'
    assert toy_run("sparql", query).stdout.splitlines() == ["title", "Handleiding diversiteit", "Stemlab", "Uitlegger"]
    answer = json.loads(toy_run("sparql", query, "--json").stdout)
    assert answer["head"] == {"vars": ["title"]}
    assert answer["results"]["bindings"][0] == {
        "title": {"type": "literal", "value": "Handleiding diversiteit", "xml:lang": "nl"}
    }
    assert toy_run("sparql", "ASK { ?tool a kit:Tool }").stdout == "true\n"
    assert "Uitlegger" in toy_run("sparql", "CONSTRUCT { ?s dct:title ?t } { ?s a kit:Tool ; dct:title ?t }").stdout


def test_sparql_from_standard_input():
    assert run("sparql", "-", "--catalogue", str(TOY), text="ASK { ?tool a kit:Nothing }").stdout == "false\n"


def test_sparql_ask_as_json():
    assert json.loads(toy_run("sparql", "ASK { ?tool a kit:Tool }", "--json").stdout)["boolean"] is True


def test_sparql_mistake():
    mistake = toy_run("sparql", "SELECT")
    assert (mistake.exit_code, mistake.stdout) == (2, "")
    assert "this is no valid SPARQL query" in mistake.stderr
    assert "Traceback" not in mistake.stderr


# gaps


def test_gaps(toy_catalogue: Catalogue):
    table = toy_run("gaps", "--kind", "tool").stdout.splitlines()
    assert table[0].split("\t") == ["", "Idea", "Design", "Testing"]
    assert table[1].split("\t") == ["Transparency", "–", "1", "2"]
    found = json.loads(toy_run("gaps", "--kind", "tool", "--json").stdout)
    gaps = toy_catalogue.gaps(kind="tool")
    assert list(found) == ["rows", "columns", "counts", "missing"]
    assert found["counts"] == [list(row) for row in gaps.counts]
    assert found["missing"] == [list(pair) for pair in gaps.missing]


def test_gaps_unknown_facet():
    unknown = toy_run("gaps", "--rows", "requirment")
    assert unknown.exit_code == 2
    assert "no facet with concepts 'requirment'; did you mean 'requirement'?" in unknown.stderr


# Whole processes


def test_as_a_process_in_dutch(toy: Checkout):
    toy.edit(TOOL, "cost: free", "cost: fre")
    environment = {**os.environ, "LANG": "nl_NL.UTF-8"}
    command = [Path(sys.executable).with_name("kitoolkit"), "check"]
    done = subprocess.run(command, cwd=toy.folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "fout: onbekende waarde 'fre'" in done.stdout
    assert done.stderr == "1 fout, 0 waarschuwingen\n"


def test_as_a_module(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "kitoolkit", "--version"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
