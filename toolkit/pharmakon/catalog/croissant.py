"""croissant.json of a release: Croissant metadata, by which machine-learning tools load its tables."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.artifacts import Artifact, File, Manifest, json_artifact
from pharmakon.catalog import download
from pharmakon.dataset import Dataset
from pharmakon.export.csv import path
from pharmakon.model import Metadata
from pharmakon.sheets import Column, Sheet, sheets

FILES = ("croissant.json",)
WITHOUT_TABLES = "Croissant metadata of its files, without record sets"
_TYPES = {"integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean", "iri": "sc:URL"}
_TERMS = (
    "annotation arrayShape citeAs column containedIn equivalentProperty excludes extract field fileObject "
    "fileProperty fileSet format includes isArray isLiveDataset jsonPath key md5 parentField path readLines "
    "recordSet references regex repeated replace samplingRate sdVersion separator source subField transform "
    "unArchive value"
)

Json = dict[str, object]


def describe(manifest: Manifest, dataset: Dataset) -> Iterator[Artifact]:
    """The file; none for a dataset without metadata.

    Source: Croissant Format Specification 1.1.
    """
    metadata = dataset.metadata
    if metadata is None:
        return
    paths = {file.path for file in manifest.files}
    described = [sheet for sheet in sheets() if path(sheet) in paths]
    yield json_artifact(
        FILES[0],
        {
            "@context": _context(metadata.language),
            "@type": "sc:Dataset",
            "conformsTo": "http://mlcommons.org/croissant/1.1",
            **_dataset(metadata),
            "distribution": [_file(file) for file in manifest.files],
            **({"recordSet": [_records(sheet) for sheet in described]} if described else {}),
        },
        'application/ld+json; profile="http://mlcommons.org/croissant/1.1"',
    )


def _context(language: str) -> Json:
    """The context of the specification, and the terms that its reference program looks for besides."""
    return {
        "@language": language,
        "@vocab": "https://schema.org/",
        "sc": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "dct": "http://purl.org/dc/terms/",
        "conformsTo": "dct:conformsTo",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "examples": {"@id": "cr:examples", "@type": "@json"},
        **{name: f"cr:{name}" for name in _TERMS.split()},
    }


def _dataset(metadata: Metadata) -> Json:
    makers = ", ".join(sorted(metadata.creators))
    made: Json = {
        "name": metadata.title,
        "description": f"{metadata.description} {metadata.disclaimer}",
        "url": metadata.base_iri + metadata.id,
        "version": metadata.version,
        "datePublished": metadata.released,
        "license": metadata.license,
        "creator": [{"@type": "sc:Organization", "name": name} for name in sorted(metadata.creators)],
        "publisher": {"@type": "sc:Organization", "name": metadata.publisher},
        "keywords": sorted(metadata.keywords),
        "inLanguage": metadata.language,
        "citeAs": f"{makers}: {metadata.title}, version {metadata.version}, {metadata.released}.",
    }
    return {name: value for name, value in made.items() if value != []}


def _file(file: File) -> Json:
    return {"@type": "cr:FileObject", "@id": file.path, **download(file)}


def _records(sheet: Sheet) -> Json:
    """A record set over a table.

    What a column refers to is said in the other catalogues: a loader takes `references` here for a
    join, and one record set can be joined with one other only.
    """
    keys = [{"@id": f"{sheet.name}/{name}"} for name in sheet.key]
    return {
        "@type": "cr:RecordSet",
        "@id": sheet.name,
        "name": sheet.name,
        "description": sheet.description,
        "key": keys[0] if len(keys) == 1 else keys,
        "field": [_field(column, sheet) for column in sheet.columns],
    }


def _field(column: Column, sheet: Sheet) -> Json:
    made: Json = {
        "@type": "cr:Field",
        "@id": f"{sheet.name}/{column.name}",
        "name": column.name,
        "description": column.description,
        "dataType": _TYPES.get(column.field.form.kind, "sc:Text") if column.field else "sc:Text",
        "source": {"fileObject": {"@id": path(sheet)}, "extract": {"column": column.name}},
    }
    if column.field is not None and column.field.iri:
        made["equivalentProperty"] = column.field.iri
    return made
