"""Generated records are like the real ones, and hold together."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.faults import FAULTS, HARMLESS, faults
from bench.generate import LEAST, ids, main, records
from bench.sample import Object, real
from pharmakon import api, readers
from pharmakon.dataset import Entry
from pharmakon.model.canonical import canonical_json

COUNT = 5000
SHAPE_AND_REFERENCES = ("PK0", "PK1")


@pytest.fixture(scope="module")
def lines() -> list[bytes]:
    """Some thousands of generated records."""
    return list(records(COUNT, 7))


@pytest.fixture(scope="module")
def made(lines: list[bytes]) -> list[Object]:
    """The same, read."""
    return [json.loads(line) for line in lines]


def _names(value: object, known: set[str]) -> Iterator[str]:
    """What an object names that is the id of a record."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from () if name == "id" else _names(each, known)
    elif isinstance(value, list):
        for each in value:
            yield from _names(each, known)
    elif isinstance(value, str) and value in known:
        yield value


def test_one_seed_gives_one_file(lines: list[bytes]) -> None:
    """The same seed gives the same lines, and another seed others."""
    assert list(records(COUNT, 7)) == lines
    assert list(records(COUNT, 8)) != lines


def test_lines_are_canonical(lines: list[bytes]) -> None:
    """Each line is the canonical JSON of the record that it holds."""
    for number, line in enumerate(lines):
        (entry,) = readers.read_line("made.jsonl", line, number)
        assert isinstance(entry, Entry)
        assert entry.record is not None
        assert canonical_json(entry.record).encode() == line


@pytest.mark.parametrize("count", [COUNT, 3 * len(real())])
def test_nothing_is_wrong(count: int) -> None:
    """No rule finds an error in what is generated from one block of real records or more."""
    report = api.validate(io.BytesIO(b"\n".join(records(count, 7))))
    assert [found for found in report.findings if found.severity == "error"] == []


@settings(max_examples=8, deadline=None)
@given(st.integers(LEAST, 3000), st.integers(0, 9))
def test_any_number_holds_together(count: int, seed: int) -> None:
    """However many there are: shapes are valid, references lead somewhere, ids are unique, no circle."""
    made = list(records(count, seed))
    assert len(made) == count
    found = api.validate(io.BytesIO(b"\n".join(made))).findings
    assert [each for each in found if each.code.startswith(SHAPE_AND_REFERENCES)] == []
    assert [json.loads(line)["id"] for line in made] == list(ids(count))


def test_types_are_spread_as_in_the_real_dataset(made: list[Object]) -> None:
    """Each type has its share of the records, within one percent of all."""
    wanted, given_ = (Counter(each["type"] for each in some) for some in (real(), made))
    for type_ in wanted:
        assert abs(wanted[type_] / len(real()) - given_[type_] / COUNT) < 0.01, type_


def test_fields_and_lengths_are_those_of_the_real_dataset(lines: list[bytes], made: list[Object]) -> None:
    """Optional fields are as frequent, lists as long and lines as long as the real ones."""
    for type_ in {each["type"] for each in real()}:
        wanted = [each for each in real() if each["type"] == type_]
        given_ = [each for each in made if each["type"] == type_]
        for name in {name for each in wanted for name in each}:
            share = [sum(name in each for each in some) / len(some) for some in (wanted, given_)]
            assert abs(share[0] - share[1]) < 0.15, (type_, name)
    lists = [
        sum(len(value) for each in some for value in each.values() if isinstance(value, list)) / len(some)
        for some in (real(), made)
    ]
    assert lists[1] == pytest.approx(lists[0], rel=0.03)
    size = sum(len(json.dumps(each, separators=(",", ":"))) for each in real()) / len(real())
    assert sum(map(len, lines)) / COUNT == pytest.approx(size, rel=0.05)


def test_few_are_named_by_many() -> None:
    """The drug that is named most is named by far more than its share, and most drugs by few."""
    made = [json.loads(line) for line in records(12 * len(real()), 7)]
    drugs = {each["id"] for each in made if each["type"] == "Drug"}
    named = Counter(name for each in made for name in _names(each, drugs))
    counted = sorted(named.values(), reverse=True)
    assert counted[0] > 12 * sum(counted) / len(drugs)
    assert counted[len(drugs) // 2 :] == [] or counted[len(drugs) // 2] < counted[0] / 20


def test_references_lead_forward_and_back(made: list[Object]) -> None:
    """Records name some that come before them and some that come after."""
    place = {each["id"]: at for at, each in enumerate(made)}
    known = set(place)
    ahead = [place[name] > at for at, each in enumerate(made) for name in _names(each, known)]
    assert 0.1 < sum(ahead) / len(ahead) < 0.9


def test_texts_differ(made: list[Object]) -> None:
    """Most claims are worded unlike any other."""
    told = [each["statement"] for each in made if each["type"] == "Claim"]
    assert len(set(told)) > 0.9 * len(told)


def test_nothing_is_held() -> None:
    """The first lines of very many come at once."""
    assert len(list(islice(records(10**12), 100))) == 100


def test_errors_are_counted() -> None:
    """As many lines are broken as `faults` says: those that are no error change nothing but the bytes."""
    whole, broken = list(records(COUNT, 7)), list(records(COUNT, 7, 0.05))
    told = faults(COUNT, 7, 0.05)
    assert set(told) == set(FAULTS)
    assert sum(one != other for one, other in zip(whole, broken, strict=True)) == sum(told.values())
    assert sum(told.values()) == pytest.approx(0.05 * COUNT, rel=0.2)


@pytest.mark.parametrize("kind", FAULTS)
def test_each_fault_is_found_in_each_type(kind: str) -> None:
    """A broken record of any type has an error at its line, unless the kind is harmless."""
    lines = list(records(300, 7))
    last = {json.loads(line)["type"]: at for at, line in enumerate(lines)}
    assert len(last) == LEAST
    for at in last.values():
        lines[at] = FAULTS[kind](lines[at].decode(), at)
    found = [
        each.location.line - 1
        for each in api.validate(io.BytesIO(b"\n".join(lines))).findings
        if each.code.startswith(SHAPE_AND_REFERENCES) and each.severity == "error" and each.location
    ]
    if kind in HARMLESS:
        assert found == []
    else:
        assert set(last.values()) <= set(found)


def test_command_line(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """The same lines go to a file and to standard output; too few are refused."""
    wanted = b"".join(line + b"\n" for line in records(1500, 3, 0.01))
    main(["1500", "--seed", "3", "--errors", "0.01", "-o", str(tmp_path / "made.jsonl")])
    assert (tmp_path / "made.jsonl").read_bytes() == wanted
    main(["1500", "--seed", "3", "--errors", "0.01"])
    assert capfdbinary.readouterr().out == wanted
    with pytest.raises(SystemExit):
        main(["3"])
    with pytest.raises(ValueError, match="14 or more"):
        next(records(3))
