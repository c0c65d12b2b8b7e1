"""Laws about purity: only one room writes what stays, none has a clock, a network or a dice."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

WRITERS = {"publish/__init__.py", "publish/places.py", "scratch.py"}
DOORS = {"publish", "scratch", "api"}
FORBIDDEN = {
    "socket",
    "urllib",
    "http",
    "requests",
    "random",
    "secrets",
    "time",
    "datetime",
    "pickle",
    "subprocess",
}
COMPILED = {"exec", "compile"}
"""What compiled.py calls, once each: it makes functions of text that holds the package's names only."""

WRITING = {"write_text", "write_bytes", "mkdir", "unlink", "rename", "replace", "rmtree", "rmdir"}
TEMPORARY = {"TemporaryFile", "NamedTemporaryFile", "TemporaryDirectory", "mkstemp", "mkdtemp"}


def _sources(checkout: Path) -> list[Path]:
    return sorted((checkout / "toolkit" / "pharmakon").rglob("*.py"))


def test_nothing_has_a_clock_or_a_network(checkout: Path) -> None:
    """No module imports a clock, a dice, a network, a shell or a loader of code."""
    found = []
    for path in _sources(checkout):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.append(node.module)
            found += [f"{path.name}: {name}" for name in names if name.partition(".")[0] in FORBIDDEN]
    assert found == []


def test_only_publish_writes(checkout: Path) -> None:
    """Only publish, and scratch for what no command leaves, call what changes a file system."""
    found = []
    for path in _sources(checkout):
        if path.relative_to(checkout / "toolkit" / "pharmakon").as_posix() in WRITERS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                on_text = node.func.attr == "replace" and len(node.args) >= 2
                through = isinstance(node.func.value, ast.Name) and node.func.value.id in DOORS
                if node.func.attr in WRITING | TEMPORARY and not on_text and not through:
                    found.append(f"{path.name}:{node.lineno} {node.func.attr}")
    assert found == []


def _where(checkout: Path, wanted: Callable[[ast.AST], bool]) -> list[str]:
    """The files with a node that is wanted, once for each."""
    top = checkout / "toolkit" / "pharmakon"
    trees = ((path, ast.parse(path.read_text(encoding="utf-8"))) for path in _sources(checkout))
    return [path.relative_to(top).as_posix() for path, tree in trees for _ in filter(wanted, ast.walk(tree))]


@pytest.mark.parametrize("call", ["eval", "exec", "compile", "__import__", "input"])
def test_no_code_comes_from_data(call: str, checkout: Path) -> None:
    """No module runs text as code, and none asks questions; but compiled.py, whose texts hold names only."""

    def calls(node: ast.AST) -> bool:
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == call

    assert _where(checkout, calls) == (["compiled.py"] if call in COMPILED else [])


def test_what_is_compiled_is_written_from_the_table(checkout: Path) -> None:
    """Only the reader of canonical lines and the writer of their statements make functions of text.

    What their texts hold is told by tests/test_compiled.py.
    """

    def imports(node: ast.AST) -> bool:
        return isinstance(node, ast.ImportFrom) and node.module == "pharmakon.compiled"

    assert _where(checkout, imports) == ["graph/plain.py", "readers/canonical.py"]
