"""Records as one immutable whole."""

from __future__ import annotations

import dataclasses
from random import Random
from typing import Any

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from pharmakon import readers
from pharmakon.dataset import Dataset, Entry, Positions
from pharmakon.errors import UnknownTerm
from pharmakon.findings import Finding, Location
from pharmakon.model import RECORD_TYPES, Claim, Concept, Drug, EvidenceSource, Metadata
from pharmakon.model.reference import references
from pharmakon.model.term import snake_case

DRUG = Drug(id="drug/k", type="Drug", label="ketamine", kind="substance")
OTHER = Drug(id="drug/l", type="Drug", label="esketamine", kind="substance")
SOURCE = EvidenceSource(id="evidence_source/d", type="EvidenceSource", label="d", kind="web_article")


def claim(number: int, *about: dict[str, str]) -> Claim:
    """A claim about some records."""
    given_: dict[str, Any] = {
        "id": f"claim/d-{number}",
        "type": "Claim",
        "label": "x",
        "source": "evidence_source/d",
        "passage": {"start": 0, "end": 3, "sha256": "0" * 64},
        "statement": "x",
        "about": about,
        "certainty": "asserted",
        "role": "background",
        "grounding": "direct",
    }
    return Claim.model_validate(given_)


def of(*records: Any) -> Dataset:  # noqa: ANN401 - records and metadata
    """A dataset without findings."""
    dataset, findings = Dataset.of(Entry(record, record.id) for record in records)
    assert not findings
    return dataset


@given(strategies.datasets(), st.randoms(use_true_random=False))
@strategies.seeded(25)
def test_the_order_of_entries_does_not_matter(dataset: Dataset, random: Random) -> None:
    """Records stand in the order of their ids, whatever the order in which they were read."""
    nodes = list(dataset.nodes())
    ids = [node.id for node in nodes]
    assert ids == sorted(ids)
    random.shuffle(nodes)
    assert of(*nodes) == dataset
    assert [record.id for record in dataset] == sorted(record.id for record in dataset.records)
    assert len(nodes) == len(dataset) + (dataset.metadata is not None)


@given(strategies.datasets())
@strategies.seeded(25)
def test_every_record_is_found_by_its_id_and_its_type(dataset: Dataset) -> None:
    """Look-ups by id, by type and by collection give the same records, and each once."""
    assert [dataset[record.id] for record in dataset] == list(dataset)
    by_type = [record for type_ in RECORD_TYPES for record in dataset.of_type(type_)]
    assert sorted(by_type, key=lambda record: record.id) == list(dataset)
    for type_ in RECORD_TYPES:
        collection = getattr(dataset, f"{snake_case(type_.__name__)}s")
        assert list(collection) == [record.id for record in dataset.of_type(type_)]
        assert all(collection[name.partition("/")[2]] is dataset[name] for name in collection)
        assert all(name in collection and name.partition("/")[2] in collection for name in collection)
        assert len(collection) == len(list(collection))


@given(strategies.datasets())
@strategies.seeded(25)
def test_who_refers_is_who_is_referred_to_by(dataset: Dataset) -> None:
    """The index of referrers is the references of all records, turned around."""
    forward = {(record.id, *each) for record in dataset for each in references(record)}
    targets = {target for _, _, target in forward}
    assert {
        (record, pointer, target) for target in targets for record, pointer in dataset.referrers(target)
    } == forward
    assert dataset.referrers("drug/nobody-names-it") == ()


def test_what_is_not_there_is_named_with_what_is_near() -> None:
    """An unknown id raises and names the nearest one; asking politely gives None."""
    dataset = of(DRUG, OTHER)
    assert dataset.get("drug/m") is None
    assert dataset.get("") is None
    assert "drug/m" not in dataset
    with pytest.raises(UnknownTerm, match="did you mean drug/"):
        dataset["drug/kk"]
    with pytest.raises(UnknownTerm, match="did you mean k"):
        dataset.drugs["kk"]
    assert "m" not in dataset.drugs
    assert dataset.drugs.get("k") is DRUG


def test_nothing_can_be_changed() -> None:
    """A dataset is a value."""
    dataset = of(DRUG)
    with pytest.raises(dataclasses.FrozenInstanceError):
        dataset.records = ()  # type: ignore[misc]
    assert isinstance(dataset.records, tuple)


def test_of_two_records_with_one_id_the_first_is_kept() -> None:
    """A second record with an id is a finding at its own id, and names where the first stands."""
    text = b'{"id": "drug/k", "type": "Drug", "label": "%s", "kind": "substance"}\n'
    entries = list(readers.read("a.jsonl", text % b"one" + text % b"two"))
    dataset, findings = Dataset.of(each for each in entries if isinstance(each, Entry))
    assert [record.label for record in dataset] == ["one"]
    assert [(each.code, each.record, each.pointer, each.location) for each in findings] == [
        ("PK103", "drug/k", "/id", Location("a.jsonl", 2, 8, 2, 16))
    ]
    assert "a.jsonl:1:8" in findings[0].message


def test_records_that_came_from_no_file_can_be_twice_there_too() -> None:
    """A duplicate without a position is still found."""
    dataset, findings = Dataset.of([Entry(DRUG, DRUG.id), Entry(DRUG, DRUG.id)])
    assert len(dataset) == 1
    assert [(each.code, each.location) for each in findings] == [("PK103", None)]


def test_the_id_of_a_refused_record_stays_known() -> None:
    """A record that could not be read is missing, but its id is not unknown."""
    dataset, findings = Dataset.of([Entry(None, "drug/x"), Entry(DRUG, DRUG.id), Entry(None, DRUG.id)])
    assert not findings
    assert dataset.refused == {"drug/x"}
    assert "drug/x" not in dataset


def test_metadata_stands_apart_from_the_records() -> None:
    """What is said of the dataset as a whole is no record, but has its place among the ids."""
    metadata = strategies.simplest(strategies.metadata())
    assert isinstance(metadata, Metadata)
    concept = Concept(id="concept/a", type="Concept", label="a", kind="effect")
    dataset = of(DRUG, metadata, concept)
    assert [node.id for node in dataset.nodes()] == ["concept/a", metadata.id, "drug/k"]
    assert list(dataset) == [concept, DRUG]
    assert [node.id for node in of(metadata).nodes()] == [metadata.id]
    assert repr(dataset) == f"<Dataset {metadata.title!r}: 2 records>"
    assert repr(of(DRUG)) == "<Dataset 'untitled': 1 records>"


def test_of_two_descriptions_the_first_is_kept_and_the_other_told() -> None:
    """The second one is a finding: records of one dataset would get the names and the license of another."""
    metadata = strategies.simplest(strategies.metadata())
    other = metadata.model_copy(update={"id": "dataset/other"})
    for first, second in ((other, metadata), (metadata, other)):
        dataset, (found,) = Dataset.of(Entry(node, node.id) for node in (first, DRUG, second))
        assert dataset.metadata == first
        assert (found.code, found.record, found.related) == ("PK108", second.id, (first.id,))
        assert found.location is None


def test_a_second_description_is_told_where_it_stands() -> None:
    """The finding is in the file of the second one, and names the place of the first."""
    metadata = strategies.simplest(strategies.metadata())
    entries = [
        Entry(
            metadata.model_copy(update={"id": f"dataset/{at}"}), f"dataset/{at}", Positions(f"{at}.yaml", {})
        )
        for at in (1, 2)
    ]
    _, (found,) = Dataset.of(entries)
    assert found.location is not None
    assert found.location.file == "2.yaml"
    assert "at 1.yaml:1:1" in found.message


def test_claims_are_found_by_what_they_are_about() -> None:
    """Claims about a record can be narrowed to one stance, and each is given once."""
    supports = {"record": "drug/k", "stance": "supports"}
    disputes = {"record": "drug/k", "stance": "disputes"}
    first, second = claim(1, supports, {"record": "drug/l", "stance": "supports"}), claim(2, disputes)
    dataset = of(first, second, DRUG, OTHER, SOURCE)
    assert dataset.claims.about("drug/k") == (first, second)
    assert dataset.claims.about("drug/k", stance="disputes") == (second,)
    assert dataset.claims.about("drug/l", stance="disputes") == ()
    assert dataset.assessments_of(first.id) == ()
    assert dataset.contradictions_of(first.id) == ()
    assert repr(dataset.claims) == "<2 claim records>"


def test_a_place_is_that_of_the_nearest_value_around_it() -> None:
    """A pointer to what a file does not spell out leads to the value that would hold it."""
    positions = Positions("f", {"": (1, 1, 9, 1), "/about": (2, 3, 4, 5), "/about/0": (3, 1, 3, 9)})
    assert positions.at("/about/0/record") == Location("f", 3, 1, 3, 9)
    assert positions.at("/about/7") == Location("f", 2, 3, 4, 5)
    assert positions.at("/other") == Location("f", 1, 1, 9, 1)
    assert Positions("f", {}).at("/x") == Location("f", 1, 1, 1, 1)


def test_places_are_looked_up_only_when_asked_for() -> None:
    """The places of a record read in canonical form are found on the first question, once."""
    asked: list[int] = []

    def spans() -> dict[str, tuple[int, int, int, int]]:
        asked.append(1)
        return {"": (5, 1, 5, 9)}

    positions = Positions("f", spans)
    dataset, _ = Dataset.of([Entry(DRUG, DRUG.id, positions)])
    assert not asked
    assert dataset.location("drug/k", "/label") == Location("f", 5, 1, 5, 9)
    assert dataset.location("drug/k") == Location("f", 5, 1, 5, 9)
    assert asked == [1]
    assert dataset.location("drug/nobody") is None


def test_a_dataset_knows_where_its_records_stand() -> None:
    """The dataset gives the place of a value in the file that it was read from."""
    data = b"- id: drug/k\n  type: Drug\n  label: ketamine\n  kind: substance\n"
    read = [each for each in readers.read("d.yaml", data) if not isinstance(each, Finding)]
    dataset, _ = Dataset.of(read)
    assert dataset.location("drug/k", "/label") == Location("d.yaml", 3, 10, 3, 18)
