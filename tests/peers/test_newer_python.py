"""A newer Python, with the same dependencies, builds the same bytes."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pharmakon as pk

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "full/pharmakon.sqlite"
SURROUNDINGS = {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Apia", "LC_ALL": "C"}
VERSIONS = "import sqlite3, sys; print(sys.version_info[1], sqlite3.sqlite_version)"


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by path."""
    found = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in found}


def told(path: Path) -> list[str]:
    """All that a database holds, as statements."""
    with closing(sqlite3.connect(path)) as database:
        return list(database.iterdump())


def test_another_python_makes_the_same_bytes(newer_python: Path, tmp_path: Path) -> None:
    """The text formats are what is committed, and Parquet the same; SQLite's are by SQLite's own version."""
    pk.build(ROOT / "dataset", tmp_path / "usual", full=True)
    subprocess.run(
        [newer_python, "-m", "pharmakon", "build", ROOT / "dataset", "--full", "--out", tmp_path / "newer"],
        cwd=tmp_path, env={**os.environ, **SURROUNDINGS, "PYTHONPATH": str(ROOT / "toolkit")}, check=True,
        capture_output=True,
    )  # fmt: skip
    said = subprocess.run([newer_python, "-c", VERSIONS], capture_output=True, text=True, check=True)
    minor, library = said.stdout.split()
    assert int(minor) > 11
    usual, newer = tree(tmp_path / "usual"), tree(tmp_path / "newer")
    assert "full/parquet/claim.parquet" in newer
    if library != sqlite3.sqlite_version:
        assert told(tmp_path / "usual" / DATABASE) == told(tmp_path / "newer" / DATABASE)
        for each in (DATABASE, "full/manifest.json", "full/SHA256SUMS"):
            del usual[each], newer[each]
    assert usual == newer
    assert tree(tmp_path / "newer" / "schema") == tree(ROOT / "schema")
    assert tree(tmp_path / "newer" / "export") == tree(ROOT / "dataset" / "export")
