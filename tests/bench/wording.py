"""Other texts and numbers of the same sort: the words of our own labels and statements, recombined."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from pharmakon.model.canonical import encode, number

from .sample import Object, real

VARIANTS = 12
"""In how many ways a piece of a text is told."""
_PIECE = 6
"""A text of more than this many words is told in two pieces."""
_FACTORS = tuple(eighth / 8 for eighth in range(5, 13))
"""By what numbers are multiplied, both ends of a range by the same."""
_WORD = re.compile(r"[a-z]{4,}")


def quantities(given: Object) -> Iterator[str]:
    """The quantity with other numbers; of what is told in percent, no more than all."""
    for factor in _FACTORS:
        ends = {
            end: number(min(round(given[end] * factor, 2), 100.0 if given["unit"] == "%" else 1e9))
            for end in ("high", "low")
            if end in given
        }
        yield "{" + "".join(f'"{end}":{told},' for end, told in ends.items()) + f'"unit":"{given["unit"]}"}}'


@cache
def _vocabulary() -> dict[int, list[str]]:
    """The plain words of all labels and statements by length, as often as they are used."""
    found: dict[int, list[str]] = defaultdict(list)
    for record in real():
        for name in ("label", "statement", "text", "rationale", "explanation"):
            for word in str(record.get(name, "")).split():
                if _WORD.fullmatch(word):
                    found[len(word)].append(word)
    return found


@cache
def varied(text: str) -> tuple[tuple[str, ...], ...]:
    """A text as pieces within a JSON string, each told in several ways of the same length."""
    draw = random.Random(text)  # noqa: S311 - the same ways in each run
    words = text.split(" ")
    size = len(words) if len(words) <= _PIECE else -(-len(words) // 2)
    told = []
    for start in range(0, len(words), size):
        piece, last = words[start : start + size], start + size >= len(words)
        ways = [piece, *([_other(word, draw) for word in piece] for _ in range(VARIANTS - 1))]
        told.append(tuple(encode(" ".join(way) + ("" if last else " "))[1:-1] for way in ways))
    return tuple(told)


def _other(word: str, draw: random.Random) -> str:
    """The word, or often another of its length."""
    if not _WORD.fullmatch(word) or draw.random() < 0.5:
        return word
    return draw.choice(_vocabulary().get(len(word)) or [word])


def counts(given: int) -> Iterator[str]:
    """Other whole numbers."""
    return (str(max(round(given * factor), 1)) for factor in _FACTORS)
