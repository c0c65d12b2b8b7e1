"""Rules about codes of public terminologies."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.codes import BY_PREFIX, fault
from pharmakon.dataset import Dataset
from pharmakon.findings import Finding
from pharmakon.rules import rule


@rule("PK501")
def unknown_prefix(dataset: Dataset) -> Iterator[Finding]:
    """A code has a prefix that stands for no known code system.

    Why: nobody can tell where the code is from, and its IRI cannot be built.

    Bad:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "codes": [{"code": "nope:1", "match": "exact", "seen_at": ["a"]}]}

    Good:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "codes": [{"code": "cas:6740-88-1", "match": "exact", "seen_at": ["a"]}]}
    """
    for record in dataset:
        for at, coding in enumerate(record.codes):
            if coding.code.partition(":")[0] not in BY_PREFIX:
                yield Finding(
                    fault(coding.code),
                    record=record.id,
                    pointer=f"/codes/{at}/code",
                    hint=f"one of {', '.join(BY_PREFIX)}",
                )


@rule("PK502")
def malformed_code(dataset: Dataset) -> Iterator[Finding]:
    """A code is not spelled as its system spells codes.

    Why: a code with a digit too few names nothing, or something else.

    Bad:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "codes": [{"code": "mesh:7649", "match": "exact", "seen_at": ["a"]}]}

    Good:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "codes": [{"code": "mesh:D007649", "match": "exact", "seen_at": ["a"]}]}
    """
    for record in dataset:
        for at, coding in enumerate(record.codes):
            if coding.code.partition(":")[0] in BY_PREFIX and (said := fault(coding.code)):
                yield Finding(
                    said,
                    record=record.id,
                    pointer=f"/codes/{at}/code",
                    hint="copy the code from the terminology's own site",
                )
