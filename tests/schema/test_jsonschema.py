"""The published JSON Schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import judges
import pytest
from jsonschema import Draft202012Validator
from mutations import build

from pharmakon import load
from pharmakon.model import SCHEMA_VERSION
from pharmakon.model.canonical import canonical_json, canonical_value
from pharmakon.schema import artefact
from pharmakon.terms import table

PATHS = sorted(each.path for each in artefact("jsonschema").render())
NAMES = [type_.name for type_ in (*table().records, table().dataset)]


def schema(path: str) -> dict[str, Any]:
    """A published schema."""
    return json.loads(judges.published("jsonschema", path))  # type: ignore[no-any-return]


def objects(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON value
    """All objects within a JSON value."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(each)


@pytest.mark.parametrize("path", PATHS)
def test_a_schema_is_a_schema(path: str) -> None:
    """Each file obeys the dialect, and its `$id` says the schema version and its own name."""
    found = schema(path)
    Draft202012Validator.check_schema(found)
    assert found["$id"].endswith(f"/{SCHEMA_VERSION}/{path}")


@pytest.mark.parametrize("path", PATHS)
def test_patterns_match_all_of_a_text(path: str) -> None:
    """Each pattern starts at the start and ends where nothing follows, not even a line feed."""
    patterns = [each["pattern"] for each in objects(schema(path)) if isinstance(each.get("pattern"), str)]
    assert patterns
    for pattern in patterns:
        assert pattern.startswith("^(?:")
        assert pattern.endswith(r")(?![\s\S])")
        re.compile(pattern)


@pytest.mark.parametrize("path", PATHS)
def test_nothing_may_be_null(path: str) -> None:
    """No schema takes null: an absent value is absent."""
    for each in objects(schema(path)):
        assert each.get("type") != "null"
        assert "null" not in each.get("enum", ())
        assert "oneOf" not in each, "an error in a oneOf names no place"


@pytest.mark.parametrize("path", PATHS)
def test_references_stay_inside(path: str) -> None:
    """A schema refers to nothing outside its own file, so that no validator opens a connection."""
    found = schema(path)
    targets = {each["$ref"] for each in objects(found) if "$ref" in each}
    assert targets <= {f"#/$defs/{name}" for name in found.get("$defs", {})}
    assert {each.rpartition("/")[2] for each in targets} == set(found.get("$defs", {}))


def test_every_packaged_record_validates() -> None:
    """Each record of the packaged dataset is taken by the bundle and by its own type's schema."""
    dataset = load()
    for record in dataset:
        plain = json.loads(canonical_json(record))
        assert judges.validator().is_valid(plain), record.id
        assert judges.validator(record.type).is_valid(plain), record.id
    assert dataset.metadata is not None
    assert judges.validator("Dataset").is_valid(canonical_value(dataset.metadata))


@pytest.mark.parametrize("name", NAMES)
def test_a_type_refuses_the_others(name: str) -> None:
    """The schema of one type takes its own records and none of any other type."""
    taken = [each for each in NAMES if judges.validator(name).is_valid(build(table().by_name[each]))]
    assert taken == [name]


def test_an_error_names_its_exact_place() -> None:
    """The bundle reports one error, at the value that is wrong, however deep."""
    claim = build(table().by_name["Claim"])
    claim["about"][0]["stance"] = "likes"
    errors = list(judges.validator().iter_errors(claim))
    assert [each.json_path for each in errors] == ["$.about[0].stance"]
    claim["about"][0]["stance"] = "supports"
    claim["passage"]["sha256"] = "ABC"
    assert [each.json_path for each in judges.validator().iter_errors(claim)] == ["$.passage.sha256"]


def test_an_unknown_type_is_one_error() -> None:
    """A type that does not exist is an error at `type`, and at nothing else."""
    errors = list(judges.validator().iter_errors({"id": "medicine/m", "type": "Medicine", "label": "x"}))
    assert [each.json_path for each in errors] == ["$.type"]


def test_every_field_says_its_meaning() -> None:
    """Each property has a full sentence and, where it has one, the IRI of its term."""
    for type_ in (*table().records, *table().parts):
        found = schema("pharmakon.schema.json")["$defs"][type_.name]
        assert list(found["properties"]) == [field.name for field in type_.fields]
        for field in type_.fields:
            said = found["properties"][field.name]
            assert said["description"].endswith(".")
            assert said.get("$comment", "").startswith(field.iri)
