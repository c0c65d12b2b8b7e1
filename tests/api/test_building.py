"""Building, writing and comparing the trees of a release."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import pharmakon as pk
from pharmakon import export, publish
from pharmakon.dataset import Dataset, Entry
from pharmakon.model import Drug

LISTS = {"manifest.json", "SHA256SUMS"}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by path."""
    found = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in found}


@pytest.fixture
def data(golden: Path, tmp_path: Path) -> Path:
    """A copy of the tiny dataset's authored files."""
    copy = tmp_path / "data"
    shutil.copytree(golden, copy, ignore=shutil.ignore_patterns("export"))
    return copy


def test_a_build_writes_two_trees(data: Path, tmp_path: Path) -> None:
    """A build writes schema/ and export/, and says what is in them."""
    report, trees = pk.build(data, tmp_path / "out")
    assert report.ok
    assert [each.folder.name for each in trees] == ["schema", "export"]
    for each in trees:
        assert {file.path for file in each.manifest.files} | LISTS == set(tree(each.folder))
    assert pk.verify(tmp_path / "out") == ()
    assert pk.check(data, tmp_path / "out") == ()


DEFINING = ("CodeSystem.ndjson", "collection.json", "transaction.json")
"""The files that define our words in line, for which the golden folder has their address."""


def test_the_exports_are_those_of_the_golden_folder(data: Path, golden: Path, tmp_path: Path) -> None:
    """What a build exports of the tiny dataset is what was read by eye."""
    pk.build(data, tmp_path / "out")
    made, expected = tree(tmp_path / "out" / "export"), tree(golden / "export")
    words = [f"fhir/{name}/{file}" for name in ("r4b", "r5") for file in DEFINING]
    assert {path for path, each in expected.items() if made[path] != each} == {"rdf/pharmakon.jsonld", *words}


def test_nothing_is_written_of_invalid_data(data: Path, tmp_path: Path) -> None:
    """A dataset with an error is reported, and the old release stands."""
    pk.build(data, tmp_path / "out")
    before = tree(tmp_path)
    (data / "records" / "bad.yaml").write_text("- {id: drug/x, type: Drug}\n")
    report, trees = pk.build(data, tmp_path / "out")
    assert not report.ok
    assert trees == ()
    with pytest.raises(pk.InvalidDataset):
        pk.check(data, tmp_path / "out")
    (data / "records" / "bad.yaml").unlink()
    assert tree(tmp_path) == before


def test_a_failing_export_leaves_both_trees(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If one of the trees cannot be made, neither takes its place."""
    pk.build(data, tmp_path / "out")
    before = tree(tmp_path)

    def fail(dataset: Dataset) -> object:
        raise RuntimeError

    monkeypatch.setattr(export.module("turtle"), "export", fail)
    with pytest.raises(RuntimeError):
        pk.build(data, tmp_path / "out")
    assert tree(tmp_path) == before


def test_only_some_formats_are_written_to_a_folder_of_their_own(data: Path, tmp_path: Path) -> None:
    """A choice of formats needs a folder; an unknown one is said before anything is written."""
    _, trees = pk.build(data, tmp_path / "out", ["jsonl"])
    assert {file.path for file in trees[1].manifest.files} == {
        "records/pharmakon.jsonl", "README.md", "CITATION.cff", *_further(trees[1])
    }  # fmt: skip
    with pytest.raises(pk.PublishError):
        pk.build(data, None, ["jsonl"])
    with pytest.raises(pk.UnknownFormat):
        pk.build(data, tmp_path / "new", ["nope"])
    assert not (tmp_path / "new").exists()


def test_a_format_that_is_given_twice_is_written_once(data: Path, tmp_path: Path, tiny: Dataset) -> None:
    """Twice the same format is that format, in the place of the first, of a build and of `write`."""
    _, trees = pk.build(data, tmp_path / "out", ["jsonl", "csv", "jsonl"])
    assert trees[1].manifest == pk.build(data, tmp_path / "once", ["jsonl", "csv"])[1][1].manifest
    made = pk.write(tiny, tmp_path / "written", ["jsonl", "jsonl"])
    assert [each.path for each in made.manifest.files].count("records/pharmakon.jsonl") == 1


def _further(tree: object) -> set[str]:
    """What catalogues wrote besides; they describe files whatever the formats are."""
    from pharmakon import catalog

    return {path for module in catalog.modules().values() for path in module.FILES}


def test_a_full_build_writes_a_third_tree(data: Path, tmp_path: Path) -> None:
    """A full build adds full/ with Parquet and SQLite, described and listed like the others."""
    _, trees = pk.build(data, tmp_path / "out", full=True)
    assert [each.folder.name for each in trees] == ["schema", "export", "full"]
    full = tree(trees[2].folder)
    assert {"pharmakon.sqlite", "parquet/claim.parquet", "LICENSE", "README.md"} | LISTS <= set(full)
    assert {file.path for file in trees[2].manifest.files} | LISTS == set(full)
    assert not {path for path in tree(trees[1].folder) if path.endswith((".parquet", ".sqlite"))}
    assert pk.verify(tmp_path / "out") == ()
    assert pk.check(data, tmp_path / "out") == ()
    assert pk.load(tmp_path / "out").records == pk.load(data).records


def test_a_full_tree_is_verified_and_compared(data: Path, tmp_path: Path) -> None:
    """A changed byte and a stray file in full/ are found, by `verify` and by `check`."""
    pk.build(data, tmp_path / "out", full=True)
    database = tmp_path / "out" / "full" / "pharmakon.sqlite"
    database.write_bytes(database.read_bytes()[:-1] + b"x")
    (tmp_path / "out" / "full" / "notes.txt").touch()
    found = {(each.code, each.location.file) for each in pk.verify(tmp_path / "out") if each.location}
    assert found == {("PK901", "full/pharmakon.sqlite"), ("PK904", "full/notes.txt")}
    assert pk.check(data, tmp_path / "out") == (
        "full/notes.txt is written by nothing",
        "full/pharmakon.sqlite differs",
    )


def test_an_older_full_tree_is_not_left_beside_a_newer_build(data: Path, tmp_path: Path) -> None:
    """A build that is not full refuses a folder with a full tree, and changes nothing."""
    pk.build(data, tmp_path / "out", full=True)
    before = tree(tmp_path)
    with pytest.raises(pk.PublishError, match="--full"):
        pk.build(data, tmp_path / "out")
    assert tree(tmp_path) == before


def test_a_full_build_needs_a_folder(data: Path) -> None:
    """A full release is never written into the checkout."""
    with pytest.raises(pk.PublishError, match="--out"):
        pk.build(data, full=True)


def test_without_its_extra_a_full_build_changes_nothing(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without pyarrow, a full build says what to install, and no tree is written."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(pk.MissingExtra, match="parquet"):
        pk.build(data, tmp_path / "out", full=True)
    assert tree(tmp_path / "out") == {}


def test_one_format_of_a_full_release_is_written_into_full(data: Path, tmp_path: Path) -> None:
    """A format for programs only, asked for by name, goes where it belongs."""
    _, trees = pk.build(data, tmp_path / "out", ["sqlite", "csv"])
    paths = [{file.path for file in each.manifest.files} for each in trees]
    assert "tables/claim.csv" in paths[1]
    assert "records/pharmakon.jsonl" not in paths[1]
    assert "pharmakon.sqlite" in paths[2]
    assert "parquet/claim.parquet" not in paths[2]


def test_differences_are_told_file_by_file(data: Path, tmp_path: Path) -> None:
    """A file that differs, one that is missing and one too many are each a line."""
    pk.build(data, tmp_path / "out")
    made = tmp_path / "out" / "export"
    (made / "records" / "pharmakon.jsonl").write_bytes(b"")
    (made / "rdf" / "pharmakon.nt").unlink()
    (made / "notes.txt").touch()
    assert pk.check(data, tmp_path / "out") == (
        "export/notes.txt is written by nothing",
        "export/rdf/pharmakon.nt is missing",
        "export/records/pharmakon.jsonl differs",
    )


def test_a_folder_that_was_never_built_differs_in_every_file(data: Path, tmp_path: Path) -> None:
    """Before a first build, everything is missing."""
    lines = pk.check(data, tmp_path / "nowhere")
    assert lines
    assert all(line.endswith(" is missing") for line in lines)


@pytest.mark.parametrize("target", ["data", "data/records", ".."])
def test_the_dataset_and_what_holds_it_are_never_overwritten(
    target: str, data: Path, tiny: Dataset, tmp_path: Path
) -> None:
    """The dataset's own folder, one within it and the one above it are refused, and stay as they are."""
    before = tree(tmp_path)
    with pytest.raises(pk.PublishError):
        pk.write(tiny, data.parent if target == ".." else tmp_path / target)
    assert tree(tmp_path) == before


def test_a_dataset_is_written_from_python(tiny: Dataset, tmp_path: Path) -> None:
    """`write` puts chosen formats into one folder, with manifest and checksums."""
    made = pk.write(tiny, tmp_path / "out", ["ntriples", "json"])
    assert {"rdf/pharmakon.nt", "records/pharmakon.json"} <= {file.path for file in made.manifest.files}
    assert pk.verify(tmp_path / "out") == ()
    assert pk.load(tmp_path / "out" / "records" / "pharmakon.json").records == tiny.records
    with pytest.raises(pk.UnknownFormat):
        pk.write(tiny, tmp_path / "other", ["nope"])


def test_what_is_invalid_is_not_written(tmp_path: Path) -> None:
    """`write` refuses a dataset with errors, and the error carries the findings."""
    drug = Drug(
        id="drug/k", type="Drug", label="k", kind="substance", replaced_by="drug/nobody", retired=True
    )
    dataset, _ = Dataset.of([Entry(drug, drug.id)])
    with pytest.raises(pk.InvalidDataset) as caught:
        pk.write(dataset, tmp_path / "out")
    assert [found.code for found in caught.value.findings if found.severity == "error"] == ["PK101"]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("formats", ["jsonl", 5])
def test_formats_are_a_list_of_names(formats: object, data: Path, tmp_path: Path, tiny: Dataset) -> None:
    """A single name or a number is told as that, and nothing is written."""
    with pytest.raises(pk.PharmakonError, match="is not a list of formats"):
        pk.build(data, tmp_path / "out", formats)  # type: ignore[arg-type]
    with pytest.raises(pk.PharmakonError, match="is not a list of formats"):
        pk.write(tiny, tmp_path / "out", formats)  # type: ignore[arg-type]
    with pytest.raises(pk.UnknownFormat, match="there is no format 5"):
        pk.write(tiny, tmp_path / "out", [5])  # type: ignore[list-item]
    assert not (tmp_path / "out").exists()


def test_a_target_is_a_path(data: Path, tiny: Dataset) -> None:
    """What is no path is told as that."""
    for out in (5, "a\0b"):
        with pytest.raises(pk.PharmakonError, match=r"is not a path|NUL"):
            pk.build(data, out)  # type: ignore[arg-type]
        with pytest.raises(pk.PharmakonError, match=r"is not a path|NUL"):
            pk.write(tiny, out)  # type: ignore[arg-type]
        with pytest.raises(pk.PharmakonError, match=r"is not a path|NUL"):
            pk.verify(out)  # type: ignore[arg-type]


def _lines_converted(path: Path) -> bytes:
    return b"".join(pk.convert(path, "ntriples"))


LINES = Path("records") / "pharmakon.jsonl"
READERS: dict[str, Callable[[Path], object]] = {
    "load": pk.load,
    "validate": pk.validate,
    "diff": lambda path: pk.diff(path, path),
    "convert": lambda path: b"".join(pk.convert(path, "json")),
    "build": lambda path: pk.build(path, path.with_name("built")),
}


@pytest.mark.parametrize("verb", [pk.load, pk.validate, pk.validate_stream, _lines_converted])
def test_a_file_of_a_release_is_found_after_a_kill(
    verb: Callable[[Path], object], data: Path, tmp_path: Path
) -> None:
    """Whoever names a file within a release reads it, too."""
    pk.build(data, tmp_path / "out")
    (tmp_path / "out" / "export").rename(tmp_path / "out" / ".export.old")
    verb(tmp_path / "out" / "export" / LINES)
    assert pk.verify(tmp_path / "out") == ()


@pytest.mark.parametrize("verb", READERS)
@pytest.mark.parametrize("within", ["", "export"])
def test_every_verb_that_reads_a_release_heals_it(verb: str, within: str, data: Path, tmp_path: Path) -> None:
    """A release, or a tree of it, that a kill left aside is put back before it is read."""
    pk.build(data, tmp_path / "out")
    wanted = tree(tmp_path / "out" / "export")
    (tmp_path / "out" / "export").rename(tmp_path / "out" / ".export.old")
    READERS[verb](tmp_path / "out" / within)
    assert tree(tmp_path / "out" / "export") == wanted


@pytest.mark.parametrize(
    ("source", "out"),
    [
        ("data", "data/records"),
        ("data", "data/records/deep/er"),
        ("plain", "plain"),
        ("plain", "plain/deep"),
        ("plain", "link"),
        ("open", "release"),
        ("release", "release"),
        ("release/export", "release"),
        ("release/export/records/pharmakon.jsonl", "release"),
        ("data", "release/export"),
        ("data", "release/export/records/deep"),
        ("data", "release/schema"),
    ],
)
def test_a_build_never_disturbs_what_is_read(source: str, out: str, data: Path, tmp_path: Path) -> None:
    """A target that holds the source, would be read with it, or lies in a release is refused, unchanged."""
    pk.build(data, tmp_path / "release")
    (tmp_path / "plain").mkdir()
    (tmp_path / "link").symlink_to("plain")
    shutil.copy(data / "records" / "all.yaml", tmp_path / "plain")
    before = tree(tmp_path)
    with (tmp_path / "release" / "export" / LINES).open("rb") as lines, pytest.raises(pk.PublishError):
        pk.build(lines if source == "open" else tmp_path / source, tmp_path / out)
    assert tree(tmp_path) == before


def test_a_build_of_the_packaged_dataset_does_not_disturb_it(checkout: Path) -> None:
    """What is read by default is protected as what is named."""
    with pytest.raises(pk.PublishError, match="would be read as records"):
        pk.build(None, checkout / "dataset" / "records", ["csv"])
    assert not (checkout / "dataset" / "records" / "export").exists()


def test_a_choice_of_formats_replaces_no_release_that_stands_aside(data: Path, tmp_path: Path) -> None:
    """A release that a kill left aside is there, too."""
    pk.build(data, tmp_path / "out", full=True)
    before = tree(tmp_path / "out")
    for name in ("schema", "export", "full"):
        (tmp_path / "out" / name).rename(tmp_path / "out" / f".{name}.old")
    with pytest.raises(pk.PublishError, match="would replace a whole release"):
        pk.build(data, tmp_path / "out", ["csv"])
    assert tree(tmp_path / "out") == before
    (tmp_path / "out" / "full").rename(tmp_path / "out" / ".full.old")
    with pytest.raises(pk.PublishError, match="older than the rest"):
        pk.build(data, tmp_path / "out")
    assert tree(tmp_path / "out") == before


def test_a_dataset_is_built_into_its_own_folder(data: Path) -> None:
    """As in the checkout, export/ and schema/ may stand beside records/, which alone are read."""
    wanted = pk.load(data)
    for _ in range(2):
        assert pk.build(data, data)[0].ok
    assert pk.load(data).records == wanted.records
    assert pk.verify(data / "export") == ()


def test_a_tree_that_cannot_take_its_place_is_told_with_those_that_did(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says which tree is as it was, and which ones are new."""
    pk.build(data, tmp_path / "out")
    before = tree(tmp_path / "out" / "export")
    (tmp_path / "out" / "schema" / "README.md").unlink()
    swap = publish._swap

    def busy(staging: Path, target: Path) -> None:
        if target.name == "export":
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        swap(staging, target)

    monkeypatch.setattr(publish, "_swap", busy)
    with pytest.raises(pk.PublishError) as caught:
        pk.build(data, tmp_path / "out")
    out = (tmp_path / "out").as_posix()
    assert str(caught.value) == (
        f"{out}/export: Device or resource busy; it is as it was; {out}/schema is new; choose another --out"
    )
    assert tree(tmp_path / "out" / "export") == before
    assert (tmp_path / "out" / "schema" / "README.md").exists()
