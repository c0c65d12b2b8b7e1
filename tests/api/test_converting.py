"""Converting one stream of records into another format."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph
import pytest
import strategies
from hypothesis import HealthCheck, given, settings
from pyoxigraph import RdfFormat

import pharmakon as pk
from pharmakon import export
from pharmakon.dataset import Dataset
from pharmakon.findings import Finding
from pharmakon.graph import Naming
from pharmakon.model.canonical import canonical_json

STREAMS = sorted(name for name, module in export.modules().items() if module.FORMAT.stream)
DRUG = b'{"id":"drug/k","kind":"substance","label":"k","type":"Drug"}\n'


def exported(name: str, dataset: Dataset) -> bytes:
    """The file of a dataset in one format."""
    return b"".join(next(export.module(name).export(dataset)).chunks)


GRAPHS = {"jsonld": RdfFormat.JSON_LD, "ntriples": RdfFormat.N_TRIPLES, "turtle": RdfFormat.TURTLE}


def facts(name: str, data: bytes) -> set[object]:
    """What a file says, in whatever order."""
    return set(pyoxigraph.parse(data, format=GRAPHS[name])) if name in GRAPHS else set(data.splitlines())


@pytest.mark.parametrize("name", STREAMS)
@pytest.mark.parametrize("source", ["export/records/pharmakon.json", "."])
def test_converting_a_dataset_is_exporting_it(name: str, source: str, golden: Path, tiny: Dataset) -> None:
    """A document or a folder that says what dataset it is becomes what a build writes of it."""
    made = b"".join(pk.convert(golden / source, name))
    assert facts(name, made) == facts(name, exported(name, tiny))


@pytest.mark.parametrize("name", STREAMS)
def test_json_lines_stream_with_a_base_of_ones_choice(name: str, golden: Path, tiny: Dataset) -> None:
    """JSON Lines have no metadata; with its base, they become what a build writes of the records alone."""
    lines = golden / "export" / "records" / "pharmakon.jsonl"
    made = b"".join(pk.convert(lines, name, base_iri="https://example.org/tiny/"))
    nodes = export.stream(export.streaming(name), tiny, Naming("https://example.org/tiny/"))
    assert made == b"".join(nodes)
    with lines.open("rb") as file:
        assert b"".join(pk.convert(file, name, base_iri="https://example.org/tiny/")) == made


@settings(
    max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(strategies.datasets(most=3))
def test_a_round_trip_through_json_lines_changes_nothing(dataset: Dataset) -> None:
    """Canonical lines, converted to JSON Lines, are the same bytes."""
    lines = "".join(f"{canonical_json(record)}\n" for record in dataset).encode()
    assert b"".join(pk.convert(io.BytesIO(lines), "jsonl", references=False)) == lines


def test_it_is_lazy() -> None:
    """Records are read as they are written: what comes later is not needed for what came first."""

    class Lines(io.BytesIO):
        asked = 0

        def readline(self, _: int | None = -1, /) -> bytes:
            self.asked += 1
            return DRUG.replace(b"drug/k", b"drug/k-%d" % self.asked)

    lines = Lines()
    made = pk.convert(lines, "jsonl")
    assert b"drug/k-1" in next(made)
    assert b"drug/k-2" in next(made)
    assert lines.asked < 4


def test_a_fault_stops_or_is_left_out() -> None:
    """A record that is refused ends the work, with its place, or is left out and reported."""
    data = DRUG + b'{"id":"drug/l","type":"Drug"}\n' + DRUG.replace(b"drug/k", b"drug/m")
    with pytest.raises(pk.InvalidDataset) as caught:
        list(pk.convert(io.BytesIO(data), "jsonl"))
    assert caught.value.findings[0].location is not None
    assert caught.value.findings[0].location.line == 2
    findings: list[Finding] = []
    made = b"".join(pk.convert(io.BytesIO(data), "jsonl", on_error="skip", findings=findings))
    assert made == DRUG + DRUG.replace(b"drug/k", b"drug/m")
    assert {found.record for found in findings} == {"drug/l"}


@pytest.mark.parametrize("source", ["export/records/pharmakon.json", "."])
def test_a_format_that_does_not_stream_is_gathered(source: str, golden: Path, tiny: Dataset) -> None:
    """A dataset becomes the document, or the resources in order, that a build writes of it."""
    assert b"".join(pk.convert(golden / source, "json")) == exported("json", tiny)
    for name in ("fhir-r5", "fhir-r4b"):
        files = export.module(name).export(tiny)
        made = [b"".join(each.chunks) for each in files if each.path.endswith(".ndjson")]
        assert b"".join(pk.convert(golden / source, name)) == b"".join(made)


@pytest.mark.parametrize("source", ["export/records/pharmakon.json", "export/records/pharmakon.jsonl"])
def test_a_base_of_ones_choice_holds_for_what_is_gathered(source: str, golden: Path) -> None:
    """The base that is given takes the place of the dataset's, wherever that would stand."""
    made = b"".join(pk.convert(golden / source, "fhir-r5", base_iri="https://example.org/other/"))
    assert b'"https://example.org/other/drug/placidin"' in made
    assert b"https://example.org/tiny/" not in made


def test_gathered_records_are_refused_like_others() -> None:
    """A faulty line, and an id given twice, end the work or are left out and told, as one likes."""
    lines = DRUG + b"{}\n" + DRUG
    with pytest.raises(pk.InvalidDataset):
        list(pk.convert(io.BytesIO(lines), "fhir-r5"))
    with pytest.raises(pk.InvalidDataset, match="PK103"):
        list(pk.convert(io.BytesIO(DRUG + DRUG), "fhir-r5"))
    findings: list[Finding] = []
    made = b"".join(pk.convert(io.BytesIO(lines), "fhir-r5", on_error="skip", findings=findings))
    assert made == b"".join(pk.convert(io.BytesIO(DRUG), "fhir-r5"))
    assert [each.code for each in findings][-1] == "PK103"
    assert len(findings) > 1


@pytest.mark.parametrize("name", ["xml", ""])
def test_only_formats_that_exist_are_taken(name: str) -> None:
    """A format that does not exist is said."""
    with pytest.raises(pk.UnknownFormat):
        list(pk.convert(io.BytesIO(DRUG), name))


@pytest.mark.parametrize("name", ["csv", "kgx", "parquet", "sqlite", "nanopubs", "schemaorg"])
def test_a_format_of_several_files_is_said_to_be_built(name: str) -> None:
    """A format that is no single file is not denied: who asks is told what writes it."""
    with pytest.raises(pk.PharmakonError, match=f"build --only {name}"):
        list(pk.convert(io.BytesIO(DRUG), name))


@pytest.mark.parametrize(
    "base",
    [
        "",
        "x",
        "data/",
        "https://example.org",
        "https://a b/",
        "https://a/?q=/",
        "ftp://a/",
        "https://a/../b/",
    ],
)
def test_a_base_is_checked_before_anything_is_written(base: str) -> None:
    """No relative or broken IRI leaves: a base that is none is refused."""
    with pytest.raises(pk.PharmakonError, match="is not a base"):
        next(pk.convert(io.BytesIO(DRUG), "ntriples", base_iri=base))


def test_a_path_that_is_not_there_is_said(tmp_path: Path) -> None:
    """A missing file, and a folder without records, cannot be read."""
    for path in (tmp_path, tmp_path / "a.jsonl", tmp_path / "a.yaml"):
        with pytest.raises(pk.UnreadableInput):
            list(pk.convert(path, "jsonl"))


def test_what_is_no_stream_is_the_callers_fault() -> None:
    """Text in place of bytes, or something that cannot be read at all, is told in one sentence."""
    for source in (5, None, io.StringIO(DRUG.decode())):
        with pytest.raises(pk.PharmakonError, match="is not a"):
            list(pk.convert(source, "jsonl"))  # type: ignore[arg-type]
    with pytest.raises(pk.PharmakonError, match="is not a base"):
        list(pk.convert(io.BytesIO(DRUG), "jsonl", base_iri=5))  # type: ignore[arg-type]


@pytest.mark.parametrize("line", [b"", b" \t\r", b"\x0b", b"\x0c", b"\x1c", b"\xc2\xa0"])
def test_a_blank_line_is_what_a_validation_takes_for_blank(line: bytes) -> None:
    """No character that is not allowed slips through in a line of its own."""
    told: list[pk.Finding] = []
    data = line + b"\n" + DRUG
    list(pk.convert(io.BytesIO(data), "jsonl", on_error="skip", findings=told))
    wanted = [each for each in pk.validate(io.BytesIO(data)).findings if each.severity == "error"]
    assert [(each.code, each.message) for each in told] == [(each.code, each.message) for each in wanted]
    assert bool(told) == bool(line.strip(b" \t\r"))
