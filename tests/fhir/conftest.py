"""The packaged dataset and the tiny one in both versions of FHIR."""

from __future__ import annotations

from pathlib import Path

import pytest

from pharmakon import fhir, load
from pharmakon.dataset import Dataset

VERSIONS = tuple(fhir.EDITIONS.values())


@pytest.fixture(scope="session")
def packaged() -> Dataset:
    """The packaged dataset."""
    return load()


@pytest.fixture(scope="session")
def tiny() -> Dataset:
    """The tiny dataset."""
    return load(Path(__file__).resolve().parents[1] / "golden")


@pytest.fixture(scope="session", params=VERSIONS, ids=lambda version: version.name)
def version(request: pytest.FixtureRequest) -> fhir.Edition:
    """Each version of FHIR."""
    found: fhir.Edition = request.param
    return found


@pytest.fixture(scope="session")
def made(version: fhir.Edition, packaged: Dataset) -> fhir.Export:
    """The packaged dataset in one version."""
    return fhir.export(packaged, version)
