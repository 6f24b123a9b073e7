"""GitLab: REST API, version 4."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

from kitoolkit.forge.api import Api, ApiForge
from kitoolkit.forge.common import Proposal
from kitoolkit.forge.flow import Held, Pull, Refused, Repository, Steps, Work
from kitoolkit.forge.github import held
from kitoolkit.forge.sayings import trouble

HOST = "https://gitlab.com"
_DEVELOPER = 30
"""The access level from which somebody may push."""


class GitLab(ApiForge):
    """A project on GitLab.com, or on a GitLab of your own.

    Args:
        repository: `group/project`, with groups within groups.
        host: The address of a GitLab of your own.
        api: Where its interface begins; by default `api/v4` on the host.
        token: The token; by default from `KITOOLKIT_TOKEN`, `GITLAB_TOKEN` or git's credential helper.
        sleep: How to wait between tries.

    Examples:
        >>> GitLab("group/project", token="secret-token")
        GitLab('https://gitlab.com/group/project')
    """

    variables: ClassVar[tuple[str, ...]] = ("GITLAB_TOKEN",)
    rights: ClassVar[str] = "api"

    def __init__(
        self,
        repository: str,
        *,
        host: str = HOST,
        api: str | None = None,
        token: str | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(host, repository, api=api or f"{host.rstrip('/')}/api/v4", token=token, sleep=sleep)

    def own_variables(self) -> Iterable[str]:
        """`GITLAB_TOKEN` holds a token of gitlab.com, or of the host that the environment names."""
        named = [os.environ.get(name, "") for name in ("GITLAB_HOST", "CI_SERVER_URL")]
        hosts = {"gitlab.com"} | {urlsplit(one).netloc or one for one in named if one}
        return self.variables if urlsplit(self.host).netloc in hosts else ()

    def _steps(self, api: Api) -> Steps:
        return _GitLabSteps(api, self.repository)


class _GitLabSteps(Steps):
    def __init__(self, api: Api, repository: str) -> None:
        self.api, self.repository = api, repository

    def target(self) -> Repository:
        found = self.api.find(f"/projects/{quote(self.repository, safe='')}")
        if found is None:
            raise trouble("no_repository", name=self.repository, host=self.api.host)
        return _repository(found)

    def user(self) -> str:
        return str(self.api.get("/user")["username"])

    def own_fork(self, target: Repository, user: str) -> Repository | None:
        forks = self.api.get(f"/projects/{target.key}/forks", owned="true", per_page=100)
        own = [fork for fork in forks if fork["namespace"]["full_path"].lower() == user.lower()]
        return _repository(own[0]) if own else None

    def make_fork(self, target: Repository, user: str) -> Repository:
        where = f"/projects/{target.key}/fork"
        try:
            return _repository(self.api.send("POST", where, {}))
        except Refused as refused:
            if refused.status != 409:
                raise
        # the user has another project of that name
        name = target.name.rpartition("/")[2] + "-fork"
        return _repository(self.api.send("POST", where, {"name": name, "path": name}))

    def ready(self, fork: Repository) -> bool:
        found = self.api.get(f"/projects/{fork.key}")
        if found.get("import_status") == "failed":
            raise trouble("fork_failed", name=fork.name)
        return found.get("import_status") in {"finished", "none"}

    def pulls(self, target: Repository, head: Repository, branch: str) -> list[Pull]:
        found = self.api.get(
            f"/projects/{target.key}/merge_requests", source_branch=branch, state="all", scope="all", per_page=100
        )
        return [_pull(one) for one in found if str(one["source_project_id"]) == head.key]

    def tip(self, repository: Repository, branch: str) -> str | None:
        found = self.api.find(f"/projects/{repository.key}/repository/branches/{quote(branch, safe='')}")
        return str(found["commit"]["id"]) if found else None

    def read(self, repository: Repository, path: str, commit: str) -> Held | None:
        found = self.api.find(f"/projects/{repository.key}/repository/files/{quote(path, safe='')}", ref=commit)
        return held(found["content"], found["last_commit_id"]) if found else None

    def last_message(self, repository: Repository, path: str, commit: str) -> str:
        found = self.api.get(f"/projects/{repository.key}/repository/commits", ref_name=commit, path=path, per_page=1)
        return str(found[0]["message"]) if found else ""

    def commit(self, work: Work) -> None:
        actions: list[dict[str, str]] = []
        for file, there in work.files:
            action = {"action": "update" if there else "create", "file_path": file.path, "content": file.text}
            actions.append(action | ({"last_commit_id": there.mark} if there else {}))
        body: dict[str, object] = {"branch": work.branch, "commit_message": work.message, "actions": actions}
        if work.new:
            body |= {"start_sha": work.parent, "start_project": int(work.target.key)}
        self.api.send("POST", f"/projects/{work.head.key}/repository/commits", body)

    def open(self, target: Repository, head: Repository, branch: str, proposal: Proposal) -> Pull:
        body = {
            "source_branch": branch,
            "target_branch": target.branch,
            "target_project_id": int(target.key),
            "title": proposal.title,
            "description": proposal.description,
            "allow_collaboration": True,
        }
        return _pull(self.api.send("POST", f"/projects/{head.key}/merge_requests", body))

    def describe(self, target: Repository, pull: Pull, body: str) -> None:
        where = f"/projects/{target.key}/merge_requests/{pull.number}"
        self.api.send("PUT", where, {"description": body}, repeatable=True)


def _repository(found: dict[str, Any]) -> Repository:
    permissions = found.get("permissions") or {}
    levels = [(permissions.get(part) or {}).get("access_level") or 0 for part in ("project_access", "group_access")]
    return Repository(
        key=str(found["id"]),
        name=str(found["path_with_namespace"]),
        owner=str(found["path_with_namespace"]).rpartition("/")[0],
        branch=str(found.get("default_branch") or "main"),
        writable=max(levels) >= _DEVELOPER,
        archived=bool(found.get("archived")),
    )


def _pull(found: dict[str, Any]) -> Pull:
    return Pull(
        number=int(found["iid"]),
        url=str(found["web_url"]),
        open=found["state"] == "opened",
        author=str((found.get("author") or {}).get("username", "")),
        body=str(found.get("description") or ""),
    )
