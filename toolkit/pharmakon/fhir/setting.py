"""Settings: what the resources of one record depend on beside the record itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pharmakon.dataset import Dataset
from pharmakon.fhir.datatypes import HOME, Json, coding, concept, public_coding
from pharmakon.fhir.edition import Edition
from pharmakon.fhir.identity import fhir_id, identifier
from pharmakon.model import Authorization, Concept, Drug, EvidenceSource, Mechanism, Metadata, Record


@dataclass(frozen=True, slots=True)
class Card:
    """What the resources of other records need to know of one.

    Args:
        label: Its label.
        kind: Its kind, for a drug or a concept.
        drug: The drug that it is about; a drug is about itself.
        codings: Its exact codes in public terminologies, with their names.
        document: Whether it is a source whose document is known.
    """

    label: str
    kind: str = ""
    drug: str = ""
    codings: tuple[tuple[str, str | None], ...] = ()
    document: bool = False

    @staticmethod
    def of(record: Record) -> Card:
        """The card of a record."""
        exact = sorted((each.code, each.display) for each in record.codes if each.match == "exact")
        if isinstance(record, (Drug, Concept)):
            about = record.id if isinstance(record, Drug) else ""
            return Card(record.label, record.kind, about, tuple(exact))
        document = isinstance(record, EvidenceSource) and record.document is not None
        return Card(record.label, drug=getattr(record, "drug", ""), document=document)


@dataclass(frozen=True, slots=True)
class Setting:
    """What resources depend on beside their record.

    Args:
        edition: The version of FHIR.
        base: The address that, followed by a record's id, is the record's IRI.
        metadata: What is said of the dataset, if anything is.
        known: The cards of all records that may be referred to, by id.
        acting: The drugs of which a record says on what they act.
        approved: The indications that an authorization approved.
    """

    edition: Edition
    base: str = HOME
    metadata: Metadata | None = None
    known: Mapping[str, Card] = field(default_factory=dict)
    acting: frozenset[str] = frozenset()
    approved: frozenset[str] = frozenset()

    @staticmethod
    def of(edition: Edition, dataset: Dataset, base: str | None = None) -> Setting:
        """The setting of the records of a dataset.

        Args:
            edition: The version of FHIR.
            dataset: The records that may be referred to.
            base: What ids are appended to; by default what the dataset says.
        """
        metadata = dataset.metadata
        if base is None:
            base = metadata.base_iri if metadata else HOME
        known: dict[str, Card] = {}
        acting: set[str] = set()
        approved: set[str] = set()
        for record in dataset:
            known[record.id] = Card.of(record)
            if isinstance(record, Mechanism) and record.target:
                acting.add(record.drug)
            elif isinstance(record, Authorization) and record.indication and record.decision == "approved":
                approved.add(record.indication)
        return Setting(edition, base, metadata, known, frozenset(acting), frozenset(approved))

    @property
    def language(self) -> str | None:
        """The language of all texts, if it is known."""
        return self.metadata.language if self.metadata else None

    @property
    def entities(self) -> str:
        """The code system of the drugs and concepts of the dataset."""
        return f"{self.base}fhir/CodeSystem/entities"

    def iri(self, id_: str) -> str:
        """The IRI of a record."""
        return self.base + id_

    def label(self, id_: str) -> str:
        """The label of a record, or its id where the record is not known."""
        card = self.known.get(id_)
        return card.label if card else id_

    def kind(self, id_: str) -> str:
        """The kind of a drug or a concept, as far as it is known."""
        card = self.known.get(id_)
        return card.kind if card else ""

    def home(self, id_: str) -> str | None:
        """The type of the resource that stands for a record; None where there is none, or it is not known."""
        if id_ not in self.known:
            return None
        type_ = id_.partition("/")[0]
        if type_ == "drug":
            return "MedicinalProductDefinition" if self.kind(id_) == "product" else "SubstanceDefinition"
        return self.edition.homes.get(type_)

    def reference(self, id_: str, home: str | None = None) -> Json:
        """A Reference to the resource of a record; where it is not known, to the record by its IRI.

        Args:
            id_: The id of the record.
            home: The type of the resource, where it is not the one that stands for the record.
        """
        home = home if home and id_ in self.known else self.home(id_)
        return {"reference": f"{home}/{fhir_id(id_)}"} if home else {"identifier": identifier(self.iri(id_))}

    def user(self, id_: str) -> Json:
        """A Reference to what can be the subject of a use: a product, or the substance as such."""
        return self.reference(id_, None if self.kind(id_) == "product" else "Substance")

    def variable(self, id_: str) -> Json:
        """A Reference to what can be a variable of evidence: a group of people, or anything else."""
        return self.reference(id_, "Group" if self.kind(id_) == "population" else "EvidenceVariable")

    def people(self, id_: str) -> Json:
        """A Reference to a group of people, or to a record by its IRI where it is none."""
        if self.kind(id_) == "population":
            return self.reference(id_, "Group")
        return {"identifier": identifier(self.iri(id_))}

    def concept(self, id_: str) -> Json:
        """The CodeableConcept of a drug or a concept: our code, and its exact public ones."""
        card = self.known.get(id_)
        own = coding(self.entities, fhir_id(id_), card.label if card else None)
        public = [public_coding(*each) for each in card.codings] if card else []
        return concept(own, *public, text=card.label if card else None)
