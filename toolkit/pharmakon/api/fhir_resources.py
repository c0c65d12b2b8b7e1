"""FHIR: records as resources, for programs."""

from __future__ import annotations

from pharmakon import fhir
from pharmakon.dataset import Dataset
from pharmakon.fhir import Export
from pharmakon.model import Record


def to_fhir(records: Record | Dataset, version: str = "r5", *, within: Dataset | None = None) -> Export:
    """The resources that stand for a dataset or for one record, and what of it FHIR cannot carry.

    Args:
        records: The dataset, or the record.
        version: `r5` or `r4b`.
        within: The dataset to which the one record belongs; records that are not known are
            referred to by their IRI instead of by the id of their resource.

    Raises:
        UnknownTerm: There is no such version.
        InvalidDataset: Two records would have the same id in FHIR.

    Example:
        >>> from pharmakon import load
        >>> dataset = load()
        >>> made = to_fhir(dataset["adverse_event/ketamine-nausea"], within=dataset)
        >>> [each["resourceType"] for each in made.resources], made.losses
        (['ClinicalUseDefinition'], ())
    """
    edition = fhir.edition(version)
    if isinstance(records, Dataset):
        return fhir.export(records, edition)
    return fhir.record(records, edition, within)
