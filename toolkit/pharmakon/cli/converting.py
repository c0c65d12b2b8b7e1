"""The command `convert`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pharmakon.report import Report


class OnError(StrEnum):
    """What becomes of the work when a record is refused."""

    STOP = "stop"
    SKIP = "skip"


class Engine(StrEnum):
    """What runs the work."""

    LOCAL = "local"
    SPARK = "spark"


def convert(
    source: Annotated[str, typer.Argument(help="A file of records, or - for JSON Lines on stdin.")],
    to: Annotated[
        str, typer.Option(help="A format such as jsonl, jsonld, ntriples, turtle, fhir-r5 or fhir-r4b.")
    ],
    output: Annotated[
        str,
        typer.Option("--output", "-o", help="A file, compressed if it ends in .gz or .zst; - for stdout."),
    ] = "-",
    base_iri: Annotated[str | None, typer.Option(help="What ids are appended to.")] = None,
    on_error: Annotated[
        OnError, typer.Option(help="Whether a record that is refused ends the work, or is left out.")
    ] = OnError.STOP,
    rejects: Annotated[
        Path | None, typer.Option(help="With --on-error skip: a file for the lines that are left out.")
    ] = None,
    jobs: Annotated[
        int, typer.Option(min=1, help="How many processes share a plain file of JSON Lines.")
    ] = 1,
    references: Annotated[
        bool, typer.Option(help="Whether the ids that records name must be there, each once.")
    ] = True,
    max_index: Annotated[
        int | None, typer.Option(min=1, help="How many ids are held in memory; more are sorted on the disk.")
    ] = None,
    max_bytes: Annotated[
        int | None, typer.Option(min=1, help="The longest line, or the largest file that is read whole.")
    ] = None,
    engine: Annotated[
        Engine, typer.Option(help="This machine, or Apache Spark, which writes a folder of parts.")
    ] = Engine.LOCAL,
    master: Annotated[
        str | None,
        typer.Option(help="With --engine spark: the cluster, such as spark://host:7077 or local[4]."),
    ] = None,
) -> int:
    """Turn one stream of records into another format, record by record where the format allows it.

    JSON Lines of any size stream, from a plain file, from .gz, from .zst, or from stdin. Shape, identity
    and references are checked on the way; all other rules are for `validate`. What is set aside
    meanwhile stands where TMPDIR says.

    With --engine spark, -o names a folder: its parts, one after another, are the file; lines that are
    left out and findings are beside them.
    """
    from pharmakon import api
    from pharmakon.cli.progress import tell_of_sharing, watched
    from pharmakon.readers import Limits
    from pharmakon.report import Report

    _refuse_half(
        {
            "--rejects needs --on-error skip beside it": rejects is not None and on_error is OnError.STOP,
            "--max-index does nothing with --no-references": max_index is not None and not references,
            "--master needs --engine spark beside it": master is not None and engine is not Engine.SPARK,
        }
    )
    limits = Limits() if max_bytes is None else Limits(max_bytes=max_bytes)
    if engine is Engine.SPARK:
        _refuse_ours({"--rejects": rejects, "--max-index": max_index, "--jobs": jobs > 1})
        if "-" in (source, output):
            message = "--engine spark reads files and needs a folder: name it with -o"
            raise typer.BadParameter(message)
        tree = api.convert_spark(
            source,
            to,
            output,
            master=master,
            base_iri=base_iri,
            on_error=on_error.value,
            limits=limits,
            references=references,
        )
        report, refused = api.parts_report(tree)
        return _told(report, refused, f"; they are in {output}")
    stream = sys.stdin.buffer if source == "-" else source
    tell_of_sharing(jobs, stream, to)
    tally = api.Tally(most=api.MOST_FINDINGS)
    chunks = api.convert(
        stream,
        to,
        base_iri=base_iri,
        on_error=on_error.value,
        limits=limits,
        jobs=jobs,
        references=references,
        index=max_index,
        tally=tally,
    )
    with api.rejects_kept(tally, rejects, source, output):
        chunks = watched(chunks, tally, stream)
        if output == "-":
            for chunk in chunks:
                sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
        else:
            api.write_file(Path(output), api.compressed(chunks, api.kind_of(Path(output))))
        report = Report(tuple(tally.findings), tally.records, untold=dict(tally.untold))
        hint = "; --rejects keeps them" if tally.size else ""  # lines can be kept
        return _told(report, tally.refused, f"; they are in {rejects}" if rejects else hint)


def _refuse_half(wrong: dict[str, bool]) -> None:
    """Refuses options that do nothing as they stand beside each other."""
    for message, holds in wrong.items():
        if holds:
            raise typer.BadParameter(message)


def _refuse_ours(given: dict[str, object]) -> None:
    """Ends with one line if an option is given that is for one machine only."""
    for name, value in given.items():
        if value:
            message = (
                f"{name} is for --engine local; Spark has settings of its own, and keeps what is left out"
            )
            raise typer.BadParameter(message)


def _told(report: Report, refused: int, kept: str) -> int:
    """Says what was found, and what became of the work; the exit code."""
    from pharmakon import api

    sys.stderr.write(api.render(report, "concise"))
    if report.untold:
        sys.stderr.write(f"and {sum(report.untold.values())} more findings\n")
    if refused:
        sys.stderr.write(f"{report.records} records, {refused} left out{kept}\n")
    return 1 if refused else 0
