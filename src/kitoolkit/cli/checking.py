"""The verb that checks entries."""

from __future__ import annotations

from pathlib import Path

import click

from kitoolkit.cli.common import (
    PROBLEMS_FOUND,
    catalogue_option,
    closing_line,
    from_here,
    json_option,
    language_of,
    language_option,
    print_json,
    print_problems,
    progress,
    without_dots,
)
from kitoolkit.problem import CatalogueError


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="text for people, json for programs, github for annotations in a pull request.",
)
@language_option
@catalogue_option
@json_option
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

    paths = tuple(without_dots(path) for path in paths)
    folder, ontology = _entries_and_ontology(place, paths)
    for path in paths:
        if not any(_among(file, (path,)) for file in checks.entry_files(folder)):
            raise click.UsageError(f"no entries at {from_here(path)}")
    try:
        concepts = vocabulary.load(from_here(ontology or locations.ontology()))
    except CatalogueError as error:
        found = error.problems  # entries can only be checked against sound concepts
    else:
        report = checks.check(folder, concepts, progress=progress)
        found = [problem for problem in report.problems if not paths or _among(problem.file, paths)]
    language = language_of(lang)
    if as_json or form == "json":
        print_json([problem.as_record() for problem in found])
    else:
        print_problems(found, language, github=form == "github")
        click.echo(closing_line(found, language), err=True)
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
    return from_here(checkout / "catalogue"), checkout / "ontology"


def _among(file: Path, paths: tuple[Path, ...]) -> bool:
    return any(without_dots(file).is_relative_to(path) for path in paths)
