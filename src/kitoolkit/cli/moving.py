"""Making private entries public, for the verb publish."""

from __future__ import annotations

from pathlib import Path

import click

from kitoolkit.cli.checking import entries_and_ontology
from kitoolkit.cli.common import PROBLEMS_FOUND, closing_line, from_here, print_json, print_problems
from kitoolkit.model import Language

_SAID: dict[str, dict[Language, str]] = {
    "would": {"nl": "{id} kan openbaar: {source} → {target}", "en": "{id} can be public: {source} → {target}"},
    "moved": {"nl": "{id} is openbaar: {target}", "en": "{id} is public: {target}"},
    "dry": {"nl": "proef: er is niets veranderd", "en": "dry run: nothing was changed"},
    "next": {
        "nl": "stuur het nu in: kitoolkit submit {target}",
        "en": "now send it in: kitoolkit submit {target}",
    },
}


def move(ids: tuple[str, ...], places: tuple[Path, ...], *, dry_run: bool, language: Language, as_json: bool) -> None:
    """Check private entries as public ones, and move their files to the first catalogue."""
    from kitoolkit import locations, overlay, vocabulary
    from kitoolkit.contribute import publishing

    if len(places) < 2:
        raise click.UsageError("name both catalogues: --catalogue PUBLIC --catalogue PRIVATE")
    folder, ontology = entries_and_ontology(places[0], ())
    overlays = overlay.folders(places[1:])
    moves = publishing.plan(ids, from_here(folder), overlays)
    found = publishing.problems(moves, folder, overlays, vocabulary.load(ontology or locations.ontology()))
    errors = any(problem.severity == "error" for problem in found)
    if as_json and errors:
        print_json([problem.as_record() for problem in found])
    elif not as_json:
        print_problems(found, language)
        click.echo(closing_line(found, language), err=True)
    if errors:
        click.get_current_context().exit(PROBLEMS_FOUND)
    for one in moves:
        if not dry_run:
            publishing.publish(one)
        if not as_json:
            click.echo(_SAID["would" if dry_run else "moved"][language].format(**_names(one)))
    if as_json:
        print_json([_names(one) for one in moves])
    elif dry_run:
        click.echo(_SAID["dry"][language], err=True)
    else:
        click.echo(_SAID["next"][language].format(target=" ".join(one.target.as_posix() for one in moves)), err=True)


def _names(one: object) -> dict[str, str]:
    return {name: str(getattr(one, name)) for name in ("id", "source", "target")}
