"""The worked queries, answered by Jena arq over the released N-Triples."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.peers.conftest import Peer, Release

FOLDER = Path(__file__).resolve().parents[2] / "dataset" / "queries"
QUERIES = sorted(path.stem for path in FOLDER.glob("*.rq"))


def answered(peer: Peer, data: Path, query: Path) -> tuple[list[str], list[tuple[str, ...]]]:
    """The columns and rows of arq's answer, as text."""
    answer = peer.ask("--data", data, "--query", query)
    assert answer.complaint == ""
    said = json.loads(answer.out)
    names = said["head"]["vars"]
    rows = [
        tuple(row[name]["value"] if name in row else "" for name in names)
        for row in said["results"]["bindings"]
    ]
    return names, rows


@pytest.mark.parametrize("name", QUERIES)
def test_a_second_engine_gives_the_same_answer(
    name: str, peer: Callable[[str], Peer], release: Release
) -> None:
    """Jena finds the shipped answer, row by row and in the same order, knowing no prefix of ours."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        head, *expected = [tuple(row) for row in csv.reader(file)]
    assert expected != []
    assert answered(peer("arq"), release.rdf("nt"), FOLDER / f"{name}.rq") == (list(head), expected)


def test_another_answer_is_heard(peer: Callable[[str], Peer], tmp_path: Path) -> None:
    """Over other data arq's answer is another one, so that its agreement means something."""
    (tmp_path / "data.nt").write_text("", encoding="utf-8")
    names, rows = answered(peer("arq"), tmp_path / "data.nt", FOLDER / "nausea.rq")
    assert (names[0], rows) == ("document", [])
