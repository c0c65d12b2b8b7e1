"""What is refused as a target, and as a path within one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pharmakon import publish
from pharmakon.artifacts import File, text_artifact
from pharmakon.errors import PublishError


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by path."""
    found = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in found}


def write(target: Path, text: str) -> None:
    """Publishes a small tree."""
    with publish.stage(target) as staging:
        staging.write([text_artifact(path, text, "text/plain") for path in ("a.txt", "deep/b.txt")])


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where a tree is published, in a folder that holds nothing else."""
    (tmp_path / "place").mkdir()
    return tmp_path / "place" / "out"


def _full_folder(target: Path) -> None:
    target.mkdir()
    (target / "thesis.txt").write_text("years of work")


def _file(target: Path) -> None:
    target.write_text("a file")


def _link(target: Path) -> None:
    (target.parent.parent / "elsewhere").mkdir()
    target.symlink_to(target.parent.parent / "elsewhere")


def _dangling(target: Path) -> None:
    target.symlink_to("nowhere")


def _other_manifest(target: Path) -> None:
    target.mkdir()
    (target / "manifest.json").write_text('{"name": "web app"}')


def _stray(target: Path) -> None:
    write(target, "old")
    (target / "deep" / "notes.txt").write_text("mine")


def _dataset_inside(target: Path) -> None:
    write(target, "old")
    (target / "data").mkdir()
    (target / "data" / "dataset.yaml").write_text("id: dataset/d\n")


def _beside(name: str) -> Callable[[Path], None]:
    def make(target: Path) -> None:
        write(target, "old")
        _full_folder(target.with_name(name))

    return make


def _alone_beside(name: str) -> Callable[[Path], None]:
    return lambda target: _full_folder(target.with_name(name))


def _linked_beside(name: str) -> Callable[[Path], None]:
    def make(target: Path) -> None:
        (target.parent.parent / "elsewhere").mkdir()
        write(target.parent.parent / "elsewhere" / "release", "other")
        target.with_name(name).symlink_to(target.parent.parent / "elsewhere" / "release")

    return make


def _release_and_more_beside(target: Path) -> None:
    write(target.parent / "other", "old")
    (target.parent / "other").rename(target.with_name(".out.old"))
    (target.with_name(".out.old") / "notes.txt").write_text("mine")


def _lock_with_content(target: Path) -> None:
    target.with_name(".out.lock").write_text("mine")


def _inside_a_release(target: Path) -> None:
    write(target.parent, "old")


HIDDEN = (".out.staging", ".out.old")
FOREIGN = (
    *(make(name) for name in HIDDEN for make in (_beside, _alone_beside, _linked_beside)),
    *(_release_and_more_beside, _lock_with_content, _inside_a_release),
    *(_full_folder, _file, _link, _dangling, _other_manifest, _stray, _dataset_inside),
)


@pytest.mark.parametrize("make", FOREIGN)
def test_what_is_not_ours_is_refused(make: Callable[[Path], None], target: Path) -> None:
    """A target that holds anything but a release is refused, and not a byte of it changes."""
    make(target)
    before = (tree(target.parent), sorted(target.parent.rglob("*")))
    with pytest.raises(PublishError) as caught:
        write(target, "new")
    assert "\n" not in str(caught.value)
    assert (tree(target.parent), sorted(target.parent.rglob("*"))) == before


@pytest.mark.parametrize("make", FOREIGN)
def test_healing_touches_nothing_else(make: Callable[[Path], None], target: Path) -> None:
    """Commands that only read put back a release, and change nothing that is none."""
    make(target)
    before = (tree(target.parent), sorted(target.parent.rglob("*")))
    publish.heal(target)
    assert (tree(target.parent), sorted(target.parent.rglob("*"))) == before


def test_the_folder_of_attempts_is_not_taken_from_anyone(target: Path) -> None:
    """Where parts are written beside a tree, a folder of that name that is not ours is refused."""
    _full_folder(target.with_name(".out.attempts"))
    with pytest.raises(PublishError, match="does not carry its mark"), publish.attempts(target):
        pass
    assert set(tree(target.parent)) == {".out.attempts/thesis.txt"}


def test_an_empty_folder_is_taken(target: Path) -> None:
    """A folder without content is nobody's, and a release takes its place."""
    target.mkdir()
    write(target, "new")
    assert tree(target)["a.txt"] == b"new"


@pytest.mark.parametrize("name", [".", ".."])
def test_a_folder_may_be_named_by_dots(name: str, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The working directory, or the one above, is a target like any other."""
    place = target / "below" if name == ".." else target
    place.mkdir(parents=True)
    monkeypatch.chdir(place)
    if name == "..":
        with pytest.raises(PublishError):
            write(Path(name), "new")
    else:
        write(Path(name), "new")
        assert tree(target)["a.txt"] == b"new"


def test_the_root_is_refused() -> None:
    """The root of the file system is no target."""
    with pytest.raises(PublishError, match="root"), publish.stage(Path("/")):
        pass


@pytest.mark.parametrize(
    "path", ["../a", "/etc/a", "a/../../b", "a/..", "", ".", "a\\b", "./a", "a//b", "a.txt", "deep"]
)
def test_a_path_stays_in_its_tree_and_is_written_once(path: str, target: Path) -> None:
    """A file that would leave its tree, or be written twice, or over a folder, stops the build."""
    made = [text_artifact(each, "x", "text/plain") for each in ("a.txt", "deep/a", path)]
    with pytest.raises(PublishError), publish.stage(target) as staging:
        staging.write(made)
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize("path", ["manifest.json", "SHA256SUMS"])
def test_nothing_writes_the_lists(path: str, target: Path) -> None:
    """The manifest and the checksums are publish's own."""
    with pytest.raises(PublishError), publish.stage(target) as staging:
        staging.write([text_artifact(path, "{}", "application/json")])
    assert not target.exists()


def test_only_what_is_taken_is_in_the_tree(target: Path) -> None:
    """Of what processes wrote beside a tree, what is named is moved into it; nothing of the rest stays."""
    with publish.stage(target) as staging, publish.attempts(target) as beside:
        for name in ("a.1", "a.2"):
            size, digest = publish.write_new(beside / name, (name.encode(),))
        staging.take(beside / "a.2", File("a", "text/plain", size, digest))
    assert set(tree(target)) == {"a", "manifest.json", "SHA256SUMS"}
    assert tree(target)["a"] == b"a.2"
    assert list(target.parent.iterdir()) == [target]


def test_what_changed_meanwhile_is_not_taken(target: Path) -> None:
    """A file that is not as long as whoever wrote it said stops the work."""
    made = target.parent / "a.1"
    size, digest = publish.write_new(made, (b"x",))
    with pytest.raises(PublishError, match="changed"), publish.stage(target) as staging:
        staging.take(made, File("a", "text/plain", size + 1, digest))
    assert list(target.parent.iterdir()) == [made]
