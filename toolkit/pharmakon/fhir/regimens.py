"""Regimens: ways of giving a drug, as MedicationKnowledge."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.fhir.datatypes import Json, concept, decimal, extension, field, sized, word
from pharmakon.fhir.resource import Loss, finished, opened, titled
from pharmakon.fhir.setting import Setting
from pharmakon.model import Quantity, Regimen

_UNITS = ("s", "min", "h", "d", "wk", "mo", "a")
"""The UCUM units that FHIR's Timing takes."""


def regimen(record: Regimen, at: Setting) -> Iterator[Json | Loss]:
    """The resource of a regimen: a guideline without force, for it is only what can be claimed."""
    made = titled(opened("MedicationKnowledge", record, at, record.description, claimed=True), record, at)
    dosage = {"type": concept(text="as described"), "dosage": [_dosage(record)]}
    made["code"] = at.concept(record.drug)
    if record.retired:
        made["status"] = "inactive"
    if at.edition.latest:
        use = [{"concept": at.concept(record.condition)}] if record.condition else []
        guideline = {"indication": use, "dosingGuideline": [{"dosage": [dosage]}]}
        made["indicationGuideline"] = [guideline]
    else:
        made["extension"] += [
            extension("artifact-identifier", valueIdentifier=each) for each in made.pop("identifier")
        ]
        guideline = {"dosage": [dosage]}
        if record.condition:
            guideline["indicationCodeableConcept"] = at.concept(record.condition)
        made["administrationGuidelines"] = [guideline]
    yield from finished(made, record, at)


def _dosage(record: Regimen) -> Json:
    more = [word("setting", record.setting)] if record.setting else []
    if record.supervision:
        more.append(field("supervision", record.supervision))
    timing = _timing(record.session_length)
    if record.session_length and not timing:
        more.append(field("session_length", _said(record.session_length)))
    dose = sized("dose", record.dose)
    return {
        "text": record.dosing_schedule,
        "additionalInstruction": more,
        "timing": timing,
        "route": word("route", record.route) if record.route else None,
        "doseAndRate": [dose] if dose else [],
    }


def _timing(length: Quantity | None) -> Json | None:
    """How long one session lasts, where FHIR's Timing can say so: from a positive number, in its units."""
    if length is None or length.unit not in _UNITS or length.low is None or length.low < 0:
        return None
    repeat: Json = {"duration": decimal(length.low), "durationUnit": length.unit}
    if length.high is None:
        return None
    if length.high != length.low:
        repeat["durationMax"] = decimal(length.high)
    return {"repeat": repeat}


def _said(length: Quantity) -> str:
    ends = (str(decimal(each)) for each in (length.low, length.high) if each is not None)
    open_ = "at most " if length.low is None else "at least " if length.high is None else ""
    return f"{open_}{' to '.join(ends)} {length.unit}"
