"""Converting: one stream of records into one format, whatever their number."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Literal

from pharmakon import readers
from pharmakon.dataset import Entry
from pharmakon.engines import local
from pharmakon.findings import Finding
from pharmakon.graph import Naming
from pharmakon.readers import folder

Stream = str | os.PathLike[str] | IO[bytes]
"""A path, or an open binary file of JSON Lines."""


def convert(  # noqa: PLR0913 - each is an option of its own
    source: Stream,
    to: str,
    *,
    base_iri: str | None = None,
    on_error: Literal["stop", "skip"] = "stop",
    findings: list[Finding] | None = None,
    limits: readers.Limits | None = None,
) -> Iterator[bytes]:
    """The records of one file in another format, record by record.

    Args:
        source: A path; JSON Lines stream, other files are read whole. Or open JSON Lines.
        to: The name of a format that streams.
        base_iri: The IRI that, followed by an id, is a record's IRI.
        on_error: Whether a record that is refused ends the work, or is left out.
        findings: Where the findings of records that were left out are put.
        limits: How large files and what is in them may be.

    Yields:
        Bytes of one file. Shape is checked; references are not, for they need the whole.

    Raises:
        UnknownFormat: There is no such format, or it does not stream.
        UnreadableInput: The path cannot be read.
        InvalidDataset: A record was refused, and `on_error` is `stop`.
    """
    naming = Naming(base_iri) if base_iri else Naming()
    entries = _entries(source, limits or readers.Limits())
    return local.convert(entries, to, naming, on_error, findings)


def _entries(source: Stream, limits: readers.Limits) -> Iterator[Entry | Finding]:
    if not isinstance(source, (str, os.PathLike)):
        yield from _lines(str(getattr(source, "name", "records.jsonl")), source, limits)
        return
    path = Path(source)
    if path.suffix.lower() in (".jsonl", ".ndjson") and path.is_file():
        with path.open("rb") as file:
            yield from _lines(str(path), file, limits)
        return
    for each in folder.files(path):
        yield from readers.read(str(each), folder.contents(each, limits.max_bytes), limits)


def _lines(name: str, lines: Iterable[bytes], limits: readers.Limits) -> Iterator[Entry | Finding]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield from readers.read_line(name, line.removesuffix(b"\n"), number, limits)
