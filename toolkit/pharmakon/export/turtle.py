"""Turtle: the same graph for people, a block for each subject."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.artifacts import Artifact
from pharmakon.dataset import Dataset
from pharmakon.export import Format, streamed, streaming
from pharmakon.graph import Naming, statements, turtle
from pharmakon.model import Metadata, Record

FORMAT = Format("turtle", "RDF for people", "text/turtle", "ttl", stream=True)
FILES = ("rdf/pharmakon.ttl",)
SEPARATOR = TAIL = b""


def head(naming: Naming) -> bytes:
    """The prefixes."""
    return turtle.head(turtle.prefixes(naming.base)).encode()


def piece(node: Record | Metadata, naming: Naming) -> bytes:
    """The blocks of one record."""
    return "".join(turtle.blocks(statements(node, naming), turtle.prefixes(naming.base))).encode()


def export(dataset: Dataset) -> Iterator[Artifact]:
    """The file of a dataset."""
    yield streamed(streaming(FORMAT.name), FILES[0], dataset)
