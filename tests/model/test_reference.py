"""Which records a record names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import strategies
from hypothesis import given

from pharmakon.model import Claim, Passage, Record, Stance
from pharmakon.model.reference import references
from pharmakon.terms import Type, table


def walk(value: dict[str, Any], type_: Type, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Every reference of a JSON object, found by the table alone."""
    for field in type_.fields:
        given_ = value.get(field.name)
        items = (
            enumerate(given_) if isinstance(given_, list) else [("", given_)] if given_ is not None else []
        )
        for at, each in items:
            place = f"{pointer}/{field.name}" + (f"/{at}" if field.many else "")
            if field.part is not None:
                yield from walk(each, field.part, place)
            elif field.to:
                yield place, each


@given(strategies.records())
@strategies.seeded(80)
def test_every_reference_is_found_where_it_stands(record: Record) -> None:
    """The model's own walk finds the references that the table declares, nested ones too, and no others."""
    value = json.loads(record.model_dump_json(exclude_defaults=True))
    assert sorted(references(record)) == sorted(walk(value, table().by_name[record.type]))


def test_references_are_given_in_the_order_of_the_fields() -> None:
    """A nested reference has the pointer of its place."""
    claim = Claim(
        id="claim/c",
        type="Claim",
        label="x",
        source="evidence_source/d",
        passage=Passage(start=0, end=3, sha256="0" * 64),
        statement="x",
        about=(Stance(record="drug/k", stance="supports"), Stance(record="drug/l", stance="disputes")),
        certainty="asserted",
        role="review",
        cites=("evidence_source/e",),
        grounding="direct",
    )
    assert list(references(claim)) == [
        ("/source", "evidence_source/d"),
        ("/about/0/record", "drug/k"),
        ("/about/1/record", "drug/l"),
        ("/cites/0", "evidence_source/e"),
    ]
