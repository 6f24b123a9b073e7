"""The wheel works where nothing is installed but what it asks for, from any folder, without a network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .conftest import ROOT, TOY


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel made from the sources as they are."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [file] = folder.glob("*.whl")
    return file


def needed(requirements: list[str], seen: set[str]) -> Iterator[metadata.Distribution]:
    """The distributions that these requirements name, and those that they name in turn, without extras."""
    for text in requirements:
        requirement = Requirement(text)
        name = canonicalize_name(requirement.name)
        if name in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        distribution = metadata.distribution(name)
        yield distribution
        yield from needed(distribution.requires or [], seen)


def link_into(packages: Path, distribution: metadata.Distribution) -> None:
    """Make an installed distribution visible in another environment, and nothing beside it."""
    tops = {Path(file.parts[0]) for file in distribution.files or [] if file.parts[0] not in {"..", "__pycache__"}}
    for top in tops:
        if not (packages / top).exists():
            (packages / top).symlink_to(Path(str(distribution.locate_file(top))))


class Environment:
    """An environment that holds the wheel, and runs programs in a folder of its own."""

    def __init__(self, folder: Path, elsewhere: Path) -> None:
        self.bin, self.elsewhere = folder / "bin", elsewhere

    def run(self, program: str, *arguments: str, code: int = 0) -> str:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))}
        environment["KITOOLKIT_CACHE"] = str(self.elsewhere / "cache")
        command = [str(self.bin / program), *arguments]
        done = subprocess.run(command, cwd=self.elsewhere, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == code, f"{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=False)
    [packages] = folder.glob("lib/python*/site-packages")
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(folder / "bin" / "python"),
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
    ]
    subprocess.run([*install, "--disable-pip-version-check", str(wheel)], check=True)
    [own] = metadata.distributions(name="kitoolkit", path=[str(packages)])
    for distribution in needed(own.requires or [], set()):
        link_into(packages, distribution)
    return Environment(folder, tmp_path_factory.mktemp("elsewhere"))


def test_wheel_carries_its_data_and_nothing_else(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    assert {"kitoolkit/py.typed", "kitoolkit/data/snapshot.json", "kitoolkit/data/ontology/requirements.ttl"} <= set(
        names
    )
    assert any(name.startswith("kitoolkit/data/search/") for name in names)
    assert {f"kitoolkit/data/ontology/{file.name}" for file in ROOT.glob("ontology/*.ttl")} <= set(names)
    assert not [
        name for name in names if name.startswith(("tests/", "catalogue/", "scripts/")) or "__pycache__" in name
    ]


def test_wheel_asks_for_what_the_sdk_needs_only(installed: Environment):
    listed = installed.run(
        "python", "-c", "from importlib.metadata import requires; print(*requires('kitoolkit'), sep='\\n')"
    )
    names = {canonicalize_name(Requirement(line).name) for line in listed.splitlines() if "extra ==" not in line}
    assert names.isdisjoint({"mkdocs", "mkdocs-material", "mkdocstrings", "jinja2", "pytest", "pandas"})


def test_the_environment_is_empty_otherwise(installed: Environment):
    for name in ("mkdocs", "pytest", "hypothesis", "pandas"):
        assert "Error" not in installed.run("python", "-c", f"import {name}", code=1)


def test_find_from_any_folder(installed: Environment):
    hits = json.loads(installed.run("kitoolkit", "find", "uitlegbare aanbevelingen", "--json"))
    assert len(hits) == 10
    assert installed.run("kitoolkit", "find", "algoritme")


def test_search_uses_the_index_that_travels_along(installed: Environment):
    installed.run("kitoolkit", "find", "algoritme")
    assert not list(installed.elsewhere.glob("cache/search-*"))


def test_python_from_any_folder(installed: Environment):
    code = """
import sys
from kitoolkit import Catalogue
catalogue = Catalogue.open()
assert len(catalogue) > 200, len(catalogue)
found = catalogue.tools.where(requirement="requirement/transparency", phase="phase/testing")
assert found, found
heavy = [name for name in ("rdflib", "whoosh", "httpx", "jsonschema_rs", "rich") if name in sys.modules]
assert not heavy, heavy
assert "site-packages/kitoolkit" in sys.modules["kitoolkit"].__file__
assert catalogue.search("aanbevelingen", limit=3, kind="tool")
print(len(catalogue))
"""
    assert int(installed.run("python", "-c", code)) > 200


def test_sparql_and_export(installed: Environment):
    counted = installed.run("kitoolkit", "sparql", "SELECT (COUNT(?tool) AS ?n) { ?tool a kit:Tool }", "--json")
    assert int(json.loads(counted)["results"]["bindings"][0]["n"]["value"]) > 50
    for form in ("turtle", "jsonld", "ntriples", "json", "csv"):
        installed.run("kitoolkit", "export", "--format", form, "-o", f"catalogue.{form}")
        assert (installed.elsewhere / f"catalogue.{form}").stat().st_size > 100_000


def test_other_commands(installed: Environment):
    assert "[tool/fairlearn]" in installed.run("kitoolkit", "show", "tool/fairlearn")
    assert "lesson/careless-whisper\t" in installed.run("kitoolkit", "list", "lesson")
    assert installed.run("kitoolkit", "gaps").count("\n") == 8
    assert "kitoolkit check" in installed.run("kitoolkit", "--help")


def test_check_of_a_folder_with_the_package_s_ontology(installed: Environment):
    folder = installed.elsewhere / "mine" / "questions"
    folder.mkdir(parents=True)
    text = (TOY / "catalogue/questions/who-answers.yaml").read_text(encoding="utf-8")
    (folder / "x.yaml").write_text(text, encoding="utf-8")
    installed.run("kitoolkit", "check", "--catalogue", "mine")
    (folder / "x.yaml").write_text(
        text.replace("requirement/transparency", "requirement/transparancy"), encoding="utf-8"
    )
    found = installed.run("kitoolkit", "check", "--catalogue", "mine", code=1)
    assert "mine/questions/x.yaml" in found
    assert "did you mean 'requirement/transparency'?" in found


def test_building_pages_asks_for_the_site_s_packages(installed: Environment):
    installed.run("kitoolkit", "pages", "out", code=2)
    assert not (installed.elsewhere / "out").exists()


def test_checking_without_a_catalogue_is_wrong_use(installed: Environment):
    assert installed.run("kitoolkit", "check", code=2) == ""
