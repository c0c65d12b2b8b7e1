"""The JSON-LD 1.1 context: what each word of a record means."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pharmakon.artifacts import Artifact, text_artifact
from pharmakon.codes import SYSTEMS
from pharmakon.graph import DATATYPES
from pharmakon.terms import Field, table

FILES = ("context.jsonld",)
IRI = "https://w3id.org/pharmakon/schema/context.jsonld"
"""The address by which a document may name the context instead of carrying it."""

Context = dict[str, object]


def context(language: str = "en", base: str = "") -> Context:
    """The context as a JSON object, without the `@context` around it.

    Args:
        language: The language of all texts.
        base: The IRI against which ids are read; empty to leave that to the document.
    """
    made: Context = {"@version": 1.1}
    if base:
        made["@base"] = base
    made |= {"id": "@id", "type": "@type"}
    made |= {system.prefix: {"@id": system.iri, "@prefix": True} for system in SYSTEMS}
    made |= {type_.name: type_.iri for type_ in table().types}
    made |= {field.name: _word(field, language) for field in table().fields()}
    return made


def _word(field: Field, language: str) -> dict[str, str]:
    word = {"@id": field.iri}
    match field.form.kind:
        case "text":
            word["@language"] = language
        case "reference" | "code" | "iri" | "part":
            word["@type"] = "@id"
        case "string":
            pass
        case kind:
            word["@type"] = DATATYPES[kind]
    if field.many:
        word["@container"] = "@set"
    return word


def render() -> Iterator[Artifact]:
    """The context as a file of its own."""
    text = json.dumps({"@context": context()}, ensure_ascii=False, indent=2) + "\n"
    yield text_artifact(FILES[0], text, "application/ld+json")
