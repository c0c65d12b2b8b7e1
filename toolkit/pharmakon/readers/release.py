"""A release, as it was downloaded, against what it says of itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from pharmakon.findings import Code, Finding, Location

MANIFEST = "manifest.json"
"""The file of a release that lists all others."""

CHECKSUMS = "SHA256SUMS"
"""The file of a release that `sha256sum --check` reads."""

CHANGED = Code(
    "PK901",
    "error",
    "A file of a release is not what the manifest says.",
    "it was changed, cut or swapped after it was published.",
    bad="a release in which one byte of rdf/pharmakon.nt was flipped",
    good="the release as it was published",
)
STALE_ACCEPTANCE = Code(
    "PK902",
    "warning",
    "An accepted finding is no longer found.",
    "what was accepted has been mended, so the acceptance would hide the next fault of its kind.",
    bad="{code: PK306, record: drug/k, reason: …} where drug/k has no such finding",
    good="accepted.yaml without that entry",
)
MISSING = Code(
    "PK903",
    "error",
    "A file of a release is missing.",
    "whoever needs it cannot tell whether it was ever there.",
    bad="a release without rdf/pharmakon.nt",
    good="the release as it was published",
)
UNLISTED = Code(
    "PK904",
    "error",
    "A release holds a file that its manifest does not list.",
    "it was added by somebody else.",
    bad="a release with a file notes.txt",
    good="the release as it was published",
)
BROKEN_MANIFEST = Code(
    "PK905",
    "error",
    "A release's own lists cannot be read or do not agree.",
    "then nothing in the release can be relied on.",
    bad="a release whose SHA256SUMS and manifest.json give different digests",
    good="the release as it was published",
)
MISCOUNTED = Code(
    "PK906",
    "error",
    "A file holds another number of records than the manifest says.",
    "records were lost or added while the release was made.",
    bad="a manifest that says 12 records of a file with 11",
    good="a manifest that says how many records there are",
)
CODES = (CHANGED, STALE_ACCEPTANCE, MISSING, UNLISTED, BROKEN_MANIFEST, MISCOUNTED)
"""The codes of what is found in releases and acceptances."""


def verify(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """What is wrong with one tree of a release; nothing if it is as it was published.

    Args:
        files: The bytes of every file in the tree by its path, with slashes.
    """
    try:
        listed = _manifest(files[MANIFEST])
        sums = files[CHECKSUMS]
    except KeyError as missing:
        yield _of(BROKEN_MANIFEST, str(missing.args[0]), "the file is missing")
        return
    except ValueError as fault:
        yield _of(BROKEN_MANIFEST, MANIFEST, str(fault))
        return
    digests = {path: str(entry["sha256"]) for path, entry in listed.items()}
    digests[MANIFEST] = hashlib.sha256(files[MANIFEST]).hexdigest()
    if checksums(digests) != sums:
        yield _of(BROKEN_MANIFEST, CHECKSUMS, f"it does not agree with {MANIFEST}")
    for path in sorted({*listed, *files} - {MANIFEST, CHECKSUMS}):
        if path not in listed:
            yield _of(UNLISTED, path, f"{MANIFEST} does not list it")
        elif path not in files:
            yield _of(MISSING, path, "the file is missing")
        else:
            yield from _changes(path, files[path], listed[path])


def _changes(path: str, data: bytes, entry: Mapping[str, Any]) -> Iterator[Finding]:
    """How a file differs from its entry in the manifest."""
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        yield _of(CHANGED, path, "its sha256 is not the one listed")
    elif path.endswith(".jsonl") and "records" in entry and data.count(b"\n") != entry["records"]:
        count = data.count(b"\n")
        yield _of(MISCOUNTED, path, f"{count} records, not {entry['records']}")


def _manifest(data: bytes) -> dict[str, dict[str, Any]]:
    """The entries of a manifest by path.

    Raises:
        ValueError: It is not a manifest.
    """
    try:
        found = json.loads(data)
        return {str(entry["path"]): {"sha256": "", **entry} for entry in found["files"]}
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        message = f"it is not a manifest: {type(fault).__name__}"
        raise ValueError(message) from None


def checksums(digests: Mapping[str, str]) -> bytes:
    """The one spelling of a checksum file.

    Args:
        digests: SHA-256 in lower-case hexadecimal, by path.
    """
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode("utf-8", "replace")


def _of(code: Code, path: str, message: str) -> Finding:
    hint = "download the release again, and compare with the publisher's checksums"
    return Finding(f"{path}: {message}", location=Location(path), hint=hint).of(code)
