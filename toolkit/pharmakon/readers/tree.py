"""What every syntax is read into: a tree of values that know where they stand."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pharmakon.dataset import Span
from pharmakon.findings import Location

DEEPEST = 200
"""How deep values can be nested, whatever is asked: each level is a call within a call."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file and what is in it may be.

    Args:
        max_bytes: The size of a file that is read whole, or of a line of JSON Lines.
        max_depth: How deep values may be nested; never deeper than `DEEPEST`.
        max_scalar: The length of one text.

    Units:
        Bytes, levels and code points.
    """

    max_bytes: int = 256 * 1024 * 1024
    max_depth: int = 64
    max_scalar: int = 1024 * 1024

    def __post_init__(self) -> None:
        object.__setattr__(self, "max_depth", min(self.max_depth, DEEPEST))


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, a number or a literal as it is written.

    Args:
        text: The text, or the spelling of a number or literal.
        kind: `plain` for YAML's unquoted scalars, of which the field decides what they are.
        span: Where it stands.
    """

    text: str
    kind: Literal["plain", "string", "number", "literal"]
    span: Span


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of values."""

    items: tuple[Tree, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the order of the file; a key may still occur twice."""

    items: tuple[tuple[Scalar, Tree], ...]
    span: Span

    def get(self, key: str) -> Tree | None:
        """The first value of a key, if there is one."""
        return next((value for name, value in self.items if name.text == key), None)


Tree = Scalar | Sequence | Mapping
"""A value as it is written, with its place."""


def plain(tree: Tree) -> Any:  # noqa: ANN401 - any JSON value
    """The value that a tree of JSON spells, numbers as doubles; of a key that stands twice, the last one."""
    if isinstance(tree, Mapping):
        return {key.text: plain(value) for key, value in tree.items}
    if isinstance(tree, Sequence):
        return [plain(item) for item in tree.items]
    if tree.kind in ("plain", "string"):
        return tree.text
    return json.loads(tree.text, parse_int=float)  # an int of many digits would raise


def repeated(tree: Tree) -> Iterator[Scalar]:
    """The keys, at any depth, that stand in their object once more."""
    if isinstance(tree, Mapping):
        seen: set[str] = set()
        for key, value in tree.items:
            if key.text in seen:
                yield key
            seen.add(key.text)
            yield from repeated(value)
    elif isinstance(tree, Sequence):
        for item in tree.items:
            yield from repeated(item)


class SyntaxFault(Exception):
    """A file that cannot be read on from here; the reader makes it a finding.

    Args:
        code: The code of the finding.
        message: What is wrong.
        span: Where.
        hint: What to do.
    """

    def __init__(self, code: str, message: str, span: Span, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.span, self.hint = code, message, span, hint


class Lines:
    """The lines of a text, split at line feeds only, to find line and column of an offset."""

    def __init__(self, text: str, first: int = 1) -> None:
        self._first = first
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both counted from one."""
        line = bisect_right(self._starts, offset) - 1
        return line + self._first, offset - self._starts[line] + 1

    def span(self, start: int, end: int) -> Span:
        """The place of a run of the text."""
        return (*self.place(start), *self.place(end))


def location(file: str, span: Span) -> Location:
    """The place of a value, for a finding."""
    return Location(file, *span)
