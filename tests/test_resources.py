"""Where shipped files are found: in the wheel's place, then in the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from pharmakon import resources
from pharmakon.errors import UnreadableInput


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """An installation's folder and a checkout's, both empty."""
    wheel, checkout = tmp_path / "wheel", tmp_path / "checkout"
    wheel.mkdir()
    checkout.mkdir()
    monkeypatch.setattr(resources, "_WHEEL", wheel)
    monkeypatch.setattr(resources, "_CHECKOUT", checkout)
    return wheel, checkout


def test_a_checkout_ships_what_it_holds(checkout: Path) -> None:
    """Run from a checkout, the shipped dataset and schema are those that stand there."""
    assert resources.checkout() == checkout
    assert resources.shipped("dataset") == checkout / "dataset"
    assert resources.shipped("schema/context.jsonld").is_file()


def test_the_wheel_comes_first(places: tuple[Path, Path]) -> None:
    """An installation is whole in itself: it never looks at a checkout for what it has."""
    for place in places:
        (place / "dataset").mkdir()
    assert resources.shipped("dataset") == places[0] / "dataset"


def test_the_checkout_comes_second(places: tuple[Path, Path]) -> None:
    """An editable install has no files of its own, and reads those of the checkout."""
    (places[1] / "dataset").mkdir()
    assert resources.shipped("dataset") == places[1] / "dataset"


def test_a_missing_file_is_said_in_one_line(places: tuple[Path, Path]) -> None:
    """An installation that lacks a file says which, and what to do."""
    with pytest.raises(UnreadableInput, match="install pharmakon again"):
        resources.shipped("dataset")


def test_an_installation_is_no_checkout(places: tuple[Path, Path]) -> None:
    """Without pyproject.toml and dataset beside it, the package is not run from a checkout."""
    assert resources.checkout() is None
    (places[1] / "pyproject.toml").touch()
    assert resources.checkout() is None
    (places[1] / "dataset").mkdir()
    assert resources.checkout() == places[1]
