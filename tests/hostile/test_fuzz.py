"""Noise, and good files that were spoiled: readers answer, rules judge, exports come back as they were.

Each test draws the same few examples in every run. `PHARMAKON_FULL=1 pytest tests/hostile/test_fuzz.py`
draws many, other ones each time, for half an hour and more; `PHARMAKON_EXAMPLES` says how many for each test.
"""

from __future__ import annotations

import io
import json
import os
from functools import cache
from typing import Any

import pyoxigraph
import pytest
import strategies
from held import held
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pharmakon as pk
from pharmakon import export, readers
from pharmakon.dataset import Dataset, Entry
from pharmakon.findings import SENTENCE, Finding
from pharmakon.model.canonical import canonical_json
from pharmakon.readers import acceptance, release
from pharmakon.report import formats, render
from pharmakon.resources import shipped

FULL = os.environ.get("PHARMAKON_FULL") == "1"
EXAMPLES = int(os.environ.get("PHARMAKON_EXAMPLES", "20000" if FULL else "40"))
FILES = ("a.yaml", "a.json", "a.jsonl", "a.jsonld", "dataset.yaml")
ROUND_TRIPS = ("json", "jsonl", "jsonld")
LONGEST = 4000
SIGNS = st.sampled_from(
    (
        *"\0\t\n\r\x1b\x7f\x85\u2028\ufeff\ufffe\U0001f600\"'\\{}[],:|>%@`#~-?&*!=0",
        *("- ", "? ", ": ", " #", "&a ", "*a", "!!x ", "null", "<<: ", "---\n", "...\n", "%TAG ! x\n"),
        *("\\u", "\\ud800", "\\U0011", "1e999", "-0", "9" * 400, "  ", "\r\n", '"type":"Drug"', "@context"),
    )
)
Edit = tuple[int, int, bytes | None]
EDITS = st.lists(
    st.tuples(
        st.integers(0, LONGEST),
        st.integers(0, 40),
        st.none() | SIGNS.map(str.encode) | st.binary(max_size=4),
    ),
    max_size=4,
)


def laws(examples: int = EXAMPLES) -> settings:
    """Settings of a seeded short run, or of a long one that draws other examples each time."""
    if not FULL:
        return strategies.seeded(examples)
    return settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def lines() -> list[str]:
    """Some of the packaged records of every type, as canonical JSON."""
    whole = (shipped("dataset") / "export" / "records" / "pharmakon.jsonl").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for line in whole.splitlines():
        found.setdefault(json.loads(line)["type"], []).append(line)
    return [line for each in found.values() for line in each[:: max(1, len(each) // 12)]]


@cache
def seeds(file: str) -> list[bytes]:
    """Good files, each with a few packaged records."""
    folder = shipped("dataset")
    description = (folder / "dataset.yaml").read_bytes()
    if file == "dataset.yaml":
        return [description]
    if file.endswith("yaml"):
        text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("records/**/*.yaml")))
        parts = text.split("\n- id:")[1:]
        return [f"- id:{part}\n".encode() for part in parts[:: max(1, len(parts) // 100)]]
    groups = [lines()[at : at + 3] for at in range(0, len(lines()), 3)]
    if file.endswith("jsonl"):
        return ["\n".join(group).encode() for group in groups]
    if file.endswith("json"):
        return [f'{{"records": [{", ".join(group)}]}}'.encode() for group in groups]
    made = [pk.load(io.BytesIO("\n".join(group).encode())) for group in groups[:20]]
    return [b"".join(next(export.module("jsonld").export(each)).chunks) for each in made]


def spoiled(whole: bytes, others: list[bytes], edits: list[Edit]) -> bytes:
    """A good file in which places were cut out, replaced, or filled from another file."""
    for at, length, put in edits:
        start = at % (len(whole) + 1)
        other = others[(at + length) % len(others)]
        piece = other[length * 7 : length * 7 + length] if put is None else put
        whole = whole[:start] + piece + whole[start + length :]
    return whole


def answer(file: str, data: bytes) -> list[Entry | Finding]:
    """What a reader yields; it is bounded, and each finding has its place within the file."""
    found = list(readers.read(file, data))
    rows = [*data.split(b"\n"), b""]
    assert len(found) <= 20 * (len(data) + 2)
    for each in found:
        if isinstance(each, Finding):
            assert each.code
            assert len(each.message) <= SENTENCE
            assert each.location is not None
            assert 1 <= each.location.line <= len(rows)
            assert 1 <= each.location.column <= len(rows[each.location.line - 1]) + 1
            ends = (each.location.end_line, each.location.end_column)
            assert (each.location.line, each.location.column) <= ends
    Dataset.of(each for each in found if isinstance(each, Entry))
    return found


@pytest.mark.parametrize("file", FILES)
def test_noise_is_answered(file: str) -> None:
    """Any bytes, and any signs that mean something, are findings or nothing."""

    @given(st.binary(max_size=60) | st.lists(SIGNS | st.text(max_size=2), max_size=15).map(_joined))
    @laws()
    def check(data: bytes) -> None:
        answer(file, data)

    check()


def _joined(parts: list[str]) -> bytes:
    return "".join(parts).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("file", FILES)
def test_a_spoiled_file_is_answered_and_shown(file: str) -> None:
    """A packaged file that was cut, changed or mixed with another is answered, and every report shows it."""

    @given(st.integers(0, 999), EDITS)
    @laws()
    def check(at: int, edits: list[Edit]) -> None:
        data = spoiled(seeds(file)[at % len(seeds(file))], seeds(file), edits)
        found = answer(file, data)
        told = tuple(each for each in found if isinstance(each, Finding))
        name = formats()[at % len(formats())]
        render(pk.Report(told, 0, {file: data}), name).encode("utf-8")

    check()


@given(EDITS)
@laws()
def test_a_spoiled_list_of_a_release_is_answered(edits: list[Edit]) -> None:
    """A manifest that was changed in any way, and read, is found."""
    files = {"a.nt": b"", "records/a.jsonl": b"{}\n"}
    good = release_of(files)
    manifest = spoiled(good[release.MANIFEST], [good[release.CHECKSUMS]], edits)
    found = list(release.verify(held({**good, release.MANIFEST: manifest})))
    assert bool(found) == (manifest != good[release.MANIFEST])
    spoiled_sums = spoiled(good[release.CHECKSUMS], [manifest], edits)
    found = list(release.verify(held({**good, release.CHECKSUMS: spoiled_sums})))
    assert bool(found) == (spoiled_sums != good[release.CHECKSUMS])


def release_of(files: dict[str, bytes]) -> dict[str, bytes]:
    """A tree of a release with its two lists."""
    from pharmakon import publish
    from pharmakon.artifacts import Artifact

    made, manifest = publish.render(Artifact(path, (each,), "text/plain") for path, each in files.items())
    return made | publish.lists(manifest)


@given(EDITS)
@laws()
def test_a_spoiled_list_of_acceptances_is_answered(edits: list[Edit]) -> None:
    """Accepted findings are read as strictly, and nothing is made of what is broken."""
    whole = (
        b"- {code: PK306, record: drug/k, reason: x}\n- code: PK301\n  record: drug/k\n  reason: |\n    y\n"
    )
    for each in acceptance.read("accepted.yaml", spoiled(whole, [whole], edits)):
        assert isinstance(each, Finding) or (each.code and each.record and each.reason)


VALUES = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))


@given(st.lists(VALUES, max_size=12), st.integers(0, 10**6), st.binary(max_size=200))
@laws(EXAMPLES // 4)
def test_odd_records_are_judged_and_written(swaps: list[tuple[int, int, int]], at: int, text: bytes) -> None:
    """Records with values of others, or without some, are judged by every rule and written in all formats."""
    records = [json.loads(line) for line in lines()[at % 10 :: 5]]
    for one, other, place in swaps:
        _swap(records[one % len(records)], records[other % len(records)], place)
    data = io.BytesIO("\n".join(map(json.dumps, records)).encode())
    names = {each["document"]["file"] for each in records if isinstance(each.get("document"), dict)}
    documents = {name: text * 50 for name in names if isinstance(name, str)}
    report = pk.validate(data, documents=documents)
    assert all(each.code and each.message for each in report.findings)
    data.seek(0)
    read = readers.read("a.jsonl", data.read())
    dataset, _ = Dataset.of(each for each in read if isinstance(each, Entry))
    for name, module in export.modules().items():
        for artifact in module.export(dataset):
            made = b"".join(artifact.chunks)
            if name == "ntriples":
                assert len(list(pyoxigraph.parse(made, format=pyoxigraph.RdfFormat.N_TRIPLES))) > 0


def _swap(one: dict[str, Any], other: dict[str, Any], place: int) -> None:
    """Gives one record a value of another, or takes one away."""
    names = sorted(other)
    name = names[place % len(names)]
    if place % 5 == 0:
        one.pop(name, None)
    elif place % 5 == 1 and isinstance(one.get(name), list) and isinstance(other[name], list):
        one[name] = [*other[name], *one[name]][:6]
    else:
        one[name] = other[name]


@pytest.mark.parametrize("name", ROUND_TRIPS)
def test_what_is_exported_is_read_again(name: str) -> None:
    """A dataset in a format that has a reader is, read again, the same records and description."""

    @given(strategies.datasets(most=3))
    @laws(EXAMPLES // 4)
    def check(dataset: Dataset) -> None:
        module = export.module(name)
        data = b"".join(next(module.export(dataset)).chunks)
        entries = list(readers.read(f"a.{module.FORMAT.extension}", data))
        told = [each.message for each in entries if isinstance(each, Finding)]
        again, doubles = Dataset.of(each for each in entries if isinstance(each, Entry))
        assert not told
        assert not doubles
        nodes = list(dataset) if name == "jsonl" else list(dataset.nodes())  # JSON Lines hold records only
        assert [canonical_json(each) for each in again.nodes()] == [canonical_json(each) for each in nodes]
        assert b"".join(next(module.export(again)).chunks) == data

    check()
