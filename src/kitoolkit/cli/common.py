"""What the verbs share: options, the catalogue that is meant, and how results and problems are printed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kitoolkit.model import LANGUAGES, Language
from kitoolkit.problem import Problem, user_language

if TYPE_CHECKING:
    from kitoolkit.catalogue import Catalogue

T = TypeVar("T")

PROBLEMS_FOUND = 1

FACET_OPTIONS = (
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


def catalogue_option(command: Any) -> Any:  # noqa: ANN401
    """Let the user name another catalogue."""
    return click.option(
        "--catalogue",
        "place",
        type=_FOLDER,
        multiple=True,
        callback=_only_one,
        metavar="DIR",
        help="A checkout or a folder of entries, instead of the nearest.",
    )(command)


def catalogues_option(command: Any) -> Any:  # noqa: ANN401
    """Let the user name another catalogue, and private entries over it."""
    return click.option(
        "--catalogue",
        "places",
        type=_FOLDER,
        multiple=True,
        metavar="DIR",
        help="A checkout or a folder of entries, instead of the nearest; once more for private entries over it.",
    )(command)


_FOLDER: Any = click.Path(exists=True, file_okay=False, path_type=Path)


def _only_one(context: click.Context, parameter: click.Parameter, places: tuple[Path, ...]) -> Path | None:
    """One place or none: with two, the last would quietly take the place of the first."""
    if len(places) > 1:
        raise click.UsageError("this command works on one catalogue: give --catalogue once")
    return places[0] if places else None


def private_option(command: Any) -> Any:  # noqa: ANN401
    """Let the user ask for private entries in what is passed on."""
    return click.option("--private", is_flag=True, help="Private entries go along; not for the public then.")(command)


def json_option(command: Any) -> Any:  # noqa: ANN401
    """Let programs ask for JSON."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")(command)


def language_option(command: Any) -> Any:  # noqa: ANN401
    """Let the user choose the language of the output."""
    return click.option(
        "--lang", type=click.Choice(LANGUAGES), default=None, help="Language of the output; by default that of LANG."
    )(command)


def facet_options(command: Any) -> Any:  # noqa: ANN401
    """Let the user choose by concept: one option for each facet."""
    for facet in reversed(FACET_OPTIONS):
        command = click.option(
            f"--{facet.replace('_', '-')}",
            facet,
            multiple=True,
            metavar="ID",
            help=f"Only entries with this {facet.replace('_', ' ')}; may be repeated.",
        )(command)
    return command


def open_catalogue(place: Path | None) -> Catalogue:
    """The catalogue that is meant."""
    from kitoolkit.catalogue import Catalogue

    return Catalogue.open(place)


def open_catalogues(places: tuple[Path, ...]) -> Catalogue:
    """The catalogue that is meant, with the private entries over it."""
    from kitoolkit.catalogue import Catalogue

    try:
        return Catalogue.open(places if len(places) > 1 else places[0] if places else None)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def to_pass_on(catalogue: Catalogue, private: bool) -> Catalogue:
    """The catalogue without private entries, unless they were asked for; says how many stay behind."""
    if catalogue.private and not private:
        language = user_language()
        said = {
            "nl": "zonder {count} items die niet openbaar zijn (--private neemt ze mee)",
            "en": "without {count} private entries (--private takes them along)",
        }
        click.echo(said[language].format(count=len(catalogue.private)), err=True)
    return catalogue if private else catalogue.public


def private_mark(catalogue: Catalogue, entry_id: str, language: Language) -> str:
    """What is printed behind a private entry."""
    mark: dict[Language, str] = {"nl": "[niet openbaar]", "en": "[private]"}
    return mark[language] if entry_id in catalogue.private else ""


def chosen_facets(options: dict[str, Any]) -> Any:  # noqa: ANN401
    """The facets that were given."""
    return {facet: options[facet] for facet in FACET_OPTIONS if options[facet]}


def language_of(chosen: str | None) -> Language:
    """The language asked for, else that of the user."""
    return "nl" if (chosen or user_language()) == "nl" else "en"


def print_json(value: object) -> None:
    """Print a value as JSON, indented."""
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def print_rows(rows: Iterable[tuple[str, ...]], heads: tuple[str, ...]) -> None:
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


def print_problems(problems: Iterable[Problem], language: Language, *, github: bool = False) -> None:
    """One line for each problem."""
    for problem in problems:
        click.echo(problem.as_github(language) if github else problem.as_text(language))


def closing_line(problems: list[Problem], language: Language) -> str:
    """How many errors and warnings, in words."""
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    one_error, more_errors, one_warning, more_warnings = {
        "nl": ("fout", "fouten", "waarschuwing", "waarschuwingen"),
        "en": ("error", "errors", "warning", "warnings"),
    }[language]
    of_errors = one_error if errors == 1 else more_errors
    of_warnings = one_warning if warnings == 1 else more_warnings
    return f"{errors} {of_errors}, {warnings} {of_warnings}"


def progress(items: Iterable[T]) -> Iterable[T]:
    """A progress bar where somebody watches and it takes long enough to show."""
    listed = list(items)
    if not sys.stderr.isatty() or len(listed) < 500:
        return listed
    from rich.console import Console
    from rich.progress import track

    return track(listed, description="check", console=Console(stderr=True), transient=True)


def watched(items: Iterable[T], total: int, title: str) -> Iterable[T]:
    """A progress bar for items that take their time, where somebody watches."""
    if not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, description=title, total=total, console=Console(stderr=True), transient=True)


def from_here(path: Path) -> Path:
    """A path as short as it can be said from the working folder."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def without_dots(path: Path) -> Path:
    """The whole path without `..`; a link stays a link, since an entry that is one has to be reported."""
    return Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow links
