"""What is set aside goes away by itself, and says where it does not fit."""

from __future__ import annotations

import errno
import os
import re
import resource
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pharmakon import scratch
from pharmakon.errors import PublishError


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where TMPDIR leads."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


@pytest.fixture
def narrow() -> Iterator[None]:
    """A process that can write no file of more than some kilobytes."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, usual[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    signal.signal(signal.SIGXFSZ, handler)


def test_a_file_is_read_as_it_was_written(place: Path) -> None:
    """It has no name, is written and read in any order, and leaves nothing."""
    with scratch.file() as file:
        file.writelines([b"one\n", b"x" * 100_000, b"\n"])
        file.seek(0)
        assert [len(line) for line in file] == [4, 100_001]
        assert list(place.iterdir()) == []


def test_a_folder_goes_with_its_block(place: Path) -> None:
    """Whatever ends the block, and whatever is in it."""

    def failing() -> None:
        with scratch.folder() as folder:
            assert folder.parent == place
            scratch.write(folder / "a", [b"one", b"two"])
            scratch.write(folder / "b", [])
            assert (folder / "a").read_bytes() == b"onetwo"
            with pytest.raises(FileExistsError):
                scratch.write(folder / "a", [])
            scratch.remove(folder / "b")
            assert [each.name for each in folder.iterdir()] == ["a"]
            raise KeyError

    with pytest.raises(KeyError):
        failing()
    assert list(place.iterdir()) == []


@pytest.mark.usefixtures("narrow")
def test_what_does_not_fit_names_the_disk(place: Path) -> None:
    """The error names the folder and the variable, whether a file has a name or not."""
    words = f"{place}: what is set aside meanwhile cannot be written: {os.strerror(errno.EFBIG)}; make room"
    with scratch.folder() as folder, pytest.raises(PublishError, match=re.escape(words)):
        scratch.write(folder / "a", [b"x" * 50_000])

    def filled() -> None:
        with scratch.file() as file:
            file.write(b"x" * 50_000)
            file.flush()

    with pytest.raises(PublishError, match=re.escape(words)):
        filled()
    assert list(place.iterdir()) == []


@pytest.mark.usefixtures("narrow")
def test_what_else_goes_wrong_keeps_its_name(place: Path) -> None:
    """A fault of what gives the pieces is not told as one of the disk."""

    def pieces() -> Iterator[bytes]:
        yield b"one"
        raise OSError(errno.EIO, "elsewhere")

    with scratch.folder() as folder, pytest.raises(OSError, match="elsewhere") as caught:
        scratch.write(folder / "a", pieces())
    assert not isinstance(caught.value, PublishError)


def test_a_place_that_is_not_there_is_named(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the folder went away, the error names it."""
    monkeypatch.setattr(tempfile, "tempdir", str(place / "gone"))
    monkeypatch.setenv("TMPDIR", str(place / "gone"))
    for make in (scratch.file, lambda: scratch.folder().__enter__()):
        with pytest.raises(PublishError, match=f"{place}/gone: what is set aside"):
            make()
