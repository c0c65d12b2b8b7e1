"""Records as rows: the tables are normal, their keys hold, and no value is lost."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, ClassVar, Literal

import pytest
import strategies
from hypothesis import assume, given

from pharmakon import load, sheets
from pharmakon.dataset import Dataset
from pharmakon.model.record import Part, Record
from pharmakon.model.scalar import Line
from pharmakon.model.term import Internal, Term
from pharmakon.terms import reflect, table

Rows = dict[str, list[dict[str, sheets.Value]]]


def rows(dataset: Dataset) -> Rows:
    """The rows of each sheet, each by the names of its columns."""
    made: Rows = {sheet.name: [] for sheet in sheets.sheets()}
    columns = {sheet.name: [column.name for column in sheet.columns] for sheet in sheets.sheets()}
    for record in dataset:
        for name, values in sheets.rows(record):
            made[name].append(dict(zip(columns[name], values, strict=True)))
    return made


@pytest.fixture(scope="module")
def packaged() -> Rows:
    """The rows of the packaged dataset."""
    return rows(load())


def test_every_name_stands_once() -> None:
    """No two sheets have one name, and no two columns of a sheet; case makes no difference."""
    names = [sheet.name.lower() for sheet in sheets.sheets()]
    assert len(set(names)) == len(names)
    for sheet in sheets.sheets():
        columns = [column.name.lower() for column in sheet.columns]
        assert len(set(columns)) == len(columns) >= 2


def test_every_field_has_a_column_or_a_sheet() -> None:
    """Each field of a record type is a column of its sheet, or begins one, or has a sheet of its own."""
    known = {sheet.name: sheet for sheet in sheets.sheets()}
    for type_ in table().records:
        columns = [column.name for column in known[type_.prefix].columns]
        for field in type_.fields:
            if field.name == "type":
                continue
            if field.many:
                assert {f"{type_.prefix}_{field.name}", f"record_{field.name}"} & set(known), field.name
            else:
                assert any(each == field.name or each.startswith(f"{field.name}_") for each in columns)


def test_keys_hold(packaged: Rows) -> None:
    """In the packaged dataset every key tells its row, what must be there is, and references lead to rows."""
    ids = {name: {row["id"] for row in found if "id" in row} for name, found in packaged.items()}
    for sheet in sheets.sheets():
        found = packaged[sheet.name]
        keys = Counter(tuple(row[name] for name in sheet.key) for row in found)
        assert not [key for key, count in keys.items() if count > 1], sheet.name
        for column in sheet.columns:
            values = {row[column.name] for row in found}
            assert not (column.required and None in values), (sheet.name, column.name)
            if column.to:
                assert values - {None} <= ids[column.to], (sheet.name, column.name)


def test_every_record_is_in_the_first_sheet(packaged: Rows) -> None:
    """The first sheet has every record of every type, with the label that stands in its own sheet."""
    told = {row["id"]: (row["type"], row["label"]) for row in packaged["record"]}
    own = {
        row["id"]: (type_.name, row["label"]) for type_ in table().records for row in packaged[type_.prefix]
    }
    assert told == own
    assert len(told) == len(load())


@strategies.seeded(60)
@given(strategies.datasets(most=3))
def test_ids_of_nested_objects_are_those_of_the_graph(dataset: Dataset) -> None:
    """The id of a row that is a nested object is the IRI that it has in every spelling of the graph."""
    from pharmakon.graph import Naming, statements

    naming = Naming(base="")
    for record in dataset:
        subjects = {each.subject for each in statements(record, naming)}
        owned = [row for name, row in sheets.rows(record) if _sheet(name).type is not None]
        assert {row[0] for row in owned} <= subjects
        flat = {subject for subject in subjects if subject not in {row[0] for row in owned}}
        assume(len({row[0] for row in owned}) == len(owned))
        assert all("#" in subject for subject in flat)


def _sheet(name: str) -> sheets.Sheet:
    return next(each for each in sheets.sheets() if each.name == name)


class Hollow(Part):
    """A nested object that may have no value at all."""

    term: ClassVar[Term] = Term("pk:Hollow")

    word: Annotated[Line | None, Term("pk:hollowWord", "A word.")] = None


class Bearer(Record):
    """A record with such an object."""

    term: ClassVar[Term] = Term("pk:Bearer")

    type: Annotated[Literal["Bearer"], Internal("Always `Bearer`.")]
    hollow: Annotated[Hollow | None, Term("pk:hollow", "The object.")] = None


class Full(Part):
    """A nested object with a value."""

    term: ClassVar[Term] = Term("pk:Full")

    word: Annotated[Line, Term("pk:fullWord", "A word.")]


class Doubled(Record):
    """A record with a field named as the field of an object within it is."""

    term: ClassVar[Term] = Term("pk:Doubled")

    type: Annotated[Literal["Doubled"], Internal("Always `Doubled`.")]
    full: Annotated[Full | None, Term("pk:full", "The object.")] = None
    full_word: Annotated[Line | None, Term("pk:otherWord", "The double.")] = None


@pytest.mark.parametrize(
    ("model", "says"), [(Bearer, "needs a field of its own"), (Doubled, "two columns of doubled")]
)
def test_what_no_row_could_tell_is_refused(model: type[Record], says: str) -> None:
    """An object that may be there without a value, and two columns of one name, are errors of the model."""
    with pytest.raises(TypeError, match=says):
        sheets._of_type(reflect((model,)).records[0])
