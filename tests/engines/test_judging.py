"""Judging a stream: what is found is what a whole validation finds, but for the rules that need the whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.generate import records

import pharmakon as pk
from pharmakon import readers, rules
from pharmakon.api import list_rules
from pharmakon.dataset import Dataset, Entry
from pharmakon.engines import judging, local
from pharmakon.findings import Finding

ALONE = tuple(each for each in rules.rules() if each.alone)


def judged() -> set[str]:
    """The codes that a stream is judged by."""
    return {each.id for each in list_rules()} - set(judging.unjudged())


def whole(path: Path) -> list[Finding]:
    """What a whole validation finds of that."""
    return [each for each in pk.validate(path).findings if each.code in judged()]


def examples(rule: rules.Rule) -> bytes:
    """The bad data of a rule's page, with what stands beside it."""
    return f"{rule.code.given}\n{rule.code.bad}\n".encode()


def dataset(lines: bytes) -> Dataset:
    """The records of some lines."""
    return Dataset.of(each for each in readers.read("a.jsonl", lines) if isinstance(each, Entry))[0]


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some shares of generated records with faults of all kinds, and faults between records."""
    lines = list(records(3000, 5, 0.03))
    lines[1500:1500] = [
        b"",
        lines[3],
        *(line for rule in rules.rules() for line in examples(rule).split(b"\n")),
    ]
    path = tmp_path_factory.mktemp("faulty") / "a.jsonl"
    path.write_bytes(b"\n".join(lines))
    return path


@pytest.mark.parametrize("rule", ALONE, ids=lambda each: each.code.id)
def test_a_rule_that_looks_at_records_alone_finds_the_same_in_each(rule: rules.Rule) -> None:
    """Applied to each record alone, it finds what it finds in the dataset, on all pages and in ours."""
    for data in (pk.load(), *(dataset(examples(each)) for each in rules.rules())):
        each_alone = (Dataset(data.metadata, (record,), data.positions) for record in data)
        alone = [found for one in each_alone for found in rule(one)]
        assert sorted(alone, key=repr) == sorted(rule(data), key=repr)


@pytest.mark.parametrize("rule", rules.rules(), ids=lambda each: each.code.id)
def test_the_page_of_each_rule_is_judged_alike(rule: rules.Rule, tmp_path: Path) -> None:
    """The bad example of each page has the same findings in a stream; if it is judged, its own among them."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(examples(rule))
    found = pk.validate_stream(path)
    assert list(found.findings) == whole(path)
    if rule.code.id in judged() and not rule.needs_documents:
        assert rule.code.id in {each.code for each in found.findings}
    assert rule.code.id in judged() or rule.code.id in found.unjudged


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("index", [None, 50])
def test_a_large_file_is_judged_alike(
    jobs: int, index: int | None, faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many processes there are, and however few ids are held, the findings are the same."""
    monkeypatch.setattr(local, "_LEAST", 100_000)
    report = pk.validate_stream(faulty, jobs=jobs, index=index)
    assert list(report.findings) == whole(faulty)
    assert report.records == pk.validate(faulty).records
    assert len({each.code for each in report.findings}) > 20


def test_shape_and_references_need_no_models(faulty: Path) -> None:
    """If no rule is asked for, none is applied; what is found is the same."""
    asked = ("PK0", "PK101", "PK103")
    assert not judging.needs_models(asked)
    assert judging.needs_models()
    assert judging.needs_models(("PK5",))
    assert not judging.needs_models(("PK5",), ("PK5",))
    found = pk.validate_stream(faulty, select=asked)
    assert list(found.findings) == [each for each in whole(faulty) if each.code.startswith(asked)]
    assert found.unjudged == ()


def test_no_more_findings_are_kept_than_asked_for(faulty: Path) -> None:
    """Of too many findings the rest is counted, and still fails."""
    every = pk.validate_stream(faulty)
    few = pk.validate_stream(faulty, most=10)
    assert len(few.findings) <= 10
    assert few.untold + len(few.findings) <= len(every.findings) + few.untold
    assert few.untold > 0
    assert few.fails()


def test_only_json_lines_are_a_stream(tmp_path: Path) -> None:
    """What has to be read whole is refused in one line."""
    path = tmp_path / "a.json"
    path.write_text("{}")
    with pytest.raises(pk.PharmakonError, match="JSON Lines"):
        pk.validate_stream(path)
