"""The verbs that read: find, show, list, export, sparql, gaps and checklist."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kitoolkit.cli.common import (
    catalogues_option,
    chosen_facets,
    facet_options,
    json_option,
    language_of,
    language_option,
    open_catalogues,
    print_json,
    print_rows,
    private_mark,
    private_option,
    to_pass_on,
)
from kitoolkit.model import ENTRY_TYPES, Language

if TYPE_CHECKING:
    import msgspec

    from kitoolkit.catalogue import Catalogue
    from kitoolkit.model import Entry
    from kitoolkit.search import Hit


@click.command()
@click.argument("query")
@click.option("--kind", type=click.Choice(list(ENTRY_TYPES)), help="Only entries of this kind.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(min=1), help="The most hits to show.")
@facet_options
@language_option
@catalogues_option
@json_option
def find(
    query: str,
    kind: str | None,
    limit: int,
    lang: str | None,
    places: tuple[Path, ...],
    as_json: bool,
    **options: Any,  # noqa: ANN401
) -> None:
    """Search in full text, in Dutch and English at once.

    \b
    kitoolkit find "wie is eindverantwoordelijk"
    kitoolkit find '"human oversight"' --kind tool

    With --json: an array of {id, kind, title: {nl, en}, score, fragment} in rank order.
    """
    language = language_of(lang)
    facets = chosen_facets(options) | ({"kind": kind} if kind else {})
    catalogue = open_catalogues(places)
    hits = catalogue.search(query, limit=limit, fragment_language=language, **facets)
    if hits.did_you_mean and not as_json:
        asked = {"nl": "Bedoelde je", "en": "Did you mean"}[language]
        click.echo(f"{asked}: {hits.did_you_mean}?", err=True)
    if as_json:
        print_json([_hit_record(hit, catalogue) for hit in hits])
        return
    if not hits:
        click.echo({"nl": "Niets gevonden.", "en": "Nothing found."}[language], err=True)
    print_rows(
        ((hit.id, _marked(hit.title[language], hit.id, catalogue, language), _plain(hit.fragment)) for hit in hits),
        ("id", {"nl": "titel", "en": "title"}[language], ""),
    )


def _hit_record(hit: Hit, catalogue: Catalogue) -> dict[str, Any]:
    import msgspec

    return msgspec.structs.asdict(hit) | ({"private": True} if hit.id in catalogue.private else {})


def _marked(title: str, entry_id: str, catalogue: Catalogue, language: Language) -> str:
    return f"{title} {private_mark(catalogue, entry_id, language)}".rstrip()


def _plain(fragment: str) -> str:
    import html
    import re

    return " ".join(html.unescape(re.sub(r"</?mark>", "", fragment)).split())


@click.command()
@click.argument("entry_id", metavar="ID")
@language_option
@catalogues_option
@json_option
def show(entry_id: str, lang: str | None, places: tuple[Path, ...], as_json: bool) -> None:
    """Show one entry.

    \b
    kitoolkit show tool/fairlearn
    kitoolkit show lesson/careless-whisper --json
    """
    from kitoolkit.export import entry_record

    catalogue = open_catalogues(places)
    entry = catalogue[entry_id]
    if as_json:
        print_json(entry_record(entry, private=catalogue.is_private(entry_id)))
        return
    for line in _as_lines(entry, catalogue, language_of(lang)):
        click.echo(line)


def _as_lines(entry: Entry, catalogue: Catalogue, language: Language) -> Iterator[str]:
    """An entry for people: every field with its help text, texts in one language."""
    import re
    import textwrap

    from kitoolkit.structure import fields

    def shown(value: Any) -> str:  # noqa: ANN401
        if isinstance(value, dict):
            return str(value.get(language) or next(iter(value.values()), ""))
        if isinstance(value, str) and value in catalogue.vocabulary:
            return f"{catalogue.vocabulary[value].label[language]} ({value})"
        if isinstance(value, str) and value in catalogue:
            return f"{catalogue[value].title[language]} ({value})"
        return str(value)

    def part(struct: msgspec.Struct) -> str:
        inner = ((field, getattr(struct, field.name)) for field in fields(type(struct)))
        return "; ".join(
            ", ".join(shown(item) for item in (value if field.many else [value])) for field, value in inner if value
        )

    yield f"{entry.title[language]}  [{entry.id}] {private_mark(catalogue, entry.id, language)}".rstrip()
    yield textwrap.fill(entry.summary[language], 100)
    for field in fields(type(entry))[2:]:
        value = getattr(entry, field.name)
        if value is None or value == ():
            continue
        yield ""
        yield re.split("[:;]", field.info.nl if language == "nl" else field.info.en)[0]
        for item in value if field.many else [value]:
            text = part(item) if field.struct else shown(item)
            yield textwrap.fill(
                text,
                100,
                initial_indent="  - " if field.many else "  ",
                subsequent_indent="    ",
                break_long_words=False,
                break_on_hyphens=False,
            )


@click.command("list")
@click.argument("kind", type=click.Choice(list(ENTRY_TYPES)))
@facet_options
@language_option
@catalogues_option
@json_option
def list_(kind: str, lang: str | None, places: tuple[Path, ...], as_json: bool, **options: Any) -> None:  # noqa: ANN401
    """List the entries of a kind, all or those with certain concepts.

    \b
    kitoolkit list tool --use use/speech-and-subtitling --role role/editor
    """
    from kitoolkit.export import entry_record

    catalogue = open_catalogues(places)
    chosen = catalogue.kind(kind).where(**chosen_facets(options))
    if as_json:
        print_json([entry_record(entry, private=entry.id in catalogue.private) for entry in chosen])
        return
    language = language_of(lang)
    print_rows(
        (
            (entry.id, _marked(entry.title[language], entry.id, catalogue, language), entry.summary[language])
            for entry in chosen
        ),
        ("id", {"nl": "titel", "en": "title"}[language], ""),
    )


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["turtle", "jsonld", "ntriples", "json", "csv"]),
    help="The form to write.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; else standard output.")
@private_option
@catalogues_option
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.", hidden=True)
def export(form: str | None, output: Path | None, private: bool, places: tuple[Path, ...], as_json: bool) -> None:
    """Write the whole catalogue: turtle, jsonld, ntriples, json or csv.

    \b
    kitoolkit export --format csv -o catalogue.csv

    The JSON is an array of entries with id, kind and their fields as in the YAML.
    """
    form = "json" if as_json else form
    if form is None:
        raise click.UsageError("name a form: --format turtle, jsonld, ntriples, json or csv")
    catalogue = to_pass_on(open_catalogues(places), private)
    text = catalogue.export(form, private=private)  # type: ignore[arg-type]
    if output is None:
        sys.stdout.buffer.write(text.encode())
        return
    from kitoolkit.cache import write_whole

    write_whole(output, text.encode(), private=bool(catalogue.private))


@click.command()
@click.argument("query")
@private_option
@catalogues_option
@json_option
def sparql(query: str, private: bool, places: tuple[Path, ...], as_json: bool) -> None:
    """Ask the catalogue a SPARQL query; QUERY may be - for standard input.

    The prefixes kit, dct, skos, schema, foaf, org and one per kind and scheme (tool:, requirement: …) are known.

    \b
    kitoolkit sparql 'SELECT ?tool ?title {
      ?tool kit:requirement requirement:transparency ; dct:title ?title }'
    """
    try:
        catalogue = to_pass_on(open_catalogues(places), private)
        result = catalogue.sparql(sys.stdin.read() if query == "-" else query)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if result.type == "ASK" and not as_json:
        click.echo("true" if result.askAnswer else "false")
    elif result.type not in {"SELECT", "ASK"}:
        click.echo((result.serialize(format="turtle") or b"").decode())
    elif as_json:
        click.echo((result.serialize(format="json") or b"").decode())
    else:
        names = tuple(str(name) for name in result.vars or [])
        rows = [tuple("" if value is None else str(value) for value in row) for row in result]  # type: ignore[union-attr]
        print_rows([names, *rows] if not sys.stdout.isatty() else rows, names)


@click.command()
@click.option("--rows", default="requirement", show_default=True, help="Facet in the rows.")
@click.option("--columns", default="phase", show_default=True, help="Facet in the columns.")
@click.option("--kind", type=click.Choice(list(ENTRY_TYPES)), help="Count only this kind.")
@language_option
@catalogues_option
@json_option
def gaps(rows: str, columns: str, kind: str | None, lang: str | None, places: tuple[Path, ...], as_json: bool) -> None:
    """Show how many entries serve each pair of concepts, and which pairs none serves.

    \b
    kitoolkit gaps --rows requirement --columns use --kind tool

    With --json: {rows, columns, counts, missing}.
    """
    catalogue = open_catalogues(places)
    found = catalogue.gaps(rows, columns, **({"kind": kind} if kind else {}))
    if as_json:
        print_json({"rows": found.rows, "columns": found.columns, "counts": found.counts, "missing": found.missing})
        return
    language = language_of(lang)
    label = {concept: catalogue.vocabulary[concept].label[language] for concept in (*found.rows, *found.columns)}
    table = [
        (label[row], *(str(count) if count else "–" for count in numbers))
        for row, numbers in zip(found.rows, found.counts, strict=True)
    ]
    heads = ("", *(label[column] for column in found.columns))
    print_rows([heads, *table] if not sys.stdout.isatty() else table, heads)


@click.command()
@click.option("--use", metavar="ID", help="What you are about to do, such as use/recommendation.")
@click.option("--phase", metavar="ID", help="The phase you are in, such as phase/design.")
@click.option("--role", "roles", multiple=True, metavar="ID", help="Who is at the table; may be repeated.")
@click.option("--worry", "worries", multiple=True, metavar="ID", help="A requirement to put first; may be repeated.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json", "csv"]),
    help="The form to write; by default that of the file's ending, else markdown.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; else standard output.")
@language_option
@private_option
@catalogues_option
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.", hidden=True)
def checklist(
    use: str | None,
    phase: str | None,
    roles: tuple[str, ...],
    worries: tuple[str, ...],
    form: str | None,
    output: Path | None,
    lang: str | None,
    private: bool,
    places: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Write the questions that matter for a plan, with room for answers.

    \b
    kitoolkit checklist --use use/recommendation --phase phase/design
    kitoolkit checklist --use use/translation --role role/editor --worry requirement/diversity --format csv

    The JSON can be opened on the portal's page of the conversation starter.
    """
    from kitoolkit import conversation

    catalogue = to_pass_on(open_catalogues(places), private)
    endings = {".json": "json", ".csv": "csv"}
    form = "json" if as_json else form or endings.get(output.suffix.lower() if output else "", "markdown")
    text = conversation.write(
        conversation.Conversation(
            questions=catalogue.checklist(use=use, phase=phase, roles=roles, worries=worries),
            entries=catalogue,
            vocabulary=catalogue.vocabulary,
            language=language_of(lang),
            choice={"use": [use] if use else [], "phase": [phase] if phase else [], "roles": roles, "worries": worries},
        ),
        form,
    )
    if output is None:
        sys.stdout.buffer.write(text.encode())
        return
    from kitoolkit.cache import write_whole

    write_whole(output, text.encode(), private=bool(catalogue.private))
