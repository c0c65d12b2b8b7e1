"""Codes of public terminologies."""

from __future__ import annotations

import clinic
import pytest
import shelf
from clinic import code, one

from pharmakon.codes import SYSTEMS
from pharmakon.rules.terminology import TAGS, UNIONS

KETAMINE = "drug/ketamine"


def placed(id_: str, coding: shelf.Json, at: int = 4) -> list[tuple[str, str, str]]:
    """What the rules find once a record has one code more."""
    return clinic.found(id_, f"/codes/{at}", coding)


@pytest.mark.parametrize(
    ("curie", "wanted"),
    [
        ("nope:1", "PK501"),
        ("CAS:6740-88-1", None),
        ("mesh:7649", "PK502"),
        ("mesh:D0076490", "PK502"),
        ("pubchem.compound:03821", "PK502"),
        ("drugbank:DB1221", "PK502"),
        ("atc:E01AX03", "PK502"),
        ("cas:6740-88-2", "PK503"),
        ("unii:690G0D6V8I", "PK503"),
        ("snomedct:373464008", "PK503"),
        ("snomedct:373464017", "PK502"),
        ("meddra:10028813", "PK504"),
        ("meddra:1", "PK504"),
        ("cpt:99213", "PK504"),
        ("mesh:D007649", ""),
    ],
)
def test_each_fault_of_a_code_is_one_finding(curie: str, wanted: str | None) -> None:
    """Unknown, misspelled, mistyped and restricted codes are told apart, each at the code."""
    found = placed(KETAMINE, code(curie, "close"))
    if wanted is None:  # the form of a CURIE itself is checked by the reader
        assert KETAMINE not in {each for _, each, _ in found}
    else:
        assert found == (one(wanted, KETAMINE, "/codes/4/code") if wanted else [])


def test_restricted_systems_are_not_offered() -> None:
    """Who gives an unknown prefix is told those whose codes may be passed on, and no other."""
    (found,) = shelf.judge(shelf.drug(codes=[code("nope:1")]))
    told = set(found.hint.removeprefix("one of ").split(", "))
    assert told == {each.prefix for each in SYSTEMS if each.license != "restricted"}
    assert "meddra" not in told


WRONG_KINDS = [
    (KETAMINE, "mondo:0002050"),
    (KETAMINE, "hp:0002018"),
    (KETAMINE, "icd10cm:R11.0"),
    (KETAMINE, "eco:0000302"),
    (KETAMINE, "go:0048167"),
    ("drug/spray", "unii:50LFG02TXD"),
    ("drug/ssri", "chembl.compound:CHEMBL742"),
    ("concept/depression", "chebi:6121"),
    ("concept/depression", "uniprot:P23560"),
    ("concept/depression", "rxnorm:6130"),
    ("concept/nausea", "go:0048167"),
    ("concept/nausea", "inchikey:FAPWRFPIFSIZLT-UHFFFAOYSA-M"),
    ("concept/plasticity", "hgnc:4584"),
    ("concept/adults", "mondo:0002050"),
    ("concept/receptor", "cas:56-12-2"),
]
"""Records, and codes that cannot name what they are."""


def alone(id_: str, coding: shelf.Json) -> list[shelf.Json]:
    """All records, of which one has a code, and no other has."""
    bare = [{name: value for name, value in each.items() if name != "codes"} for each in clinic.RECORDS]
    return [each | {"codes": [coding]} if each["id"] == id_ else each for each in bare]


@pytest.mark.parametrize(("id_", "curie"), WRONG_KINDS)
@pytest.mark.parametrize(
    ("match", "wanted"),
    [("exact", "PK505"), ("close", "PK506"), ("broad", "PK506"), ("narrow", "PK506"), ("related", "")],
)
def test_a_code_names_things_of_its_own_kind(id_: str, curie: str, match: str, wanted: str) -> None:
    """A code of another kind is an error if exact, a warning if near, and none if only related."""
    records = alone(id_, code(curie, match))
    assert shelf.codes(*records) == (one(wanted, id_, "/codes/0/code") if wanted else [])


def test_a_code_of_another_record_type_has_no_kind() -> None:
    """What is neither drug nor concept may have any code."""
    assert clinic.found("indication/use", "/codes", [code("eco:0000302"), code("chebi:1")]) == []


def test_what_no_drug_or_concept_is_called_is_said_so() -> None:
    """The finding tells what kinds the codes of a system name."""
    messages = [
        shelf.judge(shelf.drug(codes=[code(each)]))[0].message for each in ("eco:0000302", "mondo:0002050")
    ]
    assert messages[0].endswith("such codes name no drug or concept")
    assert messages[1].endswith("to a substance, but such codes name condition")


@pytest.mark.parametrize(
    ("id_", "display", "wrong"),
    [
        (KETAMINE, "Ketamine (substance)", False),
        (KETAMINE, "Depressive disorder (disorder)", True),
        (KETAMINE, "General anesthesia (procedure)", True),
        (KETAMINE, "Product containing ketamine (medicinal product)", True),
        (KETAMINE, "Ketamine", False),
        (KETAMINE, "Ketamine (navigational concept)", False),
        ("drug/spray", "Product containing esketamine (medicinal product)", False),
        ("concept/depression", "Depressed mood (finding)", False),
        ("concept/nausea", "Nausea (finding)", False),
        ("concept/nausea", "Ketamine (substance)", True),
    ],
)
def test_the_tag_of_a_name_tells_its_kind(id_: str, display: str, wrong: bool) -> None:  # noqa: FBT001
    """SNOMED CT names all sorts of things; the tag in the name, where it is given, tells which."""
    coding = code("snomedct:373464007", display=display)
    records = alone(id_, coding)
    assert shelf.codes(*records) == (one("PK505", id_, "/codes/0/code") if wrong else [])


def test_tags_are_of_kinds_that_there_are() -> None:
    """Every kind that a tag or a system stands for is one that some drug or concept of the model has."""
    kinds = {"substance", "salt", "product", "drug_class", "condition", "effect", "target", "process"}
    kinds |= {"population", "structure", "procedure"}
    assert set().union(*TAGS.values(), *(each.kinds or () for each in SYSTEMS)) <= kinds


@pytest.mark.parametrize(
    ("id_", "curie", "match", "wrong"),
    [
        ("drug/midazolam", "chebi:6121", "exact", True),
        ("drug/midazolam", "chebi:6121", "close", False),
        ("drug/salt", "unii:690G0D6V8H", "exact", True),
        ("drug/salt", "atc:N06AB", "exact", False),
        ("drug/midazolam", "chebi:6931", "exact", False),
    ],
)
def test_one_code_means_one_thing(id_: str, curie: str, match: str, wrong: bool) -> None:  # noqa: FBT001
    """Two records with one exact code are found, but not where the code stands for a class of things."""
    found = clinic.found(id_, "/codes", [code(curie, match)])
    assert [each[0] for each in found] == (["PK507"] if wrong else [])


def test_a_symptom_may_be_treated_and_unwanted() -> None:
    """A condition and an effect are two concepts, though they share a code; two effects are not."""
    other = clinic.record("concept/sickness", kind="condition", codes=[code("hp:0002018")])
    assert shelf.codes(*clinic.RECORDS, other) == []
    twin = other | {"kind": "effect"}
    (found,) = shelf.judge(*clinic.RECORDS, twin)
    assert (found.code, found.record, found.related) == ("PK507", "concept/sickness", ("concept/nausea",))


def test_a_withdrawn_record_keeps_its_codes() -> None:
    """The code of a record that was withdrawn may be given to its successor."""
    old = clinic.record("drug/old", kind="substance", codes=[code("chebi:6121")], retired=True)
    assert shelf.codes(*clinic.RECORDS, old) == []


@pytest.mark.parametrize(
    ("curie", "match", "wrong"),
    [
        ("chebi:650657", "exact", True),
        ("chebi:650657", "narrow", False),
        ("chebi:06121", "exact", None),
        ("atc:N01AX03", "exact", False),
    ],
)
def test_one_thing_has_one_code(curie: str, match: str, wrong: bool | None) -> None:  # noqa: FBT001
    """A second exact code of one system is found, unless the system classifies, or it is no code at all."""
    wanted = {True: "PK508", False: "", None: "PK502"}[wrong]
    found = placed(KETAMINE, code(curie, match))
    assert found == (one(wanted, KETAMINE, "/codes/4/code") if wanted else [])


def test_a_substance_may_have_several_classes() -> None:
    """ATC classifies a substance by its uses, so it has several codes there."""
    codes = [code("atc:N01AX03"), code("atc:N06AX27")]
    assert clinic.found("drug/midazolam", "/codes", codes) == []


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("VCMGMSHEPQENPE-ZOWNYOTGSA-N", "PK509"),
        ("YQEZLKZALYSWHR-CYBMUJFWSA-N", ""),
        ("YQEZLKZALYSWHR-UHFFFAOYSA-N", "PK507"),
        ("VCMGMSHEPQENPE-ZOWNYOTGSB-N", "PK502"),
    ],
)
def test_mirror_forms_share_their_skeleton(key: str, wanted: str) -> None:
    """The first block of an enantiomer's InChIKey is that of the racemate, the rest is another."""
    found = clinic.found("drug/esketamine", "/codes/3", code(f"inchikey:{key}"))
    assert [each[0] for each in found] == ([wanted] if wanted else [])


def test_a_key_that_is_not_given_is_not_compared() -> None:
    """Without an InChIKey on either side there is nothing to compare."""
    for id_ in ("drug/esketamine", KETAMINE):
        assert clinic.found(id_, "/codes", [code("drugbank:DB01221")]) == []


@pytest.mark.parametrize(
    ("jurisdiction", "right"),
    [
        ("GB", True),
        ("EU", True),
        ("US-CA", True),
        ("UK", False),
        ("EL", False),
        ("ZZ", False),
        ("UK-SC", False),
    ],
)
def test_a_jurisdiction_is_a_country(jurisdiction: str, right: bool) -> None:  # noqa: FBT001
    """Countries, their parts and the European Union are jurisdictions; other letters are a finding."""
    for id_, place in (
        ("authorization/decision", "/jurisdiction"),
        ("drug/esketamine", "/controlled_status/0/jurisdiction"),
    ):
        found = clinic.found(id_, place, jurisdiction)
        assert found == ([] if right else one("PK510", id_, place))


def test_a_common_slip_is_corrected() -> None:
    """The United Kingdom is GB in ISO 3166, Greece GR."""
    for slip, meant in (("UK", "GB"), ("EL", "GR"), ("ZZ", "EU")):
        (found,) = shelf.judge(*clinic.changed("authorization/decision", "/jurisdiction", slip))
        assert found.hint.endswith(meant)
    assert {"EU"} == UNIONS
