"""Loading and validating from Python."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

import pharmakon as pk
from pharmakon.dataset import Dataset
from pharmakon.model import Drug
from pharmakon.model.canonical import canonical_json
from pharmakon.readers import Limits

DRUG = '{"id":"drug/k","kind":"substance","label":"k","type":"Drug"}'
DANGLING = '{"drug":"drug/nobody","id":"indication/i","intent":"anesthesia","label":"i","type":"Indication"}'


def test_the_packaged_dataset_is_there(packaged: Dataset) -> None:
    """Without a source, the packaged dataset is loaded, metadata included."""
    assert packaged.metadata is not None
    assert packaged.drugs["ketamine"].label
    assert len(packaged) > 500


def test_the_export_and_the_authored_files_are_one_dataset(checkout: Path, packaged: Dataset) -> None:
    """The canonical lines that are loaded quickly hold the records that were written in YAML."""
    authored = pk.load(checkout / "dataset")
    for one, other in zip(authored.nodes(), packaged.nodes(), strict=True):
        assert canonical_json(one) == canonical_json(other)


def test_a_dataset_is_loaded_without_its_export(
    checkout: Path, packaged: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the canonical lines are missing, as before a first build, the authored files are read instead."""
    from pharmakon import resources
    from pharmakon.api import loading

    shipped = tmp_path / "dataset"
    shipped.mkdir()
    for name in ("dataset.yaml", "records"):
        (shipped / name).symlink_to(checkout / "dataset" / name)
    monkeypatch.setattr(loading, "shipped", lambda name: tmp_path / name)
    assert pk.load().records == pk.load(resources.shipped("dataset")).records


@pytest.mark.parametrize(
    "source",
    [
        lambda golden: golden,
        str,
        lambda golden: golden / "records" / "all.yaml",
        lambda golden: golden / "export" / "records" / "pharmakon.json",
        lambda golden: golden / "export" / "records" / "pharmakon.jsonl",
        lambda golden: (golden / "export" / "records" / "pharmakon.jsonl").open("rb"),
        lambda golden: io.BytesIO((golden / "export" / "records" / "pharmakon.jsonl").read_bytes()),
        pk.load,
        lambda golden: list(pk.load(golden)),
        lambda golden: iter(pk.load(golden).records),
    ],
)
def test_every_kind_of_source_gives_the_same_records(
    source: Callable[[Path], object], golden: Path, tiny: Dataset
) -> None:
    """A folder, a file of each kind, an open file, a dataset and records are all sources."""
    given = source(golden)
    assert pk.load(given).records == tiny.records  # type: ignore[arg-type]
    if hasattr(given, "close"):
        given.close()


def test_an_invalid_dataset_carries_its_findings() -> None:
    """Loading data with faults raises once, with all findings; the sentence tells how many, and the first."""
    lines = io.BytesIO(b'{"id":"drug/k"}\n{"id":"drug/l","type":"Drug","label":7,"kind":"salt"}\n')
    with pytest.raises(pk.InvalidDataset) as caught:
        pk.load(lines)
    assert {found.record for found in caught.value.findings} == {"drug/k", "drug/l"}
    assert str(caught.value).startswith("2 errors, the first: records.jsonl:1:")
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, pk.PharmakonError)


def test_validating_never_raises_on_bad_data(tmp_path: Path) -> None:
    """Data of any kind gives a report; only a path that is not there raises."""
    for name, data in {"a.yaml": b"\xff", "b.json": b"[", "c.jsonl": b"{}\n\n1\n", "d.yaml": b"- *a"}.items():
        (tmp_path / name).write_bytes(data)
    report = pk.validate(tmp_path)
    assert not report.ok
    assert {Path(str(found.location)).name[:1] for found in report.errors} == set("abcd")
    with pytest.raises(pk.UnreadableInput):
        pk.validate(tmp_path / "nowhere")


def test_loading_looks_at_records_and_validating_at_the_whole() -> None:
    """A reference that leads nowhere does not stop loading; a report tells of it."""
    dataset = pk.load(io.BytesIO(DANGLING.encode()))
    assert [found.code for found in pk.validate(dataset).errors] == ["PK101"]


def test_paths_together_are_one_dataset(tmp_path: Path) -> None:
    """A reference may lead from one path into another, or into the packaged records."""
    (tmp_path / "a.jsonl").write_text(DANGLING.replace("nobody", "k"))
    (tmp_path / "b.jsonl").write_text(DRUG)
    assert not pk.validate(tmp_path / "a.jsonl").ok
    assert pk.validate(tmp_path / "a.jsonl", tmp_path / "b.jsonl").ok
    (tmp_path / "a.jsonl").write_text(DANGLING.replace("nobody", "ketamine"))
    assert pk.validate(tmp_path / "a.jsonl", with_packaged=True).ok


def test_records_made_in_python_are_validated() -> None:
    """Records that come from no file are a source too; their findings have no place in a file."""
    drug = Drug(
        id="drug/k",
        type="Drug",
        label="k",
        kind="salt",
        active_substance="drug/x",
        sources=("evidence_source/x",),
    )
    report = pk.validate([drug])
    assert {found.code for found in report.errors} == {"PK101"}
    assert {found.location for found in report.errors} == {None}
    assert pk.render(report, "json").startswith("[")


def test_the_packaged_dataset_is_valid() -> None:
    """What is shipped has no finding that is not accepted with a reason."""
    assert pk.validate().findings == ()


@pytest.mark.parametrize(
    "source",
    [5, None, b"a.yaml", {}, {"drug/k": 1}, [5], [{}], ["a.yaml"], io.StringIO(DRUG), object()],
    ids=lambda each: type(each).__name__,
)
def test_what_is_no_source_is_the_callers_fault(source: object) -> None:
    """Whatever else is given, one sentence says what a source is."""
    with pytest.raises(pk.PharmakonError, match="is not a"):
        pk.validate(source)  # type: ignore[arg-type]


@pytest.mark.parametrize("documents", [5, {"a.txt": "text"}, ["a.txt"]])
def test_what_is_no_document_is_the_callers_fault(documents: object) -> None:
    """Documents are a folder, or bytes by name."""
    with pytest.raises(pk.PharmakonError, match="is not"):
        pk.validate(io.BytesIO(DRUG.encode()), documents=documents)  # type: ignore[arg-type]


def test_an_open_file_without_a_name_is_json_lines() -> None:
    """A file that was opened by number has no name of its own."""
    data = io.BytesIO(DRUG.encode())
    data.name = 7
    assert len(pk.load(data)) == 1


def test_an_open_file_is_not_read_beyond_the_limit() -> None:
    """A stream that never ends is refused as too large."""

    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            assert size >= 0
            return b"x" * size

    report = pk.validate(Endless(), limits=Limits(max_bytes=3_000_000))  # type: ignore[arg-type]
    assert [found.code for found in report.findings] == ["PK006"]


def test_two_descriptions_are_a_fault(golden: Path, tmp_path: Path) -> None:
    """Two datasets read as one are told, whether two files or two folders describe them."""
    description = (golden / "dataset.yaml").read_text(encoding="utf-8")
    other = description.replace("id: dataset/", "id: dataset/other-", 1)
    (tmp_path / "dataset.yaml").write_text(description, encoding="utf-8")
    (tmp_path / "records" / "more").mkdir(parents=True)
    (tmp_path / "records" / "more" / "dataset.yaml").write_text(other, encoding="utf-8")
    (found,) = pk.validate(tmp_path).findings
    assert found.code == "PK108"
    assert found.location is not None
    assert found.location.file.endswith("more/dataset.yaml")
    (tmp_path / "records" / "more" / "dataset.yaml").unlink()
    assert pk.validate(tmp_path).findings == ()
    both = pk.validate(tmp_path, with_packaged=True)  # the packaged description gives way
    assert "PK108" not in {each.code for each in both.findings}
    assert "PK108" in {each.code for each in pk.validate(tmp_path, pk.load()).findings}


def test_packaged_records_are_lent_and_not_judged(tmp_path: Path, packaged: Dataset) -> None:
    """Packaged records can be referred to; what is found of them alone is not told to who borrows them."""
    assert packaged.metadata is not None
    early = packaged.metadata.model_copy(update={"released": "2000", "id": "dataset/mine"})
    mine = '{"id":"indication/mine","type":"Indication","label":"x","drug":"drug/NAME","intent":"anesthesia"}'
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "dataset.json").write_text(
        f'{{"dataset": {canonical_json(early)}, "records": []}}', encoding="utf-8"
    )
    for name in ("ketamine", "nope"):
        (tmp_path / "records" / "a.json").write_text(mine.replace("NAME", name), encoding="utf-8")
        found = pk.validate(tmp_path, with_packaged=True).findings
        assert {each.record for each in found} == {"indication/mine"}
        assert ("PK101" in {each.code for each in found}) == (name == "nope")
