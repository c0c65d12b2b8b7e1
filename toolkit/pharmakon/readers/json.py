"""JSON to a tree: RFC 8259 to the letter, with the place of every value."""

from __future__ import annotations

import re

from pharmakon.readers.tree import (
    Limits,
    Lines,
    Mapping,
    Scalar,
    Sequence,
    SyntaxFault,
    Tree,
)

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_LITERAL = re.compile(r"true|false|null")
_CHARACTERS = re.compile(r'[^"\\\x00-\x1f]*')
_ESCAPE = re.compile(r'["\\/bfnrt]|u[0-9A-Fa-f]{4}')
_MEANING = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_SURROGATES = range(0xD800, 0xE000)
_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)


def parse(text: str, limits: Limits, first_line: int = 1) -> Tree:
    """The one value that the text holds.

    Args:
        text: The text.
        limits: How large it may be.
        first_line: The number of the line at which the text begins in its file.

    Raises:
        SyntaxFault: The text is not one JSON value, or is too deep or too long.
    """
    parser = _Parser(text, limits, Lines(text, first_line))
    value = parser.value(0)
    parser.skip()
    if parser.at < len(text):
        raise parser.fault("nothing may follow the value")
    return value


class _Parser:
    """Reads one text from left to right."""

    def __init__(self, text: str, limits: Limits, lines: Lines) -> None:
        self.text, self.limits, self.lines = text, limits, lines
        self.at = 0

    def fault(self, message: str, code: str = "PK001", at: int | None = None) -> SyntaxFault:
        """A fault at one character; by default the present one."""
        at = self.at if at is None else at
        return SyntaxFault(code, message, self.lines.span(at, at + 1))

    def skip(self) -> None:
        """Goes on to the next character that is not white space."""
        self.at = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]

    def value(self, depth: int) -> Tree:
        """Reads any value."""
        self.skip()
        start = self.at
        head = self.text[start : start + 1]
        if head in ("{", "["):
            if depth >= self.limits.max_depth:
                message = f"nested deeper than {self.limits.max_depth} levels"
                raise self.fault(message, "PK006")
            return self._object(depth) if head == "{" else self._array(depth)
        if head == '"':
            return self._string()
        for kind, pattern in (("number", _NUMBER), ("literal", _LITERAL)):
            if found := pattern.match(self.text, start):
                self.at = found.end()
                span = self.lines.span(start, self.at)
                return Scalar(found[0], kind, span)  # type: ignore[arg-type]
        raise self.fault("a value is expected here" if head else "the text ends too early")

    def _array(self, depth: int) -> Sequence:
        start = self.at
        items: list[Tree] = []
        self.at += 1
        self.skip()
        if not self._take("]"):
            while True:
                items.append(self.value(depth + 1))
                self.skip()
                if self._take("]"):
                    break
                self._expect(",")
        return Sequence(tuple(items), self.lines.span(start, self.at))

    def _object(self, depth: int) -> Mapping:
        start = self.at
        items: list[tuple[Scalar, Tree]] = []
        self.at += 1
        self.skip()
        if not self._take("}"):
            while True:
                self.skip()
                if self.text[self.at : self.at + 1] != '"':
                    raise self.fault("a key in double quotes is expected here")
                key = self._string()
                self.skip()
                self._expect(":")
                items.append((key, self.value(depth + 1)))
                self.skip()
                if self._take("}"):
                    break
                self._expect(",")
        return Mapping(tuple(items), self.lines.span(start, self.at))

    def _string(self) -> Scalar:
        start = self.at
        self.at += 1
        parts: list[str] = []
        while True:
            run = _CHARACTERS.match(self.text, self.at)
            parts.append(run[0])  # type: ignore[index]
            self.at = run.end()  # type: ignore[union-attr]
            if self._take('"'):
                break
            if not self._take("\\"):
                raise self.fault("a text must end with a double quote on its line")
            parts.append(self._escape())
        text = "".join(parts)
        if len(text) > self.limits.max_scalar:
            message = f"a text of {len(text)} characters is longer than {self.limits.max_scalar}"
            span = self.lines.span(start, self.at)
            raise SyntaxFault("PK006", message, span, "shorten it, or raise --max-scalar")
        return Scalar(text, "string", self.lines.span(start, self.at))

    def _escape(self) -> str:
        start = self.at - 1
        found = _ESCAPE.match(self.text, self.at)
        if not found:
            raise self.fault("no such escape exists", at=start)
        self.at = found.end()
        if found[0][0] != "u":
            return _MEANING.get(found[0], found[0])
        unit = int(found[0][1:], 16)
        if unit not in _SURROGATES:
            return chr(unit)
        second = _ESCAPE.match(self.text, self.at + 1) if self._peek("\\") else None
        low = int(second[0][1:], 16) if second and second[0][0] == "u" else 0
        if second is None or unit not in _HIGH or low not in _LOW:
            raise self.fault("half of a surrogate pair is no character", "PK002", start)
        self.at = second.end()
        return chr(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))

    def _peek(self, sign: str) -> bool:
        return self.text.startswith(sign, self.at)

    def _take(self, sign: str) -> bool:
        if self._peek(sign):
            self.at += 1
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            message = f"{sign!r} is expected here"
            raise self.fault(message)
