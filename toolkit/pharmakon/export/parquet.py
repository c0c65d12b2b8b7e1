"""Parquet: one file for each record type, with nested lists and objects, typed from the one table."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pharmakon.artifacts import Artifact
from pharmakon.dataset import Dataset
from pharmakon.errors import MissingExtra
from pharmakon.export import Format
from pharmakon.model import Metadata
from pharmakon.model.canonical import canonical_value
from pharmakon.terms import Field, Type, table

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = Format(
    "parquet",
    "columns with nested types, for programs",
    "application/vnd.apache.parquet",
    "parquet",
    stream=False,
    full=True,
)
FILES = ("parquet/*.parquet",)
_SCALARS = {"integer": "int64", "number": "float64", "boolean": "bool_"}


def export(dataset: Dataset) -> Iterator[Artifact]:
    """The files of a dataset, one for each record type, also where it has no record.

    The bytes are those of one version of pyarrow; another may lay the same columns out otherwise.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    lib = library()
    write = import_module("pyarrow.parquet").write_table
    for type_ in table().records:
        made = arrow(dataset, type_)
        sink = lib.BufferOutputStream()
        write(made, sink, compression="zstd")
        path = f"parquet/{type_.prefix}.parquet"
        yield Artifact(path, (sink.getvalue().to_pybytes(),), FORMAT.media_type, made.num_rows)


def arrow(dataset: Dataset, type_: Type) -> pa.Table:
    """The records of one type as an Arrow table, in the order of their ids; sets are sorted lists.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    lib = library()
    schema = lib.schema(
        [_field(lib, field) for field in type_.fields], metadata=_about(dataset.metadata, type_)
    )
    found = (record for record in dataset if record.type == type_.name)
    return lib.Table.from_pylist([_whole(canonical_value(record), type_) for record in found], schema=schema)


def library() -> Any:  # noqa: ANN401 - a module without types
    """The library pyarrow.

    Raises:
        MissingExtra: It is not installed.
    """
    try:
        return import_module("pyarrow")
    except ImportError:
        raise MissingExtra("pyarrow", "parquet") from None


def _whole(value: Any, type_: Type) -> dict[str, Any]:  # noqa: ANN401 - a canonical object
    """A canonical object with an empty list for each set without members, at every depth."""
    made: dict[str, Any] = {field.name: [] for field in type_.fields if field.many} | value
    for field in type_.fields:
        part = field.part
        if part is not None and field.name in value:
            found = value[field.name]
            made[field.name] = [_whole(each, part) for each in found] if field.many else _whole(found, part)
    return made


def _field(lib: Any, field: Field) -> pa.Field:  # noqa: ANN401 - a module without types
    """A column or a member of a nested object, with its meaning beside it."""
    said = {"description": field.description}
    if field.iri:
        said["property"] = field.iri
    if field.term and field.term.unit:
        said["unit"] = field.term.unit
    return lib.field(
        field.name, _type(lib, field), nullable=not (field.required or field.many), metadata=said
    )


def _type(lib: Any, field: Field) -> pa.DataType:  # noqa: ANN401 - a module without types
    if field.part is not None:
        one = lib.struct([_field(lib, each) for each in field.part.fields])
    else:
        one = getattr(lib, _SCALARS.get(field.form.kind, "string"))()
    return lib.list_(lib.field("element", one, nullable=False)) if field.many else one


def _about(metadata: Metadata | None, type_: Type) -> dict[str, str]:
    """What the file says of itself: the type, and the dataset with its version and license."""
    said = {"type": type_.name, "class": type_.iri, "description": type_.description}
    if metadata is not None:
        for name in (
            "id",
            "title",
            "version",
            "schema_version",
            "released",
            "license",
            "base_iri",
            "disclaimer",
        ):
            said[f"dataset_{name}"] = getattr(metadata, name)
    return said
