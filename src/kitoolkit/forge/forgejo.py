"""Forgejo, which Codeberg runs, and Gitea: REST API, version 1."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any, ClassVar
from urllib.parse import quote

from kitoolkit.forge.api import Api, ApiForge
from kitoolkit.forge.common import Proposal
from kitoolkit.forge.flow import Held, Pull, Refused, Repository, Steps, Work
from kitoolkit.forge.github import held, pull_of, repository_of
from kitoolkit.forge.sayings import trouble

CODEBERG = "https://codeberg.org"
_PAGE, _PAGES = 50, 20


class Forgejo(ApiForge):
    """A repository on a Forgejo or Gitea.

    Args:
        host: The address of the forge, such as `https://codeberg.org`.
        repository: `owner/name`.
        api: Where its interface begins; by default `api/v1` on the host.
        token: The token; by default from `KITOOLKIT_TOKEN`, `FORGEJO_TOKEN`, `GITEA_TOKEN` or git's credential helper.
        sleep: How to wait between tries.

    Examples:
        >>> Forgejo("https://codeberg.org", "owner/name", token="secret-token")
        Forgejo('https://codeberg.org/owner/name')
    """

    variables: ClassVar[tuple[str, ...]] = ("FORGEJO_TOKEN", "GITEA_TOKEN")
    rights: ClassVar[str] = "write:repository, read:user"
    scheme: ClassVar[str] = "token"

    def __init__(
        self,
        host: str,
        repository: str,
        *,
        api: str | None = None,
        token: str | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(host, repository, api=api or f"{host.rstrip('/')}/api/v1", token=token, sleep=sleep)

    def _steps(self, api: Api) -> Steps:
        return _ForgejoSteps(api, self.repository)


class _ForgejoSteps(Steps):
    def __init__(self, api: Api, repository: str) -> None:
        self.api, self.repository = api, repository

    def target(self) -> Repository:
        found = self.api.find(f"/repos/{quote(self.repository)}")
        if found is None:
            raise trouble("no_repository", name=self.repository, host=self.api.host)
        return repository_of(found)

    def user(self) -> str:
        return str(self.api.get("/user")["login"])

    def own_fork(self, target: Repository, user: str) -> Repository | None:
        name = target.key.rpartition("/")[2]
        found = self.api.find(f"/repos/{quote(user)}/{quote(name)}")
        if found and ((found.get("parent") or {}).get("full_name") == target.key):
            return repository_of(found)
        for fork in self._pages(f"/repos/{quote(target.key)}/forks"):
            if fork["owner"]["login"].lower() == user.lower():
                return repository_of(fork)
        return None

    def make_fork(self, target: Repository, user: str) -> Repository:
        where = f"/repos/{quote(target.key)}/forks"
        try:
            return repository_of(self.api.send("POST", where, {}))
        except Refused as refused:
            if refused.status != 409:
                raise
        # the user has another repository of that name
        return repository_of(self.api.send("POST", where, {"name": target.key.rpartition("/")[2] + "-fork"}))

    def ready(self, fork: Repository) -> bool:
        return self.tip(fork, fork.branch) is not None

    def pulls(self, target: Repository, head: Repository, branch: str) -> list[Pull]:
        source = branch if head.key == target.key else f"{head.key}:{branch}"
        where = f"/repos/{quote(target.key)}/pulls"
        found = self.api.find(f"{where}/{quote(target.branch, safe='')}/{quote(source)}")
        if found is None:
            return []
        if found["state"] == "open":
            return [pull_of(found)]
        # the oldest was given; a later one may be open
        opened = [one for one in self._pages(where, state="open") if _comes_from(one, head, branch)]
        return [pull_of(one) for one in (*opened, found)]

    def tip(self, repository: Repository, branch: str) -> str | None:
        found = self.api.find(f"/repos/{quote(repository.key)}/branches/{quote(branch)}")
        return str(found["commit"]["id"]) if found else None

    def read(self, repository: Repository, path: str, commit: str) -> Held | None:
        found = self.api.find(f"/repos/{quote(repository.key)}/contents/{quote(path)}", ref=commit)
        return held(found["content"], found["sha"]) if found else None

    def last_message(self, repository: Repository, path: str, commit: str) -> str:
        where = f"/repos/{quote(repository.key)}/commits"
        found = self.api.get(where, sha=commit, path=path, limit=1, stat="false")
        return str(found[0]["commit"]["message"]) if found else ""

    def commit(self, work: Work) -> None:
        if work.new and work.head.key != work.target.key:
            self._freshen(work)
        files = []
        for file, there in work.files:
            content = b64encode(file.text.encode()).decode()
            change = {"operation": "update" if there else "create", "path": file.path, "content": content}
            files.append(change | ({"sha": there.mark} if there else {}))
        branches = {"branch": work.head.branch, "new_branch": work.branch} if work.new else {"branch": work.branch}
        body = {"message": work.message, "files": files, **branches}
        self.api.send("POST", f"/repos/{quote(work.head.key)}/contents", body)

    def open(self, target: Repository, head: Repository, branch: str, proposal: Proposal) -> Pull:
        source = branch if head.key == target.key else f"{head.owner}:{branch}"
        body = {"title": proposal.title, "body": proposal.description, "head": source, "base": target.branch}
        return pull_of(self.api.send("POST", f"/repos/{quote(target.key)}/pulls", body))

    def describe(self, target: Repository, pull: Pull, body: str) -> None:
        self.api.send("PATCH", f"/repos/{quote(target.key)}/pulls/{pull.number}", {"body": body}, repeatable=True)

    def _freshen(self, work: Work) -> None:
        """Bring a fork up to date: a branch in it can only begin at what it holds itself.

        Forgejo and Gitea have different names for this, and older ones have none. Then the fork has to hold the same
        version of the files, or the pull request could not be merged.
        """
        fork = f"/repos/{quote(work.head.key)}"
        branch = quote(work.head.branch)
        for path, body in ((f"/sync_fork/{branch}", {}), ("/merge-upstream", {"branch": work.head.branch})):
            if self.tip(work.head, work.head.branch) == work.parent:
                return
            try:
                self.api.send("POST", fork + path, body, repeatable=True)
            except Refused as refused:
                if refused.status in {401, 403, 429}:
                    raise
        tip = self.tip(work.head, work.head.branch)
        if tip is None or any(self._mark(work.head, file.path, tip) != _mark(there) for file, there in work.files):
            raise trouble("fork_behind", name=work.head.name, target=work.target.name)

    def _mark(self, repository: Repository, path: str, commit: str) -> str:
        return _mark(self.read(repository, path, commit))

    def _pages(self, path: str, **query: object) -> Iterator[dict[str, Any]]:
        for page in range(1, _PAGES + 1):
            found = self.api.get(path, **query, page=page, limit=_PAGE)
            if not found:
                return
            yield from found


def _mark(there: Held | None) -> str:
    return there.mark if there else ""


def _comes_from(found: dict[str, Any], head: Repository, branch: str) -> bool:
    source = found.get("head") or {}
    return source.get("ref") == branch and (source.get("repo") or {}).get("full_name") == head.key
