"""What loading costs, held by what is loaded: asked in fresh interpreters."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kitoolkit import Catalogue, snapshot

from .conftest import TOY

HEAVY = ["rdflib", "whoosh", "httpx", "jsonschema_rs", "rich"]
OUTSIDE = [*HEAVY, "yaml", "click", "jinja2", "mkdocs", "msgspec", "snowballstemmer", "pandas", "markdown_it"]


def loaded_after(code: str, *names: str) -> set[str]:
    """Which of the modules a fresh interpreter has loaded after running some code."""
    ask = f"import sys, json\n{code}\nprint(json.dumps([name for name in {names!r} if name in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", ask], cwd=TOY, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory, toy_catalogue: Catalogue) -> Path:
    """A compiled catalogue as a wheel carries it."""
    folder = tmp_path_factory.mktemp("bundled")
    (folder / "snapshot.json").write_bytes(snapshot.make(toy_catalogue.values(), toy_catalogue.vocabulary))
    return folder


def test_asking_works():
    assert loaded_after("import yaml", "yaml", "whoosh") == {"yaml"}


def test_import_does_no_work():
    assert loaded_after("import kitoolkit", *OUTSIDE) == set()
    assert loaded_after("import kitoolkit", "kitoolkit.model", "kitoolkit.catalogue", "kitoolkit.problem") == set()


def test_naming_the_catalogue_loads_nothing_heavy():
    assert loaded_after("from kitoolkit import Catalogue, Collection, Gaps, Problem, UnknownNameError", *HEAVY) == set()


QUERY = (
    "catalogue.tools.where(requirement='requirement/transparency', phase='phase/design').ids == ('tool/explain-it',)"
)


def test_opening_what_travels_with_the_package_and_a_facet_query(bundled: Path):
    code = f"""
from pathlib import Path
from kitoolkit import Catalogue, locations
locations.BUNDLED = Path({str(bundled)!r})
locations.checkout = lambda start: None
catalogue = Catalogue.open()
assert {QUERY}
assert catalogue.related('tool/explain-it') and catalogue.gaps()
"""
    assert loaded_after(code, *HEAVY, "click", "jinja2", "mkdocs", "snowballstemmer") == set()


def test_opening_a_checkout_that_was_compiled_before(toy_catalogue: Catalogue):
    code = f"from kitoolkit import Catalogue\ncatalogue = Catalogue.open()\nassert {QUERY}"
    assert loaded_after(code, *HEAVY, "click", "jinja2", "mkdocs", "snowballstemmer") == set()


def test_searching_loads_whoosh_and_nothing_else_that_is_heavy(bundled: Path):
    code = f"""
from pathlib import Path
from kitoolkit import Catalogue
assert Catalogue(Path({str(bundled / "snapshot.json")!r}).read_bytes()).search('algoritme')
"""
    assert loaded_after(code, *HEAVY, "click", "jinja2", "mkdocs") == {"whoosh"}


def test_json_and_csv_need_no_graph():
    code = "from kitoolkit import Catalogue\nc = Catalogue.open()\n"
    code += "assert c.export('json') and c.export('csv') and c.export('jsonld')"
    assert loaded_after(code, *HEAVY) == set()


def test_command_line_help_loads_nothing_heavy():
    code = "import sys\nsys.argv = ['kitoolkit', '--help']\nfrom kitoolkit.cli import main\nmain(standalone_mode=False)"
    assert loaded_after(code, *HEAVY, "yaml", "jinja2", "mkdocs") == set()
