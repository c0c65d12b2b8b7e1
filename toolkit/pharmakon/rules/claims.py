"""Rules about claims and the judgements on them."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.dataset import Dataset
from pharmakon.findings import Finding
from pharmakon.model import Assessment, Claim, Contradiction, EvidenceSource
from pharmakon.model.claim import SUBJECTS
from pharmakon.rules import rule


@rule("PK301")
def differs_from_nothing(dataset: Dataset) -> Iterator[Finding]:
    """A claim is said to state a field otherwise that the record does not have.

    Why: `differs` lists fields that the record fills; another name hides where the text departs.

    Given:
        the document
        the drug

    Bad:
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "x", "about": [{"record": "drug/k", "stance": "supports", "differs": ["shade"]}], "certainty": "asserted", "role": "background", "grounding": "direct"}

    Good:
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "x", "about": [{"record": "drug/k", "stance": "supports", "differs": ["kind"]}], "certainty": "asserted", "role": "background", "grounding": "direct"}
    """
    for claim in dataset.of_type(Claim):
        for at, stance in enumerate(claim.about):
            if stance.record not in dataset:
                continue
            record = dataset[stance.record]
            for place, name in enumerate(stance.differs):
                if getattr(record, name, None) in (None, ()) or name not in type(record).model_fields:
                    yield Finding(
                        f"{record.id} has no value in a field {name!r}",
                        record=claim.id,
                        pointer=f"/about/{at}/differs/{place}",
                        hint="name fields that the record fills",
                        related=(record.id,),
                    )


@rule("PK302")
def claim_twice(dataset: Dataset) -> Iterator[Finding]:
    """Two claims have one passage and say the same of the same records.

    Why: a statement that is counted twice weighs twice.

    Bad:
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "x", "about": [{"record": "drug/k", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "direct"}
        {"id": "claim/d-2", "type": "Claim", "label": "y", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "y", "about": [{"record": "drug/k", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "direct"}
        {"id": "evidence_source/d", "type": "EvidenceSource", "label": "d", "kind": "web_article", "document": {"file": "d.txt", "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", "length": 3, "encoding": "utf-8"}}
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"}

    Good:
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "x", "about": [{"record": "drug/k", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "direct"}
        {"id": "evidence_source/d", "type": "EvidenceSource", "label": "d", "kind": "web_article", "document": {"file": "d.txt", "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", "length": 3, "encoding": "utf-8"}}
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"}
    """
    seen: dict[tuple[object, ...], str] = {}
    for claim in dataset.of_type(Claim):
        stances = frozenset((each.record, each.stance) for each in claim.about)
        key = (claim.source, claim.passage.start, claim.passage.end, stances)
        first = seen.setdefault(key, claim.id)
        if first != claim.id:
            yield Finding(
                f"{first} has the same passage and says the same",
                record=claim.id,
                pointer="/passage",
                hint="merge the two, or mark the words in which they differ",
                related=(first,),
            )


@rule("PK303")
def circular_support(dataset: Dataset) -> Iterator[Finding]:
    """A judgement rests on the very source that it judges.

    Why: a text cannot be evidence for itself.

    Given:
        the claim
        the document
        the drug

    Bad:
        {"id": "assessment/a", "type": "Assessment", "label": "x", "claims": ["claim/d-1"], "verdict": "supported", "rationale": "x", "evidence": ["evidence_source/d"], "assessed": "2026"}

    Good:
        {"id": "assessment/a", "type": "Assessment", "label": "x", "claims": ["claim/d-1"], "verdict": "supported", "rationale": "x", "evidence": ["evidence_source/e"], "assessed": "2026"}
        {"id": "evidence_source/e", "type": "EvidenceSource", "label": "e", "kind": "label"}
    """
    for assessment in dataset.of_type(Assessment):
        judged = {_source(dataset, claim) for claim in assessment.claims}
        for at, evidence in enumerate(assessment.evidence):
            if evidence in judged:
                yield Finding(
                    f"{evidence} is the source of a claim that is judged",
                    record=assessment.id,
                    pointer=f"/evidence/{at}",
                    hint="name a source outside the documents judged",
                    related=(evidence,),
                )
    for claim in dataset.of_type(Claim):
        for at, cited in enumerate(claim.cites):
            if cited == claim.source:
                yield Finding(
                    "the claim cites its own source",
                    record=claim.id,
                    pointer=f"/cites/{at}",
                    hint="name what the passage cites",
                    related=(cited,),
                )


@rule("PK304")
def supported_by_unresolved(dataset: Dataset) -> Iterator[Finding]:
    """A judgement rests on a source that nobody could identify.

    Why: what was only cited, not found, was not read.

    Bad:
        {"id": "assessment/a", "type": "Assessment", "label": "x", "claims": ["claim/d-1"], "verdict": "supported", "rationale": "x", "evidence": ["evidence_source/c"], "assessed": "2026"}
        {"id": "evidence_source/c", "type": "EvidenceSource", "label": "c", "kind": "unspecified_studies", "as_cited": "some studies"}
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "x", "about": [{"record": "drug/k", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "direct"}
        {"id": "evidence_source/d", "type": "EvidenceSource", "label": "d", "kind": "web_article", "document": {"file": "d.txt", "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", "length": 3, "encoding": "utf-8"}}
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"}

    Good:
        {"id": "evidence_source/c", "type": "EvidenceSource", "label": "c", "kind": "unspecified_studies", "as_cited": "some studies"}
    """
    for assessment in dataset.of_type(Assessment):
        for at, evidence in enumerate(assessment.evidence):
            source = dataset.get(evidence)
            if isinstance(source, EvidenceSource) and source.as_cited is not None:
                yield Finding(
                    f"{evidence} stands for a citation, not for a publication that was read",
                    record=assessment.id,
                    pointer=f"/evidence/{at}",
                    hint="name the publication itself",
                    related=(evidence,),
                )


@rule("PK305", alone=True)
def one_claim_on_two_sides(dataset: Dataset) -> Iterator[Finding]:
    """A claim takes two sides of one contradiction.

    Why: a claim that is set against itself contradicts nothing.

    Bad:
        {"id": "contradiction/c", "type": "Contradiction", "label": "x", "kind": "value", "explanation": "x", "sides": [{"position": "a", "claims": ["claim/d-1"]}, {"position": "b", "claims": ["claim/d-1"]}]}
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "x", "about": [{"record": "drug/k", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "direct"}
        {"id": "evidence_source/d", "type": "EvidenceSource", "label": "d", "kind": "web_article", "document": {"file": "d.txt", "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", "length": 3, "encoding": "utf-8"}}
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"}

    Good:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"}
    """
    for contradiction in dataset.of_type(Contradiction):
        seen: set[str] = set()
        for at, side in enumerate(contradiction.sides):
            for place, claim in enumerate(side.claims):
                if claim in seen:
                    yield Finding(
                        f"{claim} stands on another side, too",
                        record=contradiction.id,
                        pointer=f"/sides/{at}/claims/{place}",
                        hint="leave it on one side",
                        related=(claim,),
                    )
            seen |= set(side.claims)


@rule("PK306", "info")
def claimed_by_nobody(dataset: Dataset) -> Iterator[Finding]:
    """No claim is about a relation that is in the dataset.

    Why: a relation is there to be claimed; one that nobody claims may be a leftover.

    Bad:
        {"id": "indication/i", "type": "Indication", "label": "x", "drug": "drug/k", "intent": "anesthesia"}
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"}

    Good:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"}
    """
    if any(each.startswith("claim/") for each in dataset.refused):
        return
    for record in dataset:
        if record.type not in SUBJECTS or record.type in ("Drug", "Authorization") or record.retired:
            continue
        if getattr(record, "sources", ()) or dataset.referrers(record.id):
            continue
        yield Finding(
            "no claim is about this record",
            record=record.id,
            hint="add the claim, or remove the record",
        )


def _source(dataset: Dataset, claim: str) -> str:
    record = dataset.get(claim)
    return record.source if isinstance(record, Claim) else ""
