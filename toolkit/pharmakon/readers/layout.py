"""Layout that YAML forbids and PyYAML's parser lets through: other parsers refuse it, or read it otherwise.

Source: YAML 1.2.2, sections 6.1 (indentation), 6.6 (comments), 7.3 (flow scalars), 8.1 (block scalars).
"""

from __future__ import annotations

import re
from typing import Any

from pharmakon.readers.tree import Lines, SyntaxFault

_COMMENT = re.compile(r"(?:(?<=[ \t\n])|(?<!.))#.*|#")
_GLUED = re.compile(r"[|>][-+0-9]*#")
_COUNTED = re.compile(r"[|>][-+]?[0-9]")
_UNKNOWN_DIRECTIVE = re.compile(r"^%(?!(?:YAML|TAG)[ \t])[^ \t\n]*.", re.MULTILINE)
_TAG_DIRECTIVE = re.compile(r"^%TAG\b.*", re.MULTILINE)


def refuse_comment(text: str, start: int, end: int) -> None:
    """Refuses a comment that is glued to what stands before it.

    Args:
        text: The whole text.
        start: Where the part between two values begins.
        end: Where it ends.
    """
    for found in _COMMENT.finditer(text, start, end):
        if found.start() > 0 and text[found.start() - 1] not in " \t\n":
            raise _fault(text, found.start(), "a comment begins after a space", "put a space before the #")


def refuse_directive(text: str, event: Any) -> None:  # noqa: ANN401 - PyYAML has no types
    """Refuses tag handles, directives that nobody knows, and a comment that is glued to a directive."""
    end = event.end_mark.index
    refuse_comment(text, event.start_mark.index, end)
    if found := _UNKNOWN_DIRECTIVE.search(text, 0, end):
        raise _fault(text, found.end() - 1, "there is no such directive", "leave it out")
    if event.tags:
        found = _TAG_DIRECTIVE.search(text)
        place = Lines(text).span(*found.span()) if found else (1, 1, 1, 1)
        raise SyntaxFault("PK004", "the directive %TAG is not used in records", place, "leave it out")


def refuse_scalar(text: str, event: Any, indent: int, *, flow: bool) -> None:  # noqa: ANN401
    """Refuses a scalar whose lines are indented too little, or signs that other parsers read otherwise.

    Args:
        text: The whole text.
        event: The scalar.
        indent: The column, from zero, of the block in which it stands; -1 at the top.
        flow: Whether it stands within brackets or braces.
    """
    start, end = event.start_mark.index, event.end_mark.index
    if event.style in ("|", ">"):
        _refuse_block(text, start, indent)
    elif event.style and not flow:
        refuse_outdent(text, start, end, indent)
    elif event.value == "-" and not event.style:
        raise _fault(text, start, "a dash alone is no value", "put it in quotes")
    if flow and start and text[start - 1] == "?":
        raise _fault(text, start - 1, "some take this ? for a part of the word", "put the word in quotes")


def _refuse_block(text: str, start: int, indent: int) -> None:
    """Refuses a block whose leading blank lines are indented further than its first line."""
    if found := _GLUED.match(text, start):
        raise _fault(text, found.end() - 1, "a comment begins after a space", "put a space before the #")
    if _COUNTED.match(text, start):
        return
    deepest = deepest_at = 0
    at = text.find("\n", start) + 1
    while 0 < at < len(text):
        stop = text.find("\n", at)
        line = text[at : stop if stop >= 0 else len(text)]
        spaces = len(line) - len(line.lstrip(" "))
        if len(line) > spaces:
            if indent < spaces < deepest:
                message = "a blank line is indented further than the text that follows it"
                raise _fault(text, deepest_at, message, "remove the spaces")
            return
        if spaces > deepest:
            deepest, deepest_at = spaces, at
        at = stop + 1


def refuse_outdent(text: str, start: int, end: int, indent: int) -> None:
    """Refuses a value over several lines, in quotes or brackets, with a line that is not indented.

    A line that begins with the closing bracket may stand where the value's key does, as everybody
    writes it.
    """
    at = text.find("\n", start, end) + 1
    while at > 0:
        stop = text.find("\n", at, end)
        line = text[at : stop if stop >= 0 else end]
        spaces = len(line) - len(line.lstrip(" "))
        if line.strip() and spaces <= indent and line[spaces] not in "#]}":
            message = "a line is not indented further than the value to which it belongs"
            raise _fault(text, at + spaces, message, "indent it with spaces")
        at = stop + 1


def _fault(text: str, at: int, message: str, hint: str) -> SyntaxFault:
    return SyntaxFault("PK001", message, Lines(text).span(at, at + 1), hint)
