"""Fixing: passages that moved are pointed at anew, in the files as they are written."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pharmakon import readers
from pharmakon.api.loading import gather, regather, report_on
from pharmakon.api.repairs import CHANGED, MOVED, span
from pharmakon.dataset import Dataset
from pharmakon.errors import BadArgument, PublishError, UnknownTerm
from pharmakon.findings import Edit
from pharmakon.model import EvidenceSource
from pharmakon.publish import write_file
from pharmakon.readers import folder
from pharmakon.report import visible
from pharmakon.resources import checkout

_AROUND = 3  # how many lines a diff shows around a change


@dataclass(frozen=True)
class Change:
    """A file of records before and after it was fixed.

    Args:
        file: The path of the file, as findings speak of it.
        before: Its bytes.
        after: Its bytes, fixed.
        fixes: What was fixed, in one line each.
    """

    file: str
    before: bytes
    after: bytes
    fixes: tuple[str, ...]

    def diff(self) -> str:
        """The change as a unified diff, which `patch -p1` applies; no line is added or removed."""
        name = visible(self.file.lstrip("/"))
        lines = list(zip(_lines(self.before), _lines(self.after), strict=True))
        hunks = _hunks([at for at, (old, new) in enumerate(lines) if old != new], len(lines))
        return "".join((f"--- a/{name}\n+++ b/{name}\n", *(_hunk(lines, *each) for each in hunks)))


def passage_fixes(  # noqa: PLR0913 - each is an option of its own
    *paths: str | os.PathLike[str],
    documents: str | os.PathLike[str],
    confirmed: Collection[str] = (),
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    limits: readers.Limits | None = None,
    with_packaged: bool = False,
) -> tuple[Change, ...]:
    """What has to change in files of records so that passages lead to their texts again; nothing is written.

    A passage is moved if its text, known by its hash, stands at exactly one place of its document.

    Args:
        paths: Files and folders; all together are one dataset. None: that of the checkout.
        documents: The folder of the source documents.
        confirmed: File names of documents that may have changed, and are to be cited as they are now.
        select: Codes, or beginnings of codes, of the passages' findings to fix; empty: all.
        ignore: Codes, or beginnings of codes, of findings to leave.
        limits: How large files and what is in them may be.
        with_packaged: Whether the packaged records are added, to be referred to; they are not changed.

    Returns:
        The files to change, by name.

    Raises:
        UnreadableInput: A path cannot be read.
        UnknownTerm: A confirmed document is not there, or no source cites it.
        BadArgument: No path is given, and there is no checkout whose files could be changed.
    """
    if not paths and checkout() is None:
        raise BadArgument("--fix-passages", "allowed without the files to change: name them")
    texts = folder.documents(Path(documents))
    gathered = gather(*paths, limits=limits, with_packaged=with_packaged)
    _refuse_unknown(confirmed, texts, gathered.dataset)
    own = set(gather(*paths, limits=limits).sources) if with_packaged and paths else set(gathered.sources)
    files, fixes = dict(gathered.sources), dict[str, list[str]]()
    for codes in ((CHANGED,), MOVED) if confirmed else (MOVED,):
        now = regather(files, limits)
        report = report_on(now, texts)
        edits: dict[str, list[Edit]] = {}
        for found in (report if codes == (CHANGED,) else report.selected(select, ignore)).findings:
            asked = found.code in MOVED or _file(now.dataset.get(found.record)) in confirmed
            if found.fix and found.code in codes and asked and found.fix.edits[0].location.file in own:
                file = found.fix.edits[0].location.file
                edits.setdefault(file, []).extend(found.fix.edits)
                fixes.setdefault(file, []).append(found.fix.message)
        files |= {file: _edited(files[file], every) for file, every in edits.items()}
    return tuple(
        Change(file, gathered.sources[file], files[file], tuple(fixes[file])) for file in sorted(fixes)
    )


def fix_passages(changes: Iterable[Change]) -> None:
    """Writes changed files, each whole or not at all; what else stands in them stays as it is.

    Raises:
        PublishError: A file cannot be written, or is no longer what it was when it was read.
    """
    for number, change in enumerate(changes):
        try:
            _write(change)
        except PublishError as fault:
            if not number:
                raise
            hint = f"files before it ({number}) are fixed; mend this, and run the same command again"
            raise PublishError(change.file, fault.reason, hint) from None


def _write(change: Change) -> None:
    path = Path(change.file)
    if folder.contents(path) != change.before:
        raise PublishError(change.file, "it was changed meanwhile", "run the same command again")
    write_file(path, (change.after,))


def _edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with other texts at some places; the places do not overlap."""
    parts, at = [], 0
    for (start, end), content in sorted((span(data, each.location), each.content) for each in edits):
        parts += [data[at:start], content.encode("utf-8")]
        at = end
    return b"".join((*parts, data[at:]))


def _file(record: object) -> str:
    """The file of a source's document."""
    document = record.document if isinstance(record, EvidenceSource) else None
    return document.file if document else ""


def _refuse_unknown(confirmed: Iterable[str], texts: Mapping[str, bytes], dataset: Dataset) -> None:
    cited = {_file(source) for source in dataset.of_type(EvidenceSource)} - {""}
    for name in confirmed:
        if name not in cited & set(texts):
            raise UnknownTerm("document that is at hand and cited", name, cited & set(texts))


def _lines(data: bytes) -> list[str]:
    """The lines of a file with their ends, as `diff` shows them."""
    *lines, last = data.decode("utf-8", "surrogateescape").split("\n")
    return [*(f"{line}\n" for line in lines), *([f"{last}\n\\ No newline at end of file\n"] if last else [])]


def _hunks(changed: Iterable[int], count: int) -> list[tuple[int, int]]:
    """The runs of lines around changed ones; runs that meet are one."""
    runs: list[tuple[int, int]] = []
    for at in changed:
        start, end = max(at - _AROUND, 0), min(at + _AROUND + 1, count)
        if runs and start <= runs[-1][1]:
            start = runs.pop()[0]
        runs.append((start, end))
    return runs


def _hunk(lines: list[tuple[str, str]], start: int, end: int) -> str:
    parts = [f"@@ -{start + 1},{end - start} +{start + 1},{end - start} @@\n"]
    for same, run in groupby(lines[start:end], key=lambda pair: pair[0] == pair[1]):
        pairs = list(run)
        if same:
            parts += [f" {old}" for old, _ in pairs]
        else:
            parts += [*(f"-{old}" for old, _ in pairs), *(f"+{new}" for _, new in pairs)]
    return "".join(parts)
