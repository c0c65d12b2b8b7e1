"""What is spoken of: drugs, concepts, and the therapies that regulators approved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pharmakon.codes import BY_PREFIX
from pharmakon.dataset import Dataset
from pharmakon.export.schemaorg.node import Object, is_drug, link, links, node, standing, word
from pharmakon.model import (
    AdverseEvent,
    Authorization,
    Coding,
    Concept,
    Contraindication,
    ControlledStatus,
    Drug,
    Indication,
    Record,
)
from pharmakon.model.authorization import holding
from pharmakon.model.canonical import fragment

_CONCEPTS = {
    "condition": "MedicalCondition",
    "effect": "MedicalSignOrSymptom",
    "substance": "Substance",
    "structure": "AnatomicalStructure",
    "procedure": "MedicalProcedure",
    "population": "Thing",
    "target": "MedicalEntity",
    "process": "MedicalEntity",
}
_THERAPEUTIC = (None, "therapeutic", "anesthetic")
"""The contexts of an adverse event in which a drug is given as a therapy."""


def drugs(dataset: Dataset) -> Iterator[Object]:
    """A Drug for each substance, salt and product, a DrugClass for each class."""
    approved = by_drug(holding(dataset.of_type(Authorization)))
    decided = by_drug(standing(dataset, Authorization))
    for drug in standing(dataset, Drug):
        made = {"name": drug.label, "description": drug.description, "code": list(_codes(drug))}
        made["legalStatus"] = [_schedule(drug, each) for each in drug.controlled_status]
        if drug.kind == "drug_class":
            members = links(each for each in drug.members if is_drug(dataset, each))
            yield node(drug.id, "DrugClass", **made, drug=members)
            continue
        mine = approved.get(drug.id, [])
        made["legalStatus"] += links(each.id for each in decided.get(drug.id, ()))
        substance = dataset.get(drug.active_substance or "")
        related = drug.enantiomer_of or ""
        yield node(
            drug.id,
            "Drug",
            **made,
            activeIngredient=substance.label if substance else None,
            administrationRoute=list(drug.routes),
            dosageForm=drug.dose_form,
            prescriptionStatus=word("PrescriptionOnly") if _obliged(mine, "prescription_only") else None,
            relatedDrug=link(related) if is_drug(dataset, related) else None,
            rxcui=[each.code.partition(":")[2] for each in _exact(drug) if each.code.startswith("rxnorm:")],
            warning=_obliged(mine, "boxed_warning"),
        )


def _obliged(approved: Iterable[Authorization], kind: str) -> list[str]:
    """What approvals that hold oblige to, in words."""
    return [each.text for granted in approved for each in granted.obligations if each.obliges_to == kind]


def _schedule(drug: Drug, status: ControlledStatus) -> Object:
    id_ = f"{drug.id}#{fragment('controlled_status', status, many=True)}"
    since = f"since {status.since}" if status.since else None
    return node(
        id_,
        "DrugLegalStatus",
        name=status.controlled_schedule,
        description=since,
        applicableLocation=_place(id_, status.jurisdiction),
    )


def _place(id_: str, jurisdiction: str) -> Object:
    return node(f"{id_}.jurisdiction", "AdministrativeArea", name=jurisdiction)


def _exact(record: Record) -> list[Coding]:
    return [each for each in record.codes if each.match == "exact"]


def _codes(record: Record) -> Iterator[Object]:
    """The codes that mean exactly this."""
    for each in _exact(record):
        prefix, _, code = each.code.partition(":")
        system = BY_PREFIX.get(prefix)
        yield node(
            f"{record.id}#{fragment('codes', each, many=True)}",
            "MedicalCode",
            codeValue=code,
            codingSystem=system.name if system else prefix,
            name=each.display,
        )


def concepts(dataset: Dataset) -> Iterator[Object]:
    """A node for each concept; a condition has the therapies that are approved to treat it."""
    treated: dict[str, list[str]] = {}
    for granted in holding(dataset.of_type(Authorization)):
        use = dataset.get(granted.indication or "")
        if isinstance(use, Indication) and use.intent == "treatment" and use.condition and not use.retired:
            treated.setdefault(use.condition, []).append(f"{granted.id}#therapy")
    for concept in standing(dataset, Concept):
        made = {"name": concept.label, "description": concept.description}
        type_ = _CONCEPTS[concept.kind]
        if type_ != "Thing":
            made["code"] = list(_codes(concept))
        if concept.kind in ("condition", "effect"):
            made["possibleTreatment"] = links(treated.get(concept.id, ()))
        yield node(concept.id, type_, **made)


def therapies(dataset: Dataset) -> Iterator[Object]:
    """What was decided on each product; each approved use; and what labels warn of, for each product."""
    approved = {each.id: each for each in holding(dataset.of_type(Authorization))}
    for each in standing(dataset, Authorization):
        yield _decision(each)
        use = dataset.get(each.indication or "")
        if each.id in approved and isinstance(use, Indication) and not use.retired:
            yield _use(dataset, each, use)
    events, withheld = (by_drug(standing(dataset, kind)) for kind in (AdverseEvent, Contraindication))
    for drug in standing(dataset, Drug):
        if is_drug(dataset, drug.id):
            stated = (*events.get(drug.id, ()), *withheld.get(drug.id, ()))
            yield from _warned(dataset, drug, [each for each in stated if _labeled(each, approved)])


def by_drug(records: Iterable[Any]) -> dict[str, list[Any]]:
    """Records that name a drug, by its id."""
    found: dict[str, list[Any]] = {}
    for each in records:
        found.setdefault(each.drug, []).append(each)
    return found


def _labeled(record: AdverseEvent | Contraindication, approved: Mapping[str, Authorization]) -> bool:
    """Whether the label of an approval of the record's own drug states it."""
    labels = (approved.get(each.authorization) for each in record.labeled)
    return any(label.drug == record.drug for label in labels if label)


def _warned(
    dataset: Dataset, drug: Drug, stated: Iterable[AdverseEvent | Contraindication]
) -> Iterator[Object]:
    """A therapy with the drug, if its label states effects of it or when not to give it."""
    effects, withheld = [], []
    for each in stated:
        if isinstance(each, Contraindication):
            withheld.append(each)
        elif each.context in _THERAPEUTIC:
            effects.append(each.effect)
    outcomes = links(each for each in effects if _is_medical(dataset, each))
    if outcomes or withheld:
        yield node(
            f"{drug.id}#therapy",
            "MedicalTherapy",
            name=drug.label,
            drug=link(drug.id),
            adverseOutcome=outcomes,
            contraindication=[
                node(f"{each.id}#labeled", "MedicalContraindication", name=_label(dataset, each.condition))
                for each in withheld
            ],
        )


def _label(dataset: Dataset, record: str) -> str:
    found = dataset.get(record)
    return found.label if found else record


def _is_medical(dataset: Dataset, concept: str) -> bool:
    found = dataset.get(concept)
    return isinstance(found, Concept) and not found.retired and _CONCEPTS[found.kind] != "Thing"


def _decision(decided: Authorization) -> Object:
    said = [f"{decided.decision}, {decided.decided}, {decided.authority}"]
    said += [decided.description] if decided.description else []
    said += sorted((*(each.text for each in decided.obligations), *decided.limitations))
    return node(
        decided.id,
        "DrugLegalStatus",
        name=decided.label,
        description="\n".join(said),
        applicableLocation=_place(decided.id + "#decision", decided.jurisdiction),
    )


def _use(dataset: Dataset, granted: Authorization, use: Indication) -> Object:
    """The therapy that an approval allows: with what, for whom, after what, under which conditions."""
    given = {granted.drug, *granted.combined_with, *use.combined_with}
    told = [_label(dataset, each) for each in sorted(given) if not is_drug(dataset, each)]
    told += [_label(dataset, use.population)] if use.population else []
    told += [use.line_of_therapy] if use.line_of_therapy else []
    return node(
        f"{granted.id}#therapy",
        "MedicalTherapy",
        name=use.label,
        description="; ".join(told) or None,
        drug=links(each for each in given if is_drug(dataset, each)),
        legalStatus=link(granted.id),
    )
