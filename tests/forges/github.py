"""GitHub, from its OpenAPI description.

Repository github/rest-api-description, descriptions/api.github.com/api.github.com.2022-11-28.json: repos/get,
users/get-authenticated, repos/create-fork, git/get-ref, git/create-ref, git/update-ref, git/get-commit,
git/create-tree, git/create-commit, repos/get-content, repos/list-commits, pulls/list, pulls/create, pulls/update. The
limits of requests are those of docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api.
"""

from __future__ import annotations

from base64 import encodebytes
from typing import Any, ClassVar

from .base import Answer, Commit, Forge, Pull, Repository, Request, matched, sha

NOT_FOUND = {"message": "Not Found", "documentation_url": "https://docs.github.com/rest", "status": "404"}


class GitHub(Forge):
    unauthorised: ClassVar[object] = {
        "message": "Bad credentials",
        "documentation_url": "https://docs.github.com/rest",
        "status": "401",
    }

    def __init__(self, default: str = "main") -> None:
        super().__init__(default)
        self.trees: dict[str, dict[str, str]] = {}

    def answer(self, request: Request) -> object:
        if "user-agent" not in request.headers or request.headers.get("x-github-api-version") != "2022-11-28":
            raise Answer(403, {"message": "Request forbidden by administrative rules."})
        if request.path == "/user":
            return {"login": request.user}
        for pattern, method, handler in (
            ("/repos/{o}/{r}", "GET", self.repository),
            ("/repos/{o}/{r}/forks", "POST", self.make_fork),
            ("/repos/{o}/{r}/git/ref/{ref*}", "GET", self.get_ref),
            ("/repos/{o}/{r}/git/refs", "POST", self.create_ref),
            ("/repos/{o}/{r}/git/refs/{ref*}", "PATCH", self.update_ref),
            ("/repos/{o}/{r}/git/commits/{sha}", "GET", self.get_commit),
            ("/repos/{o}/{r}/git/trees", "POST", self.create_tree),
            ("/repos/{o}/{r}/git/commits", "POST", self.create_commit),
            ("/repos/{o}/{r}/contents/{path*}", "GET", self.content),
            ("/repos/{o}/{r}/commits", "GET", self.list_commits),
            ("/repos/{o}/{r}/pulls", "GET", self.list_pulls),
            ("/repos/{o}/{r}/pulls", "POST", self.create_pull),
            ("/repos/{o}/{r}/pulls/{number}", "PATCH", self.update_pull),
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

    def need_push(self, request: Request, repository: Repository) -> None:
        if request.user not in repository.writers:
            raise Answer(403, {"message": "Must have push rights to Repository.", "status": "403"})

    def repository(self, request: Request, repository: Repository) -> dict[str, Any]:
        parent = {"parent": {"full_name": repository.parent.name}} if repository.parent else {}
        return {
            "id": repository.number,
            "full_name": repository.name,
            "name": repository.base,
            "owner": {"login": repository.owner},
            "default_branch": repository.default,
            "archived": repository.archived,
            "fork": repository.parent is not None,
            "html_url": f"{self.address}/{repository.name}",
            "permissions": {"pull": True, "push": request.user in repository.writers, "admin": False},
            **parent,
        }

    def make_fork(self, request: Request, repository: Repository) -> object:
        own = [one for one in self.repositories if one.parent is repository and one.owner == request.user]
        taken = any(one.name == f"{request.user}/{repository.base}" for one in self.repositories)
        fork = own[0] if own else self.fork(request.user, repository.base + "-1" * taken, self.fork_takes)
        raise Answer(202, self.repository(request, fork))

    def get_ref(self, request: Request, repository: Repository, ref: str) -> object:
        if repository.looks_until_ready:
            repository.looks_until_ready -= 1
            raise Answer(409, {"message": "Git Repository is empty."})
        tip = repository.branches.get(ref.removeprefix("heads/"))
        if tip is None:
            raise Answer(404, NOT_FOUND)
        return {"ref": f"refs/{ref}", "object": {"type": "commit", "sha": tip}}

    def create_ref(self, request: Request, repository: Repository) -> object:
        self.need_push(request, repository)
        branch = request.body["ref"].removeprefix("refs/heads/")
        if branch in repository.branches:
            raise Answer(422, {"message": "Reference already exists", "status": "422"})
        if request.body["sha"] not in self.commits:
            raise Answer(422, {"message": "Object does not exist", "status": "422"})
        repository.branches[branch] = request.body["sha"]
        raise Answer(201, {"ref": request.body["ref"], "object": {"sha": request.body["sha"]}})

    def update_ref(self, request: Request, repository: Repository, ref: str) -> object:
        self.need_push(request, repository)
        branch, new = ref.removeprefix("heads/"), request.body["sha"]
        forward = repository.branches[branch] in {one.id for one in self.ancestors(new)}
        if not forward and not request.body.get("force"):
            raise Answer(422, {"message": "Update is not a fast forward", "status": "422"})
        repository.branches[branch] = new
        return {"ref": f"refs/{ref}", "object": {"sha": new}}

    def get_commit(self, request: Request, repository: Repository, commit: str) -> object:
        if commit not in self.commits:
            raise Answer(404, NOT_FOUND)
        tree = sha("tree", sorted(self.commits[commit].files.items()))
        self.trees[tree] = self.commits[commit].files
        return {"sha": commit, "tree": {"sha": tree}, "message": self.commits[commit].message}

    def create_tree(self, request: Request, repository: Repository) -> object:
        self.need_push(request, repository)
        if request.body["base_tree"] not in self.trees:
            raise Answer(422, {"message": "base_tree is not a valid tree oid", "status": "422"})
        added = {one["path"]: one["content"] for one in request.body["tree"]}
        files = self.trees[request.body["base_tree"]] | added
        tree = sha("tree", sorted(files.items()))
        self.trees[tree] = files
        raise Answer(201, {"sha": tree})

    def create_commit(self, request: Request, repository: Repository) -> object:
        self.need_push(request, repository)
        body = request.body
        made = self.make(Commit("", tuple(body["parents"]), self.trees[body["tree"]], body["message"]))
        raise Answer(201, {"sha": made})

    def content(self, request: Request, repository: Repository, path: str) -> object:
        commit = self.at(repository, request.query.get("ref", repository.default))
        if commit is None or path not in commit.files:
            raise Answer(404, NOT_FOUND)
        text = commit.files[path]
        content = encodebytes(text.encode()).decode()
        return {"type": "file", "path": path, "sha": sha("blob", text), "encoding": "base64", "content": content}

    def list_commits(self, request: Request, repository: Repository) -> object:
        found = self.changing(
            repository.branches.get(request.query["sha"], request.query["sha"]), request.query["path"]
        )
        shown = found[: int(request.query["per_page"])]
        return [{"sha": one.id, "commit": {"message": one.message}} for one in shown]

    def list_pulls(self, request: Request, repository: Repository) -> object:
        owner, _, branch = request.query["head"].partition(":")
        return [
            self.shown(one)
            for one in self.pulls
            if one.target is repository and one.source.owner == owner and one.branch == branch
        ]

    def create_pull(self, request: Request, repository: Repository) -> object:
        owner, _, branch = request.body["head"].partition(":")
        sources = [
            one for one in self.repositories if one.owner == owner and (one is repository or one.parent is repository)
        ]
        if not sources or branch not in sources[0].branches:
            errors = [{"resource": "PullRequest", "field": "head", "code": "invalid"}]
            raise Answer(422, {"message": "Validation Failed", "errors": errors})
        if self.open_pull(repository, sources[0], branch):
            errors = [{"resource": "PullRequest", "message": f"A pull request already exists for {owner}:{branch}."}]
            raise Answer(422, {"message": "Validation Failed", "errors": errors})
        body = request.body
        made = self.pull(repository, sources[0], branch, body["base"], body["title"], body["body"], request.user)
        raise Answer(201, self.shown(made))

    def update_pull(self, request: Request, repository: Repository, number: str) -> object:
        pull = self.pulls[int(number) - 1]
        pull.title, pull.body = request.body.get("title", pull.title), request.body.get("body", pull.body)
        return self.shown(pull)

    def shown(self, pull: Pull) -> dict[str, Any]:
        return {
            "number": pull.number,
            "state": "open" if pull.state == "open" else "closed",
            "merged_at": "2026-11-21T12:00:00Z" if pull.state == "merged" else None,
            "title": pull.title,
            "body": pull.body,
            "user": {"login": pull.author},
            "html_url": f"{self.address}/{pull.target.name}/pull/{pull.number}",
        }
