"""What every format owes to those who ask for it by name."""

from __future__ import annotations

import json
from fnmatch import fnmatch

import pytest

from pharmakon import export
from pharmakon.dataset import Dataset
from pharmakon.errors import UnknownFormat
from pharmakon.export.jsonld import document
from pharmakon.graph import Naming
from pharmakon.model.canonical import Json, canonical_value

NAMES = sorted(export.modules())


@pytest.mark.parametrize("name", NAMES)
def test_a_format_writes_what_it_declares(name: str, packaged: Dataset) -> None:
    """A format writes each of its `FILES`, those with its ending in its media type, always alike.

    A file that is named after the package holds every record; any other that counts holds some of them.
    """
    module = export.module(name)
    made = list(module.export(packaged))
    assert [each.path for each in made if not any(fnmatch(each.path, one) for one in module.FILES)] == []
    assert all(any(fnmatch(each.path, one) for each in made) for one in module.FILES)
    again = {each.path: b"".join(each.chunks) for each in module.export(packaged)}
    for each in made:
        data = b"".join(each.chunks)
        assert data == again[each.path]
        assert data.endswith(b"\n")
        in_its_type = each.media_type == module.FORMAT.media_type
        assert each.path.endswith(f".{module.FORMAT.extension}") == in_its_type
        least = len(packaged) if "/pharmakon." in each.path else 1
        assert each.records is None or least <= each.records <= len(packaged)
        assert each.records or "/pharmakon." not in each.path
    assert any(each.records for each in made)


@pytest.mark.parametrize("name", [name for name in NAMES if export.module(name).FORMAT.stream])
def test_a_stream_is_a_function_of_one_record_after_another(name: str, packaged: Dataset) -> None:
    """What a streaming format writes of a record comes before it asks for the next, whatever follows."""
    asked: list[int] = []

    def nodes() -> object:
        for at, node in enumerate(packaged.nodes()):
            asked.append(at)
            yield node

    most = 3
    stream = export.stream(export.streaming(name), nodes(), Naming.of(packaged.metadata))  # type: ignore[arg-type]
    for _ in range(most):
        assert next(stream)
    assert len(asked) <= most


@pytest.mark.parametrize("name", ["", "xml", "NTriples", "../json"])
def test_an_unknown_format_names_those_that_exist(name: str) -> None:
    """A name that is no format is an error that lists, or comes near, the formats that exist."""
    with pytest.raises(UnknownFormat) as caught:
        export.module(name)
    assert set(caught.value.known) == {*NAMES, *export.modules(full=True)}


def test_a_format_that_needs_the_whole_does_not_stream() -> None:
    """Only a format that streams may be asked to stream, and only one that does not, to gather."""
    with pytest.raises(UnknownFormat) as caught:
        export.streaming("json")
    assert "json" not in caught.value.known
    assert "jsonl" in caught.value.known
    with pytest.raises(UnknownFormat) as caught:
        export.gathering("jsonl")
    assert set(caught.value.known) == {"json", "fhir-r4b", "fhir-r5"}


def test_json_lines_hold_records_only(tiny: Dataset) -> None:
    """JSON Lines have one line a record, in the order of ids, and none for the metadata."""
    data = b"".join(next(export.module("jsonl").export(tiny)).chunks)
    assert [json.loads(line)["id"] for line in data.splitlines()] == [record.id for record in tiny]


def test_json_ld_is_the_record_and_ids(packaged: Dataset) -> None:
    """Without ids and types of nested objects, a JSON-LD node is the canonical record."""
    for node in packaged.nodes():
        assert _bare(document(node)) == canonical_value(node)


def _bare(value: Json, *, top: bool = True) -> Json:
    if isinstance(value, dict):
        kept = {name: _bare(each, top=False) for name, each in value.items()}
        return kept if top else {name: each for name, each in kept.items() if name not in ("id", "type")}
    if isinstance(value, list):
        return sorted((_bare(each, top=False) for each in value), key=json.dumps)
    return value


def test_an_empty_dataset_is_written_too() -> None:
    """A dataset without records gives a well-formed file in every format."""
    for name in NAMES:
        data = b"".join(next(export.module(name).export(Dataset(None, ()))).chunks)
        if "json" in name and data:
            assert json.loads(data)
