"""A release against what it says of itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator

import pytest
from held import held

from pharmakon.readers import release

Files = dict[str, bytes]
DATA: Files = {"README.md": b"# x\n", "records/a.jsonl": b"{}\n{}\n", "rdf/a.nt": b""}


def sealed(data: Files) -> Files:
    """A tree of a release with its two lists, made without the package."""
    entries = [
        {
            "path": path,
            "media_type": "text/plain; charset=utf-8",
            "bytes": len(each),
            "sha256": hashlib.sha256(each).hexdigest(),
            "records": each.count(b"\n"),
        }
        for path, each in sorted(data.items())
    ]
    return resealed(data, json.dumps({"generator": "pharmakon", "files": entries}).encode())


def resealed(data: Files, manifest: bytes) -> Files:
    """The tree with some manifest, and the checksums of all of it as `sha256sum` writes them."""
    whole = {**data, release.MANIFEST: manifest}
    sums = "".join(f"{hashlib.sha256(each).hexdigest()}  {path}\n" for path, each in sorted(whole.items()))
    return {**whole, release.CHECKSUMS: sums.encode()}


def codes(files: Files) -> list[str]:
    """The codes of what is found."""
    found = list(release.verify(held(files)))
    assert all(each.hint and each.location for each in found)
    return [each.code for each in found]


def test_a_release_as_it_was_published_has_no_finding() -> None:
    """Nothing is wrong with what nobody touched, an empty file included."""
    assert codes(sealed(DATA)) == []
    assert codes(sealed({})) == []


@pytest.mark.parametrize("path", DATA)
def test_every_change_of_a_file_is_found(path: str) -> None:
    """A byte more, a byte less, a byte changed, a file swapped or missing: each is one finding."""
    whole = sealed(DATA)
    changes = [whole[path] + b"\n", whole[path][:-1] or b"x", b"x" + whole[path][1:], b"other"]
    for changed in changes:
        assert codes({**whole, path: changed}) == ["PK901"]
    assert codes({name: each for name, each in whole.items() if name != path}) == ["PK903"]


def test_a_manifest_says_each_file_once_and_its_size() -> None:
    """A size that is not the file's, or a second entry for a file, is found though all digests agree."""
    manifest = json.loads(sealed(DATA)[release.MANIFEST])
    sized = manifest["files"]
    wrong = {**manifest, "files": [*sized[:-1], {**sized[-1], "bytes": sized[-1]["bytes"] + 1}]}
    assert codes(resealed(DATA, json.dumps(wrong).encode())) == ["PK901"]
    twice = {**manifest, "files": [*sized, sized[0]]}
    assert codes(resealed(DATA, json.dumps(twice).encode())) == ["PK905"]


class Large:
    """A file that nobody can read to its end."""

    size = 1 << 40

    def pieces(self) -> Iterator[bytes]:
        """More than there is memory for."""
        raise AssertionError


@pytest.mark.parametrize("path", ["rdf/a.nt", release.MANIFEST, release.CHECKSUMS])
def test_a_file_of_another_size_is_not_read(path: str) -> None:
    """However large a file is, its size says enough."""
    (found,) = release.verify({**held(sealed(DATA)), path: Large()})
    assert found.code == ("PK901" if path in DATA else "PK905")
    assert str(1 << 40) in found.message


def test_a_file_that_nobody_listed_is_found() -> None:
    """What was added is named."""
    assert codes({**sealed(DATA), "notes.txt": b""}) == ["PK904"]


def test_records_are_counted() -> None:
    """A manifest that is wrong about the number of records is found, though every digest is right."""
    whole = sealed(DATA)
    manifest = json.loads(whole[release.MANIFEST])
    next(each for each in manifest["files"] if each["path"] == "records/a.jsonl")["records"] = 3
    assert codes(resealed(DATA, json.dumps(manifest).encode())) == ["PK906"]


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut": lambda data: data[:-5],
    "another root": lambda _: b"[]",
    "null": lambda _: b"null",
    "no path": lambda _: b'{"files": [{}]}',
    "a number as a path": lambda _: b'{"files": [{"path": 1, "sha256": "x"}]}',
    "deep": lambda _: b'{"files": ' + b"[" * 100_000,
    "no text": lambda _: b"\xff",
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_manifest_that_says_nothing_is_found(case: str) -> None:
    """A manifest that cannot be read, or is something else, is a finding and no error."""
    whole = sealed(DATA)
    assert "PK905" in codes({**whole, release.MANIFEST: CHANGES[case](whole[release.MANIFEST])})


@pytest.mark.parametrize("name", [release.MANIFEST, release.CHECKSUMS])
def test_a_release_without_its_lists_is_found(name: str) -> None:
    """Each of the two lists must be there."""
    assert codes({path: each for path, each in sealed(DATA).items() if path != name}) == ["PK905"]


def test_a_manifest_with_another_spelling_is_found() -> None:
    """The manifest has a checksum, too."""
    whole = sealed(DATA)
    assert codes({**whole, release.MANIFEST: whole[release.MANIFEST] + b"\n"}) == ["PK905"]


@pytest.mark.parametrize("sums", [b"", b"\xff\n", b"\n\n", b"0" * 64 + b"  README.md\n"])
def test_two_lists_must_agree(sums: bytes) -> None:
    """A list of checksums that says something else than the manifest is found."""
    assert "PK905" in codes({**sealed(DATA), release.CHECKSUMS: sums})
