"""JSON-LD: the canonical records with the context in line, and ids and types on nested objects."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Any

from pharmakon.artifacts import Artifact
from pharmakon.context import context
from pharmakon.dataset import Dataset
from pharmakon.export import Format, Quick, streamed, streaming
from pharmakon.graph import Naming
from pharmakon.model import Metadata, Node, Record
from pharmakon.model.canonical import Json, canonical_value, encode, fragment, member
from pharmakon.readers import canonical
from pharmakon.terms import Type, table

FORMAT = Format("jsonld", "linked data as JSON", "application/ld+json", "jsonld", stream=True)
FILES = ("rdf/pharmakon.jsonld",)
SEPARATOR, TAIL = b",", b"\n]}\n"


def head(naming: Naming) -> bytes:
    """The context, and the beginning of the graph."""
    words = json.dumps(context(naming.language, naming.base), ensure_ascii=False)
    return f'{{"@context":{words},"@graph":['.encode()


def piece(node: Record | Metadata, naming: Naming) -> bytes:
    """One record, on a line."""
    del naming
    return f"\n{encode(document(node))}".encode()


def document(record: Record | Metadata) -> dict[str, Json]:
    """One record as JSON-LD without its context: every object says its id and type."""
    return _named(record, table().by_name[record.type], record.id)


def _named(node: Node, type_: Type, id_: str) -> dict[str, Json]:
    made = canonical_value(node) | {"id": id_, "type": type_.name}
    for field in type_.fields:
        value = getattr(node, field.name)
        if field.part is None or value is None or value == ():
            continue
        mark = "." if "#" in id_ else "#"
        nested: list[Json] = [
            _named(each, field.part, id_ + mark + fragment(field.name, each, many=field.many))
            for each in (value if field.many else (value,))
        ]
        made[field.name] = sorted(nested, key=encode) if field.many else nested[0]
    return {name: made[name] for name in sorted(made)}


@lru_cache(maxsize=8)
def quick(naming: Naming) -> Quick:
    """The same bytes, made of a canonical line without a model."""
    del naming
    names = {type_.name: _naming(type_) for type_ in table().records}

    def made(line: canonical.Line, text: bytes) -> bytes | None:
        value = canonical.plain(text)
        names[line.type](value, line.value.id)
        return f"\n{canonical.text(value)}".encode()

    return made


def _naming(type_: Type) -> Callable[[dict[str, Any], str], None]:
    """What gives every object in a plain canonical record its id and type, and each set its order."""
    parts = [
        (field.name, field.many, field.part, _naming(field.part)) for field in type_.fields if field.part
    ]

    def named(value: dict[str, Any], id_: str) -> None:
        mark = "." if "#" in id_ else "#"
        for name, many, part, inside in parts:
            found = value.get(name)
            if found is None:
                continue
            for each in found if many else (found,):
                end = name
                if many:
                    key = [str(each.get(word)) for word in part.key]
                    end = member(name, key, partial(canonical.text, each))
                inside(each, id_ + mark + end)
                each["id"], each["type"] = id_ + mark + end, part.name
            if many and len(found) > 1:
                found.sort(key=canonical.text)

    return named


def export(dataset: Dataset) -> Iterator[Artifact]:
    """The file of a dataset."""
    yield streamed(streaming(FORMAT.name), FILES[0], dataset)
