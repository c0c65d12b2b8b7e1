"""A passage names what its claim is about."""

from __future__ import annotations

import pytest
import shelf

TEXT = "First of all\nThe Ketamines\u2019 effect on low mood, it was said.\nLast of all"
START = TEXT.index("it was said")
PASSAGE = shelf.passage(TEXT, START, START + len("it was said"))


def ungrounded(*records: shelf.Json, about: str, **fields: object) -> bool:
    """Whether a claim on the passage is found not to name what it is about."""
    claim = shelf.claim(1, about, passage=PASSAGE, **{"grounding": "direct", **fields})
    found = shelf.codes(
        shelf.source(TEXT), claim, *records, documents={"d.txt": TEXT.encode()}, of=("PK208",)
    )
    assert found in ([], [("PK208", "claim/d-1", "/about/0/record")])
    return bool(found)


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"label": "ketamine"}, False),
        ({"label": "KETAMINE"}, False),
        ({"label": "x", "synonyms": ["y", "Ketamine"]}, False),
        ({"label": "x"}, True),
        ({"label": "ketami"}, True),
        ({"label": "first"}, True),
        ({"label": "last"}, True),
    ],
)
def test_the_name_stands_in_the_paragraph(fields: shelf.Json, wanted: bool) -> None:  # noqa: FBT001
    """A label or a synonym is looked for as whole words, in the passage's own paragraph, plural or not."""
    assert ungrounded(shelf.drug(**fields), about="drug/k") == wanted


@pytest.mark.parametrize("grounding", ["anaphora", "implied"])
def test_a_claim_may_say_why_not(grounding: str) -> None:
    """What is meant without being named is said to be so."""
    assert ungrounded(shelf.drug(), about="drug/k")
    assert not ungrounded(shelf.drug(), about="drug/k", grounding=grounding)


def test_a_relation_is_named_by_either_of_its_ends() -> None:
    """The drug or the other entity is enough."""
    outcome = shelf.outcome("o")
    assert not ungrounded(outcome, shelf.drug(), shelf.concept(label="low mood"), about="outcome/o")
    assert not ungrounded(outcome, shelf.drug(label="ketamine"), shelf.concept(), about="outcome/o")
    assert ungrounded(outcome, shelf.drug(), shelf.concept(label="high mood"), about="outcome/o")


def test_a_record_that_is_not_there_takes_its_names_with_it() -> None:
    """One fault is one finding: what a refused or lost record is called is not known, and not asked for."""
    refused = shelf.drug(label="ketamine", kind="nope")
    assert not ungrounded(shelf.outcome("o"), refused, shelf.concept(), about="outcome/o")
    assert not ungrounded(refused, about="drug/k")
    assert not ungrounded(shelf.outcome("o"), shelf.concept(), about="outcome/o")
