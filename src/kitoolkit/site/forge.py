"""Where the portal's source is kept: addresses on GitHub, GitLab or Forgejo at which readers change it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec

from kitoolkit.model import ENTRY_TYPES, folder

_WAYS: dict[str, dict[str, str]] = {
    "github": {
        "edit": "{url}/edit/{branch}/{path}",
        "new": "{url}/new/{branch}/{folder}?filename={name}",
        "content": "value",
        "issue": "{url}/issues/new?title={title}&body={body}",
    },
    "gitlab": {
        "edit": "{url}/-/edit/{branch}/{path}",
        "new": "{url}/-/new/{branch}/{folder}?file_name={name}",
        "content": "",
        "issue": "{url}/-/issues/new?issue%5Btitle%5D={title}&issue%5Bdescription%5D={body}",
    },
    "forgejo": {
        "edit": "{url}/_edit/{branch}/{path}",
        "new": "{url}/_new/{branch}/{folder}?filename={name}",
        "content": "value",
        "issue": "{url}/issues/new?title={title}&body={body}",
    },
}
"""Addresses by kind of forge; `content` names the parameter that fills a new file, where there is one."""

_HOSTS = {"github": "github", "gitlab": "gitlab", "codeberg": "forgejo", "forgejo": "forgejo", "gitea": "forgejo"}


class Forge(msgspec.Struct, frozen=True, kw_only=True):
    """A repository on a forge.

    Attributes:
        url: Its address, without a slash at its end.
        kind: `github`, `gitlab` or `forgejo` (Gitea works the same).
        branch: The branch that changes are meant for.
    """

    url: str
    kind: str
    branch: str = "main"

    @property
    def name(self) -> str:
        """What readers call it."""
        return {"github": "GitHub", "gitlab": "GitLab"}.get(self.kind, urlsplit(self.url).netloc)

    def edit(self, path: str) -> str:
        """Where a file of the repository is changed.

        >>> Forge(url="https://github.com/some/where", kind="github").edit("catalogue/tools/x.yaml")
        'https://github.com/some/where/edit/main/catalogue/tools/x.yaml'
        """
        return _WAYS[self.kind]["edit"].format(url=self.url, branch=quote(self.branch), path=quote(path))

    @property
    def ways(self) -> dict[str, str]:
        """The addresses for the form's script, which fills in `{folder}`, `{name}`, `{title}` and so on."""
        fixed = {"{url}": self.url, "{branch}": quote(self.branch)}
        ways = dict(_WAYS[self.kind])
        for key, way in ways.items():
            for name, value in fixed.items():
                way = way.replace(name, value)
            ways[key] = way
        return ways | {"name": self.name}


def forge_of(repo_url: str | None, extra: Mapping[str, Any]) -> Forge | None:
    """The forge that a site's settings name.

    Args:
        repo_url: The address of the repository; None where the site names none.
        extra: More settings: `forge` where the host does not tell its kind, `branch` where it is not `main`.

    Raises:
        ValueError: Where the kind of forge is unknown.

    >>> forge_of("https://codeberg.org/some/where/", {}).kind
    'forgejo'
    """
    if not repo_url:
        return None
    host = urlsplit(repo_url).netloc
    kind = str(extra.get("forge") or next((kind for name, kind in _HOSTS.items() if name in host), ""))
    if kind not in _WAYS:
        known = ", ".join(_WAYS)
        raise ValueError(f"mkdocs.yml: which kind of forge is {host}? Set extra.forge to one of {known}")
    return Forge(url=repo_url.rstrip("/"), kind=kind, branch=str(extra.get("branch") or "main"))


class Origin(msgspec.Struct, frozen=True):
    """Where a site comes from.

    Attributes:
        forge: Where its source is kept; None where that is not known.
        contact: The e-mail address of those who keep it; empty where none is given.
        sign_in: How the editor signs in beside with a token; empty where it does not. On GitHub the address of a
            service that exchanges the code of an OAuth app, on GitLab the id of an application.
    """

    forge: Forge | None = None
    contact: str = ""
    sign_in: str = ""


NOWHERE = Origin()
"""Of a site that names no repository and nobody to write to."""


def origin_of(repo_url: str | None, extra: Mapping[str, Any]) -> Origin:
    """What a site's settings say: `repo_url`, and `contact` and more in `extra`."""
    return Origin(forge_of(repo_url, extra), str(extra.get("contact") or ""), str(extra.get("sign_in") or ""))


def file_of(about: str) -> str:
    """The file of the repository in which an entry, a concept or a scheme of concepts stands.

    >>> file_of("tool/fairlearn"), file_of("phase/design")
    ('catalogue/tools/fairlearn.yaml', 'ontology/phases.ttl')
    """
    first, _, slug = about.partition("/")
    return f"catalogue/{folder(first)}/{slug}.yaml" if first in ENTRY_TYPES else f"ontology/{first}s.ttl"
