"""The tables, the catalogues and the databases of a release, read by programs that know nothing of us."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import pharmakon as pk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.peers.conftest import Answer, Peer, Release

    Find = Callable[[str], Peer]
    Ledger = list[tuple[str, str, str]]

ROOT = Path(__file__).resolve().parents[2]
Json = dict[str, Any]
METADATA = {
    "frictionless": ("datapackage.json", ""),
    "csvw": ("tables/csv-metadata.json", ".csv"),
    "croissant": ("croissant.json", ""),
}
"""What each referee of tables reads, and how it ends the name of a table."""


def told(answer: Answer) -> Json:
    """What an adapter printed."""
    assert answer.code == 0, answer.err
    found: Json = json.loads(answer.out.strip().split("\n")[-1])
    return found


def lines_of(path: Path) -> list[list[str]]:
    """The rows of a CSV by Python's own reader, the names among them."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


def plant(path: Path, row: int, column: str, cell: str) -> None:
    """Puts another cell into a CSV."""
    found = lines_of(path)
    found[row][found[0].index(column)] = cell
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(found)


def changed(path: Path, change: Callable[[Json], object]) -> None:
    """Changes a JSON file."""
    found = json.loads(path.read_bytes())
    change(found)
    path.write_text(json.dumps(found), encoding="utf-8")


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    """What every referee said; printed at the end, for those who run with -s."""
    found: Ledger = []
    yield found
    for line in found:
        print(" | ".join(line))  # noqa: T201


@pytest.fixture(scope="module")
def rows(release: Release) -> dict[str, int]:
    """The number of rows of each table, counted here."""
    return {path.stem: len(lines_of(path)) - 1 for path in (release.export / "tables").glob("*.csv")}


@pytest.fixture(scope="module")
def full(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree of a full release, built of the same records."""
    out = tmp_path_factory.mktemp("full") / "out"
    _, trees = pk.build(release.export / "records" / "pharmakon.json", out, full=True)
    return trees[2].folder


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """The exports of a tiny dataset, to be spoilt."""
    _, trees = pk.build(ROOT / "tests" / "golden", tmp_path / "out")
    return trees[1].folder


def test_the_tables_have_every_record(release: Release, rows: dict[str, int]) -> None:
    """There is a row for each record of each type, and all of them stand in the table of all."""
    counted = Counter(record["id"].partition("/")[0] for record in release.records)
    assert {name: count for name, count in rows.items() if name in counted} == counted
    assert rows["record"] == len(release.records) > 1000


@pytest.mark.parametrize("name", METADATA)
def test_every_table_is_read(
    name: str, peer: Find, release: Release, rows: dict[str, int], ledger: Ledger
) -> None:
    """A referee finds nothing wrong by the metadata made for it, and as many rows as there are."""
    path, ending = METADATA[name]
    said = told(peer(name).ask(release.export / path))
    assert said["errors"] == []
    assert said["rows"] == {f"{table}{ending}": count for table, count in rows.items()}
    ledger.append((name, said["version"], f"{len(said['rows'])} tables, {sum(rows.values())} rows, 0 errors"))


def test_frictionless_hears_a_fault(peer: Find, tiny: Path) -> None:
    """A key that leads nowhere is found, and so is a file that is not the one described."""
    plant(tiny / "tables" / "claim_about.csv", 1, "record", "drug/nobody")
    errors = told(peer("frictionless").ask(tiny / "datapackage.json"))["errors"]
    assert any(error.startswith("claim_about: hash-count") for error in errors)

    def forget(package: Json) -> None:
        for resource in package["resources"]:
            del resource["hash"], resource["bytes"]

    changed(tiny / "datapackage.json", forget)
    errors = told(peer("frictionless").ask(tiny / "datapackage.json"))["errors"]
    assert [error.split(": ")[:2] for error in errors] == [["claim_about", "foreign-key"]]


@pytest.mark.parametrize(
    ("table", "column", "cell", "says"),
    [
        ("claim_about", "record", "drug/nobody", "`drug/nobody` not found in table record.csv"),
        ("claim", "certainty", "certain", "invalid lexical value"),
        ("record", "id", "concept/calm", "duplicate primary key"),
    ],
)
def test_csvw_hears_a_fault(  # noqa: PLR0913, PLR0917 - a fault is four words
    table: str, column: str, cell: str, says: str, peer: Find, tiny: Path
) -> None:
    """A key that leads nowhere, an unknown word, and a key that stands twice are found."""
    plant(tiny / "tables" / f"{table}.csv", 1, column, cell)
    assert says in " ".join(told(peer("csvw").ask(tiny / "tables" / "csv-metadata.json"))["errors"])


def test_croissant_hears_a_fault(peer: Find, tiny: Path) -> None:
    """A field whose column is not in the table is found when it is loaded."""

    def rename(croissant: Json) -> None:
        croissant["recordSet"][0]["field"][0]["source"]["extract"]["column"] = "nowhere"

    changed(tiny / "croissant.json", rename)
    assert "nowhere" in " ".join(told(peer("croissant").ask(tiny / "croissant.json"))["errors"])


def test_the_crate_is_whole(peer: Find, release: Release, ledger: Ledger) -> None:
    """The validator of RO-Crate 1.3 finds nothing wrong; it asks only for contacts, which nobody gave."""
    said = told(peer("rocrate").ask(release.export))
    assert said["errors"] == []
    assert all("rganization" in line for line in said["recommended"]), said["recommended"]
    checked = f"{said['checks']} checks, 0 errors, {len(said['recommended'])} recommendations"
    ledger.append(("roc-validator", said["version"], checked))


def test_rocrate_hears_a_fault(peer: Find, tiny: Path) -> None:
    """A crate without its license, and with a file fewer than it lists, is refused for both."""

    def forget(crate: Json) -> None:
        del crate["@graph"][1]["license"]

    changed(tiny / "ro-crate-metadata.json", forget)
    (tiny / "records" / "pharmakon.json").unlink()
    errors = " ".join(told(peer("rocrate").ask(tiny))["errors"])
    assert "license" in errors
    assert "records/pharmakon.json" in errors


def test_the_citation_is_valid(peer: Find, release: Release, tiny: Path, ledger: Ledger) -> None:
    """CITATION.cff is valid for cffconvert; without authors it is not."""
    cffconvert = peer("cffconvert")
    for path in (release.export / "CITATION.cff", ROOT / "CITATION.cff"):
        answer = cffconvert.ask("--validate", "-i", path)
        assert (answer.code, answer.complaint) == (0, ""), answer.err
    spoilt = tiny / "CITATION.cff"
    lines = [
        line for line in spoilt.read_text(encoding="utf-8").split("\n") if not line.startswith("authors")
    ]
    spoilt.write_text("\n".join(lines), encoding="utf-8")
    assert cffconvert.ask("--validate", "-i", spoilt).code != 0
    version = (cffconvert.folder / "stamp").read_text(encoding="utf-8").strip().rpartition("=")[2]
    ledger.append(("cffconvert", version, "valid"))


def duckdb(peer: Find, *questions: str) -> list[Json]:
    """What DuckDB answers to each question."""
    answer = peer("duckdb").ask(stdin="".join(f"{' '.join(each.split())}\n" for each in questions))
    assert answer.code == 0, answer.err
    return [json.loads(line) for line in answer.out.split("\n") if line]


def test_duckdb_reads_every_csv(peer: Find, release: Release, rows: dict[str, int], ledger: Ledger) -> None:
    """DuckDB, told nothing, finds in every CSV the names and as many rows as there are."""
    paths = sorted((release.export / "tables").glob("*.csv"))
    answers = duckdb(peer, *(f"FROM read_csv('{path}', all_varchar := true)" for path in paths))
    for path, answer in zip(paths, answers, strict=True):
        assert answer["columns"] == lines_of(path)[0]
        cells = [["" if cell is None else cell for cell in row] for row in answer["rows"]]
        assert cells == lines_of(path)[1:], path.name
    ledger.append(("duckdb csv", answers[0]["version"], f"{len(paths)} tables, {sum(rows.values())} rows"))


def test_duckdb_reads_every_parquet(peer: Find, release: Release, full: Path, ledger: Ledger) -> None:
    """DuckDB finds in the Parquet files the canonical records, nested lists and objects included."""
    types = sorted({record["type"]: record["id"].partition("/")[0] for record in release.records}.items())
    paths = [full / "parquet" / f"{prefix}.parquet" for _, prefix in types]
    answers = duckdb(peer, *(f"FROM '{path}'" for path in paths))
    for (name, _), answer in zip(types, answers, strict=True):
        found = [_whole(dict(zip(answer["columns"], row, strict=True))) for row in answer["rows"]]
        assert found == [record for record in release.records if record["type"] == name]
    said = duckdb(peer, f"FROM parquet_kv_metadata('{paths[0]}')")[0]
    about = {row[-2]: row[-1] for row in said["rows"]}
    metadata = json.loads((release.export / "records" / "pharmakon.json").read_bytes())["dataset"]
    for name in ("version", "license", "id"):
        assert metadata[name] in about[f"b'dataset_{name}'"]
    ledger.append(("duckdb parquet", answers[0]["version"], f"{len(release.records)} records as they are"))


def _whole(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The value without what is absent."""
    if isinstance(value, dict):
        kept = {name: _whole(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each is not None and each != []}
    return [_whole(each) for each in value] if isinstance(value, list) else value


def test_duckdb_hears_a_fault(peer: Find, full: Path, tiny: Path, tmp_path: Path) -> None:
    """A row that is too long is refused, and so is a Parquet file that was cut."""
    table = tiny / "tables" / "drug.csv"
    with table.open("a", encoding="utf-8") as file:
        file.write("drug/x,x,,,,substance,,,,too,many\n")
    cut = tmp_path / "cut.parquet"
    cut.write_bytes((full / "parquet" / "claim.parquet").read_bytes()[:-100])
    options = "header := true, delim := ',', quote := '\"', strict_mode := true, auto_detect := true"
    answers = duckdb(
        peer,
        f"FROM read_csv('{table}', {options}, columns := {{{_columns(table)}}})",
        f"FROM '{cut}'",
    )
    assert all(answer.get("error") for answer in answers), answers


def _columns(table: Path) -> str:
    return ", ".join(f"'{name}': 'VARCHAR'" for name in lines_of(table)[0])


def test_sqlite_reads_the_database(
    release: Release, rows: dict[str, int], full: Path, ledger: Ledger
) -> None:
    """SQLite finds the database sound, all keys kept, and in each table the rows of its CSV."""
    with closing(sqlite3.connect(f"file:{full / 'pharmakon.sqlite'}?mode=ro", uri=True)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        for name, count in rows.items():
            assert database.execute(f'SELECT count(*) FROM "{name}"').fetchone() == (count,)  # noqa: S608
    tables = f"{len(rows)} tables, {sum(rows.values())} rows, integrity ok"
    ledger.append(("sqlite3", sqlite3.sqlite_version, tables))


def test_sqlite_hears_a_fault(full: Path, tmp_path: Path) -> None:
    """A key that leads nowhere and a value of another type are found or refused."""
    spoilt = tmp_path / "spoilt.sqlite"
    shutil.copyfile(full / "pharmakon.sqlite", spoilt)
    with closing(sqlite3.connect(spoilt)) as database:
        database.execute("UPDATE claim SET source = 'evidence_source/nobody' WHERE id = 'claim/000-001'")
        assert [row[0] for row in database.execute("PRAGMA foreign_key_check")] == ["claim"]
        with pytest.raises(sqlite3.IntegrityError):
            database.execute("UPDATE claim SET passage_start = 'early'")
        with pytest.raises(sqlite3.IntegrityError):
            database.execute("UPDATE claim SET certainty = 'certain'")


def test_datasette_serves_the_database(peer: Find, full: Path, ledger: Ledger) -> None:
    """Datasette shows each table with its rows, answers a view, and offers the text search."""
    datasette = peer("datasette")
    database = full / "pharmakon.sqlite"

    def get(path: str) -> Json:
        answer = datasette.ask(database, "--get", path)
        assert answer.code == 0, answer.err
        found: Json = json.loads(answer.out)
        return found

    tables = {table["name"]: table for table in get("/pharmakon.json")["tables"]}
    assert tables["claim"]["fts_table"] == "claim_fts"
    assert get("/pharmakon/approvals_timeline.json")["rows"] != []
    found = get("/pharmakon/claim.json?_search=nausea&_shape=array")
    assert all("nausea" in (row["statement"] + row["label"]).lower() for row in found)
    assert len(found) > 0
    version = (datasette.folder / "stamp").read_text(encoding="utf-8").strip().rpartition("=")[2]
    ledger.append(("datasette", version, f"{len(tables)} tables served, search and views answer"))
