"""The README of a release: what it is, what it must not be used for, which file is which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pharmakon.artifacts import Artifact, Manifest, text_artifact
from pharmakon.dataset import Dataset
from pharmakon.model import Metadata
from pharmakon.terms import table

FILES = ("README.md",)


def describe(manifest: Manifest, dataset: Dataset) -> Iterator[Artifact]:
    """The page; none for a dataset without metadata."""
    if dataset.metadata is not None:
        yield text_artifact(FILES[0], _page(manifest, dataset, dataset.metadata), "text/markdown")


def _page(manifest: Manifest, dataset: Dataset, metadata: Metadata) -> str:
    files = "\n".join(
        f"| `{file.path}` | {file.media_type} | {file.bytes} | "
        f"{'' if file.records is None else file.records} |"
        for file in manifest.files
    )
    count = Counter(record.type for record in dataset)
    types = "\n".join(f"| {each.name} | {count[each.name]} |" for each in table().records)
    return f"""# {metadata.title}

Version {metadata.version}, {metadata.released}; record schema {metadata.schema_version}.

{metadata.description}

**{metadata.disclaimer}**

License: <{metadata.license}>. Made by {", ".join(metadata.creators)}.

| records | number |
|---|---|
{types}

| file | media type | bytes | records |
|---|---|---|---|
{files}

`sha256sum --check SHA256SUMS` or `pharmakon verify .` tells whether these are the files that were published.
"""
