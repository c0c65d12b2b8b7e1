"""Apache Spark, with executors that are processes of their own, makes what one machine makes."""

from __future__ import annotations

import io
import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench.generate import records

import pharmakon as pk
from pharmakon.api.spreading import spelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.peers.conftest import Peer

    Find = Callable[[str], Peer]

TOOLKIT = Path(__file__).resolve().parents[2] / "toolkit"
MANY = 100_000 if os.environ.get("PHARMAKON_FULL") == "1" else 20_000
FEW = 2_000
FAULTY = 0.01
USE = b'{"drug":"drug/k","id":"indication/i","intent":"anesthesia","label":"x","type":"Indication"}\n'
"""A record that names one that is nowhere."""


@dataclass(frozen=True)
class Made:
    """What one machine makes of a file, leaving out what is faulty: the file, the rejects, the findings."""

    file: bytes
    rejects: bytes
    findings: bytes
    records: int

    @staticmethod
    def of(source: Path, to: str) -> Made:
        """What it makes of this one."""
        tally, rejects = pk.api.Tally(), io.BytesIO()
        tally.rejects = rejects.write
        file = b"".join(pk.convert(source, to, on_error="skip", tally=tally))
        return Made(file, rejects.getvalue(), b"".join(map(spelled, tally.findings)), tally.records)


@dataclass(frozen=True)
class Job:
    """What several executors made of the files in a folder.

    Attributes:
        folder: Where the files are, and what was made of them.
        answers: What was said of each conversion.
    """

    folder: Path
    answers: dict[str, Any]

    def parts(self, name: str, kind: str = "part") -> bytes:
        """The files of one kind that a conversion made, one after another."""
        return b"".join(each.read_bytes() for each in sorted((self.folder / name).glob(f"{kind}-*")))

    def made(self, name: str) -> Made:
        """What a conversion made; its folder is as its manifest says, and nothing is left beside it."""
        assert pk.verify(self.folder / name) == ()
        assert self.answers[name]["left"] == []
        made = Made(
            self.parts(name),
            self.parts(name, "rejects"),
            self.parts(name, "findings"),
            self.answers[name]["records"],
        )
        assert self.answers[name]["refused"] == made.rejects.count(b"\n")
        return made


ORDERS: tuple[dict[str, Any], ...] = (
    {"out": "ntriples", "source": "many.jsonl", "to": "ntriples", "on_error": "skip"},
    {"out": "jsonl", "source": "many.jsonl", "to": "jsonl", "on_error": "skip"},
    {"out": "killed", "source": "many.jsonl", "to": "ntriples", "on_error": "skip", "kill": True},
    {"out": "jsonld", "source": "few.jsonl", "to": "jsonld", "on_error": "skip", "size": 200_000},
    {"out": "own", "source": "few.jsonl", "to": "jsonl", "on_error": "skip", "own": True},
    {"out": "address", "source": "few.jsonl", "to": "jsonl", "on_error": "skip", "address": True},
    {"out": "stop", "source": "many.jsonl", "to": "jsonl", "on_error": "stop"},
    {"out": "nobody", "source": "nobody.jsonl", "to": "jsonl", "on_error": "stop", "size": 200_000},
    {"out": "cut", "source": "cut.jsonl.gz", "to": "jsonl", "on_error": "skip"},
)


@pytest.fixture(scope="module")
def job(peer: Find, tmp_path_factory: pytest.TempPathFactory) -> Job:
    """All conversions, in one context of Spark."""
    peer("Java")
    referee = peer("spark")
    folder = tmp_path_factory.mktemp("spark")
    (folder / "many.jsonl").write_bytes(b"\n".join(records(MANY, 7, FAULTY)))
    (folder / "few.jsonl").write_bytes(b"\n".join(records(FEW, 8, FAULTY)) + b"\n")
    (folder / "nobody.jsonl").write_bytes(b"\n".join(records(FEW, 9)) + b"\n" + USE)
    (folder / "cut.jsonl.gz").write_bytes(b"\x1f\x8b\x08\x00")
    orders = [each | {"source": str(folder / each["source"])} for each in ORDERS]
    for each in orders:
        if each.get("address"):
            each["source"] = f"file://{each['source']}"
    answer = referee.ask(folder, stdin=json.dumps(orders))
    assert answer.code == 0, answer.err
    return Job(folder, json.loads(answer.out))


@pytest.mark.parametrize("name", ["ntriples", "jsonl"])
def test_many_lines_become_the_bytes_of_one_machine(name: str, job: Job) -> None:
    """Parts, rejects and findings are, one after another, what one machine writes."""
    assert job.made(name) == Made.of(job.folder / "many.jsonl", name)
    assert len(list((job.folder / name).glob("part-*"))) > 5


def test_separators_are_those_of_one_machine(job: Job) -> None:
    """A document of JSON-LD is one document, with one head and one tail, whatever the number of parts."""
    assert job.made("jsonld") == Made.of(job.folder / "few.jsonl", "jsonld")
    assert len(list((job.folder / "jsonld").glob("part-*"))) > 2


def test_a_killed_executor_leaves_no_trace(job: Job) -> None:
    """What it was doing is done again elsewhere; its unfinished attempt is not among the parts."""
    answer = job.answers["killed"]
    assert answer["killed"] == 1
    seen = [each.partition(".")[0] for each in answer["seen"]]
    assert len(seen) > len(set(seen))
    assert job.made("killed") == Made.of(job.folder / "many.jsonl", "ntriples")


def test_an_address_is_read_by_spark(job: Job) -> None:
    """Lines that Spark reads and cuts become the same; findings name the address."""
    made, wanted = job.made("address"), Made.of(job.folder / "few.jsonl", "jsonl")
    path = str(job.folder / "few.jsonl").encode()
    assert made.findings.replace(b"file:" + path, path) == wanted.findings
    assert (made.file, made.rejects, made.records) == (wanted.file, wanted.rejects, wanted.records)


@pytest.mark.parametrize(("name", "source"), [("stop", "many.jsonl"), ("nobody", "nobody.jsonl")])
def test_a_fault_ends_the_work(name: str, source: str, job: Job) -> None:
    """The finding is that of one machine, be it of one record or between several; there is no folder."""
    with pytest.raises(pk.InvalidDataset) as caught:
        list(pk.convert(job.folder / source, "jsonl"))
    answer = job.answers[name]
    wanted = [json.loads(spelled(each)) for each in caught.value.findings]
    assert (answer["findings"], answer["there"], answer["left"]) == (wanted, False, [])


def test_a_job_that_is_given_up_is_one_sentence(job: Job) -> None:
    """What a task raised is told without a trace; there is no folder."""
    answer = job.answers["cut"]
    assert "it is no whole gzip file" in answer["error"]
    assert "\n" not in answer["error"]
    assert (answer["there"], answer["left"]) == (False, [])


def test_a_job_of_ones_own_counts_the_same(job: Job) -> None:
    """Without writing anything, a job can have all batches: as many records, and the same findings."""
    wanted = Made.of(job.folder / "few.jsonl", "jsonl")
    codes = [json.loads(line)["code"] for line in wanted.findings.splitlines()]
    answer = job.answers["own"]
    assert answer["records"] == wanted.records
    assert answer["codes"] == {code: codes.count(code) for code in codes}


def command(peer: Find, here: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command line, where pyspark is installed."""
    peer("Java")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SPARK", "PYSPARK"))}
    return subprocess.run(
        [peer("spark").command[0], "-m", "pharmakon", "convert", *words, "--engine", "spark"],
        env=kept | {"PYTHONPATH": str(TOOLKIT), "SPARK_LOCAL_IP": "127.0.0.1"},
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_line_spreads_work(peer: Find, tmp_path: Path) -> None:
    """It exits with 1 when records were left out, and tells of them as one machine does."""
    source = tmp_path / "few.jsonl"
    source.write_bytes(b"\n".join(records(300, 8, 0.05)) + b"\n")
    words = ("few.jsonl", "--to", "jsonl", "--on-error", "skip", "-o", "out", "--master", "local[2]")
    done = command(peer, tmp_path, *words)
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    wanted = Made.of(source, "jsonl")
    left_out = wanted.rejects.count(b"\n")
    assert f"{wanted.records} records, {left_out} left out; they are in out\n" in done.stderr
    assert done.stderr.count("few.jsonl:") >= wanted.findings.count(b"\n")
    assert b"".join(each.read_bytes() for each in sorted((tmp_path / "out").glob("part-*"))) == wanted.file


def test_a_cluster_that_is_not_there_is_one_line(peer: Find, tmp_path: Path) -> None:
    """It exits with 3 and one sentence of ours, and makes nothing."""
    (tmp_path / "few.jsonl").write_bytes(USE)
    done = command(peer, tmp_path, "few.jsonl", "--to", "jsonl", "-o", "out", "--master", "nowhere")
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1].startswith("pharmakon: Spark gave up: ")
    assert [each.name for each in tmp_path.iterdir()] == ["few.jsonl"]
