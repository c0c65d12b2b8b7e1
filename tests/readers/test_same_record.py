"""One record, however it is written."""

from __future__ import annotations

import json
from typing import Any

import pytest
import strategies
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pharmakon import readers
from pharmakon.dataset import Entry
from pharmakon.model import RECORD_TYPES, Metadata, Record
from pharmakon.model.canonical import canonical_json, canonical_value
from pharmakon.readers import yaml as yaml_reader
from pharmakon.terms import table

every_type = pytest.mark.parametrize("name", [each.__name__ for each in RECORD_TYPES])


def only(file: str, text: str) -> Record | Metadata:
    """The one record of a file that has no faults."""
    (entry,) = readers.read(file, text.encode())
    assert isinstance(entry, Entry)
    assert entry.record is not None
    assert entry.id == entry.record.id
    return entry.record


YAML_STYLES = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from((True, False, None)),
        "default_style": st.sampled_from(("", '"')),
        "allow_unicode": st.booleans(),
        "width": st.sampled_from((20, 80, 10_000)),
        "indent": st.sampled_from((2, 4)),
        "explicit_start": st.booleans(),
    }
)


@every_type
def test_yaml_json_and_json_lines_give_one_record(name: str) -> None:
    """A record is the same value, whichever syntax it is written in and however it is laid out."""
    model = table().by_name[name].model

    @given(strategies.values(name), YAML_STYLES, st.sampled_from((None, 1, "\t")), st.booleans())
    @strategies.seeded(12)
    def check(value: dict[str, Any], style: dict[str, Any], indent: str | None, ascii_only: bool) -> None:  # noqa: FBT001
        record = model.model_validate_json(json.dumps(value))
        compact = json.dumps(value, ensure_ascii=ascii_only)
        spellings = {
            "a.json": json.dumps(value, ensure_ascii=ascii_only, indent=indent),
            "b.json": f'{{"records": [{compact}]}}',
            "c.json": f"[{compact}]",
            "d.jsonl": f"{compact}\n",
            "e.ndjson": compact,
        }
        for file, text in spellings.items():
            assert only(file, text) == record
        # Quoting everything would make numbers and words true and false into texts.
        plain = style | {"default_style": ""}
        assert only("f.yaml", strategies.yaml_of([value], **plain)) == record
        if style["default_style"] and not _has_numbers(value):
            assert only("g.yml", strategies.yaml_of(value, **style)) == record

    check()


def _has_numbers(value: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Whether there is anything but text in a JSON value."""
    if isinstance(value, dict):
        return any(map(_has_numbers, value.values()))
    return any(map(_has_numbers, value)) if isinstance(value, list) else not isinstance(value, str)


@every_type
def test_a_record_written_canonically_is_read_again(name: str) -> None:
    """What the canonical form says is the record, with its sets in order, and is a fixed point."""

    @given(strategies.records(name))
    @strategies.seeded(25)
    def check(record: Record) -> None:
        line = canonical_json(record)
        again = only("a.jsonl", line)
        assert again == type(record).model_validate_json(json.dumps(canonical_value(record)))
        assert canonical_json(again) == line
        assert strategies.sorted_sets(_said(again)) == strategies.sorted_sets(_said(record))
        assert only("a.json", line) == again

    check()


def _said(record: Record | Metadata) -> Any:  # noqa: ANN401 - a JSON value
    return json.loads(record.model_dump_json(exclude_defaults=True))


@given(strategies.metadata(), st.lists(strategies.records(), max_size=3, unique_by=lambda each: each.id))
@strategies.seeded(15)
def test_a_whole_dataset_in_one_file_gives_metadata_and_records(
    metadata: Metadata, records: list[Record]
) -> None:
    """The canonical JSON of a dataset is read as its metadata and its records, in order."""
    lines = ",".join(map(canonical_json, records))
    entries = list(
        readers.read("whole.json", f'{{"dataset":{canonical_json(metadata)},"records":[{lines}]}}'.encode())
    )
    found = [each.record for each in entries if isinstance(each, Entry) and each.record is not None]
    assert [canonical_json(each) for each in found] == [canonical_json(each) for each in (metadata, *records)]


@given(strategies.metadata())
@strategies.seeded(10)
def test_the_file_that_describes_a_dataset_is_read_as_that(metadata: Metadata) -> None:
    """A file `dataset.yaml`, in any folder, is the dataset's metadata and no record."""
    value = canonical_value(metadata)
    for file in ("dataset.yaml", "some/folder/dataset.yaml", "some\\folder\\dataset.yaml"):
        found = only(file, strategies.yaml_of(value))
        assert canonical_json(found) == canonical_json(metadata)


def test_the_parser_without_c_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyYAML has no C parser, its own one gives the same records."""

    @given(strategies.records())
    @strategies.seeded(25)
    def check(record: Record) -> None:
        text = strategies.yaml_of(canonical_value(record), allow_unicode=True)
        assert canonical_json(only("a.yaml", text)) == canonical_json(record)

    monkeypatch.setattr(yaml_reader, "_LOADER", yaml.SafeLoader)
    check()
