"""Derived data on disk: whole or not there."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitoolkit import cache


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KITOOLKIT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def refuse() -> bytes:
    raise AssertionError("made again")


def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: Path):
    assert cache.folder() == folder
    monkeypatch.delenv("KITOOLKIT_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache.folder() == tmp_path / "xdg" / "kitoolkit"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert cache.folder() == tmp_path / "home" / ".cache" / "kitoolkit"


@given(st.lists(st.binary(max_size=6), max_size=4), st.lists(st.binary(max_size=6), max_size=4))
def test_other_parts_have_another_name(one: list[bytes], other: list[bytes]):
    assert (cache.content_key(one) == cache.content_key(other)) == (one == other)


def test_bytes_are_made_once(folder: Path):
    assert cache.load_bytes("x", lambda: b"made") == b"made"
    assert cache.load_bytes("x", refuse) == b"made"
    assert [file.name for file in folder.iterdir()] == ["x"]


def test_what_fails_while_made_is_not_kept(folder: Path):
    with pytest.raises(AssertionError, match="made again"):
        cache.load_bytes("x", refuse)
    assert cache.load_bytes("x", lambda: b"made") == b"made"


def test_folder_is_made_once(folder: Path):
    made = cache.load_folder("x", lambda work: (work / "file").write_text("made") and None)
    assert made == folder / "x"
    assert cache.load_folder("x", lambda work: refuse() and None) == made
    assert (made / "file").read_text() == "made"


def test_folder_that_fails_while_made_leaves_nothing(folder: Path):
    def half(work: Path) -> None:
        (work / "file").write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cache.load_folder("x", half)
    assert list(folder.iterdir()) == []


def test_folder_that_another_process_made_meanwhile_is_taken(folder: Path):
    def with_a_rival(work: Path) -> None:
        (work / "file").write_text("mine")
        (folder / "x").mkdir()
        (folder / "x" / "file").write_text("theirs")

    made = cache.load_folder("x", with_a_rival)
    assert (made / "file").read_text() == "theirs"
    assert [child.name for child in folder.iterdir()] == ["x"]


def test_folder_where_nothing_can_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KITOOLKIT_CACHE", str(tmp_path / "file" / "cache"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    made = cache.load_folder("x", lambda work: (work / "file").write_text("made") and None)
    assert (made / "file").read_text() == "made"


def test_writing_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "catalogue.csv"
    cache.write_whole(file, b"old")

    def full(self: Path, target: Path) -> Path:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space left"):
        cache.write_whole(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


@pytest.fixture(params=[0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_a_new_file_is_as_open_as_its_user_wants(tmp_path: Path, umask: int):
    cache.write_whole(tmp_path / "new", b"x")
    assert mode(tmp_path / "new") == 0o666 & ~umask


@pytest.mark.parametrize("before", [0o600, 0o640, 0o644, 0o755])
def test_a_file_that_is_written_again_stays_as_open_as_it_was(tmp_path: Path, umask: int, before: int):
    file = tmp_path / "file"
    file.write_bytes(b"old")
    file.chmod(before)
    cache.write_whole(file, b"new")
    assert (file.read_bytes(), mode(file)) == (b"new", before)


def test_a_private_file_is_for_its_owner_only(tmp_path: Path, umask: int):
    file = tmp_path / "file"
    file.write_bytes(b"old")
    for target in (file, tmp_path / "new"):
        cache.write_whole(target, b"x", private=True)
        assert mode(target) == 0o600
