"""One thing left out, or one typing error, in any field of any kind: a check says so.

The mistakes are made from the model, for every field of every kind and of every part. What the model does not control,
such as a title or the name of a publisher, may hold anything.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
import yaml
from pyshacl import validate
from rdflib import RDF, SH, Graph, URIRef

from kitoolkit import Catalogue
from kitoolkit.check.single import Beside
from kitoolkit.linked import jsonld, shapes
from kitoolkit.linked.triples import of_nodes
from kitoolkit.linked.turtle import ntriples
from kitoolkit.model import BASE_IRI, ENTRY_TYPES, LANGUAGES, Source
from kitoolkit.problem import Problem
from kitoolkit.structure import Field, fields

from .conftest import TODAY

Tree = dict[str, Any]
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
DAY, ADDRESS = "2026-11-20", "https://toy.test/whole"
PLAIN = {"date": DAY, "partial-date": DAY, "url": ADDRESS, "slug": "a-name", "language": "nl", "country": "NL"}
OF_KIND = {
    "tool": "tool/voice-lab",
    "example": "example/subtitles",
    "lesson": "lesson/hidden-scores",
    "tradeoff": "tradeoff/personal-or-shared",
    "question": "question/who-answers",
    "checklist": "checklist/before-launch",
    "organisation": "organisation/omroep",
}


class Mistake(NamedTuple):
    """A mistake: where it is, and how to make it in a copy of the whole."""

    name: str
    make: Callable[[Tree], None]


class Whole:
    """Entries in which every field of the model has a value."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def entry(self, kind: str) -> Tree:
        whole = self.struct(ENTRY_TYPES[kind])
        one, other = copy.deepcopy(whole["sources"][0]), copy.deepcopy(whole["sources"][0])
        del one["document"], one["part"], other["url"]  # a source has the one or the other
        whole["sources"] = [one, other]
        if kind == "tradeoff":
            whole["requirements"] = ["requirement/transparency", "requirement/diversity"]
        return whole

    def struct(self, struct: type[msgspec.Struct]) -> Tree:
        return {field.name: self.value(field) for field in fields(struct)}

    def value(self, field: Field) -> Any:
        if field.many:
            return [self.single(field) for _ in range(max(1, field.info.least))]
        return self.single(field)

    def single(self, field: Field) -> Any:
        info = field.item or field.info
        if field.struct:
            return self.struct(field.struct)
        if field.form == "text":
            return dict.fromkeys(LANGUAGES, "Een woord.")
        if field.choices:
            return field.choices[0]
        if info.scheme:
            return self.catalogue.vocabulary.scheme(info.scheme.split("|")[0])[0].id
        if info.entries:
            return next(one for one in OF_KIND.values() if one.partition("/")[0] in info.entries)
        return PLAIN.get(info.shape, "Iets")


@pytest.fixture(scope="module")
def whole(toy_catalogue: Catalogue) -> Whole:
    return Whole(toy_catalogue)


@pytest.fixture(scope="module")
def beside(toy_catalogue: Catalogue) -> Beside:
    return Beside(toy_catalogue.vocabulary, toy_catalogue.values())


def places(tree: Tree, struct: type[msgspec.Struct], path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every group of fields in an entry: its path, and its type."""
    yield path, struct
    for field in fields(struct):
        if field.struct and field.name in tree:
            value = tree[field.name]
            for number, item in enumerate(value) if field.many else [(None, value)]:
                inner = (*path, field.name) if number is None else (*path, field.name, number)
                yield from places(item, field.struct, inner)


def at(tree: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        tree = tree[part]
    return tree


def left_out(tree: Tree, kind: str) -> Iterator[Mistake]:
    """Every mandatory field taken away, a mandatory list made empty, a text without one of its languages."""
    for path, struct in places(tree, ENTRY_TYPES[kind]):
        for field in fields(struct):
            name = field.name
            here = ".".join(map(str, (*path, name)))
            if field.required:
                yield Mistake(f"{here} left out", lambda made, path=path, name=name: at(made, path).pop(name))
            if field.required and field.many:
                yield Mistake(f"{here} empty", lambda made, path=path, name=name: at(made, path)[name].clear())
            if field.required and field.form == "text" and not field.many and field.info.shape == "text":
                for code in LANGUAGES:
                    inner = (*path, name)
                    yield Mistake(
                        f"{here} without {code}", lambda made, inner=inner, code=code: at(made, inner).pop(code)
                    )


def misnamed(tree: Tree, kind: str) -> Iterator[Mistake]:
    """A typing error in the name of every field, and of every language of a text."""
    for path, struct in places(tree, ENTRY_TYPES[kind]):
        known = {field.name for field in fields(struct)}
        for field in fields(struct):
            if field.name not in at(tree, path):
                continue
            yield from _renamed(path, field.name, known)
            if field.form == "text":
                inner = (*path, field.name, 0) if field.many else (*path, field.name)
                for code in LANGUAGES:
                    yield from _renamed(inner, code, set(LANGUAGES))


def _renamed(path: tuple[str | int, ...], name: str, known: set[str]) -> Iterator[Mistake]:
    def make(made: Tree, wrong: str) -> None:
        group = at(made, path)
        group[wrong] = group.pop(name)

    for wrong in typing_errors(name) - known:
        yield Mistake(f"{'.'.join(map(str, path))}.{name} as {wrong}", lambda made, wrong=wrong: make(made, wrong))


def misspelt(tree: Tree, kind: str, controlled: Callable[[Field], bool]) -> Iterator[Mistake]:
    """A typing error in every value that the model controls."""
    for path, struct in places(tree, ENTRY_TYPES[kind]):
        for field in fields(struct):
            if field.name not in at(tree, path) or not controlled(field):
                continue
            group = (*path, field.name) if field.many else path
            key = 0 if field.many else field.name
            value = at(tree, group)[key]
            for wrong in sorted(typing_errors(value) - set(field.choices)):

                def make(made: Tree, group: Any = group, key: Any = key, wrong: str = wrong) -> None:
                    at(made, group)[key] = wrong

                yield Mistake(f"{'.'.join(map(str, group))}.{key} is {wrong}", make)


def typing_errors(word: str) -> set[str]:
    """A letter left out, doubled, replaced, or exchanged with the one before it; also the last one left out."""
    place = len(word) // 2
    before, letter, after = word[:place], word[place], word[place + 1 :]
    found = {before + after, before + letter + letter + after, f"{before}q{after}", word[:-1]}
    found.add(word[: place - 1] + letter + word[place - 1] + after)
    return found - {word, ""}


def is_controlled(field: Field) -> bool:
    info = field.item or field.info
    return bool(field.choices or info.scheme or info.entries)


def errors(beside: Beside, kind: str, tree: Tree) -> list[Problem]:
    text = yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False)
    found = beside.problems(text, kind, Path(f"catalogue/{kind}s/mutant.yaml"), TODAY)
    return [problem for problem in found if problem.severity == "error"]


@pytest.mark.parametrize("kind", ENTRY_TYPES)
def test_every_mistake_in_a_file_is_an_error(whole: Whole, beside: Beside, kind: str):
    tree = whole.entry(kind)
    assert [problem.as_text("en") for problem in errors(beside, kind, tree)] == []
    mistakes = [*left_out(tree, kind), *misnamed(tree, kind), *misspelt(tree, kind, is_controlled)]
    assert len(mistakes) > 150
    unseen = []
    for mistake in mistakes:
        made = copy.deepcopy(tree)
        mistake.make(made)
        if not errors(beside, kind, made):
            unseen.append(mistake.name)
    assert unseen == []


def test_the_whole_has_every_field_of_the_model(whole: Whole):
    """Else a field would go untested."""
    for kind, entry_type in ENTRY_TYPES.items():
        tree = whole.entry(kind)
        seen: dict[type[msgspec.Struct], set[str]] = {}
        for path, struct in places(tree, entry_type):
            seen.setdefault(struct, set()).update(at(tree, path))
        assert all(names == {field.name for field in fields(struct)} for struct, names in seen.items())
        assert Source in seen


def of_shapes(node: Tree, kind: str) -> list[Mistake]:
    """The mistakes that shapes can see: a mandatory property left out or misnamed, a choice that is none."""
    found = [*left_out(node, kind), *misspelt(node, kind, lambda field: bool(field.choices))]
    for path, struct in places(node, ENTRY_TYPES[kind]):
        known = {field.name for field in fields(struct)}
        for field in fields(struct):
            if field.required:
                found.extend(_renamed(path, field.name, known))
    return found


@pytest.mark.parametrize("kind", ENTRY_TYPES)
def test_every_mistake_in_linked_data_is_a_violation(whole: Whole, kind: str):
    """All mutants in one graph, each with a name of its own, so that the shapes are held against them once."""
    tree = {name: value for name, value in whole.entry(kind).items() if name != "allowed"}  # published nowhere
    entry = msgspec.convert({"id": f"{kind}/mutant-0", **tree}, ENTRY_TYPES[kind])
    node = jsonld.entry_node(entry)
    mistakes = of_shapes(node, kind)
    assert len(mistakes) > 40
    written = [ntriples(of_nodes([node]))]
    for number, mistake in enumerate(mistakes, 1):
        made = json.loads(json.dumps(node).replace("mutant-0", f"mutant-{number}"))
        mistake.make(made)
        written.append(ntriples(of_nodes([_known(made, ENTRY_TYPES[kind])])))
    graph = Graph().parse(data="".join(written), format="nt")
    _, report, _ = validate(graph, shacl_graph=Graph().parse(data=shapes.turtle(), format="turtle"))
    at_fault = {
        str(focus)
        for result in report.subjects(RDF.type, SH.ValidationResult)
        for focus in report.objects(result, SH.focusNode)
    }
    assert f"{BASE_IRI}{kind}/mutant-0" not in at_fault
    unseen = [mistake.name for number, mistake in enumerate(mistakes, 1) if not _is_seen(number, kind, at_fault)]
    assert unseen == []
    assert URIRef(f"{BASE_IRI}{kind}/mutant-1") in set(graph.subjects())


def _is_seen(number: int, kind: str, at_fault: set[str]) -> bool:
    return f"{BASE_IRI}{kind}/mutant-{number}" in at_fault


def _known(node: Tree, struct: type[msgspec.Struct]) -> Tree:
    """A node without the names that the context does not have: a JSON-LD reader leaves those out as well."""
    inner = {field.name: field.struct for field in fields(struct)}
    kept: Tree = {}
    for name, value in node.items():
        if name in inner and (part := inner[name]) is not None:
            kept[name] = [_known(one, part) for one in value] if isinstance(value, list) else _known(value, part)
        elif name in inner or name in {"id", "kind", "is_deprecated", "replaced_by"}:
            kept[name] = value
    return kept
