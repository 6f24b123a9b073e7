"""Which module may know which: read from the source, also imports inside functions."""

from __future__ import annotations

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import kitoolkit

PACKAGE = Path(kitoolkit.__file__).parent


def module_name(file: Path) -> str:
    parts = ["kitoolkit", *file.relative_to(PACKAGE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(file) for file in PACKAGE.rglob("*.py")}


class Imports(ast.NodeVisitor):
    """The modules that a module imports, without those that only type checkers see."""

    def __init__(self, module: str, is_package: bool) -> None:
        self.module = module
        self.package = module if is_package else module.rpartition(".")[0]
        self.found: set[str] = set()

    def visit_If(self, node: ast.If) -> None:
        if not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        self.found |= {alias.name for alias in node.names}

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        base = node.module or ""
        if node.level:
            above = self.package.rsplit(".", node.level - 1)[0] if node.level > 1 else self.package
            base = f"{above}.{base}".rstrip(".")
        names = {f"{base}.{alias.name}" for alias in node.names}
        self.found |= names & MODULES or {base}  # of `from package import module` the module counts, not the package


def read_imports() -> dict[str, set[str]]:
    imports = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        visitor = Imports(module_name(file), file.name == "__init__.py")
        visitor.visit(ast.parse(file.read_text(encoding="utf-8")))
        imports[visitor.module] = visitor.found
    return imports


IMPORTS = read_imports()
OWN = {
    module: {name for name in found if name in IMPORTS and name != module and name != "kitoolkit"}
    for module, found in IMPORTS.items()
}
"""The imports within the package. `import kitoolkit` itself loads nothing, so it is no dependency."""


def users_of(package: str) -> set[str]:
    return {module for module, found in IMPORTS.items() if any(name.partition(".")[0] == package for name in found)}


def test_the_reader_of_imports_sees_them():
    assert {"kitoolkit.model", "kitoolkit.problem"} <= OWN["kitoolkit.vocabulary"]
    assert "kitoolkit.search" in OWN["kitoolkit.catalogue"]
    assert "rdflib" not in IMPORTS["kitoolkit.catalogue"]
    assert len(IMPORTS) > 15


def test_there_are_no_circles():
    try:
        order = list(TopologicalSorter(OWN).static_order())
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))
    assert set(order) == set(IMPORTS)


@pytest.mark.parametrize(
    ("package", "homes"),
    [
        ("whoosh", {"kitoolkit.search"}),
        ("yaml", {"kitoolkit.source"}),
        ("jsonschema_rs", {"kitoolkit.check.form"}),
        ("snowballstemmer", {"kitoolkit.words"}),
        ("rdflib", {"kitoolkit.concept_rules", "kitoolkit.linked.graph", "kitoolkit.vocabulary"}),
        ("pyoxigraph", {"kitoolkit.linked.fast"}),
        ("mcp", {"kitoolkit.assistant"}),
    ],
)
def test_a_package_that_may_be_replaced_has_one_home(package: str, homes: set[str]):
    in_core = {module for module in users_of(package) if not module.startswith("kitoolkit.site")}
    assert in_core == homes


@pytest.mark.parametrize("package", ["click", "rich"])
def test_only_the_command_line_speaks_to_a_terminal(package: str):
    assert users_of(package)
    assert all(module.startswith("kitoolkit.cli") for module in users_of(package))


def test_httpx_is_used_in_one_module_at_most():
    assert len(users_of("httpx")) <= 1


@pytest.mark.parametrize("package", ["mkdocs", "jinja2", "markdown_it"])
def test_only_the_site_builds_pages(package: str):
    assert all(module.startswith("kitoolkit.site") for module in users_of(package))


def test_mkdocs_is_known_to_its_adapters_only():
    assert users_of("mkdocs") <= {"kitoolkit.site.plugin", "kitoolkit.site.portal"}


def test_only_the_command_line_knows_the_site():
    """Installed without the site's packages, everything else works."""
    outside = {module: found for module, found in OWN.items() if not module.startswith("kitoolkit.site")}
    knowing = {module for module, found in outside.items() if any(name.startswith("kitoolkit.site") for name in found)}
    assert all(module.startswith("kitoolkit.cli") for module in knowing)


def test_nothing_knows_the_command_line():
    knowing = {module for module, found in OWN.items() if any(name.startswith("kitoolkit.cli") for name in found)}
    assert all(module == "kitoolkit.__main__" or module.startswith("kitoolkit.cli") for module in knowing)


def test_the_model_stands_on_its_own():
    assert OWN["kitoolkit.model"] == set()


def test_the_table_of_modules_names_each_after_what_it_imports():
    text = (PACKAGE.parents[1] / "docs" / "en" / "developers" / "architecture.md").read_text(encoding="utf-8")
    table = text.partition("| Module | Does |")[2].partition("\n\n")[0]
    named = [f"kitoolkit.{name}" for name in re.findall(r"^\| `([\w.]+)` \|", table, re.MULTILINE)]
    only_named = {
        module for module in IMPORTS if not IMPORTS[module] and module not in named
    }  # packages with a docstring
    assert sorted(named) == sorted(MODULES - only_named - {"kitoolkit", "kitoolkit.__main__"})
    above: set[str] = set()
    for module in named:
        assert OWN[module] & set(named) <= above, f"{module} stands above what it imports"
        above.add(module)


def test_the_base_address_is_written_once():
    holders = [file.name for file in PACKAGE.rglob("*.py") if "w3id.org/kitoolkit" in code_of(file)]
    assert holders == ["model.py"]


def code_of(file: Path) -> str:
    """A module's strings without its docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs)
    return "\n".join(str(node.value) for node in constants)
