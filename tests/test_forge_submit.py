"""Sending entries to the three forges, over real HTTP on loopback: what is made, and what is said when it fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kitoolkit import CatalogueError, ForgeError, vocabulary
from kitoolkit.check import Report
from kitoolkit.forge import api
from kitoolkit.forge.common import File, Submitted
from kitoolkit.forge.forgejo import Forgejo
from kitoolkit.forge.github import GitHub
from kitoolkit.forge.gitlab import GitLab
from kitoolkit.problem import Problem
from kitoolkit.vocabulary import Vocabulary

from .conftest import TOY
from .forges import base, forgejo, github, gitlab
from .forges.base import REPOSITORY, USER, Fault, Forge, Pull

PATH = "catalogue/lessons/hidden-scores.yaml"
BRANCH = "kitoolkit/lesson-hidden-scores"
TEXT = (TOY / PATH).read_text(encoding="utf-8")
TITLE = {"nl": "Verborgen scores", "en": "Hidden scores"}
LESSON = File("lesson/hidden-scores", PATH, TEXT, TITLE)
NEWER = File("lesson/hidden-scores", PATH, TEXT.replace("elke week", "elke dag"), TITLE)
OWNER_TOKEN, USER_TOKEN, REVIEWER_TOKEN = base.TOKENS
FORGES = {"github": github.GitHub, "gitlab": gitlab.GitLab, "forgejo": forgejo.Forgejo}


@dataclass
class Scene:
    """A forge, and a client of it that waits without waiting."""

    kind: str
    forge: Forge
    concepts: Vocabulary
    waits: list[float] = field(default_factory=list)

    def client(self, token: str = USER_TOKEN, repository: str = REPOSITORY) -> GitHub | GitLab | Forgejo:
        more = {"api": self.forge.api, "token": token, "sleep": self.waits.append}
        if self.kind == "forgejo":
            return Forgejo(self.forge.address, repository, **more)
        return {"github": GitHub, "gitlab": GitLab}[self.kind](repository, host=self.forge.address, **more)

    def submit(
        self, *files: File, token: str = USER_TOKEN, overwrite: bool = False, report: Report | None = None
    ) -> Submitted:
        client = self.client(token)
        return client.submit(files or (LESSON,), report, vocabulary=self.concepts, overwrite=overwrite)

    def failure(self, *files: File, token: str = USER_TOKEN) -> ForgeError:
        with pytest.raises(ForgeError) as raised:
            self.submit(*files, token=token)
        return raised.value

    @property
    def pull(self) -> Pull:
        """The only pull request."""
        [pull] = self.forge.pulls
        return pull

    def sent(self, method: str, path: str) -> int:
        return sum(one.method == method and re.search(path, one.path) is not None for one in self.forge.asked)

    @property
    def committing(self) -> tuple[str, str]:
        """The request that makes the commit visible."""
        return {
            "github": ("POST", "/git/refs$"),
            "gitlab": ("POST", "/repository/commits$"),
            "forgejo": ("POST", "/contents$"),
        }[self.kind]

    @property
    def opening(self) -> tuple[str, str]:
        return {"gitlab": ("POST", "/merge_requests$")}.get(self.kind, ("POST", "/pulls$"))

    @property
    def forking(self) -> tuple[str, str]:
        return ("POST", "/forks?$")


@pytest.fixture(params=FORGES)
def scene(request: pytest.FixtureRequest, concepts: Vocabulary) -> Iterator[Scene]:
    with FORGES[request.param]() as forge:
        yield Scene(request.param, forge, concepts)


# with the right to write


def test_a_pull_request_is_opened_from_a_branch_of_the_repository(scene: Scene):
    done = scene.submit(token=OWNER_TOKEN)
    pull = scene.pull
    assert (done.outcome, done.repository, done.branch, done.base) == ("created", REPOSITORY, BRANCH, "main")
    assert done.url.startswith(f"{scene.forge.address}/{REPOSITORY}/")
    assert (pull.source.name, pull.branch, pull.base, pull.title) == (
        REPOSITORY,
        BRANCH,
        "main",
        "Les: Verborgen scores",
    )
    assert scene.forge.text(pull.source, BRANCH, PATH) == TEXT
    assert scene.forge.text(pull.source, BRANCH, "README.md") == "Catalogus\n"
    assert scene.forge.text(scene.forge.main, "main", PATH) is None
    assert len(scene.forge.repositories) == 1
    assert "Transparantie" in pull.body
    assert "Transparency" in pull.body


def test_several_entries_go_in_one_commit(scene: Scene):
    tool = File(
        "tool/explain-it", "catalogue/tools/explain-it.yaml", (TOY / "catalogue/tools/explain-it.yaml").read_text()
    )
    scene.submit(LESSON, tool, token=OWNER_TOKEN)
    tip = scene.forge.commits[scene.pull.source.branches[scene.pull.branch]]
    assert {PATH, tool.path} <= set(tip.files)
    assert tip.parents == (scene.forge.main.branches["main"],)
    assert scene.pull.title == "2 items: lesson/hidden-scores, tool/explain-it"


@pytest.mark.parametrize("kind", FORGES)
def test_the_default_branch_may_have_another_name(kind: str, concepts: Vocabulary):
    with FORGES[kind]("hoofd/tak") as forge:
        scene = Scene(kind, forge, concepts)
        assert scene.submit().base == scene.pull.base == "hoofd/tak"
        assert scene.submit(NEWER).outcome == "updated"


def test_what_is_on_the_main_branch_is_changed(scene: Scene):
    scene.forge.change(scene.forge.main, "main", {PATH: TEXT}, "Earlier")
    assert scene.submit(NEWER, token=OWNER_TOKEN).outcome == "created"
    assert scene.forge.text(scene.pull.source, BRANCH, PATH) == NEWER.text


def test_what_is_there_already_needs_no_pull_request(scene: Scene):
    scene.forge.change(scene.forge.main, "main", {PATH: TEXT}, "Earlier")
    done = scene.submit(token=OWNER_TOKEN)
    assert (done.outcome, done.url, done.branch) == ("unchanged", "", "")
    assert scene.forge.pulls == []
    assert set(scene.forge.main.branches) == {"main"}


def test_text_arrives_as_it_is(scene: Scene):
    odd = File(LESSON.id, PATH, TEXT.replace("Kijk", "Kijk “goed” ‘één’ 🧭 \u00a0 ") + "# einde\n", TITLE)
    scene.submit(odd)
    assert scene.forge.text(scene.pull.source, BRANCH, PATH) == odd.text


# again


def test_a_second_submit_updates_the_pull_request(scene: Scene):
    first = scene.submit()
    second = scene.submit(NEWER)
    assert (second.outcome, second.url, second.branch) == ("updated", first.url, first.branch)
    assert scene.forge.text(scene.pull.source, BRANCH, PATH) == NEWER.text
    assert len(scene.forge.ancestors(scene.pull.source.branches[BRANCH])) == 3


def test_a_second_submit_of_the_same_does_nothing(scene: Scene):
    first = scene.submit()
    before = dict(scene.pull.source.branches)
    assert scene.submit() == Submitted(
        outcome="unchanged", url=first.url, repository=first.repository, branch=BRANCH, base="main"
    )
    assert scene.pull.source.branches == before


def test_the_description_is_renewed_and_what_reviewers_wrote_around_it_stays(scene: Scene):
    scene.submit()
    scene.pull.body = f"Els: mooi!\n\n{scene.pull.body}\n\nJan: dank."
    scene.pull.title = "A better title"
    warning = Problem(
        file=Path(PATH), line=3, column=1, field="", severity="warning",
        message={"nl": "let op", "en": "mind this"},
    )  # fmt: skip
    scene.submit(NEWER, report=Report({}, [warning], 1))
    assert scene.pull.body.startswith("Els: mooi!")
    assert scene.pull.body.endswith("Jan: dank.")
    assert scene.pull.body.count("mind this") == 1
    assert "not done" not in scene.pull.body
    assert scene.pull.title == "A better title"


@pytest.mark.parametrize("state", ["merged", "closed"])
def test_after_a_merge_or_refusal_a_new_pull_request_begins(scene: Scene, state: str):
    scene.submit()
    scene.forge.finish(scene.pull, state)
    done = scene.submit(NEWER)
    assert (done.outcome, done.branch) == ("created", BRANCH + "-2")
    assert [pull.state for pull in scene.forge.pulls] == [state, "open"]
    assert scene.submit(LESSON if state == "closed" else NEWER).url == done.url


def test_a_branch_that_was_removed_after_the_merge_is_used_again(scene: Scene):
    scene.submit()
    scene.forge.finish(scene.pull, "merged")
    del scene.pull.source.branches[BRANCH]
    first = scene.submit(NEWER)
    assert (first.outcome, first.branch) == ("created", BRANCH)
    again = scene.submit(LESSON)
    assert (again.outcome, again.url) == ("updated", first.url)
    assert [pull.state for pull in scene.forge.pulls] == ["merged", "open"]


def test_another_entry_has_a_pull_request_of_its_own(scene: Scene):
    scene.submit()
    tool = File(
        "tool/explain-it", "catalogue/tools/explain-it.yaml", (TOY / "catalogue/tools/explain-it.yaml").read_text()
    )
    assert scene.submit(tool).outcome == "created"
    assert len(scene.forge.pulls) == 2
    assert len(scene.forge.repositories) == 2


# from a fork


def test_without_the_right_to_write_it_goes_by_a_fork(scene: Scene):
    done = scene.submit()
    assert (done.outcome, done.repository) == ("created", "jan/catalogus")
    assert scene.pull.source.name == "jan/catalogus"
    assert scene.pull.target is scene.forge.main
    assert set(scene.forge.main.branches) == {"main"}


def test_the_fork_of_earlier_is_used(scene: Scene):
    scene.forge.fork(USER)
    scene.submit()
    assert len(scene.forge.repositories) == 2
    assert scene.sent(*scene.forking) == 0


def test_a_fork_with_another_name_is_found(scene: Scene):
    scene.forge.fork("anna")
    scene.forge.fork("bo")
    scene.forge.fork("chris")
    scene.forge.fork(USER, "kitoolkit-jan")
    assert scene.submit().repository == "jan/kitoolkit-jan"
    assert len(scene.forge.repositories) == 5


def test_another_repository_of_that_name_is_no_fork(scene: Scene):
    other = scene.forge.add("jan/catalogus", "main", writers={USER})
    scene.forge.change(other, "main", {"README.md": "Iets anders\n"}, "First")
    done = scene.submit()
    assert done.repository in {"jan/catalogus-1", "jan/catalogus-fork"}
    assert set(other.branches) == {"main"}


def test_a_fork_in_the_making_is_waited_for(scene: Scene):
    scene.forge.fork_takes = 3
    assert scene.submit().outcome == "created"
    assert scene.waits[:2] == [1.0, 2.0]


def test_a_fork_that_is_never_ready_says_what_to_do(scene: Scene):
    scene.forge.fork_takes = 10_000
    failure = scene.failure()
    assert "jan/catalogus is not ready yet" in str(failure)
    assert failure.exists[0]["en"] == "your fork jan/catalogus"
    assert sum(scene.waits) < 120


def test_a_fork_that_is_behind_does_not_hold_the_work_up(scene: Scene):
    scene.forge.fork(USER)
    scene.forge.change(scene.forge.main, "main", {PATH: TEXT, "new.md": "x\n"}, "Main moves on")
    assert scene.submit(NEWER).outcome == "created"
    tip = scene.forge.commits[scene.pull.source.branches[BRANCH]]
    assert tip.parents == (scene.forge.main.branches["main"],)
    assert tip.files["new.md"] == "x\n"


# somebody else


def test_the_work_of_a_reviewer_is_not_lost(scene: Scene):
    scene.submit()
    corrected = TEXT.replace("Niemand keek", "Bijna niemand keek")
    scene.forge.change(scene.pull.source, BRANCH, {PATH: corrected}, "Correct the Dutch")
    failure = scene.failure(NEWER)
    assert "somebody else changed lesson/hidden-scores" in str(failure)
    assert "--overwrite" in str(failure)
    assert scene.forge.text(scene.pull.source, BRANCH, PATH) == corrected
    assert scene.submit(NEWER, overwrite=True).outcome == "updated"
    assert scene.forge.text(scene.pull.source, BRANCH, PATH) == NEWER.text


def test_main_merged_into_the_branch_is_nobodys_change(scene: Scene):
    scene.submit()
    scene.forge.change(scene.pull.source, BRANCH, {"new.md": "x\n"}, "Merge branch 'main'")
    assert scene.submit(NEWER).outcome == "updated"


def test_two_people_with_the_same_entry_do_not_overwrite_each_other(scene: Scene):
    scene.submit(token=OWNER_TOKEN)
    failure = scene.failure(NEWER, token=REVIEWER_TOKEN)
    assert "somebody else changed" in str(failure)
    assert scene.forge.text(scene.pull.source, BRANCH, PATH) == TEXT


# faults


def test_a_busy_server_is_asked_again(scene: Scene):
    scene.forge.faults = [
        Fault("GET", "catalogus$", 500, times=2),
        Fault("GET", "/user$", 503),
        Fault(*scene.opening, 429, headers={"Retry-After": "7"}),
    ]
    assert scene.submit().outcome == "created"
    assert scene.waits[:3] == [2.0, 4.0, 2.0]
    assert 7.0 in scene.waits


def test_a_broken_connection_while_looking_is_tried_again(scene: Scene):
    scene.forge.faults = [Fault("GET", "catalogus$", cut=True), Fault("GET", "/user$", cut=True)]
    assert scene.submit().outcome == "created"


def test_a_server_that_drips_is_left_in_time(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    scene.forge.faults = [Fault("GET", "/user$", drip=True)]
    with monkeypatch.context() as hurried:
        hurried.setattr(api, "LONGEST_ANSWER", 0.5)
        failure = scene.failure()
    assert "no whole answer within 0.5 seconds" in str(failure)
    assert "Run the same command again later" in str(failure)
    assert scene.submit().outcome == "created"


def test_a_server_that_stays_down(scene: Scene):
    scene.forge.faults = [Fault("GET", "catalogus$", 502, body=b"<html>Bad gateway</html>", times=100)]
    failure = scene.failure()
    assert "is out of order (502)" in str(failure)
    assert "Run the same command again later" in str(failure)
    assert len(scene.waits) == 3


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("step", ["forking", "committing", "opening"])
@pytest.mark.parametrize("cut", [True, False])
def test_a_run_that_broke_off_goes_on_when_it_is_run_again(scene: Scene, step: str, done: bool, cut: bool):
    """The connection breaks or the server fails, before or after it did what was asked."""
    method, path = getattr(scene, step)
    scene.forge.faults = [Fault(method, path, 500, cut=cut, done=done, times=4)]
    failure = scene.failure()
    text = str(failure)
    assert "Your file is unchanged. Run the same command again" in text
    assert ("your fork jan/catalogus" in text) == (step != "forking")
    assert (f"the branch {BRANCH} in jan/catalogus" in text) == (step == "opening")
    scene.forge.faults = []
    result = scene.submit()
    assert result.outcome in {"created", "unchanged"}
    assert result.url.endswith("/1")
    assert scene.pull.state == "open"
    assert scene.forge.text(scene.pull.source, BRANCH, PATH) == TEXT
    assert len(scene.forge.repositories) == 2


def test_a_wrong_token(scene: Scene):
    failure = scene.failure(token="a-wrong-token-that-nobody-has")
    assert "does not know the token" in str(failure)
    assert "Make a token with these rights" in str(failure)
    assert "a-wrong-token" not in str(failure)


def test_a_token_without_the_rights(scene: Scene):
    scene.forge.faults = [
        Fault(*scene.committing, 403, {"message": "Resource not accessible by personal access token"})
    ]
    failure = scene.failure(token=OWNER_TOKEN)
    assert "the token may not do this" in str(failure)
    assert "Resource not accessible" in str(failure)


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "4000000000"}),
        (403, {"Retry-After": "3600"}),
        (429, {"Retry-After": "3600"}),
        (429, {"RateLimit-Reset": "4000000000"}),
    ],
)
def test_a_limit_of_requests_that_lasts_is_told_and_not_sat_out(scene: Scene, status: int, headers: dict[str, str]):
    scene.forge.faults = [Fault("GET", "/user$", status, {"message": "API rate limit exceeded"}, headers)]
    failure = scene.failure()
    assert re.search(
        r"takes no more requests for now\n(?:.*\n)*.*Wait until \d{4}-\d\d-\d\d \d\d:\d\d UTC", str(failure)
    )
    assert scene.waits == []


def test_a_short_limit_is_waited_for(scene: Scene):
    headers = {"X-RateLimit-Remaining": "0", "Retry-After": "30"}
    scene.forge.faults = [Fault("GET", "/user$", 403, {"message": "secondary rate limit"}, headers)]
    assert scene.submit().outcome == "created"
    assert scene.waits == [30.0]


def test_a_repository_that_is_not_there(scene: Scene):
    with pytest.raises(ForgeError, match="redactie/elders is not to be found"):
        scene.client(repository="redactie/elders").submit([LESSON], vocabulary=scene.concepts)


def test_a_private_repository_looks_as_if_it_is_not_there(scene: Scene):
    scene.forge.main.private = True
    assert "is not to be found" in str(scene.failure())


def test_an_archived_repository(scene: Scene):
    scene.forge.main.archived = True
    assert "is archived" in str(scene.failure())
    assert scene.forge.pulls == []


def test_an_empty_repository(scene: Scene):
    scene.forge.main.branches = {}
    assert "has no commit yet" in str(scene.failure(token=OWNER_TOKEN))


def test_a_branch_that_moves_in_between_is_looked_at_again(scene: Scene):
    scene.submit(token=OWNER_TOKEN)
    method, path = {"github": ("PATCH", "/git/refs/"), "gitlab": scene.committing, "forgejo": scene.committing}[
        scene.kind
    ]
    scene.forge.faults = [Fault(method, path, 422, {"message": "Update is not a fast forward"})]
    assert scene.submit(NEWER, token=OWNER_TOKEN).outcome == "updated"
    assert scene.forge.text(scene.pull.source, BRANCH, PATH) == NEWER.text


@pytest.mark.parametrize("status", [409, 422])
def test_a_refusal_that_stays_says_why(scene: Scene, status: int):
    said = {"message": "Repository rule violations found"}
    scene.forge.faults = [Fault(*scene.committing, status, said, times=100)]
    failure = scene.failure(token=OWNER_TOKEN)
    assert f"refused this ({status}): Repository rule violations found" in str(failure)
    assert scene.sent(*scene.committing) == 3


def test_a_pull_request_that_somebody_just_opened_is_brought_up_to_date(scene: Scene):
    """Between looking and opening: the forge then says that there is one."""
    scene.submit()
    scene.pull.state, hidden = "merged", scene.pull
    scene.pull.source.branches.pop(BRANCH)
    method, path = scene.opening
    scene.forge.faults = [Fault(method, path, 409, {"message": "exists already"}, done=True)]
    done = scene.submit(NEWER)
    assert done.outcome == "updated"
    assert [pull.state for pull in scene.forge.pulls] == ["merged", "open"]
    assert hidden.body


def test_a_pull_request_that_is_refused(scene: Scene):
    said = {"message": "Validation Failed", "errors": [{"message": "No commits between main and x"}]}
    scene.forge.faults = [Fault(*scene.opening, 422, said)]
    failure = scene.failure()
    assert "Validation Failed" in str(failure)
    assert "No commits between" in str(failure)
    assert f"the branch {BRANCH} in jan/catalogus" in str(failure)


@pytest.mark.parametrize("body", [b"<html>Log in</html>", b"", b"[]", b'{"id": 1}', b"nul\x00l", b"[" * 100_000])
def test_an_answer_that_no_forge_gives(scene: Scene, body: bytes):
    scene.forge.faults = [Fault("GET", "catalogus$", 200, body)]
    assert "is the address of the API right?" in str(scene.failure())


def test_a_redirect_of_a_renamed_repository_is_followed(scene: Scene):
    old = {"gitlab": "/projects/redactie%2Foud"}.get(scene.kind, "/repos/redactie/oud")
    new = {"gitlab": "/projects/1"}.get(scene.kind, f"/repos/{REPOSITORY}")
    scene.forge.faults = [Fault("GET", "oud$", 301, headers={"Location": scene.forge.api + new})]
    done = scene.client(repository="redactie/oud").submit([LESSON], vocabulary=scene.concepts)
    assert done.outcome == "created"
    assert old in "".join(one.path for one in scene.forge.asked)


def test_a_redirect_to_another_host_does_not_take_the_token_along(scene: Scene):
    with FORGES[scene.kind]() as other:
        scene.forge.faults = [Fault("GET", "catalogus$", 302, headers={"Location": f"{other.api}/user"})]
        scene.failure()
        assert [("authorization" in one.headers) for one in other.asked] == [False]


def test_nothing_is_sent_for_an_entry_with_errors(scene: Scene):
    error = Problem(file=Path(PATH), line=1, column=1, field="", message={"nl": "fout", "en": "wrong"})
    elsewhere = Problem(file=Path("catalogue/tools/x.yaml"), line=1, column=1, field="", message={"nl": "f", "en": "w"})
    with pytest.raises(CatalogueError, match="wrong"):
        scene.submit(report=Report({}, [error], 1))
    assert scene.forge.asked == []
    assert scene.submit(report=Report({}, [elsewhere], 1)).outcome == "created"


# forks that cannot be brought up to date


@pytest.mark.parametrize(("way", "outcome"), [("sync_fork", "created"), ("merge-upstream", "created"), ("", "")])
def test_older_forgejos(way: str, outcome: str, concepts: Vocabulary):
    with forgejo.Forgejo() as forge:
        forge.syncs = way
        scene = Scene("forgejo", forge, concepts)
        forge.fork(USER)
        forge.change(forge.main, "main", {PATH: TEXT}, "Main moves on")
        if outcome:
            assert scene.submit(NEWER).outcome == outcome
            return
        assert "your fork jan/catalogus is behind redactie/catalogus" in str(scene.failure(NEWER))
        tool = File("tool/explain-it", "catalogue/tools/explain-it.yaml", "title: x\n")
        assert scene.submit(tool).outcome == "created"


def test_the_failed_fork_of_gitlab(concepts: Vocabulary):
    with gitlab.GitLab() as forge:
        scene = Scene("gitlab", forge, concepts)
        fork = forge.fork(USER)
        answer = {**forge.project(base.Request("GET", "", {}, {}, {}, USER), fork), "import_status": "failed"}
        forge.faults = [Fault("GET", f"/projects/{fork.number}$", 200, answer)]
        assert "the fork jan/catalogus could not be made" in str(scene.failure())


def test_the_token_of_a_workflow_has_no_user(concepts: Vocabulary):
    refused = {"message": "Resource not accessible by integration"}
    with github.GitHub() as forge:
        scene = Scene("github", forge, concepts)
        forge.faults = [Fault("GET", "/user$", 403, refused, times=2)]
        assert scene.submit(token=OWNER_TOKEN).outcome == "created"
        assert "belongs to no user" in str(scene.failure())


def test_the_package_has_concepts_of_its_own(concepts: Vocabulary):
    with github.GitHub() as forge:
        scene = Scene("github", forge, concepts)
        scene.client().submit([LESSON])
        assert (
            vocabulary.load(Path(__file__).parents[1] / "ontology")["use/recommendation"].label["nl"] in scene.pull.body
        )


def test_an_answer_cannot_steer_the_terminal(scene: Scene):
    scene.forge.faults = [Fault("GET", "/user$", 400, {"message": "red \x1b[31m\x07 \x9b31m"})]
    assert str(scene.failure()).startswith(f"127.0.0.1:{scene.forge.server_port} refused this (400): red [31m 31m\n")
