"""The command `validate`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class FailOn(StrEnum):
    """The least severity that makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


def validate(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files and folders; all together are one dataset.")
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
    output_format: Annotated[str, typer.Option(help="full, concise, json, jsonl or github.")] = "full",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file, not to stdout.")
    ] = None,
    with_packaged: Annotated[
        bool, typer.Option("--with-packaged", help="Add the shipped records, to refer to.")
    ] = False,
    max_bytes: Annotated[int | None, typer.Option(help="The largest file.", min=1)] = None,
    max_depth: Annotated[int | None, typer.Option(help="The deepest nesting.", min=1)] = None,
    max_scalar: Annotated[int | None, typer.Option(help="The longest text.", min=1)] = None,
) -> int:
    """Find everything that is wrong with records, in one run.

    Without a path, the packaged ketamine dataset is validated.
    """
    from dataclasses import replace

    from pharmakon import api
    from pharmakon.errors import UnknownFormat
    from pharmakon.readers import Limits
    from pharmakon.report import formats, summary

    if output_format not in formats():
        raise UnknownFormat(output_format, formats())
    chosen, left_out = _codes(select), _codes(ignore)
    given = {"max_bytes": max_bytes, "max_depth": max_depth, "max_scalar": max_scalar}
    limits = replace(Limits(), **{name: each for name, each in given.items() if each is not None})
    whole = api.validate(*(paths or []), documents=documents, limits=limits, with_packaged=with_packaged)
    report = whole.selected(chosen, left_out)
    text = api.render(report.selected(most=most), output_format)
    if output is None:
        sys.stdout.write(text)
    else:
        api.write_text(output, text)
    if output_format != "full" or output is not None:
        sys.stderr.write(summary(report))
    return 1 if report.fails(fail_on.value) else 0


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
