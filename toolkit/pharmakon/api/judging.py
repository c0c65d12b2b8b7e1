"""Judging files of any size: JSON Lines, as they stream by."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from pharmakon import readers
from pharmakon.api.converting import at_least_one
from pharmakon.api.loading import shown
from pharmakon.engines import judging
from pharmakon.engines.batch import Work
from pharmakon.engines.inputs import of_file
from pharmakon.engines.tally import Tally
from pharmakon.errors import BadArgument
from pharmakon.findings import ordered
from pharmakon.graph import Naming
from pharmakon.readers import folder, lines
from pharmakon.report import Report


def validate_stream(  # noqa: PLR0913 - each is an option of its own
    path: str | os.PathLike[str],
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
        path: The file, plain, gzip (`.gz`) or zstd (`.zst`).
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
        BadArgument: It is no file of JSON Lines.
    """
    tally = Tally(most=most)
    for _ in judged(path, tally, limits=limits, jobs=jobs, index=index, select=select, ignore=ignore):
        pass
    return stream_report(tally, select, ignore)


def judged(  # noqa: PLR0913 - as above
    path: str | os.PathLike[str],
    tally: Tally,
    *,
    limits: readers.Limits | None = None,
    jobs: int = 1,
    index: int | None = None,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
) -> Iterator[bytes]:
    """Judges a file as `validate_stream` does, and yields now and then, empty, to show that it goes on."""
    file = folder.path_of(path)
    if not lines.is_lines(file):
        raise BadArgument(str(path), "a file of JSON Lines, such as records.jsonl or records.jsonl.gz")
    index = at_least_one(jobs, index)
    tally.asked = partial(judging.is_asked, select=select, ignore=ignore)
    work = Work("", Naming(), shown(file), "skip", limits or readers.Limits())
    work = replace(work, judge=judging.needs_models(select, ignore))
    for _ in judging.judge(of_file(file), work, tally, jobs=jobs, index=index):
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
