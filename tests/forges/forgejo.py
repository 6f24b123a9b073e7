"""Forgejo, from its Swagger description and what its routes answer.

A mirror of forgejo/forgejo, commit 5e777a43 of 7 November 2024: templates/swagger/v1_json.tmpl;
routers/api/v1/repo/pull.go (GetPullRequestByBaseHead gives the oldest, CreatePullRequest 409), fork.go (409 where the
name is taken), file.go (handleCreateOrUpdateFileError: 403, 404, 422). `sync_fork` is of later versions, and Gitea
calls it `merge-upstream`.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any, ClassVar

from .base import Answer, Commit, Forge, Pull, Repository, Request, matched, sha

NOT_FOUND = {"message": "The target couldn't be found.", "url": "/api/swagger", "errors": None}


class Forgejo(Forge):
    prefix = "/api/v1"
    schemes = ("token", "Bearer")
    unauthorised: ClassVar[object] = {"message": "token is required", "url": "/api/swagger"}
    syncs = "sync_fork"
    """How this version brings a fork up to date: `sync_fork`, `merge-upstream` or not at all."""

    def answer(self, request: Request) -> object:
        if request.path == "/user":
            return {"id": 1, "login": request.user}
        for pattern, method, handler in (
            ("/repos/{o}/{r}", "GET", self.repository),
            ("/repos/{o}/{r}/forks", "GET", self.list_forks),
            ("/repos/{o}/{r}/forks", "POST", self.make_fork),
            ("/repos/{o}/{r}/sync_fork/{branch*}", "POST", self.sync_fork),
            ("/repos/{o}/{r}/merge-upstream", "POST", self.merge_upstream),
            ("/repos/{o}/{r}/branches/{branch*}", "GET", self.branch),
            ("/repos/{o}/{r}/contents/{path*}", "GET", self.content),
            ("/repos/{o}/{r}/contents", "POST", self.change_files),
            ("/repos/{o}/{r}/commits", "GET", self.list_commits),
            ("/repos/{o}/{r}/pulls", "GET", self.list_pulls),
            ("/repos/{o}/{r}/pulls", "POST", self.create_pull),
            ("/repos/{o}/{r}/pulls/{index}", "PATCH", self.update_pull),
            ("/repos/{o}/{r}/pulls/{base}/{head*}", "GET", self.get_pull),
        ):
            if request.method == method and (found := matched(pattern, request.path)):
                owner, name, *rest = found
                return handler(request, self.visible(f"{owner}/{name}", request.user), *rest)
        raise Answer(404, NOT_FOUND)

    def visible(self, name: str, user: str) -> Repository:
        for one in self.repositories:
            if one.name.lower() == name.lower() and (not one.private or user in one.writers):
                return one
        raise Answer(404, NOT_FOUND)

    def repository(self, request: Request, repository: Repository) -> dict[str, Any]:
        return {
            "id": repository.number,
            "full_name": repository.name,
            "owner": {"login": repository.owner},
            "default_branch": repository.default,
            "archived": repository.archived,
            "parent": {"full_name": repository.parent.name} if repository.parent else None,
            "permissions": {"admin": False, "push": request.user in repository.writers, "pull": True},
        }

    def list_forks(self, request: Request, repository: Repository) -> object:
        forks = [one for one in self.repositories if one.parent is repository]
        return [self.repository(request, one) for one in self.page(request, forks)]

    def page(self, request: Request, items: list[Any]) -> list[Any]:
        size = min(int(request.query.get("limit", 30)), 3)  # the server's own limit, small so that it shows
        start = (int(request.query.get("page", 1)) - 1) * size
        return items[start : start + size]

    def make_fork(self, request: Request, repository: Repository) -> object:
        name = request.body.get("name", repository.base)
        if any(one.name == f"{request.user}/{name}" for one in self.repositories):
            raise Answer(409, {"message": "The repository with the same name already exists.", "url": "/api/swagger"})
        raise Answer(202, self.repository(request, self.fork(request.user, name, self.fork_takes)))

    def sync_fork(self, request: Request, repository: Repository, branch: str) -> object:
        return self.fast_forward(repository, branch, "sync_fork")

    def merge_upstream(self, request: Request, repository: Repository) -> object:
        return self.fast_forward(repository, request.body["branch"], "merge-upstream")

    def fast_forward(self, repository: Repository, branch: str, way: str) -> object:
        if self.syncs != way:
            raise Answer(404, NOT_FOUND)
        if repository.parent is None:
            raise Answer(400, {"message": "The Repo must be a fork"})
        repository.branches[branch] = repository.parent.branches[branch]
        raise Answer(204 if way == "sync_fork" else 200)

    def branch(self, request: Request, repository: Repository, branch: str) -> object:
        if repository.looks_until_ready:
            repository.looks_until_ready -= 1
            raise Answer(404, NOT_FOUND)
        if branch not in repository.branches:
            raise Answer(404, NOT_FOUND)
        tip = self.commits[repository.branches[branch]]
        return {"name": branch, "commit": {"id": tip.id, "message": tip.message}}

    def content(self, request: Request, repository: Repository, path: str) -> object:
        commit = self.at(repository, request.query.get("ref", repository.default))
        if commit is None or path not in commit.files:
            raise Answer(404, NOT_FOUND)
        text = commit.files[path]
        content = b64encode(text.encode()).decode()
        return {"type": "file", "path": path, "sha": sha("blob", text), "encoding": "base64", "content": content}

    def change_files(self, request: Request, repository: Repository) -> object:
        if request.user not in repository.writers:
            raise Answer(403, {"message": "user should have a permission to write to a repo", "url": "/api/swagger"})
        body = request.body
        branch = body.get("branch") or repository.default
        new = body.get("new_branch") or branch
        if branch not in repository.branches:
            raise Answer(404, {"message": f"branch does not exist [name: {branch}]", "url": "/api/swagger"})
        if new != branch and new in repository.branches:
            raise Answer(422, {"message": f"branch already exists [name: {new}]", "url": "/api/swagger"})
        files = dict(self.commits[repository.branches[branch]].files)
        for change in body["files"]:
            path, text = change["path"], b64decode(change["content"]).decode()
            if change["operation"] == "create" and path in files:
                raise Answer(422, {"message": f"repository file already exists [path: {path}]"})
            if change["operation"] == "update" and change["sha"] != sha("blob", files.get(path)):
                raise Answer(422, {"message": f"sha does not match [given: {change['sha']}]"})
            files[path] = text
        repository.branches[new] = self.make(Commit("", (repository.branches[branch],), files, body["message"]))
        raise Answer(201, {"commit": {"sha": repository.branches[new]}, "files": []})

    def list_commits(self, request: Request, repository: Repository) -> object:
        ref = request.query["sha"]
        found = self.changing(repository.branches.get(ref, ref), request.query["path"])
        return [{"sha": one.id, "commit": {"message": one.message}} for one in self.page(request, found)]

    def list_pulls(self, request: Request, repository: Repository) -> object:
        state = request.query.get("state", "open")
        found = [one for one in self.pulls if one.target is repository and (one.state == "open" or state == "all")]
        return [self.shown(one) for one in self.page(request, found)]

    def get_pull(self, request: Request, repository: Repository, base: str, head: str) -> object:
        name, _, branch = head.rpartition(":")
        source = self.visible(name, request.user) if "/" in name else repository
        for one in self.pulls:
            if (one.target, one.source, one.branch, one.base) == (repository, source, branch, base):
                return self.shown(one)
        raise Answer(404, NOT_FOUND)

    def create_pull(self, request: Request, repository: Repository) -> object:
        owner, _, branch = request.body["head"].rpartition(":")
        forks = [one for one in self.repositories if one.owner == owner and one.parent is repository]
        source = forks[0] if owner and owner != repository.owner else repository
        if branch not in source.branches:
            raise Answer(404, NOT_FOUND)
        if self.open_pull(repository, source, branch):
            raise Answer(409, {"message": "pull request already exists for these targets", "url": "/api/swagger"})
        body = request.body
        made = self.pull(repository, source, branch, body["base"], body["title"], body["body"], request.user)
        raise Answer(201, self.shown(made))

    def update_pull(self, request: Request, repository: Repository, index: str) -> object:
        pull = self.pulls[int(index) - 1]
        pull.title, pull.body = request.body.get("title", pull.title), request.body.get("body", pull.body)
        raise Answer(201, self.shown(pull))

    def shown(self, pull: Pull) -> dict[str, Any]:
        return {
            "number": pull.number,
            "state": "open" if pull.state == "open" else "closed",
            "merged": pull.state == "merged",
            "title": pull.title,
            "body": pull.body,
            "user": {"login": pull.author},
            "head": {"ref": pull.branch, "repo": {"full_name": pull.source.name}},
            "html_url": f"{self.address}/{pull.target.name}/pulls/{pull.number}",
        }
