"""The only writer of what stays: a tree appears whole, or not at all.

A tree is staged beside its target, flushed to the disk, and exchanged with the target in one system
call; where a file system refuses that, two renames do it, and the next command heals what a kill
between them may leave. A target that holds something else is refused. What stands beside it under a name
that a build needs is touched only if it is a release, carries the mark of this program, or is empty.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from pharmakon.artifacts import Artifact, File, Manifest
from pharmakon.errors import PharmakonError, PublishError
from pharmakon.publish import places
from pharmakon.readers.release import CHECKSUMS, GENERATOR, MANIFEST, checksums

if sys.platform != "win32":
    import fcntl

_RENAME_EXCHANGE = 2
_AT_FDCWD = -100
_NOT_SUPPORTED = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)


class Staging:
    """A tree that is being written, out of sight; `stage` opens and publishes it.

    Args:
        folder: Where it is written.

    Attributes:
        published: Whether it has taken its place.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, File] = {}
        self._finished = False
        self.published = False

    def write(self, artifacts: Iterable[Artifact]) -> Manifest:
        """Writes files, and returns what has been written so far.

        Raises:
            PublishError: Two files have one path, or a path leads out of the tree.
        """
        for artifact in artifacts:
            if artifact.path in self._files or not _inside(artifact.path):
                raise PublishError(artifact.path, "cannot be written twice or outside", "report it")
            target = self._folder / artifact.path
            target.parent.mkdir(parents=True, exist_ok=True)
            size, digest = write_new(target, artifact.chunks)
            self._files[artifact.path] = File(
                artifact.path, artifact.media_type, size, digest, artifact.records
            )
        return Manifest(tuple(self._files[path] for path in sorted(self._files)))

    def take(self, made: Path, file: File) -> None:
        """Moves a file written beside the tree into it; a PublishError if it is not as long as it was."""
        if made.stat().st_size != file.bytes:
            raise PublishError(str(made), "it was changed after it was written", "start again")
        made.rename(self._folder / file.path)
        self._files[file.path] = file

    def finish(self) -> None:
        """Writes the manifest and the checksums, and flushes every folder; modes are those of any umask."""
        if self._finished:
            return
        self._finished = True
        for path, data in lists(self.write(())).items():
            write_new(self._folder / path, (data,))
        (self._folder / places.MARK).unlink()
        for folder, _, _ in os.walk(self._folder):
            Path(folder).chmod(0o755)
            _flush(Path(folder))


def render(artifacts: Iterable[Artifact]) -> tuple[dict[str, bytes], Manifest]:
    """The bytes of files by path, and what a manifest says of them; nothing is written."""
    made: dict[str, bytes] = {}
    files: list[File] = []
    for each in artifacts:
        data = made[each.path] = b"".join(each.chunks)
        digest = hashlib.sha256(data).hexdigest()
        files.append(File(each.path, each.media_type, len(data), digest, each.records))
    return made, Manifest(tuple(sorted(files, key=lambda file: file.path)))


def lists(manifest: Manifest) -> dict[str, bytes]:
    """`manifest.json`, which lists all files, and `SHA256SUMS`, which lists them and the manifest."""
    files = [
        {
            "path": file.path,
            "media_type": file.media_type,
            "bytes": file.bytes,
            "sha256": file.sha256,
            **({} if file.records is None else {"records": file.records}),
        }
        for file in manifest.files
    ]
    said = json.dumps({"generator": GENERATOR, "files": files}, ensure_ascii=False, indent=2)
    listed = f"{said}\n".encode()
    digests = {file.path: file.sha256 for file in manifest.files}
    digests[MANIFEST] = hashlib.sha256(listed).hexdigest()
    return {CHECKSUMS: checksums(digests), MANIFEST: listed}


@contextmanager
def stage(target: Path) -> Iterator[Staging]:
    """Opens a tree to write into; when the block ends without an error, it becomes the target.

    Args:
        target: The folder that is to hold the tree; its parent is made if it is missing.

    Raises:
        PublishError: The target is not ours, or cannot be written; then it is as it was.
    """
    try:
        target = _absolute(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        with _locked(target):
            _put_back(target)
            _refuse_foreign(target)
            folder = places.of(target, "staging")
            places.begin(folder)
            try:
                staging = Staging(folder)
                yield staging
                staging.finish()
                _swap(folder, target)
                staging.published = True
                _confirm(target)
            finally:
                _discard(folder, target)
    except PharmakonError:
        raise
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise PublishError(str(target), f"{said}; it is as it was", "choose another --out") from fault


def write_file(target: Path, chunks: Iterable[bytes]) -> None:
    """Writes one file: it appears whole under its name, or not at all; one that was there keeps its mode.

    Raises:
        PublishError: It cannot be written; then nothing has changed.
    """
    try:
        if not target.name or (target.exists() and not target.is_file()) or target.is_symlink():
            raise PublishError(str(target), "it is no regular file", "name a file, or - for stdout")
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        with suppress(FileNotFoundError):
            part.unlink()
        try:
            mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o644
            write_new(part, chunks, mode, digest=None)
            part.replace(target)
        finally:
            with suppress(FileNotFoundError):
                part.unlink()
    except PharmakonError:
        raise
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise PublishError(str(target), said, "nothing was changed; choose another file") from fault


def write_text(target: Path, text: str) -> None:
    """Writes one text as UTF-8; it appears whole under its name, or not at all.

    Raises:
        PublishError: It cannot be written; then nothing has changed.
    """
    write_file(target, (text.encode("utf-8"),))


@contextmanager
def attempts(target: Path) -> Iterator[Path]:
    """A folder beside a tree that is staged, for what processes elsewhere write; it goes with the block."""
    folder = places.of(_absolute(target), "attempts")
    places.begin(folder)
    try:
        yield folder
    finally:
        with suppress(OSError):
            places.clear(folder)


def heal(target: Path) -> None:
    """Puts an old release back that a kill between two renames left aside, unless a build is running."""
    with suppress(OSError):
        target = _absolute(target)
        aside = places.of(target, "old")
        if not os.path.lexists(target) and places.listed(aside) and places.is_ours(aside):
            with _locked(target):
                _put_back(target)


def _absolute(target: Path) -> Path:
    """The target from the root; it is not followed itself if it is a link.

    Raises:
        PublishError: It is the root.
    """
    within = target.name not in ("", "..")
    whole = Path(os.path.realpath(target.parent if within else target)) / (target.name if within else "")
    if not whole.name:
        raise PublishError(str(target), "it is the root of the file system", "name a folder")
    return whole


def _put_back(target: Path) -> None:
    """Puts old content back where nothing took its place; else it is stale."""
    old = places.of(target, "old")
    if not os.path.lexists(target) and places.is_ours(old):
        old.rename(target)
    else:
        places.clear(old)


def _discard(staging: Path, target: Path) -> None:
    """Removes a staging folder, unless the target is missing and its old content stands aside."""
    if target.exists() or not places.of(target, "old").exists():
        with suppress(OSError):
            places.clear(staging)


def _inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return "/".join(parts) == path and bool(parts) and not {"/", ".."} & set(parts) and "\\" not in path


def write_new(
    path: Path, chunks: Iterable[bytes], mode: int = 0o644, *, digest: str | None = "sha256"
) -> tuple[int, str]:
    """Writes a new file and flushes it; its size and, if one is asked for, its digest."""
    seen = hashlib.new(digest) if digest else None
    size = 0
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, mode), "wb") as file:
        for chunk in chunks:
            if seen:
                seen.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(mode)
    return size, seen.hexdigest() if seen else ""


def _flush(folder: Path) -> None:
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """Holds the target against other writers."""
    lock = places.of(target, "lock")
    handle = os.open(lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode) or state.st_size:
            raise PublishError(str(lock), places.STRANGE, "move it elsewhere")
        if not _hold(handle, lock):
            raise PublishError(str(target), "another build is writing it", "wait until it is done")
        try:
            yield
        finally:
            with suppress(OSError):
                lock.unlink()
    finally:
        with suppress(OSError):  # nothing was written to it, and by now the tree may be new
            os.close(handle)


def _hold(handle: int, lock: Path) -> bool:
    """Whether the lock is ours now: nobody else holds it, and its file was not removed meanwhile."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(handle), os.lstat(lock))
    except (BlockingIOError, FileNotFoundError):
        return False


def _refuse_foreign(target: Path) -> None:
    hint = "choose a folder that is empty, new, or a release"
    for each in target.parents:
        if places.listed(each):
            reason = f"it is inside the release {each}, which does not list it"
            raise PublishError(str(target), reason, "choose a folder elsewhere")
    if target.is_symlink():
        raise PublishError(str(target), "it is a symbolic link", hint)
    if not target.exists():
        return
    if not target.is_dir():
        raise PublishError(str(target), "it is not a folder", hint)
    if any(target.iterdir()):
        listed = places.listed(target)
        if not listed:
            raise PublishError(str(target), "it holds something that is not a release", hint)
        strays = sorted(set(places.below(target)) - listed)
        if strays:
            reason = f"it holds {strays[0]}, which is no part of the release"
            raise PublishError(str(target), reason, "move that elsewhere, or choose another folder")


def _swap(staging: Path, target: Path) -> None:
    """Makes the staging folder the target; the old target, if any, is then in its place or gone."""
    if not target.exists():
        staging.rename(target)
    elif not _exchange(staging, target):
        old = places.of(target, "old")
        target.rename(old)
        try:
            staging.rename(target)
        except BaseException:
            old.rename(target)
            raise
        with suppress(OSError):
            places.clear(old)


def _confirm(target: Path) -> None:
    """Flushes the folder in which a new tree stands."""
    try:
        _flush(target.parent)
    except OSError as fault:
        reason = f"it is new and whole, but the disk did not confirm it: {fault.strerror or fault}"
        raise PublishError(str(target), reason, "check the disk, and build again") from fault


def _exchange(one: Path, other: Path) -> bool:
    """Exchanges two folders in one system call; False if the system cannot.

    Source: renameat2(2), RENAME_EXCHANGE, Linux 3.15.
    """
    if not sys.platform.startswith("linux"):
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    ends = (os.fsencode(one), os.fsencode(other))
    if call(_AT_FDCWD, ends[0], _AT_FDCWD, ends[1], _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NOT_SUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(other))
