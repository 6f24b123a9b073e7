"""A git remote without an interface: a branch is pushed, and the remote says how to open the pull request.

The work is done in a repository of its own in a temporary folder. The user's files, index, branches and settings stay
as they are.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from kitoolkit.forge import git
from kitoolkit.forge.common import TRAILER, File, ForgeError, Proposal, Submittable, Submitted
from kitoolkit.forge.proposing import propose
from kitoolkit.forge.sayings import trouble

if TYPE_CHECKING:
    from kitoolkit.check import Report
    from kitoolkit.vocabulary import Vocabulary

_NAMES, _ATTEMPTS = 50, 3
_DEFAULT = ""
"""Where the name of the default branch stands among branches: no branch has an empty name."""
_USUAL = ("refs/heads/main", "refs/heads/master")
"""The default branch of a remote whose HEAD names a branch that is not there, as `git init --bare` may leave it."""
_IDENTITY = re.compile(r"(?P<name>.*) <(?P<mail>.*)> \d+ [+-]\d+")
_IN_ADDRESS = re.compile(r"(?<=://)[^/@\s]+@")


class GitRemote:
    """Any git remote: a path, or an address for ssh or https.

    Args:
        url: The path or address; a path counts from the checkout.
        checkout: The folder whose git settings say who the author is; the working folder where it is None.

    Examples:
        >>> GitRemote("git@git.example.org:group/project.git")
        GitRemote('git@git.example.org:group/project.git')
    """

    def __init__(self, url: str, *, checkout: Path | None = None) -> None:
        if not url or url.startswith("-") or not url.isprintable():
            raise trouble("no_remote")
        if "://" in url and urlsplit(url).password:
            raise trouble("user_in_address")
        self.checkout = checkout or Path.cwd()
        beside = self.checkout / url
        self.url = str(beside.resolve()) if beside.is_dir() else url

    def __repr__(self) -> str:
        return f"{type(self).__name__}({_shown(self.url)!r})"

    @property
    def address(self) -> str:
        """The path or address, without a user."""
        return _shown(self.url)

    def submit(
        self,
        entries: Sequence[Submittable],
        report: Report | None = None,
        *,
        vocabulary: Vocabulary | None = None,
        overwrite: bool = False,
    ) -> Submitted:
        """Push entries on a branch of their own.

        Args:
            entries: The entries; drafts, for example.
            report: What the check found. Entries with errors are not pushed.
            vocabulary: The concepts that the entries name; the package's own where it is None.
            overwrite: Go on where somebody else changed the same file on the same branch.

        Raises:
            CatalogueError: Where one of the entries has errors; nothing is pushed.
            ForgeError: Where pushing fails.
        """
        proposal = propose(entries, report, vocabulary)
        author = self._author()
        with tempfile.TemporaryDirectory(prefix="kitoolkit-") as folder:
            return _Pushing(self, Path(folder), proposal, author).run(overwrite)

    def _author(self) -> dict[str, str]:
        """Who makes the commit, by the settings of git."""
        answer = git.run("-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT", folder=self.checkout)
        read = _IDENTITY.fullmatch(answer.out.strip())
        if not answer.ok or not read:
            raise trouble("no_author")
        name, mail = read["name"], read["mail"]
        return {
            "GIT_AUTHOR_NAME": name,
            "GIT_AUTHOR_EMAIL": mail,
            "GIT_COMMITTER_NAME": name,
            "GIT_COMMITTER_EMAIL": mail,
        }


class _Pushing:
    """One push, from a bare repository in a temporary folder."""

    def __init__(self, remote: GitRemote, folder: Path, proposal: Proposal, author: dict[str, str]) -> None:
        self.remote, self.folder, self.proposal, self.author = remote, folder, proposal, author

    def run(self, overwrite: bool) -> Submitted:
        self._need("init", "--quiet", "--bare", "--template=", ".")
        base, branches = self._fetch()
        for _ in range(_ATTEMPTS):
            branch, tip = self._place(base, branches)
            parent = tip or base
            files = [file for file in self.proposal.files if self._text(parent, file.path) != file.text]
            done = Submitted(outcome="pushed", repository=self.remote.address, branch=branch, base=branches[_DEFAULT])
            if not files:
                return msgspec.structs.replace(done, outcome="unchanged", branch=branch if tip else "")
            if tip and not overwrite:
                self._spare_others(tip, base, branch, files)
            pushed = self._push(self._commit(parent, files), branch)
            if pushed.ok:
                return msgspec.structs.replace(done, said="\n".join(_said(pushed.err)))
            before, (base, branches) = branches, self._fetch()
            if branches == before:
                break  # nobody was there in between: it was refused
        raise self._failed("push", pushed)

    def _fetch(self) -> tuple[str, dict[str, str]]:
        """The newest commit of the default branch, and all branches of ours; its name stands under `_DEFAULT`."""
        url = self.remote.url
        listed = self._need("ls-remote", "--symref", "--", url, "HEAD", *_USUAL, f"refs/heads/{self.proposal.branch}*")
        branches, usual, base = {}, {}, ""
        for line in listed.out.splitlines():
            value, _, name = line.partition("\t")
            if name == "HEAD" and value.startswith("ref: refs/heads/"):
                branches[_DEFAULT] = value.removeprefix("ref: refs/heads/")
            elif name == "HEAD":
                base = value
            elif name in _USUAL:
                usual[name] = value
            elif name.startswith("refs/heads/"):
                branches[name.removeprefix("refs/heads/")] = value
        if not base and usual:
            name = next(name for name in _USUAL if name in usual)
            branches[_DEFAULT], base = name.removeprefix("refs/heads/"), usual[name]
        if not base or _DEFAULT not in branches:
            raise trouble("empty", name=self.remote.address)
        wanted = [f"+refs/heads/{name}:refs/fetched/{name}" for name in (branches[_DEFAULT], *filter(None, branches))]
        self._need("fetch", "--quiet", "--no-tags", "--", url, *wanted)
        return base, branches

    def _place(self, base: str, branches: dict[str, str]) -> tuple[str, str | None]:
        """The branch to use, and its newest commit where it is to be built on.

        A branch that was merged begins again at the default branch; one that was merged as a new commit stays as it is,
        and the next name is taken.
        """
        for number in range(1, _NAMES + 1):
            branch = self.proposal.branch + (f"-{number}" if number > 1 else "")
            tip = branches.get(branch)
            if tip is None or self._git("merge-base", "--is-ancestor", tip, base).ok:
                return branch, None
            paths = [file.path for file in self.proposal.files]
            if any(self._text(tip, path) != self._text(base, path) for path in paths):
                return branch, tip
        raise trouble("too_many_closed", branch=self.proposal.branch, count=_NAMES)

    def _spare_others(self, tip: str, base: str, branch: str, files: list[File]) -> None:
        for file in files:
            there = self._text(tip, file.path)
            if there is None or there == self._text(base, file.path):
                continue
            if TRAILER not in self._need("log", "-1", "--format=%B", tip, "--", file.path).out:
                where = f"{branch} ({self.remote.address})"
                raise trouble("others_work", where=where, entry=file.id)

    def _text(self, commit: str, path: str) -> str | None:
        answer = self._git("cat-file", "blob", f"{commit}:{path}")
        return answer.out if answer.ok else None

    def _commit(self, parent: str, files: list[File]) -> str:
        self._need("read-tree", parent)
        for file in files:
            blob = self._need("hash-object", "-w", "--stdin", text=file.text).out.strip()
            self._need("update-index", "--add", "--cacheinfo", f"100644,{blob},{file.path}")
        tree = self._need("write-tree").out.strip()
        made = self._need("commit-tree", tree, "-p", parent, "-F", "-", text=self.proposal.message)
        return made.out.strip()

    def _push(self, commit: str, branch: str) -> git.Answer:
        return self._git("push", "--quiet", "--", self.remote.url, f"{commit}:refs/heads/{branch}")

    def _git(self, *arguments: str, text: str | None = None) -> git.Answer:
        index = {"GIT_INDEX_FILE": str(self.folder / "kitoolkit-index")}
        return git.run(*arguments, folder=self.folder, text=text, environment=self.author | index)

    def _need(self, *arguments: str, text: str | None = None) -> git.Answer:
        answer = self._git(*arguments, text=text)
        if not answer.ok:
            raise self._failed(arguments[0], answer)
        return answer

    def _failed(self, what: str, answer: git.Answer) -> ForgeError:
        lines = [line for line in git.printable(answer.err).splitlines() if line.strip()]
        said = _shown(" ".join(line.strip() for line in lines[-6:]))
        return trouble("git_failed", what=what, said=said)


def _said(err: str) -> list[str]:
    """What the remote itself said: where to open the pull request, as a rule."""
    lines = (git.printable(line).removeprefix("remote:").strip() for line in err.splitlines() if "remote:" in line[:7])
    return [_shown(line) for line in lines if line]


def _shown(text: str) -> str:
    """A text without the user or token that an address in it may hold."""
    return _IN_ADDRESS.sub("", text)
