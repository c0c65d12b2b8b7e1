"""Judging a stream: shape, identity, references and all rules that look at each record alone."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon import rules
from pharmakon.dataset import DUPLICATE
from pharmakon.engines import between, ledger
from pharmakon.engines.batch import Batch, Work
from pharmakon.engines.inputs import Input
from pharmakon.engines.local import Passes, Tally
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
        OSError: What is set aside does not fit on the disk.
        WorkerLost: A process was killed.
    """
    book = ledger.Ledger(index)
    steps: list[tuple[str, str, str]] = []
    withdrawn: dict[str, str | None] = {}
    odd = Batch()
    for batch in Passes(source, jobs, tally).read(work, book):
        tally.add(batch)
        odd.remark(batch.remarks)
        steps += batch.steps
        withdrawn |= batch.withdrawn
        yield
    for each in odd.remarks:
        tally.note(each)
    trouble = book.settle()
    second: set[int] = set()
    for number, found in between.located(source, work, trouble, withdrawn, circles(steps)):
        if any(each.code == DUPLICATE.id for each in found):
            second.add(number)
            tally.records -= 1
        for each in found:
            tally.note(each)
        yield
    if second:  # a record whose id is taken is not there, and nothing else is said of it
        kept = [
            each
            for each in tally.findings
            if each.code == DUPLICATE.id or each.location is None or each.location.line not in second
        ]
        tally.found -= len(tally.findings) - len(kept)
        tally.findings[:] = kept


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
