"""The lines that the README gives for the data run as they stand, each in the tool that it names."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import polars as pl
import pyoxigraph
import pytest

import pharmakon as pk

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.peers.conftest import Peer

    Find = Callable[[str], Peer]

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| ([\w ]+) \| `([^`]+)` \|$", re.MULTILINE)


def lines() -> list[tuple[str, str]]:
    """The tools and their lines, as the README's part on the data lists them."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = ROW.findall(text.partition("\n## Just the data\n")[2].partition("\n## ")[0])
    # HAPI's needs a server, to which test_fhir_server.py sends that file.
    return [(tool, line) for tool, line in found if tool != "HAPI FHIR"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the README's paths lead somewhere: the checkout's, and a full release."""
    here = tmp_path_factory.mktemp("desk")
    (here / "dataset").symlink_to(ROOT / "dataset")
    (here / "schema").symlink_to(ROOT / "schema")
    pk.build(ROOT / "dataset", here / "release", full=True)
    return here


def rows_of(tool: str, line: str, peer: Find) -> int:
    """How many things a line gives when it is run."""
    if tool in ("pandas", "polars"):
        return len(eval(line, {"pandas": pd, "polars": pl}))  # noqa: S307 - our own page
    if tool == "Oxigraph":
        store = pyoxigraph.Store()
        eval(line.replace("pyoxigraph.Store()", "store"), {"store": store})  # noqa: S307
        return len(store)
    if tool == "DuckDB":
        return len(json.loads(peer("duckdb").ask(stdin=f"{line}\n").out)["rows"])
    words = shlex.split(line)
    if tool == "Datasette":
        answer = peer("datasette").ask(*words[1:], "--get", "/pharmakon.json")
        return sum(table["count"] for table in json.loads(answer.out)["tables"] if table["name"] == "claim")
    if tool == "sqlite3" and shutil.which("sqlite3") is None:
        _, path, query = words
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return len(database.execute(query).fetchall())
    if shutil.which(words[0]) is None and words[0] != "cd":
        pytest.skip(f"the program {words[0]} is not installed")
    done = subprocess.run(["bash", "-euc", line], capture_output=True, check=True)
    return done.stdout.count(b"\n")


@pytest.mark.parametrize(("tool", "line"), lines())
def test_a_line_of_the_readme_runs(
    tool: str, line: str, desk: Path, peer: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line of the README gives, as it stands, as many things as there are."""
    monkeypatch.chdir(desk)
    dataset = pk.load(ROOT / "dataset")
    documents = [each for each in dataset.evidence_sources.values() if each.document]
    events, claims = len(dataset.adverse_events), len(dataset.claims)
    stances = sum(len(claim.about) for claim in dataset.claims.values())
    triples = (ROOT / "dataset/export/rdf/pharmakon.nt").read_bytes().count(b"\n")
    files = (ROOT / "dataset/export/SHA256SUMS").read_bytes().count(b"\n")
    expected = {
        "pandas": events,
        "polars": claims,
        "sqlite3": len(dataset.authorizations),
        "Datasette": claims,
        "Oxigraph": triples,
        "jq": events,
        "sha256sum": files,
        "DuckDB": stances if "parquet" in line else len(documents),
    }
    assert rows_of(tool, line, peer) == expected[tool] > 0


def test_every_tool_is_named() -> None:
    """The README has a line for each of the tools that people bring."""
    tools = {tool for tool, _ in lines()}
    assert {"DuckDB", "pandas", "polars", "sqlite3", "Oxigraph", "Datasette"} <= tools
