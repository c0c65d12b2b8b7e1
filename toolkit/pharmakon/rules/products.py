"""Rules about products and substances: what was decided, labeled, taken and meant is of one drug."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pharmakon.dataset import Dataset
from pharmakon.findings import Finding
from pharmakon.model import (
    AdverseEvent,
    Authorization,
    Contraindication,
    Drug,
    Outcome,
    Record,
    Regimen,
)
from pharmakon.rules import rule

NEEDED = {"salt": ("active_substance",), "product": ("active_substance",)}
"""Fields that a drug of a kind must have."""

FOREIGN = {
    "substance": ("active_substance", "members", "dose_form"),
    "salt": ("members", "dose_form"),
    "product": ("members", "enantiomer_of"),
    "drug_class": ("active_substance", "enantiomer_of", "routes", "dose_form"),
}
"""Fields that a drug of a kind cannot have."""

_US_SCHEDULE = re.compile(r"Schedule (?:I|II|III|IV|V)")


@rule("PK402", alone=True)
def decision_without_use(dataset: Dataset) -> Iterator[Finding]:
    """A product is said to be approved or refused, but not for what use.

    Why: approval is for a use; without it, every use would look approved.

    Given:
        {"id": "drug/s", "type": "Drug", "label": "spray", "kind": "product"}
        {"id": "indication/i", "type": "Indication", "label": "i", "drug": "drug/s", "intent": "anesthesia"}
        {"id": "evidence_source/l", "type": "EvidenceSource", "label": "l", "kind": "label"}

    Bad:
        {"id": "authorization/a", "type": "Authorization", "label": "a", "drug": "drug/s", "authority": "FDA", "jurisdiction": "US", "decision": "approved", "decided": "2019", "sources": ["evidence_source/l"]}

    Good:
        {"id": "authorization/a", "type": "Authorization", "label": "a", "drug": "drug/s", "authority": "FDA", "jurisdiction": "US", "decision": "approved", "decided": "2019", "indication": "indication/i", "sources": ["evidence_source/l"]}
    """
    for decision in dataset.of_type(Authorization):
        if decision.decision in {"approved", "refused"} and decision.indication is None:
            yield Finding(
                f"{decision.drug} was {decision.decision}, and no indication says for what",
                record=decision.id,
                pointer="/decision",
                hint="add `indication`; the label or the decision names it",
                related=(decision.drug,),
            )


@rule("PK410", "warning", alone=True)
def field_of_another_kind(dataset: Dataset) -> Iterator[Finding]:
    """A drug lacks a field that its kind needs, or has one that its kind cannot have.

    Why: what acts in a salt or product is found by its active substance; a class has neither route nor form.

    Given:
        {"id": "evidence_source/l", "type": "EvidenceSource", "label": "l", "kind": "label"}
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"}

    Bad:
        {"id": "drug/s", "type": "Drug", "label": "spray", "kind": "product"}

    Good:
        {"id": "drug/s", "type": "Drug", "label": "spray", "kind": "product", "active_substance": "drug/k", "sources": ["evidence_source/l"]}
    """
    for drug in dataset.of_type(Drug):
        filled = {name for name in type(drug).model_fields if getattr(drug, name) not in (None, ())}
        for name in NEEDED.get(drug.kind, ()):
            if name not in filled:
                yield Finding(
                    f"a {drug.kind} has no {name}",
                    record=drug.id,
                    pointer="/kind",
                    hint=f"add `{name}`, or correct the kind",
                )
        for name in FOREIGN[drug.kind]:
            if name in filled:
                yield Finding(
                    f"a {drug.kind.replace('_', ' ')} cannot have {name}",
                    record=drug.id,
                    pointer=f"/{name}",
                    hint="remove it, or correct the kind",
                )


@rule("PK411")
def label_of_another_drug(dataset: Dataset) -> Iterator[Finding]:
    """A label is said to state an effect or a contraindication, but it is the label of an unrelated drug.

    Why: a label speaks of its own product; of the substance in it, its salts and mirror forms at most.

    Given:
        {"id": "evidence_source/l", "type": "EvidenceSource", "label": "l", "kind": "label"}
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"}
        {"id": "drug/m", "type": "Drug", "label": "midazolam", "kind": "substance"}
        {"id": "drug/s", "type": "Drug", "label": "injection", "kind": "product", "active_substance": "drug/k", "sources": ["evidence_source/l"]}
        {"id": "authorization/a", "type": "Authorization", "label": "a", "drug": "drug/s", "authority": "FDA", "jurisdiction": "US", "decision": "approved", "decided": "1970", "sources": ["evidence_source/l"]}
        {"id": "concept/n", "type": "Concept", "label": "nausea", "kind": "effect"}

    Bad:
        {"id": "adverse_event/n", "type": "AdverseEvent", "label": "n", "drug": "drug/m", "effect": "concept/n", "labeled": [{"authorization": "authorization/a", "boxed": false}], "sources": ["evidence_source/l"]}

    Good:
        {"id": "adverse_event/n", "type": "AdverseEvent", "label": "n", "drug": "drug/k", "effect": "concept/n", "labeled": [{"authorization": "authorization/a", "boxed": false}], "sources": ["evidence_source/l"]}
    """
    kin: dict[str, set[str]] = {}
    for record, drug, at, decision, _ in _labelings(dataset):
        for each in (drug, decision.drug):
            kin[each] = kin[each] if each in kin else _kin(dataset, each)
        one, other = kin[drug], kin[decision.drug]
        if one and other and not one & other:
            yield Finding(
                f"the label of {decision.drug} says nothing of {drug}",
                record=record.id,
                pointer=f"/labeled/{at}/authorization",
                hint="name an authorization of the same drug, or correct the drug",
                related=(decision.id,),
            )


@rule("PK412", "warning")
def boxed_without_box(dataset: Dataset) -> Iterator[Finding]:
    """A warning is said to be boxed on a label whose authorization has no boxed warning.

    Why: the box is the strongest warning there is; either the effect is not in it or the authorization lacks it.

    Given:
        {"id": "evidence_source/l", "type": "EvidenceSource", "label": "l", "kind": "label"}
        {"id": "drug/s", "type": "Drug", "label": "spray", "kind": "product"}
        {"id": "concept/n", "type": "Concept", "label": "nausea", "kind": "effect"}
        {"id": "authorization/a", "type": "Authorization", "label": "a", "drug": "drug/s", "authority": "FDA", "jurisdiction": "US", "decision": "approved", "decided": "2019", "sources": ["evidence_source/l"]}

    Bad:
        {"id": "adverse_event/n", "type": "AdverseEvent", "label": "n", "drug": "drug/s", "effect": "concept/n", "labeled": [{"authorization": "authorization/a", "boxed": true}], "sources": ["evidence_source/l"]}

    Good:
        {"id": "adverse_event/n", "type": "AdverseEvent", "label": "n", "drug": "drug/s", "effect": "concept/n", "labeled": [{"authorization": "authorization/a", "boxed": false}], "sources": ["evidence_source/l"]}
    """
    for record, _, at, decision, boxed in _labelings(dataset):
        if boxed and all(each.obliges_to != "boxed_warning" for each in decision.obligations):
            yield Finding(
                f"{decision.id} has no boxed warning among its obligations",
                record=record.id,
                pointer=f"/labeled/{at}/boxed",
                hint="look at the label: add the obligation to the authorization, or say `boxed: false`",
                related=(decision.id,),
            )


@rule("PK413")
def companion_of_another_drug(dataset: Dataset) -> Iterator[Finding]:
    """Two records that belong together are about different drugs or companions.

    Why: a decision on a spray is no decision on a use of the substance, and a result is of the drug that was given.

    Given:
        {"id": "drug/s", "type": "Drug", "label": "spray", "kind": "product"}
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"}
        {"id": "evidence_source/l", "type": "EvidenceSource", "label": "l", "kind": "label"}
        {"id": "authorization/a", "type": "Authorization", "label": "a", "drug": "drug/s", "authority": "FDA", "jurisdiction": "US", "decision": "approved", "decided": "2019", "indication": "indication/i", "sources": ["evidence_source/l"]}

    Bad:
        {"id": "indication/i", "type": "Indication", "label": "i", "drug": "drug/k", "intent": "anesthesia"}

    Good:
        {"id": "indication/i", "type": "Indication", "label": "i", "drug": "drug/s", "intent": "anesthesia"}
    """
    for record, pointer, other, name in _companions(dataset):
        one, two = (_set(getattr(each, name)) for each in (record, other))
        if one != two:
            yield Finding(
                f"{other.id} has {_told(two)} as {name}, and this record {_told(one)}",
                record=record.id,
                pointer=pointer,
                hint=f"name a record with the same {name}, or add one",
                related=(other.id,),
            )


@rule("PK415", "warning")
def route_of_another_form(dataset: Dataset) -> Iterator[Finding]:
    """A regimen gives a product by a way for which it is not made.

    Why: a spray for the nose is not infused; the regimen is of another product, or of the substance.

    Given:
        {"id": "drug/s", "type": "Drug", "label": "spray", "kind": "product", "routes": ["intranasal"]}

    Bad:
        {"id": "regimen/r", "type": "Regimen", "label": "r", "drug": "drug/s", "route": "intravenous"}

    Good:
        {"id": "regimen/r", "type": "Regimen", "label": "r", "drug": "drug/s", "route": "intranasal"}
    """
    for regimen in dataset.of_type(Regimen):
        drug = dataset.get(regimen.drug)
        if not isinstance(drug, Drug) or drug.kind != "product" or regimen.route is None:
            continue
        if drug.routes and regimen.route not in drug.routes:
            yield Finding(
                f"{drug.id} is given {' or '.join(drug.routes)}, not {regimen.route}",
                record=regimen.id,
                pointer="/route",
                hint="correct the route, or name the substance as the drug",
                related=(drug.id,),
            )


@rule("PK416", alone=True)
def schedule_of_no_law(dataset: Dataset) -> Iterator[Finding]:
    """A schedule of the United States is none of the five of its law.

    Why: 21 U.S.C. 812 knows Schedule I to Schedule V; other words are not found by who searches for these.

    Given:
        {"id": "evidence_source/l", "type": "EvidenceSource", "label": "l", "kind": "regulatory_document"}

    Bad:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "controlled_status": [{"jurisdiction": "US", "controlled_schedule": "C-III"}], "sources": ["evidence_source/l"]}

    Good:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "controlled_status": [{"jurisdiction": "US", "controlled_schedule": "Schedule III"}], "sources": ["evidence_source/l"]}
    """
    for drug in dataset.of_type(Drug):
        for at, status in enumerate(drug.controlled_status):
            if status.jurisdiction == "US" and not _US_SCHEDULE.fullmatch(status.controlled_schedule):
                yield Finding(
                    f"{status.controlled_schedule!r} is no schedule of the Controlled Substances Act",
                    record=drug.id,
                    pointer=f"/controlled_status/{at}/controlled_schedule",
                    hint="write Schedule I, II, III, IV or V",
                )


def _companions(dataset: Dataset) -> Iterator[tuple[Record, str, Record, str]]:
    """Records with the place at which they name a companion, the companion, and a field of both."""
    for decision in dataset.of_type(Authorization):
        use = dataset.get(decision.indication or "")
        if use is not None:
            yield decision, "/indication", use, "drug"
            yield (
                decision,
                "/combined_with" if decision.combined_with else "/indication",
                use,
                "combined_with",
            )
    for outcome in dataset.of_type(Outcome):
        regimen = dataset.get(outcome.regimen or "")
        if regimen is not None:
            yield outcome, "/regimen", regimen, "drug"


def _labelings(dataset: Dataset) -> Iterator[tuple[Record, str, int, Authorization, bool]]:
    """What labels state: the record, its drug, the place of the label in it, whose it is, whether boxed."""
    stated: tuple[AdverseEvent | Contraindication, ...] = dataset.of_type(AdverseEvent)
    for record in (*stated, *dataset.of_type(Contraindication)):
        for at, labeling in enumerate(record.labeled):
            decision = dataset.get(labeling.authorization)
            if isinstance(decision, Authorization):
                yield record, record.drug, at, decision, labeling.boxed


def _kin(dataset: Dataset, drug: str) -> set[str]:
    """A drug, what acts in it, its racemate, and the members of a class; empty if one of them is missing."""
    kin: set[str] = set()
    waiting = [drug]
    while waiting:
        found = dataset.get(waiting.pop())
        if not isinstance(found, Drug):
            return set()
        if found.id not in kin:
            kin.add(found.id)
            waiting += filter(None, (found.active_substance, found.enantiomer_of, *found.members))
    return kin


def _set(value: str | tuple[str, ...]) -> set[str]:
    return {value} if isinstance(value, str) else set(value)


def _told(ids: set[str]) -> str:
    return " and ".join(sorted(ids)) or "none"
