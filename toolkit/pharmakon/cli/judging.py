"""The commands `gaps` and `contradictions`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

_Dataset = Annotated[
    Path | None, typer.Option("--dataset", help="A folder or file; by default the packaged dataset.")
]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def gaps(
    drug: Annotated[str, typer.Argument(help="The drug whose labels are asked.")] = "drug/ketamine",
    dataset: _Dataset = None,
    as_json: _Json = False,
) -> int:
    """List what labels warn of and documents do not mention: silence, not denial."""
    from pharmakon import api

    data = api.load(dataset)
    sys.stdout.write(api.gaps_page(data, api.gaps(data, drug), as_json=as_json))
    return 0


def contradictions(dataset: _Dataset = None, as_json: _Json = False) -> int:
    """List the contradictions that are recorded, and those that rules find."""
    from pharmakon import api

    data = api.load(dataset)
    sys.stdout.write(api.contradictions_page(data, api.contradictions(data), as_json=as_json))
    return 0
