"""ro-crate-metadata.json of a release: an RO-Crate of its files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pharmakon.artifacts import Artifact, File, Manifest, json_artifact
from pharmakon.catalog import LICENSES, UNTITLED, title
from pharmakon.dataset import Dataset
from pharmakon.model import Metadata

FILES = ("ro-crate-metadata.json",)
_VERSION = "https://w3id.org/ro/crate/1.3"

Json = dict[str, object]


def describe(manifest: Manifest, dataset: Dataset) -> Iterator[Artifact]:
    """The file; none for a dataset without metadata.

    Source: RO-Crate Metadata Specification 1.3.
    """
    metadata = dataset.metadata
    if metadata is None:
        return
    about: Json = {
        "@id": FILES[0],
        "@type": "CreativeWork",
        "name": "RO-Crate metadata descriptor",
        "about": {"@id": "./"},
        "conformsTo": {"@id": _VERSION},
    }
    graph = [about, _root(manifest, metadata), _license(metadata.license)]
    agents = _agents(metadata)
    graph += [{"@id": id_, "@type": "Organization", "name": name} for name, id_ in agents.items()]
    graph += [_file(file) for file in manifest.files]
    yield json_artifact(FILES[0], {"@context": f"{_VERSION}/context", "@graph": graph}, "application/ld+json")


def _root(manifest: Manifest, metadata: Metadata) -> Json:
    agents = _agents(metadata)
    parts = [{"@id": file.path} for file in manifest.files]
    made: Json = {
        "@id": "./",
        "@type": "Dataset",
        "name": metadata.title,
        "description": f"{metadata.description} {metadata.disclaimer}",
        "version": metadata.version,
        "datePublished": metadata.released,
        "license": {"@id": metadata.license},
        "creator": _one([{"@id": agents[name]} for name in sorted(metadata.creators)]),
        "publisher": {"@id": agents[metadata.publisher]},
        "inLanguage": metadata.language,
        "keywords": _one(sorted(metadata.keywords)),
        "hasPart": _one(parts),
    }
    return {name: value for name, value in made.items() if value != []}


def _one(values: Sequence[object]) -> object:
    """A list, or its only value: the specification asks for no lists of one."""
    return values[0] if len(values) == 1 else values


def _agents(metadata: Metadata) -> dict[str, str]:
    """Names for creators and publisher within the crate; the dataset knows no identifier of theirs."""
    names = sorted({*metadata.creators, metadata.publisher})
    return {name: f"#agent-{at}" for at, name in enumerate(names, 1)}


def _license(address: str) -> Json:
    said = LICENSES[address][1] if address in LICENSES else address
    return {
        "@id": address,
        "@type": "CreativeWork",
        "name": said,
        "description": f"The license of the dataset, as it stands at {address}.",
    }


def _file(file: File) -> Json:
    return {
        "@id": file.path,
        "@type": "File",
        "name": file.path,
        "description": title(file.path) or UNTITLED,
        "encodingFormat": file.media_type,
        "contentSize": str(file.bytes),
        "sha256": file.sha256,
    }
