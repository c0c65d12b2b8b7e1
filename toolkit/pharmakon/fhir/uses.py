"""Uses: indications, contraindications and adverse events as ClinicalUseDefinitions."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.fhir.datatypes import Json, coding, concept, field, in_order, word
from pharmakon.fhir.resource import Loss, finished, opened, sourced, titled
from pharmakon.fhir.setting import Setting
from pharmakon.model import AdverseEvent, Contraindication, Indication, Labeling

_STATUS = "http://hl7.org/fhir/publication-status"
_INTENDED = "http://hl7.org/fhir/product-intended-use"
_OFFICIAL = {"treatment": "Treatment", "prevention": "Prevention"}

_Use = Indication | Contraindication | AdverseEvent


def indication(record: Indication, at: Setting) -> Iterator[Json | Loss]:
    """The resource of an indication; whether it is approved is told by RegulatedAuthorizations."""
    made = _begun(record, "indication", at)
    codes = list(word("intent", record.intent)["coding"])
    if record.intent in _OFFICIAL:
        codes.insert(0, coding(_INTENDED, _OFFICIAL[record.intent], _OFFICIAL[record.intent]))
    others = [(field("combined_with"), at.concept(each)) for each in sorted(record.combined_with)]
    if record.line_of_therapy:
        others.append((field("line_of_therapy"), concept(text=record.line_of_therapy)))
    made["indication"] = {
        "diseaseSymptomProcedure": {"concept": at.concept(record.condition)} if record.condition else None,
        "intendedEffect": {"concept": concept(*codes)},
        "otherTherapy": [
            {"relationshipType": type_, at.edition.therapy: {"concept": other}} for type_, other in others
        ],
    }
    if record.population:
        made["population"] = [at.people(record.population)]
    yield from finished(made, record, at)


def contraindication(record: Contraindication, at: Setting) -> Iterator[Json | Loss]:
    """The resources of a contraindication: it, and the labels that state it."""
    made = _begun(record, "contraindication", at)
    made["contraindication"] = {"diseaseSymptomProcedure": {"concept": at.concept(record.condition)}}
    yield from finished(made, record, at)
    yield from sourced(record, record.sources, at, *_labels(record.labeled, at))


def adverse_event(record: AdverseEvent, at: Setting) -> Iterator[Json | Loss]:
    """The resources of an adverse event: it, and the labels that state it; how often is an Outcome."""
    made = _begun(record, "undesirable-effect", at)
    facets = (("context", record.context), ("timing", record.timing))
    made["category"] = [word(name, value) for name, value in facets if value]
    made["undesirableEffect"] = {"symptomConditionEffect": {"concept": at.concept(record.effect)}}
    yield from finished(made, record, at)
    yield from sourced(record, record.sources, at, *_labels(record.labeled, at))


def _begun(record: _Use, type_: str, at: Setting) -> Json:
    """How a use begins; without a label or an approval that states it, it is only what can be claimed."""
    stated = record.id in at.approved if isinstance(record, Indication) else bool(record.labeled)
    made = titled(
        opened("ClinicalUseDefinition", record, at, record.description, claimed=not stated), record, at
    )
    status = "active" if stated else "unknown"
    made["type"] = type_
    made["status"] = concept(coding(_STATUS, "retired" if record.retired else status))
    made["subject"] = [at.user(record.drug)]
    return made


def _labels(labeled: tuple[Labeling, ...], at: Setting) -> Iterator[Json]:
    """The authorizations whose labels state it, and whether in the boxed warning, as entities."""
    for each in in_order(labeled):
        place = "in its boxed warning" if each.boxed else "outside a boxed warning"
        stated = {"display": f"the label, {place}"}
        yield {"role": "source", "what": at.reference(each.authorization) | stated}
