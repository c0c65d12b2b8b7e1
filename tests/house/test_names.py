"""Laws about names, sizes and what never stands in a file."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pharmakon

MOST_LINES = 400
EMPTY_NAMES = {"utils", "helpers", "common", "core", "manager", "misc", "base"}
MACHINE = re.compile(r"(?<![\w.])/(?:work|farm|root|home/\w+)/[\w.-]+")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|NotImplementedError)\b")
BRITISH = re.compile(
    r"\b\w*(?:colour|behaviour|favour(?!ite)|licence|organis(?!m)|recognis|normalis|summaris|labelled|anaesthe"
    r"|randomis|catalogue[sd]?(?= of codes))\w*",
    re.IGNORECASE,
)


def _modules() -> Iterator[str]:
    return (info.name for info in pkgutil.walk_packages(pharmakon.__path__, "pharmakon."))


def test_no_public_name_is_a_module() -> None:
    """No public name of the package equals a module directly under it."""
    modules = {info.name for info in pkgutil.iter_modules(pharmakon.__path__)}
    assert modules
    assert modules & set(pharmakon.__all__) == set()


def test_public_names_exist() -> None:
    """Every public name can be imported, and says in a docstring what it is."""
    for name in pharmakon.__all__:
        assert (getattr(pharmakon, name).__doc__ or "").strip(), name


def test_modules_say_what_they_hold() -> None:
    """No module is named after nothing in particular."""
    assert not {name.rpartition(".")[2] for name in _modules()} & EMPTY_NAMES


def test_files_are_of_one_sitting(repository_files: tuple[Path, ...]) -> None:
    """No file of Python is longer than 400 lines."""
    long = [path.name for path in repository_files if path.suffix == ".py" and _lines(path) > MOST_LINES]
    assert long == []


def test_no_file_names_a_machine(repository_files: tuple[Path, ...], checkout: Path) -> None:
    """No file holds a path of the machine on which it was written."""
    found = [f"{path.relative_to(checkout)}: {hit[0]}" for path, hit in _hits(repository_files, MACHINE)]
    assert found == []


def test_nothing_is_left_unfinished(repository_files: tuple[Path, ...]) -> None:
    """No source file holds a marker of unfinished work."""
    sources = tuple(path for path in repository_files if path.suffix in (".py", ".md", ".toml", ".yaml"))
    own = Path(__file__).name
    assert [path.name for path, _ in _hits(sources, UNFINISHED) if path.name != own] == []


def test_spelling_is_american(repository_files: tuple[Path, ...], checkout: Path) -> None:
    """Code, schemas and documentation are spelled the American way."""
    kept = ("LICENSE", "LICENSE-DATA", Path(__file__).name)
    sources = tuple(
        path
        for path in repository_files
        if path.suffix in (".py", ".md", ".toml", ".cff") and path.name not in kept
    )
    found = [f"{path.relative_to(checkout)}: {hit[0]}" for path, hit in _hits(sources, BRITISH)]
    assert found == []


def test_no_lock_file(repository_files: tuple[Path, ...]) -> None:
    """No lock file, for it would carry download addresses."""
    assert [path.name for path in repository_files if re.search(r"(^|[-.])lock(\.|$|file)", path.name)] == []


def _lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def _hits(files: tuple[Path, ...], pattern: re.Pattern[str]) -> Iterator[tuple[Path, re.Match[str]]]:
    for path in files:
        for hit in pattern.finditer(path.read_text(encoding="utf-8", errors="replace")):
            yield path, hit
