"""A build is a function of the records: the same bytes whoever builds, where and when."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pharmakon as pk

ONE = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C"}
OTHER = {
    "PYTHONHASHSEED": "4242",
    "TZ": "America/St_Johns",
    "LC_ALL": "C.UTF-8",
    "PYTHONUTF8": "0",
    "PYTHONIOENCODING": "ascii",
}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by path."""
    found = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in found}


@pytest.fixture(scope="module")
def built(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The packaged dataset, built twice by processes that have nothing in common but the records."""
    made = []
    for environment, umask, depth in ((ONE, 0o077, "a"), (OTHER, 0o000, "b/c d/é")):
        here = tmp_path_factory.mktemp("build") / depth
        here.mkdir(parents=True)
        subprocess.run(
            [sys.executable, "-m", "pharmakon", "build", str(checkout / "dataset"), "--full", "--out", "out"],
            cwd=here, env={**os.environ, **environment}, umask=umask, check=True, capture_output=True,
        )  # fmt: skip
        made.append(here / "out")
    return made[0], made[1]


def test_two_builds_are_byte_identical(built: tuple[Path, Path]) -> None:
    """Hash seed, time zone, locale, folder and umask leave no trace in any byte or mode, binary ones too."""
    one, other = map(tree, built)
    assert one == other
    assert {"full/pharmakon.sqlite", "full/parquet/claim.parquet"} <= set(one)
    assert len(one) > 20
    for name in one:
        assert (built[0] / name).stat().st_mode == (built[1] / name).stat().st_mode


def test_a_build_is_what_is_committed(built: tuple[Path, Path], checkout: Path) -> None:
    """The trees of the checkout are, byte for byte, what a build elsewhere makes."""
    assert tree(built[0] / "schema") == tree(checkout / "schema")
    assert tree(built[0] / "export") == tree(checkout / "dataset" / "export")


def test_nothing_tells_who_built(built: tuple[Path, Path]) -> None:
    """No file names a folder, a user or a machine."""
    for path, data in tree(built[0]).items():
        assert str(built[0]).encode() not in data, path
        assert str(Path.home()).encode() + b"/" not in data, path
        assert b"\r" not in data or path.endswith((".parquet", ".sqlite")), path


def test_a_second_build_changes_nothing(golden: Path, tmp_path: Path) -> None:
    """Building over a release gives the same release."""
    pk.build(golden, tmp_path / "out")
    before = tree(tmp_path)
    pk.build(golden, tmp_path / "out")
    assert tree(tmp_path) == before
