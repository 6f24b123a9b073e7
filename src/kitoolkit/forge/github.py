"""GitHub: REST API, version 2022-11-28."""

from __future__ import annotations

import os
import time
from base64 import b64decode
from collections.abc import Callable, Iterable
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

from kitoolkit.forge.api import Api, ApiForge
from kitoolkit.forge.common import Proposal
from kitoolkit.forge.flow import Held, Pull, Refused, Repository, Steps, Work
from kitoolkit.forge.sayings import trouble

HOST = "https://github.com"
_NO_USER = 403


class GitHub(ApiForge):
    """A repository on GitHub, or on a GitHub Enterprise.

    Args:
        repository: `owner/name`.
        host: The address of a GitHub Enterprise.
        api: Where its interface begins; by default what GitHub has for that host.
        token: The token; by default from `KITOOLKIT_TOKEN`, `GITHUB_TOKEN`, `GH_TOKEN` or git's credential helper.
        sleep: How to wait between tries.

    Examples:
        >>> GitHub("owner/name", token="secret-token")
        GitHub('https://github.com/owner/name')
    """

    variables: ClassVar[tuple[str, ...]] = ("GITHUB_TOKEN", "GH_TOKEN")
    rights: ClassVar[str] = "Contents (write), Pull requests (write); public_repo"
    headers: ClassVar[dict[str, str]] = {
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }

    def __init__(
        self,
        repository: str,
        *,
        host: str = HOST,
        api: str | None = None,
        token: str | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(host, repository, api=api or _api_of(host), token=token, sleep=sleep)

    def own_variables(self) -> Iterable[str]:
        """GitHub's own variables hold a token of github.com, or of the server that a workflow runs on."""
        servers = {HOST, os.environ.get("GITHUB_SERVER_URL", HOST).rstrip("/")}
        return self.variables if self.host in servers else ("GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN")

    def _steps(self, api: Api) -> Steps:
        return _GitHubSteps(api, self.repository)


def _api_of(host: str) -> str:
    parts = urlsplit(host)
    if host.rstrip("/") == HOST or (parts.hostname or "").endswith(".ghe.com"):
        return f"{parts.scheme}://api.{parts.netloc}"
    return host.rstrip("/") + "/api/v3"


class _GitHubSteps(Steps):
    def __init__(self, api: Api, repository: str) -> None:
        self.api, self.repository = api, repository

    def target(self) -> Repository:
        found = self.api.find(f"/repos/{quote(self.repository)}")
        if found is None:
            raise trouble("no_repository", name=self.repository, host=self.api.host)
        return repository_of(found)

    def user(self) -> str:
        try:
            return str(self.api.get("/user")["login"])
        except Refused as refused:
            if refused.status == _NO_USER:  # a workflow's token
                return ""
            raise

    def own_fork(self, target: Repository, user: str) -> Repository | None:
        name = target.key.rpartition("/")[2]
        found = self.api.find(f"/repos/{quote(f'{user}/{name}')}")
        parent = (found or {}).get("parent") or {}
        return repository_of(found) if found and parent.get("full_name") == target.key else None

    def make_fork(self, target: Repository, user: str) -> Repository:
        # the answer is the fork that the user has, where there is one under another name
        made = self.api.send(
            "POST", f"/repos/{quote(target.key)}/forks", {"default_branch_only": True}, repeatable=True
        )
        return repository_of(made)

    def ready(self, fork: Repository) -> bool:
        try:
            return self.tip(fork, fork.branch) is not None
        except Refused as refused:
            if refused.status == 409:  # empty as yet
                return False
            raise

    def pulls(self, target: Repository, head: Repository, branch: str) -> list[Pull]:
        found = self.api.get(
            f"/repos/{quote(target.key)}/pulls", head=f"{head.owner}:{branch}", state="all", per_page=100
        )
        return [pull_of(one) for one in found]

    def tip(self, repository: Repository, branch: str) -> str | None:
        found = self.api.find(f"/repos/{quote(repository.key)}/git/ref/heads/{quote(branch)}")
        return str(found["object"]["sha"]) if found else None

    def read(self, repository: Repository, path: str, commit: str) -> Held | None:
        found = self.api.find(f"/repos/{quote(repository.key)}/contents/{quote(path)}", ref=commit)
        return held(found.get("content", ""), found["sha"]) if found else None

    def last_message(self, repository: Repository, path: str, commit: str) -> str:
        found = self.api.get(f"/repos/{quote(repository.key)}/commits", sha=commit, path=path, per_page=1)
        return str(found[0]["commit"]["message"]) if found else ""

    def commit(self, work: Work) -> None:
        git = f"/repos/{quote(work.head.key)}/git"
        parent = self.api.get(
            f"/repos/{quote(work.target.key if work.new else work.head.key)}/git/commits/{work.parent}"
        )
        blobs = [{"path": file.path, "mode": "100644", "type": "blob", "content": file.text} for file, _ in work.files]
        tree = self.api.send(
            "POST", f"{git}/trees", {"base_tree": parent["tree"]["sha"], "tree": blobs}, repeatable=True
        )
        commit = self.api.send(
            "POST",
            f"{git}/commits",
            {"message": work.message, "tree": tree["sha"], "parents": [work.parent]},
            repeatable=True,
        )
        if work.new:
            self.api.send("POST", f"{git}/refs", {"ref": f"refs/heads/{work.branch}", "sha": commit["sha"]})
        else:
            self.api.send(
                "PATCH",
                f"{git}/refs/heads/{quote(work.branch)}",
                {"sha": commit["sha"], "force": False},
                repeatable=True,
            )

    def open(self, target: Repository, head: Repository, branch: str, proposal: Proposal) -> Pull:
        body = {
            "title": proposal.title,
            "body": proposal.description,
            "head": f"{head.owner}:{branch}",
            "base": target.branch,
        }
        return pull_of(self.api.send("POST", f"/repos/{quote(target.key)}/pulls", body))

    def describe(self, target: Repository, pull: Pull, body: str) -> None:
        self.api.send("PATCH", f"/repos/{quote(target.key)}/pulls/{pull.number}", {"body": body}, repeatable=True)


def held(content: str, mark: str) -> Held:
    """A file as forges give it: Base64 in lines."""
    return Held(b64decode(content).decode("utf-8", errors="replace"), str(mark))


def repository_of(found: dict[str, Any]) -> Repository:
    """What GitHub and Forgejo say of a repository."""
    permissions = found.get("permissions") or {}
    return Repository(
        key=str(found["full_name"]),
        name=str(found["full_name"]),
        owner=str(found["owner"]["login"]),
        branch=str(found["default_branch"]),
        writable=bool(permissions.get("push")),
        archived=bool(found.get("archived")),
    )


def pull_of(found: dict[str, Any]) -> Pull:
    """What GitHub and Forgejo say of a pull request."""
    return Pull(
        number=int(found["number"]),
        url=str(found["html_url"]),
        open=found["state"] == "open",
        author=str((found.get("user") or {}).get("login", "")),
        body=str(found.get("body") or ""),
    )
