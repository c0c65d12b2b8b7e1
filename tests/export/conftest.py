"""The packaged dataset, and a tiny one with something of everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from pharmakon import load
from pharmakon.dataset import Dataset

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


@pytest.fixture(scope="session")
def packaged() -> Dataset:
    """The packaged dataset."""
    return load()


@pytest.fixture(scope="session")
def golden() -> Path:
    """The folder of the tiny dataset."""
    return GOLDEN


@pytest.fixture(scope="session")
def tiny() -> Dataset:
    """The tiny dataset, read from the YAML that stands beside its exports."""
    return load(GOLDEN)
