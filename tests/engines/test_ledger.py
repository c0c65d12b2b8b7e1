"""The ledger of ids: however little it may hold, it says what sets of all ids and references say."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import seeded

from pharmakon.engines import ledger
from pharmakon.engines.ledger import Ledger, Trouble
from pharmakon.errors import PublishError

Batch = tuple[list[str], set[str], list[str]]
"""Ids, the ids that are named, and those of records that were refused."""

IDS = st.sampled_from([f"drug/{each}" for each in ("a", "a-1", "a1", "b", "b-b", "c", "0", "z")])
BATCHES = st.lists(st.tuples(st.lists(IDS, max_size=3), st.sets(IDS, max_size=4), st.lists(IDS, max_size=1)))


@pytest.fixture(autouse=True)
def few_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes one run of the runs of a kind as soon as there are three."""
    monkeypatch.setattr(ledger, "_FILES", 3)


def settled(batches: list[Batch], most: int) -> Trouble:
    """What a ledger that holds so many ids says of some batches."""
    book = Ledger(most)
    for ids, named, refused in batches:
        book.add(ids, named, refused)
    return book.settle()


def naive(batches: list[Batch]) -> Trouble:
    """The same from everything at once."""
    ids = Counter(each for batch in batches for each in batch[0])
    named = {each for batch in batches for each in batch[1]}
    refused = {each for batch in batches for each in batch[2]}
    twice = frozenset(each for each, count in ids.items() if count > 1)
    return Trouble(frozenset(named - set(ids) - refused), twice)


@given(BATCHES, st.integers(1, 12))
@seeded(150)
def test_it_says_what_sets_say(batches: list[Batch], most: int) -> None:
    """Whatever comes, in whatever order, and however often it is set aside, the answer is that of sets."""
    assert settled(batches, most) == naive(batches) == settled(batches, 1_000_000)


@given(BATCHES, st.integers(1, 6), st.randoms(use_true_random=False))
@seeded(50)
def test_the_order_does_not_matter(batches: list[Batch], most: int, random: object) -> None:
    """A reference may come before or after the record that it names."""
    other = list(batches)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert settled(other, most) == settled(batches, most)


@pytest.mark.parametrize("most", [1, 2, 3, 5, 50, 500, 5000])
def test_many_ids(most: int) -> None:
    """With thousands of ids in dozens of runs, the few that are wrong are found, and no other."""
    good = [f"drug/d-{at * 7919 % 2000}" for at in range(2000)]
    batches: list[Batch] = [
        (good[at : at + 100], set(good[-at - 100 :][:100]), []) for at in range(0, 2000, 100)
    ]
    batches[3][1].add("drug/nobody")
    batches[7][1].update(("claim/refused", "zzz/last", "aaa/first"))
    batches[9][0].append("drug/d-5")
    batches[19][2].append("claim/refused")
    wanted = Trouble(frozenset({"drug/nobody", "zzz/last", "aaa/first"}), frozenset({"drug/d-5"}))
    assert settled(batches, most) == wanted == naive(batches)


@pytest.mark.parametrize("most", [1, 3, 100])
def test_an_id_that_stands_twice(most: int) -> None:
    """An id is found twice in one batch, in two, in one run, in two, and in runs that became one."""
    one: Batch = (["drug/a"], set(), [])
    other: Batch = (["drug/b", "drug/c"], set(), [])
    for batches in (
        [(["drug/a", "drug/a"], set(), [])],
        [one, one],
        [one, other, one],
        [one, *[([f"drug/x-{at}"], set(), []) for at in range(20)], one],
        [one, one, *[([f"drug/x-{at}"], set(), []) for at in range(20)]],
        [one, *[([f"drug/x-{at}"], set(), []) for at in range(20)], one, one, other],
    ):
        assert settled(batches, most).twice == {"drug/a"}  # type: ignore[arg-type]


def test_a_refused_record_is_known() -> None:
    """To name a record that was refused is no fault of its own; its id may be that of a good record, too."""
    for most in (1, 100):
        assert not settled([([], {"drug/a"}, []), ([], set(), ["drug/a"])], most)
        assert not settled([(["drug/a"], {"drug/a"}, ["drug/a"]), ([], set(), ["drug/a"])], most)


@pytest.mark.parametrize("odd", ["drug/a\nb", "\n", "\ud800", "drug/\u2028", "", "\x00"])
def test_an_odd_id_of_a_refused_record_does_no_harm(odd: str) -> None:
    """What a refused record gives for an id may be any text; it does not end a line of what is set aside."""
    for most in (1, 100):
        batches: list[Batch] = [(["drug/a"], {"drug/b", "b"}, [odd]), (["drug/c"], set(), [odd, "drug/d"])]
        assert settled(batches, most).unknown == {"drug/b", "b"}


def test_it_says_whether_anything_is_wrong() -> None:
    """Trouble is true if there is any."""
    assert not Trouble(frozenset(), frozenset())
    assert Trouble(frozenset({"a"}), frozenset())
    assert Trouble(frozenset(), frozenset({"a"}))


def test_it_sets_aside_only_what_it_must() -> None:
    """Within its bound nothing is put on the disk; beyond it, memory holds no more than the bound."""
    book = Ledger(4)
    book.add(["drug/a", "drug/b"], {"drug/c", "drug/d"})
    assert not book.spilled
    book.add(["drug/c"], {"drug/a"})
    assert book.spilled or len(book._ids) + len(book._named) <= 4
    for at in range(100):
        book.add([f"drug/d-{at}"], {f"drug/d-{at + 1}"})
        assert len(book._ids) + len(book._named) + len(book._refused) <= 4
        assert all(len(runs) <= 3 for runs in book._runs.values())
    assert book.settle() == Trouble(frozenset({"drug/d", "drug/d-100"}), frozenset())


def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be set aside is an error, never a wrong answer."""

    def full(**named: object) -> Iterator[bytes]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    book = Ledger(1)
    with pytest.raises(PublishError, match="No space left"):
        book.add(["drug/a", "drug/b"], set())
