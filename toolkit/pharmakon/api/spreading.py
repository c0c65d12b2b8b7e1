"""Spreading: any number of records in another format, as a folder of parts that Apache Spark writes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from typing import TYPE_CHECKING, Literal

from pharmakon import readers
from pharmakon.api import arguments
from pharmakon.api.building import Tree
from pharmakon.api.converting import MOST_FINDINGS, naming_of
from pharmakon.engines import spark
from pharmakon.engines.batch import Work
from pharmakon.errors import BadArgument
from pharmakon.findings import Finding
from pharmakon.readers import folder
from pharmakon.report import Report, render
from pharmakon.report.json import found

if TYPE_CHECKING:
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

Sources = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
"""One path or address of JSON Lines, or several."""


def convert_spark(  # noqa: PLR0913 - each is an option of its own
    source: Sources,
    to: str,
    out: str | os.PathLike[str],
    *,
    master: str | None = None,
    context: SparkContext | SparkSession | None = None,
    base_iri: str | None = None,
    on_error: Literal["stop", "skip"] = "stop",
    limits: readers.Limits | None = None,
    references: bool = True,
    size: int = spark.SIZE,
) -> Tree:
    """The records of files in another format, in a folder of parts that Apache Spark writes.

    The parts, one after another by name, have the bytes that `convert` yields. Lines that are left out
    are beside them as `rejects-…`, and what is wrong with them as `findings-….jsonl`.

    Args:
        source: Paths of JSON Lines that lead to the same files on all machines, or addresses such as
            `s3a://…`; in the order of their full paths they are one stream.
        to: The name of a format that streams.
        out: A folder that is new, empty, or was made so before, on a disk that all machines share.
        master: The address of a cluster; by default what Spark's own configuration says.
        context: What runs the job instead, in a job of one's own.
        base_iri: The IRI that, followed by an id, is a record's IRI.
        on_error: Whether a record that is refused ends the work, or is left out.
        limits: How large lines and what is in them may be.
        references: Whether ids that are named must be there, and none may be there twice.
        size: About how much of a plain file becomes one part.

    Units:
        Size in bytes.

    Returns:
        The folder, and what is in it.

    Raises:
        UnknownFormat: There is no such format, or it does not stream.
        UnreadableInput: A source cannot be read.
        InvalidDataset: A record was refused, and `on_error` is `stop`; then there is no folder.
        BadArgument: The base is no address that ends in a slash, or something else is not as asked.
        MissingExtra: pyspark is not installed.
        PublishError: The folder cannot be written, or is not ours.
        JobFailed: Spark cannot begin, or gave up.
    """
    if not isinstance(size, int) or size < 1:
        raise BadArgument(size, f"a number of bytes, such as {spark.SIZE}")
    to = arguments.of_type(to, str, "the name of a format, such as ntriples")
    work = Work(to, naming_of(base_iri), "", on_error, arguments.limits(limits))
    given = source if isinstance(source, Iterable) and not isinstance(source, str) else (source,)
    names, target = [_name(each) for each in given], folder.path_of(out)
    with spark.started(master) if context is None else nullcontext(context) as running:
        inner = getattr(running, "sparkContext", running)
        manifest = spark.convert(inner, names, target, work, spelled, size=size, references=references)
    return Tree(target, manifest)


def _name(given: object) -> str:
    """A path or address as text; an address keeps its two slashes."""
    return given if isinstance(given, str) and "\0" not in given else str(folder.path_of(given))


def spelled(finding: Finding) -> bytes:
    """One finding as a line of JSON."""
    return render(Report((finding,)), "jsonl").encode()


def parts_report(tree: Tree, most: int = MOST_FINDINGS) -> tuple[Report, int]:
    """What was found while parts were written, and how many lines were left out.

    Args:
        tree: The parts.
        most: How many findings to read; the others are counted.
    """
    counts = dict.fromkeys(("part", "rejects", "findings"), 0)
    for each in tree.manifest.files:
        counts[each.path.partition("-")[0]] += each.records or 0
    findings = tuple(finding for _, finding in zip(range(most), _findings(tree), strict=False))
    more = counts["findings"] - len(findings)  # of a stream, all are errors
    report = Report(findings, records=counts["part"], untold={"error": more} if more else {})
    return report, counts["rejects"]


def _findings(tree: Tree) -> Iterator[Finding]:
    for each in tree.manifest.files:
        if each.path.startswith("findings-"):
            with (tree.folder / each.path).open("rb") as file:
                yield from (found(json.loads(line)) for line in file)
