"""A build gives the same bytes in whichever order a file system lists."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest

import pharmakon as pk


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by path."""
    found = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in found}


class Disordered:
    """The entries of a folder as `os.scandir` gives them, in an order by chance.

    Args:
        entries: The entries.
        chance: The chance.
    """

    def __init__(self, entries: list[os.DirEntry[str]], chance: random.Random) -> None:
        chance.shuffle(entries)
        self._entries = iter(entries)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[os.DirEntry[str]]:
        return self._entries

    def __next__(self) -> os.DirEntry[str]:
        return next(self._entries)

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_the_file_system_does_not_matter(
    seed: int, golden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However folders are listed, reading, building, comparing and verifying give the same."""
    pk.build(golden, tmp_path / "plain")
    wanted = tree(tmp_path / "plain")
    chance = random.Random(seed)  # noqa: S311 - the same order in every run
    scandir, listdir = os.scandir, os.listdir
    asked = []

    def disordered(path: str | int = ".") -> Disordered:
        asked.append(path)
        with scandir(path) as entries:
            return Disordered(list(entries), chance)

    def shuffled(path: str = ".") -> list[str]:
        names = listdir(path)
        return chance.sample(names, len(names))

    monkeypatch.setattr(os, "scandir", disordered)
    monkeypatch.setattr(os, "listdir", shuffled)
    for _ in range(2):  # a second time over what is there
        pk.build(golden, tmp_path / "out")
    assert pk.check(golden, tmp_path / "out") == ()
    assert pk.verify(tmp_path / "out") == ()
    monkeypatch.undo()
    assert tree(tmp_path / "out") == wanted
    assert any(str(each).startswith(str(golden)) for each in asked)
