"""Functions that are written for one record type each, from the table, and made as dataclasses are.

This is the one place where text becomes code. The text is made of the package's own words: every
value in it, be it of the table or of a caller, is bound to a name. Nothing that was read from data is ever
part of it; tests read the texts of all functions, and find in them names of fields and of values alone.
"""

from __future__ import annotations

import linecache
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class Writing:
    """A function that is being written, line by line.

    Args:
        name: Its name, for tracebacks.
        parameters: The names of its parameters.
    """

    def __init__(self, name: str, *parameters: str) -> None:
        self._name = name
        self._lines = [f"def made({', '.join(parameters)}):"]
        self._depth = 1
        self._values: dict[str, object] = {}

    def line(self, text: str) -> None:
        """Adds a line."""
        self._lines.append("    " * self._depth + text)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Adds a line that opens a block; what is added meanwhile stands in it."""
        self.line(f"{head}:")
        self._depth += 1
        yield
        self._depth -= 1

    def bind(self, value: object) -> str:
        """A name for a value that the function needs."""
        name = f"v{len(self._values)}"
        self._values[name] = value
        return name

    def text(self) -> str:
        """What is written so far."""
        return "\n".join(self._lines) + "\n"

    def made(self) -> Callable[..., Any]:
        """The function.

        Raises:
            TypeError: Its text has more than ASCII, or quotes of another kind than its own.
        """
        text = self.text()
        if not text.isascii() or "'" in text or '"""' in text:
            message = f"{self._name} holds more than names"
            raise TypeError(message)
        file = f"<{self._name}>"
        linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
        exec(compile(text, file, "exec"), self._values)  # noqa: S102 - see above
        return self._values["made"]  # type: ignore[return-value]
