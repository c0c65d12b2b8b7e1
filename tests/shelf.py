"""Small records, each with what a test gives, and what the rules find in them; `import shelf` in a test."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pharmakon import readers, rules
from pharmakon.dataset import Dataset, Entry
from pharmakon.findings import Finding, ordered

Json = dict[str, Any]
"""A JSON object."""


def drug(slug: str = "k", **fields: object) -> Json:
    """A drug."""
    return {"id": f"drug/{slug}", "type": "Drug", "label": slug, "kind": "substance", **fields}


def concept(slug: str = "c", **fields: object) -> Json:
    """A condition."""
    return {"id": f"concept/{slug}", "type": "Concept", "label": slug, "kind": "condition", **fields}


def outcome(slug: str, **fields: object) -> Json:
    """An outcome of the drug in the condition."""
    made = {"id": f"outcome/{slug}", "type": "Outcome", "label": slug, "drug": "drug/k", "of": "concept/c"}
    return {**made, "measure": "onset", **fields}


def source(text: str | bytes | None = None, slug: str = "d", **fields: object) -> Json:
    """A source, with the document of a text if one is given."""
    made: Json = {"id": f"evidence_source/{slug}", "type": "EvidenceSource", "label": slug}
    made["kind"] = "web_article"
    if text is not None:
        data = text.encode() if isinstance(text, str) else text
        made["document"] = {
            "file": f"{slug}.txt",
            "sha256": hashlib.sha256(data).hexdigest(),
            "length": len(data.decode("utf-8", "replace")),
            "encoding": "utf-8",
        }
    return made | fields


def claim(number: int, *about: str | Json, **fields: object) -> Json:
    """A claim of the source, about some records."""
    stances = [each if isinstance(each, dict) else stance(each) for each in about]
    made: Json = {"id": f"claim/d-{number}", "type": "Claim", "label": "x", "source": "evidence_source/d"}
    made |= {"passage": passage(), "statement": "x", "about": stances}
    made |= {"certainty": "asserted", "role": "background", "grounding": "implied"}
    return made | fields


def stance(record: str, held: str = "supports", *differs: str) -> Json:
    """What a claim holds of a record."""
    made: Json = {"record": record, "stance": held}
    return made | ({"differs": list(differs)} if differs else {})


def passage(text: str = "foo", start: int = 0, end: int | None = None) -> Json:
    """The place and the digest of a run of a text; by default all of it."""
    end = len(text) if end is None else end
    digest = hashlib.sha256(text[start:end].encode()).hexdigest()
    return {"start": start, "end": end, "sha256": digest}


def contradiction(*sides: tuple[str, ...], slug: str = "c", **fields: object) -> Json:
    """A contradiction between the claims of some sides."""
    told = [{"position": f"side {at}", "claims": list(claims)} for at, claims in enumerate(sides)]
    made: Json = {"id": f"contradiction/{slug}", "type": "Contradiction", "label": "x", "kind": "value"}
    return made | {"explanation": "x", "sides": told} | fields


def dataset(*records: Json) -> Dataset:
    """The records as a dataset; one that is refused is known to it as that."""
    lines = "\n".join(json.dumps(record) for record in records).encode()
    read = readers.read("a.jsonl", lines)
    made, doubles = Dataset.of(each for each in read if isinstance(each, Entry))
    assert not doubles
    return made


def judge(*records: Json, documents: Mapping[str, bytes] | None = None) -> list[Finding]:
    """What all rules find."""
    return list(ordered(rules.run(dataset(*records), documents)))


def codes(
    *records: Json, documents: Mapping[str, bytes] | None = None, of: tuple[str, ...] = ("PK",)
) -> list[tuple[str, str, str]]:
    """The code, the record and the pointer of each finding, sorted; of codes that begin so."""
    found = judge(*records, documents=documents)
    return sorted((each.code, each.record, each.pointer) for each in found if each.code.startswith(of))
