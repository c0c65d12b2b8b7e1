"""The dataset itself: its metadata as a Library."""

from __future__ import annotations

from pharmakon.fhir.datatypes import VOCABULARY, Json, coding, concept, kept
from pharmakon.fhir.identity import fhir_id, identifier
from pharmakon.fhir.narrative import narrative
from pharmakon.fhir.setting import Setting
from pharmakon.model import Metadata


def library(metadata: Metadata, at: Setting) -> Json:
    """The Library that describes a dataset: what it is, from whom, under what terms, and what it is not."""
    made: Json = {
        "resourceType": "Library",
        "id": fhir_id(metadata.id),
        "language": metadata.language,
        "text": narrative(
            metadata.title, metadata.description, metadata.disclaimer, language=metadata.language
        ),
        "url": at.iri(metadata.id),
        "identifier": [identifier(at.iri(metadata.id))],
        "version": metadata.version,
        "title": metadata.title,
        "status": "active",
        "type": concept(
            coding(
                "http://terminology.hl7.org/CodeSystem/library-type", "asset-collection", "Asset Collection"
            )
        ),
        "date": metadata.released,
        "publisher": metadata.publisher,
        "description": metadata.description,
        "usage": metadata.disclaimer,
        "copyright": metadata.license,
        "topic": [concept(text=each) for each in sorted(metadata.keywords)],
        "author": [{"name": each} for each in sorted(metadata.creators)],
        "relatedArtifact": [
            {"type": "depends-on", "resource": f"{VOCABULARY}|{metadata.schema_version}"},
        ],
    }
    return kept(made)  # type: ignore[no-any-return]
