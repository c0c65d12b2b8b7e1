"""Organizations: regulators and publishers, each once, whoever names them."""

from __future__ import annotations

import hashlib
import re

from pharmakon.fhir.datatypes import Json
from pharmakon.fhir.narrative import narrative

_MOST = 40


def organization(name: str) -> Json:
    """The Organization of a name; of equal names, the same one."""
    spelled = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:_MOST].strip("-")
    digest = hashlib.sha256(name.encode()).hexdigest()[:16]
    return {
        "resourceType": "Organization",
        "id": f"{spelled}-{digest}".strip("-"),
        "text": narrative("Organization", name),
        "name": name,
    }
