"""datapackage.json of a release: a Data Package of its tables, with their keys, and its other files."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.artifacts import Artifact, File, Manifest, json_artifact
from pharmakon.catalog import LICENSES, has_tables, title
from pharmakon.dataset import Dataset
from pharmakon.export.csv import RULE, path
from pharmakon.model import Metadata
from pharmakon.sheets import Column, Sheet, sheets

FILES = ("datapackage.json",)
WITHOUT_TABLES = "a Data Package of its files"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES = {"integer": "integer", "number": "number", "boolean": "boolean"}

Json = dict[str, object]


def describe(manifest: Manifest, dataset: Dataset) -> Iterator[Artifact]:
    """The file; none for a dataset without metadata.

    Source: Data Package 2.0, Data Resource 2.0 and Table Schema 2.0.
    """
    metadata = dataset.metadata
    if metadata is None:
        return
    tables = {path(sheet): sheet for sheet in sheets()}
    resources = [_resource(file, tables.get(file.path)) for file in manifest.files]
    yield json_artifact(
        FILES[0],
        {**_package(metadata, tables=has_tables(manifest)), "resources": resources},
        "application/json",
    )


def _package(metadata: Metadata, *, tables: bool) -> Json:
    """What is said of the whole; the day of release is no instant, so `created` is left out."""
    told = (metadata.description, metadata.disclaimer, *([RULE] if tables else []))
    return {
        "$schema": _PROFILE,
        "name": metadata.id.partition("/")[2],
        "id": metadata.base_iri + metadata.id,
        "title": metadata.title,
        "description": "\n\n".join(told),
        "version": metadata.version,
        "licenses": [_license(metadata.license)],
        "contributors": [
            *({"title": name, "roles": ["creator"]} for name in sorted(metadata.creators)),
            {"title": metadata.publisher, "roles": ["publisher"]},
        ],
        "keywords": sorted(metadata.keywords),
    }


def _license(address: str) -> Json:
    if address not in LICENSES:
        return {"path": address}
    name, said = LICENSES[address]
    return {"name": name, "path": address, "title": said}


def _resource(file: File, sheet: Sheet | None) -> Json:
    made: Json = {
        "name": sheet.name if sheet else file.path.replace("/", "-"),
        "path": file.path,
        "description": title(file.path),
        "mediatype": file.media_type,
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
    if sheet is None:  # told the ending, frictionless takes JSON Lines and Parquet for tables, and fails
        return {**made, "format": "document"}
    return {
        **made,
        "type": "table",
        "format": "csv",
        "encoding": "utf-8",
        "schema": _schema(sheet),
    }


def _schema(sheet: Sheet) -> Json:
    foreign = [_foreign(column, sheet) for column in sheet.columns if column.to]
    return {
        "fields": [_field(column) for column in sheet.columns],
        "missingValues": [""],
        "primaryKey": list(sheet.key),
        **({"foreignKeys": foreign} if foreign else {}),
    }


def _foreign(column: Column, sheet: Sheet) -> Json:
    """A foreign key; one that points into its own table names no resource."""
    other: Json = {} if column.to == sheet.name else {"resource": column.to}
    return {"fields": [column.name], "reference": {**other, "fields": ["id"]}}


def _field(column: Column) -> Json:
    field = column.field
    made: Json = {
        "name": column.name,
        "type": _TYPES.get(field.form.kind, "string") if field else "string",
        "title": column.name.replace("_", " "),
        "description": column.description,
    }
    if field and field.iri:
        made["rdfType"] = field.iri
    limits = dict(_constraints(column))
    return {**made, "constraints": limits} if limits else made


def _constraints(column: Column) -> Iterator[tuple[str, object]]:
    field = column.field
    if column.required:
        yield "required", True
    if field is None:
        return
    if field.values:
        yield "enum", list(field.values)
    elif field.form.pattern and field.form.plain:
        yield "pattern", field.form.pattern
    if field.form.least is not None:
        yield "minimum", field.form.least
    if field.form.most is not None:
        yield "maximum", field.form.most
