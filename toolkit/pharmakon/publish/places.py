"""Places beside a target in which a build works: known as its own, made, and removed."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal, get_args

from pharmakon.errors import PublishError
from pharmakon.readers.folder import contents
from pharmakon.readers.release import CHECKSUMS, GENERATOR, MANIFEST
from pharmakon.readers.tree import Limits

MARK = ".pharmakon"
"""The file by which a folder is known as work of this program until it is a release."""

STRANGE = "it stands where a build works, and does not carry its mark"
"""What is told of a place that somebody else, or an earlier version, has taken."""

Use = Literal["lock", "staging", "old", "attempts"]
"""What a place is for: a lock, a new tree, an old one between two renames, parts from other processes."""


def of(target: Path, use: Use) -> Path:
    """The place beside a target for one use."""
    return target.with_name(f".{target.name}.{use}")


def is_one(path: Path, target: Path) -> bool:
    """Whether what stands at a path beside a target is a place in which a build works."""
    if path not in {of(target, use) for use in get_args(Use)}:
        return False
    is_lock = path == of(target, "lock")
    with suppress(FileNotFoundError):
        state = path.lstat()
        good = (stat.S_ISREG(state.st_mode) and state.st_size == 0) if is_lock else is_ours(path)
        return good or not os.path.lexists(path)
    return True  # a build has just let it go


def listed(folder: Path) -> set[str]:
    """The files of a release by its own manifest; none if it is not a release of ours."""
    try:
        found = json.loads(contents(folder / MANIFEST, Limits().max_bytes))
        if found["generator"] == GENERATOR:
            return {MANIFEST, CHECKSUMS, *(str(each["path"]) for each in found["files"])}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    return set()


def below(folder: Path) -> Iterator[str]:
    """Everything below a folder that is not a folder itself; links are not followed."""
    for here, folders, names in os.walk(folder):
        for name in (*names, *(each for each in folders if (Path(here) / each).is_symlink())):
            yield (Path(here) / name).relative_to(folder).as_posix()


def begin(folder: Path) -> None:
    """Makes a folder of work, known as ours from then on; stale work in its place is removed."""
    clear(folder)
    folder.mkdir()
    (folder / MARK).touch()


def is_ours(folder: Path) -> bool:
    """Whether a folder carries the mark, or holds nothing but a release of ours, or no file at all."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    return (folder / MARK).is_file() or set(below(folder)) <= listed(folder)


def clear(folder: Path) -> None:
    """Removes a folder of ours, if it is there; what tells that it is ours goes last.

    Raises:
        PublishError: It is none of ours.
    """
    if not os.path.lexists(folder):
        return
    if not is_ours(folder):
        raise PublishError(str(folder), STRANGE, "move it elsewhere")
    for each in sorted(folder.iterdir()):
        if each.is_symlink() or not each.is_dir():
            if each.name not in (MANIFEST, MARK):
                each.unlink()
        else:
            shutil.rmtree(each)
    shutil.rmtree(folder)
