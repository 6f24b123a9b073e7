"""Templates and the names that they can use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import jinja2
import yaml
from babel.dates import format_date
from markupsafe import Markup

from kitoolkit.edits import NONE, Edits
from kitoolkit.model import ENTRY_TYPES, LANGUAGES, Entry, Language, Text
from kitoolkit.problem import UnknownNameError
from kitoolkit.site import neighbours
from kitoolkit.site.forge import NOWHERE, Origin, file_of
from kitoolkit.site.guides import Guide
from kitoolkit.site.prose import to_html, to_inline_html
from kitoolkit.vocabulary import Concept

if TYPE_CHECKING:
    from kitoolkit.catalogue import Catalogue

HERE = Path(__file__).parent

PLACES: dict[str, Text] = {
    "contribute/": {"nl": "bijdragen/", "en": "contribute/"},
    "catalogue/": {"nl": "catalogus/", "en": "catalogue/"},
    "starter/": {"nl": "gespreksstarter/", "en": "conversation-starter/"},
    "search/": {"nl": "zoeken/", "en": "search/"},
    "crosswalk/": {"nl": "samenhang/", "en": "crosswalk/"},
    "versions/": {"nl": "versies/", "en": "versions/"},
    "coverage/": {"nl": "over/stand-van-zaken/", "en": "about/state-of-affairs/"},
    "contribute/concept/": {"nl": "bijdragen/begrip/", "en": "contribute/concept/"},
    "contribute/managing/": {"nl": "bijdragen/beheren/", "en": "contribute/managing/"},
    "manage/": {"nl": "beheer/", "en": "manage/"},
} | {f"form/{kind}/": {"nl": f"bijdragen/formulier/{kind}/", "en": f"contribute/form/{kind}/"} for kind in ENTRY_TYPES}
"""Pages that templates lead to and whose address is not the same in both languages."""


class Renderer:
    """Renders templates in one language.

    Args:
        catalogue: Where entries and concepts come from.
        language: The language of the pages.
        origin: Where the site comes from: readers can change its source there.
        guides: The hand-written guides that name each entry.
        edits: When entries and concepts were last edited.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        language: Language,
        origin: Origin = NOWHERE,
        guides: Mapping[str, Sequence[Guide]] | None = None,
        edits: Edits = NONE,
    ) -> None:
        self.catalogue = catalogue
        self.language = language
        self.origin = origin
        self.guides = guides or {}
        self.edits = edits
        self.other: Language = "en" if language == "nl" else "nl"
        self._environment = _environment()
        self._serving: dict[str, dict[str, list[Entry]]] = {}

    def render(self, template: str, path: str, **names: object) -> str:
        """Fill a template in.

        Args:
            template: Its name, such as `entry/tool.html`.
            path: The path of the page, without the language's: `tool/fairlearn/`; empty for home.
            **names: What this template needs beside the names that all have.
        """
        return self._environment.get_template(template).render(self._names(path) | names)

    def title(self, target: str) -> str:
        """The preferred label of a concept, or the title of an entry."""
        if target in self.catalogue.vocabulary:
            label = self.catalogue.vocabulary[target].label
        else:
            label = self.catalogue[target].title
        return label.get(self.language) or label[self.other]

    def is_deprecated(self, about: str) -> bool:
        """Whether an entry or concept no longer counts; a name of anything else does."""
        known: Mapping[str, Entry | Concept] = self.catalogue.vocabulary
        known = known if about in known else self.catalogue
        return about in known and bool(known[about].deprecated)

    def word(self, key: str, /, **values: object) -> str:
        """A word of the interface."""
        known = texts()
        if key not in known:
            raise UnknownNameError("text of the interface", key, known)
        return known[key][self.language].format(**values)

    def link(self, path: str, target: str) -> str:
        """The relative address from a page to a page or to a file that both languages share."""
        up = "../" * path.count("/")
        if "." in target.rpartition("/")[2]:
            return up + ("" if self.language == "nl" else "../") + target
        place = PLACES[target][self.language] if target in PLACES else target
        found = up + place + ("/" if place and not place.endswith("/") else "")
        return found or "./"

    def _names(self, path: str) -> dict[str, Any]:
        catalogue = self.catalogue
        return {
            "lang": self.language,
            "other_lang": self.other,
            "path": path,
            "t": self.word,
            "href": lambda target: self.link(path, target),
            "text": self._text,
            "md": lambda text: self._marked(text, to_html, "div"),
            "md_inline": lambda text: self._marked(text, to_inline_html, "span"),
            "label": self.title,
            "definition": self._definition,
            "concept": catalogue.vocabulary.__getitem__,
            "entry_of": catalogue.__getitem__,
            "concepts": catalogue.vocabulary.current,
            "entries": catalogue.kind,
            "related": catalogue.related,
            "serving": self.serving,
            "is_private": catalogue.private.__contains__,
            "exists": lambda one: one in catalogue.vocabulary or one in catalogue,
            "current": lambda ids: [one for one in ids if not self.is_deprecated(one)],
            "has_private": bool(catalogue.private),
            "date": self._date,
            "kind_name": lambda kind: ENTRY_TYPES[kind].name[self.language],
            "kind_plural": lambda kind: ENTRY_TYPES[kind].plural[self.language],
            "kinds": tuple(ENTRY_TYPES),
            "around_entry": neighbours.of_entry,
            "around_concept": neighbours.of_concept,
            "shortened": neighbours.shortened,
            "forge": self.origin.forge,
            "guides_of": lambda entry_id: self.guides.get(entry_id, ()),
            "file_of": file_of,
            "host": lambda url: urlsplit(url).netloc.removeprefix("www."),
        }

    def serving(self, concept_id: str) -> dict[str, list[Entry]]:
        """The entries that serve a concept, per kind; many pages ask for the same."""
        if concept_id not in self._serving:
            found: dict[str, list[Entry]] = {kind: [] for kind in ENTRY_TYPES}
            for entry in self.catalogue.serving(concept_id):
                found[entry.kind].append(entry)
            self._serving[concept_id] = found
        return self._serving[concept_id]

    def _definition(self, concept_id: str) -> str | Markup:
        concept: Concept = self.catalogue.vocabulary[concept_id]
        return self._text(concept.definition)

    def _text(self, text: Mapping[str, str]) -> str | Markup:
        return text[self.language] if self.language in text else self._marked(text, Markup.escape, "span")

    def _marked(self, text: Mapping[str, str], convert: Any, tag: str) -> Markup:  # noqa: ANN401
        """A text in the page's language; one in the other language is marked so, for people and for screen readers."""
        if self.language in text:
            return Markup(convert(text[self.language]))  # noqa: S704  converted
        return Markup('<{tag} lang="{lang}">{body}</{tag}> <span class="kit-only">({note})</span>').format(
            tag=Markup(tag),  # noqa: S704  our own
            lang=self.other,
            body=convert(text[self.other]),
            note=self.word("only_other_language"),
        )

    def _date(self, value: str) -> str:
        """A day, month or year in words."""
        from datetime import date

        parts = value.count("-")
        pattern = ("y", "MMMM y", "d MMMM y")[parts]
        day = date.fromisoformat(value + "-01" * (2 - parts))
        return str(format_date(day, format=pattern, locale=self.language))


@cache
def texts() -> dict[str, Text]:
    """The words of the interface, in every language."""
    loaded: dict[str, Text] = yaml.safe_load((HERE / "texts.yaml").read_text(encoding="utf-8"))
    for key, text in loaded.items():
        missing = [language for language in LANGUAGES if language not in text]
        if missing:
            raise ValueError(f"texts.yaml: {key} has no text in {', '.join(missing)}")
    return loaded


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
