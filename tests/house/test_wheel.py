"""Laws about the wheel: in an empty folder it is a working pharmakon, with schema and dataset."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

OFFLINE = """
import socket


def refuse(*given, **named):
    raise OSError("no network")


socket.socket = refuse
"""
"""What Python runs at its start where the wheel is installed: no socket can be opened."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Path:
    """The folder into which the freshly built wheel was unpacked, as an installer does."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=checkout,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("pharmakon-*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "site")
    (folder / "site" / "sitecustomize.py").write_text(OFFLINE, encoding="utf-8")
    return folder / "site"


def _run(wheel: Path, empty: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=empty,
        env={**os.environ, "PYTHONPATH": str(wheel)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_holds_what_it_needs(wheel: Path) -> None:
    """The wheel has the package, its marker for types, the schema, the dataset and both licenses."""
    for name in ("py.typed", "shipped/schema/manifest.json", "shipped/dataset/dataset.yaml"):
        assert (wheel / "pharmakon" / name).is_file(), name
    licenses = {path.name for path in wheel.glob("*.dist-info/licenses/*")}
    assert {"LICENSE", "LICENSE-DATA"} <= licenses
    assert not list(wheel.rglob("test_*.py"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-m", "pharmakon", "validate"), "records: no findings"),
        (("-m", "pharmakon", "show", "drug/ketamine"), "drug/ketamine  Ketamine"),
        (("-c", "import pharmakon; print(pharmakon.load())"), "<Dataset 'What five articles say"),
        (("-c", "import pharmakon; print(pharmakon.__file__)"), "site"),
    ],
)
def test_it_works_in_an_empty_folder(wheel: Path, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    """Validating, showing and loading need nothing but the wheel and its dependencies."""
    done = _run(wheel, tmp_path, *words)
    assert done.returncode == 0, done.stderr
    assert said in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_it_does_not_build_into_itself(wheel: Path, tmp_path: Path) -> None:
    """Outside a checkout, a build needs a folder to write into."""
    done = _run(wheel, tmp_path, "-m", "pharmakon", "build")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "--out" in done.stderr
    built = _run(wheel, tmp_path, "-m", "pharmakon", "build", "--out", "release")
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "release" / "export" / "rdf" / "pharmakon.nt").stat().st_size > 100_000


def test_it_ships_what_it_builds(wheel: Path, checkout: Path, tmp_path: Path) -> None:
    """The shipped trees are the checkout's, and the schema is what the installed package itself writes."""
    for path in (each for tree in ("schema", "dataset") for each in (checkout / tree).rglob("*")):
        if path.is_file():
            shipped = wheel / "pharmakon" / "shipped" / path.relative_to(checkout)
            assert shipped.read_bytes() == path.read_bytes()
    assert _run(wheel, tmp_path, "-m", "pharmakon", "build", "--out", "release").returncode == 0
    for path in (wheel / "pharmakon" / "shipped" / "schema").iterdir():
        assert (tmp_path / "release" / "schema" / path.name).read_bytes() == path.read_bytes()
