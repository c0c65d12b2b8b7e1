"""Processes on this machine: results in order, faults carried whole, and nobody left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from pharmakon import errors
from pharmakon.engines import workers
from pharmakon.errors import (
    BadArgument,
    InvalidDataset,
    MissingExtra,
    PharmakonError,
    PublishError,
    UnknownFormat,
    UnknownTerm,
    UnreadableInput,
    WorkerLost,
)
from pharmakon.findings import Finding, Location

FINDING = Finding("bad", code="PK101", record="drug/a", location=Location("a.jsonl", 7, 1, 7, 2))
FAULTS: list[Exception] = [
    UnreadableInput("a.gz", "it is no gzip file", "fetch it again"),
    PublishError("out", "it is a folder", "choose another"),
    InvalidDataset((FINDING, FINDING)),
    UnknownFormat("nope", ("jsonl", "json")),
    UnknownTerm("record", "drug/a", ("drug/b",)),
    BadArgument(5, "a text"),
    MissingExtra("msgspec", "fast"),
    WorkerLost(),
    errors.JobFailed("it is too large"),
    FileNotFoundError(2, "No such file or directory", "a.jsonl"),
    OSError(28, "No space left on device"),
    ValueError("bad"),
]
ORPHANS = """
import os, time
from pharmakon.engines import workers

def slow(task):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(task)
    return b"x" * 1_000_000

if __name__ == "__main__":
    list(workers.in_order(slow, [0.5] * 100, 3))
"""


def square(task: int) -> int:
    """A result that comes the later, the earlier it is asked for."""
    time.sleep(0.02 * (task % 3 == 0))
    return task * task


def who(_: int) -> int:
    """The number of the process."""
    time.sleep(0.01)
    return os.getpid()


def large(task: int) -> bytes:
    """More than a pipe holds at a time."""
    return bytes([task]) * 3_000_000


def fail(task: int) -> int:
    """Raises one of the faults, from the third task on."""
    if task >= 2:
        raise FAULTS[task - 2]
    return task


def die(task: int) -> int:
    """Is killed at the third task."""
    if task == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def alive(process: int) -> bool:
    """Whether there is such a process, and it has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition: Callable[[], bool], seconds: float = 15) -> bool:
    """Whether something comes to be within some seconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 3, 40])
def test_results_are_in_the_order_of_the_tasks(jobs: int, count: int) -> None:
    """However long each task takes, its result is where it belongs."""
    assert list(workers.in_order(square, range(count), jobs)) == [at * at for at in range(count)]


def test_other_processes_do_the_work() -> None:
    """Tasks are done by as many processes as were asked for, and none of them is this one."""
    found = set(workers.in_order(who, range(30), 3))
    assert 2 <= len(found) <= 3
    assert os.getpid() not in found
    assert wait_for(lambda: not any(map(alive, found)))


def test_large_results_come_through() -> None:
    """A result may be larger than what a pipe holds."""
    assert list(workers.in_order(large, range(6), 2)) == [large(at) for at in range(6)]


def test_beside_a_thread() -> None:
    """Where other threads run, processes begin anew, and do the same."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert list(workers.in_order(abs, [-1, -2, 3], 2)) == [1, 2, 3]
    finally:
        done.set()
        thread.join()


def test_few_results_wait(tmp_path: Path) -> None:
    """While nobody takes results, few tasks are begun: memory and disk do not fill."""
    made = workers.in_order(_Mark(tmp_path), range(100), 2)
    assert next(made) == 0
    time.sleep(0.5)
    assert len(list(tmp_path.iterdir())) <= 2 * workers._AHEAD + 2
    assert list(islice(made, 3)) == [1, 2, 3]
    made.close()


class _Mark:
    """Puts a file for each task."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, task: int) -> int:
        """The task itself."""
        (self._folder / str(task)).touch()
        return task


@pytest.mark.parametrize("number", range(len(FAULTS)))
def test_a_fault_is_carried_whole(number: int) -> None:
    """What a task raises is raised where its result is asked for, with all that it carries."""
    wanted = FAULTS[number]
    made = workers.in_order(_Fault(number), range(4), 2)
    with pytest.raises(type(wanted)) as caught:
        list(made)
    assert str(caught.value) == str(wanted)
    assert vars(caught.value) == vars(wanted)
    assert caught.value.args == wanted.args
    if isinstance(wanted, OSError):
        assert (caught.value.errno, caught.value.filename) == (wanted.errno, wanted.filename)  # type: ignore[attr-defined]


class _Fault:
    """Raises one of the faults at the third task."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __call__(self, task: int) -> int:
        """The task itself, but for the third."""
        if task == 2:
            raise FAULTS[self._number]
        return task


def test_every_error_of_ours_can_be_carried() -> None:
    """Each kind of error that the package raises is among those that are tried, or is the base of some."""

    def below(kind: type[PharmakonError]) -> set[type[PharmakonError]]:
        return {kind}.union(*(below(each) for each in kind.__subclasses__()))

    tried = {type(each) for each in FAULTS} | {errors.BadQuery}
    leaves = {each for each in below(PharmakonError) if not each.__subclasses__()}
    assert {each for each in leaves if each.__module__ == errors.__name__} <= tried


def slow_then_bad(task: int) -> int:
    """The first task takes long, and the others fail, the later the sooner."""
    time.sleep((0.8, 0.4, 0.0, 0.0)[task])
    if task:
        message = f"task {task}"
        raise ValueError(message)
    return task


def test_what_comes_before_a_fault_is_given() -> None:
    """Results of earlier tasks are given before the fault of a later one is raised."""
    made = workers.in_order(fail, range(3), 1)
    assert [next(made), next(made)] == [0, 1]
    with pytest.raises(UnreadableInput):
        next(made)


def test_a_fault_waits_for_its_turn() -> None:
    """Also when a later task fails first, the results before it are given, and the first fault is raised."""
    made = workers.in_order(slow_then_bad, range(4), 3)
    assert next(made) == 0
    with pytest.raises(ValueError, match="task 1"):
        next(made)


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_a_killed_process_is_told(jobs: int) -> None:
    """A process that is killed, such as for want of memory, ends the work with one sentence."""
    with pytest.raises(WorkerLost, match="killed before its work was done"):
        list(workers.in_order(die, range(20), jobs))


def test_nobody_is_left_when_the_work_is_given_up() -> None:
    """Who takes no more results ends the processes."""
    made = workers.in_order(who, range(1000), 3)
    found = set(islice(made, 20))
    made.close()
    assert not any(map(alive, found))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are listed in /proc")
def test_orphans_end(tmp_path: Path) -> None:
    """When the process that gave the work is killed, the others end by themselves, without a word."""
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS)
    said = tmp_path / "err"
    with said.open("wb") as err:
        parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=err)
    assert parent.stdout is not None
    children = {int(parent.stdout.readline()) for _ in range(6)}
    assert len(children) == 3
    parent.kill()
    parent.wait()
    parent.stdout.close()
    ended = wait_for(lambda: not any(map(alive, children)))
    for child in filter(alive, children):
        os.kill(child, signal.SIGKILL)
    assert ended
    assert said.read_bytes() == b""
