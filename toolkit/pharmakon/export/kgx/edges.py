"""Edges: what the public record states, and what is claimed, each told as what it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from pharmakon.dataset import Dataset
from pharmakon.export.kgx.nodes import category, is_publication, names, own
from pharmakon.model import (
    AdverseEvent,
    Assessment,
    Authorization,
    Claim,
    Concept,
    Contraindication,
    Drug,
    Indication,
    Mechanism,
    Metadata,
    Record,
    Stance,
)
from pharmakon.model.authorization import holding
from pharmakon.model.canonical import Json
from pharmakon.model.reference import references

Edge = dict[str, Json]
R = TypeVar("R", bound=Record)

_DISEASES = ("Disease", "PhenotypicFeature", "DiseaseOrPhenotypicFeature")
_TREATMENT = "ChemicalOrDrugOrTreatmentToDiseaseOrPhenotypicFeatureAssociation"
_ADVERSE = "ChemicalOrDrugOrTreatmentAdverseEventAssociation"
_AFFECTS = "ChemicalAffectsBiologicalEntityAssociation"
_THERAPEUTIC = (None, "therapeutic", "anesthetic")
"""The contexts of an adverse event that the model knows: it happens during treatment."""

_ENDS = ("condition", "effect", "effects", "of", "target")
"""The fields of a relation that name what stands at its other end."""

_CHANGES: dict[str, Json] = {"increase": "increased", "decrease": "decreased"}
_ACTIONS: dict[str, dict[str, Json]] = {
    "antagonist": {"causal_mechanism_qualifier": "antagonism", "object_direction_qualifier": "decreased"},
    "agonist": {"causal_mechanism_qualifier": "agonism", "object_direction_qualifier": "increased"},
    "inhibitor": {"causal_mechanism_qualifier": "inhibition", "object_direction_qualifier": "decreased"},
}
"""What the action of a drug on a gene or its product is in the model's words; other actions have none."""


@dataclass(frozen=True, slots=True)
class _Tie:
    """What an edge says, before it has a name.

    Args:
        kind: The class of the association.
        subject: The record at its start.
        predicate: What holds between them.
        object: The record at its end.
        slots: What else the association says.
    """

    kind: str
    subject: str
    predicate: str
    object: str
    slots: dict[str, Json]


def edges(dataset: Dataset) -> Iterator[Edge]:
    """All edges whose ends have nodes, unordered."""
    ids = names(dataset)
    told = (
        *(("approved", tie) for tie in _approved(dataset)),
        *(("labeled", tie) for tie in _labeled(dataset)),
        *(("assessed", tie) for tie in _assessed(dataset)),
        *(("claimed", tie) for tie in _claimed(dataset)),
        *(("listed", tie) for tie in _listed(dataset)),
    )
    for way, (record, tie) in told:
        if tie.subject in ids and tie.object in ids:
            yield _edge(f"{own(record)}#{way}-{tie.object.partition('/')[2]}", tie, ids, dataset.metadata)


def _edge(name: str, tie: _Tie, ids: dict[str, str], metadata: Metadata | None) -> Edge:
    slots = dict(tie.slots)
    sources = slots.pop("publications", None)
    population = slots.pop("population_context_qualifier", None)
    made: Edge = {
        "id": name,
        "category": [f"biolink:{tie.kind}"],
        "subject": ids[tie.subject],
        "predicate": f"biolink:{tie.predicate}",
        "object": ids[tie.object],
        "knowledge_level": "knowledge_assertion",
        "agent_type": "not_provided",
    }
    made |= slots
    if isinstance(sources, list) and (found := {ids[str(each)] for each in sources if str(each) in ids}):
        made["publications"] = list[Json](sorted(found))
    if str(population) in ids:
        made["population_context_qualifier"] = ids[str(population)]
    return made | (_provenance(own(metadata.id)) if metadata else {})


def _provenance(source: str) -> Edge:
    told: Edge = {
        "category": ["biolink:RetrievalSource"],
        "id": f"{source}#source",
        "resource_id": source,
        "resource_role": "primary_knowledge_source",
    }
    return {"primary_knowledge_source": source, "sources": [told]}


def _published(dataset: Dataset, sources: Iterable[str]) -> list[Json]:
    return [each for each in sorted(set(sources)) if is_publication(dataset.get(each))]


def _standing(dataset: Dataset, kind: type[R]) -> Iterator[R]:
    return (each for each in dataset.of_type(kind) if not each.retired)


def _category(dataset: Dataset, record: str) -> str:
    """The category of the node of a drug or a concept; empty if there is none."""
    found = dataset.get(record)
    return category(found) if isinstance(found, (Drug, Concept)) else ""


def _approved(dataset: Dataset) -> Iterator[tuple[str, _Tie]]:
    """A product treats a condition, where an approval for this holds."""
    for granted in holding(dataset.of_type(Authorization)):
        use = dataset.get(granted.indication or "")
        if not isinstance(use, Indication) or use.retired or use.intent != "treatment" or not use.condition:
            continue
        if _category(dataset, use.condition) in _DISEASES:
            slots: dict[str, Json] = {
                "description": granted.label,
                "clinical_approval_status": "approved_for_condition",
                "publications": _published(dataset, granted.sources),
            }
            slots |= {"population_context_qualifier": use.population} if use.population else {}
            yield granted.id, _Tie(_TREATMENT, granted.drug, "treats", use.condition, slots)


def _labeled(dataset: Dataset) -> Iterator[tuple[str, _Tie]]:
    """A product has an adverse event or a contraindication, where the label of an approval of it says so."""
    approved = {each.id: each.drug for each in holding(dataset.of_type(Authorization))}
    events, withheld = _standing(dataset, AdverseEvent), _standing(dataset, Contraindication)
    records: tuple[AdverseEvent | Contraindication, ...] = (*events, *withheld)
    for record in records:
        if record.drug in {approved.get(each.authorization) for each in record.labeled}:
            yield from _relation(dataset, record, _published(dataset, record.sources))


def _assessed(dataset: Dataset) -> Iterator[tuple[str, _Tie]]:
    """A use, effect or mechanism that a claim asserts, whole, and that assessments find supported."""
    verdicts: dict[str, list[Assessment]] = {}
    for each in _standing(dataset, Assessment):
        for claim in each.claims:
            verdicts.setdefault(claim, []).append(each)
    claims = _claims(dataset)
    kinds: tuple[type[Record], ...] = (AdverseEvent, Indication, Mechanism)
    for record in (record for kind in kinds for record in _standing(dataset, kind)):
        told = claims.get(record.id, [])
        if any(held.stance != "supports" for _, held in told):
            continue
        grounds = {
            source
            for claim, held in told
            if claim.certainty == "asserted" and not held.differs
            for source in _grounds(verdicts.get(claim.id, []))
        }
        if grounds:
            yield from _relation(dataset, record, _published(dataset, grounds))


def _grounds(assessments: list[Assessment]) -> Iterator[str]:
    """The evidence by which all assessments of a claim find it supported; none if one does not."""
    if all(each.verdict == "supported" for each in assessments):
        yield from (source for each in assessments for source in each.evidence)


def _claims(dataset: Dataset) -> dict[str, list[tuple[Claim, Stance]]]:
    """The claims about each record, with their stance on it."""
    found: dict[str, list[tuple[Claim, Stance]]] = {}
    for claim in _standing(dataset, Claim):
        for held in claim.about:
            found.setdefault(held.record, []).append((claim, held))
    return found


def _relation(dataset: Dataset, record: Record, publications: list[Json]) -> Iterator[tuple[str, _Tie]]:
    """A relation with the predicate that says it, as far as the model has one for its ends."""
    slots: dict[str, Json] = {"description": record.label, "publications": publications}
    match record:
        case AdverseEvent() if record.context in _THERAPEUTIC:
            if _category(dataset, record.effect) in _DISEASES:
                yield record.id, _Tie(_ADVERSE, record.drug, "has_adverse_event", record.effect, slots)
        case Contraindication():
            if _category(dataset, record.condition) in _DISEASES:
                yield (
                    record.id,
                    _Tie("Association", record.drug, "contraindicated_in", record.condition, slots),
                )
        case Indication() if record.intent == "treatment" and record.condition:
            if _category(dataset, record.condition) in _DISEASES:
                slots |= {"population_context_qualifier": record.population} if record.population else {}
                predicate = "treats_or_applied_or_studied_to_treat"
                yield record.id, _Tie(_TREATMENT, record.drug, predicate, record.condition, slots)
        case Mechanism():
            yield from ((record.id, tie) for tie in _mechanism(dataset, record, slots))


def _mechanism(dataset: Dataset, record: Mechanism, slots: dict[str, Json]) -> Iterator[_Tie]:
    """A drug affects its target and what is changed thereby; genes and their products with qualifiers."""
    changed = {each.process: _changed(each.direction) for each in record.effects}
    if record.target:
        acted = _ACTIONS.get(record.action, {})
        changed[record.target] = acted | ({"object_aspect_qualifier": "activity"} if acted else {})
    for concept, qualifiers in changed.items():
        qualified = bool(qualifiers) and _category(dataset, concept) in ("Protein", "Gene")
        more = {**qualifiers, "qualified_predicate": "biolink:causes"} if qualified else {}
        kind = _AFFECTS if qualified else "Association"
        yield _Tie(kind, record.drug, "affects", concept, slots | more)


def _changed(direction: str) -> dict[str, Json]:
    found = _CHANGES.get(direction)
    aspect: dict[str, Json] = {"object_aspect_qualifier": "activity_or_abundance"}
    return aspect | {"object_direction_qualifier": found} if found else {}


def _claimed(dataset: Dataset) -> Iterator[tuple[str, _Tie]]:
    """A drug and a concept of which claims speak together, whatever they hold of it."""
    for name, told in _claims(dataset).items():
        record = dataset.get(name)
        drug = getattr(record, "drug", None)
        if record is None or record.retired or not drug:
            continue
        ends = {target for place, target in references(record) if place.split("/")[1] in _ENDS}
        slots: dict[str, Json] = {
            "description": f"{record.label} ({_tally(told)})",
            "evidence_count": len(told),
            "knowledge_level": "not_provided",
            "publications": _published(dataset, (claim.source for claim, _ in told)),
        }
        for concept in sorted(ends):
            yield name, _Tie("Association", drug, "related_to", concept, slots)


def _tally(told: list[tuple[Claim, Stance]]) -> str:
    """How many claims hold what, and how sure they are, in words."""
    counts = (
        Counter(str(held.stance) for _, held in told),
        Counter(str(claim.certainty) for claim, _ in told),
    )
    parts = (", ".join(f"{count[each]} {each}" for each in sorted(count)) for count in counts)
    return "claims: " + "; ".join(parts)


def _listed(dataset: Dataset) -> Iterator[tuple[str, _Tie]]:
    """What a product contains, and which drugs a class has, as sources list them."""
    for drug in _standing(dataset, Drug):
        slots: dict[str, Json] = {"publications": _published(dataset, drug.sources)}
        for member in drug.members:
            yield drug.id, _Tie("Association", drug.id, "has_member", member, slots)
        substance = drug.active_substance
        if drug.kind == "product" and substance and _category(dataset, substance) == "SmallMolecule":
            yield drug.id, _Tie("Association", drug.id, "has_active_ingredient", substance, slots)
