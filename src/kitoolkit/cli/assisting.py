"""The verb that lets an assistant ask the catalogue."""

from __future__ import annotations

import sys

import click

from kitoolkit.cli.common import (
    PROBLEMS_FOUND,
    closing_line,
    language_of,
    language_option,
    private_option,
    to_pass_on,
)
from kitoolkit.model import Language

_SAID: dict[Language, dict[str, str]] = {
    "nl": {
        "install": "hiervoor is nog een pakket nodig: pip install 'kitoolkit[mcp]'",
        "waiting": "Dit wacht op een assistent, op de standaardinvoer. Ctrl-C stopt. Lees kitoolkit mcp --help.",
    },
    "en": {
        "install": "this needs one more package: pip install 'kitoolkit[mcp]'",
        "waiting": "This waits for an assistant, on standard input. Ctrl-C stops it. Read kitoolkit mcp --help.",
    },
}


@click.command()
@click.option(
    "--catalogue",
    "places",
    multiple=True,
    metavar="PLACE",
    help="A checkout, a folder of entries, the address of a portal or its snapshot.json, instead of the nearest "
    "checkout; once more for private entries over it.",
)
@private_option
@click.option(
    "--time-limit",
    default=10.0,
    show_default=True,
    type=click.FloatRange(min=0.1),
    metavar="SECONDS",
    help="The longest that a SPARQL query may run.",
)
@click.option(
    "--row-limit",
    default=200,
    show_default=True,
    type=click.IntRange(min=1),
    help="The most rows that a SPARQL query may give.",
)
@language_option
def mcp(places: tuple[str, ...], private: bool, time_limit: float, row_limit: int, lang: str | None) -> None:
    """Let an assistant ask the catalogue, by the Model Context Protocol (MCP).

    An editor or another program starts this and speaks to it over standard input and output. Its configuration
    holds the command and its arguments:

    \b
    {"mcpServers": {"kitoolkit": {"command": "kitoolkit", "args": ["mcp"]}}}

    \b
    kitoolkit mcp --catalogue https://example.org/ai/ --lang nl

    The tools are find, show, where, gaps, checklist and sparql. They only read. The catalogue is opened once: start
    this again after a change.

    Without --private, private entries stay behind: what an assistant is told may go to the company that runs it.
    """
    from importlib.util import find_spec

    from kitoolkit.catalogue import Catalogue
    from kitoolkit.problem import CatalogueError
    from kitoolkit.remote import PortalError
    from kitoolkit.stores.bounded import Limits

    language = language_of(lang)
    if find_spec("mcp") is None:
        raise click.UsageError(_SAID[language]["install"])
    from kitoolkit import assistant

    try:
        catalogue = to_pass_on(Catalogue.open(places or None), private)
    except CatalogueError as error:  # standard output belongs to the protocol
        for problem in error.problems:
            click.echo(problem.as_text(language), err=True)
        click.echo(closing_line(error.problems, language), err=True)
        click.get_current_context().exit(PROBLEMS_FOUND)
    except (PortalError, ValueError) as error:
        click.echo(str(error), err=True)
        click.get_current_context().exit(PROBLEMS_FOUND)
    if sys.stdin.isatty():
        click.echo(_SAID[language]["waiting"], err=True)
    portal = places[0] if places and places[0].startswith(("https://", "http://")) else ""
    assistant.serve(catalogue, portal=portal, limits=Limits(time_limit, row_limit), language=language)
