"""Records as FHIR resources, for programs."""

from __future__ import annotations

import json
import sys

import pytest

import pharmakon as pk
from pharmakon import fhir
from pharmakon.dataset import Dataset


@pytest.mark.parametrize("version", ["r5", "r4b"])
def test_a_dataset_is_what_its_records_are(version: str, packaged: Dataset) -> None:
    """The resources and losses of a dataset are those of its records, with what is the dataset's own."""
    whole = pk.to_fhir(packaged, version)
    keys = {(each["resourceType"], each["id"]): each for each in whole.resources}
    at = fhir.Setting.of(fhir.edition(version), packaged)
    shared = {"CodeSystem", "SubstanceReferenceInformation"}
    told = set()
    for record in packaged:
        for each in fhir.resources(record, at):
            if isinstance(each, fhir.Loss):
                assert each in whole.losses
                continue
            told.add((each["resourceType"], each["id"]))
            assert each["resourceType"] in shared or keys[each["resourceType"], each["id"]] == each
    assert {kind for kind, _ in set(keys) - told} == {"Library", "CodeSystem"}


def test_a_record_refers_to_what_is_known(packaged: Dataset) -> None:
    """Within its dataset a record refers to resources; alone, to the IRIs of records."""
    event = packaged["adverse_event/ketamine-nausea"]
    (alone,) = pk.to_fhir(event).resources
    (within,) = pk.to_fhir(event, within=packaged).resources
    assert alone["subject"] == [
        {"identifier": {"system": "urn:ietf:rfc:3986", "value": "https://w3id.org/pharmakon/drug/ketamine"}}
    ]
    assert within["subject"] == [{"reference": "Substance/drug-ketamine"}]


def test_an_unknown_version_is_said(packaged: Dataset) -> None:
    """A version that is not written is an error that names the nearest."""
    with pytest.raises(pk.UnknownTerm, match="'R5'"):
        pk.to_fhir(packaged, "R5")


@pytest.mark.parametrize("version", ["r5", "r4b"])
def test_models_say_the_same(version: str, tiny: Dataset) -> None:
    """The models of fhir.resources hold, once read, what was given to them."""
    pytest.importorskip("fhir.resources", reason="the extra `fhir` is not installed")
    made = pk.to_fhir(tiny, version)
    models = made.as_models()
    assert len(models) == len(made.resources)
    for model, resource in zip(models, made.resources, strict=True):
        assert type(model).__name__ == resource["resourceType"]
        assert json.loads(model.model_dump_json()) == resource


def test_models_need_the_extra(tiny: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without fhir.resources, the error names the command that installs it."""
    monkeypatch.setitem(sys.modules, "fhir.resources", None)
    with pytest.raises(pk.MissingExtra, match=r"pharmakon\[fhir\]"):
        pk.to_fhir(tiny).as_models()
