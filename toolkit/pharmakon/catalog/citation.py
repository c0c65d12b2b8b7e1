"""CITATION.cff of a release: how to cite the dataset."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pharmakon.artifacts import Artifact, Manifest, text_artifact
from pharmakon.catalog import LICENSES
from pharmakon.dataset import Dataset

FILES = ("CITATION.cff",)


def describe(manifest: Manifest, dataset: Dataset) -> Iterator[Artifact]:
    """The file; none for a dataset without metadata.

    Source: Citation File Format 1.2.0. Its values are JSON strings, which YAML reads alike.
    """
    del manifest
    metadata = dataset.metadata
    if metadata is None:
        return
    said: dict[str, object] = {
        "cff-version": "1.2.0",
        "type": "dataset",
        "message": "If you use this dataset, please cite it as below.",
        "title": metadata.title,
        "abstract": metadata.description,
        "authors": [{"name": name} for name in sorted(metadata.creators)],
        "version": metadata.version,
        "keywords": sorted(metadata.keywords),
    }
    if metadata.license in LICENSES:
        said["license"] = LICENSES[metadata.license][0]
    else:
        said["license-url"] = metadata.license
    if len(metadata.released) == len("2026-01-01"):
        said["date-released"] = metadata.released
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in said.items() if value)
    yield text_artifact(FILES[0], "\n".join(lines) + "\n", "application/yaml")
