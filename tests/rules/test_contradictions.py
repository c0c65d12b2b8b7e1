"""Candidates for contradictions."""

from __future__ import annotations

from itertools import pairwise

import pytest
import shelf

from pharmakon.model.scalar import GradeWord, TimeWord
from pharmakon.rules.contradictions import HOURS, LEVELS, UNITS

RULES = ("PK310", "PK311", "PK312")
BASE = (shelf.drug(), shelf.drug("s", kind="product"), shelf.concept(), shelf.source("foo"))
ONE, TWO = "claim/d-1", "claim/d-2"


def claims(first: str | shelf.Json, second: str | shelf.Json) -> tuple[shelf.Json, shelf.Json]:
    """Two claims, with passages of their own, each about one record."""
    return shelf.claim(1, first), shelf.claim(2, second, passage=shelf.passage("foo", 0, 2))


def found(*records: shelf.Json) -> list[tuple[str, str]]:
    """The candidates that no Contradiction records: code and record."""
    return [(code, record) for code, record, _ in shelf.codes(*BASE, *records, of=RULES)]


def quantity(low: float, high: float, unit: str) -> shelf.Json:
    """A range of numbers with a unit."""
    return {"quantity": {"low": low, "high": high, "unit": unit}}


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("supports", "disputes", [("PK310", "drug/k")]),
        ("supports", "supports", []),
        ("disputes", "disputes", []),
        ("supports", "qualifies", []),
        ("disputes", "qualifies", []),
    ],
)
def test_opposite_stances_are_a_candidate(first: str, second: str, wanted: list[tuple[str, str]]) -> None:
    """One claim that holds a record and one that denies it can hardly both be right."""
    assert found(*claims(shelf.stance("drug/k", first), shelf.stance("drug/k", second))) == wanted


def test_a_contradiction_that_is_recorded_is_no_finding() -> None:
    """Once the two sides are set against each other, whichever stands first, nothing is left to say."""
    both = claims("drug/k", shelf.stance("drug/k", "disputes"))
    for sides in (((ONE,), (TWO,)), ((TWO,), (ONE,))):
        assert found(*both, shelf.contradiction(*sides)) == []
    third = shelf.claim(3, "drug/s")
    apart = shelf.contradiction((ONE, TWO), ("claim/d-3",))
    assert found(*both, third, apart) == [("PK310", "drug/k")]


def test_a_refused_contradiction_may_be_the_one_that_says_so() -> None:
    """One fault is one finding: a Contradiction that cannot be read does not let its sides be blamed."""
    both = claims("drug/k", shelf.stance("drug/k", "disputes"))
    assert found(*both, shelf.contradiction((ONE,), (TWO,), kind="nope")) == []


@pytest.mark.parametrize(
    ("first", "second", "disjoint"),
    [
        ({"word": "hours"}, {"word": "weeks"}, True),
        ({"word": "hours"}, {"word": "hours_to_days"}, False),
        ({"word": "hours"}, quantity(2, 3, "h"), False),
        ({"word": "hours"}, quantity(3, 5, "d"), True),
        ({"word": "hours"}, quantity(90, 120, "min"), False),
        (quantity(24, 24, "h"), quantity(1, 1, "d"), False),
        (quantity(1, 2, "wk"), quantity(7, 14, "d"), False),
        (quantity(1, 2, "wk"), quantity(15, 20, "d"), True),
        (quantity(50, 60, "%"), quantity(70, 80, "%"), True),
        (quantity(50, 60, "%"), quantity(0.5, 0.6, "1"), False),
        ({"word": "hours"}, quantity(900, 1000, "mg"), False),
        ({"word": "low"}, {"word": "high"}, True),
        ({"word": "mild"}, {"word": "significant"}, True),
        ({"word": "low"}, {"word": "good"}, False),
        ({"word": "low"}, {"word": "hours"}, False),
        ({"direction": "increase"}, {"direction": "decrease"}, True),
        ({"direction": "increase"}, {"direction": "no_change"}, True),
        ({"direction": "increase"}, {}, False),
        ({"word": "hours", "population": "concept/c"}, {"word": "weeks"}, True),
        ({"word": "hours", "population": "concept/c"}, {"word": "weeks", "population": "concept/c"}, True),
        ({"word": "hours", "population": "concept/c"}, {"word": "weeks", "population": "concept/p"}, False),
        ({"word": "hours", "measure": "duration"}, {"word": "weeks"}, False),
        ({"word": "hours", "drug": "drug/s"}, {"word": "weeks"}, False),
        ({"word": "hours", "comparator": "placebo"}, {"word": "weeks"}, False),
    ],
)  # fmt: skip
def test_values_apart_are_a_candidate(first: shelf.Json, second: shelf.Json, disjoint: bool) -> None:  # noqa: FBT001
    """Two outcomes of one kind whose intervals do not touch, in one unit, can hardly both be right."""
    outcomes = shelf.outcome("a", **first), shelf.outcome("b", **second)
    wanted = [("PK311", "outcome/a")] if disjoint else []
    told = shelf.judge(*BASE, *outcomes, *claims("outcome/a", "outcome/b"))
    assert [each.related for each in told if each.code in RULES] == [("outcome/b", ONE, TWO)] * len(wanted)
    assert found(*outcomes, *claims("outcome/a", "outcome/b")) == wanted
    assert found(*outcomes, *claims("outcome/b", "outcome/a")) == wanted


def test_an_open_range_reaches_as_far_as_it_may() -> None:
    """A range without one end excludes only what lies beyond the other."""
    open_ = shelf.outcome("a", quantity={"low": 3, "unit": "d"})
    for low, high, disjoint in ((1, 2, True), (5, 900, False)):
        closed = shelf.outcome("b", **quantity(low, high, "d"))
        assert bool(found(open_, closed, *claims("outcome/a", "outcome/b"))) == disjoint


@pytest.mark.parametrize("name", ["word", "measure", "drug"])
def test_a_claim_that_states_the_value_otherwise_is_not_held_to_it(name: str) -> None:
    """What a passage gives otherwise, as `differs` says, contradicts nothing; nor does a denial."""
    outcomes = shelf.outcome("a", word="hours"), shelf.outcome("b", word="weeks")
    assert found(*outcomes, *claims(shelf.stance("outcome/a", "supports", name), "outcome/b")) == []
    assert found(*outcomes, *claims(shelf.stance("outcome/a", "disputes"), "outcome/b")) == []
    assert found(*outcomes, *claims(shelf.stance("outcome/a", "supports", "label"), "outcome/b"))


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("increase", "decrease", 1),
        ("restore", "disrupt", 1),
        ("increase", "restore", 0),
        ("restore", "restore", 0),
    ],
)
def test_opposite_effects_are_a_candidate(first: str, second: str, wanted: int) -> None:
    """Two mechanisms of one drug that push one process two ways can hardly both be right."""

    def mechanism(slug: str, direction: str) -> shelf.Json:
        made: shelf.Json = {"id": f"mechanism/{slug}", "type": "Mechanism", "label": slug, "drug": "drug/k"}
        made |= {"action": "other", "scale": "cellular"}
        return made | {"effects": [{"process": "concept/c", "direction": direction}]}

    both = mechanism("a", first), mechanism("b", second)
    assert found(*both, *claims("mechanism/a", "mechanism/b")) == [("PK310", "mechanism/a")] * wanted
    other = both[0], both[1] | {"drug": "drug/s"}
    assert found(*other, *claims("mechanism/a", "mechanism/b")) == []


@pytest.mark.parametrize("name", ["drug", "active_substance", "enantiomer_of", "label"])
def test_a_product_told_as_a_substance_is_a_candidate(name: str) -> None:
    """One claim that means the product and one that gives it to another drug mix up two things."""
    both = claims("drug/s", shelf.stance("drug/s", "supports", name))
    assert found(*both) == ([] if name == "label" else [("PK312", "drug/s")])


def test_every_word_has_its_interval_or_its_level() -> None:
    """The documented tables cover the words of the model, in order, without gaps below."""
    assert tuple(HOURS) == TimeWord.__args__  # type: ignore[attr-defined]
    assert sorted(LEVELS) == sorted(GradeWord.__args__)  # type: ignore[attr-defined]
    assert all(low < high for low, high in HOURS.values())
    assert all(one[0] <= other[0] for one, other in pairwise(HOURS.values()))
    assert HOURS["hours"][1] == UNITS["d"]
    assert HOURS["days"][1] == UNITS["wk"]
