"""N-Triples: the statements of each record, sorted; records in the order of their ids."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pharmakon.artifacts import Artifact
from pharmakon.dataset import Dataset
from pharmakon.export import Format, Quick, streamed, streaming
from pharmakon.graph import Naming, lines, plain
from pharmakon.model import Metadata, Record
from pharmakon.readers import canonical
from pharmakon.terms import table

FORMAT = Format("ntriples", "RDF, one statement a line", "application/n-triples", "nt", stream=True)
FILES = ("rdf/pharmakon.nt",)
SEPARATOR = TAIL = b""


def head(naming: Naming) -> bytes:
    """Nothing: the file begins with the first statement."""
    del naming
    return b""


def piece(node: Record | Metadata, naming: Naming) -> bytes:
    """The lines of one record."""
    return "".join(f"{line}\n" for line in lines(node, naming)).encode()


@lru_cache(maxsize=8)
def quick(naming: Naming) -> Quick:
    """The same lines, made of a canonical line without a model."""
    usually, always = (
        {
            type_.name: plain.writer(type_, naming, canonical.absent(), canonical.text, usual=usual)
            for type_ in table().records
        }
        for usual in (True, False)
    )

    def made(line: canonical.Line, text: bytes) -> bytes | None:
        del text
        told = (usually if line.usual else always)[line.type](line.value)
        return told.encode() if told else None

    return made


def export(dataset: Dataset) -> Iterator[Artifact]:
    """The file of a dataset."""
    yield streamed(streaming(FORMAT.name), FILES[0], dataset)
