"""The token: where it comes from, where it goes, and that it shows up nowhere else."""

from __future__ import annotations

import os
import re
import string
import traceback
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kitoolkit import ForgeError, Forgejo, GitHub, GitLab
from kitoolkit.forge import credentials
from kitoolkit.forge.credentials import Secret
from kitoolkit.vocabulary import Vocabulary

from .forges import base
from .forges.base import Fault, Request
from .test_forge_submit import FORGES, LESSON, OWNER_TOKEN, Scene

VARIABLES = ["KITOOLKIT_TOKEN", "GITHUB_TOKEN", "GH_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"]
VARIABLES += ["GITLAB_TOKEN", "FORGEJO_TOKEN", "GITEA_TOKEN", "GITHUB_SERVER_URL", "GITLAB_HOST", "CI_SERVER_URL"]


@pytest.fixture(autouse=True)
def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No token but those of the test, and no settings of git but those of the test."""
    for name in [*VARIABLES, *(name for name in os.environ if name.startswith("GIT_"))]:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "gitconfig").write_text("")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def helper(tmp_path: Path) -> Path:
    """A credential helper of git, which writes down what it was asked."""
    asked, script = tmp_path / "asked", tmp_path / "helper"
    script.write_text(f"#!/bin/sh\ncat >> '{asked}'\nprintf 'username=jan\\npassword=from-the-helper\\n'\n")
    script.chmod(0o755)
    (tmp_path / "gitconfig").write_text(f"[credential]\nhelper = {script}\nuseHttpPath = true\n")
    return asked


# where it comes from


@pytest.mark.parametrize(
    ("variable", "forge", "used"),
    [
        ("KITOOLKIT_TOKEN", GitHub("o/n"), True),
        ("KITOOLKIT_TOKEN", Forgejo("https://git.x.test", "o/n"), True),
        ("GITHUB_TOKEN", GitHub("o/n"), True),
        ("GH_TOKEN", GitHub("o/n"), True),
        ("GITHUB_TOKEN", GitHub("o/n", host="https://git.x.test"), False),
        ("GH_ENTERPRISE_TOKEN", GitHub("o/n", host="https://git.x.test"), True),
        ("GITHUB_TOKEN", GitLab("o/n"), False),
        ("GITLAB_TOKEN", GitLab("o/n"), True),
        ("GITLAB_TOKEN", GitLab("o/n", host="https://git.x.test"), False),
        ("FORGEJO_TOKEN", Forgejo("https://git.x.test", "o/n"), True),
        ("GITEA_TOKEN", Forgejo("https://codeberg.org", "o/n"), True),
    ],
)
def test_a_token_goes_to_the_host_that_it_is_for(
    variable: str, forge: GitHub | GitLab | Forgejo, used: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(variable, "the-token")
    found = credentials.find(forge.host, forge.repository, forge.own_variables())
    assert (found.reveal() if found else None) == ("the-token" if used else None)


@pytest.mark.parametrize(
    ("name", "value", "variable", "forge"),
    [
        ("GITHUB_SERVER_URL", "https://git.x.test", "GITHUB_TOKEN", GitHub("o/n", host="https://git.x.test")),
        ("GITLAB_HOST", "git.x.test", "GITLAB_TOKEN", GitLab("o/n", host="https://git.x.test")),
        ("CI_SERVER_URL", "https://git.x.test", "GITLAB_TOKEN", GitLab("o/n", host="https://git.x.test")),
    ],
)
def test_the_environment_may_name_the_host(
    name: str, value: str, variable: str, forge: GitHub | GitLab, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(name, value)
    assert variable in forge.own_variables()


def test_our_own_variable_comes_first(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GITHUB_TOKEN", "github")
    monkeypatch.setenv("KITOOLKIT_TOKEN", "ours\n")
    found = credentials.find("https://github.com", "o/n", ["GITHUB_TOKEN"])
    assert found is not None
    assert found.reveal() == "ours"


def test_gits_credential_helper_is_asked(helper: Path):
    found = credentials.find("https://git.x.test:8443", "o/n", [])
    assert found is not None
    assert found.reveal() == "from-the-helper"
    assert {"protocol=https", "host=git.x.test:8443", "path=o/n"} <= set(helper.read_text().splitlines())


def test_a_helper_that_knows_nothing_asks_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Neither on the terminal nor in a window."""
    window = tmp_path / "window"
    window.write_text(f"#!/bin/sh\ntouch '{tmp_path}/opened'\necho guessed\n")
    window.chmod(0o755)
    monkeypatch.setenv("GIT_ASKPASS", str(window))
    monkeypatch.setenv("SSH_ASKPASS", str(window))
    assert credentials.find("https://git.x.test", "o/n", []) is None
    assert not (tmp_path / "opened").exists()


def test_without_git_there_is_no_token(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert credentials.find("https://git.x.test", "o/n", []) is None


def test_without_a_token_it_says_where_to_put_one(concepts: Vocabulary):
    with pytest.raises(ForgeError) as raised:
        GitHub("o/n").submit([LESSON], vocabulary=concepts)
    assert "no token for https://github.com" in str(raised.value)
    assert "KITOOLKIT_TOKEN, GITHUB_TOKEN, GH_TOKEN" in str(raised.value)
    assert "Contents (write)" in raised.value.as_text("nl")


@pytest.mark.parametrize("value", ["two words", "tab\there", "new\nline", "é", "\x00", " ", "x\u2028y"])
def test_what_can_be_no_token_is_refused_without_saying_it(value: str):
    with pytest.raises(ForgeError) as raised:
        Secret(value, "KITOOLKIT_TOKEN")
    assert "KITOOLKIT_TOKEN" in str(raised.value)
    assert value.strip() == "" or value not in str(raised.value)


# where it goes, and where it does not

PRINTABLE = "".join(sorted(set(string.printable) - set(string.whitespace)))
tokens = st.text(alphabet=PRINTABLE, min_size=12, max_size=80).filter(lambda text: len(set(text)) > 6)
ECHOES = [
    lambda token: {"message": f"Token {token} is wrong", "errors": [{"message": token}, {token: token}]},
    lambda token: {"message": [token, {"x": [f"a{token}b"]}], "error": token, "error_description": token},
    lambda token: f"<html>{token}</html>".encode(),
    lambda token: {"message": quote(token)},
    lambda token: {"full_name": token, "default_branch": token, "owner": {"login": token}, "id": token},
]


def shown_by(error: BaseException) -> str:
    """All that a program, a log or a traceback shows of an error."""
    texts = ["".join(traceback.format_exception(error)), repr(error), str(error), repr(error.args)]
    if isinstance(error, ForgeError):
        texts += [error.as_text("nl"), error.as_text("en"), repr(error.as_record())]
    return "\n".join(texts)


@pytest.fixture(params=FORGES, scope="module")
def scene(request: pytest.FixtureRequest, concepts: Vocabulary) -> Iterator[Scene]:
    with FORGES[request.param]() as forge:
        yield Scene(request.param, forge, concepts)


@settings(max_examples=40)
@given(
    token=tokens,
    status=st.sampled_from([200, 301, 400, 401, 403, 404, 409, 422, 429, 500]),
    echo=st.sampled_from(ECHOES),
    path=st.sampled_from(["catalogus$", "/user$"]),
)
def test_no_token_shows_up_anywhere(scene: Scene, token: str, status: int, echo, path: str):
    """Whatever the token is, and although the server says it back."""
    location = {"Location": f"/elsewhere?token={quote(token)}"} if status == 301 else {}
    scene.forge.faults = [Fault("GET", path, status, echo(token), location, times=4)]
    scene.forge.asked.clear()
    scene.forge.lines.clear()
    client = scene.client(token)
    shown = repr(client) + str(client) + client.address + repr(client.__dict__)
    try:
        base.TOKENS[token] = base.USER
        done = client.submit([LESSON], vocabulary=scene.concepts)
        shown += repr(done)
    except ForgeError as error:
        shown += shown_by(error)
    finally:
        del base.TOKENS[token]
    for written in (token, quote(token), quote(token, safe="")):
        assert written not in shown
        assert not any(written in line for line in scene.forge.lines if "/elsewhere" not in line)
    assert any(token in one.headers.get("authorization", "") for one in scene.forge.asked)


@given(token=tokens, said=st.text(max_size=30))
def test_hiding_leaves_the_rest(token: str, said: str):
    hidden = Secret(token).hide(f"{said}|{token}|{quote(token, safe='')}|{said}")
    assert token not in hidden
    assert hidden.startswith(said.replace(token, "***") + "|***|***|")


def test_a_server_that_says_no_http_at_all_cannot_show_it(scene: Scene):
    """The text of such an answer stands in the error of the HTTP library."""

    def echo(request: Request) -> bytes:
        return request.headers["authorization"].encode() + b"\r\n\r\n"

    scene.forge.faults = [Fault("GET", "catalogus$", raw=echo, times=4)]
    with pytest.raises(ForgeError) as raised:
        scene.client(OWNER_TOKEN).submit([LESSON], vocabulary=scene.concepts)
    assert "no answer from" in str(raised.value)
    assert OWNER_TOKEN not in shown_by(raised.value)


def test_the_token_is_in_the_header_and_nowhere_else(scene: Scene):
    scene.forge.faults = []
    scene.forge.asked.clear()
    scene.client(OWNER_TOKEN).submit([LESSON], vocabulary=scene.concepts)
    for one in scene.forge.asked:
        assert re.fullmatch(r"(Bearer|token) \S+", one.headers.pop("authorization"))
        assert OWNER_TOKEN not in repr(one)
