"""The verb for a new entry."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kitoolkit.cli.common import (
    PROBLEMS_FOUND,
    catalogue_option,
    closing_line,
    from_here,
    language_of,
    language_option,
    print_problems,
)
from kitoolkit.model import ENTRY_TYPES, Language, Text
from kitoolkit.problem import CatalogueError, UnknownNameError

if TYPE_CHECKING:
    from kitoolkit.contribute.draft import Draft, Surroundings

_SAID: dict[Language, dict[str, str]] = {
    "nl": {
        "start": "Nieuw: {kind}. Je kunt altijd stoppen met Ctrl-C; wat je hebt getypt, blijft bewaard.\n"
        "Met < ga je een vraag terug.",
        "kept": "Wat je hebt getypt staat in {file}\nGa verder met: kitoolkit new --resume {file}",
        "half": "Je laatste antwoord was nog niet af. Het staat erbij; maak het af in het bestand.",
        "saved": "Geschreven: {file}",
        "next": "Kijk het na:      kitoolkit check {file}\n"
        "Bekijk de pagina: kitoolkit serve\n"
        "Stuur het in:     kitoolkit submit {file}",
        "faulty": "{count}; er is niets geschreven",
    },
    "en": {
        "start": "New: {kind}. You can stop with Ctrl-C at any time; what you typed is kept.\n"
        "Type < to go one question back.",
        "kept": "What you typed is in {file}\nGo on with: kitoolkit new --resume {file}",
        "half": "Your last answer was not finished. It was kept; finish it in the file.",
        "saved": "Written: {file}",
        "next": "Check it:      kitoolkit check {file}\n"
        "See its page:  kitoolkit serve\n"
        "Send it in:    kitoolkit submit {file}",
        "faulty": "{count}; nothing was written",
    },
}


@click.command()
@click.argument("kind", required=False, type=click.Choice(list(ENTRY_TYPES)), metavar="[KIND]")
@click.option("--title", metavar="TEXT", help="The title, in the language of --lang.")
@click.option("--slug", default="", metavar="NAME", help="The name of the file; by default made from the title.")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Take the fields from a YAML or JSON file and ask nothing; - reads standard input.",
)
@click.option(
    "--set",
    "assignments",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Set a field and ask nothing: title.nl=Kijk, uses=use/moderation, sources.0.url=https://…; may be repeated.",
)
@click.option(
    "--resume",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Go on with a draft that you interrupted.",
)
@click.option("--ask", "also", multiple=True, metavar="FIELD", help="Ask for this field as well; may be repeated.")
@language_option
@catalogue_option
def new(
    kind: str | None,
    title: str | None,
    slug: str,
    source: str | None,
    assignments: tuple[str, ...],
    resume: Path | None,
    also: tuple[str, ...],
    lang: str | None,
    place: Path | None,
) -> None:
    """Write a new entry: tool, example, lesson, tradeoff, question, checklist or organisation.

    \b
    kitoolkit new lesson
    kitoolkit new tool --title "Fairlearn" --lang en
    kitoolkit new lesson --from lesson.json
    kitoolkit new organisation --set title.nl=Omroep --set title.en=Broadcaster --set country=NL …

    On a terminal it asks, in Dutch or English, what an entry needs. Requirements, phases and so on are found by part of
    their name. Every answer is checked at once; < goes one question back. With --from or --set it asks nothing, and
    names all that is missing.

    Exit status: 0 when the file was written, 1 when something is missing or wrong, 2 for wrong use.
    """
    language = language_of(lang)
    around = _surroundings(place)
    values, kind = _given(kind, source, resume)
    _assign(kind, values, title, assignments, language)
    try:
        draft = _draft(kind, around, slug, values)
    except (UnknownNameError, ValueError) as error:
        raise click.UsageError(str(error)) from error
    if slug and draft.id in around.names:
        raise click.UsageError(f"{draft.id} exists already: choose another --slug")
    kept = _Kept(draft, resume)
    if not (source or assignments):
        _ask(draft, around, language, also, kept)
    _finish(draft, language, kept)


def _surroundings(place: Path | None) -> Surroundings:
    """The checkout to write in; entries of others that have errors do not stand in the way."""
    from kitoolkit import Catalogue, check, locations, vocabulary
    from kitoolkit.cli.checking import entries_and_ontology
    from kitoolkit.contribute.draft import Surroundings

    folder, ontology = entries_and_ontology(place, ())
    try:
        catalogue = Catalogue.open(place or folder.absolute().parent)
    except CatalogueError:
        concepts = vocabulary.load(ontology or locations.ontology())
        return Surroundings(check.check(folder, concepts).entries, concepts, folder)
    return Surroundings(catalogue, catalogue.vocabulary, folder)


def _given(kind: str | None, source: str | None, resume: Path | None) -> tuple[dict[str, Any], str]:
    """The fields of the file that was named, and the kind of entry."""
    from kitoolkit.contribute.filling import kind_in, read_values

    values: dict[str, Any] = {}
    if named := source or (str(resume) if resume else ""):
        text = _text_of(named)
        values = read_values(text, Path(named))
        named_kind = values.pop("kind", "") or str(values.pop("id", "")).partition("/")[0]  # as in our own JSON
        kind = kind or kind_in(text) or str(named_kind)
    if not kind:
        raise click.UsageError("say what it is: kitoolkit new " + "|".join(ENTRY_TYPES))
    if kind not in ENTRY_TYPES:
        raise UnknownNameError("kind", kind, ENTRY_TYPES)
    return values, kind


def _text_of(file: str) -> str:
    try:
        with click.open_file(file, encoding="utf-8-sig") as stream:
            return str(stream.read())
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file} is not UTF-8 (byte {error.start}): save it as UTF-8") from error


def _assign(
    kind: str, values: dict[str, Any], title: str | None, assignments: tuple[str, ...], language: Language
) -> None:
    from kitoolkit.contribute.filling import FillingError, assign

    try:
        for assignment in ([f"title.{language}={title}"] if title else []) + list(assignments):
            assign(kind, values, assignment)
    except FillingError as error:
        raise click.UsageError(error.message[language]) from error


def _draft(kind: str, around: Surroundings, slug: str, values: dict[str, Any]) -> Draft:
    from kitoolkit.contribute.draft import Draft

    draft = Draft.new(kind, around, slug)
    for name, value in values.items():
        draft[name] = value
    return draft


def _ask(draft: Draft, around: Surroundings, language: Language, also: tuple[str, ...], kept: _Kept) -> None:
    """Ask on the terminal; whatever happens, what was typed is on disk."""
    from kitoolkit.cli.dialogue import Dialogue
    from kitoolkit.contribute.questionnaire import Questionnaire

    if not sys.stdin.isatty():
        raise click.UsageError("there is no terminal to ask on: give the fields with --from FILE or --set FIELD=VALUE")
    questionnaire = Questionnaire(draft, around, language, words=_words(), also=also)
    dialogue = Dialogue(questionnaire, language)
    said = _SAID[language]
    click.echo(said["start"].format(kind=ENTRY_TYPES[draft.kind].name[language]))
    for problem in questionnaire.problems(("title",)) if "title" in draft else ():
        dialogue.complain(problem)
        draft["title"] = None
    try:
        while question := questionnaire.next_question():
            if dialogue.ask(question):
                kept.write()
    except click.Abort:
        click.echo()
        if "title" in draft:
            kept.write()
        if dialogue.broken_off:
            click.echo(said["half"])
        kept.tell(language)
        raise
    kept.write()


class _Kept:
    """The draft on disk, beside the catalogue, for as long as it is not finished."""

    def __init__(self, draft: Draft, file: Path | None) -> None:
        self.draft, self.file = draft, file

    def write(self) -> None:
        from kitoolkit import cache

        cache.write_whole(self.file or self.name(), self.draft.text.encode())

    def name(self) -> Path:
        here = Path.cwd()
        folder = self.draft.file.parent.parent
        if here.is_relative_to(folder.resolve()):
            here = folder.resolve().parent
        number, file = 1, here / f"{self.draft.kind}-{self.draft.slug}.draft.yaml"
        while file.exists():
            number += 1
            file = here / f"{self.draft.kind}-{self.draft.slug}-{number}.draft.yaml"
        self.file = file
        return file

    def tell(self, language: Language) -> None:
        """Say where it is."""
        if self.file:
            click.echo(_SAID[language]["kept"].format(file=from_here(self.file)), err=True)

    def remove(self) -> None:
        """It is no longer needed: the entry itself is written."""
        if self.file and self.file.name.endswith(".draft.yaml"):
            self.file.unlink(missing_ok=True)


def _finish(draft: Draft, language: Language, kept: _Kept) -> None:
    from kitoolkit.writing.comments import Comments

    said = _SAID[language]
    draft.comments = Comments(above=dict(_explanations(draft)))
    try:
        file = from_here(draft.save())
    except CatalogueError as error:
        print_problems(error.problems, language)
        click.echo(said["faulty"].format(count=closing_line(error.problems, language)), err=True)
        kept.tell(language)
        click.get_current_context().exit(PROBLEMS_FOUND)
    except FileExistsError as error:
        raise click.UsageError(str(error)) from error
    kept.remove()
    print_problems(draft.problems(), language)
    click.echo(said["saved"].format(file=file))
    click.echo(said["next"].format(file=file))


def _explanations(draft: Draft) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """What each field means, for who reads the file."""
    from kitoolkit.structure import fields

    for field in fields(ENTRY_TYPES[draft.kind]):
        if field.name in draft:
            yield (field.name,), [f"# {field.info.nl} / {field.info.en}"]


def _words() -> dict[str, Text]:
    """The portal's names of choices."""
    from kitoolkit import source

    data = source.read(Path(__file__).parents[1] / "site" / "texts.yaml").data
    return {key: text for key, text in data.items() if isinstance(text, dict)} if isinstance(data, dict) else {}  # type: ignore[misc]
