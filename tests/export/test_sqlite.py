"""The database: the rows of all tables, views that answer as Python does, and one text search."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
import strategies
from hypothesis import assume, given

from pharmakon import sheets
from pharmakon.dataset import Dataset, Entry
from pharmakon.export import sqlite
from pharmakon.model import Drug

Viewed = tuple[sqlite3.Connection, Dataset]
"""A database, and the dataset of its records that stand."""


def opened(dataset: Dataset) -> sqlite3.Connection:
    """The database of a dataset, in memory."""
    (made,) = sqlite.export(dataset)
    database = sqlite3.connect(":memory:")
    database.deserialize(b"".join(made.chunks))
    return database


@pytest.fixture(scope="module")
def database(packaged: Dataset) -> Iterator[sqlite3.Connection]:
    """The database of the packaged dataset."""
    with closing(opened(packaged)) as found:
        yield found


def test_the_file_is_sound(database: sqlite3.Connection) -> None:
    """The file has no fault, every reference leads to a row, and every table is strict about types."""
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    names = {sheet.name for sheet in sheets.sheets()}
    strict = {row[1]: row[5] for row in database.execute("PRAGMA table_list")}
    assert all(strict[name] == 1 for name in names)
    keys = {
        (sheet.name, row[3], row[2])
        for sheet in sheets.sheets()
        for row in database.execute(f'PRAGMA foreign_key_list("{sheet.name}")')
    }
    declared = {
        (sheet.name, column.name, column.to)
        for sheet in sheets.sheets()
        for column in sheet.columns
        if column.to
    }
    assert keys == declared


def rows(database: sqlite3.Connection) -> dict[str, set[tuple[sheets.Value, ...]]]:
    """The rows of each table."""
    names = [sheet.name for sheet in sheets.sheets()]
    return {name: set(database.execute(f'SELECT * FROM "{name}"')) for name in names}  # noqa: S608


def expected(dataset: Dataset) -> dict[str, set[tuple[sheets.Value, ...]]]:
    """The rows that there should be."""
    made: dict[str, set[tuple[sheets.Value, ...]]] = {sheet.name: set() for sheet in sheets.sheets()}
    for record in dataset:
        for name, values in sheets.rows(record):
            made[name].add(values)
    return made


def test_the_tables_hold_every_row(database: sqlite3.Connection, packaged: Dataset) -> None:
    """Each table has the rows of its sheet, value by value."""
    assert rows(database) == expected(packaged)


@strategies.seeded(15)
@given(strategies.datasets(most=3))
def test_any_dataset_is_written(dataset: Dataset) -> None:
    """Whatever the texts and numbers, the database has the rows; references that lead nowhere are kept."""
    assume(_unique(dataset))
    with closing(opened(dataset)) as database:
        assert rows(database) == expected(dataset)


def _unique(dataset: Dataset) -> bool:
    """Whether every nested object has a name of its own, as the rules demand."""
    keyed = [
        (name, values[0])
        for record in dataset
        for name, values in sheets.rows(record)
        if any(sheet.name == name and sheet.key == ("id",) for sheet in sheets.sheets())
    ]
    return len(set(keyed)) == len(keyed)


@pytest.fixture(scope="module", params=[None, 3], ids=["as it is", "every third record retired"])
def viewed(request: pytest.FixtureRequest, packaged: Dataset) -> Iterator[Viewed]:
    """The database of the packaged dataset, of which some records may be withdrawn; and what still stands."""
    gone = {record.id for at, record in enumerate(packaged) if request.param and at % request.param == 0}
    nodes = [
        node.model_copy(update={"retired": True}) if node.id in gone else node for node in packaged.nodes()
    ]
    standing = Dataset.of(Entry(node, node.id) for node in nodes if node.id not in gone)[0]
    with closing(opened(Dataset.of(Entry(node, node.id) for node in nodes)[0])) as found:
        yield found, standing


def test_claims_are_shown_with_source_and_verdict(viewed: Viewed) -> None:
    """The view of claims has a line for each record that a claim is about and each verdict that stands."""
    database, standing = viewed
    found = set(
        database.execute("SELECT claim, source, certainty, record, stance, verdict FROM claims_judged")
    )
    told = {
        (claim.id, claim.source, claim.certainty, each.record, each.stance, verdict)
        for claim in standing.claims.values()
        for each in claim.about
        if standing.get(each.record)
        for verdict in [judged.verdict for judged in standing.assessments_of(claim.id)] or [None]
    }
    assert found == told != set()


def test_contradictions_stand_side_by_side(viewed: Viewed) -> None:
    """The view of contradictions has a line for each claim of each position, or one if none stands."""
    database, standing = viewed
    found = set(
        database.execute("SELECT contradiction, position, claim, source FROM contradictions_side_by_side")
    )
    claims = standing.claims
    told = {
        (each.id, side.position, claim, claim and claims[claim].source)
        for each in standing.contradictions.values()
        for side in each.sides
        for claim in [claim for claim in side.claims if standing.get(claim)] or [None]
    }
    assert found == told != set()


def test_adverse_events_are_counted_by_source(viewed: Viewed) -> None:
    """The view of adverse events says of each document how many claims are about each, zero included."""
    database, standing = viewed
    found = set(
        database.execute("SELECT adverse_event, source, claims, labels FROM adverse_events_by_source")
    )
    documents = [each.id for each in standing.evidence_sources.values() if each.document]
    told = {
        (
            event.id,
            source,
            sum(claim.source == source for claim in standing.claims.about(event.id)),
            sum(standing.get(each.authorization) is not None for each in event.labeled),
        )
        for event in standing.adverse_events.values()
        for source in documents
    }
    assert found == told
    assert any(count == 0 for _, _, count, _ in told)


def test_approvals_are_in_the_order_of_time(viewed: Viewed, packaged: Dataset) -> None:
    """The view of approvals has every decision, the oldest first, with its drug and use."""
    database, standing = viewed
    found = database.execute("SELECT authorization, decided, drug_label FROM approvals_timeline").fetchall()
    decisions = sorted(standing.authorizations.values(), key=lambda each: (each.decided, each.id))
    assert found == [(each.id, each.decided, packaged.drugs[each.drug].label) for each in decisions] != []


def test_what_is_retired_is_listed(viewed: Viewed, packaged: Dataset) -> None:
    """The view of retired records has each record that does not stand."""
    database, standing = viewed
    listed = {row[0] for row in database.execute("SELECT id FROM retired_records")}
    assert listed == {record.id for record in packaged} - {record.id for record in standing}


def test_texts_can_be_searched(database: sqlite3.Connection, packaged: Dataset) -> None:
    """The search finds every claim whose label or statement has the word, and no other."""
    query = "SELECT id FROM claim WHERE rowid IN (SELECT rowid FROM claim_fts WHERE claim_fts MATCH 'nausea')"
    found = {row[0] for row in database.execute(query)}
    told = {
        claim.id
        for claim in packaged.claims.values()
        if "nausea" in f"{claim.label} {claim.statement}".lower()
    }
    assert found == told != set()


def test_it_says_what_it_is(database: sqlite3.Connection, packaged: Dataset) -> None:
    """The dataset's description, and a sentence for each table, view and column, are in the database."""
    said = dict(database.execute("SELECT key, value FROM metadata"))
    assert packaged.metadata is not None
    assert said["version"] == packaged.metadata.version
    assert said["disclaimer"] == packaged.metadata.disclaimer
    described = {(row[0], row[1]) for row in database.execute('SELECT "table", "column" FROM dictionary')}
    for sheet in sheets.sheets():
        assert {(sheet.name, ""), *((sheet.name, column.name) for column in sheet.columns)} <= described
    assert {(name, "") for name in sqlite.VIEWS} <= described


def test_naughty_texts_are_values() -> None:
    """A text that looks like SQL is a value and nothing else."""
    texts = ("'; DROP TABLE drug; --", '"', "\\", "%s", "?", ":id", "NULL")
    nodes = [
        Drug(id=f"drug/n-{at}", type="Drug", label=text, kind="substance") for at, text in enumerate(texts)
    ]
    dataset, _ = Dataset.of([Entry(node, node.id) for node in nodes])
    with closing(opened(dataset)) as database:
        assert [row[0] for row in database.execute("SELECT label FROM drug ORDER BY id")] == list(texts)


def test_the_bytes_depend_on_the_records_alone(packaged: Dataset) -> None:
    """Two databases of one dataset are equal byte for byte, whatever was the order of the records."""
    backwards = Dataset.of(Entry(node, node.id) for node in reversed(list(packaged.nodes())))[0]
    one, other = (b"".join(next(sqlite.export(each)).chunks) for each in (packaged, backwards))
    assert one == other


def test_nothing_is_put_on_the_disk_meanwhile() -> None:
    """A database larger than SQLite's cache is made where no file can take a byte: none is made beside it."""
    limits = pytest.importorskip("resource", reason="only POSIX limits the size of files")
    nodes = [
        Drug(id=f"drug/n-{at}", type="Drug", label=f"{at} " + "long " * 200, kind="substance")
        for at in range(3000)
    ]
    dataset, _ = Dataset.of([Entry(node, node.id) for node in nodes])
    usual = limits.getrlimit(limits.RLIMIT_FSIZE)
    limits.setrlimit(limits.RLIMIT_FSIZE, (0, usual[1]))
    try:
        (made,) = sqlite.export(dataset)
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, usual)
    assert sum(map(len, made.chunks)) > 4_000_000
