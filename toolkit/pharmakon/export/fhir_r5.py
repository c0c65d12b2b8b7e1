"""FHIR R5: resources by type, as bundles, and what FHIR cannot carry."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon import fhir
from pharmakon.artifacts import Artifact
from pharmakon.dataset import Dataset
from pharmakon.export import Format
from pharmakon.fhir.files import LINES, files, lines
from pharmakon.graph import Naming

FORMAT = Format("fhir-r5", "FHIR R5 (5.0.0) resources", LINES, "ndjson", stream=False)
FILES = (
    "fhir/r5/*.ndjson",
    "fhir/r5/collection.json",
    "fhir/r5/loss.json",
    "fhir/r5/manifest.json",
    "fhir/r5/transaction.json",
)


def whole(dataset: Dataset, naming: Naming) -> Iterator[bytes]:
    """All resources, one a line."""
    return lines(fhir.export(dataset, fhir.R5, naming.base).resources)


def export(dataset: Dataset) -> Iterator[Artifact]:
    """The files of a dataset."""
    return files(dataset, fhir.R5)
