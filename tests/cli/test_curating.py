"""`new`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from pharmakon.api import claim_skeleton, record_skeleton
from pharmakon.terms import table

Run = Callable[..., Any]


@pytest.mark.parametrize("name", [type_.prefix for type_ in table().records])
def test_new_prints_a_skeleton(name: str, run: Run) -> None:
    """For every type, `new TYPE SLUG` prints what Python gives."""
    said = run("new", name, "my-slug")
    assert (said.code, said.err) == (0, "")
    assert said.out == record_skeleton(name, "my-slug")


def test_new_claim_computes_the_passage(run: Run, golden: Path, tmp_path: Path) -> None:
    """`new claim --document FILE --find TEXT` prints offsets and digest, never the text."""
    document = tmp_path / "leaflet.txt"
    document.write_text("It says \u2018calm\u2019 twice, \u2018calm\u2019.", encoding="utf-8")
    words = ("new", "claim", "--document", document, "--find", "\u2018calm\u2019", "--dataset", golden)
    said = run(*words)
    assert said.code == 2
    assert "8, 22" in said.err
    said = run(*words, "--occurrence", "2")
    assert said.out == claim_skeleton(document, "\u2018calm\u2019", occurrence=2)
    assert "\u2018calm\u2019" not in said.out
    (record,) = yaml.safe_load(said.out)
    assert (record["passage"]["start"], record["passage"]["end"]) == (22, 28)
    assert (
        yaml.safe_load(run("new", "claim", "mine", *words[2:], "--occurrence", "1").out)[0]["id"]
        == "claim/mine"
    )
