"""One machine: lines stream through a format, in one process or in several, or records are gathered."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest
from bench.faults import FAULTS
from bench.generate import records

from pharmakon import export
from pharmakon.dataset import Entry
from pharmakon.engines import local
from pharmakon.engines.batch import Work
from pharmakon.engines.inputs import Input, kept, of_file
from pharmakon.engines.tally import Tally
from pharmakon.errors import BadArgument, InvalidDataset, UnknownFormat, UnreadableInput
from pharmakon.findings import Finding
from pharmakon.graph import Naming
from pharmakon.model import Drug

NAMING = Naming()
FAULT = Finding("bad", record="drug/bad")
REMARK = Finding("odd", severity="warning", record="drug/odd")
STREAMS = sorted(name for name, module in export.modules().items() if module.FORMAT.stream)
BAD = b'{"id":"drug/bad","type":"Drug"}\n'


def line(at: int) -> bytes:
    """One of many lines."""
    return b'{"id":"drug/d-%d","kind":"substance","label":"x","type":"Drug"}\n' % at


def given(*lines: bytes) -> Input:
    """Lines that can be read again and again."""

    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        yield io.BytesIO(b"".join(lines))

    return Input(opened)


def work(to: str = "jsonl", **options: Any) -> Work:  # noqa: ANN401 - what a work is made of
    """What is to be done."""
    return Work(to, NAMING, "a.jsonl", **options)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of some shares, with faults, ids that stand twice and references that lead nowhere."""
    made = list(records(4000, 3))
    for at, kind in enumerate(FAULTS):
        made[at * 150 + 50] = FAULTS[kind](made[at * 150 + 50].decode(), at)
    made[2000:2000] = [b"", made[10], made[3000]]
    path = tmp_path_factory.mktemp("large") / "a.jsonl"
    path.write_bytes(b"\n".join(made))
    return path


@pytest.fixture
def small_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cuts files into shares of some tens of lines, and pieces between processes into small ones."""
    monkeypatch.setattr(local, "_LEAST", 60_000)
    monkeypatch.setattr(local, "_PIECE", 10_000)


def test_records_come_in_the_order_of_the_input() -> None:
    """Nothing is sorted or held back: the engine is a function of one record after another."""
    made = b"".join(local.convert(given(line(2), line(1)), work(), Tally()))
    assert made == line(2) + line(1)


def test_few_records_are_held_at_a_time() -> None:
    """Of an endless input, the beginning is written without waiting for an end."""

    class Endless(io.BytesIO):
        at = -1

        def readline(self, _: int | None = -1, /) -> bytes:
            self.at += 1
            return line(self.at)

    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        yield Endless()

    stream = local.convert(Input(opened), work("ntriples"), Tally())
    assert b"d-0" in next(stream)
    assert b"d-1" in next(stream)


def test_a_fault_stops_the_work() -> None:
    """By default an error ends the work; what came before it has been written."""
    stream = local.convert(given(line(1), BAD, line(2)), work(), Tally())
    assert next(stream) == line(1)
    with pytest.raises(InvalidDataset) as caught:
        list(stream)
    assert {each.record for each in caught.value.findings} == {"drug/bad"}


def test_faults_are_left_out_and_kept() -> None:
    """If asked, refused records are left out, and every finding is put where the caller looks."""
    tally, rejects = Tally(), io.BytesIO()
    tally.rejects = rejects.write
    made = b"".join(local.convert(given(line(1), BAD, line(2), BAD[:-1]), work(on_error="skip"), tally))
    assert made == line(1) + line(2)
    assert {each.record for each in tally.findings} == {"drug/bad"}
    assert (tally.records, tally.refused, tally.passes) == (2, 2, 2)
    assert tally.found == len(tally.findings)
    assert rejects.getvalue() == BAD * 2


def test_some_findings_are_kept_and_all_are_counted() -> None:
    """Of very many findings the first are kept, if no more are asked for."""
    tally = Tally(most=3)
    list(local.convert(given(*[BAD] * 50), work(on_error="skip"), tally))
    assert len(tally.findings) == 3
    assert tally.found >= 50


@pytest.mark.parametrize("name", ["json", "nope"])
def test_only_what_streams_is_written(name: str) -> None:
    """A format that needs the whole dataset is not taken."""
    with pytest.raises(UnknownFormat):
        list(local.convert(given(), work(name), Tally()))


@pytest.mark.parametrize("name", ["jsonld", "ntriples"])
@pytest.mark.parametrize("to_check", [True, False])
@pytest.mark.usefixtures("small_shares")
def test_several_processes_do_what_one_does(name: str, to_check: bool, large: Path) -> None:  # noqa: FBT001
    """The bytes, findings, rejects and counts are those of one process, whatever is wrong in the file."""
    results = []
    for jobs in (1, 2, 3):
        tally, rejects = Tally(), io.BytesIO()
        tally.rejects = rejects.write
        index = 10_000 if to_check else None
        stream = local.convert(of_file(large), work(name, on_error="skip"), tally, jobs=jobs, index=index)
        made = b"".join(stream)
        told = (tally.records, tally.refused, tally.size, tally.seen, tally.found, tally.passes)
        results.append((made, tally.findings, rejects.getvalue(), told))
    assert len({each[0] for each in results}) == 1
    assert results[0] == results[1] == results[2]
    assert results[0][3][1] > len(FAULTS) / 2
    assert to_check is any(each.code == "PK103" for each in results[0][1])


@pytest.mark.usefixtures("small_shares")
def test_several_processes_stop_where_one_does(large: Path) -> None:
    """The first error is the same, and so is what was written before it."""
    results = []
    for jobs in (1, 2):
        stream, chunks = local.convert(of_file(large), work(), Tally(), jobs=jobs), []
        with pytest.raises(InvalidDataset) as caught:
            chunks.extend(stream)
        results.append((b"".join(chunks), caught.value.findings))
    assert results[0] == results[1]
    assert results[0][0]


def test_nothing_is_a_file(tmp_path: Path) -> None:
    """An empty file, and one of blank lines, become a file without records, by any number of processes."""
    path = tmp_path / "a.jsonl"
    for data in (b"", b"\n\n \n"):
        path.write_bytes(data)
        for name in STREAMS:
            module = export.streaming(name)
            for jobs in (1, 3):
                made = b"".join(local.convert(of_file(path), work(name), Tally(), jobs=jobs))
                assert made == module.head(NAMING) + module.TAIL


def test_a_stream_can_be_read_again() -> None:
    """Lines that come once are kept, and come again as often as they are asked for."""
    data = b"a\nbb\n\nc"
    with kept(io.BytesIO(data)) as source:
        for _ in range(3):
            with source.open() as file:
                assert list(iter(lambda: file.readline(100), b"")) == data.splitlines(keepends=True)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A path is tried before anything is written."""
    with pytest.raises(UnreadableInput):
        of_file(tmp_path / "a.jsonl")


def entry(at: int) -> Entry:
    """One of many entries."""
    return Entry(Drug(id=f"drug/d-{at}", type="Drug", label="x", kind="substance"), f"drug/d-{at}")


def test_what_is_gathered_is_sorted() -> None:
    """A format that is made of the whole dataset has the records in the order of their ids."""
    made = local.gather([entry(2), entry(1)], "jsonl", None, "stop", Tally(), references=True)
    assert b"".join(made) == line(1) + line(2)


def test_what_is_gathered_stops_or_leaves_out() -> None:
    """A fault ends the work, or is left out and kept, with every remark."""
    entries: list[Entry | Finding] = [entry(1), REMARK, FAULT, Entry(None, "drug/bad"), entry(2), entry(1)]
    with pytest.raises(InvalidDataset) as caught:
        list(local.gather(entries, "json", None, "stop", Tally(), references=True))
    assert caught.value.findings == (FAULT,)
    tally = Tally()
    made = b"".join(local.gather(entries, "json", None, "skip", tally, references=True))
    assert made.count(b'"drug/d-') == 2
    assert tally.findings[:2] == [REMARK, FAULT]
    assert [each.code for each in tally.findings[2:]] == ["PK103"]
    assert tally.records == 2


@pytest.mark.parametrize(("name", "kind"), [("nope", UnknownFormat), ("csv", BadArgument)])
def test_only_what_is_one_file_is_gathered(name: str, kind: type[Exception]) -> None:
    """What is no format, and a format of several files, are not taken."""
    with pytest.raises(kind):
        list(local.gather([], name, None, "stop", Tally(), references=True))
