"""JSON Schema 2020-12: one bundle that dispatches on `type`, and one schema for each type."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pharmakon.artifacts import Artifact, text_artifact
from pharmakon.model import SCHEMA_VERSION
from pharmakon.model.scalar import SLUG
from pharmakon.model.term import AtMostOne, Constraint, snake_case
from pharmakon.terms import Field, Type, table

FILES = ("pharmakon.schema.json", "*.schema.json")
_HOME = f"https://w3id.org/pharmakon/schema/{SCHEMA_VERSION}"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, object]


def whole(pattern: str) -> str:
    """A pattern that matches all of a text; `$` would accept one more line feed in Python."""
    return rf"^(?:{pattern})(?![\s\S])"


def bundle() -> Schema:
    """The schema of one record of any type; an error names its exact place."""
    types = table().records
    dispatch: list[Schema] = [
        {
            "if": {"properties": {"type": {"const": type_.name}}, "required": ["type"]},
            "then": {"$ref": f"#/$defs/{type_.name}"},
        }
        for type_ in types
    ]
    return {
        "$schema": _DIALECT,
        "$id": f"{_HOME}/{FILES[0]}",
        "title": "A pharmakon record",
        "description": "One record of any type; the field `type` says of which.",
        "type": "object",
        "properties": {"type": {"enum": [type_.name for type_ in types]}},
        "required": ["type"],
        "allOf": dispatch,
        "$defs": {type_.name: definition(type_) for type_ in (*types, *table().parts)},
    }


def of_type(type_: Type) -> Schema:
    """The schema of one type, with all that it refers to."""
    parts = {each.name: definition(each) for each in _parts(type_)}
    return {
        "$schema": _DIALECT,
        "$id": f"{_HOME}/{type_.name}.schema.json",
        "title": type_.name,
        **definition(type_),
        **({"$defs": {name: parts[name] for name in sorted(parts)}} if parts else {}),
    }


def _parts(type_: Type) -> Iterator[Type]:
    for field in type_.fields:
        if field.part is not None:
            yield field.part
            yield from _parts(field.part)


def definition(type_: Type) -> Schema:
    """The schema of a type's own fields and laws."""
    properties: dict[str, object] = {field.name: _property(field, type_) for field in type_.fields}
    required = [field.name for field in type_.fields if field.required and field.name != "type"]
    if type_.role == "record":
        required.insert(0, "type")
    made: Schema = {
        "description": type_.description,
        "$comment": type_.iri,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
    laws = [law for constraint in type_.constraints for law in _laws(constraint, type_)]
    return {**made, "allOf": laws} if laws else made


def _property(field: Field, type_: Type) -> Schema:
    about: Schema = {"description": field.description}
    if field.iri:
        unit = f"; unit: {field.term.unit}" if field.term and field.term.unit else ""
        about["$comment"] = f"{field.iri}{unit}"
    if field.name == "type":
        return {**about, "const": type_.name}
    if field.name == "id":
        return {**about, "type": "string", "pattern": whole(f"{type_.prefix}/{SLUG}")}
    value = _value(field)
    if not field.many:
        return {**about, **value}
    least = {"minItems": field.least_items} if field.least_items else {}
    return {**about, "type": "array", "items": value, "uniqueItems": True, **least}


def _value(field: Field) -> Schema:
    if field.part is not None:
        return {"$ref": f"#/$defs/{field.part.name}"}
    if field.values:
        return {"type": "string", "enum": list(field.values)}
    form = field.form
    if form.kind in ("integer", "number", "boolean"):
        limits = {"minimum": form.least, "maximum": form.most}
        return {"type": form.kind, **{key: each for key, each in limits.items() if each is not None}}
    pattern = form.pattern or ""
    if form.kind == "reference" and "Record" not in field.to:
        pattern = f"(?:{'|'.join(map(snake_case, field.to))})/{SLUG}"
    return {"type": "string", "pattern": whole(pattern)}


def _laws(constraint: Constraint, type_: Type) -> Iterator[Schema]:
    if isinstance(constraint, AtMostOne):
        first, *others = constraint.fields
        for other in others:
            yield {"not": {"allOf": [_held(first, type_), _held(other, type_)]}}
        return
    wanted = [_held(name, type_) for name in constraint.fields]
    then: Schema = wanted[0] if len(wanted) == 1 else {"anyOf": wanted}
    if constraint.given is None:
        yield then
    elif constraint.values:
        given = {"enum": list(constraint.values)}
        required = [constraint.given]
        yield {"if": {"properties": {constraint.given: given}, "required": required}, "then": then}
    else:
        yield {"if": _held(constraint.given, type_), "then": then}


def _held(name: str, type_: Type) -> Schema:
    """The schema of an object in which a field is present and, if a list, not empty."""
    field = type_.field(name)
    filled = {"properties": {name: {"minItems": 1}}} if field and field.many else {}
    return {"required": [name], **filled}


def render() -> Iterator[Artifact]:
    """The bundle, and a schema for each record type and for the dataset's metadata."""
    yield _artifact(FILES[0], bundle())
    for type_ in (*table().records, table().dataset):
        yield _artifact(f"{type_.name}.schema.json", of_type(type_))


def _artifact(path: str, schema: Schema) -> Artifact:
    text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    return text_artifact(path, text, "application/schema+json")
