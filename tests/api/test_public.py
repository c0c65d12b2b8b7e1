"""The public face of the package."""

from __future__ import annotations

import subprocess
import sys

import pytest

import pharmakon as pk

HEAVY = ("rdflib", "typer", "click", "jsonschema", "yaml", "pyoxigraph", "pydantic", "rich")


def loaded_after(statement: str) -> set[str]:
    """The modules that are loaded after a statement, in a new interpreter."""
    code = f"import sys; {statement}; print(*sys.modules)"
    made = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(made.stdout.split())


def test_importing_is_light() -> None:
    """`import pharmakon` loads no library but Python's own."""
    loaded = loaded_after("import pharmakon")
    assert not loaded & set(HEAVY)
    assert {name for name in loaded if name.startswith("pharmakon")} == {"pharmakon"}


def test_loading_needs_no_command_line_and_no_graph() -> None:
    """`load` reads records without the libraries of other rooms."""
    assert not loaded_after("import pharmakon; pharmakon.load()") & {
        "rdflib",
        "typer",
        "jsonschema",
        "pyoxigraph",
    }


@pytest.mark.parametrize("name", pk.__all__)
def test_every_public_name_is_there(name: str) -> None:
    """Each name of `__all__` is found, and says what it is."""
    assert getattr(pk, name).__doc__
    assert name in dir(pk)


def test_no_other_name_is_public() -> None:
    """A name that does not exist is an AttributeError as everywhere in Python."""
    with pytest.raises(AttributeError, match="nonsense"):
        pk.nonsense  # noqa: B018


def test_names_for_type_checkers_are_those_at_run_time() -> None:
    """What a type checker sees is what `__all__` lists."""
    import ast
    from pathlib import Path

    tree = ast.parse(Path(str(pk.__file__)).read_text(encoding="utf-8"))
    guarded = next(node for node in tree.body if isinstance(node, ast.If))
    imported = [each.name for node in guarded.body if isinstance(node, ast.ImportFrom) for each in node.names]
    assert sorted(imported) == sorted(pk.__all__)
