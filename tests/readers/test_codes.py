"""The pages of the readers' codes are their tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from pharmakon import dataset, readers
from pharmakon.dataset import Dataset
from pharmakon.findings import Code
from pharmakon.readers.codes import BY_ID

Reader = Callable[..., Any]
EXAMPLES = [code for code in (*readers.CODES, *dataset.CODES) if code.bad.startswith(("{", '"'))]
PROSE = [code for code in readers.CODES if code not in EXAMPLES]
every_example = pytest.mark.parametrize("code", EXAMPLES, ids=lambda code: code.id)


def codes(read: Reader, text: str) -> list[str]:
    """The codes of what is found in JSON Lines or JSON-LD, while it is read and put together."""
    found = read("example.jsonld" if "@context" in text else "example.jsonl", text)
    _, doubles = Dataset.of(found.entries)
    return [*found.codes, *(each.code for each in doubles)]


@every_example
def test_bad_data_has_the_fault_that_the_page_tells(read: Reader, code: Code) -> None:
    """The bad example of a page has that one fault, and no other."""
    assert codes(read, code.bad) == [code.id]


@every_example
def test_good_data_has_no_fault(read: Reader, code: Code) -> None:
    """The good example of a page is a record without faults."""
    assert codes(read, code.good) == []
    json.loads(code.good)


@pytest.mark.parametrize(
    ("id_", "bad", "good"),
    [
        ("PK002", b"label: \xff", b"# \xc3\xbf\n"),
        ("PK004", BY_ID["PK004"].bad.encode(), b"[]"),
        ("PK006", b"[" * 65 + b"]" * 65, b"[]"),
        ("PK007", b"\xef\xbb\xbf[]", b"[]\n"),
        ("PK007", b"[]\r\n", b"[]\n"),
    ],
)
def test_what_a_page_tells_in_words_is_found(read: Reader, id_: str, bad: bytes, good: bytes) -> None:
    """Faults that no JSON line can have are found in the bytes that have them."""
    assert id_ in read("a.yaml", bad).codes
    assert read("a.yaml", good).codes == []


DESCRIPTION = """
id: dataset/d
title: d
description: d
version: 1.0.0
released: "2026"
language: en
base_iri: https://example.org/
license: https://example.org/l
creators: [a]
publisher: a
disclaimer: a
"""


@pytest.mark.parametrize("id_", ["PK020", "PK021"])
def test_what_a_page_tells_of_versions_is_found(read: Reader, id_: str) -> None:
    """A newer record schema is told in its place; its description is kept if only the minor is newer."""
    code = BY_ID[id_]
    bad = read("dataset.yaml", f"{DESCRIPTION}{code.bad}\n")
    (found,) = bad.findings
    assert (found.code, found.severity, found.pointer) == (id_, code.severity, "/schema_version")
    assert (found.location.line, found.location.column) == (13, 17)
    assert (bad.entries[0].record is None) == (code.severity == "error")
    good = read("dataset.yaml", f"{DESCRIPTION}{code.good}\n")
    assert good.codes == []
    assert good.entries[0].record is not None


@pytest.mark.parametrize(
    ("version", "found"),
    [
        *(("0.9.0", []), ("0.99.0", []), ("01.00.0", []), ("1.0.99", []), ("1.01.0", ["PK021"])),
        *(("2.0.0", ["PK020"]), ("10.0.0", ["PK020"]), (f"{'9' * 5000}.0.0", ["PK020"])),
        *(("2.0", ["PK014"]), ("[2.0.0]", ["PK013"])),
    ],
)
def test_a_version_is_compared_by_its_numbers(read: Reader, version: str, found: list[str]) -> None:
    """Numbers are compared as numbers, of any length; what is no version is told as that alone."""
    assert read("dataset.yaml", f"{DESCRIPTION}schema_version: {version}\n").codes == found


def test_a_newer_schema_is_told_beside_what_it_added(read: Reader) -> None:
    """Where the description has a field that is not known here, the reason is told too."""
    text = f"{DESCRIPTION}schema_version: 2.0.0\nfunders: [a]\n"
    assert sorted(read("dataset.yaml", text).codes) == ["PK012", "PK020"]


def test_no_page_is_left_out() -> None:
    """Every code of the readers is tested by its page or above, and each is in the index once."""
    assert {code.id for code in PROSE} == {"PK002", "PK004", "PK006", "PK007", "PK020", "PK021"}
    assert list(BY_ID.values()) == list(readers.CODES)
    assert len(BY_ID) == len(readers.CODES)
