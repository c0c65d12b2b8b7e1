"""N-Triples: the statements of each record, sorted; records in the order of their ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pharmakon.artifacts import Artifact
from pharmakon.dataset import Dataset
from pharmakon.export import Format
from pharmakon.graph import Naming, lines
from pharmakon.model import Metadata, Record

FORMAT = Format("ntriples", "RDF, one statement a line", "application/n-triples", "nt", stream=True)
FILES = ("rdf/pharmakon.nt",)


def stream(nodes: Iterable[Record | Metadata], naming: Naming) -> Iterator[bytes]:
    """The lines of one record after another."""
    for node in nodes:
        yield "".join(f"{line}\n" for line in lines(node, naming)).encode()


def export(dataset: Dataset) -> Iterator[Artifact]:
    """The file of a dataset."""
    chunks = stream(dataset.nodes(), Naming.of(dataset.metadata))
    yield Artifact(FILES[0], chunks, FORMAT.media_type, len(dataset))
