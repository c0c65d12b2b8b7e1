"""What is said while a long work goes on: how far it is, and by how many processes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from pharmakon import compression

if TYPE_CHECKING:
    from rich.progress import Progress

    from pharmakon.api import Stream, Tally

_LARGE = 8 * 1024 * 1024
"""After how much input work takes longer than a glance, in bytes."""


def tell_of_sharing(jobs: int, source: Stream, to: str = "") -> None:
    """Says so on stderr if the work is one process's, though more were asked for.

    Args:
        jobs: How many processes were asked for.
        source: A path, or an open file.
        to: The name of a format, if the work makes one.
    """
    from pharmakon import api

    if jobs > 1 and not api.is_shared(source, to):
        reason = "only a plain file of JSON Lines is shared, and only for a format that streams"
        sys.stderr.write(f"--jobs {jobs}: one process does this, for {reason}\n")


def watched(chunks: Iterator[bytes], tally: Tally, source: Stream) -> Iterator[bytes]:
    """The same chunks; meanwhile, if stderr is a terminal and the work long, a bar tells how far it is.

    Args:
        chunks: What is made, piece by piece.
        tally: What counts the work.
        source: The path of the input, or an open file.
    """
    size, shown = _size(source), sys.stderr.isatty()
    with ExitStack() as stack:
        bar: Progress | None = None
        for chunk in chunks:
            if shown and bar is None and tally.size >= _LARGE:
                bar = stack.enter_context(_bar())
            if bar is not None:
                speed = bar.tasks[0].speed or 0.0
                rate = speed * tally.seen / tally.size if tally.size else 0.0
                told = f"{tally.seen:,} records, {rate:,.0f}/s, {tally.found:,} findings"
                whole = size and size * tally.passes
                bar.update(bar.task_ids[0], completed=tally.size, total=whole, told=told)
            yield chunk


def _bar() -> Progress:
    """A bar that goes away when the work is done."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), TextColumn("{task.fields[told]}"), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.add_task("", total=None, told="")
    return bar


def _size(source: Stream) -> int | None:
    """How much there is to read, in bytes; None if nobody knows."""
    if not isinstance(source, (str, os.PathLike)):
        return None
    path = Path(source)
    return path.stat().st_size if path.is_file() and not compression.kind_of(path) else None
