"""Loading and validating: from paths, open files or records to a dataset and a report."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from pharmakon import readers, rules
from pharmakon.dataset import Dataset, Entry
from pharmakon.errors import InvalidDataset
from pharmakon.findings import Finding, ordered
from pharmakon.model import Record
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
    """

    dataset: Dataset
    findings: list[Finding] = field(default_factory=list)
    sources: dict[str, bytes] = field(default_factory=dict)
    acceptances: list[Acceptance] = field(default_factory=list)


def gather(*sources: Source, limits: readers.Limits | None = None, with_packaged: bool = False) -> Gathered:
    """Reads all sources as one dataset.

    Args:
        sources: Where the records come from; none: the packaged dataset.
        limits: How large files and what is in them may be.
        with_packaged: Whether the packaged records are added, to be referred to.

    Raises:
        UnreadableInput: A path cannot be read.
        UnknownFormat: No reader takes a file with this ending.
    """
    limits = limits or readers.Limits()
    given = list(sources) or [shipped("dataset")]
    if with_packaged and sources:
        given.append(shipped("dataset"))
    gathered = Gathered(Dataset(None, ()))
    entries: list[Entry] = []
    for source in given:
        _gather(source, limits, gathered, entries)
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
        for path in folder.files(Path(source)):
            _read(_shown(path), folder.contents(path, limits.max_bytes), limits, gathered, entries)
    elif hasattr(source, "read"):
        name = str(getattr(source, "name", "records.jsonl"))
        _read(name, source.read(), limits, gathered, entries)
    else:
        entries += [Entry(record, record.id) for record in source]


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


def _shown(path: Path) -> str:
    """The name under which findings speak of a file: short below the working directory."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return path.as_posix()


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
    else:
        texts = folder.documents(Path(documents))
    findings = [*gathered.findings, *rules.run(gathered.dataset, texts)]
    kept, accepted = acceptance.apply(findings, tuple(gathered.acceptances))
    return Report(ordered(kept), len(gathered.dataset), gathered.sources, accepted)
