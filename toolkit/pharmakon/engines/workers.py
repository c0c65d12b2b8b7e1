"""Processes on this machine: one function over many tasks, the results in the order of the tasks."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar, cast

from pharmakon.errors import WorkerLost

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 2
"""How many results may wait for an earlier one, for each process."""

_PATIENCE = 1.0
"""After how long an idle process looks whether anyone still wants it, in seconds."""


def in_order(function: Callable[[T], R], tasks: Sequence[T], jobs: int) -> Generator[R]:
    """The results of a function over tasks, computed by several processes.

    Args:
        function: A function of a module; it and its tasks and results go from process to process.
        tasks: The tasks.
        jobs: How many processes.

    Yields:
        In the order of the tasks; few results wait at a time, so that memory and disk stay bounded.

    Raises:
        OSError: The function raised it.
        WorkerLost: A process ended before its task did.
    """
    context = _context()
    team: list[tuple[Any, Connection]] = []
    try:
        for _ in range(min(jobs, len(tasks))):
            ours, theirs = context.Pipe()
            copied = [connection for _, connection in team] + [ours]
            others = copied if context.get_start_method() == "fork" else []
            words = (theirs, function, os.getpid(), others)
            worker = context.Process(target=_serve, args=words, daemon=True)
            worker.start()
            theirs.close()
            team.append((worker, ours))
        yield from _dealt([connection for _, connection in team], tasks)
    finally:
        for worker, connection in team:
            connection.close()
            worker.terminate()
        for worker, _ in team:
            worker.join()


def _context() -> Any:  # noqa: ANN401 - one of several
    """How processes begin: as copies of this one where that is safe, else anew."""
    alone = threading.active_count() == 1 and sys.platform.startswith("linux")
    return multiprocessing.get_context("fork" if alone else "spawn")


def _dealt(team: list[Connection], tasks: Sequence[T]) -> Iterator[Any]:
    """Gives each process a task as soon as it is free, and the results in order."""
    waiting = iter(enumerate(tasks))
    doing: dict[Connection, int] = {}
    done: dict[int, Any] = {}
    following = 0
    idle = list(team)
    while True:
        while idle and len(doing) + len(done) < len(team) * _AHEAD + 1:
            number, task = next(waiting, (None, None))
            if number is None:
                break
            connection = idle.pop()
            _sent(connection, task)
            doing[connection] = number
        while following in done:
            result = done.pop(following)
            if isinstance(result, BaseException):
                raise result
            yield result
            following += 1
        if not doing:
            if following == len(tasks):
                return
            continue
        for connection in cast("list[Connection]", wait(list(doing))):
            result = _received(connection)
            done[doing.pop(connection)] = result
            idle.append(connection)


def _sent(connection: Connection, task: object) -> None:
    try:
        connection.send(task)
    except OSError:
        raise WorkerLost from None


def _received(connection: Connection) -> object:
    try:
        result = connection.recv()
    except (EOFError, OSError):
        raise WorkerLost from None
    return result


def _serve(
    connection: Connection, function: Callable[[Any], Any], parent: int, others: Sequence[Connection]
) -> None:
    """What a process does: one task after another, until nobody is there to give one.

    Args:
        connection: Where tasks come from, and results go.
        function: What is done with a task.
        parent: The process that gives them.
        others: Ends of connections that came along with the copy of that process; while they are open
            here, nobody else learns that it is gone.
    """
    for each in others:
        each.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    while True:
        while not connection.poll(_PATIENCE):
            if os.getppid() != parent:
                return
        try:
            task = connection.recv()
        except (EOFError, OSError):
            return
        try:
            result = function(task)
        except Exception as fault:  # noqa: BLE001 - it is raised again where the results are asked for
            result = fault
        try:
            connection.send(result)
        except OSError:
            return
