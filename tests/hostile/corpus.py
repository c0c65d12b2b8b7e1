"""All cases of bad input in one list, each judged in the same way."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hostile import accepted, encodings, jsonlds, jsons, places, releases, shapes, values, yamls
from hostile.case import Case, Told
from hostile.places import Place
from hostile.releases import Release

TEXTS = (encodings, jsons, jsonlds, yamls, values, shapes, accepted)
Any_ = Case | Place | Release


@dataclass(frozen=True)
class Verdict:
    """What became of one case.

    Args:
        handled: Whether all that was to be said was said, and nothing else.
        told: How many findings were to be told by their line.
        right: How many of them were told in the right line.
        said: What was said instead, if anything.
        crashed: Whether an exception escaped.
    """

    handled: bool
    told: int = 0
    right: int = 0
    said: str = ""
    crashed: bool = False


def cases() -> Iterator[Any_]:
    """Every case."""
    for module in TEXTS:
        yield from module.cases()
    yield from places.cases()
    yield from releases.cases()


def kind(case: Any_) -> str:
    """What sort of badness a case is."""
    return str(case).partition(": ")[0]


def judge(case: Any_) -> Verdict:
    """What becomes of a case; an exception is a verdict, too."""
    try:
        if isinstance(case, Case):
            return _text(case)
        return _place(case) if isinstance(case, Place) else _release(case)
    except Exception as fault:  # noqa: BLE001 - whatever escapes is what we look for
        return Verdict(handled=False, said=f"{type(fault).__name__}: {fault}"[:300], crashed=True)


def _text(case: Case) -> Verdict:
    found = case.found()
    right = len(_lines(case.told) & _lines(found))
    return Verdict(found == case.told, len(_lines(case.told)), right, str(found)[:300])


def _lines(told: tuple[Told, ...]) -> set[tuple[str, int, int]]:
    """The codes and lines; one that is told twice in a line counts twice."""
    pairs = [(code, line) for code, line, _ in told]
    return {(code, line, pairs[:at].count((code, line))) for at, (code, line) in enumerate(pairs)}


def _place(case: Place) -> Verdict:
    with tempfile.TemporaryDirectory() as made:
        case.make(Path(made))
        found = case.found(Path(made))
    handled = found == case.records if not case.said else case.said in str(found)
    return Verdict(handled, said=str(found)[:300])


def _release(case: Release) -> Verdict:
    codes, line = case.found()
    handled = (codes, line) == (case.codes, case.line)
    return Verdict(handled, int(case.line > 0), int(0 < line == case.line), f"{codes} in line {line}")
