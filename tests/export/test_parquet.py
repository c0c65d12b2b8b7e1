"""Parquet: the canonical records with their nested lists and objects, and what the columns mean."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pyarrow.parquet
import pytest
import strategies
from hypothesis import given

import pharmakon as pk
from pharmakon.dataset import Dataset, Entry
from pharmakon.export import parquet
from pharmakon.model.canonical import canonical_value
from pharmakon.terms import table


def files(dataset: Dataset) -> dict[str, bytes]:
    """The files of a dataset."""
    return {each.path: b"".join(each.chunks) for each in parquet.export(dataset)}


def read(data: bytes) -> pyarrow.Table:
    """A file as it is read again."""
    return pyarrow.parquet.read_table(io.BytesIO(data))


def whole(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The value without what is absent."""
    if isinstance(value, dict):
        kept = {name: whole(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each is not None and each != []}
    return [whole(each) for each in value] if isinstance(value, list) else value


def records(made: dict[str, bytes]) -> list[dict[str, Any]]:
    """The records of files, in the order of their ids."""
    found = [whole(row) for data in made.values() for row in read(data).to_pylist()]
    return sorted(found, key=lambda record: record["id"])


def canonical(dataset: Dataset) -> list[dict[str, Any]]:
    """The canonical records."""
    return [json.loads(json.dumps(canonical_value(record))) for record in dataset]


def test_the_packaged_records_come_back(packaged: Dataset) -> None:
    """The files of the packaged dataset hold its canonical records; each type has one, with its count."""
    made = list(parquet.export(packaged))
    assert [each.path for each in made] == [f"parquet/{type_.prefix}.parquet" for type_ in table().records]
    assert sum(each.records or 0 for each in made) == len(packaged)
    assert records(files(packaged)) == canonical(packaged)


@strategies.seeded(15)
@given(strategies.datasets(most=3))
def test_any_records_come_back(dataset: Dataset) -> None:
    """Whatever the texts and numbers, the files hold the canonical records."""
    assert records(files(dataset)) == canonical(dataset)


def test_columns_say_what_they_mean(packaged: Dataset) -> None:
    """Every column has its description and property, and what must be there cannot be null."""
    made = files(packaged)
    for type_ in table().records:
        schema = read(made[f"parquet/{type_.prefix}.parquet"]).schema
        for field in type_.fields:
            column = schema.field(field.name)
            assert column.metadata[b"description"].decode() == field.description
            assert column.metadata.get(b"property", b"").decode() == field.iri
            assert column.nullable == (not field.required and not field.many)


def test_files_say_whose_they_are(packaged: Dataset) -> None:
    """Every file names the dataset, its version and license, and the type of its records."""
    assert packaged.metadata is not None
    for type_, data in zip(table().records, files(packaged).values(), strict=True):
        said = read(data).schema.metadata
        assert said[b"type"].decode() == type_.name
        assert said[b"dataset_id"].decode() == packaged.metadata.id
        assert said[b"dataset_version"].decode() == packaged.metadata.version
        assert said[b"dataset_license"].decode() == packaged.metadata.license
        assert said[b"dataset_disclaimer"].decode() == packaged.metadata.disclaimer


def test_the_bytes_depend_on_the_records_alone(packaged: Dataset) -> None:
    """Two exports of one dataset are equal byte for byte, whatever was the order of the records."""
    backwards = Dataset.of(Entry(node, node.id) for node in reversed(list(packaged.nodes())))[0]
    assert files(packaged) == files(backwards)


def test_a_missing_extra_names_the_command(tiny: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyarrow, the error says what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(pk.MissingExtra, match=r"pip install 'pharmakon\[parquet\]'"):
        next(parquet.export(tiny))
