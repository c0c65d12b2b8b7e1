"""The command `validate`."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

if TYPE_CHECKING:
    from pharmakon.api.fixing import Change


class FailOn(StrEnum):
    """The least severity that makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Color(StrEnum):
    """When text for people is colored."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def validate(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files, folders, or - for JSON Lines on stdin: all are one dataset."),
    ] = None,
    documents: Annotated[
        Path | None, typer.Option(help="The folder of the source documents, to check passages.")
    ] = None,
    select: Annotated[str, typer.Option(help="Only these codes, such as PK2,PK301.")] = "",
    ignore: Annotated[str, typer.Option(help="All but these codes.")] = "",
    fail_on: Annotated[
        FailOn, typer.Option(help="The least severity that makes the exit code 1.")
    ] = FailOn.ERROR,
    most: Annotated[int | None, typer.Option("--max", help="Show so many findings.", min=0)] = None,
    output_format: Annotated[
        str, typer.Option(help="full, concise, json, jsonl, github, sarif or fhir (an OperationOutcome).")
    ] = "full",
    output: Annotated[str, typer.Option("--output", "-o", help="A file, or - for stdout.")] = "-",
    color: Annotated[Color, typer.Option(help="Colors in the formats for people.")] = Color.AUTO,
    fix: Annotated[
        bool,
        typer.Option("--fix-passages", help="Correct the offsets of passages whose text moved, in place."),
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="With --fix-passages: change nothing, print what would change.")
    ] = False,
    confirmed: Annotated[
        list[str] | None,
        typer.Option(
            "--confirm-document", help="With --fix-passages: this document changed, and is to be cited anew."
        ),
    ] = None,
    with_packaged: Annotated[
        bool, typer.Option("--with-packaged", help="Add the shipped records, to refer to.")
    ] = False,
    stream: Annotated[
        bool,
        typer.Option(
            "--stream",
            help="Judge one file of JSON Lines, or stdin, of any size, by the rules that a stream allows.",
        ),
    ] = False,
    jobs: Annotated[int, typer.Option(min=1, help="With --stream: how many processes share the file.")] = 1,
    max_index: Annotated[
        int | None, typer.Option(min=1, help="With --stream: how many ids are held in memory.")
    ] = None,
    max_bytes: Annotated[int | None, typer.Option(help="The largest file.", min=1)] = None,
    max_depth: Annotated[int | None, typer.Option(help="The deepest nesting.", min=1)] = None,
    max_scalar: Annotated[int | None, typer.Option(help="The longest text.", min=1)] = None,
) -> int:
    """Find everything that is wrong with records, in one run.

    Without a path, the packaged ketamine dataset is validated.
    """
    from dataclasses import replace

    from pharmakon import api
    from pharmakon.cli.progress import tell_of_sharing, watched
    from pharmakon.errors import UnknownFormat
    from pharmakon.readers import Limits
    from pharmakon.report import formats, summary

    if output_format not in formats():
        raise UnknownFormat(output_format, formats())
    _refuse_half(diff=diff, confirmed=bool(confirmed), fix=fix, documents=documents is not None)
    alone = documents is None and not with_packaged
    _refuse_stdin(paths or [], fix=fix)
    _refuse_company(paths or [], stream=stream, alone=alone, asked=jobs > 1 or max_index is not None)
    chosen, left_out = _codes(select), _codes(ignore)
    given = {"max_bytes": max_bytes, "max_depth": max_depth, "max_scalar": max_scalar}
    limits = replace(Limits(), **{name: each for name, each in given.items() if each is not None})
    to_file = output != "-"
    if fix and documents is not None:
        changes = api.passage_fixes(
            *(paths or []),
            documents=documents,
            confirmed=confirmed or (),
            select=chosen,
            ignore=left_out,
            limits=limits,
            with_packaged=with_packaged,
        )
        if not diff:
            api.fix_passages(changes)
        _tell(changes, sys.stdout if diff or to_file else sys.stderr, "would be fixed" if diff else "fixed")
    sources = [sys.stdin.buffer if str(each) == "-" else each for each in paths or []]
    if stream:
        tell_of_sharing(jobs, sources[0])
        tally = api.Tally(most=api.MOST_FINDINGS)
        judged = api.judged(
            sources[0], tally, limits=limits, jobs=jobs, index=max_index, select=chosen, ignore=left_out
        )
        deque(watched(judged, tally, sources[0]), maxlen=0)
        whole = api.stream_report(tally, chosen, left_out)
    else:
        whole = api.validate(*sources, documents=documents, limits=limits, with_packaged=with_packaged)
    report = whole.selected(chosen, left_out, most)
    text = api.render(report, output_format, color=_colored(color, to_file=to_file))
    if to_file:
        api.write_text(Path(output), text)
    elif not diff:
        sys.stdout.write(text)
    if output_format != "full" or to_file or diff:
        sys.stderr.write(summary(report))
    return 1 if report.fails(fail_on.value) else 0


def _refuse_stdin(paths: list[Path], *, fix: bool) -> None:
    """Refuses to read stdin twice, and to correct it."""
    times = sum(str(each) == "-" for each in paths)
    if times > 1 or (times and fix):
        message = "stdin is read once" if times > 1 else "--fix-passages changes files, and stdin is none"
        raise typer.BadParameter(message)


def _refuse_company(paths: list[Path], *, stream: bool, alone: bool, asked: bool) -> None:
    """Refuses to stream more than one file, or one with company, and options that do nothing else."""
    if stream and (len(paths) != 1 or not alone):
        message = "--stream takes one file of JSON Lines, and nothing to compare it with"
        raise typer.BadParameter(message)
    if asked and not stream:
        message = "--jobs and --max-index need --stream beside them"
        raise typer.BadParameter(message)


def _refuse_half(*, diff: bool, confirmed: bool, fix: bool, documents: bool) -> None:
    """Refuses an option that does nothing without another one."""
    needs = {
        "--diff": (diff and not fix, "--fix-passages"),
        "--confirm-document": (confirmed and not fix, "--fix-passages"),
        "--fix-passages": (fix and not documents, "--documents"),
    }
    for option, (lacks, other) in needs.items():
        if lacks:
            message = f"{option} needs {other} beside it"
            raise typer.BadParameter(message)


def _colored(wanted: Color, *, to_file: bool) -> bool:
    """Whether to use colors; by default on a terminal that has them, unless NO_COLOR is set."""
    if wanted is not Color.AUTO:
        return wanted is Color.ALWAYS
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return not to_file and not plain and sys.stdout.isatty()


def _tell(changes: Sequence[Change], stream: TextIO, done: str) -> None:
    """Prints the changes as a unified diff and, as talk, what was done."""
    from pharmakon.report import visible

    for change in changes:
        lines = change.diff()
        if stream.isatty():
            lines = "".join(f"{visible(line)}\n" for line in lines.removesuffix("\n").split("\n"))
        stream.write(lines)
    for change in changes:
        sys.stderr.write(visible(f"{change.file}: {len(change.fixes)} {done}") + "\n")
    if not changes:
        sys.stderr.write(f"0 {done}\n")


def _codes(given: str) -> tuple[str, ...]:
    """Codes, or beginnings of codes, that exist."""
    from pharmakon import api
    from pharmakon.errors import UnknownTerm

    known = [code.id for code in api.list_rules()]
    codes = tuple(each.strip().upper() for each in given.split(",") if each.strip())
    for each in codes:
        if not any(code.startswith(each) for code in known):
            raise UnknownTerm("rule", each, known)
    return codes
