"""What the editor for many entries is told: kinds, fields, choices and the forge, all from the model.

The editor is Sveltia CMS, served unchanged from `assets/vendor/sveltia-cms`. It reads this from a file in YAML, with
texts in the language of its page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import yaml

from kitoolkit.contribute.issue_form import RULED
from kitoolkit.model import ENTRY_TYPES, KINDS, LANGUAGES, PATTERNS, SLUG, FieldInfo, Language, folder
from kitoolkit.sentences import sentence
from kitoolkit.site import forming
from kitoolkit.site.forge import Forge, Origin
from kitoolkit.site.render import texts
from kitoolkit.structure import Field, fields
from kitoolkit.writing.slug import LONGEST

if TYPE_CHECKING:
    from kitoolkit.catalogue import Catalogue

Config = dict[str, Any]

WITH_PROPOSALS = ("github", "gitlab")
"""The kinds of forge on which the editor makes pull requests. On others it writes to the branch: not offered."""

_ONE_LINE = 90
"""A text that may be longer gets an area of several lines."""


def forge_for_editing(origin: Origin) -> Forge | None:
    """The forge on which the editor can propose changes; None where it works on a local checkout only."""
    forge = origin.forge
    return forge if forge and forge.kind in WITH_PROPOSALS else None


def configuration(catalogue: Catalogue, language: Language, origin: Origin, name: str) -> Config:
    """The configuration of the editor.

    Args:
        catalogue: Where the choices come from.
        language: The language of labels and help.
        origin: Where the entries are kept.
        name: The name of the site.
    """
    maker = _Maker(catalogue, language)
    forge = forge_for_editing(origin)
    return {
        "backend": _backend(forge, origin.sign_in) if forge else _local(name),
        "publish_mode": "editorial_workflow" if forge else "simple",
        "app_title": f"{texts()['manage_title'][language]} · {name}",
        "logo": {"src": f"{'../' if language == 'nl' else '../../'}assets/favicon.svg"},
        "media_folder": "docs/assets",
        "show_preview_links": False,
        "editor": {"preview": False},
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": LONGEST},
        "output": {"omit_empty_optional_fields": True},
        "collections": [maker.collection(kind) for kind in ENTRY_TYPES],
    }


def as_yaml(config: Config) -> bytes:
    """A configuration as a file: a list of choices that many fields share is written once."""
    text: str = yaml.dump(config, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)
    return text.encode()


def _backend(forge: Forge, sign_in: str) -> Config:
    """Where entries are read and proposed; the editor's default for signing in is a service of others: never used."""
    parts = urlsplit(forge.url)
    host = f"{parts.scheme}://{parts.netloc}"
    common: Config = {"name": forge.kind, "repo": parts.path.strip("/"), "branch": forge.branch}
    common["auth_methods"] = ["oauth", "token"] if sign_in else ["token"]
    if forge.kind == "gitlab":
        oauth = {"auth_type": "pkce", "app_id": sign_in} if sign_in else {}
        return common | {"base_url": host, "api_root": f"{host}/api/v4"} | oauth
    elsewhere = {} if parts.netloc == "github.com" else {"api_root": f"{host}/api/v3"}
    oauth = {"base_url": sign_in} if sign_in else {}
    return common | {"open_authoring": True, "auth_scope": "public_repo"} | elsewhere | oauth


def _local(name: str) -> Config:
    """A checkout only: the editor wants a forge named, and the page hides its button."""
    return {"name": "github", "repo": f"local/{name}", "auth_methods": ["token"]}


class _Maker:
    """Kinds of entry and their fields in the words of the editor."""

    def __init__(self, catalogue: Catalogue, language: Language) -> None:
        self.catalogue, self.language = catalogue, language
        self._shared: dict[str, list[dict[str, str]]] = {}

    def word(self, key: str, /, **values: object) -> str:
        return texts()[key][self.language].format(**values)

    def said(self, info: FieldInfo) -> str:
        return info.nl if self.language == "nl" else info.en

    def collection(self, kind: str) -> Config:
        """A kind of entry: one folder of files."""
        entry_type = ENTRY_TYPES[kind]
        pattern = [SLUG, sentence("shape.slug.hint")[self.language]]
        return {
            "name": kind,
            "label": entry_type.plural[self.language].capitalize(),
            "label_singular": entry_type.name[self.language],
            "folder": f"catalogue/{folder(kind)}",
            "extension": "yaml",
            "format": "yaml",
            "identifier_field": f"title.{self.language}",
            "summary": f"{{{{title.{self.language}}}}}",
            "sortable_fields": [f"title.{self.language}", "added", "reviewed"],
            "slug": {"template": "{{fields.title.en}}", "editable": ["create"], "pattern": pattern},
            "delete": False,
            "publish": False,
            "fields": [self.field(kind, field) for field in fields(entry_type)],
        }

    def field(self, kind: str, field: Field, *, part: bool = False) -> Config:
        """A field of an entry, or of a part of one."""
        ruled = () if part else RULED.get(kind, ())
        shown: Config = {"name": field.name, "label": self.said(field.info).removesuffix("?")}
        shown["required"] = field.required or field.name in ruled
        if hint := self.hint(kind, field):
            shown["hint"] = hint
        if field.name == "added":
            shown["default"] = "{{now}}"
        return shown | self.value(kind, field)

    def hint(self, kind: str, field: Field) -> str:
        """Help beside the label: a note of ours, which languages it wants, and an example."""
        info = field.item or field.info
        said = []
        if note := forming.notes(kind, self.language).get(field.name):
            said.append(note)
        if field.form == "text":
            said.append(self.word("propose_both" if info.shape == "text" else "propose_either"))
        elif info.shape == "partial-date":
            said.append(self.word("propose_shape.partial-date"))
        elif isinstance(info.example, str) and not (info.scheme or info.entries or field.choices):
            said.append(f"{self.word('propose_example')} {info.example}")
        return " ".join(said)

    def value(self, kind: str, field: Field) -> Config:
        """What may be filled in."""
        info = field.item or field.info
        least = {"min": info.least} if field.many and info.least else {}
        if field.struct:
            return self.group([self.field(kind, one, part=True) for one in fields(field.struct)], field) | least
        if field.form == "text":
            return self.group(self.languages(info), field) | least
        if field.form == "choice":
            options = forming.choice_options(kind, field, self.language)
            return self.select("", [{"label": one.label, "value": one.value} for one in options], field)
        if info.scheme:
            return self.select(f"concepts {info.scheme}", self.concepts(info.scheme), field)
        if info.entries:
            return self.entries(info.entries, field)
        if field.many:
            item = {"name": "item", "label": forming.item_word(field, self.language), **self.line(info)}
            return {"widget": "list", "field": item}
        return self.line(info)

    def group(self, inner: list[Config], field: Field) -> Config:
        """A group of fields, or a list of groups."""
        if not field.many:
            return {"widget": "object", "fields": inner}
        item = forming.item_word(field, self.language)
        return {
            "widget": "list",
            "label_singular": item,
            "collapsed": "auto",
            "summary": _summary(inner, self.language),
            "fields": inner,
        }

    def languages(self, info: FieldInfo) -> list[Config]:
        """A text in Dutch and in English."""
        long = info.longest > _ONE_LINE or not info.longest
        return [
            {
                "name": code,
                "label": self.word(f"language.{code}"),
                "required": info.shape == "text",
                "widget": "text" if long else "string",
                **({"maxlength": info.longest} if info.longest else {}),
            }
            for code in LANGUAGES
        ]

    def select(self, shared: str, options: list[dict[str, str]], field: Field) -> Config:
        """One or more of some choices."""
        if shared:
            options = self._shared.setdefault(shared, options)
        least = {"min": field.info.least} if field.many and field.info.least else {}
        return {"widget": "select", "multiple": field.many, "options": options, **least}

    def concepts(self, schemes: str) -> list[dict[str, str]]:
        """The concepts of a scheme or more."""
        options = forming.concept_options(self.catalogue, schemes, self.language)
        return [{"label": option.label, "value": option.value} for option in options]

    def entries(self, kinds: Sequence[str], field: Field) -> Config:
        """Other entries: of one kind as they are in the repository now, of more kinds as they are on the site.

        The editor's own field for references looks in one folder only.
        """
        if len(kinds) == 1:
            return {
                "widget": "relation",
                "multiple": field.many,
                "collection": kinds[0],
                "value_field": f"{kinds[0]}/{{{{slug}}}}",
                "display_fields": [f"{{{{title.{self.language}}}}}"],
                "search_fields": [f"title.{code}" for code in LANGUAGES],
            }
        known = [
            {"label": f"{entry.title[self.language]} ({ENTRY_TYPES[kind].name[self.language]})", "value": entry.id}
            for kind in KINDS
            if kind in kinds
            for entry in self.catalogue.kind(kind)
        ]
        known.sort(key=lambda option: (option["label"].casefold(), option["value"]))
        return self.select(f"entries {' '.join(kinds)}", known, field)

    def line(self, info: FieldInfo) -> Config:
        """A text without languages: a day, an address, a code or plain."""
        if info.shape == "date":
            return {"widget": "datetime", "type": "date", "format": "YYYY-MM-DD"}
        if info.shape not in PATTERNS:
            return {"widget": "string"}
        key = f"shape.{info.shape}.hint"
        return {"widget": "string", "pattern": [PATTERNS[info.shape], sentence(key, value="")[self.language]]}


def _summary(inner: list[Config], language: Language) -> str:
    """What a closed item of a list shows: its first text."""
    for one in inner:
        if one["widget"] == "object" and one["required"]:
            return f"{{{{{one['name']}.{language}}}}}"
    name = language if inner[0]["name"] in LANGUAGES else inner[0]["name"]
    return f"{{{{{name}}}}}"
