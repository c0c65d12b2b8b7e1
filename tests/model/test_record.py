"""What every record obeys, whatever its type; each law is drawn from the table."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
import strategies
from hypothesis import given
from pydantic import ValidationError

from pharmakon.model.term import AtMostOne, Needs, snake_case
from pharmakon.terms import Field, Type, table

Object = dict[str, Any]
TYPES = [type_ for type_ in table().types if type_.role != "part"]
FIELDS = [(type_, field) for type_ in table().types for field in type_.fields]
every_type = pytest.mark.parametrize("type_", TYPES, ids=lambda type_: type_.name)


@cache
def example(type_name: str, *names: str) -> Object:
    """The smallest object of a type that has some optional fields."""
    return strategies.simplest(strategies.values(type_name, names))


@cache
def sample(type_name: str, name: str) -> object:
    """The smallest value of a field."""
    return strategies.simplest(strategies.field_values(type_name, name))


def faults(type_: Type, value: Object) -> set[str]:
    """The kinds of what pydantic finds wrong with a JSON object."""
    try:
        type_.model.model_validate_json(json.dumps(value))
    except ValidationError as refusal:
        return {fault["type"] for fault in refusal.errors()}
    return set()


@every_type
def test_a_valid_record_is_taken_and_cannot_be_changed(type_: Type) -> None:
    """What the table allows is a record, and a record is immutable and can stand in a set."""

    @given(strategies.values(type_.name))
    @strategies.seeded(10)
    def check(value: Object) -> None:
        record: Any = type_.model.model_validate_json(json.dumps(value))
        assert record.id == value["id"]
        assert {record}
        with pytest.raises(ValidationError, match="frozen"):
            record.id = "drug/other"

    check()


@every_type
def test_a_word_without_meaning_is_refused(type_: Type) -> None:
    """A field that the type does not have is never ignored."""
    fields = {field.name: field for field in type_.fields if field.part is not None}
    nested = example(type_.name, *fields)
    assert "extra_forbidden" in faults(type_, {**nested, "shade": "x"})
    for name, field in fields.items():
        part = nested[name][0] if field.many else nested[name]
        changed = {**part, "shade": "x"}
        assert "extra_forbidden" in faults(type_, {**nested, name: [changed] if field.many else changed})


@every_type
def test_a_required_field_is_required(type_: Type) -> None:
    """A record without a field that its type needs is refused, and so is one with null in its place."""
    whole = example(type_.name)
    for name in [field.name for field in type_.fields if field.required]:
        less = {key: each for key, each in whole.items() if key != name}
        assert "missing" in faults(type_, less) or (type_.name, name) == ("Dataset", "type")
        assert faults(type_, {**whole, name: None})


@every_type
def test_an_absent_value_is_not_spelled_as_null(type_: Type) -> None:
    """Null is refused in every optional field."""
    whole = example(type_.name)
    for field in type_.fields:
        assert faults(type_, {**whole, field.name: None}), field.name


@every_type
def test_a_set_holds_a_value_once(type_: Type) -> None:
    """A list with one value twice is refused, and so is one that is too short."""
    for field in type_.fields:
        if field.many:
            whole = example(type_.name, field.name)
            first = whole[field.name][0]
            assert "repeated" in faults(type_, {**whole, field.name: [*whole[field.name], first]})
            if field.least_items:
                short = whole[field.name][: field.least_items - 1]
                assert "too_short" in faults(type_, {**whole, field.name: short})


@pytest.mark.parametrize("type_", table().records, ids=lambda type_: type_.name)
def test_an_id_begins_with_the_type(type_: Type) -> None:
    """The id of a record of another type is refused."""
    other = "concept/x" if type_.name == "Drug" else "drug/x"
    assert faults(type_, {**example(type_.name), "id": other}) == {"id_type"}


REFERENCES = [(type_, field) for type_, field in FIELDS if field.to and type_.role == "record"]


@pytest.mark.parametrize(("type_", "field"), REFERENCES, ids=lambda each: each.name)
def test_a_reference_names_a_record_of_the_right_type(type_: Type, field: Field) -> None:
    """A reference to a record of a type that the table does not list is refused, wherever it stands."""
    whole = example(type_.name, field.name, *_needed(type_, field.name))
    for other in table().records:
        reference = f"{snake_case(other.name)}/x"
        given_ = {**whole, field.name: [reference] if field.many else reference}
        fits = "Record" in field.to or other.name in field.to
        assert ("reference_type" in faults(type_, given_)) != fits


def _needed(type_: Type, name: str) -> list[str]:
    """The fields that a field asks for."""
    return [law.fields[0] for law in type_.constraints if isinstance(law, Needs) and law.given == name]


LAWS = [(type_, law) for type_ in table().types for law in type_.constraints]


@pytest.mark.parametrize(("type_", "law"), LAWS, ids=lambda each: getattr(each, "name", "law"))
def test_a_law_between_fields_is_kept(type_: Type, law: Needs | AtMostOne) -> None:
    """Each law of the table is refused when broken, and named by its own kind of fault."""
    if isinstance(law, AtMostOne):
        alone = [{name: sample(type_.name, name)} for name in law.fields]
        assert faults(type_, example(type_.name) | alone[0] | alone[1]) == {"at_most_one"}
        assert not any(faults(type_, example(type_.name) | each) for each in alone)
        return
    for value in law.values or (law.given and sample(type_.name, law.given),):
        trigger = {law.given: value} if law.given else {}
        whole = {**example(type_.name), **trigger}
        broken = {name: each for name, each in whole.items() if name not in law.fields}
        assert faults(type_, broken) == {"needs"}
        for name in law.fields:
            assert "needs" not in faults(type_, {**broken, name: sample(type_.name, name)})


SCALARS = [
    (type_, field)
    for type_, field in FIELDS
    if type_.role == "record"
    and field.form.kind in ("integer", "number", "boolean", "text", "string", "date")
]


@pytest.mark.parametrize(("type_", "field"), SCALARS, ids=lambda each: each.name)
def test_no_value_is_converted(type_: Type, field: Field) -> None:
    """A number in quotes, true for one, one for true, and a number for a text are refused."""
    wrong: dict[str, tuple[object, ...]] = {
        "integer": ("1", True, 1.5),
        "number": ("1", True),
        "boolean": (1, 0, "true"),
    }
    whole = example(type_.name, *_needed(type_, field.name))
    for value in wrong.get(field.form.kind, (1, True, 1.5, {})):
        assert faults(type_, {**whole, field.name: [value] if field.many else value})
