"""Statements made without a model are those that are made with one, line for line."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

import mutations
import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from pharmakon import load
from pharmakon.graph import Naming, lines, plain
from pharmakon.model import Claim, Drug, Record
from pharmakon.model.canonical import canonical_json
from pharmakon.readers import canonical
from pharmakon.terms import table

NAMINGS = (Naming(), Naming("https://example.org/other/", "pt-BR"))
TEXTS = (
    'say "a"',
    "a\\b",
    "\U0001f600 \U0010fffd",
    "a\tb",
    "a\nb",
    "\x80\x9f",
    "é\xa0",
    "'",
    "}{",
    "%s",
    "{x}",
)
"""Texts with characters that must be escaped, that are wide, or that a template might take for its own."""


@cache
def writers(naming: Naming, *, usual: bool) -> dict[str, Callable[[object], str | None]]:
    """What writes the lines of each record type."""
    return {
        type_.name: plain.writer(type_, naming, canonical.absent(), canonical.text, usual=usual)
        for type_ in table().records
    }


def assert_alike(record: Record, *, sure: bool = True) -> None:
    """Asserts that the lines of a record are those of its model, under each naming.

    Args:
        record: The record.
        sure: Whether it is read without a model for certain, and no objects in it have one name.
    """
    line = canonical.read(canonical_json(record).encode())
    assert line is not None or not sure
    if line is None:
        return
    for naming in NAMINGS:
        made = writers(naming, usual=False)[line.type](line.value)
        wanted = "".join(f"{each}\n" for each in lines(record, naming))
        assert made == wanted or (made is None and not sure)
        if line.usual:
            assert writers(naming, usual=True)[line.type](line.value) == made


def test_packaged_records() -> None:
    """Each record of the packaged dataset has the same lines, made in either way."""
    for record in load():
        assert_alike(record)


@pytest.mark.parametrize("full", [False, True])
def test_each_type(full: bool) -> None:  # noqa: FBT001 - a case
    """The least and the fullest record of each type have the same lines."""
    for type_ in table().records:
        record = type_.model.model_validate_json(json.dumps(mutations.build(type_, full=full)))
        assert isinstance(record, Record)
        assert_alike(record)


@given(strategies.records())
@strategies.seeded(60)
def test_any_record(record: Record) -> None:
    """Whatever a record holds, its lines are the same, or it is left to the model."""
    assert_alike(record, sure=False)


@given(strategies.records("Drug"), st.lists(st.sampled_from(TEXTS), min_size=1).map(" ".join))
@strategies.seeded(30)
def test_any_text(drug: Record, text: str) -> None:
    """Texts are escaped alike, wherever they stand."""
    told = json.loads(canonical_json(drug)) | {"description": text}
    assert_alike(Drug.model_validate_json(json.dumps(told)))


@pytest.mark.parametrize("text", TEXTS)
def test_each_text(text: str) -> None:
    """Each text alone, and in a list, is spelled alike."""
    told = {"id": "drug/k", "type": "Drug", "label": "k", "kind": "substance", "description": text}
    told |= {"synonyms": [text, f"{text}x", "a"]} if text.isprintable() else {}
    assert_alike(Drug.model_validate_json(json.dumps(told)))


SUBSTANCE = {
    "id": "drug/k",
    "type": "Drug",
    "label": "k",
    "kind": "substance",
    "sources": ["evidence_source/a"],
}


def controlled(*schedules: str) -> Drug:
    """A drug that is controlled so in one country: objects that are told apart by what these texts say."""
    told = [{"jurisdiction": "US", "controlled_schedule": each} for each in schedules]
    return Drug.model_validate_json(json.dumps(SUBSTANCE | {"controlled_status": told}))


@pytest.mark.parametrize(
    "schedules", [("III", "IV"), ("III\xe9", "III\xe8"), ("\u6c2f",), ("III", "III \u6c2f")]
)
def test_objects_are_told_apart_by_their_key(schedules: tuple[str, ...]) -> None:
    """Nested objects have the names that they have elsewhere, be their keys ASCII or not."""
    assert_alike(controlled(*schedules))


def test_twins_are_left_to_the_model() -> None:
    """Of two nested objects that have one name the statements run together; only a model sorts them out."""
    twins = controlled("a b", "a-b")
    line = canonical.read(canonical_json(twins).encode())
    assert line is not None
    for usual in (False, True):
        assert writers(NAMINGS[0], usual=usual)["Drug"](line.value) is None
    named = {each.partition(" ")[0] for each in lines(twins, NAMINGS[0])}
    assert len(named) == 2


def test_twins_of_one_record_do_not_spoil_the_next() -> None:
    """After a record that was left to the model, the same writer writes the next one."""
    write = writers(NAMINGS[0], usual=True)["Drug"]
    for drug in (controlled("a b", "a-b"), controlled("III")):
        line = canonical.read(canonical_json(drug).encode())
        assert line is not None
        made = write(line.value)
    assert made == "".join(f"{each}\n" for each in lines(drug, NAMINGS[0]))


def test_numbers_are_spelled_as_doubles() -> None:
    """Whole numbers and others of a quantity are canonical doubles; counts are integers."""
    for low in (40, 0, -3, 22.5, 0.001, 999999999999999):
        told = {"drug": "drug/k", "id": "outcome/a", "label": "a", "measure": "onset", "of": "concept/c"}
        told |= {"quantity": {"low": low, "unit": "h"}, "type": "Outcome"}
        record = table().by_name["Outcome"].model.model_validate_json(json.dumps(told))
        assert isinstance(record, Record)
        assert_alike(record)


def test_no_two_fields_of_a_type_say_the_same() -> None:
    """No two fields of a type have one predicate, so that a record's lines are distinct as they are made."""
    for type_ in table().types:
        predicates = [field.iri for field in type_.fields if field.iri]
        assert len(set(predicates)) == len(predicates), type_.name


def test_a_record_names_a_nested_object_once() -> None:
    """A claim about many records has one object for each, with the lines of the model."""
    told = mutations.build(table().by_name["Claim"])
    told["about"] = [{"record": f"drug/d-{at}", "stance": "supports"} for at in range(300)]
    assert_alike(Claim.model_validate_json(json.dumps(told)))
