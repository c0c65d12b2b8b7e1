"""Drugs: substances, salts and classes as SubstanceDefinitions, products as MedicinalProductDefinitions."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.fhir.datatypes import Json, coding, concept, field, public_coding, word
from pharmakon.fhir.identity import fhir_id, identifier
from pharmakon.fhir.regions import region
from pharmakon.fhir.resource import Loss, finished, opened, sourced
from pharmakon.fhir.setting import Setting
from pharmakon.fhir.terminology import entity
from pharmakon.model import Drug
from pharmakon.model.canonical import digest, fragment

_ACTIVE = coding("http://hl7.org/fhir/ingredient-role", "100000072072", "Active")
_SALT = coding("http://hl7.org/fhir/substance-relationship-type", "Salt", "Salt to parent")


def drug(record: Drug, at: Setting) -> Iterator[Json | Loss]:
    """The resources of a drug: what it is, what can be used, its codes, its schedules and sources."""
    if record.kind == "product":
        yield from _product(record, at)
    else:
        yield from _substance(record, at)
    yield from entity(record, at)
    yield from _schedules(record, at)
    yield from sourced(record, record.sources, at)


def _begun(kind: str, record: Drug, at: Setting) -> Json:
    made = opened(kind, record, at, record.description)
    if record.description:
        made["description"] = record.description
    made["status"] = concept(
        coding("http://hl7.org/fhir/publication-status", "retired" if record.retired else "active")
    )
    made["classification"] = [word("kind", record.kind)]
    return made


def _codes(record: Drug) -> list[Json]:
    """The exact codes; all of them, with what they mean to the record, are in its ConceptMap."""
    exact = sorted((each.code, each.display or "") for each in record.codes if each.match == "exact")
    return [public_coding(*each) for each in exact]


def _substance(record: Drug, at: Setting) -> Iterator[Json | Loss]:
    made = _begun("SubstanceDefinition", record, at)
    made["name"] = [{"name": record.label, "preferred": True}]
    made["name"] += [{"name": each, "type": field("synonyms")} for each in sorted(record.synonyms)]
    made["code"] = [{"code": concept(each)} for each in _codes(record)]
    made["property"] = [
        {"type": field("routes"), "valueCodeableConcept": word("routes", each)}
        for each in sorted(record.routes)
    ]
    if record.dose_form:
        made["property"].append(
            {"type": field("dose_form"), "valueCodeableConcept": concept(text=record.dose_form)}
        )
    made["relationship"] = list(_relationships(record, at))
    if at.edition.latest and record.id in at.acting:
        made["referenceInformation"] = {"reference": f"SubstanceReferenceInformation/{made['id']}"}
    yield from finished(made, record, at)
    yield _shim(record, at)


def _relationships(record: Drug, at: Setting) -> Iterator[Json]:
    if record.active_substance:
        salt = [_SALT] if record.kind == "salt" else []
        type_ = concept(*field("active_substance")["coding"], *salt)
        yield _relationship(record.active_substance, type_, at)
    if record.enantiomer_of:
        yield _relationship(record.enantiomer_of, field("enantiomer_of"), at)
    for each in sorted(record.members):
        yield _relationship(each, field("members"), at)


def _relationship(target: str, type_: Json, at: Setting) -> Json:
    if at.home(target) == "SubstanceDefinition":
        return {"substanceDefinitionReference": at.reference(target), "type": type_}
    return {"substanceDefinitionCodeableConcept": at.concept(target), "type": type_}


def _shim(record: Drug, at: Setting) -> Json:
    """The substance as such, which alone may be the subject of a ClinicalUseDefinition."""
    made = opened("Substance", record, at)
    if at.edition.latest:
        made |= {"instance": False, "code": {"reference": at.reference(record.id)}}
    else:
        made["code"] = at.concept(record.id)
    return made


def _product(record: Drug, at: Setting) -> Iterator[Json | Loss]:
    made = _begun("MedicinalProductDefinition", record, at)
    made["name"] = [{"productName": record.label}]
    made["name"] += [{"productName": each, "type": field("synonyms")} for each in sorted(record.synonyms)]
    made["code"] = _codes(record)
    made["route"] = [word("routes", each) for each in sorted(record.routes)]
    if record.dose_form:
        made["combinedPharmaceuticalDoseForm"] = concept(text=record.dose_form)
    others = [(each, "members") for each in sorted(record.members)]
    if record.enantiomer_of:
        others.append((record.enantiomer_of, "enantiomer_of"))
    made["crossReference"] = [
        {"product": {"concept": at.concept(each)}, "type": field(name)} for each, name in others
    ]
    yield from finished(made, record, at)
    if record.active_substance:
        yield _ingredient(record, record.active_substance, at)


def _ingredient(record: Drug, substance: str, at: Setting) -> Json:
    made = opened("Ingredient", record, at, at.label(substance))
    made["identifier"] = made["identifier"][0]
    made["status"] = "retired" if record.retired else "active"
    made["for"] = [at.reference(record.id)]
    made["role"] = concept(_ACTIVE)
    made["substance"] = {"code": {"concept": at.concept(substance)}}
    if at.home(substance) == "SubstanceDefinition":
        made["substance"] = {"code": {"reference": at.reference(substance)}}
    return made


def _schedules(record: Drug, at: Setting) -> Iterator[Json]:
    """The schedules of controlled substances that list the drug, as designations by law."""
    for each in record.controlled_status:
        made = opened("RegulatedAuthorization", record, at, each.controlled_schedule, each.jurisdiction)
        made["id"] = fhir_id(f"{record.id}.{digest(each)}")
        mark = fragment("controlled_status", each, many=True)
        made["identifier"] = [identifier(f"{at.iri(record.id)}#{mark}")]
        made["subject"] = [at.reference(record.id)]
        made["type"] = field("controlled_status")
        made["description"] = each.controlled_schedule
        made["region"] = [region(each.jurisdiction)]
        made["validityPeriod"] = {"start": each.since}
        yield made
