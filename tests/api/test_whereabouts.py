"""Where the text of a passage stands, found by its hash."""

from __future__ import annotations

import hashlib

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from pharmakon.api import whereabouts as module
from pharmakon.api.whereabouts import stands, whereabouts
from pharmakon.model.claim import Passage

LETTERS = st.sampled_from("ab \u2019\U0001f600\n")


def passage(text: str, at: int = 0) -> Passage:
    """A passage of a text, which points anywhere."""
    return Passage(start=at, end=at + len(text), sha256=hashlib.sha256(text.encode()).hexdigest())


def every(text: str, part: str) -> tuple[int, ...]:
    """All offsets of a part, overlapping ones too, found by comparing texts."""
    return tuple(at for at in range(len(text)) if text.startswith(part, at))


def on_words(text: str, part: str) -> tuple[int, ...]:
    """Those offsets of a part at which no word is cut."""

    def cuts(at: int) -> bool:
        return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()

    return tuple(at for at in every(text, part) if not cuts(at) and not cuts(at + len(part)))


@given(st.text(LETTERS, max_size=40), st.lists(st.text(LETTERS, min_size=1, max_size=4), max_size=4))
@strategies.seeded(300)
def test_a_hash_finds_what_the_text_would(text: str, parts: list[str]) -> None:
    """By hash, a passage is found where its text stands: on whole words, or else anywhere."""
    wanted = {part: passage(part, at) for at, part in enumerate(parts)}
    found = whereabouts(text, set(wanted.values()))
    assert set(found) == set(wanted.values())
    for part, each in wanted.items():
        assert found[each] == (on_words(text, part) or every(text, part))
        assert stands(text, each) == (each.start in every(text, part))


def test_a_passage_without_length_is_not_looked_for() -> None:
    """Nothing stands everywhere."""
    assert whereabouts("foo", [Passage(start=3, end=1, sha256="0" * 64)]) == {}


def test_work_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """What would take too long is not searched for, and not said to be nowhere."""
    monkeypatch.setattr(module, "_LONGEST", 10)
    assert whereabouts("foo " * 3, [passage("foo")]) == {}
    monkeypatch.undo()
    asked: list[str] = []
    digest = module._digest
    monkeypatch.setattr(module, "_digest", lambda text: asked.append(text) or digest(text))
    monkeypatch.setattr(module, "_MOST_WORK", 4_000)
    text = "foo bar " * 3
    found = whereabouts(text, [passage("foo"), passage("ar b"), passage("nowhere")])
    assert set(found) == {passage("foo")}
    assert sum(len(each) + module._OVERHEAD for each in asked) <= 4_000
