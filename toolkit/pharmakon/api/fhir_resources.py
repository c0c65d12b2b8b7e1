"""FHIR: records as resources, for programs."""

from __future__ import annotations

from pharmakon import fhir
from pharmakon.api import arguments
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
        BadArgument: It is no dataset, and no record.
        InvalidDataset: Two records would have the same id in FHIR.

    Example:
        >>> from pharmakon import load
        >>> dataset = load()
        >>> made = to_fhir(dataset["adverse_event/ketamine-nausea"], within=dataset)
        >>> [each["resourceType"] for each in made.resources], made.losses
        (['ClinicalUseDefinition'], ())
    """
    edition = fhir.edition(version)
    if within is not None:
        arguments.dataset(within)
    if isinstance(records, Dataset):
        return fhir.export(records, edition)
    record = arguments.of_type(records, Record, "a dataset, or one record of it")
    return fhir.record(record, edition, within)
