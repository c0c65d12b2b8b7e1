"""Resources: how every resource begins, what becomes of what all records share, and what is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pharmakon.fhir.datatypes import VOCABULARY, Json, coding, concept, extension, field
from pharmakon.fhir.identity import fhir_id, identifier
from pharmakon.fhir.narrative import narrative
from pharmakon.fhir.setting import Setting
from pharmakon.model import Drug, Record
from pharmakon.model.canonical import Json as Plain

UNCERTAIN = coding(
    "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "UNCERTREL", "uncertain reliability"
)
"""The security label of what is claimed, which is not thereby so."""

_RELATES = {
    "r5": ("ClinicalUseDefinition", "Group", "MedicationKnowledge", "SubstanceDefinition"),
    "r4b": ("Group", "MedicationKnowledge"),
}
"""The resources that HL7's extension for related artifacts may stand on, by edition."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A field of a record that no element of any resource holds.

    Args:
        record: The id of the record.
        field: The field, as a JSON Pointer; empty for the record as a whole.
        reason: Why FHIR cannot carry it.
    """

    record: str
    field: str
    reason: str

    def json(self) -> Plain:
        """The loss as a JSON object."""
        return {"record": self.record, "field": self.field, "reason": self.reason}


def opened(kind: str, record: Record, at: Setting, *said: str | None, claimed: bool = False) -> Json:
    """How a resource begins: its type, id, labels, narrative and identifier.

    Args:
        kind: The type of the resource.
        record: The record that it stands for.
        at: What else it depends on.
        said: What its narrative says beside the label.
        claimed: Whether it says what can be claimed, rather than what is so.
    """
    retired = [coding(VOCABULARY, "retired", "retired")] if record.retired else []
    made: Json = {
        "resourceType": kind,
        "id": fhir_id(record.id),
        "meta": {"security": [UNCERTAIN] if claimed else [], "tag": retired},
        "language": at.language,
        "text": narrative(record.type, record.label, *said, language=at.language),
        "extension": [],
        "identifier": [identifier(at.iri(record.id))],
    }
    return made


def titled(made: Json, record: Record, at: Setting) -> Json:
    """The resource that stands for a record, with its label and description where they belong."""
    kind = made["resourceType"]
    if kind in at.edition.labels:
        made[at.edition.labels[kind]] = record.label
    else:
        made["extension"].append(extension("resource-instance-name", valueString=record.label))
    if record.description is None:
        return made
    if kind in at.edition.descriptions:
        made[at.edition.descriptions[kind]] = record.description
    else:
        made["extension"].append(extension("note", valueAnnotation={"text": record.description}))
    return made


def related(at: Setting, relation: str, target: str, *classifiers: Json) -> Json:
    """A RelatedArtifact: another record, how it relates, and what else is said of that.

    Args:
        at: What else it depends on.
        relation: A key of the edition's relations.
        target: The id of the other record.
        classifiers: What else is said of the relation.
    """
    made: Json = {"type": at.edition.relations[relation]}
    if at.edition.latest:
        return made | {"classifier": list(classifiers), "resourceReference": at.reference(target)}
    more = [extension("relatesto-classifier", valueCodeableConcept=each) for each in classifiers]
    return made | {"extension": more, "url": at.iri(target)}


def finished(made: Json, record: Record, at: Setting) -> Iterator[Json | Loss]:
    """The resource that stands for a record, and what is lost of the fields that all records share."""
    yield from _replaced(made, record, at)
    if record.codes and not isinstance(record, Drug):
        yield Loss(
            record.id, "/codes", f"a {made['resourceType']} of a {record.type} has no element for codes"
        )
    yield made


def _replaced(made: Json, record: Record, at: Setting) -> Iterator[Loss]:
    """Puts the record that took a retired one's place where the resource has a place for it."""
    if record.replaced_by is None:
        return
    kind, target = made["resourceType"], record.replaced_by
    if kind == "Evidence" or (kind == "Citation" and at.edition.latest):
        made.setdefault("relatedArtifact", []).append(related(at, "replaced", target))
    elif kind in _RELATES[at.edition.name]:
        artifact = related(at, "replaced", target)
        made["extension"].append(extension("artifact-relatedArtifact", valueRelatedArtifact=artifact))
    elif kind == "MedicinalProductDefinition":
        made.setdefault("crossReference", []).append(
            {"product": {"reference": at.reference(target)}, "type": field("replaced_by")}
        )
    elif kind == "Citation":
        made.setdefault("relatesTo", []).append(
            {"relationshipType": field("replaced_by"), "targetReference": at.reference(target)}
        )
    elif kind == "EvidenceReport":
        made["relatesTo"] = [{"code": "replacedWith", "targetReference": at.reference(target)}]
    else:
        yield Loss(record.id, "/replaced_by", f"a {kind} names no other that took its place")


def provenance(record: Record, at: Setting, entities: Iterable[Json]) -> Json:
    """The Provenance of a record: from what it was made, and by whom.

    Args:
        record: The record.
        at: What else it depends on.
        entities: What it was made from.
    """
    made = opened("Provenance", record, at)
    del made["identifier"]
    unknown = extension("data-absent-reason", valueCode="unknown")
    who: list[Json] = [{"extension": [unknown]}]
    if at.metadata:
        who = [{"display": name} for name in sorted(at.metadata.creators)]
    made["target"] = [at.reference(record.id)]
    if not at.edition.latest:  # an instant is required, and none is known
        made["_recorded"] = {"extension": [unknown]}
    role = concept(
        coding("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "author", "Author")
    )
    made["agent"] = [{"type": role, "who": each} for each in who]
    made["entity"] = list(entities)
    return made


def sourced(record: Record, sources: Iterable[str], at: Setting, *more: Json) -> Iterator[Json]:
    """The Provenance of a record that names its sources; nothing where it names none.

    Args:
        record: The record.
        sources: The ids of its sources.
        at: What else it depends on.
        more: Further entities.
    """
    entities = [{"role": "source", "what": at.reference(each)} for each in sorted(sources)]
    if entities or more:
        yield provenance(record, at, (*entities, *more))
