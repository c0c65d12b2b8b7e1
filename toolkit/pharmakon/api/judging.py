"""Judging files of any size: JSON Lines, as they stream by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial

from pharmakon import readers
from pharmakon.api import arguments
from pharmakon.api.converting import Stream, at_least_one, lines_of
from pharmakon.engines import judging
from pharmakon.engines.batch import Work
from pharmakon.engines.tally import Tally
from pharmakon.errors import BadArgument
from pharmakon.findings import ordered
from pharmakon.graph import Naming
from pharmakon.report import Report


def validate_stream(  # noqa: PLR0913 - each is an option of its own
    source: Stream,
    *,
    limits: readers.Limits | None = None,
    jobs: int = 1,
    index: int | None = None,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    most: int | None = None,
) -> Report:
    """What is wrong with a file of JSON Lines of any size; nothing is held but ids.

    Args:
        source: The file, plain, gzip (`.gz`) or zstd (`.zst`); or open JSON Lines, which are set aside
            to be read again.
        limits: How large a line and what is in it may be.
        jobs: How many processes share a plain file.
        index: How many ids are held in memory, by default two million; more are sorted on the disk.
        select: Only codes that begin so; shape, identity and references alone, `("PK0", "PK101", "PK103")`,
            take a fraction of the time.
        ignore: All but codes that begin so.
        most: How many findings are kept; by default all.

    Returns:
        The report; its `unjudged` names the rules that need the dataset in memory, for which `validate` is.

    Raises:
        UnreadableInput: The path cannot be read.
        BadArgument: It is no file of JSON Lines, or something else is not as asked.
    """
    if most is not None and not isinstance(most, int):
        raise BadArgument(most, "a number of findings, such as 100")
    select, ignore = arguments.codes(select), arguments.codes(ignore)
    tally = Tally(most=most)
    for _ in judged(source, tally, limits=limits, jobs=jobs, index=index, select=select, ignore=ignore):
        pass
    return stream_report(tally, select, ignore)


def judged(  # noqa: PLR0913 - as above
    source: Stream,
    tally: Tally,
    *,
    limits: readers.Limits | None = None,
    jobs: int = 1,
    index: int | None = None,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
) -> Iterator[bytes]:
    """Judges a file as `validate_stream` does, and yields now and then, empty, to show that it goes on."""
    index = at_least_one(jobs, index)
    tally.asked = partial(judging.is_asked, select=select, ignore=ignore)
    with ExitStack() as stack:
        found = lines_of(source, stack, again=True)
        if found is None:
            raise BadArgument(str(source), "a file of JSON Lines, such as records.jsonl or records.jsonl.gz")
        name, input_ = found
        work = Work("", Naming(), name, "skip", arguments.limits(limits))
        work = replace(work, judge=judging.needs_models(select, ignore))
        for _ in judging.judge(input_, work, tally, jobs=jobs, index=index):
            yield b""


def stream_report(tally: Tally, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> Report:
    """The report on a stream that was judged, of codes that begin so."""
    whole = Report(
        ordered(tally.findings),
        tally.records,
        untold=dict(tally.untold),
        unjudged=tuple(each for each in judging.unjudged() if judging.is_asked(each, select, ignore)),
    )
    return whole.selected(select, ignore)
