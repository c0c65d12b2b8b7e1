"""The packaged dataset and the tiny one."""

from __future__ import annotations

from pathlib import Path

import moved
import pytest

import pharmakon as pk
from pharmakon.dataset import Dataset


@pytest.fixture(scope="session")
def packaged() -> Dataset:
    """The packaged dataset."""
    return pk.load()


@pytest.fixture(scope="session")
def golden() -> Path:
    """The folder of the tiny dataset."""
    return Path(__file__).resolve().parents[1] / "golden"


@pytest.fixture(scope="session")
def tiny(golden: Path) -> Dataset:
    """The tiny dataset."""
    return pk.load(golden)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """The folder of the documents, with one in which passages moved."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "d.txt").write_bytes(moved.OLD.encode())
    return folder
