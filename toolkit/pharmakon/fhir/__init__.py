"""Records as FHIR resources: plain objects, record by record, and a list of what FHIR cannot carry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from pharmakon.dataset import Dataset
from pharmakon.errors import InvalidDataset, MissingExtra
from pharmakon.fhir import (
    approvals,
    claims,
    evidence,
    judgments,
    regimens,
    release,
    sources,
    substances,
    terminology,
    uses,
)
from pharmakon.fhir.datatypes import Json, kept
from pharmakon.fhir.edition import EDITIONS, R4B, R5, Edition, edition
from pharmakon.fhir.identity import fhir_id
from pharmakon.fhir.resource import Loss
from pharmakon.fhir.setting import Card, Setting
from pharmakon.findings import Code, Finding
from pharmakon.model import (
    AdverseEvent,
    Assessment,
    Authorization,
    Characteristic,
    Claim,
    Concept,
    Contradiction,
    Contraindication,
    Drug,
    EvidenceSource,
    Indication,
    Mechanism,
    Outcome,
    Record,
    Regimen,
)

__all__ = [
    "CODES",
    "EDITIONS",
    "R4B",
    "R5",
    "Card",
    "Edition",
    "Export",
    "Json",
    "Loss",
    "Setting",
    "edition",
    "export",
    "fhir_id",
    "record",
    "resources",
]

CLASH = Code(
    "PK601",
    "error",
    "Two records get the same id in FHIR.",
    "a long id is cut to the 64 characters that FHIR allows, with a digest; one would overwrite the other.",
    bad='{"id": "adverse_event/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-000018264", ...}\n'
    '{"id": "adverse_event/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-000077466", ...}',
    good='{"id": "adverse_event/ketamine-nausea", ...}',
)
CODES = (CLASH,)
"""The codes of what is found while records become resources."""

_MAPPINGS: dict[type[Record], Callable[[Any, Setting], Iterator[Json | Loss]]] = {
    Drug: substances.drug,
    Mechanism: evidence.mechanism,
    Indication: uses.indication,
    AdverseEvent: uses.adverse_event,
    EvidenceSource: sources.source,
    Concept: terminology.entity,
    Contraindication: uses.contraindication,
    Outcome: evidence.outcome,
    Regimen: regimens.regimen,
    Characteristic: evidence.characteristic,
    Authorization: approvals.authorization,
    Claim: claims.claim,
    Assessment: judgments.assessment,
    Contradiction: judgments.contradiction,
}
_SHARED = {"CodeSystem": "concept", "SubstanceReferenceInformation": "target", "Organization": ""}
"""Resources to which many records contribute, and the list to which they do."""


def resources(record: Record, at: Setting) -> Iterator[Json | Loss]:
    """The resources that stand for one record, without what is empty in them, and what of it is lost.

    Args:
        record: The record.
        at: The version of FHIR, and what is known of other records.
    """
    mapping = _MAPPINGS.get(type(record))
    if mapping is None:
        yield Loss(record.id, "", f"no resource is chosen for a {record.type}")
        return
    for each in mapping(record, at):
        yield each if isinstance(each, Loss) else kept(each)


@dataclass(frozen=True, slots=True)
class Export:
    """A dataset, or a record, as FHIR.

    Args:
        resources: All resources, by type and id.
        losses: What of the records no resource holds, by record and field.
        version: The version of FHIR.
    """

    resources: tuple[Json, ...]
    losses: tuple[Loss, ...]
    version: Edition

    def as_models(self) -> tuple[Any, ...]:
        """The resources as models of the package fhir.resources, which reads FHIR and is no validator.

        Raises:
            MissingExtra: fhir.resources is not installed.
        """
        home = "fhir.resources" if self.version is R5 else f"fhir.resources.{self.version.name.upper()}"
        try:
            module = import_module(home)
        except ImportError:
            raise MissingExtra("fhir.resources", "fhir") from None
        return tuple(
            module.get_fhir_model_class(each["resourceType"]).model_validate(each) for each in self.resources
        )


def record(one: Record, version: Edition, within: Dataset | None = None) -> Export:
    """One record as FHIR: its own resources, and its share of those to which many contribute.

    Args:
        one: The record.
        version: The version of FHIR.
        within: The dataset to which it belongs, if it is known.

    Raises:
        InvalidDataset: Two of its resources would have the same id in FHIR.
    """
    known = within or Dataset(None, (one,))
    return _gathered((), (one,), Setting.of(version, known))


def export(dataset: Dataset, version: Edition, base: str | None = None) -> Export:
    """A whole dataset as FHIR: what describes it, and the resources of all records, each once.

    Args:
        dataset: The records.
        version: The version of FHIR.
        base: What ids are appended to; by default what the dataset says.

    Raises:
        InvalidDataset: Two records would have the same id in FHIR.
    """
    at = Setting.of(version, dataset, base)
    made = [terminology.vocabulary(at)]
    if dataset.metadata:
        made.append(release.library(dataset.metadata, at))
    gathered = _gathered(made, dataset, at)
    for each in gathered.resources:
        if each.get("content") == "fragment":
            each["content"] = "complete"
    return gathered


def _gathered(made: Iterable[Json], records: Iterable[Record], at: Setting) -> Export:
    """Resources and those of some records, where several records contribute to one, put together.

    Args:
        made: Resources that stand for no record.
        records: The records.
        at: What else they depend on.

    Raises:
        InvalidDataset: Two records would have the same id in FHIR.
    """
    found: dict[tuple[str, str], Json] = {(each["resourceType"], each["id"]): each for each in made}
    losses: list[Loss] = []
    for record in records:
        for each in resources(record, at):
            if isinstance(each, Loss):
                losses.append(each)
                continue
            key = (each["resourceType"], each["id"])
            found[key] = _joined(found[key], each, record) if key in found else each
    in_order = tuple(found[key] for key in sorted(found))
    return Export(in_order, tuple(sorted(losses, key=lambda loss: (loss.record, loss.field))), at.edition)


def _joined(one: Json, other: Json, record: Record) -> Json:
    """One resource of two to which records contribute.

    Raises:
        InvalidDataset: They are two resources that only have the same id.
    """
    kind = one["resourceType"]
    if kind not in _SHARED or (_SHARED[kind] == "" and one != other):
        found = Finding(
            f"{record.id} and another record are both {kind}/{one['id']} in FHIR", record=record.id
        )
        raise InvalidDataset((found.of(CLASH),))
    if name := _SHARED[kind]:
        return one | {name: [*one[name], *other[name]]}
    return one
