"""Laws about schema.org: nothing that is only claimed becomes a fact, and no hedge is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import everything
import pyoxigraph
import strategies
from everything import RECORDS, Json
from hypothesis import given
from pyoxigraph import RdfFormat

from pharmakon.dataset import Dataset, Entry
from pharmakon.export import schemaorg
from pharmakon.model import Assessment, Authorization, Claim, Concept, Drug, EvidenceSource

Object = dict[str, Any]
FACTS = {"possibleTreatment", "adverseOutcome", "contraindication", "prescriptionStatus", "warning"}
"""Properties that state something of a drug or a condition as so."""


def files(dataset: Dataset) -> dict[str, bytes]:
    """The files of a dataset."""
    return {each.path: b"".join(each.chunks) for each in schemaorg.export(dataset)}


def nodes(dataset: Dataset) -> list[Object]:
    """The nodes of all files."""
    return [node for data in files(dataset).values() for node in json.loads(data)["@graph"]]


def inside(value: object) -> Iterator[Object]:
    """Every object in a value."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from inside(each)
    elif isinstance(value, list):
        for each in value:
            yield from inside(each)


def listed(value: object) -> list[Any]:
    """The values of a property, of which one may stand alone."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def without(dataset: Dataset, *kinds: type) -> Dataset:
    """The dataset without the records of some types."""
    kept = [Entry(node, node.id) for node in dataset.nodes() if not isinstance(node, kinds)]
    return Dataset.of(kept)[0]


def made(*records: Json) -> Dataset:
    """A dataset that is known to be read."""
    found = everything.dataset(records)
    assert found is not None
    return found


def test_each_record_is_one_node(packaged: Dataset) -> None:
    """Drugs, concepts, sources, claims and assessments are one node each, of a type that fits."""
    types = {node["@id"]: node["@type"] for node in nodes(packaged)}
    assert len(types) == len(nodes(packaged))
    for kind, allowed in (
        (Drug, {"Drug", "DrugClass"}),
        (Claim, {"Claim"}),
        (Assessment, {"ClaimReview"}),
        (EvidenceSource, {"MedicalWebPage", "MedicalScholarlyArticle", "CreativeWork"}),
    ):
        records = packaged.of_type(kind)
        assert records
        assert {types[record.id] for record in records} <= allowed
    assert all(concept.id in types for concept in packaged.of_type(Concept))


def test_what_is_only_claimed_is_no_fact(packaged: Dataset) -> None:
    """Without authorizations, no claim, no assessment and no relation makes a statement of fact."""
    stated = {name for node in nodes(packaged) for name in node}
    assert stated >= FACTS
    left = {name for node in nodes(without(packaged, Authorization)) for name in node}
    assert left & FACTS == set()


def test_facts_do_not_hang_on_claims(packaged: Dataset) -> None:
    """Without claims and assessments, the statements of fact are the same."""
    facts = [
        {name: node[name] for name in sorted(FACTS & node.keys())} | {"@id": node["@id"]}
        for node in nodes(packaged)
        if FACTS & node.keys()
    ]
    bare = {node["@id"]: node for node in nodes(without(packaged, Claim, Assessment))}
    assert facts
    for fact in facts:
        assert fact.items() <= bare[fact["@id"]].items()


def test_an_approval_that_ended_treats_nothing() -> None:
    """A use is a possible treatment while its approval holds, and not after its withdrawal."""
    ended = {
        **next(each for each in RECORDS if each["id"] == "authorization/us"),
        "id": "authorization/us-end",
        "decision": "withdrawn",
        "decided": "2021",
    }
    for records, expected in ((RECORDS, ["authorization/us#therapy"]), ((*RECORDS, ended), [])):
        found = [each for node in nodes(made(*records)) for each in listed(node.get("possibleTreatment"))]
        assert [each["@id"] for each in found] == expected


def test_a_claim_keeps_its_hedge_and_its_stances(packaged: Dataset) -> None:
    """A Claim tells in keywords its certainty and its stance on each record, in its text the statement."""
    told = {node["@id"]: node for node in nodes(packaged) if node["@type"] == "Claim"}
    assert len(told) == len(packaged.of_type(Claim))
    for claim in packaged.of_type(Claim):
        node = told[claim.id]
        assert node["text"] == claim.statement
        assert node["appearance"] == {"@id": claim.source}
        assert f"certainty: {claim.certainty}" in node["keywords"]
        for each in claim.about:
            assert {"@id": each.record} in listed(node["about"])
            assert any(word.startswith(f"{each.stance} {each.record}") for word in node["keywords"])
        assert node["isBasedOn"]["position"] == f"char={claim.passage.start},{claim.passage.end}"


def test_a_review_is_rated_by_its_verdict(packaged: Dataset) -> None:
    """A ClaimReview names the claims, gives the verdict in words, and its reasons."""
    told = {node["@id"]: node for node in nodes(packaged) if node["@type"] == "ClaimReview"}
    for each in packaged.of_type(Assessment):
        node = told[each.id]
        assert node["reviewRating"]["ratingValue"] == each.verdict.replace("_", " ")
        assert {item["@id"] for item in listed(node["itemReviewed"])} == set(each.claims)
        assert node["reviewBody"] == each.rationale
        assert node["datePublished"] == each.assessed


def test_retired_records_are_left_out() -> None:
    """A retired record has no node, and nothing follows from it."""
    gone = [{**each, "retired": True} for each in RECORDS]
    assert {node["@type"] for node in nodes(made(*gone))} == set()


def test_no_word_of_a_dispute_supports() -> None:
    """A claim that disputes a use leaves the use a statement that it is about, and nothing more."""
    claim = next(each for each in RECORDS if each["id"] == "claim/page-2")
    about = [{"record": "indication/claimed", "stance": "disputes"}]
    records = [each for each in RECORDS if not each["id"].startswith(("authorization/", "claim/", "assess"))]
    told = nodes(made(*records, {**claim, "about": about}))
    (node,) = (each for each in told if each["@type"] == "Claim")
    assert "disputes indication/claimed" in node["keywords"]
    assert {each["@type"] for each in told if each["@id"] == "indication/claimed"} == {"Statement"}
    assert not [each for each in told if FACTS & each.keys()]


@strategies.seeded(25)
@given(strategies.datasets(most=6))
def test_any_dataset_is_written(dataset: Dataset) -> None:
    """Whatever the records, every file is JSON-LD without blank nodes, and every object has an id."""
    for data in files(dataset).values():
        document = json.loads(data)
        assert all("@id" in each for node in document["@graph"] for each in inside(node))
        for quad in pyoxigraph.parse(data, format=RdfFormat.JSON_LD):
            assert not isinstance(quad.subject, pyoxigraph.BlankNode)
            assert not isinstance(quad.object, pyoxigraph.BlankNode)


def test_naughty_texts_are_unaltered() -> None:
    """Texts arrive code point by code point."""
    naughty = ('"', "\\", "</script>", "\u2028", "\u202eevil", "@id", "https://schema.org/True", "\U0010fffd")
    claim = next(each for each in RECORDS if each["id"] == "claim/page-2")
    claims = [{**claim, "id": f"claim/n-{at}", "statement": text} for at, text in enumerate(naughty)]
    told = [node["text"] for node in nodes(made(*RECORDS, *claims)) if node["@id"].startswith("claim/n-")]
    assert sorted(told) == sorted(naughty)
