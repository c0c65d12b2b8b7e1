"""Generated records by the hundred thousand: what streams is what the library and PyLD say.

    PHARMAKON_FULL=1 pytest tests/engines/test_equality.py

runs the full figures; without it, a fiftieth is tried.
"""

from __future__ import annotations

import io
import json
import os
import random
from pathlib import Path

import judges
import pyoxigraph
import pytest
from bench.generate import records
from pyld import jsonld
from pyoxigraph import RdfFormat

import pharmakon as pk
from pharmakon import export, readers
from pharmakon.dataset import Dataset, Entry
from pharmakon.engines import local

FULL = bool(os.environ.get("PHARMAKON_FULL"))
COUNT = 100_000 if FULL else 2_000
SAMPLE = 2_000 if FULL else 200
STREAMS = sorted(name for name, module in export.modules().items() if module.FORMAT.stream)


@pytest.fixture(scope="module")
def lines() -> list[bytes]:
    """Generated records."""
    return list(records(COUNT, 5))


@pytest.fixture(scope="module")
def path(lines: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of them."""
    made = tmp_path_factory.mktemp("equality") / "a.jsonl"
    made.write_bytes(b"".join(line + b"\n" for line in lines))
    return made


@pytest.fixture(scope="module")
def dataset(lines: list[bytes]) -> Dataset:
    """The same as a dataset in memory, read by the models."""
    found = [entry for line in lines for entry in readers.read_line("a.jsonl", line, 2)]
    made, doubles = Dataset.of(entry for entry in found if isinstance(entry, Entry))
    assert len(made) == len(lines) == len(found)
    assert doubles == ()
    return made


def test_streamed_statements_are_those_of_the_library(path: Path, dataset: Dataset) -> None:
    """The N-Triples that stream are, line for line, those that the library writes of the dataset."""
    (artifact,) = export.module("ntriples").export(dataset)
    wanted = sorted(b"".join(artifact.chunks).splitlines())
    assert sorted(b"".join(pk.convert(path, "ntriples")).splitlines()) == wanted


def test_streamed_records_are_those_of_the_library(path: Path, dataset: Dataset) -> None:
    """The JSON Lines and the Turtle that stream hold the same pieces as those of the library."""
    for name in ("jsonl", "turtle"):
        module = export.streaming(name)
        pieces = {record.id: module.piece(record, pk_naming()) for record in dataset}
        made = b"".join(pk.convert(path, name))
        order = [json.loads(line)["id"] for line in path.read_bytes().splitlines()]
        assert made == module.head(pk_naming()) + b"".join(pieces[each] for each in order)


def pk_naming() -> export.Naming:
    """The naming of records without a description of their dataset."""
    return export.Naming()


def oxigraph(data: bytes, form: RdfFormat) -> set[str]:
    """The triples that a strict parser reads."""
    return {str(quad.triple) for quad in pyoxigraph.parse(data, format=form)}


def test_pyld_reads_the_same(lines: list[bytes]) -> None:
    """PyLD makes of a sample's streamed JSON-LD the statements that stream as N-Triples."""
    some = random.Random(7).sample(lines, SAMPLE)  # noqa: S311 - a sample, not a secret
    data = b"\n".join(some)
    document = json.loads(b"".join(pk.convert(io.BytesIO(data), "jsonld", references=False)))
    options = {"documentLoader": judges.refuse, "format": "application/n-quads"}
    told = oxigraph(jsonld.to_rdf(document, options).encode(), RdfFormat.N_QUADS)
    statements = b"".join(pk.convert(io.BytesIO(data), "ntriples", references=False))
    assert told == oxigraph(statements, RdfFormat.N_TRIPLES)
    assert len(told) > 10 * SAMPLE


@pytest.mark.parametrize("name", STREAMS)
def test_any_number_of_processes_writes_the_same(
    name: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One, two and four processes give the same bytes."""
    monkeypatch.setattr(local, "_LEAST", path.stat().st_size // 9)
    one = b"".join(pk.convert(path, name))
    for jobs in (2, 4):
        assert b"".join(pk.convert(path, name, jobs=jobs)) == one
