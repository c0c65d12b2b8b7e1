"""FHIR R4B: resources by type, as bundles, and what FHIR cannot carry."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon import fhir
from pharmakon.artifacts import Artifact
from pharmakon.dataset import Dataset
from pharmakon.export import Format
from pharmakon.fhir.files import LINES, files, lines
from pharmakon.graph import Naming

FORMAT = Format("fhir-r4b", "FHIR R4B (4.3.0) resources", LINES, "ndjson", stream=False)
FILES = (
    "fhir/r4b/*.ndjson",
    "fhir/r4b/collection.json",
    "fhir/r4b/loss.json",
    "fhir/r4b/manifest.json",
    "fhir/r4b/transaction.json",
)


def whole(dataset: Dataset, naming: Naming) -> Iterator[bytes]:
    """All resources, one a line."""
    return lines(fhir.export(dataset, fhir.R4B, naming.base).resources)


def export(dataset: Dataset) -> Iterator[Artifact]:
    """The files of a dataset."""
    return files(dataset, fhir.R4B)
