"""Records as statements."""

from __future__ import annotations

import pytest
import strategies
from hypothesis import HealthCheck, given, settings

from pharmakon import load
from pharmakon.graph import TYPE, Literal, Naming, double, lines, statements
from pharmakon.model import Metadata, Record
from pharmakon.model.reference import references
from pharmakon.terms import DATATYPES, table

HERE = Naming("https://example.org/", "de")
quick = settings(
    max_examples=30, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@quick
@given(strategies.records())
def test_every_subject_is_the_record_or_a_part_of_it(record: Record) -> None:
    """Each subject is the record's own IRI or a fragment of it, and has one class that the table knows."""
    iri = f"https://example.org/{record.id}"
    found = list(statements(record, HERE))
    subjects = {each.subject for each in found}
    assert {each.partition("#")[0] for each in subjects} == {iri}
    classes = {type_.iri for type_ in table().types}
    for subject in subjects:
        said = {each.object for each in found if each.subject == subject and each.predicate == TYPE}
        assert len(said) == 1
        assert said <= classes


@quick
@given(strategies.records())
def test_every_reference_becomes_a_link(record: Record) -> None:
    """The records that a record names are, with the base before them, objects of its statements."""
    objects = {each.object for each in statements(record, HERE)}
    assert {f"https://example.org/{target}" for _, target in references(record)} <= objects


@quick
@given(strategies.records())
def test_every_predicate_and_datatype_is_of_the_table(record: Record) -> None:
    """A graph uses no word that the table does not declare, and texts are in the dataset's language."""
    predicates = {field.iri for field in table().fields()} | {TYPE}
    for each in statements(record, HERE):
        assert each.predicate in predicates
        if isinstance(each.object, Literal):
            in_language = each.object.language == "de" and each.object.datatype == ""
            assert in_language or each.object.datatype in DATATYPES.values()


@quick
@given(strategies.records())
def test_lines_are_sorted_and_distinct(record: Record) -> None:
    """The lines of a record are sorted, each once, and none holds a line break."""
    found = lines(record, HERE)
    assert found == sorted(set(found))
    assert all(line.endswith(" .") and not set("\n\r") & set(line) for line in found)


def test_naming_comes_from_the_metadata() -> None:
    """The base and the language of a graph are those that the dataset states, or the default ones."""
    metadata = load().metadata
    assert isinstance(metadata, Metadata)
    assert Naming.of(metadata) == Naming(metadata.base_iri, metadata.language)
    assert Naming.of(None) == Naming("https://w3id.org/pharmakon/", "en")


@pytest.mark.parametrize(
    ("value", "form"),
    [(0, "0.0E0"), (-0.0, "0.0E0"), (1, "1.0E0"), (-22.5, "-2.25E1"), (100, "1.0E2"), (1e21, "1.0E21")],
)
def test_doubles_are_canonical(value: float, form: str) -> None:
    """A number has one lexical form, whichever way it was written."""
    assert double(value) == form
    assert float(form) == value
