"""The only writer of files."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pharmakon import publish
from pharmakon.artifacts import Artifact, Manifest, text_artifact
from pharmakon.errors import PublishError, UnreadableInput
from pharmakon.publish import places

Tree = dict[str, bytes]


def tree(folder: Path) -> Tree:
    """Every file below a folder, by path."""
    found = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in found}


def write(target: Path, text: str) -> Manifest:
    """Publishes a small tree."""
    with publish.stage(target) as staging:
        files = [text_artifact(path, text, "text/plain") for path in ("a.txt", "z.txt")]
        return staging.write([*files, _deep(text)])


def _deep(text: str) -> Artifact:
    return Artifact("deep/er/b.jsonl", (each.encode() for each in text), "application/jsonl", 0)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where a tree is published, in a folder that holds nothing else."""
    (tmp_path / "place").mkdir()
    return tmp_path / "place" / "out"


def alone(target: Path) -> bool:
    """Whether nothing but the target is left in its folder."""
    return [each.name for each in target.parent.iterdir()] == [target.name]


def cannot_exchange(one: Path, other: Path) -> bool:
    """A file system that cannot exchange two folders."""
    return False


@pytest.fixture(params=["exchange", "two renames"])
def swap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways in which a tree takes its place."""
    if request.param == "two renames":
        monkeypatch.setattr(publish, "_exchange", cannot_exchange)
    return str(request.param)


def test_a_tree_appears_whole(target: Path, swap: str) -> None:
    """A new tree replaces the old one as a whole, and nothing of the work is left beside it."""
    write(target, "old")
    assert alone(target)
    with publish.stage(target) as staging:
        staging.write([text_artifact("c.txt", "new", "text/plain")])
    assert set(tree(target)) == {"c.txt", "manifest.json", "SHA256SUMS"}
    assert alone(target)


def test_the_system_exchanges_folders(tmp_path: Path) -> None:
    """On Linux the two folders change places in one call; elsewhere the answer is no."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    if publish._exchange(tmp_path / "one", tmp_path / "other"):
        assert (tmp_path / "one" / "other").exists()
        assert (tmp_path / "other" / "one").exists()
    else:
        assert (tmp_path / "one" / "one").exists()


def test_readers_never_see_a_moment_without_a_target(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an exchange, the target exists before and after; no rename moves it away."""
    write(target, "old")
    here = [target.with_name(name) for name in ("one", "other")]
    for each in here:
        each.mkdir()
    if not publish._exchange(*here):
        pytest.skip("this file system cannot exchange two folders")
    moved: list[Path] = []
    monkeypatch.setattr(Path, "rename", lambda self, _: moved.append(self))
    write(target, "new")
    assert moved == []


class Broken(Exception):
    """What a test raises in the middle of the work."""


@pytest.mark.parametrize("at", ["chunk", "block", "finish", "swap"])
@pytest.mark.parametrize("kind", [Broken, OSError, KeyboardInterrupt])
def test_a_failure_leaves_the_old_tree(
    at: str, kind: type[BaseException], target: Path, swap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever fails, and wherever, the old tree stands there unchanged and alone."""
    write(target, "old")
    before = tree(target)

    def fail(*given: object) -> None:
        raise kind

    def chunks() -> Iterator[bytes]:
        yield b"half"
        raise kind

    if at in ("finish", "swap"):
        name = {"finish": "lists", "swap": "_swap"}[at]
        monkeypatch.setattr(publish, name, fail)
    raised = PublishError if kind is OSError else kind
    with pytest.raises(raised) as caught, publish.stage(target) as staging:  # noqa: PT012 - it may fail anywhere
        if at == "chunk":
            staging.write([Artifact("a.txt", chunks(), "text/plain")])
        staging.write([text_artifact("b.txt", "new", "text/plain")])
        if at == "block":
            raise kind
    assert caught
    assert tree(target) == before
    assert alone(target)


@pytest.mark.parametrize("kind", [OSError, KeyboardInterrupt])
def test_a_failure_between_two_renames_puts_the_old_tree_back(
    kind: type[BaseException], target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the second rename fails, the first is undone at once."""
    write(target, "old")
    before = tree(target)
    monkeypatch.setattr(publish, "_exchange", cannot_exchange)
    rename = Path.rename

    def failing(self: Path, to: Path) -> Path:
        if self.name == ".out.staging":
            raise kind
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises((PublishError, KeyboardInterrupt)):
        write(target, "new")
    assert tree(target) == before
    assert alone(target)


def test_a_kill_between_two_renames_is_healed(target: Path) -> None:
    """If the target is missing and its old content stands aside, the next command puts it back."""
    write(target, "old")
    before = tree(target)
    target.rename(target.with_name(".out.old"))
    (target.with_name(".out.staging") / "half").mkdir(parents=True)
    publish.heal(target)
    assert tree(target) == before
    write(target, "new")
    assert tree(target)["a.txt"] == b"new"
    assert alone(target)


def test_a_failed_build_after_a_kill_still_heals(target: Path) -> None:
    """Old content that stands aside is put back even if the next build itself fails."""
    write(target, "old")
    before = tree(target)
    target.rename(target.with_name(".out.old"))
    with pytest.raises(Broken), publish.stage(target):
        raise Broken
    assert tree(target) == before
    assert alone(target)


def test_stale_work_is_cleared(target: Path) -> None:
    """What a kill left of an earlier build, beside a whole target, is removed."""
    write(target, "old")
    for name in (".out.staging", ".out.old"):
        (target.with_name(name) / "deep").mkdir(parents=True)
    write(target, "new")
    assert alone(target)


@pytest.mark.parametrize("left", range(4))
def test_stale_work_is_cleared_however_far_its_removal_came(left: int, target: Path) -> None:
    """What tells that a folder is ours is removed last, so that a kill in between leaves it known."""
    stale = target.with_name(".out.staging")
    places.begin(stale)
    (stale / "deep").mkdir()
    for name in ("deep/b", "a", ".b"):
        (stale / name).write_text("half")
    for name in ("deep/b", "a", ".b")[:left]:
        (stale / name).unlink()
    write(target, "new")
    assert alone(target)


def test_an_old_tree_is_removed_with_its_manifest_last(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the removal of an old tree ends, the next build knows what is left."""
    monkeypatch.setattr(publish, "_exchange", cannot_exchange)
    unlink, rmtree = Path.unlink, shutil.rmtree
    for at in range(1, 7):
        write(target, "old")
        calls = iter(range(1, 99))

        def failing(
            path: Path, do: Callable[[Path], None], calls: Iterator[int] = calls, at: int = at
        ) -> None:
            if ".out.old" in str(path) and next(calls) == at:
                raise PermissionError
            do(path)

        monkeypatch.setattr(
            Path, "unlink", lambda self, **named: failing(self, lambda it: unlink(it, **named))
        )
        monkeypatch.setattr(shutil, "rmtree", lambda path: failing(path, rmtree))
        write(target, "new")
        monkeypatch.setattr(Path, "unlink", unlink)
        monkeypatch.setattr(shutil, "rmtree", rmtree)
        write(target, "newer")
        assert alone(target)
        assert tree(target)["a.txt"] == b"newer"


def test_a_second_writer_is_refused(target: Path) -> None:
    """While one build writes a target, another is told so, and disturbs nothing."""
    with publish.stage(target) as staging:
        with pytest.raises(PublishError, match="another build"), publish.stage(target):
            pass
        staging.write([text_artifact("a.txt", "first", "text/plain")])
    assert tree(target)["a.txt"] == b"first"
    assert alone(target)


def test_a_lock_whose_file_was_removed_is_no_lock(target: Path) -> None:
    """A lock counts only while its file has its name; else two writers could hold one each."""
    lock = target.with_name(".out.lock")
    handle = os.open(lock, os.O_RDWR | os.O_CREAT)
    try:
        lock.unlink()
        assert not publish._hold(handle, lock)
        fcntl.flock(handle, fcntl.LOCK_UN)
    finally:
        os.close(handle)


def test_a_build_that_runs_is_not_healed_away(target: Path) -> None:
    """While a writer holds the target, a reader leaves what stands aside alone."""
    with publish._locked(target):
        target.with_name(".out.old").mkdir()
        publish.heal(target)
        assert not target.exists()


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_modes_do_not_depend_on_the_umask(umask: int, target: Path) -> None:
    """Files are 0644 and folders 0755, whoever builds."""
    before = os.umask(umask)
    try:
        write(target, "new")
    finally:
        os.umask(before)
    for each in (target, *target.rglob("*")):
        assert each.stat().st_mode & 0o777 == (0o755 if each.is_dir() else 0o644), each


def test_the_lists_are_what_sha256sum_checks(target: Path) -> None:
    """SHA256SUMS is accepted by `sha256sum --check`, and manifest.json says the same of the same files."""
    manifest = write(target, "text \u2018with\u2019 letters")
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=target, check=True)
    said = json.loads((target / "manifest.json").read_bytes())
    assert said["generator"] == "pharmakon"
    found = tree(target)
    assert {each["path"] for each in said["files"]} == set(found) - {"manifest.json", "SHA256SUMS"}
    for each in said["files"]:
        data = found[each["path"]]
        assert (each["bytes"], each["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert [each.path for each in manifest.files] == sorted(each["path"] for each in said["files"])


def test_what_is_rendered_is_what_is_written(target: Path) -> None:
    """`render` and `lists`, which compare without writing, give the very bytes that `stage` writes."""
    write(target, "x")
    files = [text_artifact(path, "x", "text/plain") for path in ("a.txt", "z.txt")]
    made, manifest = publish.render([*files, _deep("x")])
    assert made | publish.lists(manifest) == tree(target)


def test_an_error_of_reading_stays_one(target: Path) -> None:
    """A source that cannot be read is not reported as a target that cannot be written."""

    def chunks() -> Iterator[bytes]:
        yield b"half"
        raise UnreadableInput("in", "gone", "look")

    with pytest.raises(UnreadableInput):
        publish.write_file(target, chunks())
    with pytest.raises(UnreadableInput), publish.stage(target) as staging:
        staging.write([Artifact("a", chunks(), "text/plain")])
    assert list(target.parent.iterdir()) == []


def test_a_file_appears_whole(target: Path) -> None:
    """One file is replaced whole; what fails in the middle leaves the old one and nothing else."""
    publish.write_text(target, "old")

    def chunks() -> Iterator[bytes]:
        yield b"half"
        raise Broken

    with pytest.raises(Broken):
        publish.write_file(target, chunks())
    assert target.read_text() == "old"
    assert alone(target)
    with pytest.raises(PublishError):
        publish.write_text(target.parent / "nowhere" / "out", "x")
    with pytest.raises(PublishError):
        publish.write_text(target.parent, "x")


def test_a_file_keeps_its_mode(target: Path) -> None:
    """A file that is replaced stays as private as it was; a new one is for all to read."""
    publish.write_text(target, "new")
    assert target.stat().st_mode & 0o7777 == 0o644
    target.chmod(0o600)
    publish.write_text(target, "newer")
    assert (target.read_text(), target.stat().st_mode & 0o7777) == ("newer", 0o600)
