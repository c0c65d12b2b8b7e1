"""The record model: one record type per file, each field with a term and a description."""

from pharmakon.model.adverse_event import AdverseEvent
from pharmakon.model.assessment import Assessment
from pharmakon.model.authorization import Authorization, Obligation
from pharmakon.model.characteristic import Characteristic
from pharmakon.model.claim import Claim, Passage, Stance
from pharmakon.model.concept import Concept
from pharmakon.model.contradiction import Contradiction, Resolution, Side
from pharmakon.model.contraindication import Contraindication, Labeling
from pharmakon.model.drug import ControlledStatus, Drug
from pharmakon.model.evidence_source import Author, Document, EvidenceSource, Identification
from pharmakon.model.indication import Indication
from pharmakon.model.mechanism import Mechanism, ProcessEffect
from pharmakon.model.metadata import Metadata
from pharmakon.model.outcome import Outcome, Timepoint
from pharmakon.model.quantity import Quantity
from pharmakon.model.record import Coding, Node, Part, Record
from pharmakon.model.regimen import Regimen

SCHEMA_VERSION = "1.0.0"
"""The version of the record schema: semantic versioning, apart from the package's."""

RECORD_TYPES: tuple[type[Record], ...] = (
    Drug,
    Mechanism,
    Indication,
    AdverseEvent,
    EvidenceSource,
    Concept,
    Contraindication,
    Outcome,
    Regimen,
    Characteristic,
    Authorization,
    Claim,
    Assessment,
    Contradiction,
)
"""All record types, in the order in which people are shown them."""

__all__ = [
    "RECORD_TYPES",
    "SCHEMA_VERSION",
    "AdverseEvent",
    "Assessment",
    "Author",
    "Authorization",
    "Characteristic",
    "Claim",
    "Coding",
    "Concept",
    "Contradiction",
    "Contraindication",
    "ControlledStatus",
    "Document",
    "Drug",
    "EvidenceSource",
    "Identification",
    "Indication",
    "Labeling",
    "Mechanism",
    "Metadata",
    "Node",
    "Obligation",
    "Outcome",
    "Part",
    "Passage",
    "ProcessEffect",
    "Quantity",
    "Record",
    "Regimen",
    "Resolution",
    "Side",
    "Stance",
    "Timepoint",
]
