"""The verbs that make the portal: pages, build and serve."""

from __future__ import annotations

from pathlib import Path

import click

from kitoolkit.cli.common import catalogue_option, from_here, open_catalogue


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@catalogue_option
def pages(directory: Path, place: Path | None) -> None:
    """Write the catalogue's pages as Markdown files with HTML, for another site builder.

    \b
    kitoolkit pages build/pages

    Dutch pages go to DIRECTORY, English ones to DIRECTORY/en.
    """
    _need_site()
    from kitoolkit.site import write_pages

    count = write_pages(open_catalogue(place), directory)
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
def build(output: Path | None, site_url: str) -> None:
    """Build the portal into site/, Dutch and English.

    \b
    kitoolkit build --site-url https://example.org/ai/
    """
    _need_site()
    from kitoolkit.site.portal import build_portal

    click.echo(f"portal in {from_here(build_portal(_here(), output, site_url))}/", err=True)


@click.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Host and port to serve at.")
def serve(address: str) -> None:
    """Serve the portal and rebuild it when an entry, a template or a page changes.

    \b
    kitoolkit serve --address 127.0.0.1:8080
    """
    _need_site()
    from kitoolkit.site.portal import serve_portal

    serve_portal(_here(), address)


def _here() -> Path:
    from kitoolkit import locations

    checkout = locations.checkout(Path.cwd())
    if checkout is None or not (checkout / "mkdocs.yml").is_file():
        raise click.UsageError("run this inside a checkout: a folder with mkdocs.yml, catalogue/ and ontology/")
    return checkout


def _need_site() -> None:
    from importlib.util import find_spec

    if not (find_spec("mkdocs") and find_spec("jinja2") and find_spec("markdown_it")):
        raise click.UsageError("building pages needs more packages: pip install 'kitoolkit[site]'")
