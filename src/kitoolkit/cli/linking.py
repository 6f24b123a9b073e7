"""The verb that checks addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    print_json,
    watched,
    without_dots,
)
from kitoolkit.problem import user_language

if TYPE_CHECKING:
    from kitoolkit.links import Link
    from kitoolkit.links.memory import Result


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option(
    "--days", default=7, show_default=True, type=click.IntRange(min=0), help="Ask again what was in order so long ago."
)
@click.option("--fresh", is_flag=True, help="Ask everything again, whatever is remembered.")
@click.option("--strict", is_flag=True, help="Exit with 1 where an address is broken, unreachable or refused.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="text for people, json for programs, markdown for an issue.",
)
@language_option
@catalogue_option
@json_option
def links(
    paths: tuple[Path, ...],
    days: int,
    fresh: bool,
    strict: bool,
    form: str,
    lang: str | None,
    place: Path | None,
    as_json: bool,
) -> None:
    """Check whether the addresses in entries are still there; it only reports.

    \b
    kitoolkit links
    kitoolkit links catalogue/tools/fairlearn.yaml --fresh
    kitoolkit links --format markdown --lang nl > links.md

    One address at a time per host, with a pause. What was found is remembered in .cache/links.json. Addresses that are
    not public are not asked. A site that refuses programs counts as not checked.

    Exit status: 0, also where addresses are broken; with --strict 1 then; 2 for wrong use.
    """
    from kitoolkit.links import report

    found = list(_links(place, tuple(without_dots(path) for path in paths)))
    results = _results(found, _memory_file(place, paths), days=days, fresh=fresh, whole=not paths)
    language = language_of(lang)
    if as_json or form == "json":
        print_json([report.record(link, results[link.url]) for link in found])
    elif form == "markdown":
        click.echo(report.markdown(found, results, language), nl=False)
    else:
        for link in found:
            if results[link.url].state != "ok":
                click.echo(report.line(link, results[link.url], language))
    click.echo(report.closing_line(tuple(results.values()), language), err=True)
    if results and all(result.is_fault and not result.status for result in results.values()):
        asked = {"nl": "Geen enkele site gaf antwoord: is er wel internet?", "en": "No site answered: are you online?"}
        click.echo(asked[language], err=True)
    if strict and any(result.is_fault for result in results.values()):
        click.get_current_context().exit(PROBLEMS_FOUND)


def _links(place: Path | None, paths: tuple[Path, ...]) -> Iterator[Link]:
    from kitoolkit.check import entry_files
    from kitoolkit.links import links_in

    folder, _ = entries_and_ontology(place, paths)
    files = entry_files(folder)
    for path in paths:
        if not any(among(file, (path,)) for file in files):
            raise click.UsageError(f"no entries at {from_here(path)}")
    return links_in(file for file in files if not paths or among(file, paths))


def _results(found: list[Link], file: Path, *, days: int, fresh: bool, whole: bool) -> dict[str, Result]:
    """What became of each address; a program that runs this command may give its own `Asker` as click's object."""
    from kitoolkit.links import check
    from kitoolkit.links.asking import Asker
    from kitoolkit.links.memory import Memory

    asker = click.get_current_context().find_object(Asker)
    urls = list(dict.fromkeys(link.url for link in found))
    with Memory(file) as memory:
        came: Iterable[Result] = check(urls, memory, asker=asker, days=days, fresh=fresh)
        results = {result.url: result for result in watched(came, len(urls), "links")}
        if whole:
            memory.forget_others(set(urls))
    if memory.unsaved:
        said = {"nl": "niet onthouden: {why}", "en": "not remembered: {why}"}
        click.echo(said[user_language()].format(why=memory.unsaved), err=True)
    return results


def _memory_file(place: Path | None, paths: tuple[Path, ...]) -> Path:
    """Beside the entries where they stand in a checkout, else in the cache folder under a name of their own."""
    from kitoolkit import cache, locations

    start = (place or (without_dots(paths[0]) if paths else Path.cwd())).resolve()
    if checkout := locations.checkout(start):
        return checkout / ".cache" / "links.json"
    return cache.folder() / f"links-{cache.content_key([str(start).encode()])}.json"
