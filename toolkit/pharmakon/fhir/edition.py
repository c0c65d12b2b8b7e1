"""Editions: what differs between the versions of FHIR that are written, as a small table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pharmakon.errors import UnknownTerm


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of FHIR.

    Args:
        name: The name by which users ask for it.
        version: The number of the version.
        homes: The resource that stands for a record of each type, beside drugs.
        labels: The element that holds a record's label; elsewhere an extension does.
        descriptions: The element that holds a record's description; elsewhere an extension does.
        relations: What the kinds of related artifacts are called.
        matches: What the relations of a code to what it is given to are called.
        therapy: The element that names the other drug of a use.
        rank: The element that says an author's place among the authors.
    """

    name: str
    version: str
    homes: Mapping[str, str]
    labels: Mapping[str, str]
    descriptions: Mapping[str, str]
    relations: Mapping[str, str]
    matches: Mapping[str, str]
    therapy: str
    rank: str

    @property
    def latest(self) -> bool:
        """Whether this is R5, which has elements and resources that R4B lacks."""
        return self is R5


_HOMES = {
    "mechanism": "Evidence",
    "indication": "ClinicalUseDefinition",
    "contraindication": "ClinicalUseDefinition",
    "adverse_event": "ClinicalUseDefinition",
    "outcome": "Evidence",
    "characteristic": "Evidence",
    "regimen": "MedicationKnowledge",
    "authorization": "RegulatedAuthorization",
    "evidence_source": "Citation",
    "claim": "Evidence",
}
_LABELS = {"Citation": "title", "Evidence": "title", "EvidenceVariable": "title", "Group": "name"}
_DESCRIPTIONS = {
    "Citation": "description",
    "Evidence": "description",
    "EvidenceVariable": "description",
    "MedicinalProductDefinition": "description",
    "RegulatedAuthorization": "description",
    "SubstanceDefinition": "description",
}

R5 = Edition(
    name="r5",
    version="5.0.0",
    homes=_HOMES | {"assessment": "ArtifactAssessment", "contradiction": "ArtifactAssessment"},
    labels=_LABELS | {"ArtifactAssessment": "title"},
    descriptions=_DESCRIPTIONS | {"Group": "description"},
    relations={
        "cites": "cites",
        "judges": "comments-on",
        "needs": "depends-on",
        "replaced": "replaced-with",
        "stems": "derived-from",
        "supports": "supports",
        "disputes": "comments-on",
        "qualifies": "comments-on",
    },
    matches={
        "exact": "equivalent",
        "close": "related-to",
        "broad": "source-is-narrower-than-target",
        "narrow": "source-is-broader-than-target",
        "related": "related-to",
    },
    therapy="treatment",
    rank="rankingOrder",
)
R4B = Edition(
    name="r4b",
    version="4.3.0",
    homes=_HOMES | {"assessment": "EvidenceReport", "contradiction": "EvidenceReport"},
    labels=_LABELS,
    descriptions=_DESCRIPTIONS,
    relations={
        "cites": "citation",
        "needs": "depends-on",
        "replaced": "successor",
        "stems": "derived-from",
        "supports": "depends-on",
        "disputes": "depends-on",
        "qualifies": "depends-on",
    },
    matches={
        "exact": "equivalent",
        "close": "inexact",
        "broad": "wider",
        "narrow": "narrower",
        "related": "relatedto",
    },
    therapy="therapy",
    rank="listOrder",
)
EDITIONS = {edition.name: edition for edition in (R5, R4B)}
"""All versions that are written, by name."""


def edition(name: str) -> Edition:
    """The version of FHIR with this name.

    Raises:
        UnknownTerm: There is none.

    Example:
        >>> edition("r4b").version
        '4.3.0'
    """
    if not isinstance(name, str) or name not in EDITIONS:
        raise UnknownTerm("version of FHIR", name, EDITIONS)
    return EDITIONS[name]
