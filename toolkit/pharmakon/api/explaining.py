"""Explaining: rules, formats and schemas, for people and programs."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon import export
from pharmakon.artifacts import Artifact
from pharmakon.errors import UnknownTerm
from pharmakon.export import Format
from pharmakon.findings import Code
from pharmakon.schema import artefact
from pharmakon.schema.jsonschema import bundle, of_type
from pharmakon.schema.rules import codes
from pharmakon.terms import table

_ARTEFACTS = {"jsonschema": "jsonschema", "context": "context", "shacl": "shacl", "owl": "ontology"}


def rule(code: str) -> Code:
    """The page of a finding's code; `.explain()` prints it.

    Raises:
        UnknownTerm: There is no such code.

    Example:
        >>> rule("PK203").title
        'A passage does not match the document.'
    """
    known = {each.id: each for each in codes()}
    if not isinstance(code, str) or code.upper() not in known:
        raise UnknownTerm("rule", code, known)
    return known[code.upper()]


def list_rules() -> tuple[Code, ...]:
    """The pages of all codes that a finding can carry, in order."""
    return codes()


def rules_page() -> str:
    """Every code with its severity and title, a line each."""
    lines = (f"{code.id}  {code.severity:<7}  {_status(code)}{code.title}\n" for code in codes())
    return "".join(lines)


def _status(code: Code) -> str:
    return "" if code.status == "stable" else f"({code.status}) "


def list_formats() -> tuple[Format, ...]:
    """The formats into which a dataset can be exported, by name, those of a full release included."""
    found = {**export.modules(), **export.modules(full=True)}
    return tuple(found[name].FORMAT for name in sorted(found))


def json_schema(name: str | None = None) -> dict[str, object]:
    """The JSON Schema of one record type, or of a record of any type.

    Args:
        name: The record type, such as `AdverseEvent` or `adverse_event`, or `Dataset`; none: any.

    Raises:
        UnknownTerm: There is no such type.

    Example:
        >>> json_schema("AdverseEvent")["required"]
        ['type', 'id', 'label', 'drug', 'effect']
    """
    if name is None:
        return bundle()
    types = (*table().records, table().dataset)
    known = {each: type_ for type_ in types for each in (type_.name, type_.prefix)}
    if not isinstance(name, str) or name not in known:
        raise UnknownTerm("record type", name, known)
    return of_type(known[name])


def schema_artefact(name: str = "jsonschema") -> Iterator[Artifact]:
    """The files of one schema artefact: jsonschema, context, shacl or owl.

    Raises:
        UnknownTerm: There is no such artefact.
    """
    if name not in _ARTEFACTS:
        raise UnknownTerm("schema artefact", name, _ARTEFACTS)
    return artefact(_ARTEFACTS[name]).render()
