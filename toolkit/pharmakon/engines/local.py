"""One machine: lines stream through a format, in one process or several, or records are gathered for it."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pharmakon import export, scratch
from pharmakon.dataset import DUPLICATE, Dataset, Entry
from pharmakon.engines import between, ledger, workers
from pharmakon.engines.batch import Batch, Work, batches, shifted
from pharmakon.engines.inputs import Input
from pharmakon.engines.tally import Tally
from pharmakon.errors import BadArgument, InvalidDataset
from pharmakon.findings import Finding
from pharmakon.graph import Naming
from pharmakon.readers import lines
from pharmakon.readers.lines import Share
from pharmakon.rules.references import unknown_reference

_SHARES = 8
"""Into how many shares a file is cut for each process, so that all are done at about the same time."""

_LEAST, _MOST = 1 << 20, 64 << 20
_PIECE = 1 << 20


def convert(
    source: Input, work: Work, tally: Tally, *, jobs: int = 1, index: int | None = ledger.MOST
) -> Iterator[bytes]:
    """Lines in another format; nothing is held but ids, and of those no more than asked for.

    Args:
        source: The lines.
        work: What is to be done with each.
        tally: What counts what was done.
        jobs: How many processes; more than one for a plain file only.
        index: How many ids are held in memory, to check references and find ids that stand twice; None
            if that is not wanted.

    Yields:
        The bytes of one file, in the order of the input, the same for any number of processes; now and
        then none, so that who waits can see how far the work is. What is wrong between records is known
        at the end: unless it is left out, the end of the file is then not given.

    Raises:
        UnknownFormat: There is no such format, or it does not stream.
        InvalidDataset: A line was refused, and `work` says to stop.
        PublishError: What is set aside does not fit on the disk.
        WorkerLost: A process was killed.
    """
    module = export.streaming(work.to)
    passes = Passes(source, jobs, tally)
    book = ledger.Ledger(index) if index is not None else None
    if book is not None and work.on_error == "skip":
        tally.passes = 2
        for _ in passes.read(replace(work, to=""), book):
            yield b""
        work, book = replace(work, without=_left_out(source, work, book, tally)), None
    if head := module.head(work.naming):
        yield head
    separator = b""
    for batch in passes.read(work, book):
        tally.add(batch)
        yield separator + batch.pieces if batch.pieces and not batch.continues else batch.pieces
        separator = module.SEPARATOR if batch.pieces else separator
        if batch.stopped:
            raise InvalidDataset(batch.findings)
    if book is not None:
        for _, found in between.located(source, work, book.settle()):
            raise InvalidDataset(found)
    if module.TAIL:
        yield module.TAIL


def _left_out(source: Input, work: Work, book: ledger.Ledger, tally: Tally) -> dict[int, tuple[Finding, ...]]:
    """What is wrong between records by the number of the line, no more of it than is to be kept."""
    made: dict[int, tuple[Finding, ...]] = {}
    free = sys.maxsize if tally.most is None else tally.most
    for number, found in between.located(source, work, book.settle()):
        made[number] = found[:free]
        tally.untold.update(each.severity for each in found[free:])
        free -= len(made[number])
    return made


@dataclass(frozen=True, slots=True)
class _Task:
    """A share of a file that is another process's to do."""

    path: Path
    share: Share
    work: Work
    pieces: Path
    rejects: Path | None
    most: int | None


class Passes:
    """Reads lines once or several times, in one process or several."""

    def __init__(self, source: Input, jobs: int, tally: Tally) -> None:
        self._source, self._jobs, self._tally = source, jobs, tally
        self._shares: tuple[Share, ...] = ()

    def read(self, work: Work, book: ledger.Ledger | None) -> Iterator[Batch]:
        """What becomes of all lines, in their order; ids and references are entered in the book."""
        path = self._source.path
        several = self._jobs > 1 and path is not None
        for batch in self._together(path, work) if several and path else self._alone(work):
            self._tally.size += batch.size
            self._tally.seen += batch.records
            if book is not None:
                book.add(batch.ids, batch.names, batch.refused)
            yield batch

    def _alone(self, work: Work) -> Iterator[Batch]:
        with self._source.open() as file:
            yield from batches(lines.lines(file, work.limits.max_bytes), work)

    def _together(self, path: Path, work: Work) -> Iterator[Batch]:
        """Lets several processes do the shares of a file; from the second pass on, all lines are counted."""
        if not self._shares:
            size = (self._source.size or 0) // (self._jobs * _SHARES)
            self._shares = lines.shares(path, min(max(size, _LEAST), _MOST))
        counted: list[Share] = []
        before = 0
        with scratch.folder() as folder:
            tasks = list(self._tasks(path, work, folder))
            with closing(workers.in_order(_done, tasks, self._jobs)) as results:
                for task, batch in zip(tasks, results, strict=True):
                    by = before + 1 - task.share.first
                    batch.findings = [shifted(each, by) for each in batch.findings]
                    batch.remarks = [shifted(each, by) for each in batch.remarks]
                    counted.append(replace(task.share, first=before + 1))
                    before += batch.lines
                    yield from _with_pieces(batch, task)
        self._shares = tuple(counted)

    def _tasks(self, path: Path, work: Work, folder: Path) -> Iterator[_Task]:
        """The shares, each with what is to be left out of it alone."""
        wanted, most = self._tally.rejects is not None, self._tally.most
        ends = [share.first for share in self._shares[1:]]
        left_out = sorted(work.without)
        for number, share in enumerate(self._shares):
            till = bisect_left(left_out, ends[number]) if number < len(ends) else len(left_out)
            of_it = left_out[bisect_left(left_out, share.first) : till] if left_out else []
            own = replace(work, without={each: work.without[each] for each in of_it})
            rejects = folder / f"{number}.rejects" if wanted else None
            yield _Task(path, share, own, folder / str(number), rejects, most)


def _with_pieces(batch: Batch, task: _Task) -> Iterator[Batch]:
    """What another process put into files, which are removed; at last what it says of them."""
    with task.pieces.open("rb") as file:
        first = True
        while piece := file.read(_PIECE):
            yield Batch(pieces=piece, continues=not first)
            first = False
    scratch.remove(task.pieces)
    if task.rejects is not None:
        with task.rejects.open("rb") as file:
            while some := file.readlines(_PIECE):
                yield Batch(rejects=some)
        scratch.remove(task.rejects)
    yield batch


def _done(task: _Task) -> Batch:
    """What became of a share, all in one; its pieces and what is left out are in files."""
    whole = Batch()
    work = task.work
    rejects: list[bytes] = []

    def pieces() -> Iterator[bytes]:
        between = b""
        with lines.opened(task.path) as file:
            share = lines.lines(file, work.limits.max_bytes, task.share)
            for batch in batches(share, work, task.share.first):
                if batch.pieces:
                    yield between + batch.pieces
                    between = export.streaming(work.to).SEPARATOR
                if task.rejects is not None:
                    rejects.extend(batch.rejects)
                batch.rejects = []
                whole.take(batch, task.most)

    scratch.write(task.pieces, pieces())
    if task.rejects is not None:
        scratch.write(task.rejects, rejects)
    return whole


def gather(  # noqa: PLR0913 - each is a choice of its own
    entries: Iterable[Entry | Finding],
    to: str,
    base: str | None,
    on_error: Literal["stop", "skip"],
    tally: Tally,
    *,
    references: bool,
) -> Iterator[bytes]:
    """The records that can be read, in any format that is one file; all are held.

    Args:
        entries: What readers yield.
        to: The name of a format.
        base: What ids are appended to; by default what the dataset says.
        on_error: Whether a record that is refused ends the work, or is left out.
        tally: What counts what was done.
        references: Whether the ids that a record names must be there.

    Raises:
        UnknownFormat: There is no such format.
        BadArgument: It has several files, or looks at all records at once.
        InvalidDataset: A record was refused, and `on_error` is `stop`.
    """
    module = export.module(to)
    if not module.FORMAT.stream and not hasattr(module, "whole"):
        raise BadArgument(
            to, f"a format that is converted to; `pharmakon build --only {to} --out DIR` writes it"
        )
    make = None if module.FORMAT.stream else export.gathering(to)

    refused: set[str] = set()

    def taken(found: Iterable[Entry | Finding]) -> Iterator[Entry]:
        for each in found:
            if isinstance(each, Entry):
                yield each
            elif each.severity == "error" and on_error == "stop":
                raise InvalidDataset((each,))
            else:
                tally.note(each)
                if each.severity == "error":
                    twice = each.code == DUPLICATE.id  # then the id is that of another
                    refused.add(str(each.location) if twice else each.record or str(each.location))

    dataset, clashes = Dataset.of(taken(entries))
    list(taken(clashes))
    if references:
        unknown = tuple(unknown_reference(dataset))
        list(taken(unknown))
        faulty = {each.record for each in unknown}
        dataset = replace(dataset, records=tuple(each for each in dataset if each.id not in faulty))
    tally.refused += len(refused)
    tally.records += len(dataset)
    if base is not None and dataset.metadata is not None:
        metadata = dataset.metadata.model_copy(update={"base_iri": base})
        dataset = replace(dataset, metadata=metadata)
    naming = Naming.of(dataset.metadata)
    naming = naming if base is None else replace(naming, base=base)
    if make is None:
        yield from export.stream(export.streaming(to), dataset.nodes(), naming)
    else:
        yield from make.whole(dataset, naming)
