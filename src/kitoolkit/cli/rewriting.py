"""Changing files of entries as a whole, for the verbs that lay out and mend."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kitoolkit.cli.common import from_here, print_problems
from kitoolkit.model import Language, Text, kind_of
from kitoolkit.problem import CatalogueError

if TYPE_CHECKING:
    from kitoolkit.vocabulary import Vocabulary

_NO_KIND: Text = {
    "nl": "{file}: onbekende soort; zet het in een map van catalogue/ of geef het een schemaregel",
    "en": "{file}: unknown kind; put it in a folder of catalogue/ or give it a schema line",
}


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
    from kitoolkit.contribute.filling import kind_in
    from kitoolkit.source import read

    source = read(file)
    if source.problems:
        print_problems(source.problems, language)
        return "unread"
    content = file.read_bytes()
    text = content.decode("utf-8-sig")
    kind = kind_of(file.parent.name) or kind_in(text)
    if not kind:
        click.echo(_NO_KIND[language].format(file=from_here(file)))
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


def mend(files: list[Path], vocabulary: Vocabulary, language: Language) -> None:
    """Mend what can be mended without doubt, and say what was done; what cannot be read is left to the check."""
    from kitoolkit.source import read
    from kitoolkit.writing.fixing import fixed

    def changed(text: str, kind: str, file: Path) -> str:
        result, repairs = fixed(text, kind, vocabulary, file)
        for repair in repairs:
            click.echo(repair.as_text(language), err=True)
        return result

    for file in files:
        if not file.is_file() or read(file).problems:
            continue

        rewrite(file, changed, language)
