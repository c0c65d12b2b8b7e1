"""Converting: one stream of records into one format, whatever their number if the format streams."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import IO, Literal

from pharmakon import readers
from pharmakon.dataset import Entry
from pharmakon.engines import local
from pharmakon.errors import BadArgument
from pharmakon.export import module
from pharmakon.findings import Finding
from pharmakon.graph import Naming
from pharmakon.model import Metadata
from pharmakon.readers import folder
from pharmakon.readers.acceptance import ACCEPTED_FILE
from pharmakon.terms import table

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
    """The records of one file in another format, record by record if that format streams.

    Args:
        source: A path; JSON Lines stream, other files are read whole. Or open JSON Lines.
        to: The name of a format; for one that does not stream, all records are held in memory.
        base_iri: The IRI that, followed by an id, is a record's IRI; by default what the
            dataset's description says; for a format that streams, if the input begins with it.
        on_error: Whether a record that is refused ends the work, or is left out.
        findings: Where the findings of records that were left out are put.
        limits: How large files and what is in them may be.

    Yields:
        Bytes of one file. Shape is checked; references are not, for they need the whole.

    Raises:
        UnknownFormat: There is no such format.
        UnreadableInput: The path cannot be read.
        InvalidDataset: A record was refused, and `on_error` is `stop`.
        BadArgument: The base is no address that ends in a slash.
    """
    streams = module(to).FORMAT.stream
    if base_iri is not None:
        _refuse_bad_address(base_iri)
    entries = _entries(source, limits or readers.Limits())
    if not streams:
        yield from local.gather(entries, to, base_iri, on_error, findings)
        return
    first: list[Entry | Finding] = []
    for entry in entries:
        first.append(entry)
        if isinstance(entry, Entry):
            break
    naming = Naming.of(_metadata(first))
    if base_iri is not None:
        naming = replace(naming, base=base_iri)
    yield from local.convert(chain(first, entries), to, naming, on_error, findings)


def _refuse_bad_address(address: str) -> None:
    field = table().dataset.field("base_iri")
    if field is None or not re.fullmatch(field.form.pattern or "", str(address)):
        raise BadArgument(address, "a base of IRIs such as https://example.org/data/")


def _metadata(entries: list[Entry | Finding]) -> Metadata | None:
    """The description of the dataset, if the input begins with it."""
    found = (each.record for each in entries if isinstance(each, Entry))
    return next((each for each in found if isinstance(each, Metadata)), None)


def _entries(source: Stream, limits: readers.Limits) -> Iterator[Entry | Finding]:
    if not isinstance(source, (str, os.PathLike)) and hasattr(source, "readline"):
        name = getattr(source, "name", None)
        yield from _lines(name if isinstance(name, str) else "records.jsonl", source, limits)
        return
    path = folder.path_of(source)
    if path.suffix.lower() in (".jsonl", ".ndjson") and path.is_file():
        with folder.opened(path) as file:
            yield from _lines(str(path), file, limits)
        return
    for each in sorted(folder.files(path), key=lambda each: each.name != readers.METADATA_FILE):
        if each.name == ACCEPTED_FILE:
            continue
        found = list(readers.read(str(each), folder.contents(each, limits.max_bytes), limits))
        yield from sorted(found, key=_describes, reverse=True)


def _describes(entry: Entry | Finding) -> bool:
    """Whether an entry is the description of the dataset, which says how all records are named."""
    return isinstance(entry, Entry) and isinstance(entry.record, Metadata)


def _lines(name: str, lines: IO[bytes], limits: readers.Limits) -> Iterator[Entry | Finding]:
    """The entries of JSON Lines; no more of a line is read than the limit allows."""
    number = 0
    while line := lines.readline(limits.max_bytes + 2):
        if not isinstance(line, bytes):
            raise BadArgument(name, folder.BINARY)
        number += 1
        yield from readers.read_line(name, line.removesuffix(b"\n"), number, limits)
        if len(line) > limits.max_bytes + 1:
            return
