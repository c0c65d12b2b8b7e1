"""Units of measure."""

from __future__ import annotations

import pytest
import strategies
from hypothesis import example, given
from hypothesis import strategies as st

from pharmakon.rules.contradictions import UNITS
from pharmakon.rules.units import ATOMS, SLIPS, dimension, meant


@pytest.mark.parametrize(
    ("unit", "measured"),
    [
        ("mg", "mass"),
        ("mg/kg", "mass/mass"),
        ("mg/m2", "mass/area"),
        ("ug/kg/min", "mass/mass/time"),
        ("mg{esketamine}", "mass"),
        ("[iU]/kg", "activity/mass"),
        ("k[iU]", "activity"),
        ("mmol/L", "amount/volume"),
        ("mm[Hg]", "pressure"),
        ("mg.h/L", "mass.time/volume"),
        ("10*9/L", "share/volume"),
        ("%", "share"),
        ("1", "share"),
        ("10*-3", "share"),
        ("/a", "share/time"),
        ("/100.a", "time"),
        ("{beats}/min", "share/time"),
        ("{score}", "score"),
        ("mo", "time"),
        ("m", "length"),
    ],
)
def test_units_measure_what_ucum_says(unit: str, measured: str) -> None:
    """Units of the specification's own kind: prefixes, quotients, products, notes and plain numbers."""
    assert dimension(unit) == measured


@pytest.mark.parametrize(
    "unit",
    [
        "",
        "/",
        ".",
        "mg/",
        "mg//kg",
        "mg kg",
        "{a",
        "a}",
        "{",
        "mg{a}{b}",
        "kmg",
        "%mg",
        "kmin",
        "md",
        "Mg",
        "µg",
    ],
)
def test_what_is_no_unit_measures_nothing(unit: str) -> None:
    """Broken notation, prefixes where none may be, and megagrams are no units."""
    assert dimension(unit) is None


@pytest.mark.parametrize("atom", ATOMS)
def test_an_atom_bears_its_prefixes_alone(atom: str) -> None:
    """With one of its prefixes an atom measures the same; with another letter it is none, or another."""
    measured, prefixes = ATOMS[atom]
    for letter in "acdkmnpuMGTh":
        wanted = measured if letter in prefixes else ATOMS.get(letter + atom, (None,))[0]
        assert dimension(letter + atom) == wanted


@given(st.lists(st.sampled_from(sorted(ATOMS)), min_size=1, max_size=4))
@strategies.seeded(100)
def test_a_quotient_is_made_of_its_parts(atoms: list[str]) -> None:
    """What a quotient measures is the quotient of what its parts measure."""
    first, *rest = (ATOMS[each][0] for each in atoms)
    assert dimension("/".join(atoms)) == "/".join([first, *(each for each in rest if each != "share")])


@given(st.text("mgkuhdsin/.{}1%[]*-", max_size=8))
@example("{}/")
@example("1/")
@strategies.seeded(200)
def test_any_text_is_a_unit_or_none(text: str) -> None:
    """Whatever stands there, it is told whether it is a unit; with an end that is open it is none."""
    assert dimension(text + "/") is None
    assert dimension(text) is None or dimension(f"{text}/h") is not None


def test_times_are_times() -> None:
    """Every unit by which candidates of contradiction are compared in hours is a unit of time."""
    assert {dimension(each) for each in UNITS} == {"time"}


def test_a_slip_is_no_unit_and_what_is_meant_is_one() -> None:
    """No slip is a unit here, and each is put right, alone and in a quotient."""
    for slip, unit in SLIPS.items():
        assert dimension(slip) is None
        assert dimension(unit) is not None
        assert meant(slip) == unit
        assert meant(f"{slip}/kg") == f"{unit}/kg"
        assert meant(unit) is None
    assert meant("mcg/blob") is None
    wanted = {"mcg/hr": "ug/h", "IU/day": "[iU]/d", "Mg": "mg", "weeks": "wk", "years": "a", "mmHg": "mm[Hg]"}
    assert {slip: meant(slip) for slip in wanted} == wanted
