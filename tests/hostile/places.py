"""Paths that cannot be read, or that are not what they seem."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pharmakon as pk

RECORD = "- {id: drug/k, type: Drug, label: k, kind: substance}\n"
DESCRIPTION = (
    "{id: dataset/d, title: t, description: d, version: 1.0.0, schema_version: 1.0.0, released: '2020', "
    "language: en, base_iri: 'https://example.org/', license: 'https://example.org/l', creators: [c], "
    "publisher: p, disclaimer: d}\n"
)


@dataclass(frozen=True)
class Place:
    """A path, and what must be said of it.

    Args:
        name: What is odd about it.
        path: The path, below a folder that is made for it; empty: that folder.
        make: Makes it.
        said: A part of the one sentence that refuses it; empty: it is read.
        records: How many records are read, where it is.
    """

    name: str
    path: str
    make: Callable[[Path], object]
    said: str = ""
    records: int = 0

    def __str__(self) -> str:
        """What it is called in a list of tests."""
        return f"files: {self.name}"

    def found(self, folder: Path) -> str | int:
        """The sentence that refuses it, or the number of records that are read."""
        try:
            return pk.validate(folder / self.path).records
        except pk.UnreadableInput as fault:
            return str(fault)


def write(name: str, text: str = RECORD) -> Callable[[Path], object]:
    """What writes a file."""

    def made(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")

    return made


def link(name: str, target: str) -> Callable[[Path], object]:
    """What makes a symbolic link."""
    return lambda folder: (folder / name).symlink_to(target)


def several(*makers: Callable[[Path], object]) -> Callable[[Path], object]:
    """What makes several things."""

    def made(folder: Path) -> None:
        for make in makers:
            make(folder)

    return made


def _bind(folder: Path) -> None:
    """Leaves a socket behind; its path is relative, for the paths of sockets are short."""
    here = Path.cwd()
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as door:
            door.bind("a.yaml")
    finally:
        os.chdir(here)


def _dataset(*makers: Callable[[Path], object]) -> Callable[[Path], object]:
    return several(write("dataset.yaml", DESCRIPTION), *makers)


def cases() -> Iterator[Place]:
    """All of them."""
    nothing = several()
    yield Place("a file", "a.yaml", write("a.yaml"), records=1)
    yield Place("an empty file", "a.yaml", write("a.yaml", ""))
    yield Place("an empty file of lines", "a.jsonl", write("a.jsonl", ""))
    yield Place("a missing file", "a.yaml", nothing, "there is no such file")
    yield Place("a missing folder", "a/b/c", nothing, "there is no such file")
    yield Place("a file as a folder", "a.yaml/b.yaml", write("a.yaml"), "there is no such file")
    yield Place("an empty folder", "", nothing, "no file of records is in it")
    yield Place("a folder of other files", "", write("a.txt"), "no file of records is in it")
    yield Place("another ending", "a.txt", write("a.txt"), "it is no file of records")
    yield Place("no ending", "a", write("a"), "it is no file of records")
    yield Place("a packed file", "a.yaml.gz", write("a.yaml.gz"), "it is no file of records")
    yield Place("a name that is too long", "a" * 300 + ".yaml", nothing, "it cannot be read")
    yield Place("a path that is too long", "a/" * 5000 + "a.yaml", nothing, "it cannot be read")
    yield Place("a NUL in a name", "a\0.yaml", nothing, "no path has a NUL")
    yield Place("an escape sequence in a name", "\x1b[31m.yaml", write("\x1b[31m.yaml"), records=1)
    yield Place("a line feed in a name", "a\nb.yaml", write("a\nb.yaml"), records=1)
    yield Place("a turned direction in a name", "\u202elmay.yaml", write("\u202elmay.yaml"), records=1)
    yield Place("bytes in a name that are no UTF-8", "a\udcff.yaml", write("a\udcff.yaml"), records=1)
    yield Place("a name like an option", "--help.yaml", write("--help.yaml"), records=1)
    yield Place("a name of two dots", "..yaml", write("..yaml"), records=1)
    yield Place("a pipe", "a.yaml", lambda folder: os.mkfifo(folder / "a.yaml"), "it is a pipe")
    yield Place("a pipe in a folder", "", lambda folder: os.mkfifo(folder / "a.yaml"), "it is a pipe")
    yield Place("a socket", "a.yaml", _bind, "cannot be read")
    yield Place("a device that never ends", "a.jsonl", link("a.jsonl", "/dev/zero"), "it is a device")
    yield Place("a device that is empty", "a.jsonl", link("a.jsonl", "/dev/null"), "it is a device")
    yield Place("a folder with the name of a file", "", several(write("a.yaml/b.yaml")), records=1)
    yield Place("a link to a file", "b.yaml", several(write("a.yaml"), link("b.yaml", "a.yaml")), records=1)
    yield Place("a link to nothing", "a.yaml", link("a.yaml", "nothing"), "there is no such file")
    yield Place("a link to nothing in a folder", "", link("a.yaml", "nothing"), "cannot be read")
    yield Place("a link to itself", "a.yaml", link("a.yaml", "a.yaml"), "no such file")
    yield Place("a link to itself in a folder", "", link("a.yaml", "a.yaml"), "cannot be read")
    loop = several(write("a.yaml"), link("b", "."))
    yield Place("a link to the folder in which it is", "", loop, "a link to a folder")
    yield Place("a hidden link", "", several(write("a.yaml"), link(".b", ".")), records=1)
    yield from _datasets()


def _datasets() -> Iterator[Place]:
    fifo = "it is a pipe"
    yield Place("a dataset without records", "", _dataset())
    yield Place("a dataset", "", _dataset(write("records/a.yaml")), records=1)
    yield Place("records that are a file", "", _dataset(write("records")), "it is no folder")
    yield Place("records that lead nowhere", "", _dataset(link("records", "nothing")), "it is no folder")
    yield Place(
        "records in a linked folder", "", _dataset(write("other/a.yaml"), link("records", "other")), records=1
    )
    inner = _dataset(write("records/a.yaml"), write("other/b.yaml"), link("records/more", "../other"))
    yield Place("a linked folder among records", "", inner, "a link to a folder")
    pipe = _dataset(lambda folder: os.mkfifo(folder / "accepted.yaml"))
    yield Place("accepted findings that are a pipe", "", pipe, fifo)
    yield Place(
        "accepted findings that lead nowhere",
        "",
        _dataset(link("accepted.yaml", "nothing")),
        "cannot be read",
    )
    yield Place(
        "accepted findings that are a folder", "", _dataset(write("accepted.yaml/a.yaml")), "it is a folder"
    )
    yield Place("a description that is a pipe", "", lambda folder: os.mkfifo(folder / "dataset.yaml"), fifo)
    yield Place("a description that is a folder", "", write("dataset.yaml/a.yaml"), "it is a folder")
    yield Place(
        "exports beside records", "", _dataset(write("records/a.yaml"), write("export/a.yaml")), records=1
    )
