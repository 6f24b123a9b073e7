"""The verb that lays out files, and what `check --fix` does before it checks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kitoolkit.cli.common import (
    PROBLEMS_FOUND,
    catalogue_option,
    from_here,
    language_of,
    language_option,
    print_problems,
    without_dots,
)
from kitoolkit.model import ENTRY_TYPES, Language, folder
from kitoolkit.problem import CatalogueError

if TYPE_CHECKING:
    from kitoolkit.vocabulary import Vocabulary

_SAID = {
    "nl": {
        "changed": "opgemaakt: {file}",
        "would": "kan opgemaakt worden: {file}",
        "count": "{changed} opgemaakt, {same} waren al goed, {unread} niet te lezen",
        "would_count": "{changed} kunnen opgemaakt worden, {same} zijn goed, {unread} niet te lezen",
        "no_kind": "{file}: onbekende soort; zet het in een map van catalogue/ of geef het een schemaregel",
    },
    "en": {
        "changed": "laid out: {file}",
        "would": "can be laid out: {file}",
        "count": "{changed} laid out, {same} were right already, {unread} cannot be read",
        "would_count": "{changed} can be laid out, {same} are right, {unread} cannot be read",
        "no_kind": "{file}: unknown kind; put it in a folder of catalogue/ or give it a schema line",
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
    from kitoolkit.cli.checking import among, entries_and_ontology

    if paths and all(path.is_file() for path in paths):
        return list(paths)
    whole = tuple(without_dots(path) for path in paths)
    catalogue, _ = entries_and_ontology(place, whole)
    return [file for file in entry_files(catalogue) if not whole or among(file, whole)]


def rewrite(file: Path, change: Callable[[str, str, Path], str], language: Language, write: bool = True) -> str:
    """Change a file as a whole.

    Args:
        file: The file.
        change: Makes the new text from the old one, the kind of entry and the file.
        language: The language to report problems in.
        write: Whether to write the new text.

    Returns:
        `changed`, `same`, or `unread` where it is left as it is.
    """
    from kitoolkit import cache
    from kitoolkit.filling import kind_in
    from kitoolkit.source import read

    source = read(file)
    if source.problems:
        print_problems(source.problems, language)
        return "unread"
    content = file.read_bytes()
    text = content.decode("utf-8-sig")
    kind = next((kind for kind in ENTRY_TYPES if folder(kind) == file.parent.name), "") or kind_in(text)
    if not kind:
        click.echo(_SAID[language]["no_kind"].format(file=from_here(file)))
        return "unread"
    try:
        result = change(text, kind, file).encode()
    except CatalogueError as error:
        print_problems(error.problems, language)
        return "unread"
    if result == content:
        return "same"
    if write:
        cache.write_whole(file, result)
    return "changed"


def fix(files: list[Path], vocabulary: Vocabulary, language: Language) -> None:
    """Mend what can be mended without doubt, and say what was done; what cannot be read is left to the check."""
    from kitoolkit.fixing import fixed
    from kitoolkit.source import read

    def mend(text: str, kind: str, file: Path) -> str:
        result, repairs = fixed(text, kind, vocabulary, file)
        for repair in repairs:
            click.echo(repair.as_text(language), err=True)
        return result

    for file in files:
        if not file.is_file() or read(file).problems:
            continue

        rewrite(file, mend, language)
