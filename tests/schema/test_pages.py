"""The generated pages for people, and the protocol of the whole folder."""

from __future__ import annotations

from fnmatch import fnmatch

import judges
import pytest

from pharmakon import list_rules, schema
from pharmakon.terms import table


def test_the_reference_has_a_row_for_every_field() -> None:
    """Each type has a section, and each of its fields a row with its sentence."""
    text = judges.published("reference", "README.md")
    for type_ in table().types:
        section = text.partition(f"# {type_.name}\n")[2].partition("\n## ")[0]
        for field in type_.fields:
            rows = [line for line in section.splitlines() if f"`{field.name}`" in line]
            assert any(field.description in row for row in rows), f"{type_.name}.{field.name}"


def test_tables_have_the_same_number_of_cells() -> None:
    """No description breaks a table: every row has as many cells as its head."""
    for line in judges.published("reference", "README.md").splitlines():
        if line.startswith(("| **`", "| `")):
            assert line.count("|") in (3, 5), line


def test_the_page_of_rules_has_every_code_once() -> None:
    """Each code that a finding can carry has one section, with its reason."""
    text = judges.published("rules", "rules.md")
    for code in list_rules():
        assert text.count(f"### {code.id} (") == 1
        assert code.title in text


@pytest.mark.parametrize("name", schema.names())
def test_an_artefact_writes_what_it_declares(name: str) -> None:
    """Each module writes files that its `FILES` name, and the same bytes each time."""
    module = schema.artefact(name)
    made = {each.path: b"".join(each.chunks) for each in module.render()}
    assert made == {each.path: b"".join(each.chunks) for each in module.render()}
    for path, data in made.items():
        assert any(fnmatch(path, pattern) for pattern in module.FILES)
        assert data.endswith(b"\n")
        assert b"\r" not in data
    for pattern in module.FILES:
        assert any(fnmatch(path, pattern) for path in made)
