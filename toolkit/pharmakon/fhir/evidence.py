"""Evidence: outcomes, characteristics and mechanisms, which can be claimed, as Evidence resources."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.fhir.datatypes import Json, coding, concept, facet, field, in_order, sized, word
from pharmakon.fhir.identity import fhir_id
from pharmakon.fhir.narrative import narrative
from pharmakon.fhir.resource import UNCERTAIN, Loss, finished, opened, related, titled
from pharmakon.fhir.setting import Setting
from pharmakon.model import Characteristic, Mechanism, Outcome, Quantity, Record, Timepoint

_USAGE = "http://terminology.hl7.org/CodeSystem/usage-context-type"
_ROLES = "http://terminology.hl7.org/CodeSystem/variable-role"
_SHOWN = {"referenceExposure": "reference exposure", "measuredVariable": "measured variable"}


def begun(record: Record, at: Setting, *said: str | None) -> Json:
    """How the Evidence of a record begins: it can be claimed, and is not thereby so."""
    made = titled(opened("Evidence", record, at, *said, record.description, claimed=True), record, at)
    return made | {"status": "retired" if record.retired else "unknown"}


def variable(role: str, at: Setting, id_: str, said: str = "") -> Json:
    """The part that a drug or a concept has in evidence.

    Args:
        role: A code of HL7's roles of variables.
        at: What else it depends on.
        id_: The drug or concept.
        said: What else is said of it, in a word before its label.
    """
    label = at.label(id_)
    return {
        "description": f"{said}: {label}" if said else label,
        "variableRole": concept(coding(_ROLES, role, _SHOWN.get(role, role))),
        "observed": at.variable(id_),
    }


def outcome(record: Outcome, at: Setting) -> Iterator[Json | Loss]:
    """The resource of an outcome: what is measured, in whom, against what, and how it comes out."""
    made = begun(record, at)
    made["useContext"] = [facet("measure", word("measure", record.measure))]
    made["variableDefinition"] = list(_variables(record, at))
    if record.regimen:
        made["relatedArtifact"] = [related(at, "needs", record.regimen)]
    estimates = [
        *_graded(record.quantity, record.word),
        *([_time(record.at)] if record.at else []),
    ]
    category = word("direction", record.direction) if record.direction else None
    made["statistic"] = [{"category": category, "attributeEstimate": estimates}]
    yield from finished(made, record, at)


def _variables(record: Outcome, at: Setting) -> Iterator[Json]:
    yield variable("exposure", at, record.drug)
    yield variable("measuredVariable", at, record.of)
    if record.population:
        yield variable("population", at, record.population)
    if record.compared_with:
        yield variable("referenceExposure", at, record.compared_with)
    if record.comparator:
        role = concept(coding(_ROLES, "referenceExposure", _SHOWN["referenceExposure"]))
        yield {"description": record.comparator, "variableRole": role}


def _graded(quantity: Quantity | None, graded: str | None) -> Iterator[Json]:
    """A quantity or a word, as an estimate."""
    if quantity:
        found = sized("value", quantity)
        yield {
            "type": field("quantity"),
            "quantity": found.get("valueQuantity"),
            "range": found.get("valueRange"),
        }
    if graded:
        yield {"type": word("word", graded), "description": graded.replace("_", " ")}


def _time(time: Timepoint) -> Json:
    """When it was measured, as an estimate of estimates."""
    after = {"type": word("after", time.after), "description": time.after.replace("_", " ")}
    return {"type": field("at"), "attributeEstimate": [after, *_graded(time.quantity, time.word)]}


def characteristic(record: Characteristic, at: Setting) -> Iterator[Json | Loss]:
    """The resource of a characteristic: what can be said of a drug, in our own words."""
    made = begun(record, at, record.text)
    made["useContext"] = [facet("aspect", word("aspect", record.aspect))]
    made["assertion"] = record.text
    made["variableDefinition"] = [variable("exposure", at, record.drug)]
    if record.population:
        made["variableDefinition"].append(variable("population", at, record.population))
    yield from finished(made, record, at)


def mechanism(record: Mechanism, at: Setting) -> Iterator[Json | Loss]:
    """The resources of a mechanism: all of it as Evidence; its target, in R5, with the substance too."""
    made = begun(record, at)
    made["useContext"] = [
        facet("action", word("action", record.action)),
        facet("scale", word("scale", record.scale)),
    ]
    if record.species:
        code = coding(_USAGE, "species", "Species")
        made["useContext"].append({"code": code, "valueCodeableConcept": concept(text=record.species)})
    made["variableDefinition"] = [variable("exposure", at, record.drug)]
    if record.target:
        made["variableDefinition"].append(variable("measuredVariable", at, record.target, "target"))
    made["statistic"] = []
    for each in in_order(record.effects):
        made["variableDefinition"].append(variable("measuredVariable", at, each.process, "effect"))
        model = {
            "code": field("process"),
            "variable": [{"variableDefinition": at.variable(each.process)}],
        }
        made["statistic"].append(
            {"category": word("direction", each.direction), "modelCharacteristic": [model]}
        )
    yield from finished(made, record, at)
    if at.edition.latest and record.target and at.home(record.drug) == "SubstanceDefinition":
        yield _acting(record, record.target, at)


def _acting(record: Mechanism, target: str, at: Setting) -> Json:
    """The substance's reference information, as far as it is about this mechanism."""
    return {
        "resourceType": "SubstanceReferenceInformation",
        "id": fhir_id(record.drug),
        "meta": {"security": [UNCERTAIN]},
        "language": at.language,
        "text": narrative("Targets", at.label(record.drug), language=at.language),
        "target": [
            {
                "target": {"system": at.entities, "value": fhir_id(target)},
                "type": concept(text=at.label(target)),
                "interaction": word("action", record.action),
                "organism": concept(text=record.species),
            }
        ],
    }
