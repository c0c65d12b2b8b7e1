"""References and identity."""

from __future__ import annotations

import json

import pytest
import shelf
import strategies
from hypothesis import given

from pharmakon import rules
from pharmakon.dataset import Dataset
from pharmakon.model.reference import references

SOURCE = shelf.source()


@given(strategies.datasets())
@strategies.seeded(30)
def test_every_reference_that_leads_nowhere_is_found(dataset: Dataset) -> None:
    """Each reference to a record that is not there is one finding at its place, and no other reference is."""
    ids = {record.id for record in dataset}
    lost = [
        (r.id, pointer, target) for r in dataset for pointer, target in references(r) if target not in ids
    ]
    found = [each for each in rules.run(dataset) if each.code == "PK101"]
    assert sorted((each.record, each.pointer, each.related[0]) for each in found) == sorted(lost)


def test_a_nested_reference_is_found_in_its_place() -> None:
    """The pointer leads to the very value, in a list or in a nested object."""
    claim = shelf.claim(1, "drug/k", "drug/lost", source="evidence_source/lost")
    found = shelf.judge(shelf.drug(), claim)
    assert [(each.code, each.pointer) for each in found] == [
        ("PK101", "/source"),
        ("PK101", "/about/1/record"),
    ]
    assert found[1].location is not None
    line = json.dumps(claim)
    assert line[found[1].location.column - 1 :].startswith('"drug/lost"')


def test_a_refused_record_is_not_missing() -> None:
    """A record that was refused for its own fault is blamed alone."""
    records = shelf.claim(1, "drug/k"), shelf.source("foo"), shelf.drug(kind="nope")
    assert shelf.codes(*records) == []


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_a_circle_is_found_once(size: int) -> None:
    """However long it is, a circle is told by its first record, with all others that take part."""
    ring = [shelf.concept(f"a{at}", broader=[f"concept/a{(at + 1) % size}"]) for at in range(size)]
    tail = shelf.concept("z", broader=["concept/a0"])
    (found,) = shelf.judge(*ring, tail)
    assert (found.code, found.record, found.pointer) == ("PK104", "concept/a0", "/broader")
    assert sorted(found.related) == [f"concept/a{at}" for at in range(1, size)]


def test_two_circles_are_two_findings() -> None:
    """Circles that share no record are told apart; what is above twice is no circle."""
    pairs = [("a", "b"), ("b", "a"), ("x", "y"), ("y", "x")]
    ring = [shelf.concept(one, broader=[f"concept/{other}"]) for one, other in pairs]
    assert [record for _, record, _ in shelf.codes(*ring)] == ["concept/a", "concept/x"]
    diamond = [shelf.concept("a", broader=["concept/b", "concept/c"]), shelf.concept("d")]
    diamond += [shelf.concept(each, broader=["concept/d"]) for each in "bc"]
    assert shelf.codes(*diamond) == []


@pytest.mark.parametrize("field", ["active_substance", "enantiomer_of", "members"])
def test_a_drug_is_not_part_of_itself(field: str) -> None:
    """Drugs that are each other's substance, mirror form or member go in a circle."""
    pairs = [("a", "drug/b"), ("b", "drug/a")]
    drugs = [
        shelf.drug(slug, sources=["evidence_source/d"], **{field: [other] if field == "members" else other})
        for slug, other in pairs
    ]
    assert shelf.codes(*drugs, SOURCE, of=("PK1",)) == [("PK104", "drug/a", f"/{field}")]


def test_a_mixed_path_is_no_circle() -> None:
    """A substance that is a member of the class of its own salt's kind breaks no single hierarchy."""
    drugs = [
        shelf.drug("a", members=["drug/b"], sources=["evidence_source/d"]),
        shelf.drug("b", active_substance="drug/a", sources=["evidence_source/d"]),
    ]
    assert shelf.codes(*drugs, SOURCE, of=("PK1",)) == []


def test_a_withdrawn_record_is_not_relied_on() -> None:
    """A record in use that names a withdrawn one is told its successor; a withdrawn one may name it."""
    gone = shelf.drug(retired=True, replaced_by="drug/l")
    use = shelf.outcome("o"), shelf.concept(), shelf.drug("l")
    (found,) = [each for each in shelf.judge(gone, *use) if each.code != "PK306"]
    assert (found.code, found.severity, found.pointer, found.hint) == (
        "PK105",
        "warning",
        "/drug",
        "name drug/l instead",
    )
    retired = shelf.outcome("o", retired=True), *use[1:]
    assert shelf.codes(gone, *retired) == []


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"retired": True, "replaced_by": "drug/l"}, 0),
        ({"replaced_by": "drug/l"}, 1),
        ({"retired": False, "replaced_by": "drug/l"}, 1),
        ({"retired": True, "replaced_by": "concept/c"}, 1),
        ({"replaced_by": "concept/c"}, 2),
        ({"retired": True}, 0),
    ],
)
def test_a_successor_stands_in(fields: shelf.Json, wanted: int) -> None:
    """Who has a successor is withdrawn, and the successor is of the same type."""
    found = shelf.codes(shelf.drug(**fields), shelf.drug("l"), shelf.concept())
    assert found == [("PK106", "drug/k", "/replaced_by")] * wanted


def coding(code: str, match: str = "exact") -> dict[str, object]:
    """A code of a terminology."""
    return {"code": code, "match": match, "seen_at": ["a"]}


def test_two_nested_objects_have_two_names() -> None:
    """Objects with one key, or with one content in another order, would be one node in every graph."""
    same = shelf.drug(codes=[coding("cas:6740-88-1"), coding("cas:6740-88-1", "close")])
    assert shelf.codes(same) == [("PK107", "drug/k", "/codes/1")]
    two = shelf.drug(codes=[coding("cas:6740-88-1"), coding("cas:33643-46-8", "close")])
    assert shelf.codes(two) == []
    near = shelf.drug(codes=[coding("cas:1-2"), coding("cas:1/2")])
    assert shelf.codes(near, of=("PK107",)) == [("PK107", "drug/k", "/codes/1")]
    claims = [shelf.claim(at, "drug/k", passage=shelf.passage("foo", 0, at)) for at in (1, 2)]
    pair = ("claim/d-1", "claim/d-2")
    turned = shelf.contradiction(pair, pair[::-1])
    for side in turned["sides"]:
        side["position"] = "x"
    found = shelf.codes(turned, *claims, shelf.drug(), shelf.source("foo"), of=("PK107",))
    assert found == [("PK107", "contradiction/c", "/sides/1")]
