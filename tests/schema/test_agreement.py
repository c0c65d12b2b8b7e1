"""Pydantic, JSON Schema and SHACL give one verdict, outside one table of what each cannot say."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from judges import accepted_by_reader, accepted_by_schema, refused_by_shapes, validator
from mutations import Case, cases

from pharmakon.terms import table

READER, SCHEMA, SHAPES = "pydantic", "JSON Schema", "SHACL"
ALL = frozenset({READER, SCHEMA, SHAPES})
VALID = {"least", "full", "empty list", "scripts", "whole float", "whole number"}
"""Mutations that break nothing, unless the field is needed."""

MOST = 1000 if os.environ.get("PHARMAKON_FULL") else 2
"""How many mutations of one sort are tried; all of them when asked."""


@dataclass(frozen=True)
class Difference:
    """What some judges cannot say.

    Args:
        mutations: What was done to a record.
        blind: The judges who take it nevertheless.
        reason: Why they do.
        when: Whether the mutation, in this case, is of this sort.
    """

    mutations: tuple[str, ...]
    blind: frozenset[str]
    reason: str
    when: Callable[[Case], bool] = lambda _: True


def _is(*kinds: str) -> Callable[[Case], bool]:
    return lambda case: case.kind in kinds


GRAPH = frozenset({SHAPES})

DIFFERENCES = (
    Difference(
        ("drop type", "unknown type"), GRAPH, "a node without a class of ours is the target of no shape"
    ),
    Difference(("extra field",), GRAPH, "a JSON-LD processor drops a word that the context does not have"),
    Difference(
        ("rename",), GRAPH, "the same: the new word is dropped, and the old one may be absent",
        lambda case: not case.needed,
    ),
    Difference(
        ("null",), GRAPH, "a JSON-LD processor drops a null, and the field may be absent",
        lambda case: not case.needed,
    ),
    Difference(
        ("list for one value", "list in list"), GRAPH,
        "in JSON-LD a value, a list of it and a list of lists are the same set",
        lambda case: case.mutation == "list for one value" or case.kind != "part",
    ),
    Difference(
        ("one value for a list",), GRAPH, "the same; only a set that needs two values is too small",
        lambda case: case.field is not None and case.field.least_items < 2,
    ),
    Difference(("value twice",), GRAPH, "a graph holds a statement once"),
    Difference(
        ("quoted number", "quoted boolean", "one", "year"), GRAPH,
        "a JSON-LD processor makes one literal of a number, a boolean or a date and of its text",
    ),
    Difference(
        ("empty", "malformed", "line feed"), GRAPH,
        "a JSON-LD processor makes an absolute IRI of any text where one is meant, or leaves it out",
        _is("code", "iri", "any"),
    ),
    Difference(
        ("line feed",), GRAPH, "`$` in a pattern stands before a last line feed in Python's engine, which "
        "SHACL processors use; the JSON Schemas end their patterns otherwise",
        _is("string", "date"),
    ),
    Difference(
        ("control character",), GRAPH,
        "patterns with escapes of code points are not given to SHACL processors, which read them differently",
        _is("text", "string"),
    ),
    Difference(
        ("dangling reference",), frozenset({READER, SCHEMA}),
        "a single record does not tell which others exist; the rule PK101 does",
    ),
)  # fmt: skip
"""All that one judge refuses and another cannot; everything else must be equal."""


def expected(case: Case) -> frozenset[str]:
    """The judges who must refuse a case."""
    if case.mutation in VALID and not (case.mutation == "empty list" and case.needed):
        return frozenset()
    blind = (each.blind for each in DIFFERENCES if case.mutation in each.mutations and each.when(case))
    return ALL.difference(*blind)


@pytest.fixture(scope="module")
def verdicts() -> list[tuple[Case, frozenset[str]]]:
    """Each case with the judges who refuse it."""
    tried = cases(MOST)
    by_shapes = refused_by_shapes(tried)
    return [
        (
            case,
            frozenset(
                judge
                for judge, refuses in (
                    (READER, not accepted_by_reader(case)),
                    (SCHEMA, not accepted_by_schema(case)),
                    (SHAPES, number in by_shapes),
                )
                if refuses
            ),
        )
        for number, case in enumerate(tried)
    ]


def test_verdicts_are_equal_outside_the_table(verdicts: list[tuple[Case, frozenset[str]]]) -> None:
    """Each whole record is taken and each broken one refused by all judges but those the table excuses."""
    assert len(verdicts) > 300
    wrong = [f"{case}: refused by {sorted(said)}" for case, said in verdicts if said != expected(case)]
    assert not wrong, "\n".join(wrong)


def test_every_type_is_taken_whole(verdicts: list[tuple[Case, frozenset[str]]]) -> None:
    """A record of each type with all its fields, and one with the fewest, is taken by all judges."""
    taken = {(case.type.name, case.mutation) for case, said in verdicts if not said}
    every = {
        (type_.name, each) for type_ in (*table().records, table().dataset) for each in ("full", "least")
    }
    assert every <= taken


def test_each_difference_is_needed(verdicts: list[tuple[Case, frozenset[str]]]) -> None:
    """A row of the table that excuses nothing any more is removed."""
    for row in DIFFERENCES:
        excused = [case for case, _ in verdicts if case.mutation in row.mutations and row.when(case)]
        assert {case.mutation for case in excused} == set(row.mutations), row.reason


def test_ten_deliberate_breaks_are_caught_by_all(verdicts: list[tuple[Case, frozenset[str]]]) -> None:
    """Of the kinds of mutation, far more than ten are refused by all three judges wherever they are tried."""
    tried: dict[str, list[frozenset[str]]] = {}
    for case, said in verdicts:
        tried.setdefault(case.mutation, []).append(said)
    always = {mutation for mutation, each in tried.items() if all(said == ALL for said in each)}
    assert always >= {
        "above", "below", "boolean", "capital in id", "drop", "foreign field", "hyphen before id",
        "law between fields", "long id", "number", "object", "other type", "other word", "capitals",
        "reference to another type", "two values", "word",
    }  # fmt: skip


def test_the_schema_of_one_type_says_what_the_bundle_says(
    verdicts: list[tuple[Case, frozenset[str]]],
) -> None:
    """A record is taken by the bundle exactly if it is taken by the schema of the type that it states."""
    known = {type_.name for type_ in table().records}
    for case, said in verdicts:
        if case.type.role == "record":
            stated = case.record.get("type", case.type.name)
            alone = stated in known and validator(stated).is_valid(case.record)
            assert alone == (SCHEMA not in said), str(case)
