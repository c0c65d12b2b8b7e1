"""SQLite: every sheet as a typed table with keys, views that answer common questions, and text search.

The file opens in Datasette as it is. Its bytes depend on the records and on the version of SQLite
that wrote it, which the file's own header names.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from pharmakon.artifacts import Artifact
from pharmakon.dataset import Dataset
from pharmakon.export import Format
from pharmakon.sheets import Column, Sheet, Value, rows, sheets
from pharmakon.terms import table

FORMAT = Format(
    "sqlite",
    "a database with keys, views and text search",
    "application/vnd.sqlite3",
    "sqlite",
    stream=False,
    full=True,
)
FILES = ("pharmakon.sqlite",)
_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_SEARCHED = {"record": ("label",), "claim": ("label", "statement"), "assessment": ("label", "rationale")}
"""The tables whose texts can be searched, which therefore keep their row numbers."""

VIEWS = {
    "claims_judged": (
        (
            "Every claim with its source, its certainty, each record it is about, and the verdicts on it; "
            "what is retired, be it the claim, the record or the verdict, is left out."
        ),
        """
        SELECT claim.id AS claim, claim.statement, claim.certainty, claim.role,
               claim.source, source.label AS source_label,
               claim_about.record, record.label AS record_label, record.type AS record_type,
               claim_about.stance, assessment.verdict, assessment.assessed, assessment.id AS assessment
        FROM claim
        JOIN evidence_source AS source ON source.id = claim.source
        JOIN claim_about ON claim_about.claim = claim.id
        LEFT JOIN record ON record.id = claim_about.record
        LEFT JOIN (assessment_claims JOIN assessment
                   ON assessment.id = assessment_claims.assessment AND assessment.retired IS NOT 1)
               ON assessment_claims.claims = claim.id
        WHERE claim.retired IS NOT 1 AND claim_about.record NOT IN (SELECT id FROM retired_records)
        ORDER BY claim.id, claim_about.record, assessment.id
        """,
    ),
    "contradictions_side_by_side": (
        (
            "Every contradiction, side by side: each position, the claims that take it, and who makes them; "
            "retired contradictions and claims are left out."
        ),
        """
        SELECT contradiction.id AS contradiction, contradiction.label, contradiction.kind,
               contradiction_sides.position, claim.id AS claim, claim.statement, claim.certainty,
               claim.source, source.label AS source_label, contradiction.resolution_text
        FROM contradiction
        JOIN contradiction_sides ON contradiction_sides.contradiction = contradiction.id
        LEFT JOIN (contradiction_sides_claims JOIN claim
                   ON claim.id = contradiction_sides_claims.claims AND claim.retired IS NOT 1)
               ON contradiction_sides_claims.contradiction_sides = contradiction_sides.id
        LEFT JOIN evidence_source AS source ON source.id = claim.source
        WHERE contradiction.retired IS NOT 1
        ORDER BY contradiction.id, contradiction_sides.id, claim.id
        """,
    ),
    "adverse_events_by_source": (
        (
            "Every adverse event and document: how many of its claims speak of it, and the labels that do; "
            "retired records are left out, and do not count."
        ),
        """
        SELECT adverse_event.id AS adverse_event, adverse_event.label, adverse_event.drug,
               source.id AS source, source.label AS source_label,
               (SELECT count(*) FROM claim_about JOIN claim ON claim.id = claim_about.claim
                WHERE claim_about.record = adverse_event.id AND claim.source = source.id
                  AND claim.retired IS NOT 1) AS claims,
               (SELECT count(*) FROM adverse_event_labeled
                WHERE adverse_event_labeled.adverse_event = adverse_event.id
                  AND authorization NOT IN (SELECT id FROM retired_records)) AS labels
        FROM adverse_event
        JOIN evidence_source AS source ON source.document_file IS NOT NULL AND source.retired IS NOT 1
        WHERE adverse_event.retired IS NOT 1
        ORDER BY adverse_event.id, source.id
        """,
    ),
    "approvals_timeline": (
        (
            "What regulators decided, in the order of time, with the drug and the use; "
            "retired decisions are left out."
        ),
        """
        SELECT authorization.decided, authorization.decision, authorization.jurisdiction,
               authorization.authority, authorization.drug, drug.label AS drug_label,
               authorization.indication, indication.label AS indication_label,
               authorization.id AS authorization
        FROM authorization
        LEFT JOIN drug ON drug.id = authorization.drug
        LEFT JOIN indication ON indication.id = authorization.indication
        WHERE authorization.retired IS NOT 1
        ORDER BY authorization.decided, authorization.id
        """,
    ),
    "retired_records": (
        "Every record that was withdrawn, and the one that took its place; others show it only as named.",
        " UNION ALL ".join(
            f'SELECT id, replaced_by FROM "{each.prefix}" WHERE retired'  # noqa: S608 - our own names
            for each in table().records
        ),
    ),
}
"""What each view answers, and how."""


def export(dataset: Dataset) -> Iterator[Artifact]:
    """The file of a dataset."""
    with closing(sqlite3.connect(":memory:")) as database:
        _fill(database, dataset)
        yield Artifact(FILES[0], (database.serialize(),), FORMAT.media_type, len(dataset))


def _fill(database: sqlite3.Connection, dataset: Dataset) -> None:
    """Writes all tables; whether references lead somewhere is for the rules to say, not for the writer."""
    database.execute("PRAGMA foreign_keys = OFF")
    database.execute("PRAGMA page_size = 4096")
    database.execute("PRAGMA temp_store = MEMORY")  # else VACUUM needs room on the disk, out of sight
    with database:
        for sheet in sheets():
            database.execute(_table(sheet))
        for record in dataset:
            for name, values in rows(record):
                database.execute(_insert(name, values), values)
        for sheet in sheets():
            for statement in _indexes(sheet):
                database.execute(statement)
        for name, (_, query) in VIEWS.items():
            database.execute(f"CREATE VIEW {_name(name)} AS {_trimmed(query)}")
        for name, columns in _SEARCHED.items():
            _search(database, name, columns)
        _describe(database, dataset)
    database.execute("VACUUM")


def _name(name: str) -> str:
    """A name in quotes, since some are words of SQL; names come from the models alone."""
    return f'"{name}"'


def _insert(name: str, values: tuple[Value, ...]) -> str:
    return f"INSERT INTO {_name(name)} VALUES ({','.join('?' * len(values))})"  # noqa: S608 - our own names


def _table(sheet: Sheet) -> str:
    """The statement that makes a table; only where texts are searched do rows need numbers."""
    parts = [_column(column) for column in sheet.columns]
    parts.append(f"PRIMARY KEY ({', '.join(map(_name, sheet.key))})")
    parts += [
        f'FOREIGN KEY ({_name(column.name)}) REFERENCES {_name(column.to)} ("id")'
        for column in sheet.columns
        if column.to
    ]
    kept = "STRICT" if sheet.name in _SEARCHED else "STRICT, WITHOUT ROWID"
    return f"CREATE TABLE {_name(sheet.name)} (\n  " + ",\n  ".join(parts) + f"\n) {kept}"


def _column(column: Column) -> str:
    kind = column.field.form.kind if column.field else "string"
    made = f"{_name(column.name)} {_TYPES.get(kind, 'TEXT')}{' NOT NULL' if column.required else ''}"
    words = column.field.values if column.field else ()
    if kind == "boolean":
        return f"{made} CHECK ({_name(column.name)} IN (0, 1))"
    if words:
        listed = ", ".join(f"'{word}'" for word in words)
        return f"{made} CHECK ({_name(column.name)} IN ({listed}))"
    return made


def _indexes(sheet: Sheet) -> Iterator[str]:
    """An index for each key into another table that the row's own key does not begin with."""
    for column in sheet.columns:
        if column.to and column.name != sheet.key[0]:
            name = _name(f"{sheet.name}_by_{column.name}")
            yield f"CREATE INDEX {name} ON {_name(sheet.name)} ({_name(column.name)})"


def _search(database: sqlite3.Connection, name: str, columns: tuple[str, ...]) -> None:
    """An index of the words of a table's texts, which Datasette finds by itself."""
    listed = ", ".join(map(_name, columns))
    index = _name(f"{name}_fts")
    database.execute(f"CREATE VIRTUAL TABLE {index} USING fts5({listed}, content={_name(name)})")
    database.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")  # noqa: S608 - our own names


def _describe(database: sqlite3.Connection, dataset: Dataset) -> None:
    """What the dataset says of itself, and what every table, view and column holds."""
    database.execute(
        "CREATE TABLE metadata (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"
    )
    if dataset.metadata is not None:
        for name in type(dataset.metadata).model_fields:
            value = getattr(dataset.metadata, name)
            said = "\n".join(sorted(value)) if isinstance(value, tuple) else value
            database.execute("INSERT INTO metadata VALUES (?, ?)", (name, said))
    database.execute(
        'CREATE TABLE dictionary ("table" TEXT NOT NULL, "column" TEXT NOT NULL, description TEXT NOT NULL, '
        'property TEXT, unit TEXT, PRIMARY KEY ("table", "column")) STRICT, WITHOUT ROWID'
    )
    for line in _dictionary():
        database.execute("INSERT INTO dictionary VALUES (?, ?, ?, ?, ?)", line)


def _dictionary() -> Iterator[tuple[str, str, str, str | None, str | None]]:
    """A line for each table and view, with no column, and one for each column of a table."""
    for name, (says, _) in VIEWS.items():
        yield name, "", says, None, None
    for sheet in sheets():
        yield sheet.name, "", sheet.description, None, None
        for column in sheet.columns:
            term = column.field.term if column.field else None
            iri = column.field.iri if column.field else ""
            yield sheet.name, column.name, column.description, iri or None, term.unit if term else None


def _trimmed(query: str) -> str:
    """A query on one line."""
    return " ".join(query.split())
