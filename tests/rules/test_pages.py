"""The page of a rule is its test."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from random import Random

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from pharmakon import readers, rules
from pharmakon.dataset import Dataset, Entry
from pharmakon.findings import Finding, ordered
from pharmakon.rules import Documents, Rule, page, rule

every_rule = pytest.mark.parametrize("each", rules.rules(), ids=lambda each: each.code.id)


def documents_of(each: Rule) -> Documents | None:
    """The documents of a rule's page, or none if it needs none."""
    given_ = json.loads(each.code.documents or "{}")
    return {file: text.encode() for file, text in given_.items()} if each.needs_documents else None


def dataset_of(text: str) -> Dataset:
    """The dataset that an example's lines are; they must be records without faults."""
    entries = []
    for found in readers.read("example.jsonl", text.encode()):
        assert isinstance(found, Entry), found
        entries.append(found)
    dataset, doubles = Dataset.of(entries)
    assert not doubles
    return dataset


@every_rule
def test_bad_data_has_the_fault_that_the_page_tells(each: Rule) -> None:
    """The rule finds its fault in the bad example, in a record that is there, with a help."""
    dataset = dataset_of(f"{each.code.given}\n{each.code.bad}")
    found = list(each(dataset, documents_of(each)))
    assert found
    for finding in found:
        assert (finding.code, finding.severity) == (each.code.id, each.code.severity)
        assert finding.record in dataset
        assert finding.location == dataset.location(finding.record, finding.pointer)
        assert finding.location is not None
        assert finding.message
        assert finding.hint
        assert "\n" not in finding.message + finding.hint


@every_rule
def test_good_data_has_no_fault(each: Rule) -> None:
    """The rule finds nothing in the good example."""
    assert list(each(dataset_of(f"{each.code.given}\n{each.code.good}"), documents_of(each))) == []


@every_rule
def test_a_rule_tells_its_page_in_its_docstring(each: Rule) -> None:
    """The page is what the function says of itself, and documents are given where the rule needs them."""
    docstring = inspect.getdoc(each.check) or ""
    assert each.code == page(each.code.id, docstring, each.code.severity)
    assert docstring.startswith(each.code.title[:30])
    assert bool(each.code.documents) == each.needs_documents


@every_rule
def test_a_rule_that_needs_documents_is_silent_without_them(each: Rule) -> None:
    """Without the documents at hand nothing is said of what stands in them."""
    if each.needs_documents:
        assert list(each(dataset_of(f"{each.code.given}\n{each.code.bad}"))) == []


@given(strategies.datasets(), st.randoms(use_true_random=False))
@strategies.seeded(20)
def test_the_order_of_records_does_not_matter(dataset: Dataset, random: Random) -> None:
    """Whatever the order in which records were read, the rules find the same, and never raise."""
    nodes = list(dataset.nodes())
    random.shuffle(nodes)
    again, _ = Dataset.of(Entry(node, node.id) for node in nodes)
    documents = {"a.txt": b"foo"}
    assert ordered(rules.run(again, documents)) == ordered(rules.run(dataset, documents))


def test_rules_find_themselves_in_order() -> None:
    """Every function with the mark of a rule, in any file of the folder, is run, by its code."""
    ids = [each.code.id for each in rules.rules()]
    assert ids == sorted(set(ids))
    assert len(ids) >= 20


def test_rules_run_lazily() -> None:
    """The first finding is there before the last rule has run."""
    found = rules.run(dataset_of('{"id": "drug/k", "type": "Drug", "label": "k", "kind": "substance"}'))
    assert isinstance(found, Iterator)


@pytest.mark.parametrize("missing", ["Why:", "Bad:", "Good:"])
def test_a_rule_without_a_whole_page_is_refused(missing: str) -> None:
    """A docstring that lacks a part is a mistake of whoever wrote it, found at import."""
    whole = "A fault.\n\nWhy: it is one.\n\nBad:\n    {}\n\nGood:\n    []\n"
    assert page("PK000", whole, "error").bad == "{}"
    with pytest.raises(TypeError, match="PK000 needs a first sentence"):
        page("PK000", re.sub(rf"{missing}.*?\n\n|{missing}.*\Z", "", whole, flags=re.DOTALL), "error")
    with pytest.raises(TypeError, match="PK000"):
        page("PK000", "", "error")


def test_a_rule_says_only_what_is_wrong() -> None:
    """The runner adds code, severity and place to what the function yields."""

    @rule("PK000", "info", "preview")
    def sample(dataset: Dataset) -> Iterator[Finding]:
        """A sample.

        Why: to see it.

        Bad:
            {}

        Good:
            []
        """
        yield from (Finding("found", record=record.id, pointer="/label") for record in dataset)

    dataset = dataset_of('{"id": "drug/k", "type": "Drug", "label": "k", "kind": "substance"}')
    (found,) = sample(dataset)
    assert (found.code, found.severity, sample.code.status) == ("PK000", "info", "preview")
    assert found.location == dataset.location("drug/k", "/label")
