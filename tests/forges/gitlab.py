"""GitLab, from its documentation.

Repository gitlabhq/gitlabhq: doc/api/rest/_index.md (addresses, status), doc/api/project_forks.md,
doc/api/merge_requests.md; pavankalisetti009/gitlab, commit 69d55d44: doc/api/commits.md (start_sha, start_project,
last_commit_id); doc/api/projects.md, doc/api/branches.md, doc/api/repository_files.md.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any, ClassVar

from .base import Answer, Commit, Forge, Pull, Repository, Request, matched


class GitLab(Forge):
    prefix = "/api/v4"
    unauthorised: ClassVar[object] = {"message": "401 Unauthorized"}

    def answer(self, request: Request) -> object:
        if request.path == "/user":
            return {"id": 1, "username": request.user}
        for pattern, method, handler in (
            ("/projects/{id}", "GET", self.project),
            ("/projects/{id}/fork", "POST", self.make_fork),
            ("/projects/{id}/forks", "GET", self.list_forks),
            ("/projects/{id}/repository/branches/{branch}", "GET", self.branch),
            ("/projects/{id}/repository/files/{path}", "GET", self.file),
            ("/projects/{id}/repository/commits", "GET", self.list_commits),
            ("/projects/{id}/repository/commits", "POST", self.create_commit),
            ("/projects/{id}/merge_requests", "GET", self.list_pulls),
            ("/projects/{id}/merge_requests", "POST", self.create_pull),
            ("/projects/{id}/merge_requests/{iid}", "PUT", self.update_pull),
        ):
            if request.method == method and (found := matched(pattern, request.path)):
                return handler(request, self.visible(found[0], request.user), *found[1:])
        raise Answer(404, {"error": "404 Not Found"})

    def visible(self, key: object, user: str) -> Repository:
        for one in self.repositories:
            if str(key) in {str(one.number), one.name} and (not one.private or user in one.writers):
                return one
        raise Answer(404, {"message": "404 Project Not Found"})

    def project(self, request: Request, repository: Repository) -> dict[str, Any]:
        waiting = repository.looks_until_ready
        repository.looks_until_ready = max(0, waiting - 1)
        level = {"access_level": 40, "notification_level": 3} if request.user in repository.writers else None
        return {
            "id": repository.number,
            "path_with_namespace": repository.name,
            "namespace": {"full_path": repository.owner, "kind": "user"},
            "default_branch": repository.default,
            "archived": repository.archived,
            "web_url": f"{self.address}/{repository.name}",
            "import_status": "started" if waiting else "finished" if repository.parent else "none",
            "permissions": {"project_access": level, "group_access": None},
        }

    def make_fork(self, request: Request, repository: Repository) -> object:
        name = request.body.get("path", repository.base)
        if any(one.name == f"{request.user}/{name}" for one in self.repositories):
            taken = "Project namespace name has already been taken"
            raise Answer(409, {"message": [taken, "Name has already been taken", "Path has already been taken"]})
        raise Answer(201, self.project(request, self.fork(request.user, name, self.fork_takes)))

    def list_forks(self, request: Request, repository: Repository) -> object:
        forks = [one for one in self.repositories if one.parent is repository]
        if request.query.get("owned") == "true":
            forks = [one for one in forks if request.user in one.writers]
        return [self.project(request, one) for one in forks]

    def branch(self, request: Request, repository: Repository, branch: str) -> object:
        if branch not in repository.branches:
            raise Answer(404, {"message": "404 Branch Not Found"})
        tip = self.commits[repository.branches[branch]]
        return {"name": branch, "commit": {"id": tip.id, "message": tip.message}}

    def file(self, request: Request, repository: Repository, path: str) -> object:
        commit = self.at(repository, request.query["ref"])
        if commit is None or path not in commit.files:
            raise Answer(404, {"message": "404 File Not Found"})
        content = b64encode(commit.files[path].encode()).decode()
        last = self.changing(commit.id, path)[0].id
        return {"file_path": path, "encoding": "base64", "content": content, "last_commit_id": last}

    def list_commits(self, request: Request, repository: Repository) -> object:
        ref = request.query["ref_name"]
        found = self.changing(repository.branches.get(ref, ref), request.query["path"])
        return [{"id": one.id, "message": one.message} for one in found[: int(request.query["per_page"])]]

    def create_commit(self, request: Request, repository: Repository) -> object:
        if request.user not in repository.writers:
            raise Answer(403, {"message": "403 Forbidden"})
        body, branch = request.body, request.body["branch"]
        start = body.get("start_sha")
        if start and branch in repository.branches:
            message = f"A branch called '{branch}' already exists. Switch to that branch in order to make changes"
            raise Answer(400, {"message": message})
        if not start and branch not in repository.branches:
            raise Answer(400, {"message": "You can only create or edit files when you are on a branch"})
        if start and start not in repository.branches.values():
            origin = self.visible(body["start_project"], request.user)
            if start not in {one.id for tip in origin.branches.values() for one in self.ancestors(tip)}:
                raise Answer(400, {"message": "Cannot find start_sha"})
        parent = start or repository.branches[branch]
        files = dict(self.commits[parent].files)
        for action in body["actions"]:
            self.act(action, files, parent)
        repository.branches[branch] = self.make(Commit("", (parent,), files, body["commit_message"]))
        raise Answer(201, {"id": repository.branches[branch], "title": body["commit_message"].splitlines()[0]})

    def act(self, action: dict[str, str], files: dict[str, str], parent: str) -> None:
        path = action["file_path"]
        if action["action"] == "create" and path in files:
            raise Answer(400, {"message": "A file with this name already exists"})
        if action["action"] == "update" and path not in files:
            raise Answer(400, {"message": "A file with this name doesn't exist"})
        if "last_commit_id" in action and self.changing(parent, path)[0].id != action["last_commit_id"]:
            message = "You are attempting to update a file that has changed since you started editing it."
            raise Answer(400, {"message": message})
        files[path] = action["content"]

    def list_pulls(self, request: Request, repository: Repository) -> object:
        return [
            self.shown(one)
            for one in self.pulls
            if one.target is repository and one.branch == request.query["source_branch"]
        ]

    def create_pull(self, request: Request, repository: Repository) -> object:
        body = request.body
        target = self.visible(body["target_project_id"], request.user)
        if body["source_branch"] not in repository.branches:
            raise Answer(400, {"message": {"source_branch": ["does not exist"]}})
        if earlier := self.open_pull(target, repository, body["source_branch"]):
            message = f"Another open merge request already exists for this source branch: !{earlier.number}"
            raise Answer(409, {"message": [message]})
        text = body["description"]
        made = self.pull(
            target, repository, body["source_branch"], body["target_branch"], body["title"], text, request.user
        )
        raise Answer(201, self.shown(made))

    def update_pull(self, request: Request, repository: Repository, iid: str) -> object:
        pull = self.pulls[int(iid) - 1]
        pull.title, pull.body = request.body.get("title", pull.title), request.body.get("description", pull.body)
        return self.shown(pull)

    def shown(self, pull: Pull) -> dict[str, Any]:
        return {
            "id": 1000 + pull.number,
            "iid": pull.number,
            "state": {"open": "opened"}.get(pull.state, pull.state),
            "title": pull.title,
            "description": pull.body,
            "source_branch": pull.branch,
            "source_project_id": pull.source.number,
            "target_project_id": pull.target.number,
            "author": {"username": pull.author},
            "web_url": f"{self.address}/{pull.target.name}/-/merge_requests/{pull.number}",
        }
