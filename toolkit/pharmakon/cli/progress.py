"""How far a long work is, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pharmakon.api import Tally

_LARGE = 16 * 1024 * 1024
"""From how much input on the work takes longer than a glance, in bytes."""


def watched(chunks: Iterator[bytes], tally: Tally, source: str) -> Iterator[bytes]:
    """The same chunks; meanwhile, if stderr is a terminal and the work long, a bar tells how far it is.

    Args:
        chunks: What is made, piece by piece.
        tally: What counts the work.
        source: The path of the input, or `-`.
    """
    size = _size(source)
    if not sys.stderr.isatty() or (size is not None and size < _LARGE):
        yield from chunks
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), TextColumn("{task.fields[told]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=size, told="")
        for chunk in chunks:
            speed = bar.tasks[0].speed or 0.0
            rate = speed * tally.seen / tally.size if tally.size else 0.0
            told = f"{tally.seen:,} records, {rate:,.0f}/s, {tally.found:,} findings"
            bar.update(task, completed=tally.size, total=size and size * tally.passes, told=told)
            yield chunk


def _size(source: str) -> int | None:
    """How long a file is, in bytes; None if nobody knows."""
    path = Path(source)
    return path.stat().st_size if path.is_file() and path.suffix not in (".gz", ".zst") else None
