"""Our record types as a LinkML schema, generated from the table: `linkml_schema.py OUT.yaml`.

Only LinkML's speed is measured by it. The class says a record's type; laws between fields and languages
of texts have no place.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

from pharmakon.context import BASE
from pharmakon.model.term import NAMESPACES
from pharmakon.terms import Field, Type, table

Object = dict[str, Any]

RANGES = {
    "reference": "uriorcurie",
    "code": "uriorcurie",
    "iri": "uri",
    "integer": "integer",
    "number": "double",
    "boolean": "boolean",
}


def schema() -> Object:
    """The schema as plain values."""
    enums: Object = {}
    classes: Object = {type_.name: _class(type_, enums) for type_ in (*table().records, *_parts())}
    classes["Container"] = {
        "tree_root": True,
        "attributes": {
            f"{type_.prefix}_records": {"range": type_.name, "multivalued": True, "inlined_as_list": True}
            for type_ in table().records
        },
    }
    ours = {name if name != "schema" else "sdo": iri for name, iri in NAMESPACES.items()}
    return {
        "id": BASE,
        "name": "pharmakon",
        "prefixes": {**ours, "linkml": "https://w3id.org/linkml/", "this": BASE},
        "default_prefix": "this",
        "imports": ["linkml:types"],
        "classes": classes,
        "enums": enums,
    }


def _parts() -> list[Type]:
    return [type_ for type_ in table().types if type_.role not in ("record", "dataset")]


def _class(type_: Type, enums: Object) -> Object:
    slots = {field.name: _slot(type_, field, enums) for field in type_.fields if field.name != "type"}
    return {"class_uri": type_.iri, "attributes": slots}


def _slot(type_: Type, field: Field, enums: Object) -> Object:
    slot: Object = {"range": RANGES.get(field.form.kind, "string")}
    if field.name == "id":
        return slot | {"identifier": True}
    slot |= {"slot_uri": field.iri} if field.iri else {}
    slot |= {"required": True} if field.required else {}
    slot |= {"multivalued": True} if field.many else {}
    if field.part is not None:
        slot |= {"range": field.part.name, "inlined": True}
        slot |= {"inlined_as_list": True} if field.many else {}
    elif field.values:
        name = f"{type_.name}{field.name.title().replace('_', '')}Word"
        enums[name] = {"permissible_values": {word: {} for word in field.values}}
        slot["range"] = name
    elif len(field.to) == 1 and field.to != ("Record",):
        slot["range"] = field.to[0]
    elif field.form.pattern and field.form.kind == "string":
        slot["pattern"] = f"^(?:{field.form.pattern})$"
    return slot


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(yaml.safe_dump(schema(), sort_keys=False), encoding="utf-8")
