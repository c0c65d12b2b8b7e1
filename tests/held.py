"""What files hold, without files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Bytes:
    """Some bytes, as a release's files are given: a size, and pieces."""

    data: bytes

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.data)

    def pieces(self) -> Iterator[bytes]:
        """All of them, in two pieces that cut a line if they can."""
        yield self.data[: len(self.data) // 2]
        yield self.data[len(self.data) // 2 :]


def held(files: Mapping[str, bytes]) -> dict[str, Bytes]:
    """Files by path, as `release.verify` takes them."""
    return {path: Bytes(data) for path, data in files.items()}
