"""Repairs of an entry's file that cannot be wrong: what the writer meant is beyond doubt.

Text that YAML reads as a number or boolean gets its quotes, a misspelt field or concept the one name that is near,
and the file the canonical layout. Nothing is taken away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from pathlib import Path

import msgspec

from kitoolkit.model import ENTRY_TYPES, FieldInfo, Text
from kitoolkit.problem import CatalogueError, Problem
from kitoolkit.source import Path_, Place, SourceFile, Span, Value, field_name, parse
from kitoolkit.structure import Field, by_name
from kitoolkit.vocabulary import Vocabulary
from kitoolkit.writing import formatted
from kitoolkit.writing.comments import trimmed_end

SHORTEST = 5
"""A name of fewer letters is near to too many others."""
NEAR, NOT_NEAR = 0.8, 0.7
"""One known name must be this near, and no other nearer than the second."""


class Repair(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was mended.

    Attributes:
        problem: What it was about: the place, and what was done in Dutch and English.
    """

    problem: Problem

    def as_text(self, language: str) -> str:
        """One line, as problems are printed."""
        done = {"nl": "hersteld", "en": "mended"}[language]
        place = f"{self.problem.file.as_posix()}:{self.problem.line}:{self.problem.column}"
        return f"{place}: {done}: {self.problem.message[language]}"


def fixed(text: str, kind: str, vocabulary: Vocabulary, file: Path = Path()) -> tuple[str, list[Repair]]:
    r"""A file's text after the repairs, and what was mended; none where they would change something else as well.

    Args:
        text: What stands in the file.
        kind: The kind of entry.
        vocabulary: The concepts that entries may name.
        file: The file, for problems.

    Raises:
        CatalogueError: Where the text cannot be read.
    """
    source = parse(text, file)
    if source.problems:
        raise CatalogueError(source.problems)
    fixer = _Fixer(source, vocabulary)
    if isinstance(source.data, dict):
        fixer.mapping(source.data, (), ENTRY_TYPES[kind])
    result = text
    for (start, end), replacement in sorted(fixer.edits.items(), reverse=True):
        result = result[:start] + replacement + result[end:]
    again = parse(result, file)
    if again.problems or again.data != fixer.wanted(source.data):
        result, fixer.done = text, []
    laid_out = formatted(result, kind, file)
    if laid_out != result:
        message = {"nl": "volgorde en opmaak", "en": "order and layout"}
        fixer.done.append(Repair(problem=Problem(file=file, line=1, column=1, field="", message=message)))
    return laid_out, fixer.done


class _Fixer:
    """Walks through the values beside the model and writes down what to replace."""

    def __init__(self, source: SourceFile, vocabulary: Vocabulary) -> None:
        self.source, self.vocabulary = source, vocabulary
        self.edits: dict[Span, str] = {}
        self.names: dict[Path_, str] = {}
        self.values: dict[Path_, str] = {}
        self.done: list[Repair] = []

    def mapping(self, values: Mapping[str, Value], path: Path_, struct: type[msgspec.Struct]) -> None:
        known = by_name(struct)
        unknown = [name for name in values if name not in known]
        free = [one for one in known if one not in values]
        right = {name: one_or_many(name, free) or only_near(name, free) for name in unknown}
        for name, value in values.items():
            field = known.get(name)
            if field is None and right[name] and list(right.values()).count(right[name]) == 1:
                field = known[right[name]]
                said = {"nl": f"veld '{name}' is nu '{field.name}'", "en": f"field '{name}' is now '{field.name}'"}
                self.rename((*path, name), field.name, said)
            if field:
                self.field(value, (*path, name), field)

    def field(self, value: Value, path: Path_, field: Field) -> None:
        items = [(path, value)]
        if field.many:
            items = [((*path, number), item) for number, item in enumerate(value)] if isinstance(value, list) else []
        for place, item in items:
            if field.struct:
                if isinstance(item, dict):
                    self.mapping(item, place, field.struct)
            elif field.form == "text":
                for language, text in item.items() if isinstance(item, dict) else ():
                    self.quote(text, (*place, language))
            else:
                self.quote(item, place)
                self.concept(item, place, field.item or field.info, value)

    def quote(self, value: Value, path: Path_) -> None:
        """A number, boolean or such where a text belongs: what stands there, between quotes."""
        written = self.source.written.get(path, "")
        if isinstance(value, (bool, int, float)) and re.fullmatch(r"[\w.:+-]+", written):
            said = {"nl": f'aanhalingstekens om "{written}"', "en": f'quotes around "{written}"'}
            self.replace(path, written, f'"{written}"', said)

    def concept(self, value: Value, path: Path_, info: FieldInfo, around: Value) -> None:
        """A misspelt concept, where one is near and not named already."""
        if not info.scheme or not isinstance(value, str) or value in self.vocabulary:
            return
        known = [concept.id for scheme in info.scheme.split("|") for concept in self.vocabulary.scheme(scheme)]
        right = only_near_id(value, known)
        if right and not (isinstance(around, list) and right in around):
            said = {"nl": f"'{value}' is nu '{right}'", "en": f"'{value}' is now '{right}'"}
            self.replace(path, right, right, said)

    def rename(self, path: Path_, name: str, said: Text) -> None:
        self.names[path] = name
        self.edit(self.source.key_spans[path], name, path, self.source.keys[path], said)

    def replace(self, path: Path_, value: str, written: str, said: Text) -> None:
        self.values[path] = value
        self.edit(self.source.spans[path], written, path, self.source.place(path), said)

    def edit(self, span: Span, text: str, path: Path_, place: Place, said: Text) -> None:
        """Replace what stands at a span; of a block of text that is less than the reader counts with it."""
        start, end = span[0], max(span[0], trimmed_end(self.source.text, *span))
        comment = re.match(r"[|>][-+0-9]*( +#[^\r\n]*)", self.source.text[start:end])
        self.edits[(start, end)] = text + (comment[1] if comment else "")
        name = field_name(path)
        problem = Problem(file=self.source.file, line=place.line, column=place.column, field=name, message=said)
        self.done.append(Repair(problem=problem))

    def wanted(self, value: Value, path: Path_ = ()) -> Value:
        """The file's values with the repairs made and nothing else."""
        if isinstance(value, dict):
            return {
                self.names.get((*path, name), name): self.wanted(inner, (*path, name)) for name, inner in value.items()
            }
        if isinstance(value, list):
            return [self.wanted(inner, (*path, number)) for number, inner in enumerate(value)]
        return self.values.get(path, value)


def one_or_many(name: str, known: Iterable[str]) -> str:
    """The known name that differs only in being said of one or of many; empty where there is none.

    >>> one_or_many("use", ["uses", "roles"]), one_or_many("titles", ["title"]), one_or_many("use", ["used"])
    ('uses', 'title', '')
    """
    return next((one for one in known if one in {f"{name}s", name.removesuffix("s")}), "")


def only_near(name: str, known: Iterable[str]) -> str:
    """The one known name that this must be; empty where there is none, or more than one.

    Names that differ in a digit are other names.

    >>> only_near("titel", ["title", "summary"]), only_near("KI", ["AI"])
    ('title', '')
    >>> only_near("gdpr-article-36", ["gdpr-article-35", "gdpr-article-37"])
    ''
    """
    if len(name) < SHORTEST:
        return ""
    ratios = {one: SequenceMatcher(None, name, one, autojunk=False).ratio() for one in known if _like(one, name)}
    near = [one for one, ratio in ratios.items() if ratio >= NOT_NEAR]
    return near[0] if len(near) == 1 and ratios[near[0]] >= NEAR else ""


def only_near_id(name: str, known: list[str]) -> str:
    """The one known id that this must be, by the part after the slash.

    >>> only_near_id("requirements/transparancy", ["requirement/transparency", "requirement/privacy"])
    'requirement/transparency'
    """
    by_slug: dict[str, list[str]] = {}
    for one in known:
        by_slug.setdefault(one.rpartition("/")[2], []).append(one)
    slug = name.rpartition("/")[2]
    found = by_slug.get(slug if slug in by_slug else only_near(slug, by_slug), [])
    return found[0] if len(found) == 1 else ""


def _like(one: str, other: str) -> bool:
    return re.findall(r"\d+", one) == re.findall(r"\d+", other)
