"""Every option of every command with values that nobody should give it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from pharmakon.cli.commands import app

VALUES = ("", " ", "nope", "-1", "0", "\x1b[31m", "\u202e", "../..", "a" * 5000, "\u00e9/\u00e8", "1e9", "--")
PLACES = {
    "build": ("nowhere", "--out", "out"),
    "convert": ("nowhere.jsonl", "--to", "ntriples"),
    "explain": ("PK203",),
    "list": ("drug", "--dataset", "DATA"),
    "new": ("drug", "x"),
    "show": ("drug/x", "--dataset", "DATA"),
    "validate": ("DATA",),
    "verify": ("nowhere",),
}
"""What else a command is given, so that it changes nothing and is quick."""


def odd_uses() -> Iterator[tuple[str, ...]]:
    """Each option that takes a value with each odd value, and each command with an odd word alone."""
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    for name, command in sorted(commands.items()):
        yield from ((name, *PLACES.get(name, ()), value) for value in VALUES if name != "build")
        for option in command.params:
            if option.param_type_name == "option" and not option.is_flag:
                yield from ((name, *PLACES.get(name, ()), option.opts[0], value) for value in VALUES)


USES = tuple(odd_uses())
if os.environ.get("PHARMAKON_FULL") != "1":
    USES = USES[::10]


@pytest.mark.parametrize("words", USES, ids=lambda words: ascii(" ".join(words)[:60]))
def test_an_odd_value_is_refused_in_one_line_or_used(
    words: tuple[str, ...], run: Callable[..., Any], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No value ends in a traceback or an internal error; what is refused is refused in one printable line."""
    folder = data.parent / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    said = run(*(word.replace("DATA", str(data)) for word in words))
    assert said.code in (0, 1, 2, 3)
    assert "internal error" not in said.err
    if said.code == 2:
        assert said.out == ""
        assert said.err.startswith("pharmakon: ")
        assert said.err.count("\n") == 1
        assert said.err.rstrip("\n").isprintable()
