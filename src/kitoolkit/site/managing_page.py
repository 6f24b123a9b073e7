"""The page of the editor for many entries: a frame of our own, and what the browser may ask and of whom."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markupsafe import Markup

from kitoolkit.model import Language
from kitoolkit.site.forge import Forge, Origin
from kitoolkit.site.forming import CATALOGUE, RULES, schema_name
from kitoolkit.site.managing import as_yaml, configuration, forge_for_editing
from kitoolkit.site.render import PLACES, Renderer
from kitoolkit.site.shared import SharedFile

if TYPE_CHECKING:
    from kitoolkit.catalogue import Catalogue

_VENDOR = "assets/vendor/sveltia-cms/"
_LOCALES = {"nl": "nl", "en": "en-GB"}
"""In which language the editor itself is, by the language of the page."""


def manage_files(catalogue: Catalogue, language: Language, origin: Origin, name: str) -> list[SharedFile]:
    """The page and its configuration, with paths from the language's root.

    Args:
        catalogue: The catalogue; the editor is for its public entries.
        language: The language of the page, and of labels and help.
        origin: Where the entries are kept.
        name: The name of the site.
    """
    public = catalogue.public
    renderer = Renderer(public, language, origin)
    path = PLACES["manage/"][language]
    forge = forge_for_editing(origin)
    words = _import_map(renderer, path)
    page = renderer.render(
        "manage.html",
        path,
        name=name,
        alternate=renderer.link(path, ("en/" if language == "nl" else "../") + PLACES["manage/"][renderer.other]),
        policy=_policy(forge, words),
        import_map=Markup(words),  # noqa: S704  our own
        has_forge=forge is not None,
        locale=_LOCALES[language],
        schema_name=schema_name,
        rules=RULES,
        shared=CATALOGUE,
    )
    config = as_yaml(configuration(public, language, origin, name))
    return [SharedFile(f"{path}index.html", page.encode()), SharedFile(f"{path}config.yml", config)]


def _import_map(renderer: Renderer, path: str) -> str:
    """The editor imports its words as JSON, which a browser does not take: a module of ours fetches them."""
    names = sorted(_LOCALES.values())
    found = {
        renderer.link(path, f"{_VENDOR}locales/{name}.json"): renderer.link(path, f"assets/manage/words/{name}.js")
        for name in names
    }
    return json.dumps({"imports": found})


def _policy(forge: Forge | None, import_map: str) -> str:
    """What the page may load: only from the site itself, and from the forge once somebody signs in.

    The editor would also ask for fonts and for the state of the forge's servers, each of other parties.
    """
    digest = base64.b64encode(hashlib.sha256(import_map.encode()).digest()).decode()
    api, pictures = _addresses(forge)
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", f"'sha256-{digest}'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:", *pictures],
        "connect-src": ["'self'", "data:", "blob:", *api],
        "manifest-src": ["blob:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(" ".join((name, *values)) for name, values in rules.items())


def _addresses(forge: Forge | None) -> tuple[list[str], list[str]]:
    """The hosts of a forge that answer for entries, and those that have the pictures of people."""
    if forge is None:
        return [], []
    parts = urlsplit(forge.url)
    host = f"{parts.scheme}://{parts.netloc}"
    if host == "https://github.com":
        return ["https://api.github.com"], ["https://avatars.githubusercontent.com"]
    return [host], [host]
