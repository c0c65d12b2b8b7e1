"""Judging a stream: shape, identity, references and all rules that look at each record alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pharmakon import rules
from pharmakon.engines import between, ledger
from pharmakon.engines.batch import Batch, Work
from pharmakon.engines.inputs import Input
from pharmakon.engines.local import Passes
from pharmakon.engines.tally import Tally
from pharmakon.rules.references import circles, cycle, retired_reference


def judge(
    source: Input, work: Work, tally: Tally, *, jobs: int = 1, index: int = ledger.MOST
) -> Iterator[None]:
    """Judges lines, however many; the findings are those of a whole validation, but for `unjudged` rules.

    Args:
        source: The lines.
        work: What is to be done with each: they are checked only, and all of them.
        tally: What counts what was done, and keeps what was found.
        jobs: How many processes; more than one for a plain file only.
        index: How many ids are held in memory. What is above what, and what was withdrawn, is held as well.

    Yields:
        Nothing, now and then, so that who waits can see how far the work is.

    Raises:
        PublishError: What is set aside does not fit on the disk.
        WorkerLost: A process was killed.
    """
    book, odd = ledger.Ledger(index), Batch()
    passes = Passes(source, jobs, tally)
    tally.passes = 2 if work.judge else 1
    for batch in passes.read(replace(work, judge=False), book):
        odd.remark(batch.remarks)
        if not work.judge:
            tally.add(batch)
        yield
    trouble = book.settle()
    second = dict(between.located(source, work, replace(trouble, unknown=frozenset())))
    steps: list[tuple[str, str, str]] = []
    withdrawn: dict[str, str | None] = {}
    if work.judge:  # a record whose id is taken is not there, and no rule looks at it
        for batch in passes.read(replace(work, without=second), None):
            tally.add(batch)
            steps += batch.steps
            withdrawn |= batch.withdrawn
            yield
    else:
        tally.records -= len(second)
        for each in (finding for found in second.values() for finding in found):
            tally.note(each)
    for each in odd.remarks:
        tally.note(each)
    for number, found in between.located(source, work, trouble, withdrawn, circles(steps)):
        for each in found if number not in second else ():
            tally.note(each)
        yield


def needs_models(select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> bool:
    """Whether, of codes that begin so, any is told by a rule; shape, identity and references need none."""
    told = [each.code.id for each in rules.rules() if each.alone] + [cycle.code.id, retired_reference.code.id]
    return any(is_asked(code, select, ignore) for code in told)


def is_asked(code: str, select: tuple[str, ...], ignore: tuple[str, ...]) -> bool:
    """Whether a code is among those that begin so."""
    return (not select or code.startswith(select)) and not (ignore and code.startswith(ignore))


def unjudged() -> tuple[str, ...]:
    """The codes of rules that need the whole dataset, or documents; a stream is not judged by them."""
    judged = {each.code.id for each in between.RULES}
    return tuple(each.code.id for each in rules.rules() if not each.alone and each.code.id not in judged)
