"""Rules, formats and schemas, explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import pharmakon as pk
from pharmakon.api import schema_artefact
from pharmakon.terms import table

CODES = [code.id for code in pk.list_rules()]


def test_codes_are_in_order_and_each_once() -> None:
    """The list of rules is sorted, and no code stands for two faults."""
    assert sorted(set(CODES)) == CODES
    assert len(CODES) > 30


def test_every_code_that_is_written_has_a_page(checkout: Path) -> None:
    """Whatever file of the package speaks of a code, be it a reader, a rule or a writer, it is explained."""
    spoken = {
        code
        for path in (checkout / "toolkit" / "pharmakon").rglob("*.py")
        for code in re.findall(r"\bPK[0-9]{3}\b", path.read_text(encoding="utf-8"))
    }
    assert spoken == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_page(code: str) -> None:
    """Each page says what is wrong, why that matters, and shows it wrong and right; case does not matter."""
    page = pk.rule(code.lower()).explain()
    assert page.startswith(f"# {code} (")
    assert "Why: " in page
    assert "Bad:\n" in page
    assert "Good:\n" in page


def test_an_unknown_code_names_its_neighbors() -> None:
    """A slip in a code is answered with codes that exist."""
    with pytest.raises(pk.UnknownTerm, match="did you mean PK"):
        pk.rule("PK1O1")


@pytest.mark.parametrize("type_", [*table().records, table().dataset], ids=lambda type_: type_.name)
def test_every_type_has_a_schema(type_: object) -> None:
    """The schema of a type is found by its name and by what its ids begin with."""
    name, prefix = type_.name, type_.prefix  # type: ignore[attr-defined]
    Draft202012Validator.check_schema(pk.json_schema(name))
    assert pk.json_schema(name) == pk.json_schema(prefix)
    assert pk.json_schema(name)["title"] == name


def test_without_a_name_the_schema_is_of_any_record() -> None:
    """The bundle defines every record type."""
    assert {each.name for each in table().records} <= set(pk.json_schema()["$defs"])  # type: ignore[call-overload]


@pytest.mark.parametrize("name", ["", "Passage", "Drugs"])
def test_an_unknown_type_is_said(name: str) -> None:
    """Only records, and the dataset's metadata, have a schema of their own."""
    with pytest.raises(pk.UnknownTerm):
        pk.json_schema(name)


@pytest.mark.parametrize("name", ["jsonschema", "context", "shacl", "owl"])
def test_artefacts_are_printed_by_name(name: str) -> None:
    """Each artefact of the schema tree that programs read has a name."""
    assert all(b"".join(each.chunks) for each in schema_artefact(name))


def test_an_unknown_artefact_is_said() -> None:
    """A name that is no artefact lists those that are."""
    with pytest.raises(pk.UnknownTerm, match="shacl"):
        schema_artefact("shex")


def test_formats_are_listed_by_name() -> None:
    """Each format says its media type and its ending."""
    found = {each.name: each for each in pk.list_formats()}
    assert list(found) == sorted(found)
    assert found["ntriples"].media_type == "application/n-triples"
