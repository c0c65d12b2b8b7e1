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
    assert len(few.findings) == 10
    assert sum(few.untold.values()) + 10 == len(every.findings)
    assert few.untold["error"] > 0
    assert few.fails()
    warned = pk.validate_stream(faulty, most=0, select=("PK105",))
    assert warned.untold
    assert not warned.fails()
    assert warned.fails("warning")


def test_only_json_lines_are_a_stream(tmp_path: Path) -> None:
    """What has to be read whole is refused in one line."""
    path = tmp_path / "a.json"
    path.write_text("{}")
    with pytest.raises(pk.PharmakonError, match="JSON Lines"):
        pk.validate_stream(path)


DRUG = '{"id":"drug/k","kind":"substance","label":"k","type":"Drug"}'
USE = '{"drug":"drug/k","id":"indication/i","intent":"anesthesia","label":"i","type":"Indication"}'


def concept(name: str, *broader: str) -> str:
    """A concept that is below others."""
    above = ",".join(f'"concept/{each}"' for each in broader)
    told = f'"broader":[{above}],' if above else ""
    return f'{{{told}"id":"concept/{name}","kind":"condition","label":"{name}","type":"Concept"}}'


BETWEEN = {
    "a withdrawn record whose id is taken": (DRUG, DRUG[:-1] + ',"retired":true}', USE),
    "a circle through a record whose id is taken": (concept("a", "b"), concept("b"), concept("b", "a")),
    "circles that share a record": (concept("c", "a"), concept("a", "b", "c"), concept("b", "a")),
    "more circles that share records": (concept("d", "a"), concept("b", "d"), concept("a", "b", "d")),
    "Windows line ends of a record whose id is taken": (DRUG, DRUG + "\r"),
    "a byte order mark": ("\ufeff" + DRUG, USE),
}


@pytest.mark.parametrize("lines", BETWEEN.values(), ids=BETWEEN)
def test_what_is_between_records_does_not_depend_on_their_order(
    lines: tuple[str, ...], tmp_path: Path
) -> None:
    """Ids that stand twice, circles that meet, and odd line ends are told as in a whole validation."""
    for order in (lines, lines[1:] + lines[:1], lines[::-1]):
        path = tmp_path / "a.jsonl"
        path.write_text("\n".join(order) + "\n", encoding="utf-8", newline="")
        assert list(pk.validate_stream(path).findings) == whole(path)


def test_files_are_named_as_in_a_whole_validation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the working directory, a path is short in findings, however it was given."""
    monkeypatch.chdir(tmp_path)
    Path("a.jsonl").write_text(USE)
    for given in (Path("a.jsonl"), tmp_path / "a.jsonl"):
        assert list(pk.validate_stream(given).findings) == whole(given)


def test_what_nobody_asks_for_takes_no_place(faulty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the findings that are asked for, the first are kept; the same for any number of processes."""
    monkeypatch.setattr(local, "_LEAST", 100_000)
    asked = pk.validate_stream(faulty, select=("PK101",), most=5)
    assert asked.findings == pk.validate_stream(faulty, select=("PK101",)).findings[:5]
    one, two = (pk.validate_stream(faulty, jobs=jobs, most=30) for jobs in (1, 2))
    assert (one.findings, one.untold) == (two.findings, two.untold)
