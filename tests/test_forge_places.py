"""From what people write, or what git has for a remote, to the forge that is meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitoolkit import ForgeError, Forgejo, GitHub, GitLab, GitRemote
from kitoolkit.forge.api import ApiForge
from kitoolkit.forge.common import branch_name
from kitoolkit.forge.places import forge_at


@pytest.mark.parametrize(
    ("to", "address"),
    [
        ("github:owner/name", "https://github.com/owner/name"),
        ("gitlab:group/sub/project", "https://gitlab.com/group/sub/project"),
        ("codeberg:owner/name", "https://codeberg.org/owner/name"),
        ("https://github.com/owner/name", "https://github.com/owner/name"),
        ("https://github.com/owner/name.git", "https://github.com/owner/name"),
        ("https://github.com/owner/name/", "https://github.com/owner/name"),
        ("https://github.com/owner/name/tree/main/catalogue", "https://github.com/owner/name"),
        ("https://jan:secret-token@github.com/owner/name", "https://github.com/owner/name"),
        ("git@github.com:owner/name.git", "https://github.com/owner/name"),
        ("ssh://git@ssh.github.com:443/owner/name.git", "https://github.com/owner/name"),
        ("https://gitlab.com/group/sub/project/-/tree/main", "https://gitlab.com/group/sub/project"),
        ("git@gitlab.com:group/sub/project.git", "https://gitlab.com/group/sub/project"),
        ("https://codeberg.org/owner/name", "https://codeberg.org/owner/name"),
        ("ssh://git@codeberg.org/owner/name.git", "https://codeberg.org/owner/name"),
        ("https://omroep.ghe.com/owner/name", "https://omroep.ghe.com/owner/name"),
    ],
)
def test_known_hosts(to: str, address: str):
    assert forge_at(to).address == address


@pytest.mark.parametrize(
    ("to", "kind", "shown"),
    [
        ("https://git.omroep.test/owner/name", "github", "GitHub('https://git.omroep.test/owner/name')"),
        ("git@git.omroep.test:group/sub/project.git", "gitlab", "GitLab('https://git.omroep.test/group/sub/project')"),
        ("https://git.omroep.test:8443/owner/name", "forgejo", "Forgejo('https://git.omroep.test:8443/owner/name')"),
        ("https://omroep.test/git/owner/name", "forgejo", "Forgejo('https://omroep.test/git/owner/name')"),
        ("https://github.com/owner/name", "git", "GitRemote('https://github.com/owner/name')"),
        ("http://127.0.0.1:3000/owner/name", "forgejo", "Forgejo('http://127.0.0.1:3000/owner/name')"),
    ],
)
def test_hosts_of_your_own(to: str, kind: str, shown: str):
    assert repr(forge_at(to, kind)) == shown


def test_an_unknown_host_asks_what_runs_there():
    with pytest.raises(ForgeError, match=r"what runs on git\.omroep\.test is not known\n.*--forge github"):
        forge_at("https://git.omroep.test/owner/name")


NO_ADDRESSES = """
github
owner/name
github:
github:owner
github:owner/..
github:owner/na me
-x
--to
/a/b
https://
https://github.com
https://github.com/owner
ftp://github.com/a/b
https://[::1/a/b
x:y
ext::sh -c x
gitlab:project
https://codeberg.org/name
""".split("\n")


@pytest.mark.parametrize("to", NO_ADDRESSES[1:])
def test_what_is_no_address(to: str):
    with pytest.raises(ForgeError):
        forge_at(to)


def test_a_token_does_not_go_over_an_open_connection():
    with pytest.raises(ForgeError, match="is not encrypted"):
        forge_at("http://git.omroep.test/owner/name", "forgejo")
    with pytest.raises(ForgeError, match="is not encrypted"):
        GitHub("owner/name", api="http://127.0.0.1.x.test/")
    with pytest.raises(ForgeError, match="does not belong in an address"):
        Forgejo("https://jan:secret@codeberg.org", "owner/name")


@pytest.mark.parametrize(
    ("forge", "base"),
    [
        (GitHub("o/n"), "https://api.github.com"),
        (GitHub("o/n", host="https://omroep.ghe.com"), "https://api.omroep.ghe.com"),
        (GitHub("o/n", host="https://git.x.test"), "https://git.x.test/api/v3"),
        (GitLab("o/n"), "https://gitlab.com/api/v4"),
        (GitLab("o/n", host="https://git.x.test/"), "https://git.x.test/api/v4"),
        (Forgejo("https://codeberg.org", "o/n"), "https://codeberg.org/api/v1"),
        (GitLab("o/n", api="https://git.x.test/elsewhere/api/v4"), "https://git.x.test/elsewhere/api/v4"),
    ],
)
def test_where_the_interface_begins(forge: ApiForge, base: str):
    assert forge.api == base


@given(to=st.text(max_size=80), kind=st.sampled_from([None, "github", "gitlab", "forgejo", "git"]))
def test_any_text_is_an_address_or_an_error(to: str, kind: str | None):
    try:
        forge = forge_at(to, kind)
    except ForgeError:
        return
    if not isinstance(forge, GitRemote):
        assert "@" not in forge.address
        assert forge.repository.count("/") >= 1


SLUGS = st.from_regex(r"[a-z0-9]{1,20}(-[a-z0-9]{1,20}){0,12}", fullmatch=True)


@given(ids=st.lists(SLUGS.map("lesson/{}".format), min_size=1, max_size=5, unique=True))
def test_a_branch_has_a_name_that_git_takes_and_that_stays(ids: list[str]):
    name = branch_name(ids)
    assert name == branch_name(reversed(ids))
    assert name.startswith("kitoolkit/lesson-")
    assert len(name) < 150
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-/")
    assert not name.endswith(("-", "/"))
    assert name != branch_name([*ids, "tool/other"])


def test_names_of_long_slugs_differ():
    long = "lesson/" + "a" * 200
    assert branch_name([long]) != branch_name([long + "b"])


def test_a_git_remote_is_whatever_git_takes(tmp_path: Path):
    assert forge_at(str(tmp_path), "git").address == str(tmp_path)
