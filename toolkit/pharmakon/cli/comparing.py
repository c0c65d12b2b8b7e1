"""The command `diff`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def diff(
    before: Annotated[Path, typer.Argument(metavar="A", help="A dataset, a release or a file of records.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="The one that it is compared with.")],
    output_format: Annotated[str, typer.Option(help="md or json.")] = "md",
) -> int:
    """Say what changed between two datasets or releases, record by record and field by field."""
    from pharmakon import api
    from pharmakon.errors import InvalidDataset
    from pharmakon.report import visible

    api.diff_page((), output_format)  # an unknown format is said before anything is read
    try:
        differences = api.diff(before, after)
    except InvalidDataset as fault:  # here it is bad input, not an answer
        sys.stderr.write(f"pharmakon: {visible(str(fault))}\n")
        return 2
    sys.stdout.write(api.diff_page(differences, output_format))
    return 1 if differences else 0
