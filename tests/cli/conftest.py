"""A way to run a command within this process, and the tiny dataset to run it on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pharmakon.cli import main


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command; whatever it is given, it returns an exit code and no traceback."""
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*words: object) -> Answer:
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Answer(code, said.out, said.err)

    return run


@pytest.fixture
def golden() -> Path:
    """The folder of the tiny dataset."""
    return Path(__file__).resolve().parents[1] / "golden"


@pytest.fixture
def data(golden: Path, tmp_path: Path) -> Path:
    """A copy of the tiny dataset's authored files, which a test may spoil."""
    return Path(shutil.copytree(golden, tmp_path / "data", ignore=shutil.ignore_patterns("export")))
