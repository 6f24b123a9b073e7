"""The order in which something is sent to a forge: the same for all of them.

Nothing is ever forced: a branch only gains commits. The branch's name is made from the ids of the entries, so a second
submit finds the pull request of the first and adds to it. Where that was merged or closed, a new pull request begins:
what reviewers closed stays closed. Its branch has a number behind its name for as long as the old branch is there.

Each step looks at what is there before it makes something. So a run that broke off goes on when it is run again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec

from kitoolkit.forge import describing
from kitoolkit.forge.common import TRAILER, File, ForgeError, Outcome, Proposal, Submitted
from kitoolkit.forge.sayings import saying, trouble
from kitoolkit.model import Text

_NAMES, _ATTEMPTS = 50, 3
_FORK_WAITS = (1.0, 2.0, 3.0, 5.0, 5.0, 10.0, 10.0, 10.0, 15.0, 15.0)
"""How long to wait between looks at a fork that is being made: a minute and a quarter in all."""


class Repository(msgspec.Struct, frozen=True, kw_only=True):
    """A repository as the forge describes it.

    Attributes:
        key: What it is called in the forge's addresses.
        name: What people call it: `owner/name`.
        owner: The account that it belongs to.
        branch: Its default branch.
        writable: Whether the user may push to it.
        archived: Whether nobody may.
    """

    key: str
    name: str
    owner: str
    branch: str
    writable: bool
    archived: bool = False


class Pull(msgspec.Struct, frozen=True, kw_only=True):
    """A pull request."""

    number: int
    url: str
    open: bool
    author: str = ""
    body: str = ""


class Held(msgspec.Struct, frozen=True):
    """A file as a branch holds it, and the forge's mark for this version of it."""

    text: str
    mark: str


class Refused(Exception):  # noqa: N818  not an error yet: the flow may know what to do
    """The forge did not do it: its status, and the error for the user where nothing else can be done."""

    def __init__(self, status: int, error: ForgeError) -> None:
        self.status, self.error = status, error
        super().__init__(status)


class Steps(ABC):
    """What a forge can do, each in its own words."""

    @abstractmethod
    def target(self) -> Repository:
        """The repository to send to."""

    @abstractmethod
    def user(self) -> str:
        """The user's name; empty where the token belongs to no user."""

    @abstractmethod
    def own_fork(self, target: Repository, user: str) -> Repository | None:
        """The user's fork of a repository, where there is one."""

    @abstractmethod
    def make_fork(self, target: Repository, user: str) -> Repository:
        """Begin a fork."""

    @abstractmethod
    def ready(self, fork: Repository) -> bool:
        """Whether a fork can be worked with."""

    @abstractmethod
    def pulls(self, target: Repository, head: Repository, branch: str) -> list[Pull]:
        """The pull requests from a branch, open or not."""

    @abstractmethod
    def tip(self, repository: Repository, branch: str) -> str | None:
        """The newest commit of a branch; None where there is no such branch."""

    @abstractmethod
    def read(self, repository: Repository, path: str, commit: str) -> Held | None:
        """A file at a commit; None where it is not there."""

    @abstractmethod
    def last_message(self, repository: Repository, path: str, commit: str) -> str:
        """The message of the newest commit, up to a given one, that changed a file."""

    @abstractmethod
    def commit(self, work: Work) -> None:
        """Make the commit, and with it the branch where there is none."""

    @abstractmethod
    def open(self, target: Repository, head: Repository, branch: str, proposal: Proposal) -> Pull:
        """Open a pull request."""

    @abstractmethod
    def describe(self, target: Repository, pull: Pull, body: str) -> None:
        """Give a pull request another description."""


class Work(msgspec.Struct, frozen=True):
    """A commit to make.

    Attributes:
        target: The repository that is sent to.
        head: The repository that holds the branch: the same, or a fork of it.
        branch: The branch.
        parent: The commit to build on.
        new: Whether the branch is still to be made.
        files: The files that change, each with what is there now.
        message: The message.
    """

    target: Repository
    head: Repository
    branch: str
    parent: str
    new: bool
    files: tuple[tuple[File, Held | None], ...]
    message: str


class Sending:
    """One run of sending.

    Attributes:
        exists: What was found or made, for the message where a later step fails.
    """

    def __init__(
        self, steps: Steps, proposal: Proposal, *, host: str, overwrite: bool, sleep: Callable[[float], None]
    ) -> None:
        self.steps, self.proposal, self.host, self.overwrite, self.sleep = steps, proposal, host, overwrite, sleep
        self.exists: list[Text] = []

    def run(self) -> Submitted:
        """Send it.

        Raises:
            ForgeError: Where a step fails; names what exists by then.
        """
        with self._telling():
            target = self.steps.target()
            if target.archived:
                raise trouble("archived", name=target.name)
            user = self.steps.user()
            head = target if target.writable else self._fork(target, user)
            branch, pull = self._place(target, head)
            return self._finish(target, head, branch, pull, user)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Add to each error what exists by now, and that running again goes on."""
        try:
            yield
        except Refused as refused:
            raise self._told(refused.error) from None
        except ForgeError as error:
            raise self._told(error) from None
        except (LookupError, TypeError, ValueError, AttributeError):  # the answer lacks what every forge gives
            raise self._told(trouble("no_json", host=self.host)) from None

    def _told(self, error: ForgeError) -> ForgeError:
        return ForgeError(error.message, error.how or saying("go_on"), self.exists)

    def _fork(self, target: Repository, user: str) -> Repository:
        if not user:
            raise trouble("no_user", name=target.name)
        fork = self.steps.own_fork(target, user) or self.steps.make_fork(target, user)
        self.exists.append(saying("your_fork", name=fork.name))
        for wait in _FORK_WAITS:
            if self.steps.ready(fork):
                return fork
            self.sleep(wait)
        raise trouble("fork_waits", name=fork.name)

    def _place(self, target: Repository, head: Repository) -> tuple[str, Pull | None]:
        """The branch to use, and its pull request where one is open."""
        for number in range(1, _NAMES + 1):
            branch = self.proposal.branch + (f"-{number}" if number > 1 else "")
            pulls = self.steps.pulls(target, head, branch)
            if opened := next((pull for pull in pulls if pull.open), None):
                self._note_pull(opened)
                return branch, opened
            if not pulls or self.steps.tip(head, branch) is None:
                return branch, None
        raise trouble("too_many_closed", branch=self.proposal.branch, count=_NAMES)

    def _finish(self, target: Repository, head: Repository, branch: str, pull: Pull | None, user: str) -> Submitted:
        changed, there = self._commit(target, head, branch, pull, user)
        if not pull and not there:
            return Submitted(outcome="unchanged", repository=target.name, base=target.branch)
        outcome: Outcome = "updated" if changed else "unchanged"
        if pull is None:
            pull, outcome = self._open(target, head, branch)
        if outcome != "created":
            body = describing.renewed(pull.body, self.proposal.description)
            if body != pull.body:
                self.steps.describe(target, pull, body)
        return Submitted(outcome=outcome, url=pull.url, repository=head.name, branch=branch, base=target.branch)

    def _commit(
        self, target: Repository, head: Repository, branch: str, pull: Pull | None, user: str
    ) -> tuple[bool, bool]:
        """Make the commit where one is needed.

        Returns:
            Whether one was made, and whether the branch is there.
        """
        refused: Refused | None = None
        for _ in range(_ATTEMPTS):
            tip = self.steps.tip(head, branch)
            if tip:
                self._note_branch(head, branch)
            place, parent = (head, tip) if tip else (target, self._main(target))
            held = [(file, self.steps.read(place, file.path, parent)) for file in self.proposal.files]
            files = tuple((file, there) for file, there in held if there is None or there.text != file.text)
            if not files:
                return False, tip is not None
            if tip and not self.overwrite:
                self._spare_others(target, head, tip, files, pull, user)
            message = self.proposal.message
            try:
                self.steps.commit(Work(target, head, branch, parent, tip is None, files, message))
            except Refused as error:
                if error.status not in {400, 409, 422}:
                    raise
                refused = error  # somebody was there in between: look again
            else:
                self._note_branch(head, branch)
                return True, True
        assert refused is not None  # noqa: S101  each way round the loop set it
        raise refused

    def _main(self, target: Repository) -> str:
        tip = self.steps.tip(target, target.branch)
        if tip is None:
            raise trouble("empty", name=target.name)
        return tip

    def _spare_others(
        self,
        target: Repository,
        head: Repository,
        tip: str,
        files: tuple[tuple[File, Held | None], ...],
        pull: Pull | None,
        user: str,
    ) -> None:
        """Stop where a commit would undo the work of somebody else."""
        where = pull.url if pull else head.name
        if pull and user and pull.author and pull.author.lower() != user.lower():
            raise trouble("others_work", where=where, entry=self.proposal.files[0].id)
        for file, there in files:
            if there is None or TRAILER in self.steps.last_message(head, file.path, tip):
                continue
            main = self.steps.read(target, file.path, self._main(target))
            if main is None or main.text != there.text:
                raise trouble("others_work", where=where, entry=file.id)

    def _open(self, target: Repository, head: Repository, branch: str) -> tuple[Pull, Outcome]:
        try:
            pull = self.steps.open(target, head, branch, self.proposal)
        except Refused as refused:
            if refused.status not in {409, 422}:
                raise
            opened = [pull for pull in self.steps.pulls(target, head, branch) if pull.open]
            if not opened:
                raise
            return opened[0], "updated"
        return pull, "created"

    def _note_pull(self, pull: Pull) -> None:
        self.exists.append(saying("pull", url=pull.url))

    def _note_branch(self, head: Repository, branch: str) -> None:
        note = saying("branch", branch=branch, name=head.name)
        if note not in self.exists:
            self.exists.append(note)
