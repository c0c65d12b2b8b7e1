"""Identity: the ids and identifiers under which records go by in FHIR."""

from __future__ import annotations

import base64
import hashlib

from pharmakon.fhir.datatypes import Json

URI = "urn:ietf:rfc:3986"
"""The system of identifiers that are URIs themselves."""

_MOST, _KEPT = 64, 55
"""The longest id that FHIR allows, and how much of a longer one is kept before its digest."""


def fhir_id(id_: str) -> str:
    """The id of the resources that stand for a record: letters, digits, hyphens and dots, at most 64.

    Example:
        >>> fhir_id("adverse_event/ketamine-nausea")
        'adverse-event-ketamine-nausea'
    """
    spelled = id_.replace("/", "-").replace("_", "-")
    if len(spelled) <= _MOST:
        return spelled
    return f"{spelled[:_KEPT]}-{hashlib.sha256(id_.encode()).hexdigest()[:8]}"


def identifier(iri: str) -> Json:
    """The identifier that an IRI is."""
    return {"system": URI, "value": iri}


def named_information(sha256: str) -> str:
    """The URI that names bytes by their digest.

    Args:
        sha256: The digest in hexadecimal.

    Source: RFC 6920, section 3.

    Example:
        >>> named_information("00" * 32)
        'ni:///sha-256;AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    """
    coded = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{coded}"
