"""What holds of all resources, whatever record they stand for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import mutations
import pytest
import strategies
from hypothesis import given

from pharmakon import fhir
from pharmakon.codes import SYSTEMS
from pharmakon.dataset import Dataset, Entry
from pharmakon.fhir.datatypes import VOCABULARY, public_coding
from pharmakon.fhir.files import lines
from pharmakon.fhir.identity import URI
from pharmakon.fhir.resource import UNCERTAIN
from pharmakon.model import (
    AdverseEvent,
    Authorization,
    Claim,
    Concept,
    Contraindication,
    Drug,
    EvidenceSource,
    Indication,
    Record,
)
from pharmakon.model.scalar import Line
from pharmakon.terms import table

BLOCKS = {
    "indication": "indication",
    "contraindication": "contraindication",
    "undesirable-effect": "undesirableEffect",
    "warning": "warning",
}
DEFINING = ("SubstanceDefinition", "MedicinalProductDefinition", "EvidenceVariable", "Group")
PUBLIC = {each.fhir for each in SYSTEMS} - {""} | {"urn:ietf:rfc:3986"}
ONLY_R5 = {"ArtifactAssessment", "SubstanceReferenceInformation", "ResearchStudy"}


def within(value: object) -> Iterator[dict[str, Any]]:
    """Every object within a JSON value, itself included."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from within(each)


def key(resource: dict[str, Any]) -> str:
    """The type and id of a resource."""
    return f"{resource['resourceType']}/{resource['id']}"


def dataset_of(*records: Record) -> Dataset:
    """A dataset without metadata."""
    return Dataset.of(Entry(each, each.id) for each in records)[0]


def test_every_reference_resolves(made: fhir.Export) -> None:
    """Every literal reference names a resource of the same release; resources have distinct names."""
    keys = [key(each) for each in made.resources]
    assert len(keys) == len(set(keys))
    named = {
        each["reference"] for each in within(list(made.resources)) if isinstance(each.get("reference"), str)
    }
    assert len(named) > 500
    assert named <= set(keys)


def test_urls_of_related_records_are_identifiers(made: fhir.Export) -> None:
    """Where R4B names a related record by its address, a resource has that address as identifier."""
    named = (each for one in made.resources for each in within(one) if each.get("system") == URI)
    iris = {each.get("value") for each in named}
    urls = {each["url"] for one in made.resources for each in one.get("relatedArtifact", []) if "url" in each}
    assert bool(urls) == (made.version is fhir.R4B)
    assert urls <= iris


def test_a_use_has_the_block_of_its_type(made: fhir.Export) -> None:
    """A ClinicalUseDefinition has the one block that its type names: FHIR does not check it, we do."""
    uses = [each for each in made.resources if each["resourceType"] == "ClinicalUseDefinition"]
    assert {each["type"] for each in uses} == set(BLOCKS)
    for each in uses:
        assert set(BLOCKS.values()) & set(each) == {BLOCKS[each["type"]]}
        assert all(
            one["reference"].startswith(("Substance/", "MedicinalProductDefinition/"))
            for one in each["subject"]
        )


def test_what_is_claimed_is_labeled_as_uncertain(packaged: Dataset, made: fhir.Export) -> None:
    """Whatever can only be claimed has the security label, and never the status active, claims aside."""
    doubtful = {"Evidence", "MedicationKnowledge", "SubstanceReferenceInformation"}
    for each in made.resources:
        marked = UNCERTAIN in each.get("meta", {}).get("security", [])
        if each["resourceType"] in doubtful:
            assert marked
        if each["resourceType"] == "Evidence":
            assert each["status"] == ("active" if each["id"].startswith("claim-") else "unknown")
        if each["resourceType"] == "ClinicalUseDefinition":
            assert marked == (each["status"]["coding"][0]["code"] == "unknown")
        if each["resourceType"] in ("RegulatedAuthorization", "Citation", "DocumentReference"):
            assert not marked


def test_a_use_is_active_if_a_regulator_or_a_label_states_it(packaged: Dataset, made: fhir.Export) -> None:
    """An approved indication, and what a label states, is active; all other uses are of unknown status."""
    stated = {each.indication for each in packaged.of_type(Authorization) if each.decision == "approved"}
    labels = (*packaged.of_type(AdverseEvent), *packaged.of_type(Contraindication))
    stated |= {each.id for each in labels if each.labeled}
    by_key = {key(each): each for each in made.resources}
    uses = (*packaged.of_type(Indication), *labels)
    for record in uses:
        (code,) = by_key[f"ClinicalUseDefinition/{fhir.fhir_id(record.id)}"]["status"]["coding"]
        assert code["code"] == ("active" if record.id in stated else "unknown")
    assert {each.id for each in uses} - stated
    assert stated & {each.id for each in packaged.of_type(Indication)}


def test_every_claim_travels_whole(packaged: Dataset, made: fhir.Export) -> None:
    """Statement, hedge, role, stances, differences, sources, place and digest of claims can be read back."""
    by_key = {key(each): each for each in made.resources}
    metadata = packaged.metadata
    assert metadata
    for claim in packaged.of_type(Claim):
        evidence, origin = (
            by_key[f"Evidence/{fhir.fhir_id(claim.id)}"],
            by_key[f"Provenance/{fhir.fhir_id(claim.id)}"],
        )
        assert evidence["assertion"] == claim.statement
        ratings = {
            each["type"]["coding"][0]["code"]: each["rating"]["coding"][0]["code"]
            for each in evidence["certainty"]
            if "coding" in each["rating"]
        }
        assert ratings == {
            name: f"{name}.{getattr(claim, name)}" for name in ("certainty", "role", "grounding")
        }
        words = {each["rating"]["text"] for each in evidence["certainty"] if "text" in each["rating"]}
        assert words == set(claim.absolute)
        assert stances(evidence) == sorted((each.stance, tuple(sorted(each.differs))) for each in claim.about)
        source, offset, length = (list(each.values())[1] for each in evidence["extension"][0]["extension"])
        assert (offset, offset + length) == (claim.passage.start, claim.passage.end)
        assert source["reference"] == f"DocumentReference/{fhir.fhir_id(claim.source)}"
        digest = origin["entity"][1]["what"]["identifier"]["value"]
        assert digest == fhir.identity.named_information(claim.passage.sha256)
        assert origin["entity"][0]["what"] == {"reference": f"Citation/{fhir.fhir_id(claim.source)}"}


def stances(evidence: dict[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    """The stances of a claim, each with the fields that it states otherwise, as either version says them."""
    found = []
    for each in evidence["relatedArtifact"]:
        classifiers = each.get("classifier") or [
            one["valueCodeableConcept"] for one in each.get("extension", [])
        ]
        if not classifiers:
            continue
        stance = classifiers[0]["coding"][0]["code"].removeprefix("stance.")
        found.append(
            (stance, tuple(sorted(one["text"].removeprefix("differs: ") for one in classifiers[1:])))
        )
    return sorted(found)


def test_exact_codes_stand_where_fhir_looks_for_them(packaged: Dataset, made: fhir.Export) -> None:
    """Exact public codes are in a drug's definition and wherever a concept is used; no other codes are."""
    by_key = {key(each): each for each in made.resources}
    for record in (*packaged.of_type(Drug), *packaged.of_type(Concept)):
        homes = [f"{kind}/{fhir.fhir_id(record.id)}" for kind in DEFINING]
        resource = next(by_key[each] for each in homes if each in by_key)
        codes = [each for each in record.codes if each.match == "exact"]
        exact = {json.dumps(public_coding(each.code, each.display)) for each in codes}
        public = [each for each in within(resource) if "code" in each and each.get("system") in PUBLIC]
        assert {json.dumps(each) for each in public} == exact


def test_every_record_is_there_or_lost(packaged: Dataset, made: fhir.Export) -> None:
    """Every record has a resource under its own id, or is named as lost as a whole."""
    ids = {each["id"] for each in made.resources}
    lost = {each.record for each in made.losses if each.field == ""}
    assert {each.id for each in packaged if fhir.fhir_id(each.id) not in ids} == lost == set()


def test_a_record_type_without_a_mapping_is_lost_as_a_whole() -> None:
    """A record of a type that somebody added is said to be lost, not left out in silence."""

    class Price(Record):
        """What a drug costs."""

    price = Price.model_construct(id="price/p", type="Price", label="p", codes=())
    made = fhir.record(price, fhir.R5)
    assert made.resources == ()
    assert [(each.record, each.field) for each in made.losses] == [("price/p", "")]
    assert "Price" in made.losses[0].reason


def test_r4b_has_no_resources_that_it_lacks(packaged: Dataset) -> None:
    """Resources that R4B lacks, or cannot fill honestly, are in R5 alone; all others are in both."""
    kinds = [
        {each["resourceType"] for each in fhir.export(packaged, one).resources} for one in (fhir.R5, fhir.R4B)
    ]
    assert kinds[0] - kinds[1] == ONLY_R5
    assert kinds[1] - kinds[0] == {"EvidenceReport"}


def test_documents_are_named_and_never_copied(packaged: Dataset, made: fhir.Export) -> None:
    """A DocumentReference holds a digest and a name; no attachment holds data or leads to any."""
    documents = [each for each in made.resources if each["resourceType"] == "DocumentReference"]
    assert len(documents) == sum(each.document is not None for each in packaged.of_type(EvidenceSource))
    for each in documents:
        (content,) = each["content"]
        assert set(content["attachment"]) == {"contentType", "title"}
        assert each["identifier"][1]["value"].startswith("ni:///sha-256;")
    assert not any("data" in each or "hash" in each for each in within(list(made.resources)))


def test_nothing_is_empty(made: fhir.Export) -> None:
    """FHIR knows no empty string, list or object, and no null."""
    text = json.dumps(made.resources)
    assert '""' not in text.replace('\\"', "")
    for each in within(list(made.resources)):
        assert each
        assert all(value is not None and value not in ("", [], {}) for value in each.values())


def test_our_codes_are_defined_beside_them(made: fhir.Export) -> None:
    """Every code of our own code systems is defined in the code systems of the release, with that display."""
    systems = {each["url"]: each for each in made.resources if each["resourceType"] == "CodeSystem"}
    assert VOCABULARY in systems
    defined = {
        url: {
            each["code"]: each["display"]
            for each in within(system["concept"])
            if "code" in each and "display" in each
        }
        for url, system in systems.items()
    }
    used = 0
    for one in made.resources:
        for each in within(one):
            if each.get("system") in defined and "code" in each:
                used += 1
                assert defined[each["system"]][each["code"]] == each.get(
                    "display", defined[each["system"]][each["code"]]
                )
    assert used > 1000


@pytest.mark.parametrize("name", [each.name for each in table().records])
def test_a_record_alone_is_told_too(name: str, version: fhir.Edition) -> None:
    """Without its dataset, a record refers to others by their IRIs: no literal reference leads out."""
    type_ = table().by_name[name]
    record = type_.model.model_validate_json(json.dumps(mutations.build(type_, full=True)))
    assert isinstance(record, Record)
    made = fhir.record(record, version)
    named = {
        each["reference"] for each in within(list(made.resources)) if isinstance(each.get("reference"), str)
    }
    assert named <= {key(each) for each in made.resources}


@strategies.seeded(40)
@given(strategies.datasets(most=4))
def test_any_dataset_is_written_and_resolves(dataset: Dataset) -> None:
    """Whatever the records are and wherever they lead, references resolve and nothing is empty."""
    for one in fhir.EDITIONS.values():
        made = fhir.export(dataset, one)
        keys = {key(each) for each in made.resources}
        for each in within(list(made.resources)):
            assert not isinstance(each.get("reference"), str) or each["reference"] in keys
            assert all(value is not None and value not in ("", [], {}) for value in each.values())
        assert {each.record for each in made.losses} <= {each.id for each in dataset}


@strategies.seeded(100)
@given(strategies._one(table().by_name["Drug"].field("synonyms")))  # type: ignore[arg-type]
def test_texts_survive_exactly(text: Line) -> None:
    """Any text, markup and marks of direction included, is kept exactly, and is mere text when told."""
    drug = Drug(id="drug/k", type="Drug", label=text, description=text, kind="substance")
    for one in fhir.EDITIONS.values():
        made = fhir.export(dataset_of(drug), one)
        resource = next(each for each in made.resources if each["resourceType"] == "SubstanceDefinition")
        again = json.loads(b"".join(lines([resource])))
        assert again["name"][0]["name"] == again["description"] == text
        tree = ET.fromstring(again["text"]["div"])  # noqa: S314 - our own output
        assert [each.text for each in tree][1:] == [text, text]
        assert all(len(each) <= 1 for each in tree)


@pytest.mark.parametrize("name", [each.name for each in table().records])
def test_the_order_of_sets_does_not_matter(name: str) -> None:
    """Sets written in another order, in a record or in what is nested in it, give the same resources."""

    @strategies.seeded(15)
    @given(strategies.values(name))
    def check(given: dict[str, Any]) -> None:
        one, other = (
            table().by_name[name].model.model_validate_json(json.dumps(each))
            for each in (given, turned(given))
        )
        assert isinstance(one, Record)
        assert isinstance(other, Record)
        for version in fhir.EDITIONS.values():
            assert fhir.record(other, version) == fhir.record(one, version)

    check()


def turned(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The value with every list turned round."""
    if isinstance(value, dict):
        return {name: turned(each) for name, each in value.items()}
    return [turned(each) for each in reversed(value)] if isinstance(value, list) else value
