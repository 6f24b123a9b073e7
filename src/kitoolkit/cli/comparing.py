"""The verb that compares catalogues."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kitoolkit.cli.common import PROBLEMS_FOUND, json_option, language_of, language_option, print_json

if TYPE_CHECKING:
    from kitoolkit.difference import Difference
    from kitoolkit.model import Entry, Language

_SAID = {
    "nl": {
        "summary": "{added} toegevoegd, {changed} gewijzigd, {removed} verwijderd",
        "unreadable": "niet vergeleken, want dit model kan ze niet lezen: {ids}",
        "usage": "noem twee catalogi (OLD NEW), of een commit met --since",
        "no_checkout": "--since werkt in een checkout; hier is er geen",
    },
    "en": {
        "summary": "{added} added, {changed} changed, {removed} removed",
        "unreadable": "not compared, since this model cannot read them: {ids}",
        "usage": "name two catalogues (OLD NEW), or a commit with --since",
        "no_checkout": "--since works in a checkout; there is none here",
    },
}


@click.command()
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--since", metavar="COMMIT", help="Compare the checkout here with a commit, tag or branch of git.")
@language_option
@json_option
def diff(old: str | None, new: str | None, since: str | None, lang: str | None, as_json: bool) -> None:
    """Show what changed from one catalogue to another.

    \b
    kitoolkit diff --since v1.0.0
    kitoolkit diff https://example.org/ai/ .
    kitoolkit diff snapshot-of-2026.json ~/our-entries --json

    OLD and NEW are checkouts, folders of entries, addresses of portals, or files snapshot.json of a portal.

    With --json: {added: [id], changed: [{id, fields: [{path, old, new}]}], removed: [id]}.

    Exit status: 0, changed or not; 1 when a catalogue cannot be read; 2 for wrong use.
    """
    from kitoolkit.difference import compare

    language = language_of(lang)
    if since is not None:
        if old is not None:
            raise click.UsageError(_SAID[language]["usage"])
        found = _since(since, language)
    elif old is None or new is None:
        raise click.UsageError(_SAID[language]["usage"])
    else:
        found = compare(_opened(old), _opened(new))
    if as_json:
        print_json(found)
        return
    counts = {"added": len(found.added), "changed": len(found.changed), "removed": len(found.removed)}
    click.echo(_SAID[language]["summary"].format(**counts), err=True)
    for line in str(found).splitlines()[1:]:
        click.echo(line)


def _since(commit: str, language: Language) -> Difference:
    """What changed in the checkout here since a commit; what is unreadable there is left out on both sides."""
    from kitoolkit import locations
    from kitoolkit.difference import compare
    from kitoolkit.earlier import at_commit
    from kitoolkit.forge.common import ForgeError

    checkout = locations.checkout(Path.cwd())
    if checkout is None:
        raise click.UsageError(_SAID[language]["no_checkout"])
    try:
        earlier = at_commit(commit, checkout)
    except ForgeError as error:
        raise click.UsageError(error.as_text(language)) from None
    if earlier.unreadable:
        click.echo(_SAID[language]["unreadable"].format(ids=", ".join(earlier.unreadable)), err=True)
    now = {name: entry for name, entry in _opened(str(checkout)).items() if name not in earlier.unreadable}
    return compare(earlier.entries, now)


def _opened(place: str) -> Mapping[str, Entry]:
    from kitoolkit.catalogue import Catalogue
    from kitoolkit.remote import PortalError

    try:
        return Catalogue.open(place)
    except (PortalError, ValueError) as error:
        click.echo(f"{place}: {error}", err=True)
        click.get_current_context().exit(PROBLEMS_FOUND)
