"""A conversion that is broken off by a key, a kill, a full disk or a reader that left leaves nothing half."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from bench.generate import records

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="signals and /proc of Linux")
DRUG = b'{"id":"drug/k-%d","kind":"substance","label":"k","type":"Drug"}\n'
MOST = 60
"""After how long a test gives up, in seconds."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that takes some seconds as Turtle; ids stand in it several times."""
    path = tmp_path_factory.mktemp("large") / "a.jsonl"
    block = b"".join(line + b"\n" for line in records(2000, 3))
    path.write_bytes(block * 6)
    return path


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """A folder for the output, and one for temporary files."""
    for name in ("out", "temporary"):
        (tmp_path / name).mkdir()
    return tmp_path / "out", tmp_path / "temporary"


def begun(places: tuple[Path, Path], *words: object, **options: object) -> subprocess.Popen[bytes]:
    """A conversion in a process of its own, in a group as a terminal has it."""
    command = [sys.executable, "-m", "pharmakon", "convert", *map(str, words)]
    environment = os.environ | {"TMPDIR": str(places[1])}
    given = {
        "stderr": subprocess.PIPE,
        "stdin": subprocess.PIPE,
        "env": environment,
        "start_new_session": True,
    }
    return subprocess.Popen(command, **(given | options))  # type: ignore[call-overload, no-any-return]


def ended(process: subprocess.Popen[bytes]) -> tuple[int, list[str]]:
    """The exit code of a conversion, and the lines that it said."""
    said = (
        process.communicate(timeout=MOST)[1] if process.stdin and not process.stdin.closed else _rest(process)
    )
    return process.returncode, said.decode().splitlines()


def _rest(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stderr is not None
    said = process.stderr.read()
    process.stderr.close()
    process.wait(MOST)
    return said


def wait_for(condition: Callable[[], bool]) -> None:
    """Waits until something is so."""
    end = time.monotonic() + MOST
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def at_work(folder: Path) -> Callable[[], bool]:
    """Whether something was written, out of sight, in a folder."""
    return lambda: any(each.stat().st_size for each in folder.iterdir() if each.name.startswith("."))


def fed(process: subprocess.Popen[bytes]) -> None:
    """Gives a conversion some lines on stdin, more than it holds at a time, and does not end."""
    assert process.stdin is not None
    process.stdin.write(b"".join(DRUG % at for at in range(5000)))
    process.stdin.flush()


def test_an_interrupt_leaves_nothing(places: tuple[Path, Path]) -> None:
    """Control-C ends the work with exit code 130, without a word, and without a file or a part of one."""
    process = begun(places, "-", "--to", "ntriples", "-o", places[0] / "a.nt")
    fed(process)
    wait_for(at_work(places[0]))
    os.killpg(process.pid, signal.SIGINT)
    assert ended(process) == (130, [])
    assert [*places[0].iterdir(), *places[1].iterdir()] == []


def test_an_interrupt_of_several_processes_leaves_nothing(places: tuple[Path, Path], large: Path) -> None:
    """So does it if several processes share the work: all end, and what they set aside is gone."""
    words = (large, "--to", "turtle", "--no-references", "--jobs", "2", "-o", places[0] / "a.ttl")
    process = begun(places, *words)
    wait_for(lambda: any(places[1].rglob("*")) and any(places[0].iterdir()))
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)
    assert ended(process) == (130, [])
    assert [*places[0].iterdir(), *places[1].iterdir()] == []
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_kill_leaves_no_file_under_its_name(places: tuple[Path, Path]) -> None:
    """After a kill there is no output, or the old one; what is left does not disturb the next conversion."""
    out = places[0] / "a.nt"
    for old in (None, "old"):
        if old:
            out.write_text(old)
        process = begun(places, "-", "--to", "ntriples", "-o", out)
        fed(process)
        wait_for(at_work(places[0]))
        process.kill()
        ended(process)
        assert (out.read_text() if out.exists() else None) == old
    process = begun(places, "-", "--to", "jsonl", "-o", out)
    assert process.communicate(DRUG % 1, MOST)[1] == b""
    assert out.read_bytes() == DRUG % 1


def test_a_lost_process_is_one_line(places: tuple[Path, Path], large: Path) -> None:
    """If one of several processes is killed, the work ends with one line, and nothing is left."""
    words = (large, "--to", "turtle", "--no-references", "--jobs", "2", "-o", places[0] / "a.ttl")
    process = begun(places, *words)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    wait_for(lambda: any(places[1].rglob("*")) and len(children.read_text().split()) == 2)
    os.kill(int(children.read_text().split()[0]), signal.SIGKILL)
    code, said = ended(process)
    assert code in (2, 3)
    assert said == [
        "pharmakon: a process was killed before its work was done; free memory, or use fewer --jobs"
    ]
    assert [*places[0].iterdir(), *places[1].iterdir()] == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_full_device_is_one_line(jobs: int, places: tuple[Path, Path], large: Path) -> None:
    """What cannot be written to stdout is told in one line, with exit code 3."""
    with Path("/dev/full").open("wb") as full:
        process = begun(
            places, large, "--to", "jsonl", "--no-references", "--jobs", jobs, stdout=full
        )  # fmt: skip
        code, said = ended(process)
    assert code == 3
    assert len(said) == 1
    assert "No space left on device" in said[0]
    assert list(places[1].iterdir()) == []


def limited() -> None:
    """Lets this process write no file that is larger than some kilobytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_full_disk_leaves_nothing(jobs: int, places: tuple[Path, Path], large: Path) -> None:
    """A file that does not fit, be it the output or what is set aside, is told, and nothing is left."""
    out = places[0] / "a.jsonl"
    if jobs == 1:
        out.write_text("old")
    words = (large, "--to", "jsonl", "--no-references", "--jobs", jobs, "-o", out)
    code, said = ended(begun(places, *words, preexec_fn=limited))
    assert code == 3
    assert len(said) == 1
    assert said[0].startswith(f"pharmakon: {out if jobs == 1 else places[1]}: ")
    assert [each.read_text() for each in places[0].iterdir()] == ["old"] * (jobs == 1)
    assert list(places[1].iterdir()) == []


def test_a_disk_too_full_for_ids_leaves_nothing(places: tuple[Path, Path], tmp_path: Path) -> None:
    """If ids cannot be sorted on the disk, or stdin not be kept there, nothing is written either."""
    lines, out = b"".join(DRUG % (10**30 + at) for at in range(3000)), places[0] / "a.nt"
    (tmp_path / "a.jsonl").write_bytes(lines)
    for words in ((tmp_path / "a.jsonl", "--max-index", 2000, "--to", "ntriples"), ("-", "--to", "jsonl")):
        process = begun(places, *words, "-o", out, "--on-error", "skip", preexec_fn=limited)
        said = process.communicate(lines, MOST)[1].decode()
        assert process.returncode == 3, said
        assert said.count("\n") == 1
        assert said.startswith(f"pharmakon: {places[1]}: what is set aside meanwhile cannot be written")
        assert [*places[0].iterdir(), *places[1].iterdir()] == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_reader_that_leaves_is_no_error(jobs: int, places: tuple[Path, Path], large: Path) -> None:
    """`convert … | head -1` says nothing, and its processes end."""
    words = (large, "--to", "ntriples", "--no-references", "--jobs", jobs)
    process = begun(places, *words, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    assert process.stdout.readline().endswith(b" .\n")
    process.stdout.close()
    assert ended(process) == (0, [])
    assert list(places[1].iterdir()) == []
