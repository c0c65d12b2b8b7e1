"""Datatypes: the small objects of which resources are made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from pharmakon import codes
from pharmakon.model import Node, Quantity
from pharmakon.model.canonical import canonical_json
from pharmakon.model.term import NAMESPACES

Json = dict[str, Any]
"""A JSON object."""

HOME = NAMESPACES["pk"].partition("vocabulary#")[0]
"""The address below which the words of this project are named."""
VOCABULARY = f"{HOME}fhir/CodeSystem/vocabulary"
"""The code system of our fields and of the words that they take."""
OFFICIAL = "http://hl7.org/fhir/StructureDefinition/"
"""What the names of HL7's own extensions begin with."""
LARGEST = 2**31 - 1
"""The largest number that FHIR's integers hold."""

_EMPTY: tuple[object, ...] = (None, {}, [])
_UCUM = "http://unitsofmeasure.org"
_EXACT = 1e15
N = TypeVar("N", bound=Node)


def kept(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The value without what is empty, which FHIR does not allow: None, empty objects and lists."""
    if isinstance(value, dict):
        return {name: inner for name, each in value.items() if (inner := kept(each)) or inner not in _EMPTY}
    if isinstance(value, list):
        return [each for each in map(kept, value) if each or each not in _EMPTY]
    return value


def in_order(parts: Iterable[N]) -> list[N]:
    """Nested objects of a set, in the order in which the canonical form puts them."""
    return sorted(parts, key=canonical_json)


def coding(system: str, code: str, display: str | None = None) -> Json:
    """A code of a code system."""
    return {"system": system, "code": code} | ({"display": display} if display else {})


def public_coding(curie: str, display: str | None = None) -> Json:
    """A code of a public terminology; where HL7 names no system, its IRI is the code.

    Example:
        >>> public_coding("mesh:D007649")
        {'system': 'https://www.nlm.nih.gov/mesh', 'code': 'D007649'}
        >>> public_coding("hp:0002018")
        {'system': 'http://human-phenotype-ontology.org', 'code': 'HP:0002018'}
        >>> public_coding("chebi:6121")
        {'system': 'urn:ietf:rfc:3986', 'code': 'http://purl.obolibrary.org/obo/CHEBI_6121'}
    """
    prefix, _, code = curie.partition(":")
    system = codes.BY_PREFIX.get(prefix)
    if system is None or not system.fhir:
        return coding("urn:ietf:rfc:3986", codes.expand(curie), display)
    return coding(system.fhir, system.spelled + code, display)


def concept(*codings: Json, text: str | None = None) -> Json:
    """A CodeableConcept."""
    return {"coding": list(codings), "text": text}


def field_coding(field: str) -> Json:
    """The coding that names one of our fields."""
    return coding(VOCABULARY, field, field.replace("_", " "))


def field(name: str, text: str | None = None) -> Json:
    """The concept that names one of our fields, with its value where that is a text."""
    return concept(field_coding(name), text=text)


def word(name: str, value: str) -> Json:
    """The concept of one of the words that a field takes."""
    return concept(coding(VOCABULARY, f"{name}.{value}", value.replace("_", " ")))


def facet(name: str, value: Json) -> Json:
    """A UsageContext: one of our fields and the concept that it holds."""
    return {"code": field_coding(name), "valueCodeableConcept": value}


def extension(name: str, **value: Any) -> Json:  # noqa: ANN401 - one value[x], of any datatype
    """An extension that HL7 defines."""
    return {"url": OFFICIAL + name, **value}


def decimal(value: float) -> float:
    """A number without the trailing zero that would claim a precision."""
    return int(value) if value == int(value) and abs(value) < _EXACT else value


def amount(value: float | None, unit: str) -> Json | None:
    """A Quantity, if there is a value."""
    if value is None:
        return None
    return {"value": decimal(value), "unit": unit, "system": _UCUM, "code": unit}


def span(quantity: Quantity) -> Json:
    """A Range."""
    return {"low": amount(quantity.low, quantity.unit), "high": amount(quantity.high, quantity.unit)}


def sized(name: str, quantity: Quantity | None) -> Json:
    """A quantity under the name of an element: as a Quantity if it is one number, else as a Range.

    Args:
        name: The beginning of the name of an element that takes both.
        quantity: The quantity, if there is one.
    """
    if quantity is None:
        return {}
    if quantity.low == quantity.high:
        return {f"{name}Quantity": amount(quantity.low, quantity.unit)}
    return {f"{name}Range": span(quantity)}
