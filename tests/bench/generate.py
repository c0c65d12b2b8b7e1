"""Realistic records of any number, made from the packaged ones.

    python -m tests.bench.generate 1000000 --seed 7 -o big.jsonl

The real records are repeated block by block, each time with other ids, texts, numbers and digests, so
that types, lengths, optional fields and lists are spread as in the real dataset. A record's relations
and claims stand in its own block; the drugs, concepts and sources it names stand in a block drawn by
Zipf's law, so that a few of them are named by very many, and most by a few. Hierarchies lead to the
same block or an earlier one, so there is no circle. Nothing is held but the templates.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .faults import FAULTS, Plan
from .sample import real
from .templates import Block, Digest, Match, Number, OneOf, Passage, Piece, Set, Template, templates

LEAST = 14
"""The least number of records that can name each other: one of each type."""
_FLUSH = 1000


def records(count: int, seed: int = 0, errors: float = 0.0) -> Iterator[bytes]:
    """Lines of canonical JSON, without line ends; the same for the same arguments.

    Args:
        count: How many; at least one of each type is needed.
        seed: What the drawn values depend on.
        errors: The share of lines that are broken; `faults` tells how.

    Raises:
        ValueError: There are fewer than can name each other.
    """
    if count < LEAST:
        message = f"{count} records cannot name each other; ask for {LEAST} or more"
        raise ValueError(message)
    plan = Plan(seed, errors)
    for number, line in enumerate(_lines(count, seed)):
        fault = plan.fault()
        yield line.encode() if fault is None else FAULTS[fault](line, number)


def ids(count: int) -> Iterator[str]:
    """The ids of the records, in their order."""
    made = templates(count if count < len(real()) else None)
    for at in range(count):
        block, rank = divmod(at, len(made))
        yield f"{made[rank].id}-{block}"


def _lines(count: int, seed: int) -> Iterator[str]:
    made: tuple[Template, ...] = templates(count if count < len(real()) else None)
    full = count // len(made)
    draw = random.Random(seed)  # noqa: S311 - records, not secrets
    numbers: list[int] = []
    for block in range(-(-count // len(made))):
        local = min(block, full - 1)
        if local == block:
            numbers = [block, local, *(int(full ** draw.random()) - 1 for _ in range(3)), block]
        else:
            numbers = [block, local, *numbers[2:5], block]
        blocks = [str(each) for each in numbers]
        for template in made[: count - block * len(made)]:
            yield _spelled(template.pieces, blocks, draw)


def _spelled(pieces: tuple[Piece, ...], blocks: list[str], draw: random.Random) -> str:
    """The pieces as text, with what is drawn for this record."""
    told, random_ = [], draw.random
    for piece in pieces:
        kind = type(piece)
        if kind is str:
            told.append(piece)
        elif kind is OneOf:
            told.append(piece.spellings[int(random_() * len(piece.spellings))])  # type: ignore[union-attr]
        elif kind is Block:
            told.append(blocks[piece])  # type: ignore[index]
        elif kind is Set:
            values = {_spelled(each, blocks, draw) for each in piece.values}  # type: ignore[union-attr]
            told.append(",".join(sorted(values)))
        else:
            told.append(_drawn(piece, blocks, draw))
    return "".join(told)  # type: ignore[arg-type]


def _drawn(piece: Piece, blocks: list[str], draw: random.Random) -> str:
    match piece:
        case Passage(length, room):
            start = int(draw.random() * (room + 1))
            sha256 = f"{draw.getrandbits(256):064x}"
            return f'{{"end":{start + length},"sha256":"{sha256}","start":{start}}}'
        case Digest():
            return f"{draw.getrandbits(256):064x}"
        case Number() | Match():
            return piece.of(int(blocks[Block.NUMBER]))
    raise TypeError(piece)


def write(out: BinaryIO, count: int, seed: int = 0, errors: float = 0.0) -> None:
    """Writes the lines, some at a time."""
    waiting: list[bytes] = []
    for line in records(count, seed, errors):
        waiting.append(line)
        if len(waiting) == _FLUSH:
            out.write(b"\n".join(waiting) + b"\n")
            waiting.clear()
    if waiting:
        out.write(b"\n".join(waiting) + b"\n")


def main(arguments: list[str] | None = None) -> None:
    """Writes what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.generate", description=__doc__)
    parser.add_argument("count", type=int, help="how many records")
    parser.add_argument("--seed", type=int, default=0, help="what the drawn values depend on")
    parser.add_argument("--errors", type=float, default=0.0, help="the share of lines that are broken")
    parser.add_argument("-o", "--out", type=Path, help="a file; by default standard output")
    asked = parser.parse_args(arguments)
    if asked.count < LEAST:
        parser.error(f"{asked.count} records cannot name each other; ask for {LEAST} or more")
    with contextlib.ExitStack() as stack:
        out = stack.enter_context(asked.out.open("wb")) if asked.out else sys.stdout.buffer
        write(out, asked.count, asked.seed, asked.errors)


if __name__ == "__main__":
    main()
