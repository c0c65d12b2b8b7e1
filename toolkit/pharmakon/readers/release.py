"""A release, as it was downloaded, against what it says of itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pharmakon.dataset import Span
from pharmakon.findings import Code, Finding, Location, quoted
from pharmakon.readers import tree as trees
from pharmakon.readers.json import parse
from pharmakon.readers.text import decode
from pharmakon.readers.tree import Limits, Scalar, Sequence, SyntaxFault, repeated

TREES = ("schema", "export")
"""The two trees of every release, in the order in which they are published."""

FULL = "full"
"""The third tree, of what is for programs only; it is written on demand, last, and never in the checkout."""

GENERATOR = "pharmakon"
"""What a manifest names as the program that made it."""

MANIFEST = "manifest.json"
"""The file of a release that lists all others."""

CHECKSUMS = "SHA256SUMS"
"""The file of a release that `sha256sum --check` reads."""

CHANGED = Code(
    "PK901",
    "error",
    "A file of a release is not what the manifest says.",
    "it was changed, cut or swapped after it was published.",
    bad="a release in which one byte of rdf/pharmakon.nt was flipped",
    good="the release as it was published",
)
STALE_ACCEPTANCE = Code(
    "PK902",
    "warning",
    "An accepted finding is no longer found.",
    "what was accepted has been mended, so the acceptance would hide the next fault of its kind.",
    bad="{code: PK306, record: drug/k, reason: …} where drug/k has no such finding",
    good="accepted.yaml without that entry",
)
MISSING = Code(
    "PK903",
    "error",
    "A file of a release is missing.",
    "whoever needs it cannot tell whether it was ever there.",
    bad="a release without rdf/pharmakon.nt",
    good="the release as it was published",
)
UNLISTED = Code(
    "PK904",
    "error",
    "A release holds a file that its manifest does not list.",
    "it was added by somebody else.",
    bad="a release with a file notes.txt",
    good="the release as it was published",
)
BROKEN_MANIFEST = Code(
    "PK905",
    "error",
    "A release's own lists cannot be read or do not agree.",
    "then nothing in the release can be relied on.",
    bad="a release whose SHA256SUMS and manifest.json give different digests",
    good="the release as it was published",
)
MISCOUNTED = Code(
    "PK906",
    "error",
    "A file holds another number of records than the manifest says.",
    "records were lost or added while the release was made.",
    bad="a manifest that says 12 records of a file with 11",
    good="a manifest that says how many records there are",
)
_LONGEST = Limits().max_bytes
_SAFE = re.compile(r"(?!/)(?:(?!\.{1,2}(?:/|\Z))[^/\\\x00-\x1f\x7f]+(?:/(?!\Z)|\Z))+")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(?:; ?[\w.+-]+=[^\s;]+)*", re.ASCII)
_COUNT = re.compile(r"0|[1-9][0-9]{0,15}")
_FORMS: dict[str, Callable[[Any], bool]] = {
    "media_type": lambda value: isinstance(value, str) and _MEDIA_TYPE.fullmatch(value) is not None,
    "bytes": lambda value: isinstance(value, int),
    "sha256": lambda value: isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None,
    "records": lambda value: isinstance(value, int),
}
"""What an entry says of its file; all but the number of records must be there."""

CODES = (CHANGED, STALE_ACCEPTANCE, MISSING, UNLISTED, BROKEN_MANIFEST, MISCOUNTED)
"""The codes of what is found in releases and acceptances."""


class Content(Protocol):
    """What a file holds, however much that is.

    Units:
        Size in bytes.
    """

    @property
    def size(self) -> int:
        """How much it is."""

    def pieces(self) -> Iterator[bytes]:
        """All of it, piece by piece."""


def verify(files: Mapping[str, Content], others: Mapping[str, str] | None = None) -> Iterator[Finding]:
    """What is wrong with one tree of a release; nothing if it is as it was published.

    A file that has not the size that is listed is not read.

    Args:
        files: What every file in the tree holds by its path, with slashes.
        others: What is there besides, such as a symbolic link or an empty folder, by its path.
    """
    others = others or {}
    lists: dict[str, bytes] = {}
    for name in (MANIFEST, CHECKSUMS):
        if name not in files:
            yield _of(BROKEN_MANIFEST, name, _instead(name, files, others))
            return
        if files[name].size > _LONGEST:
            yield _of(BROKEN_MANIFEST, name, f"no list has {files[name].size} bytes")
            return
        lists[name] = b"".join(files[name].pieces())
    listed, faults = _manifest(lists[MANIFEST])
    yield from faults
    if faults:
        return
    digests = {path: entry.sha256 for path, entry in listed.items()}
    digests[MANIFEST] = hashlib.sha256(lists[MANIFEST]).hexdigest()
    if checksums(digests) != lists[CHECKSUMS]:
        yield _of(BROKEN_MANIFEST, CHECKSUMS, f"it does not agree with {MANIFEST}")
    for path in sorted({*listed, *files, *others} - {MANIFEST, CHECKSUMS}):
        if path not in listed:
            said = f"; it is {others[path]}" if path in others else ""
            yield _of(UNLISTED, path, f"{MANIFEST} does not list it{said}")
        elif path not in files:
            yield _of(MISSING, path, _instead(path, files, others))
        else:
            yield from _changes(path, files[path], listed[path])


def stray(name: str, kind: str) -> Finding:
    """A finding on what stands beside the trees of a release, and is none.

    Args:
        name: Its name.
        kind: What it is, such as `a file`.
    """
    return _of(UNLISTED, name, f"it is {kind}, and no part of the release")


def _instead(path: str, files: Mapping[str, Content], others: Mapping[str, str]) -> str:
    """What stands where a file should be."""
    is_folder = any(each.startswith(f"{path}/") for each in (*files, *others))
    kind = "a folder" if is_folder else others.get(path)
    return f"it is {kind}, not a file" if kind else "the file is missing"


@dataclass(frozen=True, slots=True)
class _Listed:
    """What a manifest says of a file."""

    media_type: str
    bytes: int
    sha256: str
    records: int | None = None


def _changes(path: str, content: Content, entry: _Listed) -> Iterator[Finding]:
    """How a file differs from its entry in the manifest."""
    if content.size != entry.bytes:
        yield _of(CHANGED, path, f"it has {content.size} bytes, not {entry.bytes}")
        return
    digest, records = hashlib.sha256(), 0
    for piece in content.pieces():
        digest.update(piece)
        records += piece.count(b"\n")
    if digest.hexdigest() != entry.sha256:
        yield _of(CHANGED, path, "its sha256 is not the one listed")
    elif path.endswith(".jsonl") and entry.records not in (None, records):
        yield _of(MISCOUNTED, path, f"{records} records, not {entry.records}")


def _manifest(data: bytes) -> tuple[dict[str, _Listed], list[Finding]]:
    """The entries of a manifest by path, and a finding for each fault in it, in its place."""
    try:
        tree = parse(decode(data, Limits()), Limits())
    except SyntaxFault as fault:
        return {}, [_broken(fault.message, fault.span)]
    files = tree.get("files") if isinstance(tree, trees.Mapping) else None
    if not isinstance(files, Sequence):
        return {}, [_broken("it is not a manifest: it has no list of files", tree.span)]
    listed: dict[str, _Listed] = {}
    faults = [_broken("a key stands twice", key.span) for key in repeated(tree)]
    generator = tree.get("generator") if isinstance(tree, trees.Mapping) else None
    if not isinstance(generator, Scalar) or generator.text != GENERATOR:
        faults.append(_broken(f"it is not one of {GENERATOR}: its generator is another", tree.span))
    for item in files.items:
        given = _given(item)
        path = given.get("path")
        if not isinstance(path, str) or not _SAFE.fullmatch(path):
            faults.append(_broken("an entry has no path within the release", item.span))
        elif path in (MANIFEST, CHECKSUMS):
            faults.append(_broken(f"{path} is a list, and not listed", item.span))
        elif path in listed:
            faults.append(_broken(f"{quoted(path)} is listed twice", item.span))
        elif wrong := [name for name, form in _FORMS.items() if not _fits(given, name, form)]:
            faults.append(_broken(f"{', '.join(wrong)} of {quoted(path)}: missing or malformed", item.span))
        else:
            listed[path] = _Listed(**{name: given[name] for name in _FORMS if name in given})
    return listed, faults


def _fits(given: Mapping[str, Any], name: str, form: Callable[[Any], bool]) -> bool:
    return form(given[name]) if name in given else name == "records"


def _given(item: trees.Tree) -> dict[str, Any]:
    """The texts and whole numbers of an entry; any other value is None."""
    pairs = item.items if isinstance(item, trees.Mapping) else ()
    return {key.text: _value(value) for key, value in pairs}


def _value(value: trees.Tree) -> str | int | None:
    if isinstance(value, Scalar) and value.kind == "string":
        return value.text
    if isinstance(value, Scalar) and _COUNT.fullmatch(value.text):
        return int(value.text)
    return None


def checksums(digests: Mapping[str, str]) -> bytes:
    """The one spelling of a checksum file.

    Args:
        digests: SHA-256 in lower-case hexadecimal, by path.
    """
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode("utf-8", "replace")


_HINT = "download the release again, and compare with the publisher's checksums"


def _of(code: Code, path: str, message: str) -> Finding:
    return Finding(f"{path}: {message}", location=Location(path), hint=_HINT).of(code)


def _broken(message: str, span: Span) -> Finding:
    place = trees.location(MANIFEST, span)
    return Finding(f"{MANIFEST}: {message}", location=place, hint=_HINT).of(BROKEN_MANIFEST)
