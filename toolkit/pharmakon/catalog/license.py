"""The LICENSE of a release: the dataset's license, and what code systems ask of those who use codes."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.artifacts import Artifact, Manifest, text_artifact
from pharmakon.codes import BY_PREFIX, NOTICES
from pharmakon.dataset import Dataset

FILES = ("LICENSE",)
_CODES = """\
Records name codes of other parties' terminologies. Their owners did not make, review or
endorse this dataset; the codes stay under their owners' terms.
"""


def describe(manifest: Manifest, dataset: Dataset) -> Iterator[Artifact]:
    """The file; none for a dataset without metadata."""
    del manifest
    metadata = dataset.metadata
    if metadata is None:
        return
    used = {coding.code.partition(":")[0] for record in dataset for coding in record.codes}
    parts = [
        f"{metadata.title}, version {metadata.version}\n\nBy {', '.join(sorted(metadata.creators))}.",
        f"Licensed under {metadata.license}\n\n{metadata.disclaimer}\n",
    ]
    parts += [_CODES] if used else []
    parts += [
        f"{BY_PREFIX[prefix].name}\n\n{NOTICES[prefix]}\n"
        for prefix in sorted(used & set(NOTICES))
        if prefix in BY_PREFIX
    ]
    yield text_artifact(FILES[0], "\n".join(parts), "text/plain")
