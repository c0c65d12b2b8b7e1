"""Releases whose lists lie, or are no lists."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from held import held

from pharmakon.readers import release

Files = dict[str, bytes]
DATA: Files = {"README.md": b"# x\n", "records/a.jsonl": b"{}\n{}\n", "rdf/a.nt": b""}
DIGEST = hashlib.sha256(b"").hexdigest()
Entry = dict[str, Any]


@dataclass(frozen=True)
class Release:
    """A tree of a release, and what must be found in it.

    Args:
        name: What is wrong with it.
        files: The bytes of its files.
        codes: The code of every finding, sorted.
        line: The line of the manifest in which the first one stands; 0: it stands in no line.
        others: What is there besides files.
    """

    name: str
    files: Files
    codes: tuple[str, ...]
    line: int = 0
    others: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """What it is called in a list of tests."""
        return f"releases: {self.name}"

    def found(self) -> tuple[tuple[str, ...], int]:
        """The codes that are found, sorted, and the line of the first one within the manifest."""
        told = list(release.verify(held(self.files), dict(self.others)))
        lines = [
            each.location.line for each in told if each.location and each.location.file == release.MANIFEST
        ]
        return tuple(sorted(each.code for each in told)), min(lines, default=0)


def sealed(manifest: bytes, data: Files | None = None) -> Files:
    """A tree with some manifest, and the checksums of all of it as `sha256sum` writes them."""
    whole = {**(DATA if data is None else data), release.MANIFEST: manifest}
    sums = "".join(f"{hashlib.sha256(whole[path]).hexdigest()}  {path}\n" for path in sorted(whole))
    return {**whole, release.CHECKSUMS: sums.encode()}


def listed() -> list[Entry]:
    """The entries of a manifest that is right."""
    return [
        {
            "path": path,
            "media_type": "text/plain",
            "sha256": hashlib.sha256(each).hexdigest(),
            "bytes": len(each),
            "records": each.count(b"\n"),
        }
        for path, each in sorted(DATA.items())
    ]


def written(files: object) -> bytes:
    """A manifest with some files; of a list, an entry a line, the first one in line 2."""
    rows = ",\n".join(map(json.dumps, files)) if isinstance(files, list) else ""
    said = f"[\n{rows}\n]" if isinstance(files, list) else json.dumps(files)
    return f'{{"generator": "pharmakon", "files": {said}}}\n'.encode()


def changed(change: Callable[[Entry], object], at: int = 0) -> Files:
    """A release in whose manifest one entry was changed."""
    entries = listed()
    change(entries[at])
    return sealed(written(entries))


PATHS = {
    "empty": "",
    "of one dot": ".",
    "of two dots": "..",
    "up and out": "../README.md",
    "up within": "rdf/../README.md",
    "up at the end": "rdf/..",
    "with a dot": "./README.md",
    "absolute": "/etc/passwd",
    "absolute on Windows": "C:\\README.md",
    "with backslashes": "rdf\\a.nt",
    "up with backslashes": "..\\README.md",
    "with two slashes": "rdf//a.nt",
    "ending in a slash": "rdf/",
    "with a NUL": "README.md\0",
    "with a line feed": "README.md\nx",
    "with an escape sequence": "\x1b[31m",
}
NUMBERS: dict[str, object] = {
    "below zero": -1,
    "a fraction": 1.5,
    "a text": "3",
    "true": True,
    "null": None,
    "a list": [3],
}


def cases() -> Iterator[Release]:
    """All of them."""
    yield Release("as it was published", sealed(written(listed())), ())
    for name, path in PATHS.items():
        yield Release(
            f"a path {name}", changed(lambda each, path=path: each.update(path=path)), ("PK905",), 2
        )
    for name, value in NUMBERS.items():
        for field in ("bytes", "records"):
            files = changed(lambda each, field=field, value=value: each.update({field: value}), 1)
            yield Release(f"{field} that are {name}", files, ("PK905",), 3)
    yield Release("a number of 5,000 digits", _spelled("9" * 5000), ("PK905",), 4)
    yield Release("a number beyond all doubles", _spelled("1e999"), ("PK905",), 4)
    yield Release("not a number", _spelled("NaN"), ("PK905",), 4)
    yield Release("more bytes than there are", changed(lambda each: each.update(bytes=7), 1), ("PK901",))
    yield Release("more records than there are", changed(lambda each: each.update(records=3), 2), ("PK906",))
    yield from _digests()
    yield from _manifests()
    yield from _others()


def _spelled(number: str) -> Files:
    """A release in whose manifest a number is spelled in some way."""
    return sealed(written(listed()).replace(b'"bytes": 6', b'"bytes": ' + number.encode()))


def _digests() -> Iterator[Release]:
    for name, value in {
        "in capitals": DIGEST.upper(),
        "too short": DIGEST[:-1],
        "too long": DIGEST + "0",
        "with a line feed": DIGEST + "\n",
        "a number": 7,
        "null": None,
    }.items():
        files = changed(lambda each, value=value: each.update(sha256=value))
        yield Release(f"a digest {name}", files, ("PK905",), 2)
    yield Release("no digest", changed(lambda each: each.pop("sha256")), ("PK905",), 2)
    yield Release("another digest", changed(lambda each: each.update(sha256=DIGEST)), ("PK901", "PK905"))
    for field in ("bytes", "media_type"):
        yield Release(f"no {field}", changed(lambda each, field=field: each.pop(field)), ("PK905",), 2)
    for name, value in {
        "no slash": "text",
        "a line feed": "text/plain\n",
        "nothing": "",
        "a number": 7,
    }.items():
        files = changed(lambda each, value=value: each.update(media_type=value))
        yield Release(f"a media type with {name}", files, ("PK905",), 2)
    for name in (release.MANIFEST, release.CHECKSUMS):
        entry = {**listed()[0], "path": name}
        yield Release(f"a list of lists: {name}", sealed(written([*listed(), entry])), ("PK905",), 5)
    yield Release("no path", changed(lambda each: each.pop("path")), ("PK905",), 2)
    yield Release("a path that is a number", changed(lambda each: each.update(path=1)), ("PK905",), 2)
    twice = [*listed(), listed()[0]]
    yield Release("a path twice", sealed(written(twice)), ("PK905",), 5)
    keys = written(listed()).replace(b'"path": "README.md"', b'"path": "README.md", "path": "x"')
    yield Release("a key twice", sealed(keys), ("PK905",), 2)
    yield Release("an entry that is a text", sealed(written(["README.md"])), ("PK905",), 2)
    yield Release("two faults", sealed(written([{}, *listed(), {}])), ("PK905", "PK905"), 2)


def _manifests() -> Iterator[Release]:
    for name, manifest, line in (
        ("empty", b"", 1),
        ("cut", written(listed())[:-9], 4),
        ("a list", b"[]", 1),
        ("null", b"null", 1),
        ("a text", b'"files"', 1),
        ("without files", b'{"generator": "pharmakon"}', 1),
        ("with files that are a text", written("README.md"), 1),
        ("with files that are an object", written({"README.md": {}}), 1),
        ("with files that are null", written(None), 1),
        ("in UTF-16", written(listed()).decode().encode("utf-16"), 1),
        ("with bytes that are no text", b'{"files": [\n"\xff"]}', 2),
        ("with half a surrogate pair", b'{"files": [\n"\\ud800"]}', 2),
        ("with a comment", b'{"files": [\n// none\n]}', 2),
        ("of 100,000 brackets", b'{"files":\n' + b"[" * 100_000, 2),
    ):
        yield Release(f"a manifest {name}", sealed(manifest), ("PK905",), line)


def _others() -> Iterator[Release]:
    good = sealed(written(listed()))
    for name, said in {"another": b'"other"', "a list": b'["pharmakon"]', "null": b"null"}.items():
        manifest = written(listed()).replace(b'"pharmakon"', said)
        yield Release(f"a generator that is {name}", sealed(manifest), ("PK905",), 1)
    nobody = written(listed()).replace(b'"generator": "pharmakon", ', b"")
    yield Release("no generator", sealed(nobody), ("PK905",), 1)
    yield Release("an empty folder", good, ("PK904",), others=(("more", "an empty folder"),))
    rest = {path: each for path, each in good.items() if path != "rdf/a.nt"}
    yield Release("a folder for a file", {**rest, "rdf/a.nt/b": b""}, ("PK903", "PK904"))
    for kind in ("a symbolic link", "a pipe", "a device", "a socket"):
        added = (("more", kind),)
        yield Release(f"{kind} more", good, ("PK904",), others=added)
        rest = {path: each for path, each in good.items() if path != "rdf/a.nt"}
        yield Release(f"{kind} for a file", rest, ("PK903",), others=(("rdf/a.nt", kind),))
        for name in (release.MANIFEST, release.CHECKSUMS):
            rest = {path: each for path, each in good.items() if path != name}
            line = int(name == release.MANIFEST)
            yield Release(f"{kind} for {name}", rest, ("PK905",), line, ((name, kind),))
    sums = good[release.CHECKSUMS]
    for name, given in {
        "empty": b"",
        "in another order": b"".join(reversed(sums.splitlines(keepends=True))),
        "of no text": b"\xff" + sums,
        "with a way up": sums + DIGEST.encode() + b"  ../x\n",
        "with line ends of Windows": sums.replace(b"\n", b"\r\n"),
    }.items():
        yield Release(f"checksums {name}", {**good, release.CHECKSUMS: given}, ("PK905",))
    yield Release("a file more", {**good, "more": b""}, ("PK904",))
    yield Release("a file with a name that is no text", {**good, "a\udcff": b""}, ("PK904",))
    yield Release("nothing", {}, ("PK905",), 1)
