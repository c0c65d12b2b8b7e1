"""Code systems."""

from __future__ import annotations

import re

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from pharmakon.codes import BY_PREFIX, NOTICES, SYSTEMS, System, _multiply, expand, fault
from pharmakon.model.scalar import CODE, IRI

every_system = pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.prefix)


def test_systems_stand_once_and_in_order() -> None:
    """Each prefix is declared once, by prefix; no two systems share a name or are one IRI's beginning."""
    prefixes = [system.prefix for system in SYSTEMS]
    assert prefixes == sorted(set(prefixes))
    assert list(BY_PREFIX) == prefixes
    assert len({system.name for system in SYSTEMS}) == len(SYSTEMS)
    assert len({system.iri for system in SYSTEMS}) == len(SYSTEMS)


@every_system
def test_a_code_becomes_an_iri(system: System) -> None:
    """Every code that a system's pattern allows is no fault, is a CURIE, and expands to an IRI."""

    @given(st.from_regex(f"(?a:{system.pattern})", fullmatch=True))
    @strategies.seeded(10)
    def check(code: str) -> None:
        curie = f"{system.prefix}:{code}"
        right = system.check is None or system.check(code)
        assert fault(curie) == ("" if right else f"{code!r} has a wrong check digit for {system.name}")
        assert re.fullmatch(CODE, curie)
        assert expand(curie) == system.iri + code
        assert re.fullmatch(IRI, expand(curie))

    check()


@every_system
def test_what_is_no_code_is_said_so(system: System) -> None:
    """An empty code, one with more around it, or with digits of another script, is a fault."""
    for code in ("", " 1", "1\n", "\u0661" * 7, "!", f"{system.prefix}:1"):
        assert system.name in fault(f"{system.prefix}:{code}")


@every_system
def test_a_system_has_absolute_names(system: System) -> None:
    """The IRI of a system, and FHIR's name for it, are absolute."""
    assert re.fullmatch(IRI, system.iri)
    assert not system.fhir or re.fullmatch(IRI, system.fhir)


def test_notices_are_of_known_systems() -> None:
    """No notice stands for a system that is not declared, and none is empty."""
    assert set(NOTICES) <= set(BY_PREFIX)
    assert all(NOTICES.values())


def test_an_unknown_prefix_is_its_own_iri() -> None:
    """As in JSON-LD, what no system declares is left as it is, and is a fault."""
    assert expand("nope:1") == "nope:1"
    assert fault("nope:1") == "no code system has the prefix 'nope'"
    assert fault("CAS:1")
    assert fault("")


@pytest.mark.parametrize("code", ["cas:6740-88-1", "cas:33643-46-8", "snomedct:373464007"])
def test_one_check_digit_fits(code: str) -> None:
    """Of the ten digits that may end a code with a check digit, only the right one is no fault."""
    assert [code[:-1] + digit for digit in "0123456789" if not fault(code[:-1] + digit)] == [code]


@pytest.mark.parametrize("code", ["373464007", "35489007", "24184005"])
def test_verhoeff_finds_every_wrong_digit(code: str) -> None:
    """Of a SNOMED CT code, every change of a single digit is a fault."""
    for at, digit in enumerate(code):
        for other in set("0123456789") - {digit}:
            assert fault(f"snomedct:{code[:at]}{other}{code[at + 1 :]}"), (at, other)


def test_verhoeff_is_the_table() -> None:
    """The dihedral group by its rule is the group by its published table."""
    rows = [f"{one}{other}" for one in range(5) for other in range(5)]
    assert [_multiply(int(row[0]), int(row[1])) for row in rows] == [
        (int(row[0]) + int(row[1])) % 5 for row in rows
    ]
    assert [_multiply(5, each) for each in range(10)] == [5, 9, 8, 7, 6, 0, 4, 3, 2, 1]
    assert [_multiply(9, each) for each in range(10)] == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
