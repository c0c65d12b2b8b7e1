"""Bytes to text: strict UTF-8, no control characters but tab and line feed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pharmakon.findings import Finding
from pharmakon.readers.codes import LINE_ENDS
from pharmakon.readers.tree import Limits, Lines, SyntaxFault, location

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
BOM = "\ufeff".encode()
"""What some editors write before the text of a file."""


def refuse_size(data: bytes, limits: Limits) -> None:
    """Refuses what is too large to be read whole.

    Raises:
        SyntaxFault: The bytes are too many.
    """
    if len(data) > limits.max_bytes:
        raise SyntaxFault(
            "PK006",
            f"there are more bytes than the {limits.max_bytes} allowed",
            (1, 1, 1, 1),
            "raise --max-bytes, or write JSON Lines and add --stream",
        )


def decode(data: bytes, limits: Limits, *, start: bool = True) -> str:
    """The text of a file, without a byte order mark and with line feeds as line ends.

    Args:
        data: The bytes.
        limits: How many they may be.
        start: Whether they are the start of a file, where a byte order mark may stand.

    Raises:
        SyntaxFault: The bytes are too many, no UTF-8, or hold control characters.
    """
    refuse_size(data, limits)
    data = data.removeprefix(BOM) if start else data
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        before = data[: fault.start].decode("utf-8")
        line, column = Lines(before).place(len(before))
        raise SyntaxFault(
            "PK002",
            f"byte 0x{data[fault.start]:02X} is not UTF-8",
            (line, column, line, column + 1),
            "save the file as UTF-8",
        ) from None
    text = text.replace("\r\n", "\n")
    if found := _CONTROL.search(text):
        span = Lines(text).span(found.start(), found.end())
        raise SyntaxFault(
            "PK002",
            f"the control character U+{ord(found[0]):04X} is not allowed",
            span,
            "remove it",
        )
    return text


def remarks(file: str, data: bytes) -> Iterator[Finding]:
    """What is accepted but worth saying: a byte order mark, line ends of Windows."""
    if data.startswith(BOM):
        yield Finding(
            "the file begins with a byte order mark",
            location=location(file, (1, 1, 1, 1)),
            hint="save it as UTF-8 without BOM",
        ).of(LINE_ENDS)
    if (at := data.find(b"\r\n")) >= 0:
        line = data.count(b"\n", 0, at) + 1
        yield Finding(
            "the file has line ends of Windows (CRLF)",
            location=location(file, (line, 1, line, 1)),
            hint="save it with LF",
        ).of(LINE_ENDS)
