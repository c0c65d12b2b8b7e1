"""How fast we are beside others, on generated records, and how time and memory grow.

    python -m tests.bench [--records 100000] [--rounds 3] [--growth 10000 100000 1000000] [--short]

Programs take turns, each in a process of its own that is measured from outside. A rate leaves out the
start of the program, which is measured on a few records; a ? asks for more records. Ratios are
taken within a round, and their median is shown: above 1 we are faster. On a machine that others use,
those by the time of the processor are the steadier ones; they mean nothing for several jobs. Nothing
here passes or fails.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from pathlib import Path

from .processes import Failed, Taken, run
from .stages import GROWTH, STAGES, Files, Stage

_TINY = 14
_LEAST_SECONDS = 0.001
"""What a program takes at least beyond its start: the clock of a busy machine tells no less."""


class Bench:
    """The runs of some stages.

    Args:
        files: The files that programs read.
        records: How many records are put before a program that can bear them.
        patience: By what the number is divided for programs that cannot.
    """

    def __init__(self, files: Files, records: int, patience: int = 1) -> None:
        self.files, self.records, self.patience = files, records, patience
        self.failed: dict[Stage, str] = {}
        self._starts: dict[Stage, list[Taken]] = defaultdict(list)

    def count(self, stage: Stage) -> int:
        """How many records the stage is given."""
        return min(self.records, max(stage.most // self.patience, _TINY))

    def start(self, stage: Stage) -> Taken:
        """What the program takes for hardly any record; at best, of all that was seen."""
        starts = self._starts[stage]
        if not starts:
            self.begin(stage)
        return Taken(*(min(each) for each in zip(*map(astuple, starts), strict=True)))

    def begin(self, stage: Stage) -> None:
        """Measures the start once more; for the first time twice, for it may have to be compiled."""
        for _ in range(1 if self._starts[stage] else 2):
            self._starts[stage].append(self.take(stage, _TINY))

    def take(self, stage: Stage, count: int) -> Taken:
        """One run.

        Raises:
            Failed: It cannot run.
        """
        _say(f"{stage.contest}: {stage.name}, {count:,} records")
        return run(stage.command(self.files, count), self.files.folder, stage.allowed)

    def net(self, stage: Stage, taken: Taken) -> tuple[float, float]:
        """The seconds on the wall and of the processor, without those of the start."""
        start = self.start(stage)
        return (
            max(taken.seconds - start.seconds, _LEAST_SECONDS),
            max(taken.cpu - start.cpu, _LEAST_SECONDS),
        )

    def rounds(self, stages: Sequence[Stage], rounds: int) -> dict[Stage, list[Taken]]:
        """Runs the stages in turn; those that cannot run are noted and left out from then on."""
        taken: dict[Stage, list[Taken]] = defaultdict(list)
        for _ in range(rounds):
            for stage in stages:
                if stage in self.failed:
                    continue
                try:
                    self.begin(stage)
                    taken[stage].append(self.take(stage, self.count(stage)))
                except Failed as failure:
                    self.failed[stage] = str(failure)
                    taken.pop(stage, None)
        return taken


def contests(bench: Bench, stages: Sequence[Stage], rounds: int) -> Iterator[str]:
    """The table of all programs beside ours."""
    taken = bench.rounds(stages, rounds)
    yield _row("", "records", "records/s", "ours is", "… by cpu", "cpu s", "start s", "peak MB")
    for contest in dict.fromkeys(stage.contest for stage in stages):
        yield contest
        members = [stage for stage in stages if stage.contest == contest]
        rates = {stage: _rates(bench, stage, taken.get(stage, [])) for stage in members}
        ours = next((rates[stage] for stage in members if stage.ours), [])
        for stage in members:
            if stage in bench.failed:
                yield _row(f"  {stage.name}", f"cannot run: {bench.failed[stage]}")
                continue
            rate = f"{statistics.median(wall for wall, _ in rates[stage]):,.0f}"
            yield _row(
                f"  {stage.name}",
                f"{bench.count(stage):,}",
                "?" if _unsure(bench, stage, taken[stage]) else rate,
                *("" if stage.ours else _ratio(ours, rates[stage], clock) for clock in (0, 1)),
                f"{statistics.median(run.cpu for run in taken[stage]):.2f}",
                f"{bench.start(stage).seconds:.2f}",
                f"{max(run.peak_mb for run in taken[stage]):.0f}",
            )


Rates = list[tuple[float, float]]
"""Records a second, on the wall and of the processor, round by round."""


def _rates(bench: Bench, stage: Stage, taken: list[Taken]) -> Rates:
    more = bench.count(stage) - _TINY
    return [(more / wall, more / cpu) for wall, cpu in (bench.net(stage, each) for each in taken)]


def _unsure(bench: Bench, stage: Stage, taken: list[Taken]) -> bool:
    """Whether the start, which varies, took most of the time on the wall."""
    spent = statistics.median(bench.net(stage, each)[0] for each in taken)
    return spent < bench.start(stage).seconds / 2


def _ratio(ours: Rates, theirs: Rates, clock: int) -> str:
    """How many times as fast we are: the median of the rounds."""
    ratios = [one[clock] / other[clock] for one, other in zip(ours, theirs, strict=False)]
    return f"{statistics.median(ratios):.2f}x" if ratios else ""


def _row(name: str, records: str, *cells: str) -> str:
    return f"{name:<38} {records:>9}{''.join(f'{cell:>11}' for cell in cells)}".rstrip()


def growth(bench: Bench, sizes: Sequence[int]) -> Iterator[str]:
    """The table of our time and memory while the number of records grows, and the exponent of the time."""
    yield _row("growth", "records", "records/s", "cpu s", "peak MB")
    for stage in GROWTH:
        points = []
        try:
            for size in sizes:
                bench.begin(stage)
                taken = bench.take(stage, size)
                wall, cpu = bench.net(stage, taken)
                points.append((size, cpu))
                rate = f"{(size - _TINY) / wall:,.0f}"
                yield _row(f"  {stage.name}", f"{size:,}", rate, f"{taken.cpu:.2f}", f"{taken.peak_mb:.0f}")
        except Failed as failure:
            yield _row(f"  {stage.name}", f"cannot run: {failure}")
        if len(points) > 1:
            yield f"    processor time grows with the power {exponent(points):.2f} of the number of records"


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of the line through the logarithms, by least squares.

    Example:
        >>> round(exponent([(10, 1), (100, 10), (1000, 100)]), 6)
        1.0
    """
    sizes = [math.log(size) for size, _ in points]
    times = [math.log(seconds) for _, seconds in points]
    return statistics.linear_regression(sizes, times).slope


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def main(arguments: list[str] | None = None) -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--records", type=int, help="how many at most (100000; short: 20000)")
    parser.add_argument("--rounds", type=int, help="how often each program runs (3; short: 1)")
    parser.add_argument("--growth", type=int, nargs="*", help="numbers of records (10 k, 100 k, 1 M)")
    parser.add_argument("--only", nargs="*", help="programs whose name holds one of these words, and ours")
    parser.add_argument(
        "--short",
        action="store_true",
        help="fewer records, once each: about a minute on a machine that is free",
    )
    parser.add_argument("--folder", type=Path, help="where files are kept; by default they are removed")
    asked = parser.parse_args(arguments)
    records = asked.records or (20_000 if asked.short else 100_000)
    rounds = asked.rounds or (1 if asked.short else 3)
    sizes = asked.growth
    if sizes is None:
        sizes = [5_000, 20_000] if asked.short else [10_000, 100_000, 1_000_000]
    words = asked.only
    stages = [
        stage
        for stage in STAGES
        if words is None or stage.ours or any(word.lower() in stage.name.lower() for word in words)
    ]
    with tempfile.TemporaryDirectory() as temporary:
        bench = Bench(Files(asked.folder or Path(temporary)), records, 10 if asked.short else 1)
        _print(contests(bench, stages, rounds))
        if sizes:
            _print(["", *growth(bench, sizes)])
    machine = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    _print(["", f"medians of {rounds} rounds; {machine}"])


def _print(lines: Sequence[str] | Iterator[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
