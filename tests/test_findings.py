"""Findings, their codes and their order."""

from __future__ import annotations

import dataclasses
import re
from random import Random

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from pharmakon import dataset, readers, rules
from pharmakon.findings import QUOTED, SENTENCE, SEVERITIES, Code, Finding, Location, ordered, quoted
from pharmakon.readers import release

CODES = [*readers.CODES, *dataset.CODES, *release.CODES, *(rule.code for rule in rules.rules())]
GROUPS = {"PK0": readers.CODES, "PK9": release.CODES}
every_code = pytest.mark.parametrize("code", CODES, ids=lambda code: code.id)

_words = st.sampled_from(("", "a", "b"))
_places = st.builds(
    Location, _words, st.integers(1, 3), st.integers(1, 3), st.integers(1, 3), st.integers(1, 3)
)
findings = st.builds(
    Finding,
    message=_words,
    code=_words,
    severity=st.sampled_from(SEVERITIES),
    record=_words,
    pointer=_words,
    location=st.none() | _places,
    hint=_words,
    related=st.lists(_words, max_size=2).map(tuple),
)


@given(st.lists(findings, max_size=12), st.randoms(use_true_random=False))
@strategies.seeded(60)
def test_findings_stand_in_one_order(found: list[Finding], random: Random) -> None:
    """Faults are told in one order, by file and place first, whatever the order in which they are found."""
    told = ordered(found)
    random.shuffle(found)
    assert ordered(found) == told
    assert sorted(map(repr, told)) == sorted(map(repr, found))
    places = [each.location for each in told]
    known = [place for place in places if place is not None]
    assert known == sorted(known)
    assert places[: len(known)] == known


def test_codes_are_given_once_and_in_order() -> None:
    """No code has two meanings, and each list of codes is in the order of its ids."""
    ids = [code.id for code in CODES]
    assert len(set(ids)) == len(ids)
    for group in (readers.CODES, dataset.CODES, release.CODES, [rule.code for rule in rules.rules()]):
        numbers = [code.id for code in group]
        assert numbers == sorted(numbers)


@every_code
def test_a_code_explains_itself(code: Code) -> None:
    """A code has a number, a severity, a sentence, a reason, and data with and without the fault."""
    assert re.fullmatch(r"PK[0-9]{3}", code.id)
    assert code.severity in SEVERITIES
    assert code.title[:1].isupper()
    assert code.title.endswith(".")
    assert code.why.endswith(".")
    assert code.bad != code.good
    page = code.explain()
    assert page.startswith(f"# {code.id} ({code.severity})\n\n{code.title}\n\nWhy: {code.why}\n")
    assert page.endswith("```\n")
    for name, text in (("Bad", code.bad), ("Good", code.good)):
        assert f"{name}:\n\n```\n{text}\n```\n" in page


def test_a_page_leaves_out_what_it_does_not_need() -> None:
    """A code without documents or given records has no empty headings."""
    page = Code("PK000", "info", "T.", "W.", bad="b", good="g").explain()
    assert "Documents:" not in page
    assert "Given:" not in page
    whole = Code("PK000", "info", "T.", "W.", bad="b", good="g", documents="d", given="r").explain()
    assert re.findall(r"^([A-Z][a-z]+):", whole, re.MULTILINE) == [
        "Why",
        "Documents",
        "Given",
        "Bad",
        "Good",
    ]


def test_a_finding_takes_code_and_severity_together() -> None:
    """The severity of a finding is that of its code."""
    found = Finding("x", record="drug/k").of(Code("PK000", "warning", "T.", "W."))
    assert (found.code, found.severity, found.message, found.record) == ("PK000", "warning", "x", "drug/k")
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.code = "PK001"  # type: ignore[misc]


def test_a_place_is_spelled_as_editors_read_it() -> None:
    """File, line and column, with colons."""
    assert str(Location("a.yaml", 3, 7, 3, 9)) == "a.yaml:3:7"
    assert Location("a.yaml") == Location("a.yaml", 1, 1, 1, 1)


@given(st.text(), st.integers(1, 3))
@strategies.seeded(60)
def test_what_is_said_is_one_line(text: str, times: int) -> None:
    """A message and a hint have no line ends, whatever ends a line; other texts stay as they are."""
    found = Finding(f"a {text} b", hint=text * times)
    for said, given_ in ((found.message, f"a {text} b"), (found.hint, text * times)):
        assert len(said.splitlines()) <= 1
        assert said == given_ or len(given_.splitlines()) > 1 or given_.splitlines() != [given_]


def test_what_is_said_is_bounded() -> None:
    """Of a sentence that is too long, the beginning and the end are kept."""
    found = Finding(f"{'a' * 999_999}z").message
    assert len(found) == SENTENCE
    assert (found[0], found[-1], found.count("\u2026")) == ("a", "z", 1)
    assert Finding("a" * SENTENCE).message == "a" * SENTENCE


@given(st.text(max_size=200))
@strategies.seeded(60)
def test_a_value_is_quoted_in_one_printable_line(text: str) -> None:
    """A quoted value cannot act on a terminal, and tells whether it was cut."""
    said = quoted(text)
    assert said.isprintable()
    assert len(said) <= QUOTED + 3
    assert said == repr(text) or said[-2] == "\u2026"
