"""Streams of JSON Lines: the same however they come, and references judged as validation judges them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from bench.faults import FAULTS
from bench.generate import records

import pharmakon as pk
from pharmakon import api, compression, export, readers
from pharmakon.engines import local
from pharmakon.findings import Finding, ordered

STREAMS = sorted(name for name, module in export.modules().items() if module.FORMAT.stream)
COUNT = 700
OF_LINES = ("PK0", "PK101", "PK102", "PK103")
"""Codes of what a conversion looks at: the shape of a record, and whether what it names is there, once."""


def drug(slug: str, **fields: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """A line."""
    record = {"id": f"drug/{slug}", "kind": "substance", "label": "k", "type": "Drug", **fields}
    return json.dumps(record, sort_keys=True, separators=(",", ":")).encode() + b"\n"


@pytest.fixture(scope="module")
def whole() -> bytes:
    """Records without faults."""
    return b"".join(line + b"\n" for line in records(COUNT, 11))


@pytest.fixture(scope="module")
def spoiled() -> bytes:
    """Records with a fault of each kind, ids that stand twice, references that lead nowhere, blank lines."""
    made = list(records(COUNT, 11))
    for at, kind in enumerate(FAULTS):
        made[at * 30 + 20] = FAULTS[kind](made[at * 30 + 20].decode(), at)
    made[600:600] = [b"", made[3], made[650], made[3], b"{}", b"{}", b'{"id":"drug/seed"}']
    made[400:400] = [drug("lost", replaced_by="drug/nobody", retired=True)[:-1], b"\r"]
    return b"\n".join(made)


@pytest.fixture(autouse=True)
def small_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cuts files into many shares."""
    monkeypatch.setattr(local, "_LEAST", 30_000)


def put(data: bytes, path: Path) -> Path:
    """A file that holds the data, compressed if its name says so."""
    path.write_bytes(b"".join(compression.compressed([data], compression.kind_of(path))))
    return path


def wanted(path: Path) -> list[Finding]:
    """What validation finds of that which conversion looks at."""
    found = pk.validate(path).findings
    return [each for each in found if each.code.startswith(OF_LINES) and each.severity == "error"]


def skipped(source: Any, to: str = "jsonl", **options: Any) -> tuple[bytes, list[Finding], bytes]:  # noqa: ANN401
    """What is written, found and left out."""
    tally, left = api.Tally(), io.BytesIO()
    tally.rejects = left.write
    made = b"".join(pk.convert(source, to, on_error="skip", tally=tally, **options))
    return made, tally.findings, left.getvalue()


@pytest.mark.parametrize("name", STREAMS)
def test_a_good_file_is_the_same_however_it_comes(name: str, whole: bytes, tmp_path: Path) -> None:
    """Plain or compressed, as a path or as an open file, to skip or to stop: the bytes are the same."""
    plain = put(whole, tmp_path / "a.jsonl")
    made = b"".join(pk.convert(plain, name))
    assert made
    for source in (put(whole, tmp_path / "b.jsonl.gz"), put(whole, tmp_path / "c.ndjson.zst")):
        assert b"".join(pk.convert(source, name, jobs=2)) == made
    assert b"".join(pk.convert(io.BytesIO(whole), name, jobs=2)) == made
    assert skipped(plain, name, jobs=2) == (made, [], b"")
    assert b"".join(pk.convert(plain, name, jobs=4)) == made


@pytest.mark.parametrize("name", STREAMS)
def test_a_spoiled_file_is_the_same_however_it_comes(name: str, spoiled: bytes, tmp_path: Path) -> None:
    """What is left out, and what is found, is the same as well."""
    plain = put(spoiled, tmp_path / "a.jsonl")
    made, found, left = skipped(plain, name)
    assert len(left.splitlines()) > len(FAULTS) / 2
    for jobs in (2, 4):
        assert skipped(plain, name, jobs=jobs) == (made, found, left)
    stream = io.BytesIO(spoiled)
    stream.name = str(plain)  # type: ignore[attr-defined]
    assert skipped(stream, name) == (made, found, left)
    assert skipped(put(spoiled, tmp_path / "b.jsonl.gz"), name)[0] == made


def test_what_is_found_is_what_validation_finds(spoiled: bytes, tmp_path: Path) -> None:
    """Shape, references and identity are judged alike, finding for finding and place for place."""
    path = put(spoiled, tmp_path / "a.jsonl")
    _, found, _ = skipped(path)
    assert list(ordered(each for each in found if each.severity == "error")) == wanted(path)
    assert {"PK101", "PK103", "PK001", "PK002", "PK003", "PK011"} <= {each.code for each in found}


def test_exactly_the_lines_with_errors_are_left_out(spoiled: bytes, tmp_path: Path) -> None:
    """What is written are all other records, and what is left out stands among the rejects as in the file."""
    path = put(spoiled, tmp_path / "a.jsonl")
    made, _, left = skipped(path)
    lines = spoiled.split(b"\n")
    bad = sorted({each.location.line for each in wanted(path) if each.location})
    assert left == b"".join(lines[number - 1] + b"\n" for number in bad)
    good = [line for number, line in enumerate(lines, 1) if number not in bad and line.strip()]
    assert [json.loads(line)["id"] for line in made.splitlines()] == [json.loads(line)["id"] for line in good]
    assert b"".join(pk.convert(io.BytesIO(b"\n".join(good)), "jsonl", references=False)) == made


@pytest.mark.parametrize("index", [1, 2, 3, 7, 20, 50])
def test_however_few_ids_are_held(index: int, spoiled: bytes, tmp_path: Path) -> None:
    """When ids are sorted on the disk, the same is written, found and left out."""
    lines = spoiled.split(b"\n")
    path = put(b"\n".join(lines[380:480] + lines[590:660]), tmp_path / "a.jsonl")
    assert skipped(path, index=index) == skipped(path)


def test_however_few_ids_are_held_of_a_good_file(whole: bytes, tmp_path: Path) -> None:
    """A file without faults has none then, either, by several processes."""
    path = put(whole, tmp_path / "a.jsonl")
    made = b"".join(pk.convert(path, "ntriples"))
    assert b"".join(pk.convert(path, "ntriples", index=7, jobs=2)) == made
    assert skipped(path, "ntriples", index=100) == (made, [], b"")


@pytest.mark.parametrize("index", [1, 1000])
@pytest.mark.parametrize(
    "lines",
    [
        (drug("a", replaced_by="drug/nobody", retired=True), drug("b")),
        (drug("b"), drug("a", codes=[{"code": "mesh:D1"}]), drug("c", replaced_by="drug/nobody")),
        (drug("a"), drug("b"), drug("a", label="other"), drug("b", label="other")),
        (drug("a", members=["drug/x", "drug/b", "drug/y"], sources=["evidence_source/z"]), drug("b")),
        (b"\n", drug("a"), b" \n", drug("a", replaced_by="drug/nobody")),
    ],
)
def test_what_is_wrong_between_records_stops_the_work(
    lines: tuple[bytes, ...], index: int, tmp_path: Path
) -> None:
    """The first error ends the work, as validation tells it, or each is left out as validation finds it."""
    path = put(b"".join(lines), tmp_path / "a.jsonl")
    first = wanted(path)[0]
    for jobs in (1, 2):
        with pytest.raises(pk.InvalidDataset) as caught:
            list(pk.convert(path, "jsonld", index=index, jobs=jobs))
        assert caught.value.findings[0] == first
        made, found, _ = skipped(path, jobs=jobs, index=index)
        assert list(ordered(found)) == wanted(path)
        bad = {each.location.line for each in found if each.location}
        good = [line for number, line in enumerate(lines, 1) if number not in bad and line.strip()]
        assert made == b"".join(good)


def test_the_place_of_a_reference_that_leads_nowhere(tmp_path: Path) -> None:
    """The finding says file, line and column of the reference itself, and which record holds it."""
    line = drug("a", members=["drug/b", "drug/x"], sources=["evidence_source/z"])
    path = put(drug("b") + b"\n" + line, tmp_path / "a.jsonl")
    with pytest.raises(pk.InvalidDataset) as caught:
        list(pk.convert(path, "ntriples"))
    found = caught.value.findings[0]
    assert (found.code, found.record, found.pointer) == ("PK101", "drug/a", "/members/1")
    place = found.location
    assert place is not None
    assert (place.file, place.line, place.column) == (str(path), 3, line.index(b'"drug/x"') + 1)


def test_a_record_that_names_a_refused_one_is_kept(tmp_path: Path) -> None:
    """One fault, one finding: who names a record that was refused, or left out, has no fault of its own."""
    lines = [
        drug("a", replaced_by="drug/refused", retired=True),
        drug("refused", kind="nonsense"),
        drug("b", replaced_by="drug/lost", retired=True),
        drug("lost", replaced_by="drug/nobody", retired=True),
    ]
    path = put(b"".join(lines), tmp_path / "a.jsonl")
    made, found, left = skipped(path)
    assert made == lines[0] + lines[2]
    assert left == lines[1] + lines[3]
    assert list(ordered(found)) == wanted(path)


def test_references_need_not_be_checked(tmp_path: Path) -> None:
    """If asked, a part of a dataset is converted as it is; ids may then stand twice, too."""
    lines = drug("a", replaced_by="drug/nobody", retired=True) + drug("b") * 2
    path = put(lines, tmp_path / "a.jsonl")
    for jobs in (1, 2):
        assert b"".join(pk.convert(path, "jsonl", references=False, jobs=jobs)) == lines
        assert skipped(path, references=False, jobs=jobs) == (lines, [], b"")


def test_a_record_and_a_refused_one_of_one_id(tmp_path: Path) -> None:
    """A good record keeps its id, though another of that id was refused, before it or after it."""
    for lines in ((drug("a", kind="x"), drug("a")), (drug("a"), drug("a", kind="x"))):
        path = put(b"".join(lines), tmp_path / "a.jsonl")
        made, found, _ = skipped(path)
        assert made == drug("a")
        assert list(ordered(found)) == wanted(path)


def test_the_bar_can_be_told_how_far_it_is(whole: bytes, tmp_path: Path) -> None:
    """The tally grows to the size of the file in each pass, and counts all records."""
    path = put(whole, tmp_path / "a.jsonl")
    for jobs in (1, 3):
        for on_error, passes in (("stop", 1), ("skip", 2)):
            tally = api.Tally()
            list(pk.convert(path, "jsonl", tally=tally, jobs=jobs, on_error=on_error))  # type: ignore[arg-type]
            assert (tally.passes, tally.size, tally.seen) == (passes, passes * len(whole), passes * COUNT)
            assert (tally.records, tally.refused, tally.found) == (COUNT, 0, 0)


@pytest.mark.parametrize("options", [{"jobs": 0}, {"jobs": "2"}, {"index": 0}, {"index": 1.5}])
def test_numbers_are_checked(options: dict[str, Any]) -> None:
    """A number of processes or ids that makes no sense is refused in one sentence."""
    with pytest.raises(pk.PharmakonError, match="is not a number of"):
        list(pk.convert(io.BytesIO(drug("a")), "jsonl", **options))


def test_a_long_line_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    """Lines over the limit are left out, be they one byte too long or many, and cost no other line."""
    lines = [drug(f"d-{at}", description="x" * (at + 1)) for at in range(40)]
    limit = len(lines[20]) - 1
    lines = [each for line in lines for each in (line, line.replace(b"drug/d", b"drug/e").replace(b"x", b""))]
    lines = [line.replace(b'"description":"",', b"") for line in lines]
    path = put(b"".join(lines), tmp_path / "a.jsonl")
    for jobs in (1, 2):
        made, found, _ = skipped(path, limits=readers.Limits(max_bytes=limit), jobs=jobs)
        assert made.splitlines(keepends=True) == [line for line in lines if len(line) <= limit + 1]
        assert {each.code for each in found} == {"PK006"}


def test_what_is_left_out_of_what_is_read_whole_is_counted(tmp_path: Path) -> None:
    """A record of YAML that is refused, names nobody, or has an id that is taken, is counted once."""
    (tmp_path / "a.yaml").write_text(
        "- {id: drug/k, type: Drug, label: k, kind: substance}\n"
        "- {id: drug/k, type: Drug, label: l, kind: substance}\n"
        "- {id: drug/m, type: Drug, kind: nothing, shade: x}\n"
        "- {id: drug/n, type: Drug, label: n, kind: substance, members: [drug/x, drug/y]}\n"
    )
    tally = api.Tally()
    made = b"".join(pk.convert(tmp_path / "a.yaml", "jsonl", on_error="skip", tally=tally))
    assert made == b'{"id":"drug/k","kind":"substance","label":"k","type":"Drug"}\n'
    assert (tally.records, tally.refused) == (1, 3)
    tally.rejects = lambda _: 0
    with pytest.raises(pk.PharmakonError, match="rejected lines"):
        list(pk.convert(tmp_path / "a.yaml", "jsonl", on_error="skip", tally=tally))
