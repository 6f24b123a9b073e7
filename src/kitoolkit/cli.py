"""The command line: `kitoolkit VERB`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kitoolkit.model import ENTRY_TYPES, LANGUAGES, Language
from kitoolkit.problem import CatalogueError, Problem, UnknownNameError, user_language

if TYPE_CHECKING:
    import msgspec

    from kitoolkit.catalogue import Catalogue
    from kitoolkit.model import Entry

T = TypeVar("T")

PROBLEMS_FOUND = 1

_FACET_OPTIONS = (
    "requirement",
    "principle",
    "commitment",
    "broadcaster_principle",
    "phase",
    "use",
    "role",
    "type",
    "organisation",
)


class _Group(click.Group):
    """Commands in the order in which they are written; our own errors become one clear line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        try:
            return super().invoke(ctx)
        except UnknownNameError as error:
            raise click.UsageError(error.sentence) from error
        except FileNotFoundError as error:
            raise click.UsageError(str(error)) from error
        except CatalogueError as error:
            _print_problems(error.problems, user_language())
            click.echo(_closing_line(error.problems, user_language()), err=True)
            ctx.exit(PROBLEMS_FOUND)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kitoolkit", prog_name="kitoolkit")
def main() -> None:
    """Responsible AI in the media: tools, examples, lessons and questions.

    Inside a checkout the commands work on its entries; elsewhere on the catalogue that came with the package.

    \b
    kitoolkit find "uitlegbare aanbevelingen"
    kitoolkit show tool/fairlearn
    kitoolkit list tool --requirement requirement/transparency --phase phase/design
    kitoolkit check

    Exit status: 0 when all is well, 1 when problems were found, 2 when the command was used wrongly.
    """


def _catalogue_option(command: Any) -> Any:  # noqa: ANN401
    return click.option(
        "--catalogue",
        "place",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help="A checkout or a folder of entries, instead of the nearest.",
    )(command)


def _json_option(command: Any) -> Any:  # noqa: ANN401
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")(command)


def _language_option(command: Any) -> Any:  # noqa: ANN401
    return click.option(
        "--lang", type=click.Choice(LANGUAGES), default=None, help="Language of the output; by default that of LANG."
    )(command)


def _facet_options(command: Any) -> Any:  # noqa: ANN401
    for facet in reversed(_FACET_OPTIONS):
        command = click.option(
            f"--{facet.replace('_', '-')}",
            facet,
            multiple=True,
            metavar="ID",
            help=f"Only entries with this {facet.replace('_', ' ')}; may be repeated.",
        )(command)
    return command


def _open(place: Path | None) -> Catalogue:
    from kitoolkit.catalogue import Catalogue

    return Catalogue.open(place)


def _chosen(options: dict[str, Any]) -> Any:  # noqa: ANN401
    return {facet: options[facet] for facet in _FACET_OPTIONS if options[facet]}


def _print_json(value: object) -> None:
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def _language(chosen: str | None) -> Language:
    return "nl" if (chosen or user_language()) == "nl" else "en"


def _print_rows(rows: Iterable[tuple[str, ...]], heads: tuple[str, ...]) -> None:
    """A table on a terminal, lines with tabs in a pipe."""
    if not sys.stdout.isatty():
        for row in rows:
            click.echo("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*heads, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


@main.command()
@click.argument("query")
@click.option("--kind", type=click.Choice(list(ENTRY_TYPES)), help="Only entries of this kind.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(min=1), help="The most hits to show.")
@_facet_options
@_language_option
@_catalogue_option
@_json_option
def find(
    query: str,
    kind: str | None,
    limit: int,
    lang: str | None,
    place: Path | None,
    as_json: bool,
    **options: Any,  # noqa: ANN401
) -> None:
    """Search in full text, in Dutch and English at once.

    \b
    kitoolkit find "wie is eindverantwoordelijk"
    kitoolkit find '"human oversight"' --kind tool

    With --json: an array of {id, kind, title: {nl, en}, score, fragment} in rank order.
    """
    language = _language(lang)
    facets = _chosen(options) | ({"kind": kind} if kind else {})
    hits = _open(place).search(query, limit=limit, fragment_language=language, **facets)
    if hits.did_you_mean and not as_json:
        asked = {"nl": "Bedoelde je", "en": "Did you mean"}[language]
        click.echo(f"{asked}: {hits.did_you_mean}?", err=True)
    if as_json:
        _print_json(list(hits))
        return
    if not hits:
        click.echo({"nl": "Niets gevonden.", "en": "Nothing found."}[language], err=True)
    _print_rows(
        ((hit.id, hit.title[language], _plain(hit.fragment)) for hit in hits),
        ("id", {"nl": "titel", "en": "title"}[language], ""),
    )


def _plain(fragment: str) -> str:
    import html
    import re

    return " ".join(html.unescape(re.sub(r"</?mark>", "", fragment)).split())


@main.command()
@click.argument("entry_id", metavar="ID")
@_language_option
@_catalogue_option
@_json_option
def show(entry_id: str, lang: str | None, place: Path | None, as_json: bool) -> None:
    """Show one entry.

    \b
    kitoolkit show tool/fairlearn
    kitoolkit show lesson/careless-whisper --json
    """
    from kitoolkit.export import entry_record

    catalogue = _open(place)
    entry = catalogue[entry_id]
    if as_json:
        _print_json(entry_record(entry))
        return
    for line in _as_lines(entry, catalogue, _language(lang)):
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

    yield f"{entry.title[language]}  [{entry.id}]"
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


@main.command("list")
@click.argument("kind", type=click.Choice(list(ENTRY_TYPES)))
@_facet_options
@_language_option
@_catalogue_option
@_json_option
def list_(kind: str, lang: str | None, place: Path | None, as_json: bool, **options: Any) -> None:  # noqa: ANN401
    """List the entries of a kind, all or those with certain concepts.

    \b
    kitoolkit list tool --use use/speech-and-subtitling --role role/editor
    """
    from kitoolkit.export import entry_record

    chosen = _open(place).kind(kind).where(**_chosen(options))
    if as_json:
        _print_json([entry_record(entry) for entry in chosen])
        return
    language = _language(lang)
    _print_rows(
        ((entry.id, entry.title[language], entry.summary[language]) for entry in chosen),
        ("id", {"nl": "titel", "en": "title"}[language], ""),
    )


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="text for people, json for programs, github for annotations in a pull request.",
)
@_language_option
@_catalogue_option
@_json_option
def check(paths: tuple[Path, ...], form: str, lang: str | None, place: Path | None, as_json: bool) -> None:
    """Check entries: every problem of every file, with its line and what to do.

    \b
    kitoolkit check
    kitoolkit check catalogue/tools/fairlearn.yaml --lang nl

    Without PATH the whole catalogue. With files or folders only their problems are shown, but they are checked
    against all entries: references and doubles are found.

    Exit status: 0 when there is no error (warnings may remain), 1 when there is, 2 for wrong use.
    """
    from kitoolkit import check as checks
    from kitoolkit import locations, vocabulary

    paths = tuple(_without_dots(path) for path in paths)
    folder, ontology = _entries_and_ontology(place, paths)
    for path in paths:
        if not any(_among(file, (path,)) for file in checks.entry_files(folder)):
            raise click.UsageError(f"no entries at {_from_here(path)}")
    try:
        concepts = vocabulary.load(_from_here(ontology or locations.ontology()))
    except CatalogueError as error:
        found = error.problems  # entries can only be checked against sound concepts
    else:
        report = checks.check(folder, concepts, progress=_progress)
        found = [problem for problem in report.problems if not paths or _among(problem.file, paths)]
    language = _language(lang)
    if as_json or form == "json":
        _print_json([problem.as_record() for problem in found])
    else:
        _print_problems(found, language, github=form == "github")
        click.echo(_closing_line(found, language), err=True)
    if any(problem.severity == "error" for problem in found):
        click.get_current_context().exit(PROBLEMS_FOUND)


def _entries_and_ontology(place: Path | None, paths: tuple[Path, ...]) -> tuple[Path, Path | None]:
    """The folder of entries to check: the one given, the one that the paths are in, or the nearest checkout's."""
    from kitoolkit import locations

    if place:
        inner = place / "catalogue"
        ontology = place / "ontology"
        return (inner, ontology if ontology.is_dir() else None) if inner.is_dir() else (place, None)
    start = paths[0] if paths else Path.cwd()
    checkout = locations.checkout(start)
    if checkout is None:
        raise click.UsageError(f"no catalogue at or above {start}; name one with --catalogue DIR")
    outside = [path for path in paths if not path.is_relative_to(checkout)]
    if outside:
        raise click.UsageError(f"{outside[0]} lies outside {checkout}")
    return _from_here(checkout / "catalogue"), checkout / "ontology"


def _from_here(path: Path) -> Path:
    """A path as short as it can be said from the working folder."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _among(file: Path, paths: tuple[Path, ...]) -> bool:
    return any(_without_dots(file).is_relative_to(path) for path in paths)


def _without_dots(path: Path) -> Path:
    """The whole path without `..`; a link stays a link, since an entry that is one has to be reported."""
    return Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow links


def _progress(items: Iterable[T]) -> Iterable[T]:
    """A progress bar where somebody watches and it takes long enough to show."""
    listed = list(items)
    if not sys.stderr.isatty() or len(listed) < 500:
        return listed
    from rich.console import Console
    from rich.progress import track

    return track(listed, description="check", console=Console(stderr=True), transient=True)


def _print_problems(problems: Iterable[Problem], language: Language, *, github: bool = False) -> None:
    for problem in problems:
        click.echo(problem.as_github(language) if github else problem.as_text(language))


def _closing_line(problems: list[Problem], language: Language) -> str:
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    one_error, more_errors, one_warning, more_warnings = {
        "nl": ("fout", "fouten", "waarschuwing", "waarschuwingen"),
        "en": ("error", "errors", "warning", "warnings"),
    }[language]
    of_errors = one_error if errors == 1 else more_errors
    of_warnings = one_warning if warnings == 1 else more_warnings
    return f"{errors} {of_errors}, {warnings} {of_warnings}"


@main.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["turtle", "jsonld", "ntriples", "json", "csv"]),
    help="The form to write.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; else standard output.")
@_catalogue_option
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.", hidden=True)
def export(form: str | None, output: Path | None, place: Path | None, as_json: bool) -> None:
    """Write the whole catalogue: turtle, jsonld, ntriples, json or csv.

    \b
    kitoolkit export --format csv -o catalogue.csv

    The JSON is an array of entries with id, kind and their fields as in the YAML.
    """
    form = "json" if as_json else form
    if form is None:
        raise click.UsageError("name a form: --format turtle, jsonld, ntriples, json or csv")
    text = _open(place).export(form)  # type: ignore[arg-type]
    if output is None:
        sys.stdout.buffer.write(text.encode())
        return
    from kitoolkit.cache import write_whole

    write_whole(output, text.encode())


@main.command()
@click.argument("query")
@_catalogue_option
@_json_option
def sparql(query: str, place: Path | None, as_json: bool) -> None:
    """Ask the catalogue a SPARQL query; QUERY may be - for standard input.

    The prefixes kit, dct, skos, schema, foaf, org and one per kind and scheme (tool:, requirement: …) are known.

    \b
    kitoolkit sparql 'SELECT ?tool ?title {
      ?tool kit:requirement requirement:transparency ; dct:title ?title }'
    """
    try:
        result = _open(place).sparql(sys.stdin.read() if query == "-" else query)
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
        _print_rows([names, *rows] if not sys.stdout.isatty() else rows, names)


@main.command()
@click.option("--rows", default="requirement", show_default=True, help="Facet in the rows.")
@click.option("--columns", default="phase", show_default=True, help="Facet in the columns.")
@click.option("--kind", type=click.Choice(list(ENTRY_TYPES)), help="Count only this kind.")
@_language_option
@_catalogue_option
@_json_option
def gaps(rows: str, columns: str, kind: str | None, lang: str | None, place: Path | None, as_json: bool) -> None:
    """Show how many entries serve each pair of concepts, and which pairs none serves.

    \b
    kitoolkit gaps --rows requirement --columns use --kind tool

    With --json: {rows, columns, counts, missing}.
    """
    catalogue = _open(place)
    found = catalogue.gaps(rows, columns, **({"kind": kind} if kind else {}))
    if as_json:
        _print_json({"rows": found.rows, "columns": found.columns, "counts": found.counts, "missing": found.missing})
        return
    language = _language(lang)
    label = {concept: catalogue.vocabulary[concept].label[language] for concept in (*found.rows, *found.columns)}
    table = [
        (label[row], *(str(count) if count else "–" for count in numbers))
        for row, numbers in zip(found.rows, found.counts, strict=True)
    ]
    heads = ("", *(label[column] for column in found.columns))
    _print_rows([heads, *table] if not sys.stdout.isatty() else table, heads)


@main.command()
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
@_language_option
@_catalogue_option
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.", hidden=True)
def checklist(
    use: str | None,
    phase: str | None,
    roles: tuple[str, ...],
    worries: tuple[str, ...],
    form: str | None,
    output: Path | None,
    lang: str | None,
    place: Path | None,
    as_json: bool,
) -> None:
    """Write the questions that matter for a plan, with room for answers.

    \b
    kitoolkit checklist --use use/recommendation --phase phase/design
    kitoolkit checklist --use use/translation --role role/editor --worry requirement/diversity --format csv

    The JSON can be opened on the portal's page of the conversation starter.
    """
    from kitoolkit import conversation

    catalogue = _open(place)
    endings = {".json": "json", ".csv": "csv"}
    form = "json" if as_json else form or endings.get(output.suffix.lower() if output else "", "markdown")
    text = conversation.write(
        conversation.Conversation(
            questions=catalogue.checklist(use=use, phase=phase, roles=roles, worries=worries),
            entries=catalogue,
            vocabulary=catalogue.vocabulary,
            language=_language(lang),
            choice={"use": [use] if use else [], "phase": [phase] if phase else [], "roles": roles, "worries": worries},
        ),
        form,
    )
    if output is None:
        sys.stdout.buffer.write(text.encode())
        return
    from kitoolkit.cache import write_whole

    write_whole(output, text.encode())


@main.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@_catalogue_option
def pages(directory: Path, place: Path | None) -> None:
    """Write the catalogue's pages as Markdown files with HTML, for another site builder.

    \b
    kitoolkit pages build/pages

    Dutch pages go to DIRECTORY, English ones to DIRECTORY/en.
    """
    _need_site()
    from kitoolkit.site import write_pages

    count = write_pages(_open(place), directory)
    click.echo(f"{count} pages in {directory}", err=True)


@main.command()
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), help="Where to; by default site/.")
@click.option(
    "--site-url",
    default="",
    envvar="KITOOLKIT_SITE_URL",
    metavar="URL",
    help="The address at which the portal will be published, for canonical links and the sitemap.",
)
def build(output: Path | None, site_url: str) -> None:
    """Build the portal into site/, Dutch and English.

    \b
    kitoolkit build --site-url https://example.org/ai/
    """
    _need_site()
    from kitoolkit.site.portal import build_portal

    click.echo(f"portal in {_from_here(build_portal(_here(), output, site_url))}/", err=True)


@main.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Host and port to serve at.")
def serve(address: str) -> None:
    """Serve the portal and rebuild it when an entry, a template or a page changes.

    \b
    kitoolkit serve --address 127.0.0.1:8080
    """
    _need_site()
    from kitoolkit.site.portal import serve_portal

    serve_portal(_here(), address)


def _here() -> Path:
    from kitoolkit import locations

    checkout = locations.checkout(Path.cwd())
    if checkout is None or not (checkout / "mkdocs.yml").is_file():
        raise click.UsageError("run this inside a checkout: a folder with mkdocs.yml, catalogue/ and ontology/")
    return checkout


def _need_site() -> None:
    from importlib.util import find_spec

    if not (find_spec("mkdocs") and find_spec("jinja2") and find_spec("markdown_it")):
        raise click.UsageError("building pages needs more packages: pip install 'kitoolkit[site]'")
