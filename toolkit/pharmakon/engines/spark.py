"""Apache Spark: the same pure functions over runs of lines, on any number of machines, to a folder of parts.

Lines are read first to learn which ids there are, and then to write. Each task writes files of its own
beside the folder; only those that finished tasks name are moved into it, and then it appears, so that a
task that was lost, or ran twice, leaves no trace. Where tasks run, pharmakon must be installed, and paths
must lead to the same files.

In a job of one's own, `spread` takes the lines, `settled` what must be known of all of them, and `judged`
gives what becomes of them as an RDD.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pharmakon import export, publish
from pharmakon.artifacts import Artifact, File, Manifest
from pharmakon.engines.batch import Work
from pharmakon.engines.plan import Given, Plan, earliest, judged, kept, over, settled
from pharmakon.engines.spread import SIZE, Lines, spread
from pharmakon.errors import BadArgument, InvalidDataset, JobFailed, MissingExtra
from pharmakon.findings import Finding

if TYPE_CHECKING:
    from pyspark import SparkContext

__all__ = ["SIZE", "Lines", "Plan", "convert", "judged", "settled", "spread", "started"]

_PIECE = 1 << 20
_WORDS = 500
_JSON_LINES = "application/jsonl"

Spell = Callable[[Finding], bytes]
"""What spells a finding on a line; a function of a module that is there where tasks run."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A file that a task wrote.

    Args:
        rank: The rank of the run that is in it.
        name: What it is called where attempts are.
        file: What it will be in the folder.
        pieces: Whether it holds pieces of a format.
    """

    rank: int
    name: str
    file: File
    pieces: bool = False


@dataclass(slots=True)
class _Tally:
    """What became of a run so far."""

    records: int = 0
    pieces: bool = False
    left_out: int = 0
    rejects: list[bytes] = field(default_factory=list)
    findings: list[bytes] = field(default_factory=list)


def convert(  # noqa: PLR0913 - each is a choice of its own
    context: SparkContext,
    sources: Iterable[str],
    out: Path,
    work: Work,
    spell: Spell,
    *,
    size: int = SIZE,
    references: bool = True,
) -> Manifest:
    """Lines to a folder: its files `part-…`, one after another by name, are the file of one machine.

    Beside them are, where there are any, the lines that were left out as `rejects-…`, and what is wrong
    with them as `findings-….jsonl`. The folder can be verified like a release.

    Args:
        context: What runs the job.
        sources: As for `spread`; files are taken in the order of their full paths.
        out: The folder; every task must be able to write beside it.
        work: What is to be done with each line; the file that it names does not matter.
        spell: What spells findings.
        size: How large the run of a plain file is that becomes one part of the folder.
        references: Whether the ids that are named must be there, each once.

    Units:
        Size in bytes.

    Raises:
        UnknownFormat: There is no such format, or it does not stream.
        UnreadableInput: A source cannot be read.
        InvalidDataset: A line was refused, and `work` says to stop.
        PublishError: The folder cannot be written, or is not ours.
        JobFailed: Spark gave up.
    """
    module = export.streaming(work.to)
    with publish.stage(out) as staging, publish.attempts(out) as beside, _surrender():
        given = spread(context, sources, size)
        plan = settled(given, work, references=references)
        if plan.trouble and work.on_error == "stop":
            raise InvalidDataset(min(over(given, plan, work, earliest).collect())[1])
        made = over(given, plan, work, partial(_written, spell=spell, beside=beside)).collect()
        if not made:
            media = module.FORMAT.media_type
            staging.write([Artifact("part-00000", (module.head(work.naming), module.TAIL), media, 0)])
        begin = min((each.rank for each in made if each.pieces), default=0)
        for each in made:
            if module.SEPARATOR and each.pieces and each.rank == begin > 0:
                staging.write([_begun(each, beside, len(module.SEPARATOR))])
            else:
                staging.take(beside / each.name, each.file)
    return staging.write(())


def _written(given: Given, spell: Spell, beside: Path) -> Iterator[_Made]:
    """The files of one run, under names that no other attempt has."""
    from pyspark import TaskContext  # noqa: PLC0415 - an extra

    attempt = TaskContext.get().taskAttemptId()
    number = f"{given.rank:0{max(5, len(str(len(given.plan.places) - 1)))}}"
    tally = _Tally()

    def made(path: str, media: str, chunks: Iterable[bytes]) -> File:
        size, digest = publish.write_new(beside / f"{path}.{attempt}", chunks)
        return File(path, media, size, digest)

    def named(file: File, records: int, *, pieces: bool = False) -> _Made:
        counted = File(file.path, file.media_type, file.bytes, file.sha256, records)
        return _Made(given.rank, f"{file.path}.{attempt}", counted, pieces)

    part = made(
        f"part-{number}", export.streaming(given.work.to).FORMAT.media_type, _part(given, tally, spell)
    )
    yield named(part, tally.records, pieces=tally.pieces)
    if tally.left_out:  # of which those that are too long to be kept are only counted
        yield named(made(f"rejects-{number}", _JSON_LINES, tally.rejects), tally.left_out)
    if tally.findings:
        yield named(made(f"findings-{number}.jsonl", _JSON_LINES, tally.findings), len(tally.findings))


def _part(given: Given, tally: _Tally, spell: Spell) -> Iterator[bytes]:
    """The bytes of one part; a separator goes before its first piece, unless it is the first of all."""
    module = export.streaming(given.work.to)
    separator = module.SEPARATOR
    if given.rank == 0:
        yield module.head(given.work.naming)
        separator = b""
    for batch in kept(given):
        if batch.pieces:
            yield separator + batch.pieces
            separator, tally.pieces = module.SEPARATOR, True
        tally.records += batch.records
        tally.left_out += batch.left_out
        tally.rejects += batch.rejects
        tally.findings += map(spell, batch.findings)
    if given.rank == len(given.plan.places) - 1:
        yield module.TAIL


def _begun(made: _Made, beside: Path, length: int) -> Artifact:
    """A part before which none holds a piece, without the separator that it begins with."""

    def chunks() -> Iterator[bytes]:
        with (beside / made.name).open("rb") as file:
            file.seek(length)
            yield from iter(partial(file.read, _PIECE), b"")

    return Artifact(made.file.path, chunks(), made.file.media_type, made.file.records)


@contextmanager
def started(master: str | None = None) -> Iterator[SparkContext]:
    """A context of Spark that ends with the block.

    Args:
        master: The address of the cluster, such as `spark://host:7077` or `local[4]`; by default what
            Spark's own configuration says.

    Raises:
        MissingExtra: pyspark is not installed.
        BadArgument: Nothing says where the cluster is, or there is a context already.
        JobFailed: Spark cannot begin.
    """
    try:
        from pyspark import SparkConf, SparkContext  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtra("pyspark", "spark") from None
    with _surrender():
        settings = SparkConf().setAppName("pharmakon")
        if master is not None:
            settings.setMaster(master)
        if not settings.contains("spark.master"):
            raise BadArgument(master, "the address of a cluster, such as local[2] or spark://host:7077")
        try:
            context = SparkContext(conf=settings)
        except ValueError:
            raise BadArgument(master, "needed where a SparkContext runs; give that as context") from None
    if str(settings.get("spark.master")).startswith("local") and "PYSPARK_PYTHON" not in os.environ:
        context.pythonExec = sys.executable
    try:
        yield context
    finally:
        context.stop()


@contextmanager
def _surrender() -> Iterator[None]:
    """Tells what Spark raises in one sentence."""
    try:
        yield
    except Exception as fault:
        spark = type(fault).__module__.partition(".")[0] in ("py4j", "pyspark")
        if not spark and not isinstance(fault, ConnectionError):
            raise
        raise JobFailed(_last_words(fault)) from fault


def _last_words(fault: Exception) -> str:
    """What matters of a text that holds traces of Python and Java: its last line before the latter's."""
    try:
        said = str(fault)
    except Exception:  # noqa: BLE001 - the text is Java's, which may have ended
        said = "its process ended"
    told: list[str] = []
    for line in said.splitlines():
        if line.startswith(("\tat ", "Driver stacktrace:")):
            break
        told += [line] if line[:1].strip() else []
    return told[-1].removeprefix(": ")[:_WORDS] if told else type(fault).__name__
