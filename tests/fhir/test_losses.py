"""What is lost is exactly what is said to be lost: two ways to one list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import mutations
import pytest
from pydantic import ValidationError

from pharmakon import fhir
from pharmakon.dataset import Dataset, Entry
from pharmakon.fhir.setting import Card, Setting
from pharmakon.model import Mechanism, Metadata, Record
from pharmakon.model.scalar import MOST
from pharmakon.terms import Field, Type, table

Json = dict[str, Any]
Path = tuple[str, ...]

CODES = [{"code": "mesh:D007649", "match": "broad", "display": "x", "seen_at": ["one"], "checked": "2021"}]
VARIANTS: dict[str, tuple[Json, ...]] = {
    "Drug": (
        *({"kind": each} for each in ("substance", "salt", "product", "drug_class")),
        {"codes": CODES},
    ),
    "Concept": ({"kind": "condition"}, {"kind": "population"}, {"codes": CODES}),
    "Regimen": (
        {},
        {"session_length": {"low": 40, "high": 60, "unit": "min"}},
        {"session_length": {"low": 22.5, "high": 22.5, "unit": "h"}},
    ),
    "EvidenceSource": (
        {"kind": "trial"},
        {"kind": "journal_article", "design": "case_series"},
        {"kind": "journal_article", "design": "meta_analysis"},
    ),
}
"""What decides which resources stand for a record, tried in each way."""


@pytest.fixture(scope="module")
def setting(version: fhir.Edition) -> Setting:
    """A dataset with two records of each type to refer to."""
    found = [
        table().by_name[each["type"]].model.model_validate_json(json.dumps(each))
        for each in mutations.seeds()
    ]
    return Setting.of(version, Dataset.of(Entry(each, each.id) for each in found)[0])  # type: ignore[arg-type, attr-defined]


def parsed(type_: Type, record: Json) -> Record:
    """The record that plain JSON says."""
    made = type_.model.model_validate_json(json.dumps(record))
    assert isinstance(made, Record)
    return made


def told(record: Record, at: Setting) -> tuple[str, set[str]]:
    """What the resources of a record say beside narratives and ids made from digests; what is lost."""
    acting = at.acting | ({record.drug} if isinstance(record, Mechanism) and record.target else set())
    at = replace(at, known={**at.known, record.id: Card.of(record)}, acting=acting)
    made = list(fhir.resources(record, at))
    said = [_bare(each) for each in made if isinstance(each, dict)]
    lost = {each.field for each in made if isinstance(each, fhir.Loss)}
    return json.dumps(sorted(said, key=json.dumps), sort_keys=True), lost


def _bare(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The value without what only repeats a record's content: narratives, digests in ids and fragments."""
    if isinstance(value, dict):
        kept = {
            name: each
            for name, each in value.items()
            if not (name == "text" and isinstance(each, dict) and "div" in each)
        }
        if "resourceType" in kept and "." in kept.get("id", ""):
            kept["id"] = ""
        return {name: _bare(each) for name, each in kept.items()}
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if isinstance(value, str) and (
        "#" in value or value.startswith("ClinicalUseDefinition/authorization-seed-0.")
    ):
        return ""
    return value


def records(type_: Type) -> Iterator[Json]:
    """Records of a type: each with one field more than it needs; that field in all its depth."""
    for variant in VARIANTS.get(type_.name, ({},)):
        for field in type_.fields:
            for value in values(field):
                made = mutations.build(type_, field)
                if value is not None:
                    made[field.name] = value
                made |= {name: each for name, each in variant.items() if name != field.name}
                yield made


def values(field: Field) -> Iterator[Any]:
    """None for a plain field; else nested objects, each with one field more than it needs."""
    if field.part is None:
        yield None
        return
    for inner in (None, *field.part.fields):
        for value in values(inner) if inner else (None,):
            made = mutations.build(field.part, inner, full=inner is None)
            if inner and value is not None:
                made[inner.name] = value
            more = [mutations.build(field.part, at=at) for at in range(1, field.least_items)]
            yield [made, *more] if field.many else made


def changes(type_: Type, record: Json) -> Iterator[tuple[Path, Json]]:
    """The record with one value changed, and which; ids and types aside."""
    yield from _changes(type_, record, record, ())


def _changes(type_: Type, whole: Json, here: Json, path: Path) -> Iterator[tuple[Path, Json]]:
    for field in type_.fields:
        if field.name not in here or field.name in ("id", "type"):
            continue
        place = (*path, field.name)
        if field.part is not None:
            inner = here[field.name][0] if field.many else here[field.name]
            yield from _changes(field.part, whole, inner, place)
            continue
        before = here[field.name]
        for value in _others(field, before[0] if field.many else before):
            here[field.name] = [value] if field.many else value
            yield place, deepcopy(whole)
        here[field.name] = before


def _others(field: Field, before: Any) -> Iterator[Any]:  # noqa: ANN401 - any JSON value
    if field.values:
        yield from (each for each in field.values if each != before)
    elif field.name == "id":
        yield "dataset/other"
    else:
        yield from (each for each in (mutations.value(field, at) for at in (0, 1)) if each != before)


@pytest.mark.parametrize("name", [each.name for each in table().records])
def test_a_value_changes_the_resources_unless_it_is_lost(name: str, setting: Setting) -> None:
    """Each value of each field, changed, changes a resource beyond its narrative, unless named as lost."""
    type_ = table().by_name[name]
    tried: set[Path] = set()
    wrong: set[str] = set()
    for record in records(type_):
        before, lost = told(parsed(type_, record), setting)
        for path, other in changes(type_, record):
            try:
                after, _ = told(parsed(type_, other), setting)
            except ValidationError:  # the change breaks a law between fields
                continue
            tried.add(path)
            pointer = "/" + "/".join(path)
            named = any(pointer == each or pointer.startswith(f"{each}/") for each in lost)
            if (before == after) != named:
                wrong.add(f"{pointer} is named as lost: {named}")
    assert wrong == set()
    assert tried == set(_paths(type_, ()))


def _paths(type_: Type, path: Path) -> Iterator[Path]:
    """The paths of all values within a type that can be other than they are."""
    for field in type_.fields:
        if field.part is not None:
            yield from _paths(field.part, (*path, field.name))
        elif field.name not in ("id", "type") and len(field.values) != 1:
            yield (*path, field.name)


def test_all_metadata_travels(version: fhir.Edition) -> None:
    """Each value of the dataset's metadata, changed, changes a resource beyond its narrative."""
    type_ = table().dataset
    made = mutations.build(type_, full=True)
    before = _described(made, version)
    for field in type_.fields:
        for value in _others(field, made[field.name]) if field.name != "type" else ():
            given = [value] if field.many else value
            if given != made[field.name]:
                assert _described(made | {field.name: given}, version) != before, field.name


def _described(metadata: Json, version: fhir.Edition) -> str:
    found = Metadata.model_validate_json(json.dumps(metadata))
    return json.dumps([_bare(each) for each in fhir.export(Dataset(found, ()), version).resources])


def test_what_is_too_large_for_fhir_is_lost(version: fhir.Edition) -> None:
    """Whole numbers of more than 32 bits, which FHIR has no place for, are named as lost."""
    at = Setting(version)
    claim = mutations.build(table().by_name["Claim"]) | {
        "passage": {"start": 0, "end": MOST, "sha256": "0" * 64}
    }
    assert told(parsed(table().by_name["Claim"], claim), at)[1] == {"/passage/start", "/passage/end"}
    source = mutations.build(table().by_name["EvidenceSource"]) | {
        "kind": "trial",
        "participants": MOST,
        "authors": [{"name": "a", "ordinal": MOST}],
    }
    assert told(parsed(table().by_name["EvidenceSource"], source), at)[1] == {
        "/participants",
        "/authors/ordinal",
    }


def test_losses_are_in_order_and_once(made: fhir.Export, packaged: Dataset) -> None:
    """The list is sorted, holds no loss twice, and names fields that the records have."""
    places = [(each.record, each.field) for each in made.losses]
    assert places == sorted(set(places))
    for each in made.losses:
        value: Any = packaged[each.record]
        for name in each.field.split("/")[1:]:
            value = getattr(value, name)
        assert value not in (None, ())
        assert each.reason
