"""The verb that lays out files."""

from __future__ import annotations

from pathlib import Path

import click

from kitoolkit.cli.checking import among, entries_and_ontology
from kitoolkit.cli.common import (
    PROBLEMS_FOUND,
    catalogue_option,
    from_here,
    language_of,
    language_option,
    without_dots,
)
from kitoolkit.cli.rewriting import rewrite

_SAID = {
    "nl": {
        "changed": "opgemaakt: {file}",
        "would": "kan opgemaakt worden: {file}",
        "count": "{changed} opgemaakt, {same} al goed, {unread} niet te lezen",
        "would_count": "{changed} op te maken, {same} al goed, {unread} niet te lezen",
    },
    "en": {
        "changed": "laid out: {file}",
        "would": "can be laid out: {file}",
        "count": "{changed} laid out, {same} right already, {unread} not readable",
        "would_count": "{changed} to lay out, {same} right already, {unread} not readable",
    },
}


@click.command("format")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; name the files and exit with 1.")
@language_option
@catalogue_option
def format_(paths: tuple[Path, ...], only_check: bool, lang: str | None, place: Path | None) -> None:
    """Give files the one layout: fields in order, lines of at most 100 characters, comments kept.

    \b
    kitoolkit format
    kitoolkit format catalogue/tools/fairlearn.yaml
    kitoolkit format --check

    Without PATH the whole catalogue. It never changes what a file says. A file that cannot be read is named and left
    as it is.

    Exit status: 0 when all files have the layout, 1 when --check found others or a file cannot be read.
    """
    from kitoolkit.writing import formatted

    language = language_of(lang)
    said = _SAID[language]
    counts = {"changed": 0, "same": 0, "unread": 0}
    for file in _files(paths, place):
        outcome = rewrite(file, formatted, language, not only_check)
        counts[outcome] += 1
        if outcome == "changed":
            click.echo(said["would" if only_check else "changed"].format(file=from_here(file)))
    click.echo(said["would_count" if only_check else "count"].format(**counts), err=True)
    if counts["unread"] or (only_check and counts["changed"]):
        click.get_current_context().exit(PROBLEMS_FOUND)


def _files(paths: tuple[Path, ...], place: Path | None) -> list[Path]:
    """The files that were named, and those in the folders that were named."""
    from kitoolkit.check import entry_files

    if paths and all(path.is_file() for path in paths):
        return list(paths)
    whole = tuple(without_dots(path) for path in paths)
    catalogue, _ = entries_and_ontology(place, whole)
    return [file for file in entry_files(catalogue) if not whole or among(file, whole)]
