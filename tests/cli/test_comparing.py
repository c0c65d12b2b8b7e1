"""`diff`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_no_difference_is_zero(run: Run, golden: Path, data: Path) -> None:
    """A copy does not differ."""
    assert run("diff", golden, data) == type(run("diff", golden, data))(0, "No differences.\n", "")


def test_a_difference_is_one(run: Run, golden: Path, data: Path) -> None:
    """A changed title is told, for people and for programs, with exit code 1."""
    path = data / "dataset.yaml"
    path.write_text(path.read_text().replace("A tiny dataset", "A small dataset"))
    said = run("diff", golden, data)
    assert said.code == 1
    assert "## Dataset\n" in said.out
    assert "  - changed `/title`: `A tiny dataset` to `A small dataset`\n" in said.out
    said = run("diff", golden, data, "--output-format", "json")
    assert said.code == 1
    (found,) = json.loads(said.out)["differences"]
    assert found["changes"] == [
        {"kind": "changed", "pointer": "/title", "before": "A tiny dataset", "after": "A small dataset"}
    ]
    assert said.err == ""


@pytest.mark.parametrize("name", ["nowhere", "broken.jsonl", "notes.txt"])
def test_bad_input_is_two(name: str, run: Run, golden: Path, tmp_path: Path) -> None:
    """What is missing, cannot be read or holds a fault is one line and exit code 2, on either side."""
    (tmp_path / "broken.jsonl").write_text('{"id": "drug/k"}\n')
    (tmp_path / "notes.txt").write_text("x")
    for words in ((golden, tmp_path / name), (tmp_path / name, golden)):
        said = run("diff", *words)
        assert (said.code, said.out, said.err.count("\n")) == (2, "", 1), said
        assert name in said.err
    assert run("diff", golden, golden, "--output-format", "xml").code == 2
