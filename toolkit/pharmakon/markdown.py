"""Texts in Markdown pages, where none of their characters acts as markup."""

from __future__ import annotations

import re

_ACTIVE = re.compile(r"[\\`*_\[\]<>&|~#$]")
_BEGINNING = re.compile(r"[-+=]|[0-9]+(?=[.)])")
"""What would make of a line that begins so a list, a rule or a heading."""
_BREAK = re.compile(r"\n(?:[ \t]*\n)+")


def plain(text: str) -> str:
    r"""A text of one or more paragraphs, which a page shows as it is; it cannot be told where lines broke.

    Source: CommonMark 0.31.2, sections 2.4 and 4; GitHub Flavored Markdown, sections 4.10 and 6.5.

    Example:
        >>> print(plain("```\n1. <b>a*b</b>"))
        \`\`\`
        1\. \<b\>a\*b\</b\>
    """
    return "\n".join(_line(line.strip(" \t")) for line in text.strip(" \t\n").split("\n"))


def strong(text: str) -> str:
    """A text in bold, paragraph by paragraph."""
    return "\n\n".join(f"**{plain(each.strip())}**" for each in _BREAK.split(text) if each.strip())


def code(text: str) -> str:
    """A text of one line as a code span, whatever backticks are in it.

    Example:
        >>> print(code("a`b"))
        ``a`b``
    """
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    space = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    return f"{fence}{space}{text}{space}{fence}"


def _line(line: str) -> str:
    """A line, with a backslash before each character that would act."""
    escaped = _ACTIVE.sub(lambda found: f"\\{found[0]}", line)
    begins = _BEGINNING.match(escaped)
    if begins is None:
        return escaped
    at = begins.end() if begins[0].isdigit() else 0
    return f"{escaped[:at]}\\{escaped[at:]}"
