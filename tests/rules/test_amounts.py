"""Amounts: units, words of time and of grade, and sizes that cannot be."""

from __future__ import annotations

from typing import get_args

import clinic
import pytest
import shelf
from clinic import one

from pharmakon.model.outcome import Outcome
from pharmakon.model.scalar import GradeWord, TimeWord
from pharmakon.rules.amounts import DOSES, EXPECTED, PEOPLE, amounts
from pharmakon.rules.units import dimension
from pharmakon.terms import Type, table

MEASURES = get_args(Outcome.model_fields["measure"].annotation)


def places(type_: Type, pointer: str = "") -> set[str]:
    """Where in records of a type quantities stand."""
    found = set()
    for field in type_.fields:
        if field.part is not None and field.part.name == "Quantity":
            found.add(f"{pointer}/{field.name}")
        elif field.part is not None:
            found |= places(field.part, f"{pointer}/{field.name}")
    return found


def test_every_quantity_of_the_model_is_looked_at() -> None:
    """There is no place for a quantity, in any record type, that the rules pass over."""
    wanted = {(type_.name, pointer) for type_ in table().records for pointer in places(type_)}
    given = {(each.record.type, each.pointer) for each in amounts(shelf.dataset(*clinic.RECORDS))}
    assert given == wanted


def test_places_are_fields_or_measures() -> None:
    """What an amount is expected to measure is said of fields and measures that there are."""
    assert set(EXPECTED) - {"dose", "session_length", "at"} <= set(MEASURES)
    assert set(PEOPLE) <= set(MEASURES)


@pytest.mark.parametrize(
    ("unit", "wanted"),
    [
        ("mg", ""),
        ("mg/kg", ""),
        ("[iU]", ""),
        ("umol/kg", ""),
        ("1", "PK408"),
        ("%", "PK408"),
        ("mL", "PK408"),
        ("min", "PK408"),
        ("mg/kg/h", "PK408"),
        ("{spray}", "PK408"),
        ("mcg", "PK407"),
        ("Mg", "PK407"),
        ("tablets", "PK407"),
    ],
)
def test_a_dose_has_a_mass(unit: str, wanted: str) -> None:
    """A dose is a mass, by body size or not, an amount of substance or an activity; else it is found."""
    found = clinic.found("regimen/session", "/dose/unit", unit)
    assert found == (one(wanted, "regimen/session", "/dose/unit") if wanted else [])


def test_a_slip_is_told_what_is_meant() -> None:
    """Who writes mcg is told ug; who writes what nobody knows is told where to look."""
    hints = {"mcg/kg": "write ug/kg", "tablets": "look the unit up at ucum.org"}
    for unit, hint in hints.items():
        (found,) = shelf.judge(*clinic.changed("regimen/session", "/dose/unit", unit))
        assert (found.hint, found.severity) == (hint, "warning")


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("unit", ["h", "%", "{score}", "/a", "mg", "hours"])
def test_a_measure_has_its_units(measure: str, unit: str) -> None:
    """Onset and duration are times, parts of the people are shares, and nothing else is a time."""
    records = clinic.changed("outcome/response", "/measure", measure)
    for each in records:
        if each["id"] == "outcome/response":
            each["quantity"] = {"low": 1, "high": 2, "unit": unit}
    measured = dimension(unit)
    right = {
        "onset": {"time"},
        "duration": {"time"},
        "incidence": {"share", "share/time"},
        "response": {"share"},
        "remission": {"share", "time"},
        "relapse": {"share", "share/time", "time"},
    }.get(measure, {"share", "score", "share/time", "mass"})
    code = "PK407" if measured is None else "" if measured in right else "PK408"
    assert shelf.codes(*records) == (one(code, "outcome/response", "/quantity/unit") if code else [])


@pytest.mark.parametrize(
    ("id_", "place"), [("regimen/session", "/session_length"), ("outcome/response", "/at/quantity")]
)
def test_times_have_units_of_time(id_: str, place: str) -> None:
    """How long a session lasts, and when something was measured, is told in units of time."""
    assert clinic.found(id_, f"{place}/unit", "d") == []
    assert clinic.found(id_, f"{place}/unit", "mg") == one("PK408", id_, f"{place}/unit")


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("words", [get_args(TimeWord), get_args(GradeWord)], ids=["time", "grade"])
def test_a_measure_has_its_words(measure: str, words: tuple[str, ...]) -> None:
    """Onset and duration have words of time; incidence, severity and tolerability words of grade."""
    wrong = (
        (measure in {"onset", "duration"})
        if "low" in words
        else (measure in {"incidence", "severity", "tolerability"})
    )
    for word in words:
        records = clinic.changed("outcome/onset", "/measure", measure)
        next(each for each in records if each["id"] == "outcome/onset")["word"] = word
        assert shelf.codes(*records) == (one("PK408", "outcome/onset", "/word") if wrong else [])


def test_the_time_of_a_measurement_is_a_time() -> None:
    """A word of grade says nothing of when something was measured."""
    at = {"after": "first_dose", "word": "days"}
    assert clinic.found("outcome/response", "/at", at) == []
    found = clinic.found("outcome/response", "/at", at | {"word": "good"})
    assert found == one("PK408", "outcome/response", "/at/word")
    assert clinic.found("outcome/response", "/at", {"after": "first_dose"}) == []


def quantity(low: float | None, high: float | None, unit: str = "%") -> shelf.Json:
    """A range with one end or two."""
    ends = {"low": low, "high": high}
    return {name: end for name, end in ends.items() if end is not None} | {"unit": unit}


@pytest.mark.parametrize(
    ("id_", "place", "value", "wrong"),
    [
        ("regimen/session", "/dose", quantity(84, 56, "mg"), True),
        ("regimen/session", "/dose", quantity(56, 56, "mg"), False),
        ("regimen/session", "/dose", quantity(56, None, "mg"), False),
        ("regimen/session", "/dose", quantity(None, 84, "mg"), False),
        ("regimen/session", "/dose", quantity(-56, 56, "mg"), True),
        ("regimen/session", "/session_length", quantity(None, -1, "min"), True),
        ("outcome/response", "/at/quantity", quantity(-24, 24, "h"), True),
        ("outcome/response", "/quantity", quantity(52, 100), False),
        ("outcome/response", "/quantity", quantity(52, 101), True),
        ("outcome/response", "/quantity", quantity(-5, 5), True),
        ("outcome/response", "/quantity", quantity(1, 300, "1"), False),
        ("outcome/change", "/quantity", quantity(40, 120), True),
        ("outcome/change", "/quantity", quantity(-60, -40), True),
        ("outcome/change", "/quantity", quantity(-60, -40, "{score}"), True),
    ],
)
def test_what_cannot_be_is_found_at_the_quantity(
    id_: str,
    place: str,
    value: shelf.Json,
    wrong: bool,  # noqa: FBT001
) -> None:
    """Ranges that run backwards, negative sizes and more than all are one finding, whatever the place."""
    assert clinic.found(id_, place, value) == (one("PK409", id_, place) if wrong else [])


def test_a_change_without_a_direction_may_be_negative() -> None:
    """A fall of a score is told by its sign where no direction is; a rise may be more than the whole."""
    change = {"measure": "symptom_change", "of": "concept/depression", "drug": "drug/midazolam"}
    fall = clinic.record("outcome/onset", **change, quantity=quantity(-8, -3, "{score}"))
    rise = clinic.record("outcome/onset", **change, quantity=quantity(150, 150), direction="increase")
    more = rise | {"measure": "response"}
    large = clinic.record("outcome/onset", **change, quantity=quantity(50, 150))
    for made in (fall, rise, more, large):
        records = [made if each["id"] == made["id"] else each for each in clinic.RECORDS]
        assert shelf.codes(*records) == []


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        (quantity(50, 50), True),
        (quantity(30, 30), True),
        (quantity(0.5, 0.5, "1"), True),
        (quantity(50, None), True),
        (quantity(None, 50), True),
        (quantity(45, 45), False),
        (quantity(50, 60), False),
        (quantity(50, 50, "{score}"), False),
        (quantity(50, 50, "1"), False),
    ],
)
@pytest.mark.parametrize("claims", [["claim/d-1"], ["claim/d-1", "claim/d-3"]])
def test_a_threshold_is_no_size(value: shelf.Json, wrong: bool, claims: list[str]) -> None:  # noqa: FBT001
    """A fall by the very threshold of a response is found where a claim of it stands unjudged."""
    records = clinic.changed("outcome/change", "/quantity", value)
    records.append(shelf.claim(3, "outcome/change", passage=shelf.passage("foo", 1)))
    next(each for each in records if each["id"] == "assessment/first")["claims"] = claims
    unjudged = wrong and claims == ["claim/d-1"]
    (found, *more) = [*shelf.judge(*records), None]
    assert (found is not None, more) == (unjudged, [None] if unjudged else [])
    if found:
        assert (found.code, found.record, found.pointer) == ("PK404", "outcome/change", "/quantity")
        assert found.related == ("claim/d-3",)


@pytest.mark.parametrize("measure", ["response", "severity", "symptom_change"])
def test_a_threshold_is_found_in_each_measure_that_falls(measure: str) -> None:
    """A response that is said to fall by half, or a severity, is the threshold as well."""
    records = clinic.changed("outcome/change", "/quantity", quantity(50, 50))
    next(each for each in records if each["id"] == "outcome/change")["measure"] = measure
    records.append(shelf.claim(3, "outcome/change", passage=shelf.passage("foo", 1)))
    assert shelf.codes(*records) == one("PK404", "outcome/change", "/quantity")


@pytest.mark.parametrize(
    ("id_", "place", "value"),
    [
        ("outcome/change", "/direction", "increase"),
        ("outcome/change", "/measure", "quality_of_life"),
        ("claim/d-3", "/about/0/stance", "qualifies"),
        ("claim/d-3", "/about/0/differs", ["quantity"]),
        ("claim/d-3", "/retired", True),
        ("assessment/first", "/verdict", "nope"),
    ],
)
def test_what_no_claim_holds_as_a_fall_is_no_threshold(id_: str, place: str, value: object) -> None:
    """Rises, other measures, and claims that state the size otherwise or are withdrawn are left alone."""
    records = clinic.changed("outcome/change", "/quantity", quantity(50, 50))
    records.append(shelf.claim(3, "outcome/change", passage=shelf.passage("foo", 1)))
    here = next(each for each in records if each["id"] == id_)
    *way, last = place.split("/")[1:]
    for step in way:
        here = here[int(step) if step.isdigit() else step]
    here[last] = value
    assert "PK404" not in {code for code, _, _ in shelf.codes(*records)}


def test_doses_are_told_in_the_hint() -> None:
    """Who gives a dose without a mass is told what a dose may be given in."""
    (found,) = shelf.judge(*clinic.changed("regimen/session", "/dose/unit", "1"))
    assert found.hint == f"give it in a unit of {' or '.join(DOSES)}"
    assert found.message == "dose is given in '1', a unit of share"
    (found,) = shelf.judge(*clinic.changed("outcome/change", "/quantity/unit", "h"))
    assert found.hint == "correct unit or measure"
    (found,) = shelf.judge(*clinic.changed("outcome/response", "/at/quantity/unit", "mg"))
    assert found.message.startswith("time of measurement is given in")
