"""The verb that sends entries in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kitoolkit.cli.checking import among, entries_and_ontology
from kitoolkit.cli.common import (
    PROBLEMS_FOUND,
    catalogue_option,
    closing_line,
    from_here,
    json_option,
    language_of,
    language_option,
    print_json,
    print_problems,
    progress,
    without_dots,
)
from kitoolkit.model import Language

if TYPE_CHECKING:
    from kitoolkit.check import Report
    from kitoolkit.forge.common import File, Proposal, Submitted
    from kitoolkit.forge.places import Forge
    from kitoolkit.vocabulary import Vocabulary

_SAID = {
    "nl": {
        "created": "pull request geopend: {url}",
        "updated": "pull request bijgewerkt: {url}",
        "unchanged": "er was niets te doen: dit staat er al{url}",
        "pushed": "tak {branch} gepusht naar {repository}; open nu een pull request naar {base}",
        "to": "naar",
        "branch": "tak",
        "file": "bestand",
        "title": "titel",
        "dry": "proef: er is niets verstuurd",
        "not_sent": "niets verstuurd",
    },
    "en": {
        "created": "pull request opened: {url}",
        "updated": "pull request brought up to date: {url}",
        "unchanged": "nothing to do: this is there already{url}",
        "pushed": "branch {branch} pushed to {repository}; open a pull request to {base} now",
        "to": "to",
        "branch": "branch",
        "file": "file",
        "title": "title",
        "dry": "dry run: nothing was sent",
        "not_sent": "nothing was sent",
    },
}


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--to",
    metavar="REPO",
    help="github:owner/name, gitlab:group/project, codeberg:owner/name or an address; by default the remote "
    "`upstream` of the checkout, else `origin`.",
)
@click.option(
    "--forge",
    "kind",
    type=click.Choice(["github", "gitlab", "forgejo", "git"]),
    help="What runs at that address, where it cannot be told from it; git pushes a branch to any remote.",
)
@click.option("--api", metavar="URL", help="Where the forge's interface begins, where that is not the usual place.")
@click.option("--dry-run", is_flag=True, help="Show what would be sent and where to; send nothing.")
@click.option("--overwrite", is_flag=True, help="Go on where somebody else changed the same file in the pull request.")
@language_option
@catalogue_option
@json_option
def submit(
    files: tuple[Path, ...],
    to: str | None,
    kind: str | None,
    api: str | None,
    dry_run: bool,
    overwrite: bool,
    lang: str | None,
    place: Path | None,
    as_json: bool,
) -> None:
    """Send entries in as a pull request.

    \b
    kitoolkit submit catalogue/lessons/streektaal.yaml --dry-run
    kitoolkit submit catalogue/lessons/streektaal.yaml --to github:owner/name
    kitoolkit submit catalogue/lessons/streektaal.yaml --forge git

    The files are checked first; with an error in one of them nothing is sent. A second submit of the same entry
    brings its pull request up to date. Where you may not write, it goes by way of your fork.

    The token comes from KITOOLKIT_TOKEN, GITHUB_TOKEN, GITLAB_TOKEN or FORGEJO_TOKEN, or from git's credential helper.
    Your files, branches and index stay as they are.

    Exit status: 0 when it was sent or nothing had to be, 1 when it failed, 2 for wrong use.
    """
    from kitoolkit.forge.common import ForgeError
    from kitoolkit.forge.proposing import propose

    language = language_of(lang)
    paths = tuple(without_dots(path) for path in files)
    folder, report, concepts = _checked(place, paths)
    _stop_at_errors(report, language, as_json)
    try:
        forge = _forge(to, kind, api, folder)
    except ForgeError as error:
        raise click.UsageError(error.as_text(language)) from None
    try:
        entries = [_entry(path, folder, report) for path in paths]
        if dry_run:
            _show(propose(entries, report, concepts), forge, language, as_json)
            return
        done = forge.submit(entries, report, vocabulary=concepts, overwrite=overwrite)
    except ForgeError as error:
        if as_json:
            print_json(error.as_record())
        else:
            click.echo(error.as_text(language), err=True)
        click.get_current_context().exit(PROBLEMS_FOUND)
    _tell(done, language, as_json)


def _checked(place: Path | None, paths: tuple[Path, ...]) -> tuple[Path, Report, Vocabulary]:
    """The folder of entries, the problems of these files and the concepts."""
    from kitoolkit import check as checks
    from kitoolkit import locations, vocabulary

    folder, ontology = entries_and_ontology(place, paths)
    known = {without_dots(file) for file in checks.entry_files(folder)}
    for path in paths:
        if path not in known:
            raise click.UsageError(f"no entry at {from_here(path)}")
    concepts = vocabulary.load(from_here(ontology or locations.ontology()))
    report = checks.check(folder, concepts, progress=progress)
    own = [problem for problem in report.problems if among(problem.file, paths)]
    return folder, checks.Report(report.entries, own, report.files), concepts


def _stop_at_errors(report: Report, language: Language, as_json: bool) -> None:
    if not report.errors:
        return
    if as_json:
        print_json({"outcome": "faulty", "problems": [problem.as_record() for problem in report.problems]})
    else:
        print_problems(report.problems, language)
        click.echo(f"{closing_line(report.problems, language)}; {_SAID[language]['not_sent']}", err=True)
    click.get_current_context().exit(PROBLEMS_FOUND)


def _forge(to: str | None, kind: str | None, api: str | None, folder: Path) -> Forge:
    """The forge that is meant: the one named, else the remote of the checkout."""
    from kitoolkit.forge import git
    from kitoolkit.forge.places import KINDS, forge_at

    named = to or git.remote_address(folder)
    if named and named.startswith("."):  # a folder: beside whoever names it, the user here or the checkout's settings
        named = str(((Path.cwd() if to else folder.parent) / named).resolve())
    if not named:
        raise click.UsageError("this checkout has no remote; say where to with --to, such as --to github:owner/name")
    return forge_at(named, next((known for known in KINDS if known == kind), None), api, folder)


def _entry(path: Path, folder: Path, report: Report) -> File:
    """The file as it is sent: its path from the root of the repository."""
    from kitoolkit.forge import git
    from kitoolkit.forge.common import File

    entry = next(
        entry
        for entry in report.entries.values()
        if path == without_dots(folder) / f"{entry.kind}s" / f"{entry.slug}.yaml"
    )
    root = without_dots(folder).parent
    inside = git.prefix(root) + path.relative_to(root).as_posix()
    return File(entry.id, inside, path.read_bytes().decode("utf-8"), entry.title)


def _show(proposal: Proposal, forge: Forge, language: Language, as_json: bool) -> None:
    if as_json:
        files = [{"id": file.id, "path": file.path, "text": file.text} for file in proposal.files]
        print_json(
            {
                "outcome": "dry-run",
                "to": forge.address,
                "branch": proposal.branch,
                "title": proposal.title,
                "files": files,
                "description": proposal.description,
            }
        )
        return
    said = _SAID[language]
    rows: Sequence[tuple[str, str]] = [
        (said["to"], forge.address),
        (said["branch"], proposal.branch),
        *((said["file"], file.path) for file in proposal.files),
        (said["title"], proposal.title),
    ]
    for name, value in rows:
        click.echo(f"{name + ':':<9}{value}")
    click.echo(f"\n{proposal.description}")
    click.echo(said["dry"], err=True)


def _tell(done: Submitted, language: Language, as_json: bool) -> None:
    if as_json:
        import msgspec

        print_json(msgspec.structs.asdict(done))
        return
    url = f": {done.url}" if done.outcome == "unchanged" and done.url else done.url
    click.echo(
        _SAID[language][done.outcome].format(url=url, branch=done.branch, repository=done.repository, base=done.base)
    )
    if done.said:
        click.echo(done.said)
