"""Laws about losses: what a format says that it does not tell, it does not tell; all else it does."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

import everything
import pytest
from everything import METADATA, RECORDS, Json

from pharmakon import export
from pharmakon.dataset import Dataset, Entry
from pharmakon.model.record import Record
from pharmakon.terms import Field, Type, table

LOSSY = ("kgx", "schemaorg")
ADDED: Json = {
    "description": "More.",
    "codes": [{"code": "mesh:D007649", "match": "exact", "seen_at": ["a page"]}],
    "retired": True,
    "replaced_by": "drug/mirror",
}
"""What is given to records that lack a field that every record may have."""

OTHER = {
    "text": "other",
    "string": "other",
    "date": "2001",
    "iri": "https://example.org/other/",
    "code": "mesh:D000001",
    "boolean": False,
    "integer": 77,
    "number": 77,
}
SPECIAL = {
    "jurisdiction": "JP",
    "sha256": "f" * 64,
    "version": "9.9.9",
    "schema_version": "0.9.9",
    "language": "de",
    "doi": "10.1000/183",
    "pmid": "9",
    "pmcid": "PMC9",
    "nct": "NCT00000009",
    "differs": "population",
}
"""Another value for fields that are spelled in ways of their own."""

Place = tuple[Json, Type]


def test_everything_is_a_dataset_with_every_field() -> None:
    """The dataset of the laws below fills every field of every type, and is read without a fault."""
    assert everything.dataset() is not None
    for type_ in table().types:
        found = [place for place, of in _places([METADATA, *RECORDS]) if of.name == type_.name]
        missing = {field.name for field in type_.fields} - set().union(*found)
        assert missing <= set(ADDED), (type_.name, missing)


def _places(records: list[Json]) -> Iterator[Place]:
    """Every object of the records, with its type."""
    for record in records:
        yield from _inside(record, table().by_name[record["type"]])


def _inside(value: Json, type_: Type) -> Iterator[Place]:
    yield value, type_
    for field in type_.fields:
        if field.part is not None and field.name in value:
            for each in value[field.name] if field.many else [value[field.name]]:
                yield from _inside(each, field.part)


@cache
def _changed(type_name: str, field_name: str) -> tuple[Dataset, ...]:
    """Datasets in which one value of a field was taken away, given or replaced, as far as they are read."""
    field = table().by_name[type_name].field(field_name)
    assert field is not None
    found = []
    for at, record in enumerate((METADATA, *RECORDS)):
        of_type = [value for value, of in _places([record]) if of.name == type_name]
        for number, whole in enumerate(of_type):
            for value in _others(field, whole.get(field_name)):
                changed = copy.deepcopy(record)
                place = [value for value, of in _places([changed]) if of.name == type_name][number]
                place.pop(field_name, None)
                place |= {} if value is None else {field_name: value}
                found.append(_with(at, changed))
    return tuple(each for each in found if each is not None)


def _with(at: int, changed: Json) -> Dataset | None:
    """The dataset in which the metadata (0) or one record is another; None if that is refused."""
    whole = everything.dataset((), changed) if at == 0 else everything.dataset((changed,))
    if whole is None:
        return None
    entries = list(_entries())
    entries[at] = next(Entry(node, node.id) for node in whole.nodes() if at == 0 or isinstance(node, Record))
    return Dataset.of(entries)[0]


@cache
def _entries() -> tuple[Entry, ...]:
    """The metadata and all records, in the order in which they are listed."""
    whole = everything.dataset()
    assert whole is not None
    nodes = {node.id: node for node in whole.nodes()}
    return tuple(Entry(nodes[each["id"]], each["id"]) for each in (METADATA, *RECORDS))


def _others(field: Field, old: Any) -> list[Any]:  # noqa: ANN401 - any JSON value
    """What may stand instead of a value: nothing or another; instead of none, what any record may have."""
    if old is None:
        return [ADDED[field.name]] if field.name in ADDED else []
    one = old[0] if field.many else old
    others = [each for each in field.values if each != one]
    if field.form.kind == "reference":
        allowed = tuple(table().by_name[each].prefix + "/" for each in field.to if each != "Record")
        others = [each["id"] for each in RECORDS if each["id"] != one and each["id"].startswith(allowed)][-1:]
    elif not field.values:
        others = [SPECIAL.get(field.name, OTHER.get(field.form.kind))]
    return [None, *([each, *old[1:]] if field.many else each for each in others)]


def _written(name: str, dataset: Dataset) -> bytes:
    return b"".join(b"".join(each.chunks) for each in export.module(name).export(dataset))


def _keys(type_: Type, field: Field) -> tuple[str, str]:
    """What a list of losses calls a field, alone and among others."""
    shared = type_.role == "record" and field.name in Record.model_fields
    return f"{type_.name}.{field.name}", f"Record.{field.name}" if shared else type_.name


@pytest.mark.parametrize("type_", table().types, ids=lambda type_: type_.name)
@pytest.mark.parametrize("name", LOSSY)
def test_every_field_is_told_or_listed(name: str, type_: Type) -> None:
    """A change of a field changes what is written, unless the field or its type is listed as lost."""
    lost = export.module(name).LOST  # type: ignore[attr-defined]
    whole = everything.dataset()
    assert whole is not None
    before = _written(name, whole)
    for field in type_.fields:
        if field.name in ("id", "type") or field.part is not None or len(field.values) == 1:
            continue  # what is nested is told by its own fields, and a constant by none
        alone, among = _keys(type_, field)
        changed = any(_written(name, each) != before for each in _changed(type_.name, field.name))
        if alone in lost:
            assert not changed, f"{alone} is told"
        elif among not in lost and type_.name not in lost:
            assert changed, f"{alone} is lost without a word"


@pytest.mark.parametrize("name", LOSSY)
def test_every_listed_loss_is_one(name: str) -> None:
    """Each entry of a list of losses names a type or a field, gives a reason, and loses something."""
    lost: dict[str, str] = export.module(name).LOST  # type: ignore[attr-defined]
    whole = everything.dataset()
    assert whole is not None
    before = _written(name, whole)
    for key, reason in lost.items():
        assert len(reason) > 10, key
        type_name, _, field_name = key.partition(".")
        types = [each for each in table().types if type_name in (each.name, "Record")]
        fields = [
            (type_, field)
            for type_ in types
            for field in type_.fields
            if field_name in ("", field.name) and field.name not in ("id", "type")
        ]
        assert fields, key
        assert any(
            all(_written(name, each) == before for each in _changed(type_.name, field.name))
            for type_, field in fields
        ), f"{key} is not lost"
