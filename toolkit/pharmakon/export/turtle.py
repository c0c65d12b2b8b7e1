"""Turtle: the same graph for people, a block for each subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pharmakon.artifacts import Artifact
from pharmakon.dataset import Dataset
from pharmakon.export import Format
from pharmakon.graph import Naming, statements
from pharmakon.graph.turtle import blocks, head, prefixes
from pharmakon.model import Metadata, Record

FORMAT = Format("turtle", "RDF for people", "text/turtle", "ttl", stream=True)
FILES = ("rdf/pharmakon.ttl",)


def stream(nodes: Iterable[Record | Metadata], naming: Naming) -> Iterator[bytes]:
    """The prefixes, then the blocks of one record after another."""
    names = prefixes(naming.base)
    yield head(names).encode()
    for node in nodes:
        yield "".join(blocks(statements(node, naming), names)).encode()


def export(dataset: Dataset) -> Iterator[Artifact]:
    """The file of a dataset."""
    chunks = stream(dataset.nodes(), Naming.of(dataset.metadata))
    yield Artifact(FILES[0], chunks, FORMAT.media_type, len(dataset))
