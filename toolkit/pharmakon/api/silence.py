"""What labels warn of and documents do not mention: silence, which is not denial."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pharmakon.api import arguments
from pharmakon.dataset import Dataset
from pharmakon.model import (
    AdverseEvent,
    Claim,
    Contraindication,
    Drug,
    EvidenceSource,
    Outcome,
    Record,
)

Relation = Literal["itself", "salt", "product", "enantiomer"]
"""How a labeled drug is related to the drug that was asked about."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a label warns of, and which documents speak of it.

    Args:
        concept: The effect or the condition.
        kind: Whether the label gives it as an adverse event or as a contraindication.
        drug: The labeled drug.
        relation: How that drug is related to the one that was asked about.
        boxed: Whether a label states it in its boxed warning.
        labels: The authorizations whose labels state it.
        mentioned: The documents of which a claim speaks of it.
        silent: The documents of which no claim speaks of it.
    """

    concept: str
    kind: Literal["adverse_event", "contraindication"]
    drug: str
    relation: Relation
    boxed: bool
    labels: tuple[str, ...]
    mentioned: tuple[str, ...]
    silent: tuple[str, ...]


def family(dataset: Dataset, drug: str) -> dict[str, Relation]:
    """The drugs whose labels speak for a drug: itself, its salts and products, and its enantiomer's.

    Args:
        dataset: The records.
        drug: The id of the drug.
    """
    found: dict[str, Relation] = {drug: "itself"}
    grown = True
    while grown:
        grown = False
        for each in dataset.of_type(Drug):
            mirrored = each.enantiomer_of == drug
            parent = drug if mirrored else each.active_substance
            if each.id in found or parent not in found:
                continue
            if mirrored or found[parent] == "enantiomer":
                found[each.id] = "enantiomer"
            else:
                found[each.id] = "product" if each.kind == "product" else "salt"
            grown = True
    return found


def gaps(dataset: Dataset, drug: str = "drug/ketamine") -> tuple[Gap, ...]:
    """What labels warn of, and which documents are silent on it.

    Args:
        dataset: The records.
        drug: The id of the drug.

    Returns:
        One entry for each labeled effect or condition, boxed ones first.

    Raises:
        UnknownTerm: There is no such drug.
        BadArgument: That is no dataset.
    """
    drug = arguments.dataset(dataset).drugs[drug].id
    relations = family(dataset, drug)
    documents = [each.id for each in dataset.of_type(EvidenceSource) if each.document is not None]
    spoken = _spoken(dataset, set(relations))
    found = []
    for record, concept in _labeled(dataset, relations):
        mentioned = tuple(each for each in documents if concept in spoken.get(each, ()))
        found.append(
            Gap(
                concept,
                "adverse_event" if isinstance(record, AdverseEvent) else "contraindication",
                record.drug,
                relations[record.drug],
                any(each.boxed for each in record.labeled),
                tuple(sorted(each.authorization for each in record.labeled)),
                mentioned,
                tuple(each for each in documents if each not in mentioned),
            )
        )
    return tuple(sorted(found, key=lambda gap: (not gap.boxed, gap.kind, gap.concept, gap.drug)))


def _labeled(
    dataset: Dataset, relations: dict[str, Relation]
) -> Iterator[tuple[AdverseEvent | Contraindication, str]]:
    for event in dataset.of_type(AdverseEvent):
        if event.labeled and event.drug in relations and not event.retired:
            yield event, event.effect
    for contraindication in dataset.of_type(Contraindication):
        labeled = contraindication.labeled and not contraindication.retired
        if labeled and contraindication.drug in relations:
            yield contraindication, contraindication.condition


def _spoken(dataset: Dataset, drugs: set[str]) -> dict[str, set[str]]:
    """The effects and contraindicated conditions that each document's claims speak of."""
    found: dict[str, set[str]] = {}
    for claim in dataset.of_type(Claim):
        for each in claim.about if not claim.retired else ():
            record = dataset.get(each.record)
            concept = _warned_of(record)
            if concept and getattr(record, "drug", "") in drugs:
                found.setdefault(claim.source, set()).add(concept)
    return found


def _warned_of(record: Record | None) -> str:
    """The effect or condition of which a relation speaks, if it is one that a label may warn of."""
    if isinstance(record, AdverseEvent):
        return record.effect
    if isinstance(record, Contraindication):
        return record.condition
    return record.of if isinstance(record, Outcome) else ""
