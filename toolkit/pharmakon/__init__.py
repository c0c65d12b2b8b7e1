"""Pharmakon: what documents say about a drug, as typed, checkable, linked records."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from pharmakon.api import (
        Answer,
        build,
        check,
        contradictions,
        convert,
        convert_spark,
        diff,
        gaps,
        json_schema,
        list_formats,
        list_rules,
        load,
        query,
        render,
        rule,
        status_of,
        to_fhir,
        to_frame,
        to_graph,
        to_oxigraph,
        validate,
        validate_stream,
        verify,
        write,
    )
    from pharmakon.dataset import Dataset
    from pharmakon.errors import (
        BadQuery,
        InvalidDataset,
        MissingExtra,
        PharmakonError,
        PublishError,
        UnknownFormat,
        UnknownTerm,
        UnreadableInput,
    )
    from pharmakon.findings import Finding
    from pharmakon.report import Report

_HOMES = {
    "api": (
        "Answer build check contradictions convert convert_spark diff gaps json_schema list_formats "
        "list_rules load query render rule status_of to_fhir to_frame to_graph to_oxigraph validate "
        "validate_stream verify write"
    ),
    "dataset": "Dataset",
    "errors": (
        "BadQuery InvalidDataset MissingExtra PharmakonError PublishError UnknownFormat UnknownTerm "
        "UnreadableInput"
    ),
    "findings": "Finding",
    "report": "Report",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "Answer",
    "BadQuery",
    "Dataset",
    "Finding",
    "InvalidDataset",
    "MissingExtra",
    "PharmakonError",
    "PublishError",
    "Report",
    "UnknownFormat",
    "UnknownTerm",
    "UnreadableInput",
    "build",
    "check",
    "contradictions",
    "convert",
    "convert_spark",
    "diff",
    "gaps",
    "json_schema",
    "list_formats",
    "list_rules",
    "load",
    "query",
    "render",
    "rule",
    "status_of",
    "to_fhir",
    "to_frame",
    "to_graph",
    "to_oxigraph",
    "validate",
    "validate_stream",
    "verify",
    "write",
]


def __getattr__(name: str) -> object:
    """A public name, imported when it is first asked for."""
    if name not in _HOME_OF:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
