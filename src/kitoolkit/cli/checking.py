"""The verb that checks entries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kitoolkit.cli.common import (
    PROBLEMS_FOUND,
    catalogues_option,
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
from kitoolkit.cli.rewriting import mend
from kitoolkit.problem import CatalogueError

if TYPE_CHECKING:
    from kitoolkit.model import Language
    from kitoolkit.problem import Problem

_SINCE = {
    "nl": "--since werkt in een checkout met catalogue/ en ontology/",
    "en": "--since works in a checkout with catalogue/ and ontology/",
}


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "gitlab"]),
    default="text",
    show_default=True,
    help="text for people, json for programs, github and gitlab for marks at the lines of a pull or merge request.",
)
@click.option("--fix", is_flag=True, help="First mend what can be mended without doubt: order, quotes, misspelt names.")
@click.option(
    "--since",
    metavar="TAG",
    help="Also fail where an entry, concept or question of a checklist that was there at a tag of git is gone; "
    "'release' is the newest release, where there is one.",
)
@language_option
@catalogues_option
@json_option
def check(
    paths: tuple[Path, ...],
    form: str,
    fix: bool,
    since: str | None,
    lang: str | None,
    places: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Check entries: every problem of every file, with its line and what to do.

    \b
    kitoolkit check
    kitoolkit check catalogue/tools/fairlearn.yaml --lang nl
    kitoolkit check --fix
    kitoolkit check --since v1.0.0
    kitoolkit check --since release

    Without PATH the whole catalogue. With files or folders only their problems are shown, but they are checked
    against all entries: references and doubles are found. With --catalogue more than once, the first is public and the
    others are private: public entries may not refer to those, and what is confidential may stand in them.

    With --since, what was published at that tag must still be there: an address never disappears. An entry or concept
    that no longer counts stays, and is marked as deprecated.

    Exit status: 0 when there is no error (warnings may remain), 1 when there is, 2 for wrong use.
    """
    from kitoolkit import check as checks
    from kitoolkit import locations, overlay, vocabulary

    language = language_of(lang)
    paths = tuple(without_dots(path) for path in paths)
    folder, ontology = entries_and_ontology(places[0] if places else None, paths)
    overlays = overlay.folders(places[1:])
    files = [file for place in (folder, *overlays) for file in checks.entry_files(place)]
    for path in paths:
        if not any(among(file, (path,)) for file in files):
            raise click.UsageError(f"no entries at {from_here(path)}")
    try:
        concepts = vocabulary.load(from_here(ontology or locations.ontology()))
    except CatalogueError as error:
        found = error.problems  # entries can only be checked against sound concepts
    else:
        if fix:
            mend([file for file in files if not paths or among(file, paths)], concepts, language)
        problems = overlay.problems(folder, overlays, concepts, progress)
        found = [problem for problem in problems if not paths or among(problem.file, paths)]
        found = [*gone_since(since, folder, language), *found] if since is not None else found
    if as_json or form == "json":
        print_json([problem.as_record() for problem in found])
    elif form == "gitlab":
        print_json([problem.as_gitlab(language) for problem in found])
    else:
        print_problems(found, language, github=form == "github")
        click.echo(closing_line(found, language), err=True)
    if any(problem.severity == "error" for problem in found):
        click.get_current_context().exit(PROBLEMS_FOUND)


def gone_since(tag: str, folder: Path, language: Language) -> list[Problem]:
    """What was there at a tag and is gone."""
    from kitoolkit.forge.common import ForgeError
    from kitoolkit.published import gone
    from kitoolkit.releases import newest_tag

    if folder.name != "catalogue":
        raise click.UsageError(_SINCE[language])
    if tag == "release" and not (tag := newest_tag(folder.parent)):
        return []
    try:
        return gone(tag, folder.parent)
    except ForgeError as error:
        raise click.UsageError(error.as_text(language)) from None


def entries_and_ontology(place: Path | None, paths: tuple[Path, ...]) -> tuple[Path, Path | None]:
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


def among(file: Path, paths: tuple[Path, ...]) -> bool:
    """Whether a file is one of the paths, or in one of them."""
    return any(without_dots(file).is_relative_to(path) for path in paths)
