"""The verbs that make the portal: pages, build and serve."""

from __future__ import annotations

import re
from pathlib import Path

import click

from kitoolkit.cli.common import catalogues_option, from_here, open_catalogues, private_option, to_pass_on


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@private_option
@catalogues_option
def pages(directory: Path, private: bool, places: tuple[Path, ...]) -> None:
    """Write the catalogue's pages as Markdown files with HTML, for another site builder.

    \b
    kitoolkit pages build/pages

    Dutch pages go to DIRECTORY, English ones to DIRECTORY/en.
    """
    _need_site()
    from kitoolkit.site import write_pages

    count = write_pages(to_pass_on(open_catalogues(places), private), directory, private=private)
    click.echo(f"{count} pages in {directory}", err=True)


@click.command()
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), help="Where to; by default site/.")
@click.option(
    "--site-url",
    default="",
    envvar="KITOOLKIT_SITE_URL",
    metavar="URL",
    help="The address at which the portal will be published, for canonical links and the sitemap.",
)
@private_option
@catalogues_option
def build(output: Path | None, site_url: str, private: bool, places: tuple[Path, ...]) -> None:
    """Build the portal into site/, Dutch and English.

    \b
    kitoolkit build --site-url https://example.org/ai/
    kitoolkit build --catalogue . --catalogue ~/intern --private --output ~/intern/site

    With --private, private entries get pages with a mark, and no search engine may list any page: put that portal on
    your own network only.
    """
    _need_site()
    from kitoolkit.site.portal import build_portal

    root, overlays = _root_and_overlays(places, private)
    try:
        built = build_portal(root, output, site_url, overlays)
    except FileExistsError as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"portal in {from_here(built)}/", err=True)


def _host_and_port(context: click.Context, parameter: click.Parameter, address: str) -> str:
    host, _, port = address.rpartition(":")
    if not host or not re.fullmatch("[0-9]{1,5}", port) or int(port) > 65535:
        raise click.BadParameter("write a host and a port, such as 127.0.0.1:8000")
    return address


@click.command()
@click.option(
    "--address",
    default="127.0.0.1:8000",
    show_default=True,
    callback=_host_and_port,
    help="Host and port to serve at.",
)
@private_option
@catalogues_option
def serve(address: str, private: bool, places: tuple[Path, ...]) -> None:
    """Serve the portal and rebuild it when an entry, a template or a page changes.

    \b
    kitoolkit serve --address 127.0.0.1:8080
    """
    _need_site()
    from kitoolkit.site.portal import serve_portal

    root, overlays = _root_and_overlays(places, private)
    serve_portal(root, address, overlays)


def _root_and_overlays(places: tuple[Path, ...], private: bool) -> tuple[Path, tuple[Path, ...]]:
    """The checkout to build, and the folders of private entries to put in."""
    root = _checkout(places[0].resolve() if places else Path.cwd())
    if private and not places[1:]:
        raise click.UsageError("name the private entries too: --catalogue . --catalogue DIR --private")
    return root, places[1:] if private else ()


def _checkout(start: Path) -> Path:
    from kitoolkit import locations

    checkout = locations.checkout(start)
    if checkout is None or not (checkout / "mkdocs.yml").is_file():
        raise click.UsageError("run this inside a checkout: a folder with mkdocs.yml, catalogue/ and ontology/")
    return checkout


def _need_site() -> None:
    from importlib.util import find_spec

    if not (find_spec("mkdocs") and find_spec("jinja2") and find_spec("markdown_it")):
        raise click.UsageError("building pages needs more packages: pip install 'kitoolkit[site]'")
