"""Claims, and the judgments on them."""

from __future__ import annotations

import pytest
import shelf

BASE = (shelf.drug(), shelf.source("foo"))


def assessment(*claims: str, evidence: str = "evidence_source/e", **fields: object) -> shelf.Json:
    """A judgment on some claims."""
    made: shelf.Json = {"id": "assessment/a", "type": "Assessment", "label": "x", "claims": list(claims)}
    made |= {"verdict": "supported", "rationale": "x", "evidence": [evidence], "assessed": "2026"}
    return made | fields


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("kind", False), ("label", False), ("synonyms", True), ("shade", True), ("codes", True)],
)
def test_only_what_is_filled_can_be_said_otherwise(name: str, wrong: bool) -> None:  # noqa: FBT001
    """`differs` names fields of the record that have a value; an unknown or an empty one is a fault."""
    claim = shelf.claim(1, shelf.stance("drug/k", "supports", "id", name))
    wanted = [("PK301", "claim/d-1", "/about/0/differs/1")] if wrong else []
    assert shelf.codes(*BASE, claim) == wanted


def test_of_a_record_that_is_not_there_nothing_is_said() -> None:
    """Who differs from a record that is lost has one fault, not two."""
    claim = shelf.claim(1, shelf.stance("drug/lost", "supports", "shade"))
    assert [code for code, _, _ in shelf.codes(*BASE, claim)] == ["PK101"]


def test_a_statement_counts_once() -> None:
    """Two claims with one passage that say the same of the same records are one; any difference makes two."""
    first = shelf.claim(1, "drug/k", "drug/l")
    records = *BASE, shelf.drug("l"), first
    same = shelf.claim(2, "drug/l", "drug/k", statement="other words")
    assert shelf.codes(*records, same) == [("PK302", "claim/d-2", "/passage")]
    for other in (
        shelf.claim(2, "drug/k"),
        shelf.claim(2, "drug/k", shelf.stance("drug/l", "qualifies")),
        shelf.claim(2, "drug/k", "drug/l", passage=shelf.passage("foo", 0, 2)),
        shelf.claim(2, "drug/k", "drug/l", passage=shelf.passage("foo", 1)),
    ):
        assert shelf.codes(*records, other) == []


def test_three_equal_claims_are_two_too_many() -> None:
    """Each is told which came first."""
    found = shelf.judge(*BASE, *(shelf.claim(at, "drug/k") for at in (1, 2, 3)))
    assert [(each.record, each.related) for each in found] == [
        ("claim/d-2", ("claim/d-1",)),
        ("claim/d-3", ("claim/d-1",)),
    ]


def test_a_text_is_no_evidence_for_itself() -> None:
    """Neither a judgment nor a claim rests on the source that is judged or that claims."""
    claim = shelf.claim(1, "drug/k")
    outside = shelf.source(slug="e")
    assert shelf.codes(*BASE, claim, outside, assessment("claim/d-1")) == []
    inside = assessment("claim/d-1", evidence="evidence_source/d")
    assert shelf.codes(*BASE, claim, inside) == [("PK303", "assessment/a", "/evidence/0")]
    citing = shelf.claim(1, "drug/k", cites=["evidence_source/e", "evidence_source/d"])
    assert shelf.codes(*BASE, outside, citing) == [("PK303", "claim/d-1", "/cites/1")]


@pytest.mark.parametrize(("fields", "wrong"), [({}, False), ({"as_cited": "a study"}, True)])
def test_what_was_only_cited_was_not_read(fields: dict[str, str], wrong: bool) -> None:  # noqa: FBT001
    """A judgment rests on publications, not on what stands for a citation."""
    cited = shelf.source(slug="e", **fields)
    found = shelf.codes(*BASE, shelf.claim(1, "drug/k"), cited, assessment("claim/d-1"))
    assert found == ([("PK304", "assessment/a", "/evidence/0")] if wrong else [])


def test_a_claim_takes_one_side() -> None:
    """A claim that stands on a second side is found there, on the third side again."""
    claims = [shelf.claim(at, "drug/k", passage=shelf.passage("foo", 0, at)) for at in (1, 2)]
    one, two = "claim/d-1", "claim/d-2"
    assert shelf.codes(*BASE, *claims, shelf.contradiction((one,), (two,))) == []
    found = shelf.codes(*BASE, *claims, shelf.contradiction((one,), (two, one), (one,)))
    assert found == [
        ("PK305", "contradiction/c", "/sides/1/claims/1"),
        ("PK305", "contradiction/c", "/sides/2/claims/0"),
    ]


def test_a_relation_is_there_to_be_claimed() -> None:
    """A relation that no claim is about is worth saying; with a claim, sources or withdrawn it is not."""
    records = *BASE, shelf.concept(), shelf.outcome("o")
    (found,) = shelf.judge(*records)
    assert (found.code, found.severity, found.record) == ("PK306", "info", "outcome/o")
    assert shelf.codes(*records, shelf.claim(1, "outcome/o")) == []
    assert shelf.codes(*BASE, shelf.concept(), shelf.outcome("o", retired=True)) == []
    sourced: shelf.Json = {
        "id": "contraindication/i",
        "type": "Contraindication",
        "label": "x",
        "drug": "drug/k",
    }
    sourced |= {"condition": "concept/c"}
    assert [code for code, _, _ in shelf.codes(*BASE, shelf.concept(), sourced)] == ["PK306"]
    assert shelf.codes(*BASE, shelf.concept(), sourced | {"sources": ["evidence_source/d"]}) == []


def test_a_refused_claim_does_not_leave_its_relation_unclaimed() -> None:
    """One fault is one finding: what a claim was about, before it was refused, is not blamed."""
    refused = shelf.claim(1, "outcome/o", role="nope")
    assert shelf.codes(*BASE, shelf.concept(), shelf.outcome("o"), refused) == []
