"""Loading and validating: from paths, open files or records to a dataset and a report."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from pharmakon import publish, readers, rules
from pharmakon.api import arguments, repairs
from pharmakon.dataset import Dataset, Entry
from pharmakon.errors import BadArgument, InvalidDataset
from pharmakon.findings import Finding, ordered
from pharmakon.model import Metadata, Record
from pharmakon.readers import acceptance, folder
from pharmakon.readers.acceptance import ACCEPTED_FILE, Acceptance
from pharmakon.report import Report
from pharmakon.resources import shipped

Source = str | os.PathLike[str] | IO[bytes] | Dataset | Iterable[Record]
"""Where records come from: a path, an open binary file, a dataset, or records."""

Documents = str | os.PathLike[str] | Mapping[str, bytes]
"""Source documents: a folder, or bytes by file name."""


@dataclass
class Gathered:
    """What was read from one or more sources, before any rule has run.

    Args:
        dataset: The records.
        findings: What was found while reading.
        sources: The bytes of the files, by the names under which findings speak of them.
        acceptances: The findings that the dataset's authors accept.
        lent: The ids of packaged records that are there to be referred to, and are not judged.
    """

    dataset: Dataset
    findings: list[Finding] = field(default_factory=list)
    sources: dict[str, bytes] = field(default_factory=dict)
    acceptances: list[Acceptance] = field(default_factory=list)
    lent: frozenset[str] = frozenset()


def gather(*sources: Source, limits: readers.Limits | None = None, with_packaged: bool = False) -> Gathered:
    """Reads all sources as one dataset.

    Args:
        sources: Where the records come from; none: the packaged dataset.
        limits: How large files and what is in them may be.
        with_packaged: Whether the packaged records are added, to be referred to.

    Raises:
        UnreadableInput: A path cannot be read.
        UnknownFormat: No reader takes a file with this ending.
        BadArgument: Something else is given.
    """
    limits = arguments.limits(limits)
    gathered = Gathered(Dataset(None, ()))
    entries: list[Entry] = []
    for source in sources or (shipped("dataset"),):
        _gather(source, limits, gathered, entries)
    if with_packaged and sources:
        described = any(isinstance(each.record, Metadata) for each in entries)
        packaged: list[Entry] = []
        _gather(shipped("dataset"), limits, gathered, packaged)
        gathered.lent = frozenset({each.id for each in packaged} - {each.id for each in entries})
        entries += [each for each in packaged if not (described and isinstance(each.record, Metadata))]
    return _put_together(gathered, entries)


def regather(files: Mapping[str, bytes], limits: readers.Limits | None = None) -> Gathered:
    """Reads files again as one dataset, from their bytes.

    Args:
        files: The bytes of files of records by name, in the order in which they are read.
        limits: How large files and what is in them may be.
    """
    gathered = Gathered(Dataset(None, ()))
    entries: list[Entry] = []
    for name, data in files.items():
        _read(name, data, limits or readers.Limits(), gathered, entries)
    return _put_together(gathered, entries)


def _put_together(gathered: Gathered, entries: list[Entry]) -> Gathered:
    gathered.dataset, duplicates = Dataset.of(entries)
    gathered.findings += duplicates
    return gathered


def _gather(source: Source, limits: readers.Limits, gathered: Gathered, entries: list[Entry]) -> None:
    if isinstance(source, Dataset):
        positions = source.positions
        nodes = source.nodes()
        entries += [Entry(node, node.id, positions.get(node.id)) for node in nodes]
        entries += [Entry(None, refused) for refused in source.refused]
    elif isinstance(source, (str, os.PathLike)):
        for path in files_of(folder.path_of(source)):
            data = folder.contents(path, limits.max_bytes)
            _read(shown(path), data, limits, gathered, entries)
    elif hasattr(source, "read"):
        data = folder.at_most(cast("IO[bytes]", source), limits.max_bytes + 1)
        _read(name_of(source), data, limits, gathered, entries)
    else:
        entries += [Entry(record, record.id) for record in _records(source)]


def files_of(path: Path) -> tuple[Path, ...]:
    """The files of records that a path stands for; a release that a kill left aside is put back first.

    Raises:
        UnreadableInput: There is nothing to read, or it is no file of records.
    """
    heal(path)
    return folder.files(path)


def heal(path: Path) -> None:
    """Puts back a release that a kill left aside: one at a path, in it, or above it."""
    for each in (*reversed(path.absolute().parents), path, path / "export"):
        publish.heal(each)


def _records(source: object) -> list[Record]:
    """The records that a caller gives.

    Raises:
        BadArgument: It gives something else.
    """
    expected = "a path, an open binary file, a dataset, or a list of records"
    if isinstance(source, (bytes, Mapping)) or not isinstance(source, Iterable):
        raise BadArgument(source, expected)
    records = list(source)
    for each in records:
        if not isinstance(each, Record):
            raise BadArgument(each, "a record such as a Drug")
    return records


def _read(name: str, data: bytes, limits: readers.Limits, gathered: Gathered, entries: list[Entry]) -> None:
    gathered.sources[name] = data
    if Path(name).name == ACCEPTED_FILE:
        for each in acceptance.read(name, data):
            if isinstance(each, Acceptance):
                gathered.acceptances.append(each)
            else:
                gathered.findings.append(each)
        return
    for entry in readers.read(name, data, limits):
        if isinstance(entry, Entry):
            entries.append(entry)
        else:
            gathered.findings.append(entry)


def name_of(file: object) -> str:
    """The name under which findings speak of an open file; what has none of its own is JSON Lines."""
    name = getattr(file, "name", None)
    return name if isinstance(name, str) else "records.jsonl"


def shown(path: Path) -> str:
    """The name under which findings speak of a file: short below the working directory, in any locale."""
    with suppress(ValueError, OSError):  # it is elsewhere, or the working directory is gone
        path = path.resolve().relative_to(Path.cwd().resolve())
    return os.fsencode(path.as_posix()).decode("utf-8", "surrogateescape")


def load(source: Source | None = None) -> Dataset:
    """A dataset, whole and without errors of reading; by default the packaged one.

    Args:
        source: A folder, a file, an open binary file, or records.

    Raises:
        InvalidDataset: A record could not be read; the error carries the findings.
        UnreadableInput: The path cannot be read.

    Example:
        >>> load().drugs["ketamine"].kind
        'substance'
    """
    if source is None:
        dataset = shipped("dataset")
        lines = dataset / "export" / "records" / "pharmakon.jsonl"
        gathered = gather(lines, dataset / "dataset.yaml") if lines.is_file() else gather(dataset)
    else:
        gathered = gather(source)
    if any(found.severity == "error" for found in gathered.findings):
        raise InvalidDataset(ordered(gathered.findings))
    return gathered.dataset


def validate(
    *sources: Source,
    documents: Documents | None = None,
    limits: readers.Limits | None = None,
    with_packaged: bool = False,
) -> Report:
    """Everything that is wrong with records, in one run; never raises on bad data.

    Args:
        sources: Paths, open binary files, a dataset, or records; all together are one dataset.
            None: the packaged dataset.
        documents: The source documents, to check passages against.
        limits: How large files and what is in them may be.
        with_packaged: Whether the packaged records are added, to be referred to.

    Raises:
        UnreadableInput: A path cannot be read.
    """
    gathered = gather(*sources, limits=limits, with_packaged=with_packaged)
    return report_on(gathered, documents)


def report_on(gathered: Gathered, documents: Documents | None = None) -> Report:
    """The report on what was gathered: the findings of reading and of all rules."""
    if documents is None or isinstance(documents, Mapping):
        texts = documents
        for each in (texts or {}).values():
            if not isinstance(each, bytes):
                raise BadArgument(each, "the bytes of a document")
    else:
        texts = folder.documents(folder.path_of(documents))
    judged = rules.run(gathered.dataset, texts)
    findings = [
        *gathered.findings,
        *(each for each in judged if not {each.record, *each.related} <= gathered.lent),
    ]
    kept, accepted = acceptance.apply(findings, tuple(gathered.acceptances))
    if texts is not None:
        kept = tuple(repairs.offered(kept, gathered.dataset, texts, gathered.sources))
    return Report(ordered(kept), len(gathered.dataset), gathered.sources, accepted)
