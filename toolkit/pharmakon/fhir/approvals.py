"""Approvals: what regulators decided, as RegulatedAuthorizations with the conditions that they set."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from pharmakon.fhir.datatypes import Json, coding, concept, field, in_order, word
from pharmakon.fhir.identity import fhir_id, identifier
from pharmakon.fhir.organizations import organization
from pharmakon.fhir.regions import region
from pharmakon.fhir.resource import Loss, finished, opened, provenance, sourced, titled
from pharmakon.fhir.setting import Setting
from pharmakon.model import Authorization
from pharmakon.model.canonical import fragment


def authorization(record: Authorization, at: Setting) -> Iterator[Json | Loss]:
    """The resources of a decision: it, its regulator, the conditions and limits that it set, its sources."""
    regulator = organization(record.authority)
    yield regulator
    made = titled(opened("RegulatedAuthorization", record, at, record.description), record, at)
    made["subject"] = [at.reference(record.drug)]
    made["region"] = [region(record.jurisdiction)]
    made["status"] = word("decision", record.decision)
    made["statusDate"] = record.decided
    made["regulator"] = {"reference": f"Organization/{regulator['id']}"}
    if record.indication:
        use = {"reference": at.reference(record.indication)}
        made["indication"] = [use] if at.edition.latest else use
    if record.combined_with:
        reason = "a RegulatedAuthorization has no element for what is given together with the product"
        yield Loss(record.id, "/combined_with", reason)
    yield from finished(made, record, at)
    yield from sourced(record, record.sources, at)
    warnings = list(_warnings(record, at))
    yield from warnings
    if warnings:
        origin = provenance(record, at, [{"role": "source", "what": at.reference(record.id)}])
        origin["id"] = fhir_id(f"{record.id}.warnings")
        targets = [{"reference": f"ClinicalUseDefinition/{each['id']}"} for each in warnings]
        yield origin | {"target": targets}


def _warnings(record: Authorization, at: Setting) -> Iterator[Json]:
    """The conditions that the regulator set, and what its decision does not cover."""
    for each in in_order(record.obligations):
        mark = fragment("obligations", each, many=True)
        warning = _warning(record, mark, each.text, word("obliges_to", each.obliges_to), at)
        yield warning | {"identifier": [identifier(f"{at.iri(record.id)}#{mark}")]}
    for limit in sorted(record.limitations):
        mark = f"limitations-{hashlib.sha256(limit.encode()).hexdigest()[:8]}"
        yield _warning(record, mark, limit, field("limitations"), at)


def _warning(record: Authorization, mark: str, text: str, code: Json, at: Setting) -> Json:
    """A condition or limit of a decision, as a warning on the product."""
    made = opened("ClinicalUseDefinition", record, at, text)
    made["id"] = fhir_id(f"{record.id}.{mark}")
    del made["identifier"]
    made["type"] = "warning"
    made["status"] = concept(coding("http://hl7.org/fhir/publication-status", "active"))
    made["subject"] = [at.user(record.drug)]
    made["warning"] = {"description": text, "code": code}
    return made
