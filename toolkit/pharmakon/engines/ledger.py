"""Ids and references of any number of records: what is named and not there, and what is there twice.

So many ids are held in memory; when there are more, they are sorted, set aside in temporary files
without a name, and merged at the end, so that memory does not grow with the number of records.
"""

from __future__ import annotations

import heapq
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import groupby
from typing import IO

from pharmakon import scratch

MOST = 2_000_000
"""How many ids are held in memory, where no other number is asked for."""


_FILES = 64
"""How many temporary files there are of a kind before they are made one."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong between records.

    Args:
        unknown: Ids that are named, and that no record has.
        twice: Ids that two records or more have.
    """

    unknown: frozenset[str]
    twice: frozenset[str]

    def __bool__(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.unknown or self.twice)


class Ledger:
    """Takes ids and references in any order, and settles at the end.

    Args:
        most: How many ids, of records and references together, are held in memory.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._ids: set[str] = set()
        self._refused: set[str] = set()
        self._named: set[str] = set()
        self._twice: set[str] = set()
        self._files = ExitStack()
        weakref.finalize(self, _forget, self._files)  # temporary files end with the ledger
        self._runs: dict[str, list[IO[bytes]]] = {"ids": [], "refused": [], "named": []}

    def add(self, ids: Sequence[str], named: AbstractSet[str], refused: Iterable[str] = ()) -> None:
        """Takes the ids of some records, the ids that they name, and those of records that were refused.

        Raises:
            PublishError: What does not fit into memory cannot be set aside.
        """
        fresh = set(ids)
        if len(fresh) < len(ids) or not fresh.isdisjoint(self._ids):
            self._twice |= {each for each, count in Counter(ids).items() if count > 1} | (fresh & self._ids)
        self._ids |= fresh
        self._refused.update(each for each in refused if each.isprintable())  # no other id can be named
        self._named |= named - self._ids
        if len(self._ids) + len(self._named) + len(self._refused) > self._most:
            self._named -= self._ids
            self._set_aside()

    @property
    def spilled(self) -> bool:
        """Whether ids were set aside."""
        return any(self._runs.values())

    def _set_aside(self) -> None:
        for name, held in (("ids", self._ids), ("refused", self._refused), ("named", self._named)):
            if held:
                run = self._file()
                run.writelines(f"{each}\n".encode() for each in sorted(held))
                run.flush()
                self._runs[name].append(run)
                held.clear()
            if len(self._runs[name]) == _FILES:
                self._compact(name)

    def _file(self) -> IO[bytes]:
        return self._files.enter_context(scratch.file())

    def _compact(self, name: str) -> None:
        """Makes one run of all runs of a name."""
        whole = self._file()
        for id_, runs in self._merged(name):
            whole.write(f"{id_}\n".encode())
            if runs > 1 and name == "ids":
                self._twice.add(id_)
        whole.flush()
        for run in self._runs[name]:
            run.close()
        self._runs[name] = [whole]

    def settle(self) -> Trouble:
        """What is wrong, once everything was taken."""
        if not self.spilled:
            unknown = self._named - self._ids - self._refused
            return Trouble(frozenset(unknown), frozenset(self._twice))
        self._set_aside()
        there = heapq.merge(self._merged("ids"), ((each, 0) for each, _ in self._merged("refused")))
        unknown, twice = set(), set(self._twice)
        named = (each for each, _ in self._merged("named"))
        target = next(named, None)
        for id_, counts in groupby(there, key=lambda pair: pair[0]):
            if sum(count for _, count in counts) > 1:
                twice.add(id_)
            while target is not None and target <= id_:
                if target < id_:
                    unknown.add(target)
                target = next(named, None)
        while target is not None:
            unknown.add(target)
            target = next(named, None)
        return Trouble(frozenset(unknown), frozenset(twice))

    def _merged(self, name: str) -> Iterator[tuple[str, int]]:
        """The ids of all runs of a name in order, each once with the number of runs that have it."""
        for run in self._runs[name]:
            run.seek(0)
        runs = [(line[:-1].decode() for line in run) for run in self._runs[name]]
        for id_, same in groupby(heapq.merge(*runs)):
            yield id_, sum(1 for _ in same)


def _forget(files: ExitStack) -> None:
    with suppress(OSError):  # what was still to be written to a full disk is not wanted
        files.close()
