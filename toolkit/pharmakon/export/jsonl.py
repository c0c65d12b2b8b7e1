"""JSON Lines: one record a line, in canonical form (RFC 8785)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pharmakon.artifacts import Artifact
from pharmakon.dataset import Dataset
from pharmakon.export import Format
from pharmakon.graph import Naming
from pharmakon.model import Metadata, Record
from pharmakon.model.canonical import canonical_json

FORMAT = Format("jsonl", "canonical records, one a line", "application/jsonl", "jsonl", stream=True)
FILES = ("records/pharmakon.jsonl",)


def stream(nodes: Iterable[Record | Metadata], naming: Naming) -> Iterator[bytes]:
    """A line for each record; the dataset's metadata has none."""
    del naming
    for node in nodes:
        if isinstance(node, Record):
            yield f"{canonical_json(node)}\n".encode()


def export(dataset: Dataset) -> Iterator[Artifact]:
    """The file of a dataset."""
    chunks = stream(dataset.nodes(), Naming.of(dataset.metadata))
    yield Artifact(FILES[0], chunks, FORMAT.media_type, len(dataset))
