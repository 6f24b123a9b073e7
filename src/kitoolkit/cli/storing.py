"""The verb that publishes: private entries to the public catalogue, or a catalogue to a SPARQL store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kitoolkit.cli.common import (
    PROBLEMS_FOUND,
    catalogues_option,
    json_option,
    language_of,
    language_option,
    open_catalogues,
    print_json,
    to_pass_on,
)
from kitoolkit.cli.moving import move

if TYPE_CHECKING:
    from kitoolkit.model import Language
    from kitoolkit.stores.store import Plan

_SAID = {
    "nl": {
        "load": "laden: {triples} triples in {graph}",
        "there": "staat er al: {triples} triples in {graph}",
        "switch": "huidige uitgave: {before} → {graph}",
        "first": "huidige uitgave: {graph}",
        "drop": "weg: {graph}",
        "keep": "blijft: {graph}",
        "nothing": "niets te doen: {graph} is al de huidige uitgave",
        "dry": "proef: er is niets veranderd",
    },
    "en": {
        "load": "load: {triples} triples into {graph}",
        "there": "there already: {triples} triples in {graph}",
        "switch": "current release: {before} → {graph}",
        "first": "current release: {graph}",
        "drop": "drop: {graph}",
        "keep": "keep: {graph}",
        "nothing": "nothing to do: {graph} is the current release already",
        "dry": "dry run: nothing was changed",
    },
}


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--sparql", "query", default="", metavar="URL", help="Where a store takes queries.")
@click.option("--update", default="", metavar="URL", help="Where it takes updates, if that cannot be told from URL.")
@click.option("--graph-store", default="", metavar="URL", help="Where it takes graphs, likewise.")
@click.option("--graphs", default=None, metavar="IRI", help="What the names of the graphs begin with; ends in a slash.")
@click.option("--keep", default=3, show_default=True, type=click.IntRange(min=1), help="How many releases stay.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; change nothing.")
@language_option
@catalogues_option
@json_option
def publish(
    ids: tuple[str, ...],
    query: str,
    update: str,
    graph_store: str,
    graphs: str | None,
    keep: int,
    dry_run: bool,
    lang: str | None,
    places: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Make private entries public, or put the catalogue into a SPARQL store.

    \b
    kitoolkit publish lesson/own-lesson --catalogue . --catalogue ~/intern --dry-run

    With ID: checks private entries as public ones, also for what is confidential, and moves their files to the first
    catalogue. Nothing is overwritten. With --json: an array of {id, source, target}, or of problems as check prints
    them.

    \b
    kitoolkit publish --sparql http://127.0.0.1:7878/query --dry-run
    kitoolkit publish --sparql https://example.org/repositories/kitoolkit --keep 5

    With --sparql: the public entries become a release of their own, loaded beside the current one and counted. Then
    one update makes it current: readers see the old release or the new one, never half of it. Publish an earlier
    catalogue again to go back to it.

    User name and password come from KITOOLKIT_SPARQL_USER and KITOOLKIT_SPARQL_PASSWORD, a token from
    KITOOLKIT_SPARQL_TOKEN, else both from ~/.netrc. They are never printed.

    With --json: {release: {graph, issued, version, triples}, load, before, kept, dropped}.

    Exit status: 0 when it is done, 1 when an entry may not be public or the store gave no answer, 2 for wrong use.
    """
    if bool(ids) == bool(query):
        raise click.UsageError("name private entries to make public, or a store with --sparql: one of the two")
    if ids:
        move(ids, places, dry_run=dry_run, language=language_of(lang), as_json=as_json)
        return
    from kitoolkit.stores.connected import GRAPHS
    from kitoolkit.stores.endpoint import EndpointError
    from kitoolkit.stores.store import Store, addresses

    catalogue = to_pass_on(open_catalogues(places), private=False)
    try:
        with Store(addresses(query, update, graph_store), graphs=graphs or GRAPHS) as store:
            plan = store.plan(catalogue, keep) if dry_run else store.publish(catalogue, keep)
    except EndpointError as error:
        click.echo(str(error), err=True)
        click.get_current_context().exit(PROBLEMS_FOUND)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        print_json(plan)
    else:
        _tell(plan, language_of(lang), dry_run)


def _tell(plan: Plan, language: Language, dry_run: bool) -> None:
    said = _SAID[language]
    names = {"graph": plan.release.graph, "triples": plan.release.triples, "before": plan.before}
    if plan.nothing_to_do:
        click.echo(said["nothing"].format(**names))
        return
    click.echo(said["load" if plan.load else "there"].format(**names))
    if plan.before != plan.release.graph:
        click.echo(said["switch" if plan.before else "first"].format(**names))
    for act, graphs in (("keep", plan.kept), ("drop", plan.dropped)):
        for graph in graphs:
            click.echo(said[act].format(graph=graph))
    if dry_run:
        click.echo(said["dry"], err=True)
