"""dataset.jsonld of a release: a schema.org Dataset with its files, as search engines for data read it."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.artifacts import Artifact, File, Manifest, json_artifact
from pharmakon.catalog import download, part
from pharmakon.dataset import Dataset
from pharmakon.model import Metadata

FILES = ("dataset.jsonld",)
_CONTEXT = {"@vocab": "https://schema.org/", "contentUrl": {"@type": "@id"}}
"""The words, and what is an address: that of a file is relative to the description."""

Json = dict[str, object]


def describe(manifest: Manifest, dataset: Dataset) -> Iterator[Artifact]:
    """The file; none for a dataset without metadata.

    The claims and reviews of the format schemaorg are part of this Dataset, under the same IRI.

    Source: schema.org, Dataset and DataDownload.
    """
    metadata = dataset.metadata
    if metadata is None:
        return
    subject = metadata.base_iri + metadata.id
    files = [_download(subject, file) for file in manifest.files]
    made = {**_dataset(subject, metadata), **({"distribution": files} if files else {})}
    yield json_artifact(FILES[0], {"@context": _CONTEXT, "@graph": [made]}, "application/ld+json")


def _dataset(subject: str, metadata: Metadata) -> Json:
    publisher: Json = {"@id": f"{subject}#publisher"}
    creators = [
        publisher if name == metadata.publisher else _organization(f"{subject}#creator-{number}", name)
        for number, name in enumerate(sorted(metadata.creators), start=1)
    ]
    return {
        "@id": subject,
        "@type": "Dataset",
        "name": metadata.title,
        "description": f"{metadata.description}\n\n{metadata.disclaimer}",
        "identifier": subject,
        "version": metadata.version,
        "datePublished": metadata.released,
        "inLanguage": metadata.language,
        "license": metadata.license,
        "creator": creators,
        "publisher": _organization(f"{subject}#publisher", metadata.publisher),
        **({"keywords": sorted(metadata.keywords)} if metadata.keywords else {}),
    }


def _organization(id_: str, name: str) -> Json:
    return {"@id": id_, "@type": "Organization", "name": name}


def _download(subject: str, file: File) -> Json:
    return {"@id": part(subject, "file", file.path), "@type": "DataDownload", **download(file)}
