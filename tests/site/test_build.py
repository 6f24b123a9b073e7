"""What `kitoolkit build` makes: whole, the same every time, in two languages, and light."""

from __future__ import annotations

import filecmp
import gzip
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kitoolkit import Catalogue
from kitoolkit.site.portal import MARK
from tests.conftest import ROOT, Checkout
from tests.site.conftest import Reader
from tests.test_cli import run

LANGUAGE = re.compile(r'<html lang="(\w+)"')
SWITCH = re.compile(r'<a class="kit-language" href="([^"]+)"')


def build(root: Path, target: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kitoolkit", "build", "--output", str(target)], cwd=root, capture_output=True, text=True
    )


def copy_of_checkout(target: Path) -> Path:
    """What a build reads, in a folder that a test may spoil."""
    for name in ("catalogue", "ontology", "docs", "src"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        shutil.copy(ROOT / name, target / name)
    return target


def test_every_entry_and_concept_has_a_page_in_both_languages(portal: Path) -> None:
    catalogue = Catalogue.open(ROOT)
    for path in (*catalogue, *catalogue.vocabulary):
        for prefix, language in (("", "nl"), ("en/", "en")):
            page = (portal / prefix / path / "index.html").read_text(encoding="utf-8")
            assert LANGUAGE.findall(page) == [language], prefix + path


def test_the_language_switch_leads_to_the_same_page_and_back(portal: Path) -> None:
    for file in sorted(portal.glob("**/index.html")):
        here = file.parent.relative_to(portal).as_posix()
        there = (file.parent / SWITCH.findall(file.read_text(encoding="utf-8"))[0]).resolve()
        other = (there / "index.html").read_text(encoding="utf-8")
        assert LANGUAGE.findall(other) == ["nl" if here == "en" or here.startswith("en/") else "en"]
        if "kit-page--text" not in other:
            assert (there / SWITCH.findall(other)[0]).resolve() == file.parent.resolve(), here


def test_equal_input_gives_equal_bytes(portal: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert build(ROOT, again).returncode == 0
    assert (again / MARK).is_file()
    files = sorted(file.relative_to(portal).as_posix() for file in portal.rglob("*") if file.is_file())
    assert files == sorted(file.relative_to(again).as_posix() for file in again.rglob("*") if file.is_file())
    _, different, failed = filecmp.cmpfiles(portal, again, files, shallow=False)
    assert (different, failed) == ([], [])


@pytest.mark.parametrize("mark", [MARK, "api/v1/snapshot.json"])
def test_a_faulty_entry_stops_the_build_and_leaves_the_old_site(tmp_path: Path, mark: str) -> None:
    root = copy_of_checkout(tmp_path / "checkout")
    entry = root / "catalogue" / "tools" / "whisper.yaml"
    entry.write_text(entry.read_text(encoding="utf-8").replace("cost: free", "cost: fre"), encoding="utf-8")
    old = tmp_path / "site"
    (old / mark).parent.mkdir(parents=True)
    (old / mark).write_text("")
    (old / "index.html").write_text("the old site")
    built = build(root, old)
    assert built.returncode == 1
    assert "tools/whisper.yaml:" in built.stdout
    assert "unknown value 'fre' (did you mean 'free'?)" in built.stdout
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []
    assert (old / "index.html").read_text() == "the old site"


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("intern", "is where the portal is made from"),
        ("intern/lessons", "holds something that is no portal"),
        (".", "is where the portal is made from"),
        ("checkout", "is where the portal is made from"),
        ("checkout/catalogue", "is where the portal is made from"),
        ("checkout/docs/new", "is where the portal is made from"),
        ("checkout/scripts", "holds something that is no portal"),
    ],
)
def test_a_build_takes_the_place_of_nothing_else(toy: Checkout, output: str, reason: str) -> None:
    (toy.folder / "mkdocs.yml").write_text("")
    intern = toy.folder.parent / "intern"
    for file in (intern / "lessons" / "own.yaml", toy.folder / "scripts" / "x.sh"):
        file.parent.mkdir(parents=True)
        file.write_text("title: {nl: Eigen}")
    before = sorted(toy.folder.parent.rglob("*"))
    places = ["--catalogue", str(toy.folder), "--catalogue", str(intern), "--private"]
    refused = run("build", *places, "--output", str(toy.folder.parent / output))
    assert refused.exit_code == 2
    assert f"{reason}: choose another folder" in refused.stderr
    assert sorted(toy.folder.parent.rglob("*")) == before


def test_no_file_names_this_machine(portal: Path) -> None:
    for file in portal.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert str(ROOT).encode() not in content, file
            assert str(Path.home()).encode() + b"/" not in content, file


@pytest.mark.parametrize(("path", "most"), [("", 200_000), ("en/", 200_000), ("tool/whisper/", 150_000)])
def test_pages_are_light(browser: Browser, address: str, path: str, most: int) -> None:
    """Everything that a first visit loads, each file compressed as servers do."""
    loaded: list[bytes] = []
    one = Reader(browser, address)
    one.page.on("requestfinished", lambda request: loaded.append(request.response().body()))
    one.open(path)
    one.close()
    assert len(loaded) > 3
    assert sum(len(gzip.compress(body, mtime=0)) for body in loaded) < most
