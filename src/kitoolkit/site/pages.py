"""Which pages there are, and what each holds."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from kitoolkit import coverage, release_notes
from kitoolkit.difference import short
from kitoolkit.linked import dcat
from kitoolkit.model import ENTRY_TYPES, Language
from kitoolkit.releases import History
from kitoolkit.site import browse, conversing, finder, forming, queries
from kitoolkit.site.crosswalk import crosswalk
from kitoolkit.site.forge import NOWHERE, Origin, file_of
from kitoolkit.site.guides import Guide
from kitoolkit.site.heads import head
from kitoolkit.site.render import PLACES, Renderer
from kitoolkit.site.shared import SharedFile
from kitoolkit.vocabulary import Concept, Match

if TYPE_CHECKING:
    from kitoolkit.catalogue import Catalogue

NEWEST_LESSONS = 6

_HEADING = re.compile(r"<h([1-6])(?:\s[^>]*?\bid=\"([^\"]+)\"[^>]*)?[^>]*>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r'\sid="([^"]+)"')
_TAG = re.compile(r"<[^>]+>")


class Heading(msgspec.Struct, frozen=True):
    """A heading with an id: a line of the table of contents."""

    level: int
    id: str
    text: str


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page, without the frame that the theme puts around it.

    Attributes:
        path: Its path without the language's, such as `tool/fairlearn/`; empty for home.
        language: Its language.
        kind: What sort of page: `home`, `overview`, `entry`, `concept`, `scheme`, `document`, `checklist`,
            `matrix`, `coverage`, `signatories`, `crosswalk`, `catalogue`, `starter`, `form`, `data`, `sparql` or
            `versions`.
        id: The entry, concept, kind or scheme it is about; empty for other pages.
        title: Its title.
        description: One or two sentences for search engines.
        content: The HTML of its article.
        searchable: Whether full-text search should find it; lists of what stands elsewhere are left out.
        path_elsewhere: Its path in the other language, where that is not the same.
        private: Whether it is about an entry that is not public.
        deprecated: Whether it is about something that no longer counts.
        head: What its head tells programs: `links` and `linked_data`.
        improve: Where readers can improve it: an address, or a path from the language's root.
    """

    path: str
    language: Language
    kind: str
    id: str = ""
    title: str
    description: str
    content: str
    searchable: bool = True
    path_elsewhere: str | None = None
    private: bool = False
    deprecated: bool = False
    head: dict[str, Any] = {}
    improve: str = ""

    @property
    def headings(self) -> list[Heading]:
        """The headings of the second level that have an id."""
        return [
            Heading(int(level), anchor, html.unescape(" ".join(_TAG.sub("", text).split())))
            for level, anchor, text in _HEADING.findall(self.content)
            if anchor and level == "2" and "kit-visually-hidden" not in text
        ]

    @property
    def anchors(self) -> set[str]:
        """Every place on the page that can be linked to."""
        return set(_ID.findall(self.content))

    @property
    def alternate(self) -> str:
        """The path of the same page in the other language, from the root of the site."""
        path = self.path if self.path_elsewhere is None else self.path_elsewhere
        return ("en/" if self.language == "nl" else "") + path

    @property
    def meta(self) -> dict[str, object]:
        """What the frame needs to know."""
        meta: dict[str, object] = {
            "title": self.title,
            "description": self.description,
            "kind": self.kind,
            "id": self.id,
            "alternate": self.alternate,
            "improve": self.improve,
            "hide": ["navigation"] if self.kind in {"entry", "checklist", "concept"} else ["navigation", "toc"],
        }
        if self.private:
            meta |= {"private": True}
        if self.private or self.deprecated:
            meta |= {"robots": "noindex"}
        return self.head | (meta if self.searchable else meta | {"search": {"exclude": True}})

    def as_markdown(self) -> str:
        """The page as a file for a site builder: its metadata as front matter (JSON is YAML), then its HTML."""
        lines = "\n".join(line for line in self.content.splitlines() if line.strip())
        front = "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in self.meta.items())
        return f"---\n{front}\n---\n\n{lines}\n"


def all_pages(
    catalogue: Catalogue,
    language: Language,
    files: Sequence[SharedFile],
    site: str = "",
    origin: Origin = NOWHERE,
    guides: Mapping[str, Sequence[Guide]] | None = None,
    history: History | None = None,
) -> Iterator[Page]:
    """Every page made from the catalogue, in one language.

    Args:
        catalogue: The catalogue.
        language: The language.
        files: The files that the page of downloads lists.
        site: The address of the site, with a slash at its end; empty where it is not known.
        origin: Where the site comes from: readers can change its source there.
        guides: The hand-written guides that name each entry.
        history: The releases.
    """
    history = history or History()
    make = _Maker(Renderer(catalogue, language, origin, guides, history.edits), files, site)
    yield make.home()
    for kind in ENTRY_TYPES:
        yield make.overview(kind)
    for entry_id in catalogue:
        yield make.entry(entry_id)
    for scheme in catalogue.vocabulary.schemes:
        yield make.scheme(scheme)
    for concept in catalogue.vocabulary.values():
        yield make.concept(concept)
    yield make.browse()
    yield make.starter()
    for kind in ENTRY_TYPES:
        yield make.form(kind)
    yield make.search()
    yield make.coverage()
    yield make.table("matrix")
    yield make.table("signatories")
    yield make.crosswalk()
    yield make.data()
    yield make.sparql()
    yield make.versions(history)


class _Maker:
    def __init__(self, renderer: Renderer, files: Sequence[SharedFile], site: str) -> None:
        self.renderer, self.files, self.site = renderer, files, site
        self.catalogue, self.language = renderer.catalogue, renderer.language

    def page(
        self,
        path: str,
        kind: str,
        template: str,
        title: str,
        description: str,
        /,
        *,
        about: str = "",
        searchable: bool = True,
        path_elsewhere: str | None = None,
        **names: object,
    ) -> Page:
        return Page(
            path=path,
            language=self.language,
            kind=kind,
            id=about,
            title=title,
            description=description,
            content=self.renderer.render(template, path, **names),
            searchable=searchable,
            path_elsewhere=path_elsewhere,
            private=about in self.catalogue.private,
            deprecated=self.renderer.is_deprecated(about),
            head=head(self.renderer, path, kind, about, self.site),
            improve=self.improve(kind, about),
        )

    def improve(self, kind: str, about: str) -> str:
        """Where a page is improved: a kind gets one entry more, a concept is changed in its file; empty for entries.

        Every page of an entry has links of its own, to the form and to its file.
        """
        if kind in {"entry", "checklist"}:
            return ""
        if kind in {"concept", "document", "scheme"}:
            forge = self.renderer.origin.forge
            return forge.edit(file_of(about)) if forge else PLACES["contribute/concept/"][self.language]
        return PLACES[f"form/{about}/" if kind == "overview" else "contribute/"][self.language]

    def home(self) -> Page:
        word = self.renderer.word
        newest = sorted(self.catalogue.lessons, key=lambda lesson: (lesson.added, lesson.date, lesson.id), reverse=True)
        counts = {kind: len(self.catalogue.kind(kind)) for kind in ENTRY_TYPES}
        return self.page(
            "",
            "home",
            "home.html",
            word("home_title"),
            word("home_lead"),
            searchable=False,
            newest_lessons=newest[:NEWEST_LESSONS],
            guides=sorted(
                {guide for named in self.renderer.guides.values() for guide in named}, key=lambda one: one.title
            ),
            counts=counts,
        )

    def overview(self, kind: str) -> Page:
        title = ENTRY_TYPES[kind].plural[self.language].capitalize()
        return self.page(
            f"{kind}/",
            "overview",
            "overview.html",
            title,
            self.renderer.word(f"overview.{kind}"),
            about=kind,
            searchable=False,
            kind=kind,
            items=self.catalogue.kind(kind),
        )

    def entry(self, entry_id: str) -> Page:
        entry = self.catalogue[entry_id]
        names: dict[str, Any] = {"entry": entry}
        if entry.kind == "organisation":
            involved = (self.catalogue[other] for other in self.catalogue.referring(entry_id))
            names["involved"] = [other for other in involved if not other.deprecated]
        return self.page(
            f"{entry_id}/",
            "checklist" if entry.kind == "checklist" else "entry",
            f"entry/{entry.kind}.html",
            entry.title[self.language],
            entry.summary[self.language],
            about=entry_id,
            **names,
        )

    def scheme(self, scheme: str) -> Page:
        described = self.catalogue.vocabulary.schemes[scheme]
        return self.page(
            f"{scheme}/",
            "scheme",
            "scheme.html",
            described.title[self.language],
            described.description[self.language],
            about=scheme,
            searchable=False,
            scheme=scheme,
            items=self.catalogue.vocabulary.current(scheme),
        )

    def concept(self, concept: Concept) -> Page:
        names: dict[str, Any] = {"concept": concept}
        kind, template = ("document", "document.html") if concept.scheme == "document" else ("concept", "concept.html")
        if kind == "document":
            names["parts"] = self._parts(concept.id)
        else:
            names |= {"serving": self.renderer.serving(concept.id), "relations": self._relations(concept)}
            names["narrower"] = [one for one in concept.narrower if not self.renderer.is_deprecated(one)]
        return self.page(
            f"{concept.id}/",
            kind,
            template,
            concept.label[self.language],
            concept.definition[self.language],
            about=concept.id,
            **names,
        )

    def _parts(self, document: str) -> dict[str, list[Concept]]:
        """The concepts that come from a document, per scheme."""
        parts: dict[str, list[Concept]] = {}
        for concept in self.catalogue.vocabulary.values():
            if concept.document == document and not concept.deprecated:
                parts.setdefault(concept.scheme, []).append(concept)
        return parts

    def _relations(self, concept: Concept) -> list[Match]:
        """What a concept relates to, by its own account and by that of others."""
        own = list(concept.matches)
        turned = {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"}
        named = {match.target for match in own}
        for other in self.catalogue.vocabulary.values():
            for match in other.matches:
                if match.target == concept.id and other.id not in named:
                    own.append(Match(turned.get(match.relation, match.relation), other.id))  # type: ignore[arg-type]
        return own

    def browse(self) -> Page:
        """The whole catalogue with filters."""
        return self.placed(
            "catalogue",
            items=browse.in_order(self.catalogue, self.language),
            facets=browse.facets(self.catalogue, self.language),
            data=browse.data_name(self.language),
            index=finder.index_of(self.files),
            version=self.catalogue.digest[:8],
        )

    def search(self) -> Page:
        """The page with the results of a search."""
        return self.placed("search", index=finder.index_of(self.files), words=finder.words_of(self.language))

    def coverage(self) -> Page:
        """How far the catalogue is."""
        return self.placed("coverage", coverage=coverage.measure(self.catalogue), total=len(self.catalogue))

    def crosswalk(self) -> Page:
        """How the concepts of the schemes relate."""
        return self.placed("crosswalk", drawn=crosswalk(self.catalogue.vocabulary, self.language))

    def sparql(self) -> Page:
        """The page where readers ask the data themselves."""
        word, names = self.renderer.word, queries.page(self.catalogue, self.files)
        title, lead = word("sparql_title"), word("sparql_lead")
        return self.page("data/sparql/", "sparql", "sparql.html", title, lead, searchable=False, **names)

    def starter(self) -> Page:
        """The conversation starter."""
        return self.placed(
            "starter",
            lists=conversing.lists(self.catalogue),
            data=conversing.data_name(self.language),
            version=self.catalogue.digest[:8],
        )

    def form(self, kind: str) -> Page:
        """The form with which contributors add an entry of a kind, or improve one."""
        word, places = self.renderer.word, PLACES[f"form/{kind}/"]
        return self.page(
            places[self.language],
            "form",
            "form.html",
            word(f"propose_title.{kind}"),
            word("propose_lead"),
            searchable=False,
            path_elsewhere=places[self.renderer.other],
            **forming.shown(self.renderer, kind),
            version=self.catalogue.digest[:8],
        )

    def versions(self, history: History) -> Page:
        """The releases, and what each of them changed."""
        newest = history.newest
        since = None
        if newest and not history.current:
            since = release_notes.notes(newest, dict(self.catalogue.public), self.catalogue.vocabulary)
        return self.placed(
            "versions",
            releases=tuple(reversed(history.releases)),
            notes=release_notes.all_notes(history),
            since=since,
            current=history.current,
            forms=dcat.FORMS,
            short=short,
        )

    def placed(self, name: str, /, **names: Any) -> Page:  # noqa: ANN401  what a template needs
        """A page of its own kind whose address is not the same in both languages."""
        word, places = self.renderer.word, PLACES[f"{name}/"]
        return self.page(
            places[self.language],
            name,
            f"{name}.html",
            word(f"{name}_title"),
            word(f"{name}_lead"),
            searchable=False,
            path_elsewhere=places[self.renderer.other],
            **names,
        )

    def table(self, name: str) -> Page:
        word = self.renderer.word
        return self.page(
            f"{name}/", name, f"{name}.html", word(f"{name}_title"), word(f"{name}_lead"), searchable=False
        )

    def data(self) -> Page:
        word = self.renderer.word
        listed = [file for file in self.files if file.format]
        return self.page(
            "data/",
            "data",
            "data.html",
            word("data_title"),
            word("data_lead"),
            files=listed,
            datasets=dcat.datasets(self.catalogue),
            forms=dcat.FORMS,
            path_of=dcat.dump_path,
        )
