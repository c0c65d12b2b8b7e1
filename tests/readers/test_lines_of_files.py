"""Lines of files: whole, in shares that cover the file exactly, compressed, and longer than allowed."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pharmakon import compression
from pharmakon.errors import BadArgument, UnreadableInput
from pharmakon.readers import lines
from pharmakon.readers.lines import Share

MOST = 1 << 20
CONTENTS = (
    b"",
    b"\n",
    b"a",
    b"a\n",
    b"\n\n\n",
    b"a\n\nb",
    b"a\nbb\nccc\n",
    b"\n\na",
    b"abcdefghij\nk\n",
    b"a\r\nb\r",
)
DATA = b"".join(b'{"id":"drug/d-%d"}\n' % at for at in range(2000))


def cut(data: bytes, path: Path, size: int) -> list[bytes]:
    """What the shares of a file are read as, each with its lines joined."""
    path.write_bytes(data)
    made = []
    for share in lines.shares(path, size):
        with lines.opened(path) as file:
            made.append(b"".join(lines.lines(file, MOST, share)))
    return made


def assert_whole(data: bytes, path: Path, size: int) -> None:
    """Asserts that shares of a size are runs of whole lines that are the file, and are about so large."""
    made = cut(data, path, size)
    shares = lines.shares(path, size)
    assert b"".join(made) == data
    assert all(made)
    assert all(each.endswith(b"\n") for each in made[:-1])
    assert [share.first for share in shares] == [1, *[2] * (len(made) - 1)][: len(made)]
    assert [share.start for share in shares[1:]] == [share.end for share in shares[:-1]]
    assert [share.end - share.start for share in shares] == [len(each) for each in made]
    longest = max(map(len, data.splitlines(keepends=True)), default=0)
    assert all(size <= len(each) < size + longest for each in made[:-1])


@pytest.mark.parametrize("data", CONTENTS)
def test_shares_of_small_files(data: bytes, tmp_path: Path) -> None:
    """For shares of any size, each line is in exactly one of them, be it blank, long or without an end."""
    for size in range(1, len(data) + 3):
        assert_whole(data, tmp_path / "a.jsonl", size)


@settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(
    parts=st.lists(st.sampled_from((b"", b"a", b"bb", b"cccccccc")), max_size=12),
    size=st.integers(1, 40),
    ended=st.booleans(),
)
def test_shares_of_any_file(parts: list[bytes], size: int, ended: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """The same for any mixture of lines."""
    assert_whole(b"\n".join(parts) + b"\n" * ended, tmp_path / "a.jsonl", size)


def test_shares_are_the_same_in_each_run(tmp_path: Path) -> None:
    """A file is cut alike whenever it is asked for; an empty one has no share."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(DATA)
    assert lines.shares(path, 1000) == lines.shares(path, 1000)
    assert lines.shares(path, len(DATA)) == (Share(0, len(DATA), 1),)
    path.write_bytes(b"")
    assert lines.shares(path, 1000) == ()


def test_lines_end_at_line_feeds() -> None:
    """A line is given with its line feed; carriage returns and other separators are part of it."""
    data = "a\r\nb\u2028c\x0b\n\nd".encode()
    assert list(lines.lines(io.BytesIO(data), MOST)) == [
        b"a\r\n",
        "b\u2028c\x0b\n".encode(),
        b"\n",
        b"d",
    ]


@pytest.mark.parametrize("end", [b"\n", b""])
@pytest.mark.parametrize("length", range(8))
def test_a_line_that_is_too_long_costs_no_other(length: int, end: bytes) -> None:
    """Of a line over the limit one byte more is given; the next line is read, wherever the long one ends."""
    for before in (b"", b"one\n"):
        for after in (b"", b"two\n", b"two", b"\ntwo\n") if end else (b"",):
            data = before + b"x" * length + end + after
            most = 4
            wanted = [
                each if len(each.rstrip(b"\n")) <= most else each[: most + 1]
                for each in data.splitlines(keepends=True)
            ]
            made = list(lines.lines(io.BytesIO(data), most))
            assert [each.rstrip(b"\n") for each in made] == [each.rstrip(b"\n") for each in wanted]


def test_long_lines_in_shares(tmp_path: Path) -> None:
    """A share ends where it should, though lines in it are longer than allowed."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(b"%d%s\n" % (at, b"x" * (at % 13)) for at in range(60)))
    with lines.opened(path) as file:
        whole = list(lines.lines(file, 6))
    assert [int(each.partition(b"x")[0]) for each in whole] == list(range(60))
    for size in range(1, 60):
        made = []
        for share in lines.shares(path, size):
            with lines.opened(path) as file:
                made += list(lines.lines(file, 6, share))
        assert made == whole


def test_no_line_fills_the_memory() -> None:
    """Of a line that does not end, what is over the limit is asked for in pieces, and not kept."""

    class Endless(io.BytesIO):
        asked: list[int]

        def readline(self, size: int | None = -1, /) -> bytes:
            self.asked.append(size or -1)
            return super().readline(size)

    file = Endless(b"x" * (5 * MOST) + b"\ntwo\n")
    file.asked = []
    made = list(lines.lines(file, 1000))
    assert len(made[0]) <= 1002
    assert made[1:] == [b"two\n"]
    assert all(0 < size <= MOST for size in file.asked)


def test_a_file_open_as_text_is_refused() -> None:
    """Text in place of bytes is the caller's fault, told in one sentence."""
    with pytest.raises(BadArgument, match="open in binary mode"):
        list(lines.lines(io.StringIO("a\n"), MOST))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        *(("a.jsonl", True), ("a.NDJSON", True), ("a.jsonl.gz", True), ("a.ndjson.ZST", True)),
        *(("a.json", False), ("a.gz", False), ("jsonl", False), ("a.json.gz", False), ("a.jsonl.bz2", False)),
    ],
)
def test_what_is_named_as_lines(name: str, is_one: bool) -> None:  # noqa: FBT001 - a case
    """JSON Lines are known by their ending, before that of a compression."""
    assert lines.is_lines(Path(name)) is is_one


def packed(kind: compression.Kind) -> bytes:
    """The lines, compressed."""
    return b"".join(compression.compressed([DATA[:1000], b"", DATA[1000:]], kind))


@pytest.mark.parametrize("ending", ["", ".gz", ".zst", ".GZ"])
def test_what_is_compressed_is_read_as_if_it_were_not(ending: str, tmp_path: Path) -> None:
    """The lines of a compressed file are those of the plain one."""
    path = tmp_path / f"a.jsonl{ending}"
    path.write_bytes(packed(compression.kind_of(path)))
    with lines.opened(path) as file:
        assert list(lines.lines(file, MOST)) == DATA.splitlines(keepends=True)


def read(path: Path) -> bytes:
    """All that a file holds."""
    with lines.opened(path) as file:
        return b"".join(lines.lines(file, MOST))


@pytest.mark.parametrize("kind", ["gzip", "zstd"])
def test_a_file_that_is_cut_is_refused(kind: compression.Kind, tmp_path: Path) -> None:
    """A download that broke off, wherever it did, is told in one line; so is one of nothing at all."""
    path = tmp_path / f"a.jsonl{'.gz' if kind == 'gzip' else '.zst'}"
    whole = packed(kind)
    for end in (0, 1, 5, 10, len(whole) // 2, len(whole) - 9, len(whole) - 4, len(whole) - 1):
        path.write_bytes(whole[:end])
        with pytest.raises(UnreadableInput, match=f"no whole {kind} file") as caught:
            read(path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", ["gzip", "zstd"])
def test_a_file_that_is_wrongly_named_is_refused(kind: compression.Kind, tmp_path: Path) -> None:
    """What is not compressed, compressed in another way, damaged or followed by something else is refused."""
    path = tmp_path / f"a.jsonl{'.gz' if kind == 'gzip' else '.zst'}"
    whole = packed(kind)
    half = len(whole) // 2
    damaged = whole[:half] + bytes(each ^ 255 for each in whole[half : half + 8]) + whole[half + 8 :]
    for data in (DATA, packed("zstd" if kind == "gzip" else "gzip"), damaged, whole + b"more", b"\n"):
        path.write_bytes(data)
        with pytest.raises(UnreadableInput, match=f"no whole {kind} file"):
            read(path)


def test_several_members_are_one_file(tmp_path: Path) -> None:
    """Compressed files may be joined, as `cat` does it."""
    for ending, kind in ((".gz", "gzip"), (".zst", "zstd")):
        path = tmp_path / f"a.jsonl{ending}"
        path.write_bytes(packed(kind) * 2)  # type: ignore[arg-type]
        assert read(path) == DATA * 2


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A missing file, a folder, and one of which only the name is there are told in one line."""
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "gone.jsonl")
    for name in ("gone.jsonl", ".", "link.jsonl", "gone.jsonl.gz"):
        with pytest.raises(UnreadableInput) as caught:
            read(tmp_path / name)
        assert "\n" not in str(caught.value)
        with pytest.raises(UnreadableInput):
            lines.shares(tmp_path / name, 10)


def test_python_reads_what_is_written_here(tmp_path: Path) -> None:
    """The gzip file that is written here is one for others."""
    assert gzip.decompress(packed("gzip")) == DATA
