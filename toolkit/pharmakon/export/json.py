"""JSON: the dataset's metadata and its records in one document, in canonical form."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.artifacts import Artifact
from pharmakon.dataset import Dataset
from pharmakon.export import Format
from pharmakon.graph import Naming
from pharmakon.model.canonical import canonical_json

FORMAT = Format("json", "metadata and records in one document", "application/json", "json", stream=False)
FILES = ("records/pharmakon.json",)


def export(dataset: Dataset) -> Iterator[Artifact]:
    """The file of a dataset."""
    yield Artifact(FILES[0], whole(dataset, Naming.of(dataset.metadata)), FORMAT.media_type, len(dataset))


def whole(dataset: Dataset, naming: Naming) -> Iterator[bytes]:
    """The document; it says itself what its ids are appended to."""
    del naming
    metadata = f'"dataset":{canonical_json(dataset.metadata)},' if dataset.metadata else ""
    yield f'{{{metadata}"records":['.encode()
    for at, record in enumerate(dataset):
        yield f"{',' if at else ''}\n{canonical_json(record)}".encode()
    yield b"\n]}\n"
