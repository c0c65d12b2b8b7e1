"""JSON-LD: the canonical records with the context in line, and ids and types on nested objects."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from pharmakon.artifacts import Artifact
from pharmakon.context import context
from pharmakon.dataset import Dataset
from pharmakon.export import Format
from pharmakon.graph import Naming
from pharmakon.model import Metadata, Node, Record
from pharmakon.model.canonical import Json, canonical_value, encode, fragment
from pharmakon.terms import Type, table

FORMAT = Format("jsonld", "linked data as JSON", "application/ld+json", "jsonld", stream=True)
FILES = ("rdf/pharmakon.jsonld",)


def stream(nodes: Iterable[Record | Metadata], naming: Naming) -> Iterator[bytes]:
    """The context, then one record after another, each on a line."""
    words = json.dumps(context(naming.language, naming.base), ensure_ascii=False)
    yield f'{{"@context":{words},"@graph":['.encode()
    for at, node in enumerate(nodes):
        yield f"{',' if at else ''}\n{encode(document(node))}".encode()
    yield b"\n]}\n"


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


def export(dataset: Dataset) -> Iterator[Artifact]:
    """The file of a dataset."""
    chunks = stream(dataset.nodes(), Naming.of(dataset.metadata))
    yield Artifact(FILES[0], chunks, FORMAT.media_type, len(dataset))
