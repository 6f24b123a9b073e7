"""The catalogue as files for others: JSON, CSV, Turtle, N-Triples and JSON-LD."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, Literal, get_args

import msgspec

from kitoolkit.linked import jsonld, triples
from kitoolkit.linked.triples import Triple
from kitoolkit.linked.turtle import ntriples, turtle
from kitoolkit.model import ENTRY_TYPES, LANGUAGES, Entry
from kitoolkit.problem import UnknownNameError
from kitoolkit.structure import fields
from kitoolkit.vocabulary import Vocabulary

Format = Literal["turtle", "jsonld", "ntriples", "json", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)


def export(entries: Sequence[Entry], vocabulary: Vocabulary, form: str, private: Collection[str] = ()) -> str:
    """All entries in one text; the same input gives the same text.

    Args:
        entries: The entries.
        vocabulary: The concepts, which go along in the three forms of linked data.
        form: `turtle`, `jsonld`, `ntriples`, `json` or `csv`.
        private: Ids of the entries to mark as private.

    Raises:
        UnknownNameError: For another form.
    """
    if form not in _WRITERS:
        raise UnknownNameError("export format", form, FORMATS)
    return _WRITERS[form](entries, vocabulary, private)


def entry_record(entry: Entry, *, private: bool = False) -> dict[str, Any]:
    """An entry as in its YAML, with `id` and `kind` before, and `private` where it is."""
    mark = {"private": True} if private else {}
    return {"id": entry.id, "kind": entry.kind, **mark, **msgspec.to_builtins(entry)}


def _as_json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


def _json(entries: Sequence[Entry], vocabulary: Vocabulary, private: Collection[str]) -> str:
    return _as_json([entry_record(entry, private=entry.id in private) for entry in entries])


def _jsonld(entries: Sequence[Entry], vocabulary: Vocabulary, private: Collection[str]) -> str:
    return _as_json(jsonld.document(jsonld.nodes(entries, vocabulary, private)))


def _triples(entries: Sequence[Entry], vocabulary: Vocabulary, private: Collection[str]) -> Iterator[Triple]:
    return triples.of_nodes(jsonld.nodes(entries, vocabulary, private))


def _turtle(entries: Sequence[Entry], vocabulary: Vocabulary, private: Collection[str]) -> str:
    return turtle(_triples(entries, vocabulary, private), triples.prefixes(vocabulary))


def _ntriples(entries: Sequence[Entry], vocabulary: Vocabulary, private: Collection[str]) -> str:
    return ntriples(_triples(entries, vocabulary, private))


def csv_columns(kinds: Iterable[str] = ENTRY_TYPES) -> list[str]:
    """The columns of the CSV: one per field of these kinds, texts once per language."""
    columns = ["id", "kind"]
    for kind in kinds:
        for field in fields(ENTRY_TYPES[kind]):
            names = [] if field.info.editorial else [field.name]
            if field.form == "text":
                names = [f"{field.name}_{language}" for language in LANGUAGES]
            columns.extend(name for name in names if name not in columns)
    return columns


def _csv(entries: Sequence[Entry], vocabulary: Vocabulary, private: Collection[str]) -> str:
    return csv_table(entries, csv_columns(), private)


def csv_table(entries: Sequence[Entry], columns: Sequence[str], private: Collection[str] = ()) -> str:
    """One row per entry; lists are joined by ` | `, parts such as sources are JSON.

    Private entries, where there are any, have `yes` in a last column of that name.
    """
    stream = io.StringIO()
    columns = [*columns, "private"] if private else columns
    writer = csv.DictWriter(stream, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    for entry in entries:
        row: dict[str, object] = {"id": entry.id, "kind": entry.kind}
        if entry.id in private:
            row["private"] = "yes"
        for field in fields(type(entry)):
            value = getattr(entry, field.name)
            if value is None or value == ():
                continue
            if field.form == "text":
                texts = value if field.many else (value,)
                for language in LANGUAGES:
                    row[f"{field.name}_{language}"] = " | ".join(text.get(language, "") for text in texts)
            elif field.struct:
                row[field.name] = msgspec.json.encode(value).decode()
            else:
                row[field.name] = " | ".join(value) if field.many else value
        writer.writerow({name: harmless(cell) for name, cell in row.items()})
    return stream.getvalue()


def harmless(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


_WRITERS: dict[str, Callable[[Sequence[Entry], Vocabulary, Collection[str]], str]] = {
    "turtle": _turtle,
    "jsonld": _jsonld,
    "ntriples": _ntriples,
    "json": _json,
    "csv": _csv,
}
