"""Code systems."""

from __future__ import annotations

import re

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from pharmakon.codes import (
    BY_PREFIX,
    COUNTRIES,
    NOTICES,
    SYSTEMS,
    System,
    _multiply,
    expand,
    fault,
    verhoeff_check,
)
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


DIGITS = "0123456789"
CHARACTERS = f"{DIGITS}ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.mark.parametrize(
    ("code", "ends"),
    [
        ("cas:6740-88-1", DIGITS),
        ("cas:33643-46-8", DIGITS),
        ("snomedct:373464007", DIGITS),
        ("unii:690G0D6V8H", CHARACTERS),
    ],
)
def test_one_check_digit_fits(code: str, ends: str) -> None:
    """Of the characters that may end a code with a check digit, only the right one is no fault."""
    assert [code[:-1] + end for end in ends if not fault(code[:-1] + end)] == [code]


@pytest.mark.parametrize(
    "code",
    [
        *("059QF0KO0R", "UC6VBE7V1Z", "229809935B", "3G6A5W338E"),  # water, methadone and its salt, caffeine
        *("690G0D6V8H", "O18YUO0I83", "50LFG02TXD", "L8P1H35P2Z"),  # ketamine, esketamine and their salts
    ],
)
def test_uniis_in_use_fit(code: str) -> None:
    """Published UNIIs fit the sum of the values of their first nine characters; one wrong character does not.

    The examples are those of the article "Unique Ingredient Identifier" in Wikipedia, of the registry
    of identifiers.org, and of the dataset.
    """
    assert fault(f"unii:{code}") == ""
    assert CHARACTERS[sum(map(CHARACTERS.index, code[:-1])) % 36] == code[-1]
    for at in range(9):
        other = CHARACTERS[CHARACTERS.index(code[at]) - 1]
        assert fault(f"unii:{code[:at]}{other}{code[at + 1 :]}"), at


TIMES = ("0123456789", "1234067895", "2340178956", "3401289567", "4012395678")
TIMES += ("5987604321", "6598710432", "7659821043", "8765932104", "9876543210")
"""The multiplication of the dihedral group of order 10, as it is printed in tables."""

PERMUTED = ("0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901")
PERMUTED += ("2793806415", "7046913258")
"""The permutations of Verhoeff's scheme by place, as they are printed in tables."""


def verhoeff_by_tables(code: str) -> bool:
    """Whether a code fits by the two published tables."""
    state = 0
    for at, digit in enumerate(reversed(code)):
        state = int(TIMES[state][int(PERMUTED[at % 8][int(digit)])])
    return state == 0


@given(st.from_regex(r"[1-9][0-9]{5,17}", fullmatch=True))
@strategies.seeded(300)
def test_verhoeff_by_its_rule_is_verhoeff_by_its_tables(code: str) -> None:
    """Two ways to one answer: the group computed, and the tables as they are printed."""
    fits = [f"{code[:-1]}{end}" for end in DIGITS if verhoeff_by_tables(f"{code[:-1]}{end}")]
    assert [each for each in fits if verhoeff_check(each)] == fits
    assert verhoeff_check(code) == verhoeff_by_tables(code)
    assert len(fits) == 1


@pytest.mark.parametrize("partition", ["01", "02", "11", "12", "20"])
def test_only_concepts_of_snomed_are_codes(partition: str) -> None:
    """An identifier of a description or a relationship fits its check digit, and is no code of a concept.

    Source: SNOMED CT Release File Specification 6.3, partition identifier.
    """
    stem = f"1000119{partition}" if partition[0] == "1" else f"3734640{partition}"
    (code,) = [f"{stem}{end}" for end in DIGITS if verhoeff_by_tables(f"{stem}{end}")]
    assert "is not a code of SNOMED CT" in fault(f"snomedct:{code}")


REAL = {
    "atc": "N N01 N01A N01AX N01AX03 N06AX27 C10AA05 V03AB15",
    "cas": "50-00-0 58-08-2 7732-18-5 1867-66-9",
    "chebi": "6121 650657 15377 4",
    "chembl.compound": "CHEMBL742 CHEMBL2364609",
    "doid": "4 1470 0050117 0110974",
    "drugbank": "DB00001 DB01221 DB14938",
    "hgnc": "5 4584 16793",
    "icd10cm": "F32 F32.A R11.0 C7A.010 M1A.0110 Z3A.01 T41.295A S52.521A QA0.0101 L98.A116 Y93.L1",
    "inchikey": "YQEZLKZALYSWHR-UHFFFAOYSA-N RYYVLZVUVIJVGH-UHFFFAOYSA-N",
    "mesh": "D007649 D000067877 C063233 C000629870 Q000473",
    "ncit": "C2982 C138986",
    "pubchem.compound": "119 3821 182137",
    "rxnorm": "6130 221058 2201625",
    "snomedct": "138875005 373464007 6471006 111000119104 291000119100",
    "uniprot": "P12345 Q05586 O15399 A2BC19 A0A022YWF9",
}
"""Codes that are in use: of the dataset, and examples of Bioregistry and of the systems' own sites."""

UNREAL = {
    "atc": "E01 N1 N01AX3 n01ax03 N01AXA3 QN01AX03",
    "cas": "0-00-0 1-00-7 06740-88-1 6740-881 6740881",
    "chebi": "0 06121 CHEBI:6121 6121a",
    "chembl.compound": "742 CHEMBL0742 chembl742",
    "doid": "01470 00110974 0",
    "drugbank": "DB1221 DB0122100 db01221",
    "hgnc": "04584 123456 HGNC:4584",
    "icd10cm": "F3 32.9 F32. F32.12345 f32.9 FF2.9 F3Z.1",
    "inchikey": "YQEZLKZALYSWHR YQEZLKZALYSWHR-UHFFFAOYSA YQEZLKZALYSWHR-UHFFFAOYXA-N",
    "mesh": "7649 D00764 D00764900 M0011923 Q0004730",
    "ncit": "2982 C02982 P320 R123",
    "pubchem.compound": "03821 0 CID3821",
    "rxnorm": "0 06130 12345678",
    "snomedct": "37346 0373464007 373464017 373464027 1234567890123456100",
    "uniprot": "P1234 12345P ABCDEF A2BC1 P12345-1",
}
"""What looks like a code and is none: a digit too few or too many, a leading zero, another system's."""


@pytest.mark.parametrize("prefix", sorted(REAL))
def test_patterns_take_what_is_in_use_and_no_other(prefix: str) -> None:
    """Each pattern takes codes that are in use, and refuses what only looks like one."""
    assert [code for code in REAL[prefix].split() if fault(f"{prefix}:{code}")] == []
    assert [code for code in UNREAL[prefix].split() if BY_PREFIX[prefix].spells(code)] == []


def test_what_is_owed_is_said() -> None:
    """Every system that asks for attribution has a notice; those that forbid to ship codes are declared."""
    assert {each.prefix for each in SYSTEMS if each.license == "attribution"} <= set(NOTICES)
    assert {each.prefix for each in SYSTEMS if each.license == "restricted"} == {"cpt", "meddra", "nddf"}


def test_countries_are_those_of_the_standard() -> None:
    """There are 249 officially assigned codes of two letters, and none that is only reserved."""
    assert len(COUNTRIES) == 249
    assert {len(each) for each in COUNTRIES} == {2}
    assert {"US", "GB", "GR", "DE", "CH"} <= COUNTRIES
    assert not {"UK", "EL", "EU", "SU", "ZZ", "AN", "CS"} & COUNTRIES


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
