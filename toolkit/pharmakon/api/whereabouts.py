"""Where the text of a passage stands in a document, found by its length and hash alone."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

from pharmakon.model.claim import Passage

_LONGEST = 2**22
"""How long a document is searched; code points."""

_MOST_WORK = 2**29
"""How much of a document is hashed: seconds, not minutes; bytes."""

_OVERHEAD = 300
"""What one hash costs beside its text, in bytes that could be hashed meanwhile."""


def stands(text: str, passage: Passage) -> bool:
    """Whether a passage's offsets lead to its text.

    Example:
        >>> passage = Passage(start=4, end=7, sha256=_digest("foo"))
        >>> stands("bar foo", passage), stands("foo bar", passage)
        (True, False)
    """
    return passage.end <= len(text) and _digest(text[passage.start : passage.end]) == passage.sha256


def whereabouts(text: str, passages: Collection[Passage]) -> dict[Passage, tuple[int, ...]]:
    """The offsets at which the text of each passage begins.

    Runs of whole words are looked at first; others only for passages that are not among them.

    Args:
        text: The text of the document.
        passages: Passages, wherever they point at now.

    Returns:
        Ascending offsets; none for a passage whose text is not there. A passage is missing if it
        has no length, or if to look for it would take too long.

    Example:
        >>> passage = Passage(start=9, end=12, sha256=_digest("foo"))
        >>> whereabouts("food is no foo", [passage])[passage], whereabouts("foo foo", [passage])[passage]
        ((11,), (0, 4))
    """
    if len(text) > _LONGEST:
        return {}
    edges = _edges(text)
    found: dict[Passage, tuple[int, ...]] = {}
    work = _MOST_WORK
    for length in sorted({each.end - each.start for each in passages if each.end > each.start}):
        group = [each for each in passages if each.end - each.start == length]
        wanted = {each.sha256 for each in group}
        places: dict[str, list[int]] = {}
        words = sorted(at for at in edges if at + length in edges)
        for starts in (words, range(len(text) - length + 1)):
            missing = wanted - set(places)
            cost = len(starts) * (length + _OVERHEAD) if missing else 0
            if cost > work:
                wanted -= missing
            elif missing:
                work -= cost
                _look(text, length, starts, missing, places)
        found |= {each: tuple(places.get(each.sha256, ())) for each in group if each.sha256 in wanted}
    return found


def _edges(text: str) -> set[int]:
    """The offsets at which a run of whole words may begin or end."""
    inside = (at for at in range(1, len(text)) if text[at - 1 : at + 1].isalnum())
    return set(range(len(text) + 1)).difference(inside)


def _look(
    text: str, length: int, starts: Iterable[int], digests: set[str], places: dict[str, list[int]]
) -> None:
    """Adds where runs of this length begin whose digests are asked for."""
    for start in starts:
        digest = _digest(text[start : start + length])
        if digest in digests:
            places.setdefault(digest, []).append(start)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
