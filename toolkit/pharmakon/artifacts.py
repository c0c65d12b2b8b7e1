"""What is made before anything is written: named streams of bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file that is to be written.

    Args:
        path: The path within its tree, with slashes, such as `rdf/pharmakon.nt`.
        chunks: The content, piece by piece; read once.
        media_type: The media type of the content.
        records: The number of records in it, where it holds records.
    """

    path: str
    chunks: Iterable[bytes]
    media_type: str
    records: int | None = None


def text_artifact(path: str, text: str, media_type: str) -> Artifact:
    """An artifact of one text, encoded as UTF-8."""
    return Artifact(path, (text.encode("utf-8"),), media_type)


def json_artifact(path: str, value: Mapping[str, object], media_type: str) -> Artifact:
    """An artifact of one JSON object, laid out for reading; keys keep their order."""
    return text_artifact(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n", media_type)


@dataclass(frozen=True, slots=True)
class File:
    """A file that was written.

    Args:
        path: The path within its tree, with slashes.
        media_type: The media type of the content.
        bytes: The size of the content.
        sha256: The SHA-256 digest of the content, in lower-case hexadecimal.
        records: The number of records in it, where it holds records.

    Units:
        Size in bytes.
    """

    path: str
    media_type: str
    bytes: int
    sha256: str
    records: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was written into one tree.

    Args:
        files: Every file but the manifest and the checksums themselves, by path.
    """

    files: tuple[File, ...]
