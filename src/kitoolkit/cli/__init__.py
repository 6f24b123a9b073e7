"""The command line: `kitoolkit VERB`."""

from __future__ import annotations

from typing import Any

import click

from kitoolkit.cli import (
    assisting,
    checking,
    comparing,
    contributing,
    formatting,
    linking,
    publishing,
    reading,
    reviewing,
    sending,
    storing,
)
from kitoolkit.cli.common import PROBLEMS_FOUND, closing_line, print_problems
from kitoolkit.problem import CatalogueError, UnknownNameError, user_language


class _Group(click.Group):
    """Commands in the order in which they are written; our own errors become one clear line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        try:
            return super().invoke(ctx)
        except UnknownNameError as error:
            raise click.UsageError(error.sentence) from error
        except FileNotFoundError as error:
            raise click.UsageError(str(error)) from error
        except BrokenPipeError:
            raise  # click ends quietly when who reads the output has left
        except OSError as error:
            click.echo(str(error), err=True)
            ctx.exit(PROBLEMS_FOUND)
        except CatalogueError as error:
            print_problems(error.problems, user_language())
            click.echo(closing_line(error.problems, user_language()), err=True)
            ctx.exit(PROBLEMS_FOUND)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kitoolkit", prog_name="kitoolkit")
def main() -> None:
    """Responsible AI in the media: tools, examples, lessons and questions.

    Inside a checkout the commands work on its entries; elsewhere on the catalogue that came with the package.

    \b
    kitoolkit find "uitlegbare aanbevelingen"
    kitoolkit show tool/fairlearn
    kitoolkit list tool --requirement requirement/transparency --phase phase/design
    kitoolkit check

    Exit status: 0 when all is well, 1 when problems were found, 2 when the command was used wrongly.
    """


for _verb in (
    reading.find,
    reading.show,
    reading.list_,
    contributing.new,
    checking.check,
    formatting.format_,
    sending.submit,
    linking.links,
    reviewing.review,
    reviewing.stale,
    reviewing.from_issue,
    reading.export,
    reading.sparql,
    reading.gaps,
    comparing.diff,
    reading.checklist,
    assisting.mcp,
    publishing.pages,
    publishing.build,
    publishing.serve,
    storing.publish,
):
    main.add_command(_verb)
