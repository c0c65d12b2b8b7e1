"""Laws about style, types and floors, held by the tools that everyone has."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

GATES = {
    "ruff check": [sys.executable, "-m", "ruff", "check", "--quiet", "."],
    "ruff format": [sys.executable, "-m", "ruff", "format", "--check", "--quiet", "."],
    "mypy": [sys.executable, "-m", "mypy", "--no-error-summary"],
    "import-linter": [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
}


@pytest.mark.parametrize("gate", GATES)
def test_gate(gate: str, checkout: Path) -> None:
    """Ruff (all rules), mypy --strict and import-linter have nothing to say."""
    done = subprocess.run(GATES[gate], cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
