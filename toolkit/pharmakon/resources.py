"""Where the shipped files are: in the wheel, or in the checkout of an editable install."""

from __future__ import annotations

from pathlib import Path

from pharmakon.errors import UnreadableInput

_PACKAGE = Path(__file__).resolve().parent
_WHEEL = _PACKAGE / "shipped"
_CHECKOUT = _PACKAGE.parent.parent


def checkout() -> Path | None:
    """The top folder of the checkout that the package is run from, or None."""
    top = _CHECKOUT
    return top if (top / "pyproject.toml").is_file() and (top / "dataset").is_dir() else None


def shipped(name: str) -> Path:
    """The path of a shipped file or folder, such as `dataset` or `schema/context.jsonld`.

    Raises:
        UnreadableInput: The installation lacks it.
    """
    for top in (_WHEEL, _CHECKOUT):
        path = top / name
        if path.exists():
            return path
    raise UnreadableInput(name, "the installation lacks this file", "install pharmakon again")
