"""Compression: what is written can be read, here and elsewhere, and one input gives one file."""

from __future__ import annotations

import gzip
import io
import shutil
import subprocess
import sys
import zlib
from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import seeded

from pharmakon import compression
from pharmakon.errors import MissingExtra, UnreadableInput

KINDS: tuple[compression.Kind, ...] = ("gzip", "zstd", "")
ENDINGS = {"gzip": ".gz", "zstd": ".zst", "": ""}
LARGE = b"".join(b"%d " % (at * at) for at in range(60_000))


def packed(kind: compression.Kind, *chunks: bytes) -> bytes:
    """Some chunks as a compressed file."""
    return b"".join(compression.compressed(chunks, kind))


def unpacked(kind: compression.Kind, data: bytes) -> bytes:
    """What a compressed file holds."""
    with compression.decompressed(io.BytesIO(data), PurePath(f"a{ENDINGS[kind]}")) as file:
        return file.read()


@pytest.mark.parametrize("kind", KINDS)
def test_round_trip(kind: compression.Kind) -> None:
    """Whatever is compressed is the same when it is decompressed, in however many chunks it came."""

    @given(st.lists(st.binary(max_size=300), max_size=6))
    @seeded(60)
    def check(chunks: list[bytes]) -> None:
        assert unpacked(kind, packed(kind, *chunks)) == b"".join(chunks)

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_one_input_gives_one_file(kind: compression.Kind) -> None:
    """The bytes depend on nothing but what is compressed: not on the clock, nor on how it was cut."""
    whole = packed(kind, LARGE)
    assert packed(kind, LARGE) == whole
    for size in (1000, 65_536, 131_072, 200_001):
        assert packed(kind, *(LARGE[at : at + size] for at in range(0, len(LARGE), size))) == whole
    assert packed(kind, b"", LARGE, b"") == whole


@pytest.mark.parametrize("kind", ["gzip", "zstd"])
def test_it_is_smaller(kind: compression.Kind) -> None:
    """Lines that are alike take a fraction of their room."""
    assert len(packed(kind, b'{"id":"drug/k"}\n' * 1000)) < 500


@pytest.mark.parametrize("kind", ["gzip", "zstd"])
def test_only_faults_of_the_file_are_told_as_such(kind: compression.Kind) -> None:
    """A file that is cut or damaged is unreadable; what fails while it is open stays what it is."""
    whole, path = packed(kind, LARGE), PurePath(f"a{ENDINGS[kind]}")
    damaged = whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:]
    for data in (b"", b"no such thing", whole[:-1], whole[:1000], damaged):
        with (
            pytest.raises(UnreadableInput, match=f"no whole {kind} file"),
            compression.decompressed(io.BytesIO(data), path) as file,
        ):
            file.read()
    for fault in (EOFError("mine"), zlib.error("mine"), gzip.BadGzipFile("mine")):
        with (
            pytest.raises(type(fault), match=r"^mine$"),
            compression.decompressed(io.BytesIO(whole), path),
        ):
            raise fault


def test_other_programs_read_it(tmp_path: Path) -> None:
    """Python's gzip, and the commands `gzip` and `zstd` where they are, read what is written here."""
    assert gzip.decompress(packed("gzip", LARGE)) == LARGE
    for kind, command in (("gzip", "gzip"), ("zstd", "zstd")):
        if shutil.which(command) is None:
            continue
        path = tmp_path / f"a{ENDINGS[kind]}"
        path.write_bytes(packed(kind, LARGE))  # type: ignore[arg-type]
        done = subprocess.run([command, "-dc", str(path)], capture_output=True, check=True)
        assert done.stdout == LARGE


def test_a_file_says_no_time_and_no_name() -> None:
    """The header of a gzip file holds neither."""
    head = packed("gzip", LARGE)[:10]
    assert head[3] == 0
    assert head[4:8] == bytes(4)


def test_it_is_lazy() -> None:
    """What is compressed is asked for as it is needed."""

    def chunks() -> object:
        yield LARGE
        yield LARGE[::-1]
        raise AssertionError

    made = compression.compressed(chunks(), "gzip")  # type: ignore[arg-type]
    assert next(made)


def test_names() -> None:
    """A compression is known by the last ending, in any case; the name before it is without that."""
    for name, kind, bare in (
        *(("a.nt.gz", "gzip", "a.nt"), ("b/a.nt.ZST", "zstd", "b/a.nt"), ("a.gz.nt", "", "a.gz.nt")),
        *(("a", "", "a"), (".gz", "", ".gz"), ("a.tgz", "", "a.tgz"), ("a.gz.gz", "gzip", "a.gz")),
    ):
        assert compression.kind_of(PurePath(name)) == kind
        assert compression.bare(PurePath(name)) == PurePath(bare)


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a library for zstd the command that helps is told; gzip needs none."""
    name = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    monkeypatch.setitem(sys.modules, name, None)
    assert packed("gzip", b"a")
    with pytest.raises(MissingExtra, match=r"pip install 'pharmakon\[fast\]'"):
        packed("zstd", b"a")
    with pytest.raises(MissingExtra):
        unpacked("zstd", b"a")
