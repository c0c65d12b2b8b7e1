"""One machine: records stream through a format one after another, or are gathered for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from pharmakon import export
from pharmakon.dataset import Dataset, Entry
from pharmakon.errors import InvalidDataset
from pharmakon.findings import Finding
from pharmakon.graph import Naming
from pharmakon.model import Metadata, Record


def convert(
    entries: Iterable[Entry | Finding],
    to: str,
    naming: Naming,
    on_error: Literal["stop", "skip"] = "stop",
    findings: list[Finding] | None = None,
) -> Iterator[bytes]:
    """The records that can be read, in another format; nothing is held but one record.

    Shape is checked, record by record; references and other rules need the dataset as a whole.

    Args:
        entries: What readers yield.
        to: The name of a format that streams.
        naming: How ids and texts become terms of a graph.
        on_error: Whether a record that is refused ends the work, or is left out.
        findings: Where the findings of records that were left out are put.

    Raises:
        UnknownFormat: There is no such format, or it does not stream.
        InvalidDataset: A record was refused, and `on_error` is `stop`.
    """
    module = export.streaming(to)
    yield from module.stream(_records(entries, on_error, findings), naming)


def gather(
    entries: Iterable[Entry | Finding],
    to: str,
    base: str | None = None,
    on_error: Literal["stop", "skip"] = "stop",
    findings: list[Finding] | None = None,
) -> Iterator[bytes]:
    """The records that can be read, in a format that needs the whole dataset; all are held.

    Args:
        entries: What readers yield.
        to: The name of a format that does not stream.
        base: What ids are appended to; by default what the dataset says.
        on_error: Whether a record that is refused ends the work, or is left out.
        findings: Where the findings of records that were left out are put.

    Raises:
        UnknownFormat: There is no such format, or it streams.
        InvalidDataset: A record was refused or has the id of another, and `on_error` is `stop`.
    """
    module = export.gathering(to)
    nodes = (Entry(node, node.id) for node in _records(entries, on_error, findings))
    dataset, clashes = Dataset.of(nodes)
    list(_records(clashes, on_error, findings))
    if base is not None and dataset.metadata is not None:
        metadata = dataset.metadata.model_copy(update={"base_iri": base})
        dataset = Dataset(metadata, dataset.records)
    naming = Naming.of(dataset.metadata)
    yield from module.whole(dataset, naming if base is None else replace(naming, base=base))


def _records(
    entries: Iterable[Entry | Finding],
    on_error: Literal["stop", "skip"],
    findings: list[Finding] | None,
) -> Iterator[Record | Metadata]:
    for entry in entries:
        if isinstance(entry, Entry):
            if entry.record is not None:
                yield entry.record
        elif entry.severity == "error" and on_error == "stop":
            raise InvalidDataset((entry,))
        elif findings is not None:
            findings.append(entry)
