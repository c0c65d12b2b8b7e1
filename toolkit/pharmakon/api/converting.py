"""Converting: one stream of records into one format, whatever their number if the format streams."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Literal

from pharmakon import compression, readers, scratch
from pharmakon.api import arguments
from pharmakon.api.loading import files_of, heal, name_of, shown
from pharmakon.dataset import Entry
from pharmakon.engines import local
from pharmakon.engines.batch import Work
from pharmakon.engines.inputs import Input, kept, of_file
from pharmakon.engines.ledger import MOST
from pharmakon.engines.tally import Tally
from pharmakon.errors import BadArgument, PublishError
from pharmakon.export import module
from pharmakon.findings import Finding
from pharmakon.graph import Naming
from pharmakon.model import Metadata
from pharmakon.publish import write_file
from pharmakon.readers import folder, lines
from pharmakon.readers.acceptance import ACCEPTED_FILE
from pharmakon.terms import table

MOST_FINDINGS = 10_000
"""So many findings are kept where nobody asked for all."""

_PIECE = 1 << 20

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
    jobs: int = 1,
    references: bool = True,
    index: int | None = None,
    tally: Tally | None = None,
) -> Iterator[bytes]:
    """The records of one file in another format, record by record if that format streams.

    Args:
        source: A path; JSON Lines stream, plain, gzip (`.gz`) or zstd (`.zst`), other files are read
            whole. Or open JSON Lines.
        to: The name of a format; for one that does not stream, all records are held in memory.
        base_iri: The IRI that, followed by an id, is a record's IRI; by default what the
            dataset's description says, which JSON Lines do not have.
        on_error: Whether a record that is refused ends the work, or is left out; then lines are read
            twice, to know which ids there are before anything is written.
        findings: Where the findings of records that were left out are put.
        limits: How large files and what is in them may be.
        jobs: How many processes share a plain file of JSON Lines; anything else is one's work.
        references: Whether ids that are named must be there, and none may be there twice.
        index: How many ids are held in memory for that, by default two million; more are sorted on the
            disk.
        tally: What counts the work while it goes on.

    Yields:
        Bytes of one file; now and then none. Shape, identity and references are checked; other rules
        are for `validate`. References are known at the end: unless records are left out, the bytes are
        good only if the iteration ends without an error.

    Raises:
        UnknownFormat: There is no such format.
        UnreadableInput: The path cannot be read.
        InvalidDataset: A record was refused, and `on_error` is `stop`.
        BadArgument: The base is no address that ends in a slash, a number is too small, or something else
            is not as asked.
        MissingExtra: The file is compressed with zstd, and nothing reads that.
        WorkerLost: One of several processes was killed.
    """
    to = arguments.format_name(to)
    streams = module(to).FORMAT.stream
    naming = naming_of(base_iri)
    index = at_least_one(jobs, index)
    if on_error not in ("stop", "skip"):
        raise BadArgument(on_error, "what is done on an error: stop or skip")
    told = Tally() if tally is None else arguments.of_type(tally, Tally, "a tally")
    if findings is not None:
        told.findings = arguments.of_type(findings, list, "a list, to which findings are added")
    limits = arguments.limits(limits)
    with ExitStack() as stack:
        if streams and (found := lines_of(source, stack, again=references)) is not None:
            name, input_ = found
            work = Work(to, naming, name, on_error, limits)
            yield from local.convert(input_, work, told, jobs=jobs, index=index if references else None)
            return
        if told.rejects is not None:
            asked = f"{source} to {to}"
            raise BadArgument(asked, "a stream of JSON Lines, of which alone rejected lines are kept")
        entries = _entries(source, limits, stack)
        yield from local.gather(entries, to, base_iri, on_error, told, references=references)


def at_least_one(jobs: int, index: int | None) -> int:
    """How many ids are held in memory, by default two million.

    Raises:
        BadArgument: One of the numbers is no number, or too small.
    """
    index = MOST if index is None else index
    for name, number in (("jobs", jobs), ("index", index)):
        if not isinstance(number, int) or number < 1:
            raise BadArgument(number, f"a number of {name}, such as {2 if name == 'jobs' else MOST}")
    return index


def lines_of(source: Stream, stack: ExitStack, *, again: bool) -> tuple[str, Input] | None:
    """What the lines of JSON Lines are called in findings, and the lines; None if the source has others.

    Args:
        source: A path, or an open binary file of JSON Lines.
        stack: What closes at the end what is opened here.
        again: Whether the lines are read more than once.

    Raises:
        BadArgument: It is neither.
        UnreadableInput: The path cannot be read.
    """
    if isinstance(source, (str, os.PathLike)) or not hasattr(source, "readline"):
        path = folder.path_of(source)
        heal(path)
        return (shown(path), of_file(path)) if lines.is_lines(path) and not path.is_dir() else None
    return name_of(source), stack.enter_context(kept(source, again=again))


def is_shared(source: Stream, to: str = "") -> bool:
    """Whether processes can share the work: on a plain file of JSON Lines, to a format that streams."""
    path = None if hasattr(source, "readline") else folder.path_of(source)
    plain = path is not None and lines.is_lines(path) and not compression.kind_of(path)
    return plain and (not to or module(to).FORMAT.stream)


def naming_of(base_iri: str | None) -> Naming:
    """How ids become terms: with a base of one's choice, or the usual one.

    Raises:
        BadArgument: The base is no address that ends in a slash.
    """
    if base_iri is None:
        return Naming()
    field = table().dataset.field("base_iri")
    if field is None or not re.fullmatch(field.form.pattern or "", str(base_iri)):
        raise BadArgument(base_iri, "a base of IRIs such as https://example.org/data/")
    return Naming(base=base_iri)


def _entries(source: Stream, limits: readers.Limits, stack: ExitStack) -> Iterator[Entry | Finding]:
    """The entries of what is read whole; the description of the dataset comes before its records."""
    if (found := lines_of(source, stack, again=False)) is not None:
        name, input_ = found
        with input_.open() as file:
            for number, line in enumerate(lines.lines(file, limits.max_bytes), 1):
                yield from readers.read_line(name, line.removesuffix(b"\n"), number, limits)
        return
    path = folder.path_of(source)
    for each in sorted(files_of(path), key=lambda each: each.name != readers.METADATA_FILE):
        if each.name == ACCEPTED_FILE:
            continue
        read = list(readers.read(str(each), folder.contents(each, limits.max_bytes), limits))
        yield from sorted(read, key=_describes, reverse=True)


def _describes(entry: Entry | Finding) -> bool:
    """Whether an entry is the description of the dataset, which says how all records are named."""
    return isinstance(entry, Entry) and isinstance(entry.record, Metadata)


@contextmanager
def rejects_kept(tally: Tally, path: Path | None, *others: str) -> Iterator[None]:
    """Keeps the lines that are left out meanwhile, and at last writes them to a file, as they stood.

    Args:
        tally: What counts the work.
        path: The file; none if they are not wanted.
        others: Files that the work reads or writes, or `-`.

    Raises:
        PublishError: The file cannot be written, or is one of the others; then it has not changed.
    """
    if path is None:
        yield
        return
    if os.path.realpath(path) in {os.path.realpath(each) for each in others if each != "-"}:
        raise PublishError(
            str(path), "it is read or written besides", "name another file for what is left out"
        )
    if not path.absolute().parent.is_dir() or (path.exists() and not path.is_file()):
        raise PublishError(str(path), "no file can be there", "name a file in a folder that exists")
    with scratch.file() as lines_:
        tally.rejects = lines_.write
        yield
        lines_.seek(0)
        write_file(path, iter(partial(lines_.read, _PIECE), b""))
