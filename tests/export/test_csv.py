"""CSV and its metadata: read by others' means, it is the canonical records and their statements."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import strategies
from hypothesis import assume, given
from hypothesis import strategies as st

import pharmakon as pk
from pharmakon.dataset import Dataset, Entry
from pharmakon.export import csv as written
from pharmakon.graph import Naming, statements
from pharmakon.model import Drug
from pharmakon.model.canonical import canonical_value
from pharmakon.terms import expand, table

Json = dict[str, Any]
Tables = dict[str, list[dict[str, str]]]

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\n=1", "\uff1d1", "'", "''", "'=1", "-", "=", "- item")
QUOTES = (
    '"',
    '""',
    'a"b',
    ",",
    "a,b",
    "\n",
    "a\nb",
    " lead",
    "trail ",
    "\u2028",
    "\u0085",
    "\ufeffbom",
    "NULL",
)


def files(dataset: Dataset) -> dict[str, bytes]:
    """The files of a dataset."""
    return {each.path: b"".join(each.chunks) for each in written.export(dataset)}


def tables(made: dict[str, bytes]) -> Tables:
    """The rows of each table as Python's own reader finds them, by names of columns."""
    found: Tables = {}
    for path, data in made.items():
        if path.endswith(".csv"):
            text = io.StringIO(data.decode("utf-8"), newline="")
            name = path.removeprefix("tables/").removesuffix(".csv")
            found[name] = list(csv.DictReader(text, strict=True))
    return found


@cache
def schema(type_: str) -> Json:
    """The published JSON Schema of a type, by which the tables are put together again."""
    return pk.json_schema(type_)


def records(found: Tables) -> list[Json]:
    """The records of tables, put together by the JSON Schema alone, in the order of their ids."""
    groups: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for name, rows in found.items():
        for row in rows:
            for column, cell in row.items():
                if column in found:  # a column named as a table names the owner
                    groups.setdefault((name, column, cell), []).append(row)
    made = []
    for row in found["record"]:
        prefix = row["id"].partition("/")[0]
        (own,) = (each for each in found[prefix] if each["id"] == row["id"])
        whole = _object(schema(row["type"]), own, prefix, own["id"], groups)
        assert whole["label"] == row["label"].removeprefix("'")
        made.append(whole | {"type": row["type"]})
    return made


Groups = dict[tuple[str, str, str], list[dict[str, str]]]


def _object(  # noqa: PLR0913, PLR0917 - where the object stands
    type_: Json, row: dict[str, str], sheet: str, id_: str, groups: Groups, begin: str = ""
) -> Json:
    made: Json = {}
    for name, said in type_["properties"].items():
        part = _part(said.get("items", said))
        if said.get("type") == "array":
            here = f"{sheet}_{begin}{name}"
            own = (
                (here, sheet, id_)
                if begin or (here, sheet, id_) in groups
                else (f"record_{name}", "record", id_)
            )
            members = [
                _object(part, each, own[0], each["id"], groups) if part else _cell(each[name], said["items"])
                for each in groups.get(own, [])
            ]
            if members:
                made[name] = members
        elif part:
            nested = _object(part, row, sheet, id_, groups, f"{begin}{name}_")
            if nested:
                made[name] = nested
        elif (value := _cell(row.get(begin + name, ""), said)) is not None:
            made[name] = value
    return made


def _part(said: Json) -> Json | None:
    name = said.get("$ref", "").rpartition("/")[2]
    return _bundle()["$defs"][name] if name else None


@cache
def _bundle() -> Json:
    return pk.json_schema()


def _cell(cell: str, said: Json) -> Any:  # noqa: ANN401 - any JSON value
    """What a cell stands for, by the rule as the release states it."""
    if cell == "":
        return None
    if said.get("type") in ("integer", "boolean"):
        return json.loads(cell)
    if said.get("type") == "number":
        return float(cell)
    return cell[1:] if cell[0] == "'" else cell


def sorted_canonical(dataset: Dataset) -> list[Json]:
    """The canonical records as plain values, numbers as JSON has them."""
    return [json.loads(json.dumps(canonical_value(record))) for record in dataset]


def unique(dataset: Dataset) -> bool:
    """Whether nested objects have names of their own, as rule PK104 and its kin demand of a release."""
    ids = [row["id"] for rows in tables(files(dataset)).values() for row in rows if "#" in row.get("id", "")]
    return len(set(ids)) == len(ids)


def test_the_packaged_records_come_back(packaged: Dataset) -> None:
    """The tables of the packaged dataset are its canonical records, for a reader that knows the rule."""
    assert records(tables(files(packaged))) == sorted_canonical(packaged)


@strategies.seeded(40)
@given(strategies.datasets(most=4))
def test_any_records_come_back(dataset: Dataset) -> None:
    """Whatever the texts, numbers, codes and nested objects, the tables are the canonical records."""
    assume(unique(dataset))
    assert records(tables(files(dataset))) == sorted_canonical(dataset)


def test_naughty_texts_come_back() -> None:
    """Texts that look like formulas, quotes, line ends or nothing come back code point by code point."""
    texts = (*FORMULAS, *QUOTES)
    nodes = [
        Drug(id=f"drug/n-{at}", type="Drug", label="x", description=text, kind="substance")
        for at, text in enumerate(texts)
    ]
    dataset, _ = Dataset.of([Entry(node, node.id) for node in nodes])
    found = {each["id"]: each["description"] for each in records(tables(files(dataset)))}
    assert [found[node.id] for node in nodes] == list(texts)


@strategies.seeded(300)
@given(st.text())
def test_the_rule_is_undone(text: str) -> None:
    """Any text at all is read back from its cell, the empty one too, and none is taken for no value."""
    assert written.text(written.cell(text)) == text
    assert written.text(written.cell(None)) is None


@strategies.seeded(300)
@given(st.one_of(st.sampled_from(FORMULAS), st.text()))
def test_no_cell_is_a_formula(text: str) -> None:
    """No cell of a text begins with what a spreadsheet takes for a formula, whatever the text."""
    assert not re.match(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]", written.cell(text))


@strategies.seeded(200)
@given(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)))
def test_numbers_stay_numbers(value: float) -> None:
    """A number is written as JSON has it, negative ones too, so that every program reads it as one."""
    assert type(value)(json.loads(written.cell(value))) == value
    assert written.cell(-5) == "-5"


@strategies.seeded(200)
@given(st.lists(st.one_of(st.text(), st.sampled_from((*FORMULAS, *QUOTES))), min_size=2, max_size=4))
def test_lines_are_rfc_4180(values: list[str]) -> None:
    """Python's strict reader finds in a line the cells that were written, whatever stands in them."""
    assume(not any("\r" in value or "\0" in value for value in values))
    line = written.line(values)
    assert line.endswith("\n")
    assert list(csv.reader(io.StringIO(line, newline=""), strict=True)) == [
        [written.cell(each) for each in values]
    ]


def test_the_set_of_files_is_always_the_same(packaged: Dataset) -> None:
    """A dataset without records has the same files, each with its line of names; lines end in LF."""
    empty = files(Dataset(None, ()))
    full = files(packaged)
    assert list(empty) == list(full)
    for path, data in full.items():
        assert b"\r" not in data
        if path.endswith(".csv"):
            assert data.startswith(empty[path])
            assert empty[path].count(b"\n") == 1


def expanded(made: dict[str, bytes]) -> Iterable[tuple[str, str, str]]:
    """What the cells state by the metadata alone, as the CSVW templates say: subject, predicate, value."""
    metadata = json.loads(made[written.METADATA])
    found = tables(made)
    for each in metadata["tables"]:
        for row in found[each["url"].removesuffix(".csv")]:
            cells = {name: cell.removeprefix("'") for name, cell in row.items()}
            for column in each["tableSchema"]["columns"]:
                cell = cells[column["name"]]
                if cell and not column.get("suppressOutput"):
                    value = _filled(column["valueUrl"], cells) if "valueUrl" in column else cell
                    yield _filled(column["aboutUrl"], cells), column["propertyUrl"], value


def _filled(template: str, cells: dict[str, str]) -> str:
    return re.sub(r"\{\+(\w+)\}", lambda found: cells[found[1]], template)


def test_the_metadata_states_the_graph(packaged: Dataset) -> None:
    """By its metadata every cell is a statement of the graph; only types, codes and single objects lack."""
    naming = Naming.of(packaged.metadata)
    graph = {}
    for record in packaged:
        for each in statements(record, naming):
            value = each.object if isinstance(each.object, str) else each.object.value
            double = not isinstance(each.object, str) and each.object.datatype.endswith("#double")
            graph[each.subject, each.predicate, f"{float(value)!r}" if double else value] = each
    stated = set()
    for subject, predicate, value in expanded(files(packaged)):
        double = predicate.endswith(("#low", "#high"))
        stated.add((subject, predicate, f"{float(value)!r}" if double else value))
    assert stated - set(graph) == set()
    lacking = {predicate for _, predicate, _ in set(graph) - stated}
    single = {each.iri for type_ in table().types for each in type_.fields if each.part and not each.many}
    assert lacking <= {expand("rdf:type"), expand("pk:code")} | single
