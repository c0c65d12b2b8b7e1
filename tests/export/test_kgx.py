"""Laws about KGX: the graph is whole, and nothing that is only claimed is an edge that states it."""

from __future__ import annotations

import json
from typing import Any

import everything
import pytest
import strategies
from everything import RECORDS, Json
from hypothesis import given

from pharmakon.codes import SYSTEMS
from pharmakon.dataset import Dataset, Entry
from pharmakon.export import kgx
from pharmakon.export.kgx.nodes import PREFIXES, exact, own
from pharmakon.model import (
    AdverseEvent,
    Assessment,
    Authorization,
    Claim,
    Indication,
    Mechanism,
    Outcome,
)

Object = dict[str, Any]
LISTED = {"biolink:has_member", "biolink:has_active_ingredient"}
NEUTRAL = {"biolink:related_to"} | LISTED
"""Predicates that say nothing of what a drug does, treats or causes."""


def written(dataset: Dataset) -> tuple[list[Object], list[Object]]:
    """The nodes and the edges of a dataset."""
    made = {each.path: b"".join(each.chunks).decode() for each in kgx.export(dataset)}
    nodes, edges = (
        [json.loads(line) for line in made[f"kgx/{name}.jsonl"].split("\n") if line]
        for name in ("nodes", "edges")
    )
    return nodes, edges


def made(*records: Json) -> Dataset:
    """A dataset that is known to be read."""
    found = everything.dataset(records)
    assert found is not None
    return found


def changed(id_: str, **fields: object) -> Dataset:
    """The dataset with everything, in which one record has other fields."""
    return made(*({**each, **fields} if each["id"] == id_ else each for each in RECORDS))


def assert_whole(dataset: Dataset) -> None:
    """Asserts that ids are unique, and that every end and publication of an edge is a node."""
    nodes, edges = written(dataset)
    ids = {node["id"] for node in nodes}
    assert len(ids) == len(nodes)
    assert len({edge["id"] for edge in edges}) == len(edges)
    for edge in edges:
        assert {edge["subject"], edge["object"], *edge.get("publications", ())} <= ids
        assert "negated" not in edge


def test_the_packaged_graph_is_whole(packaged: Dataset) -> None:
    """The packaged dataset has nodes and edges of every kind, none dangling."""
    assert_whole(packaged)
    predicates = {edge["predicate"] for edge in written(packaged)[1]}
    assert predicates >= {"biolink:treats", "biolink:has_adverse_event", "biolink:contraindicated_in"}
    assert predicates >= NEUTRAL


@strategies.seeded(25)
@given(strategies.datasets(most=8))
def test_any_graph_is_whole(dataset: Dataset) -> None:
    """Whatever the records, and wherever references lead, no edge dangles."""
    assert_whole(dataset)


def test_what_is_only_claimed_is_no_fact(packaged: Dataset) -> None:
    """Without authorizations and assessments, all that claims leave are edges that state nothing."""
    kept = [each for each in packaged.nodes() if not isinstance(each, (Authorization, Assessment))]
    bare = Dataset.of(Entry(each, each.id) for each in kept)[0]
    assert {edge["predicate"] for edge in written(bare)[1]} == NEUTRAL


def test_a_claimed_relation_counts_its_stances(packaged: Dataset) -> None:
    """Each relation of which claims speak is related_to, at no level of knowledge, with all its claims."""
    told: dict[str, list[tuple[str, str]]] = {}
    for claim in packaged.of_type(Claim):
        for each in claim.about:
            told.setdefault(own(each.record), []).append((each.stance, claim.certainty))
    edges = [edge for edge in written(packaged)[1] if edge["predicate"] == "biolink:related_to"]
    assert edges
    for edge in edges:
        held = told[edge["id"].partition("#")[0]]
        assert edge["knowledge_level"] == "not_provided"
        assert edge["evidence_count"] == len(held)
        for word in {word for pair in held for word in pair}:
            count = sum(word in pair for pair in held)
            assert f"{count} {word}" in edge["description"]
        assert edge["publications"]
    related = {edge["id"].partition("#")[0] for edge in edges}
    for record in packaged:
        if isinstance(record, (AdverseEvent, Indication, Mechanism, Outcome)) and own(record.id) in told:
            bare = isinstance(record, Indication) and record.condition is None
            assert (own(record.id) in related) is not bare


AGAINST = {
    "a hedge": ("claim/page-1", {"certainty": "hedged"}),
    "another verdict": ("assessment/right", {"verdict": "overstated"}),
    "a dispute": ("claim/page-2", {"about": [{"record": "mechanism/block", "stance": "disputes"}]}),
    "a limit": ("claim/page-2", {"about": [{"record": "mechanism/block", "stance": "qualifies"}]}),
    "a difference": (
        "claim/page-1",
        {"about": [{"record": "mechanism/block", "stance": "supports", "differs": ["species"]}]},
    ),
    "a retired judgment": ("assessment/right", {"retired": True}),
}
"""What, said of a claim that was found supported, leaves nothing to be stated."""


@pytest.mark.parametrize("reason", AGAINST)
def test_a_doubt_leaves_no_statement(reason: str) -> None:
    """A mechanism is stated if an assessment finds a claim of just this supported, and for nothing less."""
    id_, fields = AGAINST[reason]
    for dataset, expected in ((made(*RECORDS), True), (changed(id_, **fields), False)):
        edges = [edge for edge in written(dataset)[1] if edge["predicate"] == "biolink:affects"]
        assert bool(edges) is expected
        assert all(edge["publications"] == ["PMID:12345678"] for edge in edges)


def test_a_mechanism_has_qualifiers() -> None:
    """What a drug does to a protein is told by qualifiers; what it does to a process, without."""
    edges = {
        each["object"]: each for each in written(made(*RECORDS))[1] if each["predicate"] == "biolink:affects"
    }
    told = {
        name: {
            key: value for key, value in edge.items() if key.startswith(("object_", "causal", "qualified"))
        }
        for name, edge in edges.items()
    }
    assert told == {
        "UniProtKB:Q05586": {
            "qualified_predicate": "biolink:causes",
            "causal_mechanism_qualifier": "antagonism",
            "object_aspect_qualifier": "activity",
            "object_direction_qualifier": "decreased",
        },
        "UniProtKB:P23560": {
            "qualified_predicate": "biolink:causes",
            "object_aspect_qualifier": "activity_or_abundance",
            "object_direction_qualifier": "increased",
        },
        "pharmakon.concept:process": {},
    }


def test_a_treatment_needs_an_approval_that_holds() -> None:
    """A product treats a condition while an approval says so; else it is at most spoken of."""
    for dataset, expected in (
        (made(*RECORDS), 1),
        (changed("authorization/us", decision="refused"), 0),
        (changed("authorization/us", retired=True), 0),
        (changed("indication/approved", intent="analgesia"), 0),
    ):
        edges = [edge for edge in written(dataset)[1] if edge["predicate"] == "biolink:treats"]
        assert len(edges) == expected
        for edge in edges:
            assert edge["clinical_approval_status"] == "approved_for_condition"
            assert edge["population_context_qualifier"] == "pharmakon.concept:people"


def test_an_id_is_a_code_of_one_record(packaged: Dataset) -> None:
    """A node's id is an exact code that no other record has, or the record's own, which its IRI ends with."""
    prefixes = {PREFIXES[each.prefix] for each in SYSTEMS if each.prefix in PREFIXES}
    owners: dict[str, set[str]] = {}
    for record in packaged:
        for curie in exact(record):
            owners.setdefault(curie, set()).add(record.id)
    coded = 0
    for node in written(packaged)[0]:
        prefix, _, code = node["id"].partition(":")
        if prefix in prefixes:
            coded += 1
            assert len(owners[node["id"]]) == 1
            (owner,) = owners[node["id"]]
            assert any(each.endswith(owner) for each in node["xref"])
        elif prefix.startswith("pharmakon."):
            assert node["iri"].endswith(f"{prefix.removeprefix('pharmakon.')}/{code}")
    assert coded > 20


def test_a_code_of_two_records_names_neither() -> None:
    """Where two records have the same exact code, both have an id of their own."""
    codes = [{"code": "mondo:0002050", "match": "exact", "seen_at": ["a page"]}]
    ids = {node["id"] for node in written(changed("concept/other", codes=codes))[0]}
    assert {"pharmakon.concept:condition", "pharmakon.concept:other"} <= ids
    assert "MONDO:0002050" not in ids
