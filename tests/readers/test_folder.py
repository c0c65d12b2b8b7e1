"""Which files a path stands for; what cannot be read is refused, and nothing is waited for."""

from __future__ import annotations

import io
import os
import socket
from pathlib import Path

import pytest

from pharmakon import api
from pharmakon.errors import BadArgument, UnreadableInput
from pharmakon.readers import folder

RECORD = "- {id: drug/k, type: Drug, label: k, kind: substance}\n"
unix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


def put(top: Path, *names: str) -> None:
    """Writes small files below a folder."""
    for name in names:
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(RECORD, encoding="utf-8")


def listed(top: Path) -> list[str]:
    """The files that a folder stands for, relative to it."""
    return [each.relative_to(top).as_posix() for each in folder.files(top)]


def test_a_file_stands_for_itself(tmp_path: Path) -> None:
    """A single file of records is one file, whatever the case of its ending."""
    put(tmp_path, "a.yaml", "B.JSONL")
    assert folder.files(tmp_path / "a.yaml") == (tmp_path / "a.yaml",)
    assert folder.files(tmp_path / "B.JSONL") == (tmp_path / "B.JSONL",)


def test_a_folder_stands_for_all_files_of_records_below_it(tmp_path: Path) -> None:
    """In the order of their names; hidden files and other endings are left out."""
    put(
        tmp_path,
        "b.yaml",
        "a/c.json",
        "a/d.ndjson",
        "a.yml",
        "z.txt",
        ".hidden.yaml",
        ".git/x.yaml",
        "a/README.md",
    )
    assert listed(tmp_path) == ["a/c.json", "a/d.ndjson", "a.yml", "b.yaml"]


def test_a_dataset_stands_for_its_own_files(tmp_path: Path) -> None:
    """A folder with a description is a dataset: that, what is accepted, and the records; not the exports."""
    put(tmp_path, "dataset.yaml", "accepted.yaml", "records/a.yaml", "records/deep/b.yaml")
    put(tmp_path, "export/records/pharmakon.jsonl", "notes.yaml")
    assert listed(tmp_path) == ["accepted.yaml", "dataset.yaml", "records/a.yaml", "records/deep/b.yaml"]


def test_a_dataset_may_have_no_records_yet(tmp_path: Path) -> None:
    """A description alone is a dataset."""
    put(tmp_path, "dataset.yaml")
    assert listed(tmp_path) == ["dataset.yaml"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing.yaml", "there is no such file or folder"),
        ("a.txt", "it is no file of records"),
        ("empty", "no file of records is in it"),
        ("x" * 300 + ".yaml", "it cannot be read"),
        ("a.yaml/b.yaml", "there is no such file or folder"),
    ],
)
def test_a_path_that_stands_for_nothing_is_refused(tmp_path: Path, name: str, said: str) -> None:
    """One line says what is wrong with a path, and what to do."""
    put(tmp_path, "a.txt", "a.yaml")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableInput, match=said):
        folder.files(tmp_path / name)


def test_a_folder_that_is_closed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be listed is never passed over in silence."""
    put(tmp_path, "a.yaml", "closed/b.yaml")
    scandir = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    with pytest.raises(UnreadableInput, match="closed: it cannot be read: Permission denied"):
        folder.files(tmp_path)


@unix
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    """Nobody writes to the pipe, and nobody waits for it: alone, in a folder, or behind a link."""
    os.mkfifo(tmp_path / "a.yaml")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "a.yaml")
    for path in (tmp_path / "a.yaml", tmp_path / "link.yaml"):
        with pytest.raises(UnreadableInput, match="it is a pipe; name a regular file"):
            folder.contents(path)
    for path in (tmp_path, tmp_path / "a.yaml"):
        with pytest.raises(UnreadableInput, match="it is a pipe"):
            api.validate(path)


@unix
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/tty", "/dev/null", "/dev/full"])
def test_a_device_is_refused_at_once(tmp_path: Path, device: str) -> None:
    """A device that never ends is not read, even under the name of a file of records."""
    if not Path(device).exists():
        pytest.skip(f"this system has no {device}")
    (tmp_path / "a.jsonl").symlink_to(device)
    with pytest.raises(UnreadableInput, match=r"it is a device|it cannot be read"):
        folder.contents(tmp_path / "a.jsonl")


@unix
def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So is a socket."""
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind("a.yaml")
        with pytest.raises(UnreadableInput, match=r"it is a socket|it cannot be read"):
            folder.contents(Path("a.yaml"))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """A folder with the name of a file of records is refused as what it is."""
    (tmp_path / "a.yaml").mkdir()
    with pytest.raises(UnreadableInput, match=r"it is a folder|it cannot be read"):
        folder.contents(tmp_path / "a.yaml")
    with pytest.raises(UnreadableInput, match="cannot be read: No such file"):
        folder.contents(tmp_path / "nothing")


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    """A broken link in a folder is not passed over."""
    (tmp_path / "a.yaml").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UnreadableInput, match="cannot be read"):
        api.validate(tmp_path)


def test_a_large_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    """One byte more than allowed is enough to see that a file is too large."""
    (tmp_path / "a.yaml").write_bytes(b"#" * 1000)
    assert len(folder.contents(tmp_path / "a.yaml", 10)) == 11
    assert len(folder.contents(tmp_path / "a.yaml", 1000)) == 1000
    assert len(folder.contents(tmp_path / "a.yaml")) == 1000


def test_documents_are_read_by_name(tmp_path: Path) -> None:
    """The folder of documents gives the bytes of each file in it, and of none below."""
    put(tmp_path, "b.txt", "a.txt", "deep/c.txt")
    assert list(folder.documents(tmp_path)) == ["a.txt", "b.txt"]
    assert folder.documents(tmp_path)["a.txt"] == RECORD.encode()
    with pytest.raises(UnreadableInput, match="no such folder"):
        folder.documents(tmp_path / "a.txt")


def test_a_tree_holds_every_file_and_follows_no_link(tmp_path: Path) -> None:
    """A release is read whole, with slashes in its paths; what is no file is told by its kind."""
    put(tmp_path, "rel/b/c.txt", "rel/.hidden")
    (tmp_path / "rel/link").symlink_to(tmp_path / "rel/b")
    (tmp_path / "rel/b/file").symlink_to(tmp_path / "rel/.hidden")
    found, others = folder.tree(tmp_path / "rel")
    assert sorted(found) == [".hidden", "b/c.txt"]
    assert others == dict.fromkeys(("link", "b/file"), "a symbolic link")
    (tmp_path / "alias").symlink_to(tmp_path / "rel")
    for path in ("alias", "rel/.hidden", "nothing"):
        with pytest.raises(UnreadableInput, match="no such folder"):
            folder.tree(tmp_path / path)


@unix
def test_a_pipe_in_a_tree_is_not_waited_for(tmp_path: Path) -> None:
    """What is no file is told, and not opened."""
    os.mkfifo(tmp_path / "a.nt")
    assert folder.tree(tmp_path) == ({}, {"a.nt": "a pipe"})


def test_an_empty_folder_in_a_tree_is_told(tmp_path: Path) -> None:
    """What holds nothing is told; what holds something is told by that."""
    put(tmp_path, "a/b/c.txt")
    (tmp_path / "a" / "d" / "e").mkdir(parents=True)
    found, others = folder.tree(tmp_path)
    assert (list(found), others) == (["a/b/c.txt"], {"a/d/e": "an empty folder"})
    assert b"".join(found["a/b/c.txt"].pieces()) == (tmp_path / "a/b/c.txt").read_bytes()
    assert found["a/b/c.txt"].size == (tmp_path / "a/b/c.txt").stat().st_size


def test_what_goes_away_while_a_folder_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a tree it is told; beside trees, where builds come and go, it is passed over."""
    put(tmp_path, "a/b.txt", "a/c.txt", ".a.lock")
    lstat, scandir = Path.lstat, os.scandir

    def vanished(path: Path) -> os.stat_result:
        if path.suffix == ".txt":
            path.unlink(missing_ok=True)
        return lstat(path)

    def listed(path: Path) -> list[os.DirEntry[str]]:
        found = list(scandir(path))
        (path / ".a.lock").unlink(missing_ok=True)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", listed)
        assert list(folder.beside(tmp_path, ("a",))) == []
    monkeypatch.setattr(Path, "lstat", vanished)
    with pytest.raises(UnreadableInput, match="No such file"):
        folder.tree(tmp_path / "a")


def test_a_release_without_all_records_in_one_file_is_refused(tmp_path: Path) -> None:
    """A tree such as full/, or one of some formats only, is not walked for what may look like records."""
    put(tmp_path, "rel/manifest.json", "rel/SHA256SUMS", "rel/a.json")
    for name in ("rel", ""):
        if not name:
            (tmp_path / "rel").rename(tmp_path / "export")
        with pytest.raises(UnreadableInput, match=r"does not hold all records .* the format json"):
            folder.files(tmp_path / name)


def test_a_dataset_is_read_whatever_its_exports_are(tmp_path: Path) -> None:
    """Beside a dataset.yaml no release counts, not even one without all records in one file."""
    put(tmp_path, "dataset.yaml", "records/a.yaml", "export/manifest.json", "export/SHA256SUMS")
    assert folder.files(tmp_path) == (tmp_path / "dataset.yaml", tmp_path / "records" / "a.yaml")


def test_where_files_would_be_read(tmp_path: Path) -> None:
    """Of a dataset in records/, of a release nowhere, and else anywhere but in hidden folders."""
    put(
        tmp_path,
        "plain/a.yaml",
        "data/dataset.yaml",
        "rel/manifest.json",
        "rel/SHA256SUMS",
        f"rel/{folder.WHOLE}",
    )
    (tmp_path / "link").symlink_to("plain")
    read = [
        *(
            ("plain", "plain"),
            ("plain", "plain/a/b"),
            ("plain", "link/a"),
            ("link", "plain/a"),
            (".", "data/a"),
        ),
        *(("data", "data/records"), ("data", "data/records/a")),
    ]
    passed = [
        *(("plain", "plain/.a"), ("plain", "plain/a/.b/c"), ("plain", "plainer"), ("plain", ".")),
        *(("data", "data/export"), ("data", "data"), ("rel", "rel/a"), ("plain/a.yaml", "plain")),
    ]
    for wanted, pairs in ((True, read), (False, passed)):
        for path, other in pairs:
            assert folder.is_walked(tmp_path / path, tmp_path / other) is wanted, (path, other)


@pytest.mark.parametrize("name", ["dataset.yaml", "accepted.yaml", "records/a.yaml", "records"])
@unix
def test_no_part_of_a_dataset_is_passed_over(tmp_path: Path, name: str) -> None:
    """A pipe, a link that leads nowhere or a file for a folder is refused, and never taken for nothing."""
    put(tmp_path, *({"dataset.yaml", "accepted.yaml", "records/a.yaml"} - {name}))
    if name == "records":
        (tmp_path / name / "a.yaml").unlink()
        (tmp_path / name).rmdir()
    for make in (
        os.mkfifo,
        lambda path: Path(path).symlink_to("nowhere"),
        lambda path: Path(path).symlink_to(path),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        make(tmp_path / name)
        with pytest.raises(UnreadableInput, match=r"it is a pipe|cannot be read|it is no folder"):
            api.validate(tmp_path)
        (tmp_path / name).unlink()


def test_a_link_to_a_folder_is_not_passed_over(tmp_path: Path) -> None:
    """Links to folders may lead in circles, so they are refused and not followed."""
    put(tmp_path, "a.yaml")
    (tmp_path / "loop").symlink_to(tmp_path)
    with pytest.raises(UnreadableInput, match="a link to a folder"):
        folder.files(tmp_path)
    assert folder.files(tmp_path / "loop" / "a.yaml") == (tmp_path / "loop" / "a.yaml",)


@pytest.mark.parametrize("given", [5, None, b"a.yaml", ["a.yaml"]])
def test_what_is_no_path_is_the_callers_fault(given: object) -> None:
    """Another value than a path is told as that."""
    with pytest.raises(BadArgument, match="is not a path"):
        folder.path_of(given)


def test_no_path_has_a_nul() -> None:
    """What no system takes as a path is refused in one sentence."""
    with pytest.raises(UnreadableInput, match="NUL"):
        folder.path_of("a\0.yaml")
    with pytest.raises(UnreadableInput, match=r"^'a\\ud800.yaml': no path has half a character"):
        folder.path_of("a\ud800.yaml")


def test_documents_that_cannot_be_listed_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of documents that is closed is told as that."""

    def refusing(path: object) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "listdir", refusing)
    monkeypatch.setattr(os, "scandir", refusing)
    with pytest.raises(UnreadableInput, match="cannot be read: Permission denied"):
        folder.documents(tmp_path)


def test_a_file_that_is_open_as_text_is_the_callers_fault() -> None:
    """Text was decoded by somebody else already, by rules that nobody knows."""
    with pytest.raises(BadArgument, match="binary mode"):
        folder.at_most(io.StringIO("x"), 10)  # type: ignore[arg-type]
    assert folder.at_most(io.BytesIO(b"x" * 3_000_000), 2_500_000) == b"x" * 2_500_000
    assert folder.at_most(io.BytesIO(b"x"), 5) == b"x"
