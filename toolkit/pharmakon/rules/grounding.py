"""Rules about grounding: a passage names what its claim is about."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.dataset import Dataset
from pharmakon.findings import Finding
from pharmakon.model import Concept, Drug, Record
from pharmakon.model.reference import references
from pharmakon.rules import Documents, rule
from pharmakon.rules.passages import matched, words


@rule("PK208", "warning")
def ungrounded(dataset: Dataset, documents: Documents) -> Iterator[Finding]:
    """A claim is said to name what it is about, but neither passage nor paragraph does.

    Why: a reader who opens the passage must find the drug or the condition there, or be told why not.

    Documents:
        {"d.txt": "foo"}

    Given:
        the document
        the drug

    Bad:
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "x", "about": [{"record": "drug/k", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "direct"}

    Good:
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "x", "about": [{"record": "drug/k", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "implied"}
    """
    for claim, text in matched(dataset, documents):
        if claim.grounding != "direct":
            continue
        start = text.rfind("\n", 0, claim.passage.start) + 1
        end = text.find("\n", claim.passage.end)
        paragraph = f" {' '.join(_stems(text[start : end if end >= 0 else None]))} "
        for at, each in enumerate(claim.about):
            record = dataset.get(each.record)
            if record is None or any(target not in dataset for _, target in references(record)):
                continue
            if not any(f" {name} " in paragraph for name in _names(record, dataset)):
                yield Finding(
                    f"no name of what {record.id} is about stands in the passage or its paragraph",
                    record=claim.id,
                    pointer=f"/about/{at}/record",
                    hint="add the surface form as a synonym, or say `grounding: anaphora` or `implied`",
                    related=(record.id,),
                )


def _names(record: Record, dataset: Dataset) -> Iterator[str]:
    """The labels and synonyms of the drugs and concepts that a record names, or of itself."""
    named = [record, *(dataset.get(target) for _, target in references(record))]
    for each in named:
        if isinstance(each, (Drug, Concept)):
            for name in (each.label, *each.synonyms):
                yield " ".join(_stems(name))


def _stems(text: str) -> list[str]:
    """The words of a text without the s of a plural or a possessive."""
    return [word.removesuffix("s") for word in words(text)]
