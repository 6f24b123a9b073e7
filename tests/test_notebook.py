"""The notebook for working groups runs from top to bottom, and what it writes is right."""

from __future__ import annotations

import csv
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from kitoolkit import Catalogue

from .conftest import ROOT

NOTEBOOK = ROOT / "docs" / "en" / "developers" / "notebooks" / "gap-analysis.ipynb"
KINDS = ("tool", "lesson", "example")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("notebook")


@pytest.fixture(scope="module")
def executed(folder: Path) -> NotebookNode:
    """The notebook with what a real kernel gave; a cell that fails, fails here."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MPLCONFIGDIR", str(folder / "matplotlib"))
        patch.setenv("IPYTHONDIR", str(folder / "ipython"))
        resources = {"metadata": {"path": str(folder)}}
        NotebookClient(notebook, timeout=120, kernel_name="python3", resources=resources).execute()
    return notebook


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.open(ROOT)


def outputs(notebook: NotebookNode, cell: str) -> list[NotebookNode]:
    [found] = [one for one in notebook.cells if one.id == cell]
    return list(found.outputs)


def test_it_is_sound_and_kept_without_results():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) > 8
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


def test_no_cell_warns(executed: NotebookNode):
    warned = [
        output.text
        for cell in executed.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stderr"
    ]
    assert warned == []


def test_it_shows_tables_a_picture_and_sources(executed: NotebookNode, catalogue: Catalogue):
    [counts] = outputs(executed, "counts")
    for requirement, number in catalogue.tools.counts("requirement").items():
        name = catalogue.vocabulary[requirement].label["nl"]
        assert f"<th>{name}</th>\n      <td>{number}</td>" in counts.data["text/html"]
    [picture] = outputs(executed, "plot")
    assert len(picture.data["image/png"]) > 10_000
    [read] = outputs(executed, "read")
    for source in catalogue["tool/fairlearn"].sources:
        assert f"{source.url} seen on {source.seen}" in read.text


def test_the_list_holds_all_gaps(executed: NotebookNode, folder: Path, catalogue: Catalogue):
    with (folder / "build" / "gap-analysis" / "gaps.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    expected = {
        (kind, requirement, concept)
        for kind in KINDS
        for facet in ("phase", "use")
        for requirement, concept in catalogue.gaps("requirement", facet, kind=kind).missing
    }
    assert {(row["kind"], row["requirement"], row["concept"]) for row in rows} == expected
    assert len(rows) == len(expected) > 0
    for row in rows:
        assert row["concept_nl"] == catalogue.vocabulary[row["concept"]].label["nl"]
        assert set(row["open_questions"].split(", ")) == set(
            catalogue.questions.where(requirement=row["requirement"]).ids
        )


def test_the_text_for_the_agenda_names_each_gap_and_the_catalogue(
    executed: NotebookNode, folder: Path, catalogue: Catalogue
):
    text = (folder / "build" / "gap-analysis" / "gaps.md").read_text(encoding="utf-8")
    assert f"{len(catalogue)} items, inhoud `{catalogue.digest}`" in text
    under = {part.partition("\n")[0]: part for part in text.split("\n## ")[1:]}
    for requirement, phase in catalogue.gaps("requirement", "phase", kind="lesson").missing:
        [line] = [
            line
            for line in under[catalogue.vocabulary[requirement].label["nl"]].splitlines()
            if line.startswith("- Geen les voor de fase: ")
        ]
        assert catalogue.vocabulary[phase].label["nl"] in line
    assert (folder / "build" / "gap-analysis" / "gaps.png").read_bytes().startswith(b"\x89PNG")
