"""Pushing to a real git remote: a bare repository in a temporary folder."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from kitoolkit import CatalogueError, ForgeError, GitRemote
from kitoolkit.check import Report
from kitoolkit.forge.common import File, Submitted
from kitoolkit.problem import Problem
from kitoolkit.vocabulary import Vocabulary

from .test_forge_submit import BRANCH, LESSON, NEWER, PATH, TEXT


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture(autouse=True)
def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of git that are nobody else's."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    settings = tmp_path / "gitconfig"
    settings.write_text("[user]\nname = Jan de Wit\nemail = jan@x.test\n[init]\ndefaultBranch = main\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


class Remote:
    """A bare repository with a catalogue, a clone that is the user's and one that is a reviewer's."""

    def __init__(self, folder: Path, concepts: Vocabulary, default: str = "main") -> None:
        self.concepts = concepts
        self.bare, self.checkout, self.reviewer = folder / "remote git", folder / "mine", folder / "hers"
        git(folder, "init", "--quiet", "--bare", "--initial-branch", default, str(self.bare))
        git(folder, "clone", "--quiet", str(self.bare), str(self.reviewer))
        git(self.reviewer, "checkout", "--quiet", "-B", default)
        self.change({"README.md": "Catalogus\n"}, default)
        git(folder, "clone", "--quiet", str(self.bare), str(self.checkout))

    def change(self, files: dict[str, str], branch: str, message: str = "A change by a reviewer") -> None:
        """A commit by somebody else."""
        if branch in git(self.reviewer, "ls-remote", "--heads", "origin"):
            git(self.reviewer, "fetch", "--quiet", "origin", branch)
            git(self.reviewer, "checkout", "--quiet", "-B", branch, "FETCH_HEAD")
        for name, text in files.items():
            (self.reviewer / name).parent.mkdir(parents=True, exist_ok=True)
            (self.reviewer / name).write_text(text)
        git(self.reviewer, "add", ".")
        git(self.reviewer, "commit", "--quiet", "-m", message)
        git(self.reviewer, "push", "--quiet", "origin", branch)

    def client(self) -> GitRemote:
        return GitRemote(str(self.bare), checkout=self.checkout)

    def submit(self, *files: File, overwrite: bool = False) -> Submitted:
        return self.client().submit(files or (LESSON,), vocabulary=self.concepts, overwrite=overwrite)

    def text(self, branch: str = BRANCH, path: str = PATH) -> str:
        return git(self.bare, "show", f"{branch}:{path}") + "\n"

    def hook(self, script: str) -> None:
        """What the remote does with a push."""
        file = self.bare / "hooks" / "pre-receive"
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)


@pytest.fixture
def remote(tmp_path: Path, concepts: Vocabulary) -> Remote:
    return Remote(tmp_path, concepts)


def test_a_branch_is_pushed(remote: Remote):
    done = remote.submit()
    assert done == Submitted(outcome="pushed", repository=str(remote.bare), branch=BRANCH, base="main")
    assert remote.text() == TEXT.rstrip("\n") + "\n"
    assert git(remote.bare, "log", "--format=%an <%ae> %s", f"main..{BRANCH}") == (
        "Jan de Wit <jan@x.test> Propose lesson/hidden-scores"
    )
    assert git(remote.bare, "diff", "--stat", "--name-only", "main", BRANCH) == PATH


def test_several_files_and_a_deep_default_branch(tmp_path: Path, concepts: Vocabulary):
    remote = Remote(tmp_path, concepts, "hoofd/tak")
    tool = File("tool/explain-it", "docs/catalogue/tools/explain-it.yaml", "title: x\n")
    done = remote.submit(LESSON, tool)
    assert done.base == "hoofd/tak"
    names = git(remote.bare, "diff", "--name-only", "hoofd/tak", done.branch).splitlines()
    assert names == [PATH, "docs/catalogue/tools/explain-it.yaml"]


def test_the_checkout_stays_as_it_is(remote: Remote):
    """Files that are changed, staged or new, the index, branches, settings: all of it."""
    mine = remote.checkout
    (mine / "README.md").write_text("Half a change\n")
    (mine / "staged.md").write_text("Staged\n")
    git(mine, "add", "staged.md")
    (mine / "new.md").write_text("New\n")

    def state() -> tuple[object, ...]:
        files = {file.name: file.read_bytes() for file in mine.iterdir() if file.is_file()}
        inside = {name: (mine / ".git" / name).read_bytes() for name in ("HEAD", "config", "index")}
        return files, inside, git(mine, "for-each-ref"), git(mine, "stash", "list"), git(mine, "worktree", "list")

    before = state()
    remote.submit()
    assert state() == before


def test_inside_a_hook_of_git_the_right_repository_is_used(remote: Remote, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GIT_DIR", str(remote.checkout / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(remote.checkout / ".git" / "index"))
    before = (remote.checkout / ".git" / "index").read_bytes()
    assert remote.submit().outcome == "pushed"
    assert (remote.checkout / ".git" / "index").read_bytes() == before


def test_a_second_submit_adds_to_the_branch(remote: Remote):
    remote.submit()
    done = remote.submit(NEWER)
    assert (done.outcome, done.branch) == ("pushed", BRANCH)
    assert "elke dag" in remote.text()
    assert git(remote.bare, "rev-list", "--count", f"main..{BRANCH}") == "2"
    again = remote.submit(NEWER)
    assert (again.outcome, again.branch) == ("unchanged", BRANCH)


def test_what_is_on_main_already_needs_no_branch(remote: Remote):
    remote.change({PATH: TEXT}, "main")
    assert remote.submit() == Submitted(outcome="unchanged", repository=str(remote.bare), base="main")
    assert git(remote.bare, "branch", "--list", "kitoolkit/*") == ""


def test_after_a_merge_the_branch_begins_again_at_main(remote: Remote):
    remote.submit()
    git(remote.bare, "update-ref", "refs/heads/main", f"refs/heads/{BRANCH}")
    remote.change({"README.md": "Verder\n"}, "main")
    done = remote.submit(NEWER)
    assert done.branch == BRANCH
    assert git(remote.bare, "merge-base", "main", BRANCH) == git(remote.bare, "rev-parse", "main")


def test_after_a_squashed_merge_the_next_name_is_taken(remote: Remote):
    remote.submit()
    remote.change({PATH: TEXT}, "main", "Squashed")
    done = remote.submit(NEWER)
    assert done.branch == BRANCH + "-2"
    assert git(remote.bare, "rev-list", "--count", f"main..{done.branch}") == "1"
    assert remote.submit(NEWER).branch == done.branch


def test_the_work_of_a_reviewer_is_not_lost(remote: Remote):
    remote.submit()
    remote.change({PATH: TEXT.replace("Niemand", "Bijna niemand")}, BRANCH)
    with pytest.raises(ForgeError, match="somebody else changed lesson/hidden-scores"):
        remote.submit(NEWER)
    assert "Bijna niemand" in remote.text()
    assert remote.submit(NEWER, overwrite=True).outcome == "pushed"
    assert "Bijna niemand" not in remote.text()


def test_what_the_remote_says_is_passed_on(remote: Remote):
    remote.hook(
        'echo "Open a merge request: https://git.x.test/new?branch=x" >&2; printf "\\033[31mred\\033[0m\\n" >&2'
    )
    assert remote.submit().said == "Open a merge request: https://git.x.test/new?branch=x\n[31mred[0m"


def test_a_refused_push_says_why_and_leaves_nothing(remote: Remote):
    remote.hook('echo "Branches must start with feature/" >&2; exit 1')
    with pytest.raises(ForgeError) as raised:
        remote.submit()
    assert "git push failed" in str(raised.value)
    assert "Branches must start with feature/" in str(raised.value)
    assert "Your files and branches are unchanged" in str(raised.value)
    assert git(remote.bare, "branch", "--list", "kitoolkit/*") == ""


def test_a_branch_that_somebody_pushes_in_between(remote: Remote):
    """The remote gets the same branch just before ours: it is looked at again."""
    remote.submit()
    marker = remote.bare / "once"
    other = git(remote.bare, "commit-tree", f"{BRANCH}^{{tree}}", "-p", BRANCH, "-m", "In between")
    move = f"git update-ref refs/heads/{BRANCH} {other}"
    # environment of the quarantine would refuse to change refs
    remote.hook(f"unset GIT_QUARANTINE_PATH; test -e {marker.name} || {{ touch {marker.name}; {move}; }}")
    assert remote.submit(NEWER).outcome == "pushed"
    assert git(remote.bare, "rev-list", "--count", f"main..{BRANCH}") == "3"


def test_without_a_name_in_the_settings_it_says_how_to_set_one(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "gitconfig").write_text("")
    with pytest.raises(ForgeError, match=r"git does not know who you are\n(.*\n)*.*git config --global user\.name"):
        remote.submit()
    git(remote.checkout, "config", "user.name", "Els")
    git(remote.checkout, "config", "user.email", "els@x.test")
    assert remote.submit().outcome == "pushed"
    assert git(remote.bare, "log", "-1", "--format=%an", BRANCH) == "Els"


def test_a_path_counts_from_the_checkout(remote: Remote):
    near = GitRemote("../remote git", checkout=remote.checkout)
    assert near.submit([LESSON], vocabulary=remote.concepts).repository == str(remote.bare)


@pytest.mark.parametrize("default", ["main", "master"])
def test_a_remote_whose_head_leads_nowhere(remote: Remote, tmp_path: Path, default: str):
    """As a bare repository is whose first branch was called otherwise than git calls it on that machine."""
    git(remote.bare, "branch", "--force", "master", "main")
    git(remote.bare, "symbolic-ref", "HEAD", "refs/heads/trunk")
    if default == "master":
        git(remote.bare, "branch", "--delete", "--force", "main")
    done = remote.submit()
    assert (done.outcome, done.base) == ("pushed", default)
    assert git(remote.bare, "merge-base", BRANCH, default) == git(remote.bare, "rev-parse", default)
    assert remote.submit().outcome == "unchanged"


def test_an_empty_remote(remote: Remote, tmp_path: Path):
    git(tmp_path, "init", "--quiet", "--bare", "empty")
    with pytest.raises(ForgeError, match="has no commit yet"):
        GitRemote(str(tmp_path / "empty"), checkout=remote.checkout).submit([LESSON], vocabulary=remote.concepts)


def test_a_remote_that_is_not_there(remote: Remote, tmp_path: Path):
    with pytest.raises(ForgeError, match=r"git ls-remote failed: .*does not appear to be a git repository"):
        GitRemote(str(tmp_path / "nowhere"), checkout=remote.checkout).submit([LESSON], vocabulary=remote.concepts)


def test_a_faulty_entry_is_not_pushed(remote: Remote):
    error = Problem(file=Path(PATH), line=1, column=1, field="", message={"nl": "fout", "en": "wrong"})
    with pytest.raises(CatalogueError):
        remote.client().submit([LESSON], Report({}, [error], 1))
    assert git(remote.bare, "branch", "--list", "kitoolkit/*") == ""


@pytest.mark.parametrize("url", ["", "-x", "--upload-pack=touch /tmp/x", "x\ny", "https://jan:secret-token@x.test/a/b"])
def test_addresses_that_are_refused(url: str):
    with pytest.raises(ForgeError) as raised:
        GitRemote(url)
    assert "secret-token" not in str(raised.value)


def test_a_transport_that_runs_commands_is_refused(remote: Remote, tmp_path: Path):
    made = tmp_path / "made"
    with pytest.raises(ForgeError, match="not allowed"):
        GitRemote(f"ext::touch {made}", checkout=remote.checkout).submit([LESSON], vocabulary=remote.concepts)
    assert not made.exists()


def test_a_user_in_the_address_is_not_shown():
    remote = GitRemote("https://secret-token@x.test/a/b.git")
    assert "secret-token" not in repr(remote) + remote.address
    assert GitRemote("git@x.test:a/b.git").address == "git@x.test:a/b.git"


def test_line_ends_and_marks_stay_as_they_are(remote: Remote, tmp_path: Path):
    with (tmp_path / "gitconfig").open("a") as settings:
        settings.write("[core]\nautocrlf = input\n")
    odd = File(LESSON.id, PATH, TEXT.replace("\n", "\r\n") + "# é 🧭\r\n")
    remote.submit(odd)
    shown = subprocess.run(["git", "show", f"{BRANCH}:{PATH}"], cwd=remote.bare, capture_output=True, check=True).stdout
    assert shown.decode() == odd.text
    assert remote.submit(odd).outcome == "unchanged"
