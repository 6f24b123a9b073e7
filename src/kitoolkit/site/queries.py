"""The page for SPARQL in the browser: its questions, and what its script needs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import yaml

from kitoolkit.linked import triples
from kitoolkit.model import BASE_IRI, ENTRY_TYPES, Language, Text
from kitoolkit.site.shared import SharedFile

if TYPE_CHECKING:
    from kitoolkit.catalogue import Catalogue

HERE = Path(__file__).parent
DUMP = "data/catalogue.ttl"
"""What the script reads: the smallest of the dumps that the engine can read."""
ENGINE = "assets/vendor/oxigraph/web_bg.wasm.gz"
_SCRIPTS = ("assets/vendor/oxigraph/web.js", "assets/sparql/worker.js")

_VARIABLE = re.compile(r"\?(\w+)")


class Question(msgspec.Struct, frozen=True):
    """A question that working groups ask.

    Attributes:
        slug: Its name on the page.
        question: In words, per language.
        empty: What it means when there is no answer, per language.
        query: The same in SPARQL, as it stands in the file.
        dutch: The Dutch names of the variables.
    """

    slug: str
    question: Text
    empty: Text
    query: str
    dutch: dict[str, str]

    def sparql(self, language: Language) -> str:
        """The query for readers in a language."""
        query = self.query.replace('"LANGUAGE"', f'"{language}"').replace("<BASE/", f"<{BASE_IRI}").strip()
        return query if language == "en" else _VARIABLE.sub(lambda found: f"?{self.dutch[found[1]]}", query)


@cache
def questions() -> tuple[Question, ...]:
    """All of them, in order."""
    read = yaml.safe_load((HERE / "queries.yaml").read_text(encoding="utf-8"))
    return tuple(Question(**one, dutch=read["variables"]) for one in read["questions"])


def page(catalogue: Catalogue, files: Sequence[SharedFile]) -> dict[str, Any]:
    """What the template needs.

    Args:
        catalogue: The catalogue.
        files: The files beside the pages; one of them is the dump.
    """
    prefixes = triples.prefixes(catalogue.vocabulary)
    dump = next((file.size for file in files if file.path == DUMP), 0)
    return {
        "questions": questions(),
        "prefixes": prefixes,
        "dump": DUMP,
        "engine": ENGINE,
        "engine_kilobytes": -(-sum((HERE / name).stat().st_size for name in (ENGINE, *_SCRIPTS)) // 1000),
        "dump_kilobytes": -(-dump // 1000),
        "version": catalogue.digest[:8],
        "script": {
            "base": BASE_IRI,
            "prefixes": prefixes,
            "with_pages": [*ENTRY_TYPES, *catalogue.vocabulary.schemes],
        },
    }
