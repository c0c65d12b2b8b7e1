"""Apache Spark: what tasks and driver do, on a cluster that is only pretended; the real one is a referee."""

from __future__ import annotations

import gzip
import io
import json
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from tests.bench.generate import records

import pharmakon as pk
from pharmakon.api.spreading import parts_report, spelled
from pharmakon.engines import spark
from pharmakon.engines.batch import Work
from pharmakon.engines.spread import _grouped
from pharmakon.findings import Finding
from pharmakon.graph import Naming
from pharmakon.readers import lines

BOM = b"\xef\xbb\xbf"
BAD = b'{"id":"drug/bad","type":"Drug"}\n'
DRUG = b'{"id":"drug/k","kind":"substance","label":"k","type":"Drug"}\n'
USE = b'{"drug":"drug/k","id":"indication/i","intent":"anesthesia","label":"x","type":"Indication"}\n'


def drug(name: str) -> bytes:
    """A line with a drug of that name."""
    return DRUG.replace(b"drug/k", f"drug/{name}".encode())


class Pretended:
    """An RDD, as far as it is used: partitions, each a function that is asked anew for each action."""

    def __init__(self, context: Cluster, parts: list[Callable[[], Iterable[Any]]]) -> None:
        self.context, self.parts = context, parts

    def mapPartitions(self, task: Callable[[Iterable[Any]], Iterable[Any]]) -> Pretended:  # noqa: N802
        """Sends the task away and what it made back."""
        sent = pickle.dumps(task)
        return Pretended(self.context, [lambda part=part: self._ran(sent, part) for part in self.parts])

    def _ran(self, sent: bytes, part: Callable[[], Iterable[Any]]) -> Iterator[Any]:
        self.context.attempt += 1
        made = list(pickle.loads(sent)(iter(list(part()))))  # noqa: S301 - our own
        return iter(pickle.loads(pickle.dumps(made)))  # noqa: S301

    def reduceByKey(  # noqa: N802
        self,
        merge: Callable[[Any, Any], Any],
        partitionFunc: Callable[[Any], int],  # noqa: N803
    ) -> Pretended:
        """Merges what has one key; buckets come in whatever order."""
        table: dict[Any, Any] = {}
        for key, value in self.collect():
            table[key] = merge(table[key], value) if key in table else value
        pairs = sorted(table.items(), key=lambda pair: partitionFunc(pair[0]))
        return Pretended(self.context, [lambda: pairs])

    def filter(self, test: Callable[[Any], bool]) -> Pretended:
        """Those that pass."""
        return Pretended(self.context, [lambda part=part: filter(test, part()) for part in self.parts])

    def collect(self) -> list[Any]:
        """All, the last partition first."""
        return [each for part in reversed(self.parts) for each in part()]


class Cluster:
    """A context of Spark, as far as it is used."""

    attempt = 0

    def parallelize(self, elements: list[Any], parts: int) -> Pretended:
        """A partition for each element."""
        assert len(elements) == parts > 0
        return Pretended(self, [lambda each=each: [each] for each in elements])

    def broadcast(self, value: object) -> SimpleNamespace:
        """The value, as if it had been sent."""
        return SimpleNamespace(value=pickle.loads(pickle.dumps(value)))  # noqa: S301


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Cluster:
    """A cluster, with the one module that tasks ask for their number."""
    made = Cluster()
    pretended = ModuleType("pyspark")
    task = SimpleNamespace(taskAttemptId=lambda: made.attempt)
    pretended.TaskContext = SimpleNamespace(get=lambda: task)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pyspark", pretended)
    return made


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some hundreds of lines, of which some are faulty in each way."""
    path = tmp_path_factory.mktemp("faulty") / "faulty.jsonl"
    path.write_bytes(b"\n".join(records(600, 3, 0.15)))
    return path


def one_machine(source: Path, to: str) -> tuple[bytes, bytes, bytes]:
    """The file, the rejects and the findings of one machine."""
    tally, rejects = pk.api.Tally(), io.BytesIO()
    tally.rejects = rejects.write
    made = b"".join(pk.convert(source, to, on_error="skip", tally=tally))
    return made, rejects.getvalue(), b"".join(map(spelled, tally.findings))


def parts(out: Path, kind: str) -> bytes:
    """The files of one kind, one after another."""
    return b"".join(each.read_bytes() for each in sorted(out.glob(f"{kind}-*")))


def spread_out(cluster: Cluster, source: Path, to: str, out: Path, size: int) -> tuple[bytes, bytes, bytes]:
    """The same of several machines; the folder must be what it says."""
    tree = pk.convert_spark(source, to, out, context=cluster, on_error="skip", size=size)  # type: ignore[arg-type]
    assert pk.verify(out) == ()
    assert [each.name for each in out.parent.glob(f".{out.name}.*")] == []
    report, refused = parts_report(tree)
    said = (parts(out, "part"), parts(out, "rejects"), parts(out, "findings"))
    assert refused == said[1].count(b"\n")
    assert b"".join(map(spelled, report.findings)) == said[2]
    return said


@pytest.mark.parametrize("to", ["jsonl", "jsonld", "ntriples", "turtle"])
@pytest.mark.parametrize("size", [5000, 1 << 20])
def test_parts_are_the_file_of_one_machine(
    to: str, size: int, cluster: Cluster, faulty: Path, tmp_path: Path
) -> None:
    """Whatever the parts, together they have the bytes of one machine; so have rejects and findings."""
    assert spread_out(cluster, faulty, to, tmp_path / "out", size) == one_machine(faulty, to)


ODD = {
    "empty": b"",
    "blank": b"\n \n\n",
    "only bad": BAD * 3,
    "bad first": BAD * 3 + DRUG + b"\n" + drug("l"),
    "bad last": DRUG + drug("l") + BAD * 3,
    "first of two is bad": drug("n") + DRUG.replace(b"substance", b"nonsense") + USE + DRUG + drug("n"),
    "two of three": drug("a") + DRUG + USE + drug("a") + drug("b") + drug("a"),
    "nobody first": USE + USE + drug("c"),
    "mark": BOM + DRUG + BOM + drug("l"),
    "windows": DRUG.replace(b"\n", b"\r\n") + USE.replace(b"\n", b"\r\n"),
    "no end": DRUG + USE.rstrip(b"\n"),
    "bad without end": DRUG + BAD.rstrip(b"\n"),
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("size", [1, 100])
def test_odd_files_are_those_of_one_machine(odd: str, size: int, cluster: Cluster, tmp_path: Path) -> None:
    """Parts without pieces, marks, blanks and missing ends change nothing, nor does the end of a part."""
    source = tmp_path / "odd.jsonl"
    source.write_bytes(ODD[odd])
    assert spread_out(cluster, source, "jsonld", tmp_path / "out", size) == one_machine(source, "jsonld")


def test_a_compressed_file_is_one_part(cluster: Cluster, faulty: Path, tmp_path: Path) -> None:
    """It cannot be cut, and is read all the same."""
    source = tmp_path / "faulty.jsonl.gz"
    source.write_bytes(gzip.compress(faulty.read_bytes()))
    assert spread_out(cluster, source, "jsonl", tmp_path / "out", 700) == one_machine(source, "jsonl")
    assert [each.name for each in sorted((tmp_path / "out").glob("part-*"))] == ["part-00000"]
    source.write_bytes(source.read_bytes()[:-9])
    with pytest.raises(pk.UnreadableInput, match="no whole gzip"):
        spread_out(cluster, source, "jsonl", tmp_path / "out", 700)


def test_several_files_are_one_stream(cluster: Cluster, tmp_path: Path) -> None:
    """References lead from one file to another, and an id is taken in the first, whatever order is given."""
    (tmp_path / "a.jsonl").write_bytes(DRUG + drug("l"))
    (tmp_path / "b.jsonl").write_bytes(USE + DRUG)
    sources = [str(tmp_path / name) for name in ("b.jsonl", "a.jsonl", "b.jsonl")]
    out = tmp_path / "out"
    pk.convert_spark(sources, "jsonl", out, context=cluster, on_error="skip")  # type: ignore[arg-type]
    assert parts(out, "part") == DRUG + drug("l") + USE
    found = [json.loads(line) for line in parts(out, "findings").splitlines()]
    assert [(each["code"], Path(each["filename"]).name, each["location"]["row"]) for each in found] == [
        ("PK103", "b.jsonl", 2)
    ]
    assert f"{tmp_path / 'a.jsonl'}:1:7" in found[0]["message"]


@pytest.mark.parametrize("data", [DRUG + drug("l") + BAD + BAD + USE, USE + DRUG * 2, drug("x") + USE + BAD])
@pytest.mark.parametrize("size", [1, 1000])
def test_a_fault_ends_the_work_as_on_one_machine(
    data: bytes, size: int, cluster: Cluster, tmp_path: Path
) -> None:
    """The same finding is raised, and there is no folder."""
    source, out = tmp_path / "a.jsonl", tmp_path / "out"
    source.write_bytes(data)
    with pytest.raises(pk.InvalidDataset) as wanted:
        list(pk.convert(source, "jsonl"))
    with pytest.raises(pk.InvalidDataset) as caught:
        pk.convert_spark(source, "jsonl", out, context=cluster, size=size)  # type: ignore[arg-type]
    assert caught.value.findings == wanted.value.findings
    assert [each.name for each in tmp_path.iterdir()] == ["a.jsonl"]


def test_references_need_not_be_there(cluster: Cluster, tmp_path: Path) -> None:
    """If nobody asks, ids are not compared."""
    source, out = tmp_path / "a.jsonl", tmp_path / "out"
    source.write_bytes(USE + USE)
    pk.convert_spark(source, "jsonl", out, context=cluster, references=False)  # type: ignore[arg-type]
    assert parts(out, "part") == USE + USE


def test_a_job_of_ones_own(cluster: Cluster, faulty: Path) -> None:
    """The batches of all runs hold the records and findings that a conversion writes."""
    work = Work("jsonl", Naming(), "")
    lines = spark.spread(cluster, [str(faulty)], 20_000)  # type: ignore[arg-type]
    with pytest.raises(pk.InvalidDataset):
        spark.settled(lines, work)
    plan = spark.settled(lines, Work("jsonl", Naming(), "", "skip"))
    batches = reversed(spark.judged(lines, plan, work).collect())
    findings: list[Finding] = []
    list(pk.convert(faulty, "jsonl", on_error="skip", findings=findings))
    found = [each for batch in batches for each in batch.findings]
    assert sorted(found, key=str) == sorted(findings, key=str)


@pytest.mark.parametrize("sources", [[], ["a.jsonl", "s3a://b/a.jsonl"], 5])
def test_paths_and_addresses_are_not_mixed(sources: object, cluster: Cluster, tmp_path: Path) -> None:
    """All sources are read in one way, and there is one at least."""
    with pytest.raises(pk.PharmakonError, match="is not a"):
        pk.convert_spark(sources, "jsonl", tmp_path / "out", context=cluster)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_a_line_that_spark_cuts_off_is_that_of_a_file() -> None:
    """Of lines around the limit and beyond it, those of an address have the bytes of those of a file."""
    for line in (b"", *(b"x" * size for size in range(1, 9)), b"xxx\r", b"xxxx\r"):
        rows = [("s3a://b/a.jsonl", 0, each) for each in (line, b"y")]
        ((_, cut),) = [(run, list(some)) for run, some in _grouped(rows, 4)]
        assert cut == list(lines.lines(io.BytesIO(line + b"\ny\n"), 4))


def test_what_cannot_be_read_is_said(cluster: Cluster, tmp_path: Path) -> None:
    """A missing file, one of another kind, a folder, and a size that is none."""
    (tmp_path / "a.yaml").write_bytes(b"[]")
    for name in ("none.jsonl", "a.yaml", "."):
        with pytest.raises(pk.UnreadableInput):
            pk.convert_spark(tmp_path / name, "jsonl", tmp_path / "out", context=cluster)  # type: ignore[arg-type]
    with pytest.raises(pk.PharmakonError, match="a number of bytes"):
        pk.convert_spark("a.jsonl", "jsonl", tmp_path / "out", context=cluster, size=0)  # type: ignore[arg-type]


def test_a_folder_of_others_is_left_alone(cluster: Cluster, faulty: Path, tmp_path: Path) -> None:
    """What is no folder of parts is not replaced; an older one is."""
    out = tmp_path / "out"
    for _ in range(2):
        pk.convert_spark(faulty, "jsonl", out, context=cluster, on_error="skip")  # type: ignore[arg-type]
    (out / "mine.txt").touch()
    with pytest.raises(pk.PublishError, match=r"mine\.txt"):
        pk.convert_spark(faulty, "jsonl", out, context=cluster, on_error="skip")  # type: ignore[arg-type]


TRACE = """An error occurred while calling z:org.apache.spark.api.python.PythonRDD.collectAndServe.
: org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 failed 4 times: Traceback
  File "worker.py", line 1, in main
    process()
OSError: [Errno 28] No space left on device

\tat org.apache.spark.api.python.BasePythonRunner.handle(PythonRunner.scala:1)
Driver stacktrace:
\tat java.base/java.lang.Thread.run(Thread.java:840)
Caused by: something else
"""


def test_spark_is_told_in_one_sentence(cluster: Cluster, tmp_path: Path) -> None:
    """Of a trace through two languages, the line that says what happened is kept; there is no folder."""
    fault = type("Py4JJavaError", (Exception,), {"__module__": "py4j.protocol"})(TRACE)

    def broken(*_: object) -> None:
        raise fault

    cluster.parallelize = broken  # type: ignore[method-assign, assignment]
    source = tmp_path / "a.jsonl"
    source.write_bytes(DRUG)
    with pytest.raises(pk.PharmakonError) as caught:
        pk.convert_spark(source, "jsonl", tmp_path / "out", context=cluster)  # type: ignore[arg-type]
    assert str(caught.value).startswith("Spark gave up: OSError: [Errno 28] No space left on device; ")
    assert [each.name for each in tmp_path.iterdir()] == ["a.jsonl"]


def test_without_spark_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named."""
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(pk.MissingExtra, match=r"pharmakon\[spark\]"):
        pk.convert_spark("a.jsonl", "jsonl", tmp_path / "out")
