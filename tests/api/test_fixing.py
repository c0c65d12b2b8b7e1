"""Passages that moved: found by their hash, and corrected in the files as they are written."""

from __future__ import annotations

import difflib
import json
import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import moved
import pytest
import shelf

import pharmakon as pk
from pharmakon.api.fixing import Change, fix_passages, passage_fixes

every_spelling = pytest.mark.parametrize("name", moved.SPELLINGS)


def codes(report: Any) -> list[str]:  # noqa: ANN401 - a report
    """The codes of what was found."""
    return [found.code for found in report.findings]


@every_spelling
@pytest.mark.parametrize("off", [-1, 3, 1000])
@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_moved_passages_are_pointed_at_anew(
    name: str, off: int, ends: bytes, documents: Path, tmp_path: Path
) -> None:
    """In every spelling, offsets are corrected, be they off by one or beyond the end, and no other byte."""
    path = moved.write(tmp_path / name, off)
    mark = b"\xef\xbb\xbf" if off == 3 else b""
    path.write_bytes(mark + path.read_bytes().replace(b"\n", ends))
    assert {"PK203", "PK201"} & set(codes(pk.validate(path, documents=documents)))
    (change,) = passage_fixes(path, documents=documents)
    assert len(change.fixes) == 2
    assert path.read_bytes() == change.before
    fix_passages([change])
    assert path.read_bytes() == change.after == mark + moved.right(name).replace(b"\n", ends)
    assert set(codes(pk.validate(path, documents=documents))) <= {"PK007"}
    assert passage_fixes(path, documents=documents) == ()


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@every_spelling
def test_the_diff_is_one_that_patch_applies(name: str, ends: str, documents: Path, tmp_path: Path) -> None:
    """The diff says what changes, and another program makes the same change of it."""
    path = moved.write(tmp_path / name)
    path.write_bytes(path.read_bytes().replace(b"\n", ends.encode()))
    (change,) = passage_fixes(path, documents=documents)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / name).write_bytes(change.before)
    diff = replace(change, file=name).diff()
    command = ["git", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(command, cwd=folder, input=diff.encode(), check=True, capture_output=True)
    assert (folder / name).read_bytes() == change.after
    changed = [line for line in diff.split("\n") if line.startswith("-") and not line.startswith("---")]
    lines = difflib.ndiff(change.before.decode().split("\n"), change.after.decode().split("\n"))
    assert len(changed) == sum(line.startswith("- ") for line in lines)


@every_spelling
def test_a_changed_document_is_taken_over_only_when_asked(name: str, documents: Path, tmp_path: Path) -> None:
    """Another file under a document's name moves nothing, until its reader confirms it."""
    path = moved.write(tmp_path / name, 0)
    (documents / "d.txt").write_bytes(moved.NEW.encode())
    (found,) = pk.validate(path, documents=documents).findings
    assert found.code == "PK204"
    assert "of its 2 passages 0 stand where they did, 1 at one other place" in found.hint
    assert found.fix is not None
    assert found.fix.applicability == "unsafe"
    assert passage_fixes(path, documents=documents) == ()
    (change,) = passage_fixes(path, documents=documents, confirmed=["d.txt"])
    fix_passages([change])
    report = pk.validate(path, documents=documents)
    assert [(each.code, each.record) for each in report.findings] == [("PK203", "claim/d-2")]
    again = [moved.place(moved.NEW, moved.PARTS[0]), moved.place(moved.OLD, moved.PARTS[1])]
    assert path.read_bytes() == moved.SPELLINGS[name](moved.NEW, again)


def test_other_lines_may_be_no_text(documents: Path, tmp_path: Path) -> None:
    """A line of JSON Lines that nobody can read stays as it is beside one that is fixed."""
    path = moved.write(tmp_path / "r.jsonl")
    path.write_bytes(path.read_bytes() + b"\n\xff\xfe\n")
    (change,) = passage_fixes(path, documents=documents)
    assert change.after == moved.right("r.jsonl") + b"\n\xff\xfe\n"
    assert b" \xff\xfe\n" in change.diff().encode("utf-8", "surrogateescape")


@pytest.mark.parametrize("seed", range(12))
def test_a_diff_is_the_one_that_python_makes(seed: int) -> None:
    """Hunk by hunk, the diff is what the standard library says of the same lines."""
    random = Random(seed)  # noqa: S311 - which lines change
    before = [f"line {at}" for at in range(random.choice((1, 7, 60)))]
    after = [f"{line}!" if random.random() < 0.15 or not at else line for at, line in enumerate(before)]
    end = random.choice(("", "\n"))
    change = Change("x", ("\n".join(before) + end).encode(), ("\n".join(after) + end).encode(), ())
    theirs = "".join(f"{line}\n" for line in difflib.unified_diff(before, after, "a/x", "b/x", lineterm=""))
    ours = change.diff().replace("\\ No newline at end of file\n", "")
    assert ours.replace("-1,1 +1,1", "-1 +1") == theirs


def test_several_documents_in_several_files(tmp_path: Path) -> None:
    """Only the confirmed document is cited anew, and each file is changed where it has to be."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for slug in ("a", "b"):
        (folder / f"{slug}.txt").write_text("one new two")
        source = shelf.source("one two", slug)
        (tmp_path / f"{slug}-source.jsonl").write_text(json.dumps(source))
        passage = shelf.passage("one two", 4, 7)
        made = shelf.claim(1, "drug/k", passage=passage) | {"id": f"claim/{slug}-1", "source": source["id"]}
        (tmp_path / f"{slug}-claim.jsonl").write_text(json.dumps(made))
    (tmp_path / "drug.jsonl").write_text(json.dumps(shelf.drug()))
    paths = sorted(tmp_path.glob("*.jsonl"))
    changes = passage_fixes(*paths, documents=folder, confirmed=["b.txt"])
    assert [Path(each.file).name for each in changes] == ["b-claim.jsonl", "b-source.jsonl"]
    fix_passages(changes)
    assert [(each.code, each.record) for each in pk.validate(*paths, documents=folder).findings] == [
        ("PK204", "evidence_source/a")
    ]


@pytest.mark.parametrize("name", ["d.txt", "e.txt", "nope.txt"])
def test_an_unknown_document_cannot_be_confirmed(name: str, documents: Path, tmp_path: Path) -> None:
    """What is confirmed has to be at hand, and to be the document of a source."""
    (documents / "e.txt").write_text("cited by nobody")
    if name == "d.txt":
        (documents / name).unlink()
    with pytest.raises(pk.UnknownTerm, match="document that is at hand and cited"):
        passage_fixes(moved.write(tmp_path / "r.json"), documents=documents, confirmed=[name])


def test_accepted_and_unselected_findings_are_left(documents: Path, tmp_path: Path) -> None:
    """What the authors accept is not changed behind their back, nor what was not chosen."""
    path = moved.write(tmp_path / "r.yaml")
    assert passage_fixes(path, documents=documents, select=("PK1",)) == ()
    assert passage_fixes(path, documents=documents, ignore=("PK203",)) == ()
    folder = path.parent / "data"
    (folder / "records").mkdir(parents=True)
    (folder / "dataset.yaml").write_bytes(
        (Path(__file__).resolve().parents[1] / "golden" / "dataset.yaml").read_bytes()
    )
    path.rename(folder / "records" / "r.yaml")
    accepted = [{"code": "PK203", "record": "claim/d-1", "pointer": "/passage/sha256", "reason": "as cited"}]
    (folder / "accepted.yaml").write_text(json.dumps(accepted))
    (change,) = passage_fixes(folder, documents=documents)
    assert [each.partition(" to ")[0] for each in change.fixes] == ["move the passage of claim/d-2"]


def test_packaged_records_are_only_referred_to(documents: Path, tmp_path: Path) -> None:
    """With the packaged records beside one's own, only one's own files are changed."""
    path = moved.write(tmp_path / "r.jsonl")
    changes = passage_fixes(path, documents=documents, with_packaged=True)
    assert [Path(each.file).name for each in changes] == ["r.jsonl"]


def test_an_installed_package_is_not_changed(monkeypatch: pytest.MonkeyPatch, documents: Path) -> None:
    """Without a path and without a checkout there is nothing that is ours to change."""
    monkeypatch.setattr("pharmakon.api.fixing.checkout", lambda: None)
    with pytest.raises(pk.PharmakonError, match="name them"):
        passage_fixes(documents=documents)


def test_a_file_that_changed_meanwhile_is_left(documents: Path, tmp_path: Path) -> None:
    """What somebody wrote after the file was read is not lost."""
    path = moved.write(tmp_path / "r.yaml")
    changes = passage_fixes(path, documents=documents)
    path.write_bytes(path.read_bytes() + b"# more\n")
    before = path.read_bytes()
    with pytest.raises(pk.PublishError, match="changed meanwhile"):
        fix_passages(changes)
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_written_is_whole(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder that cannot be written, nothing changes, and the error says which files are done."""
    path = moved.write(tmp_path / "r.yaml")
    (change,) = passage_fixes(path, documents=documents)
    other = path.parent / "other.yaml"
    other.write_bytes(b"- a\n")
    first = Change(str(other), b"- a\n", b"- b\n", ("x",))

    def refuse(source: Path, target: Path) -> None:
        if Path(target).name == "r.yaml":
            raise PermissionError(13, "Permission denied", str(target))
        os.rename(source, target)  # noqa: PTH104 - what is patched is Path's

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(pk.PublishError, match=r"r\.yaml: Permission denied; nothing was changed"):
        fix_passages([change])
    with pytest.raises(pk.PublishError, match=r"files before it \(1\) are fixed"):
        fix_passages([first, change])
    assert other.read_bytes() == b"- b\n"
    assert path.read_bytes() == change.before
    assert sorted(each.name for each in path.parent.iterdir()) == ["documents", "other.yaml", "r.yaml"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_kill_leaves_the_old_file_or_the_new_one(documents: Path, tmp_path: Path) -> None:
    """Killed at any of its calls that change a file system, the file is whole, and the next try mends it."""
    path = moved.write(tmp_path / "r.yaml")
    (change,) = passage_fixes(path, documents=documents)
    seen = set()
    for moment in range(1, 30):
        path.write_bytes(change.before)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of forking, should there be threads
            child = os.fork()
        if not child:
            sys.addaudithook(killer(moment))
            fix_passages([change])
            os._exit(0)
        seen.add((os.waitpid(child, 0)[1] & 0x7F, path.read_bytes()))
    assert (signal.SIGKILL, change.before) in seen
    assert (0, change.after) in seen
    assert {data for _, data in seen} == {change.before, change.after}
    path.write_bytes(change.before)
    fix_passages([change])
    assert path.read_bytes() == change.after


def killer(moment: int) -> Callable[[str, tuple[Any, ...]], None]:
    """A hook that kills its process at the call of this number, of those that touch files."""
    calls = iter(range(moment))

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("open", "os.rename", "os.chmod", "os.remove", "os.link") and next(calls, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    return hook


def test_a_fixed_file_keeps_its_mode(documents: Path, tmp_path: Path) -> None:
    """A file that only its owner may read stays so."""
    path = moved.write(tmp_path / "r.yaml")
    path.chmod(0o600)
    fix_passages(passage_fixes(path, documents=documents))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes() == moved.right("r.yaml")
