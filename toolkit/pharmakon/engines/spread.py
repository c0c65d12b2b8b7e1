"""Lines that are spread over a cluster by Apache Spark, in runs of which each knows where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pharmakon.engines.inputs import of_file
from pharmakon.errors import BadArgument, UnreadableInput
from pharmakon.readers import folder, lines
from pharmakon.readers.lines import Share

if TYPE_CHECKING:
    from pyspark import RDD, SparkContext

SIZE = 32 << 20
"""How large a run of lines of a plain file is, where nothing else is asked for, in bytes."""

Place = tuple[str, int]
"""The full path or address of a file, and the offset in it at which a run begins."""

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of whole lines of one file.

    Args:
        path: The full path of the file, or its address.
        file: What it is called in findings.
        share: Where its lines stand; None for all lines of the file.
    """

    path: str
    file: str
    share: Share | None = None

    @property
    def place(self) -> Place:
        """What tells it from all others, and in which order they stand."""
        return self.path, self.share.start if self.share else 0

    @property
    def first(self) -> int:
        """The number of its first line, as far as it is known."""
        return self.share.first if self.share else 1


Read = Callable[[Iterable[Any], int], Iterator[tuple[Run, Iterable[bytes]]]]
"""Makes runs of lines of what is in a partition; takes the length that a line may have, too."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that are spread over a cluster.

    Args:
        rdd: What they are read from.
        read: What reads them where a task runs.
    """

    rdd: RDD[Any]
    read: Read


def spread(context: SparkContext, sources: Iterable[str], size: int = SIZE) -> Lines:
    """The lines of files, in runs.

    Args:
        context: What runs the job.
        sources: Paths, or addresses with a scheme such as s3a://, of files of JSON Lines.
        size: How large a run of a plain file is; one that is compressed is one run, and what has an
            address is cut by Spark.

    Units:
        Size in bytes.

    Raises:
        UnreadableInput: One cannot be read, or is no file of JSON Lines.
        BadArgument: There are both paths and addresses, or none of them.
    """
    names = sorted(set(sources))
    addresses = [each for each in names if _ADDRESS.match(each)]
    if not names or 0 < len(addresses) < len(names):
        raise BadArgument(names, "a list of paths, or of addresses such as s3a://bucket/a.jsonl")
    if addresses:
        return _by_spark(context, addresses)
    runs = {run.place: run for name in names for run in _cut(name, size)}
    return Lines(context.parallelize(list(runs.values()), len(runs)), _opened)


def _cut(name: str, size: int) -> Iterator[Run]:
    """The runs of one file; of an empty one, one without lines."""
    path = folder.path_of(name)
    plain = of_file(path).path is not None
    if not lines.is_lines(path):
        raise UnreadableInput(name, "it is no file of JSON Lines", "name one that ends in .jsonl")
    shares = (lines.shares(path, size) or (Share(0, 0),)) if plain else (None,)
    for share in shares:
        yield Run(str(path.absolute()), name, share)


def _opened(runs: Iterable[Run], most: int) -> Iterator[tuple[Run, Iterable[bytes]]]:
    for run in runs:
        yield run, _lines(run, most)


def _lines(run: Run, most: int) -> Iterator[bytes]:
    with lines.opened(Path(run.path)) as file:
        yield from lines.lines(file, most, run.share)


def _by_spark(context: SparkContext, addresses: list[str]) -> Lines:
    """Lines that Spark reads and cuts; it drops a byte order mark at the beginning of a file."""
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra
    from pyspark.sql import SparkSession  # noqa: PLC0415
    from pyspark.sql.functions import col  # noqa: PLC0415

    try:
        found = SparkSession(context).read.option("lineSep", "\n").text(addresses)
    except PySparkException as fault:
        said = str(fault).partition("\n")[0]
        raise UnreadableInput(" ".join(addresses), f"Spark cannot read it: {said}", "check it") from None
    columns = ("_metadata.file_path", "_metadata.file_block_start", col("value").cast("binary"))
    return Lines(found.select(*columns).rdd, _grouped)


def _grouped(rows: Iterable[Any], most: int) -> Iterator[tuple[Run, Iterable[bytes]]]:
    for (path, start), same in groupby(rows, key=lambda row: (row[0], row[1])):
        some = ((bytes(row[2]) + b"\n")[: most + 1] for row in same)  # as `lines` cuts a file's
        yield Run(path, path, Share(start, start, 2 if start else 1)), some
