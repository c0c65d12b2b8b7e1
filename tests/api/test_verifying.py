"""Verifying a downloaded release: every kind of tampering is found."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from held import held

import pharmakon as pk
from pharmakon.publish import places
from pharmakon.readers import folder
from pharmakon.readers.release import verify


@pytest.fixture(scope="module")
def published(golden: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the tiny dataset."""
    out = tmp_path_factory.mktemp("published") / "out"
    assert pk.build(golden, out)[0].ok
    return out


@pytest.fixture
def release(published: Path, tmp_path: Path) -> Path:
    """A copy of the release that a test may spoil."""
    return Path(shutil.copytree(published, tmp_path / "release"))


def flip(path: Path) -> None:
    """Changes one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut(path: Path) -> None:
    """Cuts off the last byte of a file."""
    path.write_bytes(path.read_bytes()[:-1])


def swap(path: Path) -> None:
    """Puts another file of the release in the file's place."""
    path.write_bytes((path.parents[1] / "README.md").read_bytes())


def capitals(path: Path) -> None:
    """Changes the case of a file's name."""
    path.rename(path.with_name(path.name.capitalize()))


def add(path: Path) -> None:
    """Adds a file."""
    path.with_name("more.txt").touch()


def add_above(path: Path) -> None:
    """Adds a file with the ending of those that are listed."""
    (path.parents[1] / "more.jsonl").touch()


TAMPERING: tuple[tuple[Callable[[Path], object], set[str]], ...] = (
    (flip, {"PK901"}),
    (cut, {"PK901"}),
    (swap, {"PK901"}),
    (Path.unlink, {"PK903"}),
    (capitals, {"PK903", "PK904"}),
    (add, {"PK904"}),
    (add_above, {"PK904"}),
)


@pytest.mark.parametrize(("tamper", "codes"), TAMPERING, ids=lambda each: getattr(each, "__name__", ""))
@pytest.mark.parametrize("name", ["rdf/pharmakon.nt", "records/pharmakon.jsonl"])
def test_tampering_is_found(
    name: str, tamper: Callable[[Path], object], codes: set[str], release: Path
) -> None:
    """A flipped bit, a cut, a swap, a deletion, an addition, a change of case: told by code and place."""
    tamper(release / "export" / name)
    found = pk.verify(release)
    assert {each.code for each in found} == codes
    assert all(each.location and each.location.file.startswith("export/") for each in found)
    assert {each.code for each in pk.verify(release / "export")} == codes
    assert pk.verify(release / "schema") == ()


@pytest.mark.parametrize("name", ["manifest.json", "SHA256SUMS"])
@pytest.mark.parametrize(
    "tamper", [Path.unlink, lambda path: path.write_text("{}"), lambda path: path.write_text("")]
)
def test_the_lists_themselves_are_checked(name: str, tamper: Callable[[Path], object], release: Path) -> None:
    """A list that is missing, empty or of another kind is a fault, in whichever tree."""
    for tree in ("schema", "export"):
        tamper(release / tree / name)
        assert "PK905" in {each.code for each in pk.verify(release)}


def test_a_digest_changed_in_both_lists_is_found(release: Path) -> None:
    """Lists that agree with each other must agree with the file too."""
    tree = release / "export"
    digest = hashlib.sha256((tree / "rdf" / "pharmakon.nt").read_bytes()).hexdigest()
    manifest, sums = tree / "manifest.json", tree / "SHA256SUMS"
    before = hashlib.sha256(manifest.read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text().replace(digest, "0" * 64))
    after = hashlib.sha256(manifest.read_bytes()).hexdigest()
    sums.write_text(sums.read_text().replace(digest, "0" * 64).replace(before, after))
    assert {each.code for each in pk.verify(release)} == {"PK901"}


@pytest.mark.parametrize("name", ["manifest.json", "SHA256SUMS"])
def test_every_flipped_bit_of_a_list_is_found(name: str, release: Path) -> None:
    """There is no byte of the lists, white space included, that can be changed unseen."""
    found, _ = folder.tree(release / "export")
    tree = {path: b"".join(each.pieces()) for path, each in found.items()}
    for at in range(0, len(tree[name]), 1 if os.environ.get("PHARMAKON_FULL") else 10):
        data = bytearray(tree[name])
        data[at] ^= 1 << at % 8
        assert list(verify(held({**tree, name: bytes(data)}))), (at, bytes(data[at : at + 1]))


def test_a_tree_that_is_missing_is_found(release: Path) -> None:
    """Of a release with two trees, none may be gone."""
    shutil.rmtree(release / "export")
    assert {each.code for each in pk.verify(release)} == {"PK905"}


def test_what_a_kill_left_aside_is_put_back_first(release: Path) -> None:
    """A release whose tree stands aside, as a kill may leave it, is healed before it is verified."""
    (release / "export").rename(release / ".export.old")
    assert pk.verify(release) == ()
    assert (release / "export").is_dir()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/")], ids=["a pipe", "a link"])
def test_what_is_no_file_is_no_part_of_a_release(
    make: Callable[[Path], object], release: Path, checkout: Path
) -> None:
    """A link or a pipe that was added, or that took the place of a file or of a list, is told as that."""
    make(release / "export" / "more")
    assert [each.code for each in pk.verify(release)] == ["PK904"]
    (release / "export" / "rdf" / "pharmakon.nt").unlink()
    make(release / "export" / "rdf" / "pharmakon.nt")
    assert sorted(each.code for each in pk.verify(release)) == ["PK903", "PK904"]
    assert all("it is a " in each.message for each in pk.verify(release))
    assert any("rdf/pharmakon.nt is a " in each for each in pk.check(checkout / "tests" / "golden", release))
    (release / "export" / "manifest.json").unlink()
    make(release / "export" / "manifest.json")
    assert [each.code for each in pk.verify(release)] == ["PK905"]


def test_a_fault_of_a_list_is_told_by_its_line(release: Path) -> None:
    """A manifest that was spoiled is told in the line that was, of the tree in which it stands."""
    manifest = release / "schema" / "manifest.json"
    lines = manifest.read_text().split("\n")
    at = next(number for number, line in enumerate(lines, start=1) if '"path"' in line)
    lines[at - 1] = lines[at - 1].replace('"path": "', '"path": "../')
    manifest.write_text("\n".join(lines))
    (found,) = pk.verify(release)
    assert found.location is not None
    assert (found.code, found.location.file) == ("PK905", "schema/manifest.json")
    assert found.location.line <= at <= found.location.end_line


def test_a_folder_without_a_release_is_said(tmp_path: Path) -> None:
    """A folder that holds no release cannot be verified."""
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(pk.UnreadableInput, match="there is no release"):
            pk.verify(path)


STRAYS: dict[str, Callable[[Path], object]] = {
    "a file": lambda path: path.write_text("x"),
    "a folder": lambda path: (path / "deep").mkdir(parents=True),
    "a symbolic link": lambda path: path.symlink_to("export"),
}


@pytest.mark.parametrize("kind", STRAYS)
@pytest.mark.parametrize("name", ["stray", "full", ".hidden"])
def test_what_stands_beside_the_trees_is_found(kind: str, name: str, release: Path) -> None:
    """A file, a folder or a link beside the trees is told by its kind; a folder named full is a tree."""
    STRAYS[kind](release / name)
    (found,) = pk.verify(release)
    if (name, kind) == ("full", "a folder"):
        assert (found.code, found.location and found.location.file) == ("PK905", "full/manifest.json")
    else:
        assert found.code == "PK904"
        assert found.message == f"{name}: it is {kind}, and no part of the release"


def test_a_build_that_runs_beside_is_no_fault(release: Path) -> None:
    """What a build works in is not of the release; what only has such a name is told."""
    (release / ".export.lock").touch()
    places.begin(release / ".schema.staging")
    (release / ".schema.staging" / "half").touch()
    assert pk.verify(release) == ()
    (release / ".export.lock").write_text("x")
    (release / ".full.staging").touch()
    (release / ".export.old").mkdir()
    (release / ".export.old" / "x.sh").touch()
    names = [each.location.file for each in pk.verify(release) if each.location]
    assert names == [".export.lock", ".export.old", ".full.staging"]


def test_a_tree_that_is_replaced_meanwhile_is_judged_again(
    golden: Path, release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A verifier that meets a build tells no fault of a release that has none."""
    data = tmp_path / "data"
    shutil.copytree(golden, data, ignore=shutil.ignore_patterns("export"))
    description = (data / "dataset.yaml").read_text()
    (data / "dataset.yaml").write_text(description.replace("0.1.0", "0.1.10", 1))
    listed, sources = folder.tree, [data, golden, data]

    def interrupted(path: Path) -> object:
        found = listed(path)
        if path.name == "export" and sources:
            pk.build(sources.pop(), release)
        return found

    monkeypatch.setattr(folder, "tree", interrupted)
    assert pk.verify(release) == ()
    assert sources == []


def test_an_empty_folder_is_found(release: Path) -> None:
    """A folder in which nothing is was added by somebody, too."""
    (release / "export" / "more" / "still").mkdir(parents=True)
    (found,) = pk.verify(release)
    assert (found.code, found.message) == (
        "PK904",
        "more/still: manifest.json does not list it; it is an empty folder",
    )


def test_a_folder_in_the_place_of_a_file_is_told(release: Path) -> None:
    """The message says what stands there."""
    for name in ("README.md", "manifest.json"):
        (release / "export" / name).unlink()
        (release / "export" / name).mkdir()
        said = [each.message for each in pk.verify(release)]
        assert any(each.startswith(f"{name}: it is an empty folder, not a file") for each in said)


def test_a_link_to_a_release_is_followed_and_one_within_is_not(release: Path, tmp_path: Path) -> None:
    """Whoever names a link means what it leads to; a tree that is a link could be any other's."""
    for target in (release, release / "export"):
        link = tmp_path / f"latest {target.name}"
        link.symlink_to(target)
        assert pk.verify(link) == ()
    (release / "export").rename(tmp_path / "elsewhere")
    (release / "export").symlink_to(tmp_path / "elsewhere")
    found = {(each.code, each.location.file) for each in pk.verify(release) if each.location}
    assert found == {("PK905", "export/manifest.json"), ("PK904", "export")}


def test_one_tree_without_its_manifest_is_a_release(release: Path) -> None:
    """As long as one of its lists is there, a tree is judged."""
    (release / "export" / "manifest.json").unlink()
    assert [each.code for each in pk.verify(release / "export")] == ["PK905"]
    (release / "export" / "SHA256SUMS").unlink()
    with pytest.raises(pk.UnreadableInput, match="there is no release"):
        pk.verify(release / "export")


def test_the_root_is_no_release() -> None:
    """It is told as any other folder that holds none."""
    with pytest.raises(pk.UnreadableInput, match="there is no release"):
        pk.verify("/")


def test_a_file_of_any_size_needs_no_memory(release: Path) -> None:
    """A file with a hole of a terabyte is told by its size."""
    os.truncate(release / "export" / "records" / "pharmakon.json", 1 << 40)
    (found,) = pk.verify(release)
    assert (found.code, f"it has {1 << 40} bytes" in found.message) == ("PK901", True)
