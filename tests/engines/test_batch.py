"""Batches: what becomes of lines, some at a time, the quick way and the other one side by side."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bench.faults import FAULTS
from bench.generate import records

from pharmakon import export, readers
from pharmakon.dataset import Entry
from pharmakon.engines import batch
from pharmakon.engines.batch import Batch, Work, batches, shifted
from pharmakon.findings import Finding, Location
from pharmakon.graph import Naming
from pharmakon.model import Record
from pharmakon.model.reference import references
from pharmakon.readers import Limits, canonical

DRUG = b'{"id":"drug/k","kind":"substance","label":"k","type":"Drug"}\n'
BAD = b'{"id":"drug/bad","type":"Drug"}\n'
NAMING = Naming("https://example.org/", "de")
STREAMS = sorted(name for name, module in export.modules().items() if module.FORMAT.stream)


@pytest.fixture(scope="module")
def mixed() -> list[bytes]:
    """Generated lines: most canonical, some with a fault, some blank, the last without an end."""
    made = list(records(700, 7))
    for at, kind in enumerate(FAULTS):
        made[at * 30 + 5] = FAULTS[kind](made[at * 30 + 5].decode(), at)
    made[100:100] = [b"", b" \t", b"  "]
    return [line + b"\n" for line in made[:-1]] + [made[-1]]


def work(to: str = "jsonl", **options: object) -> Work:
    """What is to be done; by default refused lines are left out."""
    return Work(to, NAMING, "a.jsonl", **{"on_error": "skip", **options})  # type: ignore[arg-type]


def whole(lines: list[bytes], work: Work, first: int = 1) -> Batch:
    """All batches as one, with their pieces."""
    made, pieces = Batch(), []
    for each in batches(lines, work, first):
        made.take(each)
        pieces += [each.pieces] if each.pieces else []
    made.pieces = (export.streaming(work.to).SEPARATOR if work.to else b"").join(pieces)
    return made


def read(lines: list[bytes]) -> Iterator[Entry | Finding]:
    """What the readers find in the lines."""
    return readers.read("a.jsonl", b"".join(lines))


@pytest.mark.parametrize("to", STREAMS)
@pytest.mark.parametrize("quick", [True, False])
def test_a_batch_says_what_the_readers_say(
    to: str,
    quick: bool,  # noqa: FBT001 - a case
    mixed: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Records, ids, names, findings and pieces are those of the readers, with the extra and without."""
    monkeypatch.setattr(canonical, "HERE", quick)
    made, found = whole(mixed, work(to)), list(read(mixed))
    entries = [each for each in found if isinstance(each, Entry)]
    good = [each.record for each in entries if isinstance(each.record, Record)]
    module = export.streaming(to)
    assert made.pieces == module.SEPARATOR.join(module.piece(each, NAMING) for each in good)
    assert made.ids == [each.id for each in good]
    assert made.names == {target for each in good for _, target in references(each)}
    assert made.refused == [each.id for each in entries if each.record is None and each.id]
    assert made.findings == [each for each in found if isinstance(each, Finding)]
    assert (made.lines, made.size, made.records) == (len(mixed), sum(map(len, mixed)), len(good))
    assert made.stopped is False


def test_a_check_alone_makes_no_pieces(mixed: list[bytes]) -> None:
    """Without a format everything else is the same."""
    made, other = whole(mixed, work("")), whole(mixed, work())
    assert made.pieces == b""
    other.pieces = b""
    assert made == other


def test_rejects_are_the_lines_that_were_refused(mixed: list[bytes]) -> None:
    """Each line with an error is kept once, as it stands, in order."""
    faulty = {each.location.line for each in read(mixed) if isinstance(each, Finding) and each.location}
    made = whole(mixed, work())
    assert made.rejects == [line for number, line in enumerate(mixed, 1) if number in faulty]


def test_refused_lines_that_are_alike_are_all_kept() -> None:
    """Each of several equal lines is refused for itself."""
    for lines in ([DRUG, BAD, BAD, BAD, DRUG], [BAD] * 40):
        made = whole(lines, work())
        assert made.rejects == [each for each in lines if each == BAD]
        assert made.records == lines.count(DRUG)


def test_a_line_with_several_faults_is_kept_once() -> None:
    """However many findings a line has, it is one line."""
    line = b'{"id":"drug/bad","kind":"nonsense","label":7,"type":"Drug","shade":1}\n'
    made = whole([DRUG, line, DRUG], work())
    assert len(made.findings) > 2
    assert made.rejects == [line]


def test_the_first_batches_are_small() -> None:
    """What comes first is seen at once; later batches are as large as they may be."""
    made = [each.lines for each in batches([DRUG] * 3000, work())]
    assert made[:3] == [1, 2, 4]
    assert max(made) == batch.SIZE
    assert sum(made) == 3000
    assert list(batches([], work())) == []


def test_an_error_ends_the_work() -> None:
    """By default the first error ends it: what came before is given, and nothing after."""
    lines = [DRUG] * 9 + [BAD, DRUG, BAD] + [DRUG] * 9
    made = list(batches(iter(lines), work(on_error="stop")))
    assert [each.stopped for each in made] == [*[False] * (len(made) - 1), True]
    assert sum(each.records for each in made) == 9
    (finding,) = made[-1].findings
    assert finding.location is not None
    assert finding.location.line == 10
    assert b"".join(each.pieces for each in made) == DRUG * 9


def test_no_more_is_read_than_needed() -> None:
    """Of an endless input the beginning is done without waiting for an end; after an error it is not read."""

    def endless(line: bytes) -> Iterator[bytes]:
        yield DRUG
        while True:
            yield line

    made = batches(endless(DRUG), work("ntriples"))
    assert [next(made).lines, next(made).lines] == [1, 2]
    assert [each.stopped for each in batches(endless(BAD), work(on_error="stop"))] == [False, True]


def test_lines_are_numbered_from_where_they_begin() -> None:
    """A share has the line numbers that it is given; only a file's first line has a byte order mark."""
    made = whole([DRUG, BAD], work(), first=1000)
    assert made.findings[0].location is not None
    assert made.findings[0].location.line == 1001
    mark = "\ufeff".encode() + DRUG
    assert whole([mark], work()).records == 1
    assert whole([mark], work(), first=2).records == 0
    assert whole([DRUG, mark], work()).records == 1


def test_what_is_to_be_left_out_is_left_out() -> None:
    """Lines whose fault is known beforehand are left out, with what was found in them."""
    finding = Finding("it is too much", code="PK103")
    lines = [DRUG.replace(b"/k", b"/k-%d" % at) for at in range(5)]
    made = whole(lines, work(without={2: (finding, finding), 5: (finding,)}))
    assert made.ids == ["drug/k-0", "drug/k-2", "drug/k-3"]
    assert made.rejects == [lines[1], lines[4]]
    assert made.findings == [finding] * 3
    assert made.lines == 5


@pytest.mark.parametrize(
    "limits", [Limits(max_bytes=40), Limits(max_scalar=20), Limits(max_depth=1), Limits(max_depth=100)]
)
def test_limits_are_kept(limits: Limits) -> None:
    """A canonical line over a limit is refused on the quick way as on the other."""
    line = DRUG.replace(b'"k"', b'"' + b"k" * 30 + b'"').replace(b'"type"', b'"synonyms":["a"],"type"')
    found = list(readers.read_line("a.jsonl", line[:-1], 1, limits))
    made = whole([line], work(limits=limits))
    assert made.findings == [each for each in found if isinstance(each, Finding)]
    assert made.records == (0 if made.findings else 1)


def test_shifting() -> None:
    """A finding is moved so many lines down, and is else the same; one without a place stays."""
    finding = Finding("bad", code="PK001", location=Location("a.jsonl", 7, 2, 8, 4))
    assert shifted(finding, 10).location == Location("a.jsonl", 17, 2, 18, 4)
    assert shifted(finding, 10).message == "bad"
    assert shifted(finding, 0) is finding
    alone = Finding("bad")
    assert shifted(alone, 10) is alone
