"""JSON Lines: one record a line, in canonical form (RFC 8785)."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.artifacts import Artifact
from pharmakon.dataset import Dataset
from pharmakon.export import Format, Quick, streamed, streaming
from pharmakon.graph import Naming
from pharmakon.model import Metadata, Record
from pharmakon.model.canonical import canonical_json

FORMAT = Format("jsonl", "canonical records, one a line", "application/jsonl", "jsonl", stream=True)
FILES = ("records/pharmakon.jsonl",)
SEPARATOR = TAIL = b""


def head(naming: Naming) -> bytes:
    """Nothing: the file begins with the first record."""
    del naming
    return b""


def piece(node: Record | Metadata, naming: Naming) -> bytes:
    """The line of one record; the dataset's metadata has none."""
    del naming
    return f"{canonical_json(node)}\n".encode() if isinstance(node, Record) else b""


def quick(naming: Naming) -> Quick:
    """A canonical line as it stands."""
    del naming
    return lambda _, text: text + b"\n"


def export(dataset: Dataset) -> Iterator[Artifact]:
    """The file of a dataset."""
    yield streamed(streaming(FORMAT.name), FILES[0], dataset)
