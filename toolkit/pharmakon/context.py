"""The JSON-LD 1.1 context: what each word of a record means to a program that reads linked data."""

from __future__ import annotations

from pharmakon.codes import SYSTEMS
from pharmakon.terms import DATATYPES, Field, table

IRI = "https://w3id.org/pharmakon/schema/context.jsonld"
"""The address by which a document may name the context instead of carrying it."""

BASE, LANGUAGE = "https://w3id.org/pharmakon/", "en"
"""The base of all ids and the language of all texts, where no dataset says its own."""

Context = dict[str, object]


def context(language: str = LANGUAGE, base: str = "") -> Context:
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
