"""Rules about clinical sense: kinds of things, dates, absolute words and disorders."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.dataset import Dataset
from pharmakon.findings import Finding
from pharmakon.model import Assessment, Authorization, Claim, Concept, Drug, EvidenceSource, Record
from pharmakon.model.reference import references
from pharmakon.rules import rule
from pharmakon.rules.terminology import placed

KINDS = {
    ("AdverseEvent", "effect"): ("effect",),
    ("Authorization", "drug"): ("product",),
    ("Characteristic", "population"): ("population",),
    ("Contraindication", "condition"): ("condition",),
    ("Drug", "active_substance"): ("substance",),
    ("Drug", "enantiomer_of"): ("substance",),
    ("Indication", "condition"): ("condition",),
    ("Indication", "population"): ("population",),
    ("Mechanism", "target"): ("process", "structure", "substance", "target"),
    ("Outcome", "of"): ("condition", "effect", "process"),
    ("Outcome", "population"): ("population",),
    ("Regimen", "condition"): ("condition",),
}
"""The kinds of drugs and concepts that a field of a record type may name, where not all may be."""


@rule("PK401")
def thing_of_another_kind(dataset: Dataset) -> Iterator[Finding]:
    """A field names a drug or a concept of a kind that cannot stand there.

    Why: a regulator decides on a product, not on a substance; what is treated is a condition, not a people.

    Given:
        {"id": "evidence_source/l", "type": "EvidenceSource", "label": "l", "kind": "label"}
        {"id": "authorization/a", "type": "Authorization", "label": "a", "drug": "drug/k", "authority": "FDA", "jurisdiction": "US", "decision": "approved", "decided": "1970", "sources": ["evidence_source/l"]}

    Bad:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"}

    Good:
        {"id": "drug/k", "type": "Drug", "label": "ketamine injection", "kind": "product"}
    """
    for record in dataset:
        for pointer, target in references(record):
            kinds = KINDS.get((record.type, pointer.split("/")[1]))
            named = dataset.get(target) if kinds else None
            if kinds and isinstance(named, (Concept, Drug)) and named.kind not in kinds:
                yield Finding(
                    f"{target} is a {named.kind.replace('_', ' ')}",
                    record=record.id,
                    pointer=pointer,
                    hint=f"name a {' or '.join(kinds)}, or correct the kind of {target}",
                    related=(target,),
                )


@rule("PK403")
def impossible_date(dataset: Dataset) -> Iterator[Finding]:
    """Something is dated before what it rests on, or after the release of the dataset.

    Why: no judgement rests on what was not yet published, and what has not happened cannot be recorded.

    Given:
        the claim
        the document
        the drug
        {"id": "evidence_source/e", "type": "EvidenceSource", "label": "e", "kind": "journal_article", "published": "2026-03-05"}

    Bad:
        {"id": "assessment/a", "type": "Assessment", "label": "x", "claims": ["claim/d-1"], "verdict": "supported", "rationale": "x", "evidence": ["evidence_source/e"], "assessed": "2026-02"}

    Good:
        {"id": "assessment/a", "type": "Assessment", "label": "x", "claims": ["claim/d-1"], "verdict": "supported", "rationale": "x", "evidence": ["evidence_source/e"], "assessed": "2026-03"}
    """
    for assessment in dataset.of_type(Assessment):
        for name in ("evidence", "later_evidence"):
            for at, target in enumerate(getattr(assessment, name)):
                told = _told(dataset.get(target))
                if told is not None and _later(told, assessment.assessed):
                    yield Finding(
                        f"{target} is of {told}, after the judgement of {assessment.assessed}",
                        record=assessment.id,
                        pointer=f"/{name}/{at}",
                        hint="correct the date of the judgement or of the source",
                        related=(target,),
                    )
    released = dataset.metadata.released if dataset.metadata else "9999"
    for record, pointer, date in _past(dataset):
        if _later(date, released):
            yield Finding(
                f"{date} lies after {released}, the date of the release",
                record=record,
                pointer=pointer,
                hint="correct the date, or `released` in dataset.yaml",
            )


def _later(one: str, other: str) -> bool:
    """Whether a date lies after another for certain: 2026 may be before or after 2026-03."""
    shared = min(len(one), len(other))
    return one[:shared] > other[:shared]


def _told(record: Record | None) -> str | None:
    """The date on which evidence came to be."""
    if isinstance(record, Authorization):
        return record.decided
    return record.published if isinstance(record, EvidenceSource) else None


def _past(dataset: Dataset) -> Iterator[tuple[str, str, str]]:
    """What happened before a release: the record, the place in it, the date."""
    for record in dataset:
        for at, coding in enumerate(record.codes):
            if coding.checked is not None:
                yield record.id, f"/codes/{at}/checked", coding.checked
    for decision in dataset.of_type(Authorization):
        yield decision.id, "/decided", decision.decided
    for assessment in dataset.of_type(Assessment):
        yield assessment.id, "/assessed", assessment.assessed
    for source in dataset.of_type(EvidenceSource):
        for at, identification in enumerate(source.identifications):
            yield source.id, f"/identifications/{at}/date", identification.date


@rule("PK405", "warning")
def absolute_unjudged(dataset: Dataset) -> Iterator[Finding]:
    """A claim leaves no exception, and no Assessment judges it.

    Why: never and no risk are hardly ever right in medicine; who reads them must learn what is known.

    Given:
        the document
        the drug
        {"id": "evidence_source/e", "type": "EvidenceSource", "label": "e", "kind": "label"}
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "x", "about": [{"record": "drug/k", "stance": "supports"}], "certainty": "asserted", "role": "marketing", "grounding": "direct", "absolute": ["no risk"]}

    Bad:
        {"id": "drug/l", "type": "Drug", "label": "l", "kind": "substance"}

    Good:
        {"id": "assessment/a", "type": "Assessment", "label": "x", "claims": ["claim/d-1"], "verdict": "overstated", "rationale": "x", "evidence": ["evidence_source/e"], "assessed": "2026"}
    """
    if any(each.startswith("assessment/") for each in dataset.refused):
        return
    judged = {claim for each in dataset.of_type(Assessment) for claim in each.claims}
    for claim in dataset.of_type(Claim):
        if claim.absolute and claim.id not in judged and not claim.retired:
            yield Finding(
                f"{' and '.join(map(repr, claim.absolute))} stands unjudged",
                record=claim.id,
                pointer="/absolute",
                hint="add an Assessment of the claim",
            )


@rule("PK406", "warning", alone=True)
def disorder_as_effect(dataset: Dataset) -> Iterator[Finding]:
    """An unwanted effect has the code of a disorder.

    Why: dissociation under a drug is a finding that passes, not a dissociative disorder; counted as one, it makes a drug look as if it caused a disease.

    Bad:
        {"id": "concept/d", "type": "Concept", "label": "dissociation", "kind": "effect", "codes": [{"code": "icd10cm:F44.9", "match": "close", "seen_at": ["a"]}]}

    Good:
        {"id": "concept/d", "type": "Concept", "label": "dissociation", "kind": "effect", "codes": [{"code": "hp:0032940", "match": "exact", "seen_at": ["a"]}]}
    """
    for each in placed(dataset):
        if each.kind == "effect" and each.names_disorder and each.coding.match != "related":
            yield each.finding(
                f"{each.coding.code} is a disorder, and {each.record.id} an unwanted effect",
                "give the code of the symptom or finding, or say `match: related`",
            )
