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
from pharmakon.export import csv

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.peers.conftest import Peer

    Find = Callable[[str], Peer]
    Guide = Callable[..., None]

ROOT = Path(__file__).resolve().parents[2]
SPAN = re.compile("`([^`]+)`")
DCAT = "http://www.w3.org/ns/dcat#"
VOID = "http://rdfs.org/ns/void#"
SCHEMA = "https://schema.org/"
TYPE = pyoxigraph.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def parsed(data: str | bytes, format_: pyoxigraph.RdfFormat, base: str = "") -> list[pyoxigraph.Quad]:
    """The statements of a text, of which the address may be known."""
    return list(pyoxigraph.parse(data, format=format_, base_iri=base or None))


def types(quads: list[pyoxigraph.Quad]) -> set[str]:
    """The IRIs of the classes of what statements are about."""
    return {quad.object.value for quad in quads if quad.predicate == TYPE}  # type: ignore[union-attr]


def a_transaction(line: str) -> None:
    """The file is a transaction; test_fhir_server.py sends it to a server."""
    (path,) = re.findall(r"@(\S+)", line)
    assert json.loads(Path(path).read_bytes())["type"] == "transaction"


def one_ontology(command: str) -> None:
    """The command makes a file of all that the vocabulary and the data say."""
    subprocess.run(["bash", "-euc", command], check=True)
    first, second, made = re.findall(r"\S+\.(?:ttl|nt)", command)
    whole = [len(parsed(Path(each).read_bytes(), pyoxigraph.RdfFormat.TURTLE)) for each in (first, second)]
    assert len(parsed(Path(made).read_bytes(), pyoxigraph.RdfFormat.TURTLE)) == sum(whole)


def nanopublications(path: str, mark: str) -> None:
    """Each part is a nanopublication, one for each claim, whose graphs have its IRI."""
    head, *parts = Path(path).read_text(encoding="utf-8").split(mark)
    assert len(parts) == len(pk.load(ROOT / "dataset").claims)
    for part in parts:
        graphs = {
            quad.graph_name.value  # type: ignore[union-attr]
            for quad in parsed(f"{head}{mark}{part}", pyoxigraph.RdfFormat.TRIG)
        }
        (iri,) = {graph.partition("#")[0] for graph in graphs}
        assert graphs == {f"{iri}#{name}" for name in ("Head", "assertion", "provenance", "pubinfo")}
        assert f" <{iri}> ." in part.partition("\n")[0]


def web_pages(pattern: str, dataset: str) -> None:
    """The files are JSON-LD, and what the README says is in them is there."""
    assert Path(dataset).is_file()
    quads = [
        quad
        for path in (*sorted(Path().glob(pattern)), Path(dataset))
        for quad in parsed(path.read_bytes(), pyoxigraph.RdfFormat.JSON_LD, path.absolute().as_uri())
    ]
    assert {f"{SCHEMA}{each}" for each in ("Drug", "ClaimReview", "Dataset", "DataDownload")} <= types(quads)


def nodes_and_edges(*paths: str) -> None:
    """The files are JSON Lines, and each edge is between two of the nodes."""
    nodes, edges = ([json.loads(line) for line in Path(path).read_bytes().splitlines()] for path in paths)
    known = {node["id"] for node in nodes}
    assert {end for edge in edges for end in (edge["subject"], edge["object"])} <= known
    assert edges


def a_catalog(path: str) -> None:
    """The file describes a dataset in both vocabularies."""
    file = Path(path)  # it names the files beside it by where they stand
    quads = parsed(file.read_bytes(), pyoxigraph.RdfFormat.TURTLE, file.absolute().as_uri())
    assert {f"{DCAT}Dataset", f"{VOID}Dataset"} <= types(quads)


GUIDES: dict[str, Guide] = {
    "HAPI FHIR": a_transaction,
    "Protégé": one_ontology,
    "nanopub": nanopublications,
    "schema.org": web_pages,
    "KGX": nodes_and_edges,
    "DCAT, VoID": a_catalog,
}
"""What is done with the rows that lead to files, or need a program with windows or a server."""


def rows() -> list[tuple[str, str]]:
    """The tools and what is said for each, as the README's part on the data lists them."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    part = text.partition("\n## Just the data\n")[2].partition("\n## ")[0]
    table = [line for line in part.split("\n") if line.startswith("|")]
    cells = [line.removeprefix("| ").removesuffix(" |").split(" | ", 1) for line in table[2:]]
    return [(tool, said) for tool, said in cells]


def lines() -> list[tuple[str, str]]:
    """The lines that run as they stand, with their tools."""
    return [(tool, said[1:-1]) for tool, said in rows() if tool not in GUIDES]


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


@pytest.mark.parametrize(("tool", "said"), [row for row in rows() if row[0] in GUIDES])
def test_a_row_of_the_readme_leads_to_what_it_says(
    tool: str, said: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files that a row names are there, and are read as what it calls them."""
    monkeypatch.chdir(desk)
    GUIDES[tool](*SPAN.findall(said))


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", ROOT / "dataset/export/README.md"], ids=["ours", "a release's"]
)
def test_pandas_keeps_every_text(page: Path, tmp_path: Path) -> None:
    """Read as the pages say, each text of a table comes back, be it one that pandas takes for no value."""
    texts = ["NA", "N/A", "null", "NULL", "None", "nan", "NaN", "n/a", "#N/A", "-nan", "", "'", "plain"]
    rows = [f"concept/n-{at}" for at in range(len(texts))]
    path = tmp_path / "concept.csv"
    lines = [
        csv.line(("id", "label", "none")),
        *(csv.line((*each, None)) for each in zip(rows, texts, strict=True)),
    ]
    path.write_text("".join(lines), encoding="utf-8")
    (call,) = re.findall(r"pandas\.read_csv\((?:path|\S+?), (.*?)\)`", page.read_text(encoding="utf-8"))
    frame = eval(f"pandas.read_csv({str(path)!r}, {call})", {"pandas": pd})  # noqa: S307 - our own page
    assert [csv.text(each) for each in frame["label"]] == texts
    assert frame["none"].isna().all()
    assert pd.read_csv(path)["label"].isna().any()


def test_every_tool_is_named() -> None:
    """The README has a row for each of the tools that people bring, and each row is tried here."""
    tools = {tool for tool, _ in lines()}
    assert {"DuckDB", "pandas", "polars", "sqlite3", "Oxigraph", "Datasette"} <= tools
    assert all(SPAN.fullmatch(said) for tool, said in rows() if tool in tools)
    assert set(GUIDES) <= {tool for tool, _ in rows()}
