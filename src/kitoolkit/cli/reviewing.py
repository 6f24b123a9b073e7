"""The verbs for those who look after the catalogue: review, stale and from-issue."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kitoolkit.cli.checking import among, entries_and_ontology
from kitoolkit.cli.common import (
    PROBLEMS_FOUND,
    catalogue_option,
    from_here,
    json_option,
    language_of,
    language_option,
    open_catalogue,
    print_json,
    print_rows,
    without_dots,
)
from kitoolkit.model import ENTRY_TYPES, LANGUAGES, SLUG, Language

if TYPE_CHECKING:
    from kitoolkit.contribute.from_issue import Outcome
    from kitoolkit.review import LinkState
    from kitoolkit.review.changes import Change

_FORMATS = click.Choice(["text", "markdown", "json"])


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option("--since", "commit", metavar="COMMIT", help="All entries that differ from this commit, tag or branch.")
@click.option(
    "--links",
    "links_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What `kitoolkit links --json` printed, to tell of the addresses.",
)
@click.option(
    "--others",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that names, one on each line, changed files that are no entries.",
)
@click.option("--format", "form", type=_FORMATS, default="text", show_default=True, help="The form to write.")
@language_option
@catalogue_option
@json_option
def review(
    paths: tuple[Path, ...],
    commit: str | None,
    links_file: Path | None,
    others: Path | None,
    form: str,
    lang: str | None,
    place: Path | None,
    as_json: bool,
) -> None:
    """Show what a reviewer looks for: what an entry is, what is missing, what it looks like.

    \b
    kitoolkit review catalogue/tools/fairlearn.yaml
    kitoolkit review --since origin/main --format markdown > summary.md

    Markdown is in Dutch and English; with --lang in one of them. It is fit for a comment: nobody is mentioned in it,
    and nothing that a contributor wrote works as HTML, image or link.

    Exit status: 0, also where an entry has errors: `kitoolkit check` decides. 2 for wrong use.
    """
    import msgspec

    from kitoolkit import locations, vocabulary
    from kitoolkit import review as reviewing
    from kitoolkit.review import text as review_text

    paths = tuple(without_dots(path) for path in paths)
    folder, ontology = entries_and_ontology(place, paths)
    named = _read_text(others).split("\n") if others else []
    found = reviewing.review(
        _changes(paths, commit, folder),
        folder,
        vocabulary.load(from_here(ontology or locations.ontology())),
        links=_link_states(links_file) if links_file else None,
        others=[name for name in named if name],
    )
    if as_json or form == "json":
        print_json(msgspec.to_builtins(found, enc_hook=str))
    elif form == "markdown":
        click.echo(review_text.markdown(found, [language_of(lang)] if lang else LANGUAGES), nl=False)
    else:
        for line in review_text.lines(found, language_of(lang)):
            click.echo(line)


def _changes(paths: tuple[Path, ...], commit: str | None, folder: Path) -> list[Change]:
    from kitoolkit.check import entry_files
    from kitoolkit.forge.common import ForgeError
    from kitoolkit.review import changes

    if commit is None:
        if not paths:
            raise click.UsageError("name entries, or a commit to compare with: --since origin/main")
        return [changes.Change(file=file) for file in entry_files(folder) if among(file, paths)]
    try:
        found = changes.since(commit, folder)
    except ForgeError as error:
        raise click.UsageError(str(error)) from error
    return [change for change in found if not paths or among(change.file, paths)]


def _link_states(file: Path) -> list[LinkState]:
    import msgspec

    from kitoolkit.review import LinkState

    try:
        return msgspec.json.decode(file.read_bytes(), type=list[LinkState])
    except msgspec.DecodeError as error:
        raise click.UsageError(f"{file} is not what `kitoolkit links --json` prints: {error}") from error


@click.command()
@click.option(
    "--days", default=365, show_default=True, type=click.IntRange(min=1), help="How many days a review lasts."
)
@click.option("--format", "form", type=_FORMATS, default="text", show_default=True, help="The form to write.")
@language_option
@catalogue_option
@json_option
def stale(days: int, form: str, lang: str | None, place: Path | None, as_json: bool) -> None:
    """List entries that nobody has looked at for long, longest ago first.

    \b
    kitoolkit stale
    kitoolkit stale --days 180 --format markdown --lang nl

    These are entries whose review, or whose status of a tool, is older than a year, and entries that have waited
    for a second reader for over a month.
    """
    from kitoolkit.review import stale as staleness

    found = staleness.stale(open_catalogue(place).values(), days=days)
    language = language_of(lang)
    if as_json or form == "json":
        print_json(found)
    elif form == "markdown":
        click.echo(staleness.markdown(found, language), nl=False)
    else:
        print_rows(((one.day, one.id, one.why[language]) for one in found), ("", "id", ""))


@click.command("from-issue")
@click.argument("issue", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path), metavar="FILE")
@click.option("--kind", type=click.Choice(list(ENTRY_TYPES)), help="The kind; by default told by the form.")
@click.option("--slug", default="", metavar="NAME", help="The name of the file; by default made from the title.")
@click.option("--dry-run", is_flag=True, help="Print the entry and write no file.")
@click.option("--format", "form", type=_FORMATS, default="text", show_default=True, help="The form of the outcome.")
@language_option
@catalogue_option
@json_option
def from_issue(
    issue: Path,
    kind: str | None,
    slug: str,
    dry_run: bool,
    form: str,
    lang: str | None,
    place: Path | None,
    as_json: bool,
) -> None:
    """Turn an issue that was filled in with a form into an entry, or say what is to be mended.

    \b
    gh issue view 12 --json body --jq .body | kitoolkit from-issue -
    kitoolkit from-issue issue.md --slug ask-the-viewer

    FILE holds the issue's text; - is standard input. The entry is written where it belongs, and its file is named on
    standard output. --format markdown says the outcome for the asker, in Dutch and English.

    Exit status: 0 when the entry was written, 1 when something is to be mended (nothing is written then), 2 for wrong
    use.
    """
    import re

    from kitoolkit.contribute.from_issue import read_issue

    if slug and not re.fullmatch(SLUG, slug):
        raise click.UsageError(f"{slug!r} is no name for a file: only lower-case letters, digits and hyphens")
    folder, _ = entries_and_ontology(place, ())
    catalogue = open_catalogue(place)
    body = sys.stdin.buffer.read().decode(errors="replace") if str(issue) == "-" else _read_text(issue)
    outcome = read_issue(body, catalogue, catalogue.vocabulary, kind=kind or "", slug=slug)
    target = folder / outcome.path if outcome.sound else None
    if target and not dry_run:
        from kitoolkit.cache import write_whole

        write_whole(target, outcome.text.encode())
    _print_outcome(outcome, target, "json" if as_json else form, language_of(lang), dry_run=dry_run)
    if not outcome.sound:
        click.get_current_context().exit(PROBLEMS_FOUND)


def _print_outcome(outcome: Outcome, target: Path | None, form: str, language: Language, *, dry_run: bool) -> None:
    from kitoolkit.contribute import issue_reply

    if form == "json":
        print_json(
            {
                "kind": outcome.kind,
                "slug": outcome.slug,
                "file": target.as_posix() if target else "",
                "text": outcome.text,
                "troubles": outcome.troubles,
            }
        )
    elif form == "markdown":
        click.echo(issue_reply.markdown(outcome), nl=False)
    else:
        for trouble in outcome.troubles:
            click.echo(issue_reply.line(trouble, language), err=outcome.sound)
        if target:
            click.echo(outcome.text if dry_run else target.as_posix(), nl=not dry_run)


def _read_text(file: Path) -> str:
    return file.read_bytes().decode(errors="replace")
