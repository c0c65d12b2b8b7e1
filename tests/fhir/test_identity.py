"""Ids, identifiers and the digests that they hold."""

from __future__ import annotations

import base64
import re

import pytest
import strategies
from hypothesis import given

from pharmakon import fhir
from pharmakon.dataset import Dataset, Entry
from pharmakon.errors import InvalidDataset, UnknownTerm
from pharmakon.fhir.identity import named_information
from pharmakon.model import AdverseEvent, Drug, EvidenceSource, Identification, Metadata
from pharmakon.terms import table

LEGAL = re.compile(r"[A-Za-z0-9\-.]{1,64}")
TWINS = ("a" * 41 + "-000018264", "a" * 41 + "-000077466")
"""Two slugs that are alike where they are cut, and whose digests begin alike."""


@pytest.mark.parametrize("name", [each.name for each in table().records])
def test_every_id_is_legal_in_fhir(name: str) -> None:
    """Whatever the slug, an id has at most 64 letters, digits, hyphens and dots; and the same each time."""

    @strategies.seeded(25)
    @given(strategies.identifiers(name))
    def check(id_: str) -> None:
        made = fhir.fhir_id(id_)
        assert LEGAL.fullmatch(made)
        assert made == fhir.fhir_id(id_)
        if len(id_) <= 64:
            assert made == id_.replace("/", "-").replace("_", "-")

    check()


def test_a_long_id_is_cut_and_ends_in_a_digest() -> None:
    """Of an id longer than 64 characters, 55 are kept, with eight digits of the digest of the whole."""
    long = "adverse_event/" + "k" * 64
    assert fhir.fhir_id(long) == f"adverse-event-{'k' * 41}-{fhir.fhir_id(long)[-8:]}"
    assert fhir.fhir_id(long) != fhir.fhir_id(long[:-1])


@pytest.mark.parametrize("version", fhir.EDITIONS.values(), ids=str)
def test_two_records_never_share_a_resource(version: fhir.Edition) -> None:
    """Ids that come to be the same, improbable as that is, stop the export instead of losing a record."""
    drug = Drug(id="drug/k", type="Drug", label="k", kind="substance")
    events = [
        AdverseEvent(
            id=f"adverse_event/{slug}", type="AdverseEvent", label="x", drug="drug/k", effect="concept/c"
        )
        for slug in TWINS
    ]
    assert fhir.fhir_id(events[0].id) == fhir.fhir_id(events[1].id)
    dataset, _ = Dataset.of(Entry(each, each.id) for each in (drug, *events))
    with pytest.raises(InvalidDataset, match="PK601") as caught:
        fhir.export(dataset, version)
    assert caught.value.findings[0].record == events[1].id


def test_sources_whose_long_ids_begin_alike_are_judged_apart() -> None:
    """Each judgement on who a source is has an id of its own, also where two say the same of long ids."""
    unknown = Identification(outcome="unresolved", reason="nobody is named", date="2026")
    sources = [
        EvidenceSource(
            id=f"evidence_source/{'k' * 50}-{at}",
            type="EvidenceSource",
            label="x",
            kind="unnamed_experts",
            identifications=(unknown,),
        )
        for at in range(100)
    ]
    dataset, _ = Dataset.of(Entry(each, each.id) for each in sources)
    made = fhir.export(dataset, fhir.R5).resources
    ids = [each["id"] for each in made if each["resourceType"] == "ArtifactAssessment"]
    assert len(ids) == len(set(ids)) == 100


def test_a_digest_is_named_as_rfc_6920_says() -> None:
    """The URI of a digest is its base64url form, from which the hexadecimal form comes back."""
    digest = "fe8c1b148970e1c4e15fc68368a090873f7ada5a41ccc0ba9dc8108acdf3e958"
    coded = named_information(digest).removeprefix("ni:///sha-256;")
    assert base64.urlsafe_b64decode(coded + "=").hex() == digest


def test_an_unknown_version_names_those_that_exist() -> None:
    """A version that is not written is an error that names the nearest."""
    with pytest.raises(UnknownTerm, match="did you mean r5"):
        fhir.edition("r6")


def test_identifiers_are_iris_below_the_base(packaged: Dataset, made: fhir.Export) -> None:
    """Every identifier of ours is the dataset's address with the id of a record, or of a part of one."""
    assert isinstance(packaged.metadata, Metadata)
    base = packaged.metadata.base_iri
    for each in made.resources:
        found = each.get("identifier", [])
        for identifier in found if isinstance(found, list) else [found]:
            if identifier["value"].startswith(base):
                id_ = identifier["value"].removeprefix(base).partition("#")[0]
                assert id_ in packaged or id_ == packaged.metadata.id
