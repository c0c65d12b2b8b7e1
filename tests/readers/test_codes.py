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


def test_no_page_is_left_out() -> None:
    """Every code of the readers is tested by its page or above, and each is in the index once."""
    assert {code.id for code in PROSE} == {"PK002", "PK004", "PK006", "PK007"}
    assert list(BY_ID.values()) == list(readers.CODES)
    assert len(BY_ID) == len(readers.CODES)
