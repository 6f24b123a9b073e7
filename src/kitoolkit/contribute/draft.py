"""An entry that is being written: new, or one that exists and is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from kitoolkit import cache
from kitoolkit.check.single import Beside
from kitoolkit.model import ENTRY_TYPES, LANGUAGES, PATTERNS, Entry, Text, folder
from kitoolkit.problem import CatalogueError, Problem, UnknownNameError
from kitoolkit.source import read
from kitoolkit.structure import fields
from kitoolkit.vocabulary import Vocabulary
from kitoolkit.writing import written
from kitoolkit.writing.comments import Comments
from kitoolkit.writing.editing import edited
from kitoolkit.writing.slug import free_slug, slug_of

if TYPE_CHECKING:
    from kitoolkit.forge.common import Submitted
    from kitoolkit.forge.places import Forge


class Surroundings:
    """What a draft is written beside: the entries, the concepts and the folder where it goes.

    Attributes:
        entries: The entries by id.
        vocabulary: The concepts.
        folder: The folder with `tools/`, `lessons/` and so on; None for a catalogue without files.
        private: Whether what is written there is private.
    """

    def __init__(
        self, entries: Mapping[str, Entry], vocabulary: Vocabulary, folder: Path | None, *, private: bool = False
    ) -> None:
        self.entries, self.vocabulary, self.folder, self.private = entries, vocabulary, folder, private

    @property
    def names(self) -> set[str]:
        """The ids of all entries, those of files with errors as well."""
        found = set(self.entries)
        for kind in ENTRY_TYPES if self.folder else ():
            assert self.folder is not None  # noqa: S101  the loop is empty without one
            found |= {f"{kind}/{file.stem}" for file in (self.folder / folder(kind)).glob("*.yaml")}
        return found

    @cached_property
    def check(self) -> Beside:
        """The check of one entry beside all these."""
        return Beside(self.vocabulary, self.entries.values(), self.names, private=self.private)


class Draft:
    """An entry that is being written; make one with `catalogue.draft(…)`.

    `draft["title"]["nl"] = "…"` changes a field, `del draft["uses"]` takes one away. The text of an entry that exists
    changes in the lines of changed fields only.

    Examples:
        >>> from kitoolkit import Catalogue
        >>> draft = Catalogue.open().draft("lesson", title={"nl": "Kijk eerst", "en": "Look first"})
        >>> draft.id, draft.path
        ('lesson/look-first', 'catalogue/lessons/look-first.yaml')
        >>> draft["evidence"] = "opinion"
        >>> "evidence: opinion" in draft.text
        True
        >>> [problem.field for problem in draft.problems()][:2], len(draft.problems()) > 5
        (['', ''], True)

    Attributes:
        kind: The kind of entry.
        values: The fields, as in the YAML.
        comments: What to write between the fields of a new entry.
    """

    def __init__(
        self,
        kind: str,
        surroundings: Surroundings,
        values: Mapping[str, Any] | None = None,
        *,
        slug: str = "",
        original: bytes | None = None,
    ) -> None:
        """Start a draft.

        Args:
            kind: The kind of entry.
            surroundings: What it is written beside.
            values: Its fields.
            slug: The name of its file; by default made from the title.
            original: What stands in the file of an entry that exists.
        """
        self.kind = kind
        self.values: dict[str, Any] = {}
        self.comments = Comments()
        self._surroundings = surroundings
        self._slug = slug
        self._original = original
        for name, value in (values or {}).items():
            self[name] = value

    @classmethod
    def new(cls, kind: str, surroundings: Surroundings, slug: str = "", **values: Any) -> Draft:  # noqa: ANN401
        """A new entry, added today.

        Raises:
            UnknownNameError: For a kind or field that does not exist.
            ValueError: For a slug that cannot become an address.
        """
        if kind not in ENTRY_TYPES:
            raise UnknownNameError("kind", kind, ENTRY_TYPES)
        if slug and not re.fullmatch(PATTERNS["slug"], slug):
            raise ValueError(f"{slug!r} cannot become an address: only lower-case letters, digits and hyphens")
        return cls(kind, surroundings, {"added": date.today().isoformat(), **values}, slug=slug)

    @classmethod
    def of(cls, entry_id: str, surroundings: Surroundings) -> Draft:
        """An entry that exists, to change it.

        Raises:
            UnknownNameError: Where there is no such entry.
            CatalogueError: Where its file cannot be read.
        """
        if entry_id not in surroundings.names:
            raise UnknownNameError("entry", entry_id, surroundings.names)
        kind, _, slug = entry_id.partition("/")
        file = surroundings.folder / folder(kind) / f"{slug}.yaml" if surroundings.folder else None
        if file is None or not file.is_file():
            values = _plain(surroundings.entries[entry_id])
            del values["id"]
            return cls(kind, surroundings, values, slug=slug)
        content = file.read_bytes()
        source = read(file)
        if source.problems:
            raise CatalogueError(source.problems)
        draft = cls(kind, surroundings, slug=slug, original=content)
        draft.values = dict(source.data) if isinstance(source.data, dict) else {}
        return draft

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        return self.values[name]

    def __setitem__(self, name: str, value: Any) -> None:  # noqa: ANN401
        known = [field.name for field in fields(ENTRY_TYPES[self.kind])]
        if name not in known:
            raise UnknownNameError(f"field of a {self.kind}", name, known)
        if value is None:
            self.values.pop(name, None)
        else:
            self.values[name] = _plain(value)

    def __delitem__(self, name: str) -> None:
        del self.values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values)

    def __contains__(self, name: object) -> bool:
        return name in self.values

    def __repr__(self) -> str:
        return f"<Draft: {self.id}>"

    @property
    def title(self) -> Text:
        """The title, in the languages that it has so far."""
        title = self.values.get("title")
        texts = title.items() if isinstance(title, dict) else ()
        return {language: text for language, text in texts if text and isinstance(text, str)}

    @property
    def slug(self) -> str:
        """The name of the file: given, or made from the English title, else the Dutch; `draft` without a title."""
        if self._slug:
            return self._slug
        slug = next(filter(None, (slug_of(self.title.get(language, "")) for language in reversed(LANGUAGES))), "draft")
        taken = {name.partition("/")[2] for name in self._surroundings.names if name.startswith(f"{self.kind}/")}
        return free_slug(slug, taken)

    @property
    def id(self) -> str:
        """The id of the entry, such as `lesson/look-first`."""
        return f"{self.kind}/{self.slug}"

    @property
    def path(self) -> str:
        """Where it goes, from the root of the repository."""
        return f"catalogue/{folder(self.kind)}/{self.slug}.yaml"

    @property
    def file(self) -> Path:
        """Where it goes on this machine; from the root of the repository where there is no checkout."""
        place = self._surroundings.folder
        return place / folder(self.kind) / f"{self.slug}.yaml" if place else Path(self.path)

    @property
    def exists(self) -> bool:
        """Whether this is an entry that was there already."""
        return self._original is not None

    @property
    def text(self) -> str:
        """The YAML as it would be saved."""
        values = _plain(self.values)
        if self._original is None:
            return written(self.kind, values, self.comments)
        before = self._original.decode("utf-8")
        mark = "\ufeff" if before.startswith("\ufeff") else ""
        return mark + edited(before.removeprefix(mark), self.kind, values, self.file)

    def problems(self, today: date | None = None) -> list[Problem]:
        """What `kitoolkit check` would say of this entry, with references and doubles; nothing is written.

        Args:
            today: The day to count from; the present day where it is None.
        """
        text = self.text.removeprefix("\ufeff")
        return self._surroundings.check.problems(text, self.kind, self.file, today)

    def save(self) -> Path:
        """Write the entry to its file in the checkout.

        Raises:
            CatalogueError: Where the entry has errors.
            FileExistsError: Where that would overwrite another entry, or changes that somebody else made meanwhile.
            FileNotFoundError: Where the catalogue was not opened from files.
        """
        if self._surroundings.folder is None:
            raise FileNotFoundError("this catalogue has no files to save in: open a checkout, or use draft.text")
        if errors := [problem for problem in self.problems() if problem.severity == "error"]:
            raise CatalogueError(errors)
        slug, file, text = self.slug, self.file, self.text
        self._refuse_to_overwrite(file)
        content = text.encode()
        cache.write_whole(file, content)
        self._slug, self._original = slug, content
        return file

    def _refuse_to_overwrite(self, file: Path) -> None:
        if self._original is None:
            if file.exists() or file.is_symlink():
                raise FileExistsError(
                    f"{file} is another entry: choose another slug, or change that one with draft({self.id!r})"
                )
        elif not file.is_file() or file.read_bytes() != self._original:
            raise FileExistsError(f"{file} was changed since this draft was opened: open it again")

    def submit(self, forge: Forge) -> Submitted:
        """Send the entry in, as a pull request.

        Args:
            forge: Where to, such as `GitHub("owner/name")`.

        Raises:
            CatalogueError: Where the entry has errors; nothing is sent.
            FileExistsError: Where the entry has a file that this draft was not made from; it would be replaced whole.
            ForgeError: Where sending fails. It says what exists by then and how to go on.
            ValueError: Where the entry is private.
        """
        if self._surroundings.private:
            raise ValueError(f"{self.id} is private: make it public first, with kitoolkit publish {self.id}")
        if self._original is None and self.id in self._surroundings.names:
            raise FileExistsError(f"{self.id} has a file that is not here: open a checkout to change it")
        from kitoolkit.check import Report

        report = Report({}, self.problems(), 1)
        return forge.submit([self], report, vocabulary=self._surroundings.vocabulary)


def _plain(value: Any) -> Any:  # noqa: ANN401
    """A value as YAML holds it: tuples become lists, parts of the model mappings, days text."""
    if isinstance(value, msgspec.Struct):
        return _plain(msgspec.to_builtins(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
