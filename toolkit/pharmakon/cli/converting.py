"""The command `convert`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class OnError(StrEnum):
    """What becomes of the work when a record is refused."""

    STOP = "stop"
    SKIP = "skip"


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
) -> int:
    """Turn one stream of records into another format, record by record where the format allows it.

    JSON Lines of any size stream, from a plain file, from .gz, from .zst, or from stdin. Shape, identity
    and references are checked on the way; all other rules are for `validate`. What is set aside
    meanwhile stands where TMPDIR says.
    """
    from pharmakon import api
    from pharmakon.cli.progress import watched
    from pharmakon.readers import Limits
    from pharmakon.report import Report

    if rejects is not None and on_error is OnError.STOP:
        message = "--rejects needs --on-error skip beside it"
        raise typer.BadParameter(message)
    tally = api.Tally(most=api.MOST_FINDINGS)
    chunks = api.convert(
        sys.stdin.buffer if source == "-" else source,
        to,
        base_iri=base_iri,
        on_error=on_error.value,
        limits=Limits() if max_bytes is None else Limits(max_bytes=max_bytes),
        jobs=jobs,
        references=references,
        index=max_index,
        tally=tally,
    )
    with api.rejects_kept(tally, rejects):
        chunks = watched(chunks, tally, source)
        if output == "-":
            for chunk in chunks:
                sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
        else:
            api.write_file(Path(output), api.compressed(chunks, api.kind_of(Path(output))))
    sys.stderr.write(api.render(Report(tuple(tally.findings)), "concise"))
    if tally.found > len(tally.findings):
        sys.stderr.write(f"and {tally.found - len(tally.findings)} more findings\n")
    if tally.refused:
        kept = f"; they are in {rejects}" if rejects else "; --rejects keeps them"
        sys.stderr.write(f"{tally.records} records, {tally.refused} left out{kept}\n")
    return 1 if tally.refused else 0
