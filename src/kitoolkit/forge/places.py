"""From what people write, or what git has for a remote, to the forge that is meant."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, TypeAlias, get_args
from urllib.parse import urlsplit

from kitoolkit.forge.forgejo import CODEBERG, Forgejo
from kitoolkit.forge.git_remote import GitRemote
from kitoolkit.forge.github import HOST as GITHUB
from kitoolkit.forge.github import GitHub
from kitoolkit.forge.gitlab import HOST as GITLAB
from kitoolkit.forge.gitlab import GitLab
from kitoolkit.forge.sayings import trouble

Kind = Literal["github", "gitlab", "forgejo", "git"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Forge: TypeAlias = GitHub | GitLab | Forgejo | GitRemote

_SHORT = {"github": GITHUB, "gitlab": GITLAB, "codeberg": CODEBERG}
_KNOWN: dict[str, Kind] = {"github.com": "github", "gitlab.com": "gitlab", "codeberg.org": "forgejo"}
_OVER_SSH = {"ssh.github.com": "github.com", "altssh.gitlab.com": "gitlab.com"}
_SCP = re.compile(r"(?:[^@/\s]+@)?(?P<host>[A-Za-z0-9.-]+):(?P<path>(?!/?/)[^\s\\]+)")


def forge_at(to: str, kind: Kind | None = None, api: str | None = None, checkout: Path | None = None) -> Forge:
    """The forge that an address means.

    Args:
        to: `github:owner/name`, `gitlab:group/project`, `codeberg:owner/name`, an address of a repository for https or
            ssh, or, with the kind `git`, whatever git can push to.
        kind: What runs there; by the host where it is None.
        api: Where its interface begins, where that is not the usual place.
        checkout: The folder whose git settings count.

    Raises:
        ForgeError: Where the address says too little.

    >>> forge_at("github:owner/name")
    GitHub('https://github.com/owner/name')
    >>> forge_at("git@gitlab.com:group/sub/project.git")
    GitLab('https://gitlab.com/group/sub/project')
    >>> forge_at("https://git.example.org/owner/name", "forgejo")
    Forgejo('https://git.example.org/owner/name')
    """
    if kind == "git":
        return GitRemote(to, checkout=checkout)
    host, path = _parts(to)
    kind = kind or _kind_of(host)
    if kind == "gitlab":
        return GitLab(path.partition("/-/")[0], host=host, api=api)
    if kind == "github":
        return GitHub("/".join(path.split("/")[:2]), host=host, api=api)
    before, owner, name = ("/" + path).rsplit("/", 2) if path.count("/") else ("", "", path)
    return Forgejo(host + before, f"{owner}/{name}", api=api)


def _parts(to: str) -> tuple[str, str]:
    """The address of the host, and the path of the repository; a user or password in it is left out."""
    short, _, rest = to.partition(":")
    if short in _SHORT and not rest.startswith("//"):
        return _SHORT[short], _trimmed(rest)
    if "://" in to:
        parts = _split(to)
        if parts and parts[0] in {"https", "http"}:
            return f"{parts[0]}://{parts[1]}", _trimmed(parts[3])
        if parts and parts[0] in {"ssh", "git"}:
            return f"https://{_OVER_SSH.get(parts[2], parts[2])}", _trimmed(parts[3])
    elif (read := _SCP.fullmatch(to)) and not to.startswith("-"):
        return f"https://{_OVER_SSH.get(read['host'], read['host'])}", _trimmed(read["path"])
    raise trouble("no_forge")


def _split(to: str) -> tuple[str, str, str, str] | None:
    """Scheme, host with port, host and path."""
    try:
        parts = urlsplit(to)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    bracketed = f"[{host}]" if ":" in host else host
    return (parts.scheme, bracketed + port, bracketed, parts.path) if host else None


def _trimmed(path: str) -> str:
    return path.strip("/").removesuffix(".git")


def _kind_of(host: str) -> Kind:
    name = urlsplit(host).hostname or ""
    if name.endswith(".ghe.com"):
        return "github"
    if name not in _KNOWN:
        raise trouble("unknown_host", host=name)
    return _KNOWN[name]
